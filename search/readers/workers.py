"""The module makes articles of documents in other processes, with limits of time and memory.

::

    readers -> Document -> process 1 \
            -> Document -> process 2  > records, in the order of the documents
            -> Record --------------> /

Pages and documents are parsed by libraries that may need minutes or gigabytes for a hostile file, or crash in
C code. In another process such a document costs only itself. The processes end with the process that started
them, because their standard input ends.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from search.readers.documents import Document, Made, Refused, made_of
from search.remarks import Remark

if TYPE_CHECKING:
    import subprocess
    from concurrent.futures import ThreadPoolExecutor

_WAITING_BYTES = 64 * 2**20  # of documents that are being read, or wait for an earlier one
_WAITING = 8  # the number of documents for each process
_WAITING_ITEMS = 10_000
_WALL = 10  # times the processor seconds: the limit of clock time, for a busy machine
_START_SECONDS = 60  # for the start of a process and its imports
# The import path is passed on, because the program that reads may have changed it.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[2:]; from search.readers.workers import serve; serve(sys.argv[1])"
)

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """The limits for one document: seconds of processor time, and bytes of memory."""

    seconds: float = 60
    memory_bytes: int = 2**30


def processors() -> int:
    """Return the number of processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class _Pending(NamedTuple):
    """A document that is being read; ``result`` waits for its records."""

    result: Callable[[], Made]


class Workers:
    """The object makes articles of documents in several processes, which start with the first document.

    jobs:   the maximum number of processes
    limits: the limits for each document
    """

    def __init__(self, jobs: int, limits: DocumentLimits) -> None:
        self._jobs, self._limits = jobs, limits
        self._threads: ThreadPoolExecutor | None = None
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: list[_Worker] = []

    def in_order(self, items: Iterable[tuple[_Item, Any]]) -> Iterator[tuple[_Item, Any]]:
        """Yield the pairs in order; each Document in them is replaced by the list of its records.

        ``made_of`` returns these. Reading goes on while the processes work, up to a limit of number and
        bytes.
        """
        waiting: deque[tuple[_Item, Any, int]] = deque()
        documents = size = 0
        for item, value in items:
            if not waiting and not isinstance(value, Document):
                yield item, value
                continue
            length = len(value.content) if isinstance(value, Document) else 0
            if isinstance(value, Document):
                documents, size = documents + 1, size + length
                waiting.append((item, self._begin(value), length))
            else:
                waiting.append((item, value, 0))
            while documents > self._jobs * _WAITING or size > _WAITING_BYTES or len(waiting) > _WAITING_ITEMS:
                first, done, length = waiting.popleft()
                documents, size = documents - isinstance(done, _Pending), size - length
                yield first, _result(done)
        for item, value, _ in waiting:
            yield item, _result(value)

    def _begin(self, document: Document) -> _Pending:
        if self._threads is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - documents are rare

            self._threads = ThreadPoolExecutor(self._jobs, thread_name_prefix="document")
        return _Pending(self._threads.submit(self._made, document).result)

    def _made(self, document: Document) -> Made:
        """Have a process make the articles; a thread of its own waits for each process."""
        try:
            worker = self._idle.get_nowait()
        except queue.Empty:
            worker = _Worker(self._limits)
            self._all.append(worker)
        try:
            return worker.made(document)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the processes."""
        if self._threads:
            self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.close()


def _result(value: Any) -> Any:
    return value.result() if isinstance(value, _Pending) else value


class _Worker:
    """One process. If it takes too long or ends, the next document gets a new one."""

    def __init__(self, limits: DocumentLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def made(self, document: Document) -> Made:
        process = self._process
        if process is None:
            process = self._process = self._started()
        late = threading.Event()
        clock = threading.Timer(_START_SECONDS + _WALL * self._limits.seconds, self._kill, (process, late))
        clock.daemon = True
        clock.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            pickle.dump(document, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            made: Made = pickle.load(process.stdout)
            return made
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            self._process = None
            process.kill()
            code = process.wait()
            if late.is_set() or -code == getattr(signal, "SIGPROF", None):
                reason = Remark("document_takes_time", {"seconds": round(self._limits.seconds)})
            elif -code == signal.SIGABRT:  # so end libraries that are not in C when they get no memory
                return [Refused("too-long", Remark("document_needs_memory"), document.line)]
            else:
                reason = Remark("document_ends_process", {"code": code})
            return [Refused("damaged", reason, document.line)]
        finally:
            clock.cancel()

    @staticmethod
    def _kill(process: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        process.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        import subprocess  # noqa: PLC0415 - documents are rare

        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, json.dumps(asdict(self._limits)), *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # C libraries print messages about damaged documents
            start_new_session=True,  # Ctrl-C reaches only the parent
        )

    def close(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    with suppress(OSError):
                        stream.close()


def serve(limits: str) -> None:
    """Run inside a process: read documents from standard input, and write their records to the output."""
    bounds = DocumentLimits(**json.loads(limits))
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of libraries must not get into the answers
    known: set[str] = set()
    with suppress(EOFError, OSError, pickle.UnpicklingError):  # the parent has ended
        while True:
            document: Document = pickle.load(asked)
            if document.kind not in known:
                made_of(
                    Document(document.kind, b"")
                )  # imports the library of the kind before there is a limit
                _limit_memory(bounds.memory_bytes)
                known.add(document.kind)
            with _limited_time(bounds.seconds):
                answer = _answer(document)
            answers.write(answer)
            answers.flush()


def _answer(document: Document) -> bytes:
    try:
        return pickle.dumps(made_of(document), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # a defect of a library costs one document
        reason = Remark("document_unreadable", {"reason": f"{type(error).__name__}: {error}"})
        return pickle.dumps([Refused("damaged", reason, document.line)], pickle.HIGHEST_PROTOCOL)


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    """End this process if the block uses more processor time than this, also inside a C library."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _limit_memory(memory_bytes: int) -> None:
    """Limit the memory of this process to ``memory_bytes`` more than now, if the system can do that."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - only Unix has it

        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        limit = int(pages) * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
