"""The module builds with several processes, each of which writes a segment with a part of the articles.

::

    articles -> batches, in turn -> process 1 -> segment 1 \
                                 -> process 2 -> segment 2  > one manifest
                                 -> ...                    /

Only the parent process reads articles, so that it can recognise repeated ids and report rejects in order. A
process gets pickled articles on its standard input and answers on its standard output. If the parent dies,
the input ends and the process ends too. Until then the process shares the lock of the index, so nobody
removes the folder in which it writes. It has another session than the parent, so that Ctrl-C reaches only the
parent.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from search.article import Article
from search.disk import move, remove, temporary_folder
from search.errors import BuildProcessError, NothingToIndexError, SettingsError, WartaError
from search.index.format.segment import EXTENSIONS, Segment
from search.index.merging.policy import MAX_SEGMENTS
from search.index.segment_build import write_segment
from search.index.verify import Expected, Samples
from search.indonesian import AnalysisSettings

#: The maximum number of processes: each writes a segment, and an index has at most so many segments.
MAX_JOBS = MAX_SEGMENTS
_BATCH = 200  # articles

# The import path is passed on, because the program that builds may have changed it.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from search.index.jobs import serve; serve()"


def write_segments(
    articles: Iterable[Article],
    building: Path,
    analysis: AnalysisSettings,
    memory_bytes: int,
    jobs: int,
    lock: int,
    on_stage: Callable[[str], None],
    *,
    names: bool = True,
) -> tuple[list[Segment], Expected]:
    """Write ``articles`` into an empty folder, one segment for each process; see ``write_segment``.

    memory_bytes: the limit for all processes together
    jobs:         the maximum number of processes, 1 to MAX_JOBS; few articles need fewer
    lock:         the descriptor of the lock of the index, which every process inherits
    names:        whether names and quotations are read

    Raises SettingsError if ``jobs`` is out of range, BuildProcessError if a process ends before its segment
    is written, and the error that stopped a process (OSError, WartaError).
    """
    if not 1 <= jobs <= MAX_JOBS:
        raise SettingsError("no_number_of_jobs", jobs=jobs, least=1, most=MAX_JOBS)
    if jobs == 1:
        segment, expected = write_segment(articles, building, analysis, memory_bytes, on_stage, names=names)
        return [segment], expected
    processes: list[_Process] = []
    samples, article_count, paragraph_count = Samples(), 0, 0
    try:
        on_stage("read")
        batches = _batches(articles)
        first = list(islice(batches, jobs))
        if not first:
            raise NothingToIndexError("no_article")
        for number in range(len(first)):
            asked = (analysis, memory_bytes // len(first), number == 0, names)
            processes.append(_Process(building, asked, lock))
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
                move(segment.path(process.folder, extension), segment.path(building, extension))
    finally:
        for process in processes:
            process.close()
    return segments, Expected(article_count, paragraph_count, samples)


def segment_and_number(number: int, segments: int) -> tuple[int, int]:
    """Return the segment of article ``number`` of a build with ``segments`` segments, and its number there.

    >>> segment_and_number(205, 1), segment_and_number(205, 3), segment_and_number(605, 3)
    ((0, 205), (1, 5), (0, 205))
    """
    batch, within = divmod(number, _BATCH)
    return batch % segments, batch // segments * _BATCH + within


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    left = iter(articles)
    while batch := list(islice(left, _BATCH)):
        yield batch


class _Process:
    """A process that writes a segment into a temporary folder inside the folder of the build.

    asked: the settings of the analysis, the limit of memory, whether the segment is the first one, and
           whether names are read
    """

    def __init__(self, building: Path, asked: tuple[AnalysisSettings, int, bool, bool], lock: int) -> None:
        import subprocess  # noqa: PLC0415 - a build in this process needs none

        self.folder = temporary_folder(building)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            pass_fds=[lock] if os.name == "posix" else (),  # other systems do not remove a file that is open
        )
        self.send((self.folder, *asked))

    def send(self, what: Any) -> None:
        """Send an object to the process; wait until the pipe has space for it."""
        assert self._process.stdin is not None
        try:
            pickle.dump(what, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:  # the process does not read any more: it failed or was killed
            self.wait()

    def wait(self) -> Segment:
        """Wait until the segment is written and return it. Raises the error that stopped the process."""
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
        """End the process, finished or not, and remove its folder."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):  # data that was not sent is not needed any more
                    stream.close()
        remove(self.folder)


def serve() -> None:
    """Run inside a process: read articles from standard input, and write a segment.

    The segment, or the error, is pickled to standard output.
    """
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    answer: Segment | Exception
    try:
        folder, analysis, memory_bytes, first, names = pickle.load(asked)
        answer, _ = write_segment(_received(asked), folder, analysis, memory_bytes, first=first, names=names)
    except (OSError, WartaError) as error:
        answer = error
    except EOFError:  # the parent has ended
        return
    with suppress(OSError):
        pickle.dump(answer, answers)
        answers.flush()


def _received(asked: Any) -> Iterator[Article]:
    while (batch := pickle.load(asked)) is not None:
        yield from batch
    threading.Thread(target=_end_with_parent, args=[asked.fileno()], daemon=True).start()


def _end_with_parent(asked: int) -> None:
    """End this process when standard input is closed: the parent is dead, or has the answer.

    It reads without the buffer of standard input, because Python locks this buffer when it ends.
    """
    os.read(asked, 1)
    os._exit(1)
