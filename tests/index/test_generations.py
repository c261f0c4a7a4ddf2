"""Generations: built beside the old one, verified, swapped in whole, brought back, and checked."""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from builds import current, generation, holds

import search
from search import EmbeddedIndex, IndexDamagedError, IndexLockedError, IndexMissingError
from search import NothingToIndexError as NothingToIndex
from search.index import Generations, build

PROJECT = Path(search.__file__).parents[1]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system which file is synced")
def test_every_step_of_a_swap_is_on_the_disk_before_the_next(folder, monkeypatch):
    build(generation(2), folder)
    steps, real = [], {name: getattr(os, name) for name in ("fsync", "rename", "replace", "rmdir")}

    def fsync(descriptor):
        steps.append(("fsync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        real["fsync"](descriptor)

    def noted(name):
        def do(path, *others, **options):
            steps.append((name, Path(path).name, *(Path(other).name for other in others)))
            return real[name](path, *others, **options)

        return do

    monkeypatch.setattr(os, "fsync", fsync)
    for name in ("rename", "replace", "rmdir"):
        monkeypatch.setattr(os, name, noted(name))
    build(generation(3), folder)
    monkeypatch.undo()
    renamed = steps.index(("rename", "building-000003", "generation-000003"))
    synced = {step[1] for step in steps[:renamed] if step[0] == "fsync"}
    assert {path.name for path in (folder / "generation-000003").iterdir()} <= synced
    assert steps[renamed - 1] == ("fsync", "building-000003")
    pointed = steps.index(("replace", "CURRENT.new", "CURRENT"))
    assert steps[renamed + 1 : pointed] == [("fsync", folder.name), ("fsync", "CURRENT.new")]
    assert steps[pointed + 1] == ("fsync", folder.name)
    removed = [place for place, step in enumerate(steps) if step == ("rmdir", "generation-000001")]
    assert removed and removed[0] > pointed + 1


def test_first_build(folder):
    assert holds(folder, 1)
    assert Generations(folder).pointer().current == "000001"
    assert Generations(folder).pointer().previous is None
    assert {path.name for path in folder.iterdir()} == {"CURRENT", "LOCK", "generation-000001"}


def test_built_counts_what_was_given(tmp_path):
    built = build(generation(1, size=5), tmp_path / "new" / "folders", rejected=lambda: 7)
    assert (built.generation, built.articles, built.paragraphs) == ("000001", 5, 10)
    stats = EmbeddedIndex(tmp_path / "new" / "folders").stats()
    assert (stats.articles, stats.paragraphs, stats.rejected, stats.undated) == (5, 10, 7, 5)


def test_stages_are_told_in_order(tmp_path):
    stages = []
    build(generation(1), tmp_path, on_stage=stages.append)
    assert stages == ["read", "write", "verify", "swap"]


def test_second_build_keeps_one_previous(folder):
    build(generation(2), folder)
    build(generation(3), folder)
    assert holds(folder, 3)
    assert sorted(path.name for path in folder.glob("generation-*")) == [
        "generation-000002",
        "generation-000003",
    ]


def test_an_open_index_follows(folder):
    index = EmbeddedIndex(folder)
    assert index.search("angka1").total_articles == 3
    build(generation(2, size=4), folder)
    assert index.search("angka2").total_articles == 4
    assert index.search("angka1 OR tidakada").total_articles == 0
    assert index.search("penanda").generation == "000002"


def test_rollback_and_back(folder):
    build(generation(2), folder)
    index = EmbeddedIndex(folder)
    Generations(folder).rollback()
    assert holds(folder, 1)
    assert index.search("angka1").total_articles == 3
    Generations(folder).rollback()
    assert holds(folder, 2)
    assert index.search("angka2").total_articles == 3


def test_a_build_after_a_rollback_replaces_the_bad_one(folder):
    build(generation(2), folder)
    Generations(folder).rollback()
    build(generation(3), folder)
    assert holds(folder, 3)
    Generations(folder).rollback()
    assert holds(folder, 1)


def test_nothing_to_roll_back_to(folder):
    with pytest.raises(IndexMissingError, match="previous"):
        Generations(folder).rollback()
    assert holds(folder, 1)


def test_no_index_yet(tmp_path):
    with pytest.raises(IndexMissingError, match="warta reindex"):
        EmbeddedIndex(tmp_path / "nowhere")


HOLD_THE_LOCK = """
import sys
from pathlib import Path
from search.index import Generations
with Generations(Path(sys.argv[1])).lock():
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_another_process_holds_the_lock(folder):
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert other.stdout.readline() == "locked\n"
        with pytest.raises(IndexLockedError, match=str(folder)):
            build(generation(2), folder)
        assert holds(folder, 1)
    finally:
        other.communicate()
    build(generation(2), folder)
    assert holds(folder, 2)


def test_the_lock_is_free_after_its_process_was_killed(folder):
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout.readline() == "locked\n"
        other.kill()
    build(generation(2), folder)
    assert holds(folder, 2)


def test_what_a_crash_left_is_cleaned_up(folder):
    left_over = folder / "building-000009"
    (left_over / "tmp").mkdir(parents=True)
    (left_over / "tmp" / "body-0-terms.npy").write_bytes(b"x")
    orphan = folder / "generation-000007"  # verified and renamed, but never pointed to
    shutil.copytree(folder / "generation-000001", orphan)
    build(generation(2), folder)
    assert holds(folder, 2)
    assert {path.name for path in folder.iterdir()} == {
        "CURRENT", "LOCK", "generation-000001", "generation-000002",
    }  # fmt: skip


def test_folders_of_other_names_are_left_alone(folder):
    mine = folder / "generation-backup"
    mine.mkdir()
    (mine / "notes.txt").write_text("mine")
    build(generation(2), folder)
    build(generation(3), folder)
    assert holds(folder, 3)
    assert (mine / "notes.txt").read_text() == "mine"


def test_nothing_to_index_leaves_the_old_one(folder):
    before = sorted(folder.rglob("*"))
    with pytest.raises(NothingToIndex):
        build(iter(()), folder)
    assert sorted(folder.rglob("*")) == before
    assert holds(folder, 1)


def test_nothing_to_index_makes_no_first_index(tmp_path):
    with pytest.raises(NothingToIndex):
        build([], tmp_path)
    with pytest.raises(IndexMissingError):
        EmbeddedIndex(tmp_path)


def test_a_source_that_fails_halfway_leaves_the_old_one(folder):
    def failing():
        yield from generation(2)
        raise OSError("the network is gone")

    with pytest.raises(OSError, match="network"):
        build(failing(), folder)
    assert holds(folder, 1)
    assert not list(folder.glob("building-*"))


def test_a_failing_verification_leaves_the_old_one(folder):
    """Two articles of one id: the verification looks the second up and finds the first."""
    twice = [*generation(2), *generation(2)]
    with pytest.raises(IndexDamagedError, match="verification"):
        build(twice, folder)
    assert holds(folder, 1)
    assert not list(folder.glob("building-*"))


def test_readers_see_the_old_or_the_new_one_during_swaps(folder):
    """Generation n has n + 2 articles that all say so; a mixture of two would not add up."""
    index, done, problems, seen = EmbeddedIndex(folder), threading.Event(), [], set()

    def read():
        while not done.is_set():
            try:
                page = index.search("penanda", page_size=50)
                number = int(page.generation)
                texts = {hit.paragraphs[0].text for hit in page.articles}
                if page.total_articles != number + 2 or texts != {"penanda di sini"}:
                    problems.append((number, page.total_articles, texts))
                own = index.snapshot
                if own.article(own.find("a1")).paragraphs[1] != f"angka{int(own.name)}":
                    problems.append((own.name, own.article(1)))
                seen.add(number)
            except Exception as error:
                problems.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(2, 12):
            build(generation(number, size=number + 2), folder)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert problems == []
    assert len(seen) > 1
    assert index.search("penanda").total_articles == 13


def test_a_snapshot_outlives_its_generation(folder):
    """A search that began before two swaps may read text only after them."""
    snapshot = current(folder)
    build(generation(2), folder)
    build(generation(3), folder)
    assert not snapshot.folder.exists()
    assert snapshot.text(1) == "angka1"
    assert snapshot.find("a2") == 2
    assert len(snapshot.postings("body", "sini").docs) == 3
    assert snapshot.document_frequency("body_exact", "angka1") == 3
