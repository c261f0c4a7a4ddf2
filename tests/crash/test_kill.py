"""A build or an update killed at any moment: the old index goes on answering, or the new one is complete."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.warta_process import wait_until

import search
from search import Article, EmbeddedIndex, IndexLockedError
from search.index import build, update
from search.index.generations import Generations
from search.index.verify import check

pytestmark = pytest.mark.crash

PROJECT = Path(search.__file__).parents[1]
OLD, NEW = 20, 400
MOMENTS = 10
STAGES = ("read", "write", "verify", "swap")

WRITE = """
import sys
from functools import partial
from search import Article
from search.index import Deletion, build, update
TEXT = "Paragraf nomor {} dari artikel {}: banjir, harga beras, perundingan China-Rusia dan kata{}."
articles = [
    Article(f"baru{n}", ("penanda baru", *(TEXT.format(i, n, n * i) for i in range(8))))
    for n in range(int(sys.argv[2]))
]
if sys.argv[3] == "update":
    articles = [*(Deletion(f"lama{n}") for n in range(20)), *articles]
write = {"build": build, "processes": partial(build, jobs=2)}.get(sys.argv[3], update)
write(articles, sys.argv[1], on_stage=lambda stage: print(stage, flush=True), memory_bytes=1 << 20)
print("done", flush=True)
"""


def old_articles():
    return [Article(f"lama{n}", ("penanda lama", f"isi {n}")) for n in range(OLD)]


def start(folder, way="build"):
    command = [sys.executable, "-c", WRITE, str(folder), str(NEW), way]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def wait_for(process, stage):
    while (line := process.stdout.readline()) not in (f"{stage}\n", ""):
        pass
    assert line, f"the build ended before {stage!r}"


def kill(process):
    process.kill()
    process.communicate()


def is_unlocked(folder):
    try:
        with Generations(folder).lock():
            return True
    except IndexLockedError:
        return False


def assert_unlocked(folder, way):
    """Assert that a killed process frees the index: at once, or as those end that it had started."""
    if way == "processes":
        wait_until(lambda: is_unlocked(folder), "the processes to end")
    assert is_unlocked(folder)


def state(folder):
    """Whether the old or the new index is there; it must be whole and answer in full."""
    index = EmbeddedIndex(folder)
    assert check(index.snapshot) == []
    old, new = (index.search(f'"penanda {word}"').total_articles for word in ("lama", "baru"))
    assert (old, new) in [(OLD, 0), (0, NEW)]
    assert index.stats().articles == old + new
    return "old" if old else "new"


@pytest.fixture(scope="module")
def duration(tmp_path_factory):
    """Seconds from the beginning of an undisturbed build to its end."""
    folder = tmp_path_factory.mktemp("duration")
    build(old_articles(), folder)
    process = start(folder)
    wait_for(process, "read")
    began = time.perf_counter()
    wait_for(process, "done")
    took = time.perf_counter() - began
    assert process.wait() == 0
    assert state(folder) == "new"
    return took


@pytest.fixture
def folder(tmp_path):
    build(old_articles(), tmp_path)
    assert state(tmp_path) == "old"
    return tmp_path


def assert_the_next_update_succeeds(folder):
    index = EmbeddedIndex(folder)
    before = index.stats().articles
    update([Article("tambahan", ("penanda tambahan",))], folder)
    assert index.stats().articles == before + 1
    assert check(index.snapshot) == []
    assert index.search('"penanda tambahan"').total_articles == 1
    assert not list(folder.glob("building-*"))


def assert_the_next_build_succeeds(folder):
    build(old_articles(), folder)
    assert state(folder) == "old"
    assert not list(folder.glob("building-*"))
    assert len(list(folder.glob("generation-*"))) <= 2


@pytest.mark.parametrize("way", ["build", "processes", "update"])
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_at_a_moment_of_its_run(folder, duration, moment, way):
    process = start(folder, way)
    wait_for(process, "read")
    time.sleep(duration * (moment + 0.5) / MOMENTS)
    kill(process)
    assert_unlocked(folder, way)
    assert state(folder) in ("old", "new")
    assert_the_next_update_succeeds(folder)
    assert_the_next_build_succeeds(folder)


@pytest.mark.parametrize("way", ["build", "processes", "update"])
@pytest.mark.parametrize("stage", STAGES)
def test_killed_as_a_stage_begins(folder, stage, way):
    process = start(folder, way)
    wait_for(process, stage)
    kill(process)
    assert_unlocked(folder, way)
    assert state(folder) in (("old", "new") if stage == "swap" else ("old",))
    assert_the_next_update_succeeds(folder)
    assert_the_next_build_succeeds(folder)


def test_a_reader_that_was_open_goes_on(folder):
    index = EmbeddedIndex(folder)
    process = start(folder)
    wait_for(process, "write")
    kill(process)
    assert index.search("penanda").total_articles == OLD
    assert index.article("lama3").paragraphs[1] == "isi 3"


def test_killed_in_a_merge(folder):
    """There are eight segments, and one more is one too many."""
    for number in range(7):
        update([Article(f"segmen{number}", ("bagian",))], folder)
    process = start(folder, "add")
    wait_for(process, "merge")
    kill(process)
    index = EmbeddedIndex(folder)
    assert index.generation == "000008"
    assert check(index.snapshot) == []
    assert index.search("penanda").total_articles == OLD
    assert index.search("bagian").total_articles == 7
    assert_the_next_update_succeeds(folder)
    assert index.search("bagian").total_articles == 7
