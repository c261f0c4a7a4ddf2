"""Damaged files are named, found by a check, and never answered with a traceback."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest
from builds import current, generation, holds

import search
from search import EmbeddedIndex, IndexDamagedError, IndexMissingError
from search.compiled import COMPILED
from search.index import Deletion, Generations, build, update
from search.index.examining import Pace, examine
from search.index.format.sealed import sealed
from search.index.format.sections import Sections
from search.index.manifest import Manifest
from search.index.verify import check


@pytest.mark.parametrize(
    "text",
    ["", "000001", "[]", "{}", "null",
     '{"current": "../x", "previous": null}', '{"current": 1, "previous": 2}',
     '{"current": "000001"}', '{"current": "000001", "previous": "x"}', "{", "\x00"],
)  # fmt: skip
def test_a_damaged_pointer_is_named(folder, text):
    (folder / "CURRENT").write_text(text)
    with pytest.raises(IndexDamagedError, match="CURRENT"):
        EmbeddedIndex(folder)


def test_a_pointer_that_is_not_text_is_named(folder):
    (folder / "CURRENT").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(IndexDamagedError, match="CURRENT"):
        EmbeddedIndex(folder)


def test_a_pointer_to_a_missing_generation(folder):
    shutil.rmtree(folder / "generation-000001")
    with pytest.raises(IndexDamagedError, match="generation-000001"):
        EmbeddedIndex(folder)


def test_a_build_repairs_a_damaged_pointer(folder):
    (folder / "CURRENT").write_text("?")
    build(generation(2), folder)
    assert holds(folder, 2)


def manifest_of(folder):
    return folder / "generation-000001" / "manifest.json"


@pytest.mark.parametrize(
    "changed",
    [
        {"built_at": "2024-01-01T00:00:00+00:00"},
        {"rejected": 5},
        {"articles": 4},
        {"format": 99},
        {"digest": "0" * 64},
        {"files": None},
        {"files": {"x": 1}},
        {"unknown": 1},
        {"analysis": {"stemmer": "other"}},
        {"analysis": {"other": 1}},
        {"analysis": None},
    ],
)
def test_a_damaged_manifest_is_named(folder, changed):
    values = json.loads(manifest_of(folder).read_text())
    manifest_of(folder).write_text(json.dumps({**values, **changed}))
    with pytest.raises(IndexDamagedError, match="generation-000001"):
        EmbeddedIndex(folder)


@pytest.mark.parametrize("index_format", [4, 6, 8])
def test_an_index_of_another_format_is_refused_with_the_way_to_a_new_one(folder, index_format):
    values = json.loads(manifest_of(folder).read_text())
    del values["digest"]  # older formats have none
    changed = {**values, "format": index_format}
    content = json.dumps(changed).encode() if index_format < 5 else sealed(changed, indent=1)
    manifest_of(folder).write_bytes(content)
    with pytest.raises(IndexDamagedError) as error:
        EmbeddedIndex(folder)
    assert str(error.value) == (
        f"{manifest_of(folder).parent} has index format {index_format}, this version reads format 7: "
        f"make it anew with 'warta reindex SOURCE... --index {folder}'"
    )
    build(generation(2), folder)
    assert holds(folder, 2)


def test_every_byte_of_the_manifest_counts(folder):
    content = manifest_of(folder).read_bytes()
    for at in range(len(content)):
        for bit in (at % 8, (at + 3) % 8):
            changed = bytearray(content)
            changed[at] ^= 1 << bit
            manifest_of(folder).write_bytes(changed)
            with pytest.raises(IndexDamagedError, match="generation-000001"):
                Manifest.load(folder / "generation-000001")
    manifest_of(folder).write_bytes(content + b" ")
    with pytest.raises(IndexDamagedError, match="it was changed"):
        Manifest.load(folder / "generation-000001")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", "\x00\x00"])
def test_an_unreadable_manifest_is_named(folder, text):
    manifest_of(folder).write_text(text)
    with pytest.raises(IndexDamagedError, match="manifest"):
        EmbeddedIndex(folder)


def test_a_missing_manifest_is_named(folder):
    manifest_of(folder).unlink()
    with pytest.raises(IndexDamagedError, match="manifest"):
        EmbeddedIndex(folder)


def files_of(folder):
    """Return the files that hold the index; there is nothing to cut off from empty ones."""
    paths = sorted((folder / "generation-000001").iterdir())
    return [path for path in paths if path.name != "manifest.json" and path.stat().st_size]


def test_missing_and_truncated_files_are_named(folder):
    assert len(files_of(folder)) == 8
    for path in files_of(folder):
        content = path.read_bytes()
        for damage in (path.unlink, lambda p=path, c=content: p.write_bytes(c[:-1])):
            damage()
            with pytest.raises(IndexDamagedError, match=path.name):
                EmbeddedIndex(folder)
            path.write_bytes(content)
    assert holds(folder, 1)


def damage_found(folder):
    try:
        return " ".join(wrong.said("id") for wrong in check(current(folder)))
    except IndexDamagedError as error:
        return str(error)


def test_every_flipped_bit_is_found(folder):
    for path in files_of(folder):
        content = path.read_bytes()
        for at in {0, len(content) // 2, len(content) - 1}:
            changed = bytearray(content)
            changed[at] ^= 0b100
            path.write_bytes(changed)
            assert "generation-000001" in damage_found(folder), (path.name, at)
        path.write_bytes(content)
    assert damage_found(folder) == ""


def test_a_flipped_bit_never_shows_a_traceback(folder):
    """Nobody ran a check: a search over damaged files answers, or says that they are damaged."""
    for path in files_of(folder):
        content = path.read_bytes()
        for at in (len(content) // 3, 2 * len(content) // 3):
            changed = bytearray(content)
            changed[at] ^= 0b1000
            path.write_bytes(changed)
            try:
                index = EmbeddedIndex(folder)
                index.search("penanda angka1 soeharto pen*")
                index.article("a1")
            except IndexDamagedError as error:
                assert "generation-000001" in str(error)
            except search.NotFoundError:
                pass
        path.write_bytes(content)


_CUT_UNDER_A_READER = """
import os, sys
from search import EmbeddedIndex, IndexDamagedError, SearchRequest
folder = sys.argv[1]
def answers(index):
    yield lambda: index.search("penanda angka1 soeharto pen*", explain=True)
    yield lambda: index.search("", sort="newest", timeline="auto", facets=("source",))
    yield lambda: index.paragraphs("penanda angka1")
    yield lambda: index.suggest("pen")
    yield lambda: index.article("a1")
    yield lambda: list(index.hits(SearchRequest("penanda")))
    yield lambda: list(index.listed(0, 5))
    yield lambda: index.stats()
for path in sys.argv[2:]:
    index = EmbeddedIndex(folder)
    right = os.path.getsize(path)
    if right % 2:
        next(answers(index))()  # some of it was read before, some was not
    whole = open(path, "rb").read()
    for left in (right // 2, 64, 0):
        os.truncate(path, left)
        for answer in answers(index):
            try:
                answer()
            except IndexDamagedError as error:
                print(os.path.basename(path) in str(error))
    with open(path, "r+b") as stream:
        stream.write(whole)
    index._reopened = -1
    try:
        index.search("penanda")
    except IndexDamagedError:
        pass
    assert index.search("penanda").total_articles
"""


@pytest.mark.skipif(not COMPILED or sys.platform == "win32", reason="the handler is compiled, for POSIX")
def test_a_file_that_is_cut_under_a_reader_is_an_error_and_no_end(folder):
    files = sorted(folder.glob("generation-000001/MAIN_*"))
    command = [sys.executable, "-c", _CUT_UNDER_A_READER, folder, *files]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, (ran.returncode, ran.stderr)
    assert ran.stdout.splitlines() == 4 * 3 * 8 * ["True"]


def test_an_impossible_day_never_shows_a_traceback(folder):
    (path,) = folder.glob("generation-000001/*.articles")
    start, length, *_ = Sections(path)._entries["day"]
    content = bytearray(path.read_bytes())
    content[start + length - 1] ^= 0b1000  # the high byte of the last day
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match="generation-000001"):
        EmbeddedIndex(folder)


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(IndexMissingError):
        EmbeddedIndex(tmp_path / "index")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that hold")
def test_a_pointer_that_may_not_be_read(folder):
    (folder / "CURRENT").chmod(0)
    with pytest.raises(IndexDamagedError, match="CURRENT"):
        EmbeddedIndex(folder)


def test_a_generation_that_is_superseded_while_it_is_examined_is_not_damaged(folder):
    build(generation(1), folder)

    def on_read(_size):
        if not (folder / "generation-000004").exists():
            build(generation(2), folder)
            build(generation(3), folder)

    assert [one for one in examine(Generations(folder), on_read) if one.wrong] == []
    assert not (folder / "generation-000001").exists()


def test_a_pace_is_kept():
    pace, began = Pace(1e6), time.monotonic()
    for _ in range(10):
        pace(10_000)
    assert time.monotonic() - began >= 0.1


@pytest.mark.parametrize("name", ["clusters", "tombstones"])
def test_a_file_of_another_generation_is_named_when_the_index_is_opened(tmp_path, name):
    """It is sound by itself and of the same size, but its copies and deletions are others'."""
    folders = tmp_path / "one", tmp_path / "other"
    for folder, copies in zip(folders, (0, 9), strict=True):
        texts = [" ".join(f"kata{max(n, copies)}x{at}" for at in range(60)) for n in range(40)]
        build([search.Article(f"a{n:02}", (text,)) for n, text in enumerate(texts)], folder)
        update([Deletion(f"a2{copies}")], folder)
    there, here = (folder / "generation-000002" / name for folder in folders)
    assert there.stat().st_size == here.stat().st_size
    assert there.read_bytes() != here.read_bytes()
    shutil.copy(there, here)
    with pytest.raises(IndexDamagedError, match=name):
        EmbeddedIndex(folders[1])


def test_copies_and_arrivals_stay_right_if_their_files_are_cut_while_they_are_open(tmp_path):
    """They were read as zeros: every article was a copy of the first one, and one alone was shown."""
    build([search.Article(f"a{n}", (f"kabar {n}",)) for n in range(9)], tmp_path)
    index = EmbeddedIndex(tmp_path)
    right = [hit.article.id for hit in index.search("kabar", sort="arrived").articles]
    index = EmbeddedIndex(tmp_path)
    _ = index.snapshot.arrived
    for name in ("clusters", "arrivals"):
        os.truncate(tmp_path / "generation-000001" / name, 0)
    assert [hit.article.id for hit in index.search("kabar", sort="arrived").articles] == right
    assert len(right) == 9
