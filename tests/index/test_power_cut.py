"""Power is cut at any moment: the index is that before or that after, and after "done" that after."""

import shutil
from pathlib import Path

import pytest
from archive_changes import after, stored
from builds import current, generation
from power_cuts import Disk

import search
from search import Article
from search.index import Deletion, Generations, build, update
from search.index.purge import purge
from search.index.verify import check

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system for open files")

BEFORE = [*generation(1), Article("b0", ("berita",))]
ADDED = [Article("baru", ("berita baru", "isi kedua"), "Judul"), Article("a1", ("versi kedua",))]
DELETED = [Deletion("a0"), Deletion("tiada")]


def rollback(folder):
    generations = Generations(folder)
    with generations.lock():
        generations.rollback()


COMMANDS = {
    "reindex": (lambda folder: build(generation(2, size=5), folder), generation(2, size=5)),
    "add": (lambda folder: update(ADDED, folder), after(BEFORE, ADDED)),
    "delete": (lambda folder: update(DELETED, folder), after(BEFORE, DELETED)),
    "rollback": (rollback, BEFORE[:-1]),
    "purge": (purge, BEFORE),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("power") / "index"
    build(BEFORE[:-1], folder)
    update(BEFORE[-1:], folder)
    return folder


@pytest.mark.parametrize("name", COMMANDS)
def test_a_power_cut_leaves_the_index_before_or_after(archive, tmp_path, monkeypatch, at_length, name):
    """At length, each moment is followed by thirty states of the disk; otherwise some are."""
    command, then = COMMANDS[name]
    folder = Path(shutil.copytree(archive, tmp_path / "index"))
    disk = Disk(folder)
    with disk.recorded(monkeypatch):
        command(folder)
    moments = range(len(disk.cuts))
    if not at_length:
        moments = sorted({*moments[:: max(1, len(moments) // 12)], *moments[-8:]})
    seen = set()
    for moment in moments:
        for seed in range(30 if at_length else 2):
            place = tmp_path / f"{moment}-{seed}"
            disk.after_cut(moment, place, seed)
            snapshot = current(place)
            assert check(snapshot) == [], (moment, seed)
            found = stored(snapshot)
            assert found in (BEFORE, then), (moment, seed)
            seen.add("after" if found == then else "before")
            if moment == len(disk.cuts) - 1:
                assert found == then, "it was done, and is not there"
            if seed == 0:
                update([Article("lain", ("satu lagi",))], place)
                assert stored(current(place))[:-1] == found
                assert not list(place.glob("building-*"))
            shutil.rmtree(place)
    assert len(disk.cuts) >= 4
    assert seen == ({"after"} if then == BEFORE else {"before", "after"})


def test_rejects_are_on_the_disk_before_the_articles_beside_them(archive, tmp_path, monkeypatch):
    """A record that is neither in the index nor in the file of rejects would be lost."""
    folder = Path(shutil.copytree(archive, tmp_path / "index"))
    source = tmp_path / "arsip.jsonl"
    source.write_text('{"id": "baru", "text": "berita baru"}\n{"id": "tiada"}\n')
    disk = Disk(folder)
    with disk.recorded(monkeypatch):
        done = search.add([str(source)], folder)
    applied = 0
    for moment in range(len(disk.cuts)):
        for seed in range(2):
            place = tmp_path / f"{moment}-{seed}"
            disk.after_cut(moment, place, seed)
            if Generations(place).pointer().current == done.updated.generation:
                applied += 1
                assert "tiada" in (place / done.rejects_file.name).read_text()
            shutil.rmtree(place)
    assert 0 < applied < 2 * len(disk.cuts)
