"""Fuzzing that is guided by coverage (atheris, libFuzzer): queries, readers, and the files of an index.

    pip install atheris
    python tests/fuzz_covered.py query -max_total_time=3600
    python tests/fuzz_covered.py jsonl folder-of-seeds -max_total_time=3600

Without a folder of seeds it begins with good inputs: queries of every kind, files of the format, of an index.
A target ends with a crash at any exception that is not one of Warta's own, and writes the input to a file
``crash-...``; give that file in place of the folder to see it again. Other options are those of libFuzzer.
"""

from __future__ import annotations

import json
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from zlib import crc32

import atheris  # type: ignore[import-not-found, unused-ignore]

_TESTS = Path(__file__).resolve().parent
sys.path[:0] = [str(_TESTS.parent), str(_TESTS / "readers")]
with atheris.instrument_imports(
    include=["search.query", "search.readers", "search.texts", "search.dates", "search.index.format"]
):
    import search.index
    from search import Article, EmbeddedIndex, WartaError
    from search.index.format.field import FieldLists, fields_in
    from search.index.format.sealed import sealed
    from search.index.format.sections import Sections
    from search.index.manifest import Manifest
    from search.index.pointer import Pointer
    from search.readers import read_articles

_TEXTS = ("Banjir 5 km di Kota Palu, kata Menteri.", "Harga beras naik 10 persen pada 2 Mei 2019.")
_QUERIES = (
    '"harga beras" -impor judul:banjir~2 (gempa ATAU tsunami) sumber:"Harian Uji" tahun:2019',
    'ban?ir* *njir -"kota palu"~5 5 km sebelum 2 Mei 2019 kemarin Rp1,5 juta 10:30 WIB tag:pangan^2',
    "TANPA TIDAK AND OR NOT site:contoh.example 10..20 1998-2001 H&M M. H. Thamrin +wajib “kutip” [a TO b]",
)
_READERS = (
    "jsonl",
    "csv",
    "tsv",
    "txt",
    "html",
    "xml",
    "json",
    "warc",
    "epub",
    "docx",
    "pdf",
    "xlsx",
    "ods",
    "parquet",
)

Target = Callable[[bytes], object]


def query(folder: Path) -> Target:
    """Return a target that searches for its input."""
    about = {"title": "Judul", "source": "Harian Uji", "published": date(2019, 5, 2), "tags": ("pangan",)}
    search.index.build([Article("a1", _TEXTS, **about), Article("a2", _TEXTS[:1])], folder / "index")
    index = EmbeddedIndex(folder / "index")

    def searched(content: bytes) -> None:
        text = content.decode("utf-8", "surrogateescape")
        for match in ("all", "any"):
            index.search(text, match=match)
        index.suggest(text)
        index.paragraphs(text)

    return searched


def reader(name: str) -> Callable[[Path], Target]:
    """Return what makes a target that reads its input as a file with a suffix."""

    def made(folder: Path) -> Target:
        path = folder / f"masukan.{name}"

        def read(content: bytes) -> None:
            path.write_bytes(content)
            for _ in read_articles([str(path)]):
                pass

        return read

    return made


_HEADER = struct.Struct("<8sIIQII")  # of search.index.format.sections


def resealed(content: bytes) -> bytes:
    """Return a file of an index with the checksum or digest of its content, so that its structure is read."""
    if content.startswith(b"WARTAIDX") and len(content) >= _HEADER.size:
        *head, offset, size, _ = _HEADER.unpack_from(content)
        checksum = crc32(content[offset:], crc32(_HEADER.pack(*head, offset, size, 0)))
        return _HEADER.pack(*head, offset, size, checksum) + content[_HEADER.size :]
    with suppress(ValueError, RecursionError):
        values = json.loads(content)
        if isinstance(values, dict):
            return sealed({name: value for name, value in values.items() if name != "digest"})
    return content


def sections(folder: Path) -> Target:
    """Return a target that opens its input as each of the files of an index."""
    path = folder / "MAIN_x.flat"

    def opened(content: bytes) -> None:
        content = resealed(content)
        for load in (Pointer.load, lambda _: Manifest.load(folder)):
            for name in ("CURRENT", "manifest.json"):
                (folder / name).write_bytes(content)
            with suppress(ValueError):  # callers of Pointer.load expect it
                load(folder / "CURRENT")
        path.write_bytes(content)
        file = Sections(path)
        file.verify()
        for name in fields_in(file):
            lists = FieldLists(file, name)
            for ordinal in range(min(len(lists), 5)):
                lists.docs(ordinal)

    return opened


TARGETS = {"query": query, "sections": sections, **{name: reader(name) for name in _READERS}}


def write_seeds(name: str, folder: Path) -> None:
    """Write good inputs of a target into a folder."""
    if name == "query":
        good = [text.encode() for text in _QUERIES]
    elif name == "sections":
        articles = [Article(f"a{n}", _TEXTS, "Judul", "Harian Uji", tags=("pangan",)) for n in range(3)]
        search.index.build(articles, folder.parent / "seeded")
        good = [path.read_bytes() for path in (folder.parent / "seeded").rglob("*") if path.is_file()]
    else:
        from made_archives import every_format  # needs what the tests need

        kinds = {"xml": ("rss", "atom", "xml")}.get(name, (name,))
        good = [content for made, (content, _) in every_format().items() if made.rpartition(".")[2] in kinds]
    folder.mkdir()
    for number, content in enumerate(good):
        (folder / f"good-{number}").write_bytes(content)


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"{__doc__}\nTargets: {', '.join(TARGETS)}")
    folder = Path(tempfile.mkdtemp(prefix="warta-fuzz-"))
    name = sys.argv.pop(1)
    target = TARGETS[name](folder)
    if all(argument.startswith("-") for argument in sys.argv[1:]):
        write_seeds(name, folder / "seeds")
        sys.argv.append(str(folder / "seeds"))

    def one(content: bytes) -> None:
        with suppress(WartaError):
            target(content)

    atheris.Setup(sys.argv, one)
    try:
        atheris.Fuzz()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
