"""A watch killed at any moment: every file is in the index once, in its last version."""

import signal
import subprocess
import sys
import time

import pytest
from cli.warta_process import as_jsonl, start, succeed, wait_until

from search import EmbeddedIndex
from search.index.verify import check

pytestmark = pytest.mark.crash

WATCH = ("watch", "masuk", "--index", "indeks", "--still", "1s")

#: Kills itself where a step of the memory of watched folders begins or ends.
KILLED = """
import os, signal, sys
from pathlib import Path
from search.watching import Listener, Manner, watch
from search.watching.state import WatchState
name, when = sys.argv[1:]
real = getattr(WatchState, name)
def step(*arguments):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(WatchState, name, step)
nobody = Listener(*[lambda told: None] * 4)
watch(Path("indeks"), Path("masuk"), nobody, manner=Manner(once=True, still=0.1, mirror=True))
"""


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "masuk").mkdir()
    return tmp_path


def put(place, name, *ids, version=1):
    articles = [{"id": one, "text": f"Artikel {one} versi{version}."} for one in ids]
    (place / "masuk" / name).write_text(as_jsonl(articles), encoding="utf-8")


def ids(place, query=""):
    index = EmbeddedIndex(place / "indeks")
    assert check(index.snapshot) == []
    hits = index.search(query, page_size=50, collapse=False).articles
    return sorted(hit.article.id for hit in hits)


@pytest.mark.parametrize(
    ("step", "when"),
    [("note", "before"), ("note", "after"), ("replace", "after"), ("finish", "before"), ("finish", "after")],
)
def test_a_batch_that_is_killed_at_a_step(place, step, when):
    put(place, "a.jsonl", "a1", "a2")
    put(place, "b.jsonl", "b1")
    put(place, "c.jsonl", "c1")
    succeed(*WATCH, "--once")
    put(place, "a.jsonl", "a2", "a3", version=2)
    (place / "masuk" / "c.jsonl").unlink()
    program = [sys.executable, "-c", KILLED, step, when]
    killed = subprocess.run(program, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    succeed(*WATCH, "--once", "--mirror")
    assert ids(place) == ["a2", "a3", "b1"]
    assert ids(place, "versi2") == ["a2", "a3"]
    assert succeed(*WATCH, "--once", "--mirror") == ""


def test_a_watch_that_is_killed_again_and_again(place):
    put(place, "lama.jsonl", "lama")
    succeed(*WATCH, "--once")
    for number in range(7):
        put(place, f"{number}.jsonl", f"a{number}")
        process = start(*WATCH, "--every", "1s")
        time.sleep(1.2 + 0.15 * number)
        process.kill()
        process.communicate()
    put(place, "akhir.jsonl", "akhir")  # so that the last watch has something to do before it is stopped
    process = start(*WATCH, "--every", "1s")
    wait_until(lambda: len(ids(place)) == 9, "all files to be taken")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)
    assert (process.returncode, len(ids(place))) == (0, 9)
