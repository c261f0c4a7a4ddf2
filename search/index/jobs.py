"""Building in several processes: each writes a segment of its share of the articles.

::

    articles -> batches, dealt out in turn -> process 1 -> segment 1 \
                                           -> process 2 -> segment 2  > one manifest
                                           -> ...                    /

Reading stays in one process, where ids are seen once and rejects are named in order. A process is given its
articles through its standard input, pickled, and answers on its standard output; where its parent has died
its input ends, and it ends too. Until then it holds the lock of the index with its parent: nobody removes a
folder in which it still writes. It is a session of its own, so that Ctrl-C reaches the parent alone.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from search.article import Article
from search.errors import BuildProcessError, NothingToIndexError, SettingsError, WartaError
from search.index.format.segment import EXTENSIONS, Segment
from search.index.merging.policy import MOST_SEGMENTS
from search.index.segment_build import write_segment
from search.index.verify import Expected, Samples
from search.indonesian import AnalysisSettings

#: Each process makes a segment, and an index keeps so many.
MOST_JOBS = MOST_SEGMENTS
_BATCH = 200  # articles

# The path of modules is handed on, for the program that builds may have changed it.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from search.index.jobs import serve; serve()"


def write_segments(
    articles: Iterable[Article],
    building: Path,
    analysis: AnalysisSettings,
    memory_bytes: int,
    jobs: int,
    lock: int,
    on_stage: Callable[[str], None],
) -> tuple[list[Segment], Expected]:
    """Write ``articles`` in an empty folder, a segment for each process; see ``write_segment``.

    memory_bytes: shared among the processes
    jobs:         how many there are at most, 1 to MOST_JOBS; fewer where there are few articles
    lock:         descriptor of the lock of the index, held by each process as long as it lives

    Raises SettingsError where ``jobs`` is something else, BuildProcessError where a process ends before its
    segment is written, and what a process cannot go on with (OSError, WartaError).
    """
    if not 1 <= jobs <= MOST_JOBS:
        raise SettingsError("no_number_of_jobs", jobs=jobs, least=1, most=MOST_JOBS)
    if jobs == 1:
        segment, expected = write_segment(articles, building, analysis, memory_bytes, on_stage)
        return [segment], expected
    processes: list[_Process] = []
    samples, article_count, paragraph_count = Samples(), 0, 0
    try:
        on_stage("read")
        batches = _batches(articles)
        first = list(islice(batches, jobs))
        if not first:
            raise NothingToIndexError("no_article")
        for _ in first:
            processes.append(_Process(building, analysis, memory_bytes // len(first), lock))
        for batch, process in zip(chain(first, batches), cycle(processes), strict=False):
            for number, article in enumerate(batch, article_count):
                samples.consider(article, number)
                paragraph_count += len(article.paragraphs)
            article_count += len(batch)
            process.send(batch)
        on_stage("write")
        for process in processes:
            process.send(None)
        segments = [process.wait() for process in processes]
        for process, segment in zip(processes, segments, strict=True):
            for extension in EXTENSIONS:
                segment.path(process.folder, extension).rename(segment.path(building, extension))
    finally:
        for process in processes:
            process.close()
    return segments, Expected(article_count, paragraph_count, samples)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    left = iter(articles)
    while batch := list(islice(left, _BATCH)):
        yield batch


class _Process:
    """A process that writes a segment in a folder of its own within the one that is built."""

    def __init__(self, building: Path, analysis: AnalysisSettings, memory_bytes: int, lock: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="job-", dir=building))
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            pass_fds=[lock] if os.name == "posix" else (),  # elsewhere a file in use cannot be removed
        )
        self.send((self.folder, analysis, memory_bytes))

    def send(self, what: Any) -> None:
        """Hand something over; waits until there is room for it."""
        assert self._process.stdin is not None
        try:
            pickle.dump(what, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:  # it reads no more: it says why, or is dead
            self.wait()

    def wait(self) -> Segment:
        """Wait until the segment is written, and return it; raises what kept the process from it."""
        assert self._process.stdout is not None
        try:
            answer: Segment | Exception = pickle.load(self._process.stdout)
        except (EOFError, pickle.UnpicklingError):
            code = self._process.wait()
            if code < 0:
                raise BuildProcessError("process_was_killed", signal=-code) from None
            raise BuildProcessError("process_ended", code=code) from None
        self._process.wait()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        """End the process, finished or not, and remove what is left of its folder."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):  # what was not handed over is of no use any more
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def serve() -> None:
    """Write the segment that is asked for on standard input, and say on standard output how it went."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    answer: Segment | Exception
    try:
        folder, analysis, memory_bytes = pickle.load(asked)
        answer, _ = write_segment(_received(asked), folder, analysis, memory_bytes)
    except (OSError, WartaError) as error:
        answer = error
    except EOFError:  # whoever asked is gone
        return
    with suppress(OSError):
        pickle.dump(answer, answers)
        answers.flush()


def _received(asked: Any) -> Iterator[Article]:
    while (batch := pickle.load(asked)) is not None:
        yield from batch
    threading.Thread(target=_end_with_parent, args=[asked.fileno()], daemon=True).start()


def _end_with_parent(asked: int) -> None:
    """Wait until nothing more can be asked: whoever would read the answer is dead, or has it.

    Without the buffer of standard input, whose lock Python takes when it ends.
    """
    os.read(asked, 1)
    os._exit(1)
