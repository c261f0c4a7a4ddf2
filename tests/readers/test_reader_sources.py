"""Files, folders and standard input: what is read, what is refused before anything is read."""

import gzip
import io
import lzma
import os
import tempfile
from pathlib import Path

import pytest
import zstandard
from reading_outcome import read_all

from search.article import Article, derived_id
from search.errors import SourceError
from search.readers import FileCounts, Notice, Superseded, read_articles, total_bytes

LINE = b'{"id": "%s", "text": "Isi."}\n'


def write(path, content=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(LINE % path.name.encode() if content is None else content)
    return path


def ids(outcome):
    return [article.id for article in outcome.articles]


@pytest.mark.parametrize("suffix", [".jsonl", ".ndjson", ".json", ".JSONL"])
@pytest.mark.parametrize(
    ("packed", "pack"),
    [("", bytes), (".gz", gzip.compress), (".zst", zstandard.compress), (".xz", lzma.compress)],
)
def test_suffixes(tmp_path, suffix, packed, pack):
    file = write(tmp_path / f"arsip{suffix}{packed}", pack(LINE % b"a"))
    assert ids(read_all(file)) == ["a"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress, lzma.compress])
def test_standard_input_is_recognised_by_its_first_bytes(pack):
    assert ids(read_all("-", stdin=pack(LINE % b"a"))) == ["a"]
    assert read_all("-", stdin=b"").articles == []


def test_standard_input_by_default(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINE % b"a")))
    assert ids(read_all("-")) == ["a"]
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SourceError, match="no standard input"):
        read_articles(["-"])


def test_standard_input_can_be_named_once():
    with pytest.raises(SourceError, match="only once"):
        read_articles(["-", "-"], stdin=io.BytesIO())


def test_a_folder_is_walked_in_sorted_order(tmp_path):
    for name in ("b.jsonl", "a/z.jsonl", "a/c.jsonl.gz", ".tersembunyi.jsonl", ".git/x.jsonl"):
        content = gzip.compress(LINE % b"packed") if name.endswith(".gz") else None
        write(tmp_path / name, content)
    for name in ("README.md", "readme.jsonl", "LICENSE", "a/License.txt"):
        write(tmp_path / name)
    write(tmp_path / "c/d/e.txt", b"Isi.")
    write(tmp_path / "c/foto.jpg", b"\xff\xd8\xff\xe0")
    outcome = read_all(tmp_path)
    assert ids(outcome)[:3] == ["packed", "z.jsonl", "b.jsonl"]
    assert len(outcome.articles) == 4
    assert [(notice.file, notice.message[:28]) for notice in outcome.notices] == [
        (str(tmp_path / "c/foto.jpg"), "ignored: not an archive form")
    ]


def test_an_empty_folder_is_said(tmp_path):
    (notice,) = read_all(tmp_path).notices
    assert notice.file == str(tmp_path)


def test_links_are_followed_and_loops_end(tmp_path):
    write(tmp_path / "archive/a.jsonl")
    write(tmp_path / "elsewhere/b.jsonl")
    (tmp_path / "archive/up").symlink_to(tmp_path)
    (tmp_path / "archive/itself").symlink_to("itself")
    (tmp_path / "archive/gone.jsonl").symlink_to("nowhere")
    outcome = read_all(tmp_path / "archive")
    assert sorted(ids(outcome)) == ["a.jsonl", "b.jsonl"]
    assert outcome.codes == ["unreadable", "unreadable"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipa.jsonl")
    assert [notice.message for notice in read_all(tmp_path).notices] == ["ignored: not a regular file"]
    with pytest.raises(SourceError, match="read from -"):
        read_articles([str(tmp_path / "pipa.jsonl")])


def test_every_unusable_source_is_named_before_anything_is_read(tmp_path):
    good = write(tmp_path / "a.jsonl")
    sources = [str(good), str(tmp_path / "tidak-ada.jsonl"), str(write(tmp_path / "b.xyz", b"?")), "a\0b"]
    read = []
    with pytest.raises(SourceError) as caught:
        read_articles(sources, on_bytes=read.append)
    assert not read
    message = str(caught.value)
    assert "tidak-ada.jsonl: no such file or folder" in message
    assert "b.xyz: not an archive format; known are .jsonl" in message
    assert "a\\x00b" in message
    assert "a.jsonl:" not in message.replace("tidak-ada.jsonl:", "")
    assert "\n" not in message
    with pytest.raises(SourceError):
        total_bytes(sources)


@pytest.mark.parametrize(
    "name", ["arsip", "arsip.gz", "arsip.tar.gz", "arsip.jsonl.bz2", ".jsonl", "arsip.bin"]
)
def test_where_the_suffix_tells_nothing_the_content_does(tmp_path, name):
    assert ids(read_all(write(tmp_path / name))) == [name]


@pytest.mark.parametrize("name", ["arsip", "arsip.gz", "arsip.xyz", ".jsonl.bak"])
def test_what_neither_suffix_nor_content_tells(tmp_path, name):
    with pytest.raises(SourceError, match="not an archive format"):
        read_articles([str(write(tmp_path / name, b"\x00\x01\x02 apa saja"))])


@pytest.fixture
def as_nobody():
    """Give up the superuser's rights, which know no unreadable file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        write(folder / "a.jsonl")
        write(folder / "b.jsonl").chmod(0)
        write(folder / "c/c.jsonl")
        (folder / "c").chmod(0)
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(65534)
        yield folder
        if superuser:
            os.seteuid(0)
        (folder / "c").chmod(0o755)


def test_what_may_not_be_read(as_nobody):
    for name in ("b.jsonl", "c", "c/c.jsonl"):
        with pytest.raises(SourceError, match="cannot be read"):
            read_articles([str(as_nobody / name)])
    outcome = read_all(as_nobody)
    assert ids(outcome) == ["a.jsonl"]
    assert [(Path(reject.file).name, reject.code) for reject in outcome.rejects] == [
        ("b.jsonl", "unreadable"),
        ("c", "unreadable"),
    ]


def test_a_file_that_vanishes_after_the_check_is_a_reject(tmp_path):
    file = write(tmp_path / "a.jsonl")
    found = read_articles([str(file)])
    file.unlink()
    (reject,) = found
    assert (reject.code, reject.file) == ("unreadable", str(file))


def test_file_names_of_any_bytes_are_printable(tmp_path):
    Path(os.fsdecode(bytes(tmp_path) + b"/a\xff\nb.jsonl")).write_bytes(b"{\n{")
    outcome = read_all(tmp_path)
    assert {Path(reject.file).name for reject in outcome.rejects} == {r"a\udcff\nb.jsonl"}


def test_bytes_add_up_to_the_total(tmp_path):
    write(tmp_path / "a.jsonl.zst", zstandard.compress(b"".join(LINE % b"%d" % n for n in range(5000))))
    write(tmp_path / "b.json", b"[" + b" " * 1_000_000 + b"]")  # given up at once
    write(tmp_path / "c.txt.gz", gzip.compress(b"Isi.")[:-3])
    write(tmp_path / "d.csv", b"")
    write(tmp_path / "e.bin", b"\x00")
    size = sum((tmp_path / name).stat().st_size for name in ("a.jsonl.zst", "b.json", "c.txt.gz"))
    steps = []
    list(read_articles([str(tmp_path)], on_bytes=steps.append))
    assert total_bytes([str(tmp_path)]) == sum(steps) == size
    assert min(steps) > 0
    assert total_bytes([str(tmp_path), "-"]) is None


def test_later_versions_over_all_sources(tmp_path):
    first = write(tmp_path / "a.jsonl", b'\n{"id": "x", "text": "Satu."}\n{"text": "Dua."}\n')
    second = write(tmp_path / "b.csv", b"id,text\nx,Tiga.\ny,Empat.\n")
    third = write(tmp_path / "c.txt", b"Dua.")
    fourth = write(tmp_path / "d.jsonl", b'{"id": "y", "text": "Lima."}\n{"id": "x", "text": "Tiga."}\n')
    found = list(read_articles(map(str, (first, second, third, fourth))))
    assert [(item.id, item.paragraphs[0]) for item in found if isinstance(item, Article)] == [
        ("x", "Satu."), (derived_id(None, ["Dua."]), "Dua."), ("x", "Tiga."), ("y", "Empat."), ("y", "Lima.")
    ]  # fmt: skip
    assert [item for item in found if isinstance(item, Superseded)] == [Superseded(0), Superseded(3)]
    counts = [item for item in found if isinstance(item, FileCounts)]
    assert [(one.accepted, one.versions, one.repeated) for one in counts] == [
        (2, 0, 0), (2, 1, 0), (0, 0, 1), (1, 1, 1)
    ]  # fmt: skip
    assert counts[1].first_version == ("x", f"{second}:2", f"{first}:2")
    assert "later version" in next(counts[1].remarks()).said("en")
    assert not list(counts[2].remarks())


def test_each_call_starts_anew(tmp_path):
    file = write(tmp_path / "a.jsonl")
    assert ids(read_all(file)) == ids(read_all(file)) == ["a.jsonl"]


def test_an_index_inside_a_folder_is_not_read_as_an_archive(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "Satu paragraf."}\n')
    (tmp_path / "warta-index").mkdir()
    (tmp_path / "warta-index" / "CURRENT").write_text("{}")
    (tmp_path / "warta-index" / "rejects.jsonl").write_text('{"id": "b", "text": "Sudah dibuang."}\n')
    found = list(read_articles([str(tmp_path)]))
    assert [record.id for record in found if isinstance(record, Article)] == ["a"]
    assert [record.message for record in found if isinstance(record, Notice)] == [
        "ignored: it is an index, not an archive"
    ]
