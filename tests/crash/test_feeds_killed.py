"""A fetch of feeds killed at any moment: no article is lost, and none is added twice."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.warta_process import run, start, succeed, wait_until
from feeds.misbehaving_site import Site, article, entry, rss

import search
from search import EmbeddedIndex
from search.index.verify import check

pytestmark = pytest.mark.crash

PROJECT = Path(search.__file__).parents[1]
ARTICLES = [f"berita{number}" for number in range(8)]
FETCH = ("feed", "fetch", "--allow-private", "--pause", "0", "--index", "indeks")

#: Kills itself where a step of the memory of feeds begins or ends.
KILLED = """
import os, signal, sys
from pathlib import Path
from search.feeds import FeedState, Manners, fetch
name, when, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
real, left = getattr(FeedState, name), [times]
def step(*arguments, **settings):
    left[0] -= 1
    if when == "before" and not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*arguments, **settings)
    if when == "after" and not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(FeedState, name, step)
fetch(Path("indeks"), manners=Manners(pause=0, allow_private=True))
print("done")
"""


@pytest.fixture
def site():
    with Site() as one:
        one.pages["/rss"] = rss(*(entry(f"/{name}", name) for name in ARTICLES))
        for number, name in enumerate(ARTICLES):
            one.pages[f"/{name}"] = article(name, f"kabar nomor{number}")
        yield one


@pytest.fixture
def folder(site, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    succeed("feed", "add", f"{site.address}/rss", "--allow-private", "--index", "indeks")
    return tmp_path / "indeks"


def assert_all_are_there_once(folder):
    index = EmbeddedIndex(folder)
    assert check(index.snapshot) == []
    hits = index.search("", page_size=50, collapse=False).articles
    assert sorted(hit.article.title for hit in hits) == ARTICLES
    assert index.stats().articles == len(ARTICLES)


@pytest.mark.parametrize(
    ("step", "when", "times"),
    [
        ("name_items", "before", 1), ("name_items", "after", 1), ("put", "before", 1), ("put", "after", 1),
        ("put", "after", 5), ("spooled", "after", 1), ("take_out", "before", 1), ("take_out", "after", 1),
    ],
)  # fmt: skip
def test_a_fetch_that_is_killed_at_a_step(folder, site, step, when, times):
    program = [sys.executable, "-c", KILLED, step, when, str(times)]
    killed = subprocess.run(program, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert run(*FETCH).returncode == 0
    assert_all_are_there_once(folder)
    assert succeed(*FETCH).endswith("0 baru atau berubah, 0 diambil\n")
    # What was fetched before was not asked for again, except for the one on its way.
    assert sum(site.asked(f"/{name}") for name in ARTICLES) <= len(ARTICLES) + 1


def test_fetches_that_are_killed_at_any_moment(folder, site):
    """The moments are those at which so much was asked for; then three of the time in which it is added."""
    for requests, more in ((1, 0), (2, 0.01), (4, 0), (3, 0.02), (9, 0), (1, 0.3), (1, 0.6), (1, 1.0)):
        before = len(site.requests)
        process = start(*FETCH)
        wait_until(lambda: process.poll() is not None or len(site.requests) >= before + requests, "requests")  # noqa: B023
        time.sleep(more)
        process.kill()
        process.communicate()
    succeed(*FETCH)
    assert_all_are_there_once(folder)
