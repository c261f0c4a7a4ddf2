"""Every step on the way to the disk fails in turn: what failed has not happened, nothing is lost or half."""

import os
import shutil
from pathlib import Path

import pytest
from archive_changes import after, stored
from builds import current, generation
from faults import ERRORS, Faults

import search
from search import Article, WartaError
from search.index import Deletion, Generations, build, update
from search.index.verify import check

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system for open files")

ADDED = [Article("baru", ("berita baru", "isi kedua"), "Judul"), Article("a1", ("versi kedua",))]
DELETED = [Deletion("a0"), Deletion("tiada")]


def reindex(folder):
    return build(generation(2, size=5), folder)


def add(folder):
    return update(ADDED, folder)


def delete(folder):
    return update(DELETED, folder)


def rollback(folder):
    generations = Generations(folder)
    with generations.lock():
        return generations.rollback()


class Archive:
    """An index of several segments, and what is in it before and after each command."""

    def __init__(self, folder, segments):
        self.folder = folder
        self.before = generation(1)
        build(self.before, folder)
        for number in range(segments - 1):
            article = Article(f"b{number}", (f"berita {number}",))
            update([article], folder)
            self.before = [*self.before, article]
        self.after = {
            "reindex": generation(2, size=5),
            "add": after(self.before, ADDED),
            "delete": after(self.before, DELETED),
            "rollback": self.before[:-1],
        }

    def copy(self, place):
        """Make the index anew in another folder."""
        shutil.rmtree(place, ignore_errors=True)
        return Path(shutil.copytree(self.folder, place, copy_function=os.link))


@pytest.fixture(autouse=True)
def without_syncing(monkeypatch):
    """Let the system write when it likes: no power is cut here, and that a sync is asked for is a step."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return Archive(tmp_path_factory.mktemp("small") / "index", 2)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """Return an index in which one more segment makes a merge necessary."""
    return Archive(tmp_path_factory.mktemp("full") / "index", 8)


COMMANDS = {"reindex": reindex, "add": add, "delete": delete, "rollback": rollback}


def remarks_of(done):
    return done[1] if isinstance(done, tuple) else done.remarks


def fail_each_in_turn(archive, place, monkeypatch, name, errors, for_good=False, samples=None):
    """Let each step of a command fail by itself, or some of them. Yields the step and what was said of it."""
    command, then = COMMANDS[name], archive.after[name]
    faults = Faults(archive.copy(place))
    with faults.injected(monkeypatch):
        command(place)
    for number in range(0, len(faults.steps), max(1, len(faults.steps) // samples) if samples else 1):
        step = faults.steps[number]
        folder = archive.copy(place)
        injected = Faults(folder, number, errors[number % len(errors)], for_good)
        said = None
        with injected.injected(monkeypatch):
            try:
                done = command(folder)
            except WartaError as error:
                said = error
            except OSError as error:
                raise AssertionError(f"{step} is not told: {error!r}") from error
        assert injected.steps[: number + 1] == faults.steps[: number + 1]
        snapshot = current(folder)
        assert check(snapshot) == [], step
        assert stored(snapshot) == (archive.before if said else then), (step, said)
        if not said:
            said = remarks_of(done) or None
        assert_goes_on(folder, command, then, applied=not isinstance(said, WartaError))
        yield step, said


def assert_goes_on(folder, command, then, applied):
    """Assert that the command succeeds when nothing fails any more, and that nothing is left over."""
    if applied:
        update([Article("lain", ("satu lagi",))], folder)
        then = [*then, Article("lain", ("satu lagi",))]
    else:
        command(folder)
    assert stored(current(folder)) == then
    assert not list(folder.glob("building-*"))
    assert len(list(folder.glob("generation-*"))) == 2
    assert {path.name for path in folder.iterdir() if path.is_file()} == {"CURRENT", "LOCK"}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_failed_has_not_happened(small, tmp_path, monkeypatch, name):
    outcomes = dict(fail_each_in_turn(small, tmp_path / "index", monkeypatch, name, ERRORS, samples=15))
    assert any(isinstance(said, WartaError) for said in outcomes.values())
    assert len({kind for kind, _ in outcomes}) >= 3


def test_what_was_rejected_is_on_the_disk_or_nothing_is_added(small, tmp_path, monkeypatch):
    source = tmp_path / "arsip.jsonl"
    source.write_text('{"id": "b0", "text": "versi kedua"}\n{"id": "tiada"}\n')
    faults = Faults(small.copy(tmp_path / "index"))
    with faults.injected(monkeypatch):
        search.add([str(source)], tmp_path / "index")
    steps = [number for number, (_, name) in enumerate(faults.steps) if name.startswith("rejects-")]
    assert [faults.steps[number][0] for number in steps] == ["open", "write", "fsync"]
    for number in [*steps, steps[-1] + 1]:  # the last one is the sync of the folder
        folder = small.copy(tmp_path / "index")
        with Faults(folder, number).injected(monkeypatch), pytest.raises(WartaError, match="EIO"):
            search.add([str(source)], folder)
        assert stored(current(folder)) == small.before


@pytest.mark.slow
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("name", COMMANDS)
def test_what_failed_has_not_happened_in_a_merge(full, tmp_path, monkeypatch, at_length, name, for_good):
    """At length, every step fails with every error; otherwise some steps do, each with another error."""
    for errors in [[error] for error in ERRORS] if at_length else [ERRORS]:
        samples = None if at_length else 30
        for _ in fail_each_in_turn(full, tmp_path / "index", monkeypatch, name, errors, for_good, samples):
            pass
