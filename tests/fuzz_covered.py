"""Fuzzing that is guided by coverage (atheris, libFuzzer): queries, readers, and the files of an index.

    pip install atheris
    python tests/fuzz_covered.py query -max_total_time=3600
    python tests/fuzz_covered.py jsonl folder-of-seeds -max_total_time=3600

A target ends with a crash at any exception that is not one of Warta's own, and writes the input to a file
``crash-...``; give that file in place of the folder to see it again. Other options are those of libFuzzer.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import atheris  # type: ignore[import-not-found, unused-ignore]

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
with atheris.instrument_imports(
    include=["search.query", "search.readers", "search.texts", "search.dates", "search.index.format"]
):
    import search.index
    from search import Article, EmbeddedIndex, WartaError
    from search.index.format.field import FieldLists, fields_in
    from search.index.format.sections import Sections
    from search.index.manifest import Manifest
    from search.index.pointer import Pointer
    from search.readers import read_articles

_TEXTS = ("Banjir 5 km di Kota Palu, kata Menteri.", "Harga beras naik 10 persen pada 2 Mei 2019.")
_READERS = ("jsonl", "csv", "tsv", "txt", "html", "xml", "json", "warc", "epub", "docx", "pdf", "parquet")

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


def sections(folder: Path) -> Target:
    """Return a target that opens its input as each of the files of an index."""
    path = folder / "MAIN_x.flat"

    def opened(content: bytes) -> None:
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


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"{__doc__}\nTargets: {', '.join(TARGETS)}")
    folder = Path(tempfile.mkdtemp(prefix="warta-fuzz-"))
    target = TARGETS[sys.argv.pop(1)](folder)

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
