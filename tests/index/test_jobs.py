"""A build in several processes makes the index that one process makes, in more segments."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from index.builds import generation, holds

import search
from search import (
    Article,
    BuildProcessError,
    EmbeddedIndex,
    IndexLockedError,
    NothingToIndexError,
    SettingsError,
)
from search.index import build, jobs
from search.index.verify import check

WORDS = ("banjir", "gempa", "beras", "pemilu", "menteri", "menangani", "penanganan", "kota-kota")


def archive(size):
    """Articles of which each tells its number, in words that many share."""
    return [
        Article(
            f"a{n}",
            tuple(f"{WORDS[n % 8]} {WORDS[n * 7 // 3 % 8]} nomor{n} bagian {i}" for i in range(1 + n % 3)),
            title=f"{WORDS[n % 5].title()} dan {WORDS[n % 3]}",
            source=f"Sumber {n % 4}",
        )
        for n in range(size)
    ]


def answers(folder, text):
    """All articles that a search finds, with scores and facets, whatever their order among equals."""
    index, found, number = EmbeddedIndex(folder), {}, 1
    while (page := index.search(text, page=number, page_size=100, hits_per_article=20)).articles:
        for hit in page.articles:
            found[hit.article.id] = [
                (one.number, round(one.score, 9), one.snippet_html) for one in hit.paragraphs
            ]
        number += 1
    return found, page.total_articles, page.total_paragraphs, page.facets


@pytest.fixture
def started(monkeypatch):
    """Return the processes that builds have started so far."""
    processes = []

    class Recorded(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Recorded)
    return processes


def test_the_same_answers(tmp_path, started):
    one, several = tmp_path / "one", tmp_path / "several"
    articles = archive(900)
    build(articles, one)
    assert not started
    built = build(articles, several, jobs=3)
    assert len(started) == 3
    assert (built.articles, built.paragraphs) == (900, sum(len(one.paragraphs) for one in articles))
    index = EmbeddedIndex(several)
    assert len(index.snapshot.segments) == 3
    assert check(index.snapshot) == []
    for text in ("nomor77", "gempa pemilu", '"beras banjir"', "menangani -kota", "judul:gempa nomor450"):
        assert answers(several, text) == answers(one, text)
    assert index.article("a899") == articles[899]


def test_few_articles_start_few_processes(tmp_path, started):
    build(archive(150), tmp_path, jobs=8)
    assert len(started) == 1
    assert EmbeddedIndex(tmp_path).stats().articles == 150


def test_nothing_starts_no_process(tmp_path, started):
    with pytest.raises(NothingToIndexError):
        build([], tmp_path, jobs=2)
    assert not started
    assert not list(tmp_path.glob("building-*"))


@pytest.mark.parametrize("number", [0, -1, jobs.MAX_JOBS + 1])
def test_an_impossible_number_of_processes(tmp_path, number):
    with pytest.raises(SettingsError, match=f"jobs: {number} is not a number of processes from 1 to 8"):
        build(archive(1), tmp_path, jobs=number)


@pytest.mark.parametrize("moment", [450, 899])
def test_a_process_that_is_killed(tmp_path, started, moment):
    build(generation(1), tmp_path)

    def articles():
        for number, article in enumerate(archive(900)):
            yield article
            if number == moment:
                started[-1].kill()

    with pytest.raises(BuildProcessError, match=r"was ended by signal 9.*the index was left as it is"):
        build(articles(), tmp_path, jobs=2)
    assert all(process.poll() is not None for process in started)
    assert holds(tmp_path, 1)
    assert not list(tmp_path.glob("building-*"))


def test_what_a_process_cannot_write_is_said(tmp_path):
    """Files may not grow beyond a kilobyte: the error is that of the process, in the parent."""
    program = (
        "import resource, sys; from search.index import build; from search import Article\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))\n"
        "articles = [Article(f'a{n}', (f'banjir nomor {n} ' * 9,)) for n in range(900)]\n"
        "try: build(articles, sys.argv[1], jobs=2)\n"
        "except OSError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=Path(search.__file__).parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "File too large" in done.stdout
    assert done.stderr == ""
    assert not list(tmp_path.glob("building-*"))


@contextmanager
def orphans(folder):
    """Process numbers of a build whose parent was killed; they stand still to the end of the block."""
    program = (
        "import subprocess, sys, time; from search.index import build; from search import Article\n"
        "Started = subprocess.Popen\n"
        "def start(*a, **b):\n"
        "    made = Started(*a, **b); print(made.pid, flush=True); return made\n"
        "subprocess.Popen = start\n"
        "def articles():\n"
        "    for n in range(500): yield Article(f'a{n}', ('banjir',))\n"
        "    time.sleep(60)\n"
        "build(articles(), sys.argv[1], jobs=2)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=Path(search.__file__).parents[1], stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        numbers = [int(process.stdout.readline()) for _ in range(2)]
        for number in numbers:
            os.kill(number, signal.SIGSTOP)
        process.send_signal(signal.SIGKILL)
        process.wait()
    try:
        yield numbers
    finally:
        for number in numbers:
            os.kill(number, signal.SIGCONT)


def wait_until_ended(numbers):
    end = time.monotonic() + 30
    while any(is_running(number) for number in numbers):
        assert time.monotonic() < end, "the processes go on without their parent"
        time.sleep(0.05)


def test_processes_end_with_the_one_that_started_them(tmp_path):
    with orphans(tmp_path) as numbers:
        pass
    wait_until_ended(numbers)


def test_nobody_builds_where_processes_without_their_parent_still_write(tmp_path):
    with orphans(tmp_path) as numbers, pytest.raises(IndexLockedError, match="is being changed by"):
        build(archive(1), tmp_path)
    wait_until_ended(numbers)
    build(archive(1), tmp_path)
    assert EmbeddedIndex(tmp_path).stats().articles == 1
    assert not list(tmp_path.glob("building-*"))


def is_running(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    # Not waited for by whoever adopts orphans here: ended all the same.
    status = Path(f"/proc/{number}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
