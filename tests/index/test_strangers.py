"""A stranger's index folder is data: whatever is in it, nothing of it runs; nothing outside is written."""

import json
import pickle
import shutil
from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest
from builds import current, generation, holds
from cli.warta_process import run

from search import Article, EmbeddedIndex, IndexDamagedError, WartaError
from search.index import Deletion, Generations, build, update
from search.index.format.names import STORED
from search.index.format.sealed import sealed
from search.index.format.sections import Sections, SectionsWriter
from search.index.manifest import Manifest, checksums
from search.index.pointer import Pointer
from search.index.verify import check


class Hostile:
    """Makes a file when it is unpickled."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return open, (str(self.mark), "w")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "index"
    build(generation(1), folder)
    update([Deletion("a0"), Article("b", ("penanda tambahan",))], folder)
    return folder


def reseal(folder):
    """Make the checksums of a generation right again, as whoever sends a folder can."""
    replace(Manifest.load(folder), files=checksums(folder, {})).save(folder)
    vouch(folder)


def vouch(folder):
    """Let CURRENT vouch for a generation whose manifest was changed."""
    path, name = folder.parent / "CURRENT", folder.name.removeprefix("generation-")
    pointer = Pointer.load(path)
    if pointer.current == name:
        replace(pointer, root=json.loads((folder / "manifest.json").read_text())["digest"]).save(path)


def everything(folder):
    """Do all that Warta does with an index folder; what is damaged may say so."""
    for act in (
        lambda: check(current(folder)),
        lambda: EmbeddedIndex(folder).search("penanda angka1 pennda"),
        lambda: EmbeddedIndex(folder).article("b"),
        lambda: EmbeddedIndex(folder).similar("b"),
        lambda: update([Article("c", ("penanda baru",)), Deletion("a1")], folder),
        lambda: check(current(folder)),
        lambda: Generations(folder).rollback(),
        lambda: EmbeddedIndex(folder).search("penanda"),
        lambda: update([Article(f"d{n}", (f"isi {n}",)) for n in range(3)], folder),
    ):
        try:
            act()
        except WartaError:
            continue
    for number in range(9):  # until segments are merged
        try:
            update([Article(f"e{number}", ("penanda",)), Deletion("b")], folder)
        except WartaError:
            break


def test_a_hostile_table_of_contents_is_never_unpickled(folder, tmp_path):
    mark = tmp_path / "ran"
    for path in folder.glob("generation-*"):
        (toc,) = path.glob("_MAIN_*.toc")
        content = toc.read_bytes()
        toc.write_bytes(content[: content.index(b"\x80")] + pickle.dumps([Hostile(mark)], 2))
        reseal(path)
    assert check(current(folder)) == []
    everything(folder)
    assert EmbeddedIndex(folder).search("penanda").total_articles > 8
    for command in (["check"], ["stats"], ["search", "penanda"], ["rollback"], ["delete", "a2"]):
        assert run(*command, "--index", str(folder)).returncode == 0
    assert not mark.exists()
    pickle.loads(pickle.dumps(Hostile(mark), 2)).close()  # it would have told
    assert mark.exists()


def test_pickles_anywhere_else_are_never_unpickled(folder, tmp_path):
    """In place of each file, and as a stored value with a right checksum."""
    mark = tmp_path / "ran"
    hostile = pickle.dumps(Hostile(mark), 2)
    for name in sorted(path.name for path in current(folder).folder.iterdir()):
        copy = tmp_path / f"copy-{name}"
        shutil.copytree(folder, copy)
        path = current(copy).folder / name
        path.unlink()
        path.write_bytes(hostile)
        if name != "manifest.json":
            reseal(path.parent)
        everything(copy)
        (copy / "CURRENT").write_bytes(hostile)
        everything(copy)
    assert not mark.exists()


def test_a_pickle_as_a_stored_value_is_refused(folder, tmp_path):
    mark = tmp_path / "ran"
    hostile = pickle.dumps(Hostile(mark), 2)
    newest = current(folder).folder
    for path in newest.glob("*.docs"):
        sections = Sections(path)
        file = SectionsWriter(path.with_name("other"))
        for name in sections.names():
            documents = sections.notes["documents"]
            replaced = {
                "bytes": np.frombuffer(hostile * documents, np.uint8),
                "starts": np.arange(documents + 1, dtype="<u8") * len(hostile),
                "kinds": np.full(documents, 2, np.uint8),
                "checksums": np.full(documents, crc32(hostile, 2), "<u4"),
            }
            kind = name.removeprefix(f"{STORED}text/")
            file.write(name, replaced.get(kind, sections.array(name)))
        for note, value in sections.notes.items():
            file.note(note, value)
        file.close()
        path.unlink()
        path.with_name("other").rename(path)
    reseal(newest)
    with pytest.raises(IndexDamagedError, match="unknown kind 2"):
        EmbeddedIndex(folder).search("penanda")
    everything(folder)
    assert not mark.exists()


def test_links_are_not_written_through(folder, tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (folder / "CURRENT.new").symlink_to(victim)
    build(generation(3), folder)
    assert holds(folder, 3)
    (folder / "LOCK").unlink()
    (folder / "LOCK").symlink_to(victim)
    with pytest.raises(OSError):
        build(generation(4), folder)
    assert victim.read_text() == "mine"
    assert holds(folder, 3)


def forged(folder, **changed):
    """Write a manifest with other values, and a digest that fits."""
    path = current(folder).folder / "manifest.json"
    values = {**json.loads(path.read_bytes()), **changed}
    del values["digest"]
    path.write_bytes(sealed(values, indent=1))
    vouch(path.parent)


SEGMENT = {"name": "MAIN_a", "documents": 1, "articles": 1}


@pytest.mark.parametrize(
    "changed",
    [
        {"built_at": "yesterday"},
        {"built_at": 7},
        {"articles": "5"},
        {"rejected": -1},
        {"paragraphs": 1.5},
        {"analysis": {"stemmer": "other"}},
        {"analysis": {"other": 1}},
        {"analysis": None},
        {"files": None},
        {"files": {"x": 1}},
        {"files": {}},
        {"segments": []},
        {"segments": None},
        {"segments": [SEGMENT]},
        {"segments": [{**SEGMENT, "name": "../MAIN_a"}]},
        {"segments": [{**SEGMENT, "documents": "1"}]},
        {"segments": [{**SEGMENT, "other": 1}]},
        {"unknown": 1},
    ],
)
def test_a_forged_manifest_is_damage(folder, changed):
    forged(folder)
    assert EmbeddedIndex(folder).search("penanda").total_articles == 3
    forged(folder, **changed)
    with pytest.raises(IndexDamagedError, match="generation-000002"):
        EmbeddedIndex(folder)


def test_a_manifest_names_no_file_outside(folder):
    files = current(folder).manifest.files
    forged(folder, files={**files, "../CURRENT": [1, "x"]})
    with pytest.raises(IndexDamagedError, match="outside of the generation"):
        EmbeddedIndex(folder)


def test_json_of_any_depth_is_damage(folder):
    for name in ("CURRENT", "generation-000002/manifest.json"):
        content = (folder / name).read_bytes()
        (folder / name).write_text("[" * 100_000)
        with pytest.raises(IndexDamagedError):
            EmbeddedIndex(folder)
        (folder / name).write_bytes(content)
