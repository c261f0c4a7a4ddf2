"""One engine in a separate process: ``python -m bench.speed.worker ENGINE``.

It reads a command from each line of standard input, and answers each with a line; both are JSON. ``measure``
is the other end, and ``LuceneWorker.java`` accepts the same commands.
"""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.speed.corpus import Corpus
from bench.speed.engines import engine
from bench.speed.engines.base import Searcher
from bench.speed.queries import Query

# A search shorter than this is run once untimed before it is timed. Otherwise its time would include the
# filling of the processor's caches, which the engine before has used.
_SHORT_NS = 2_000_000


class Worker:
    """Executes the commands. Each is a method, with the arguments of the command."""

    def __init__(self, name: str) -> None:
        self._engine = engine(name)
        self._open: dict[str, Searcher] = {}
        self._queries: list[tuple[Searcher, Any, bool]] = []
        self._last_ns: list[int] = []

    def about(self) -> dict[str, Any]:
        """Return the description of the engine."""
        made = self._engine
        return {
            "title": made.title,
            "version": made.version(),
            "forms": made.forms,
            "limit": made.limit,
            "clock": made.clock,
            "same_index_as": getattr(made, "same_index_as", ""),
        }

    def build(self, label: str, corpus: str, folder: str, form: str) -> dict[str, float]:
        """Build an index, and return its costs."""
        cpu, wall = _cpu_seconds(), time.perf_counter()
        not_counted = self._engine.build(Corpus(label, Path(corpus)), Path(folder), form)
        return {
            "cpu_s": _cpu_seconds() - cpu,
            "wall_s": time.perf_counter() - wall,
            "peak_kb": max(_memory("VmHWM"), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss),
            "not_counted": not_counted or 0,
        }

    def open(self, folder: str, form: str) -> dict[str, float]:
        """Open an index, and return the time that it took."""
        start = time.perf_counter()
        self._open[form] = self._engine.open(Path(folder), form)
        taken = time.perf_counter() - start
        gc.collect()
        gc.freeze()  # so that collections during the queries do not go through what was just opened
        return {"ms": taken * 1000}

    def prepare(self, queries: list[dict[str, Any]]) -> dict[str, bool]:
        """Set the queries of a class, and return whether the engine can answer them."""
        self._queries, self._last_ns = [], [0] * len(queries)
        asked = [Query.from_json(query) for query in queries]
        if not all(query.form in self._open and self._engine.supports(query) for query in asked):
            return {"supported": False}
        for query in asked:
            searcher = self._open[query.form]
            self._queries.append((searcher, searcher.prepare(query), query.count))
        return {"supported": True}

    def tune(self, k: int) -> dict[str, str]:
        """Let the engine choose an algorithm for these queries, and return the name of the choice."""
        by_searcher = {id(searcher): searcher for searcher, _, _ in self._queries}
        chosen = [
            searcher.tune([prepared for other, prepared, _ in self._queries if other is searcher], k)
            for searcher in by_searcher.values()
        ]
        return {"chosen": ", ".join(filter(None, chosen))}

    def warm(self, passes: int, seconds: float, k: int) -> dict[str, float]:
        """Run all queries without timing, a number of times or for a number of seconds."""
        start = time.perf_counter()
        for _ in range(passes):
            for number in range(len(self._queries)):
                self._last_ns[number] = self._timed(number, k)
                if time.perf_counter() - start > seconds:
                    return {}
        return {}

    def time(self, query: int, k: int) -> dict[str, int]:
        """Time one query."""
        if self._last_ns[query] < _SHORT_NS:
            self._timed(query, k)
        taken = self._last_ns[query] = self._timed(query, k)
        return {"ns": taken}

    def _timed(self, number: int, k: int) -> int:
        searcher, prepared, count = self._queries[number]
        start = time.perf_counter_ns()
        answer = searcher.run(prepared, k, count)
        taken = time.perf_counter_ns() - start
        within = searcher.nanoseconds(answer)
        return taken if within is None else within

    def answer(self, query: int, k: int) -> dict[str, Any]:
        """Return the results of a query."""
        searcher, prepared, count = self._queries[query]
        return asdict(searcher.found(searcher.run(prepared, k, count)))

    def repeat(self, searches: int, seconds: float, k: int) -> dict[str, int]:
        """Run a number of searches, repeating the queries, or for a number of seconds."""
        end = time.perf_counter() + seconds
        for done in range(searches):
            self._timed(done % len(self._queries), k)
            if time.perf_counter() > end:
                return {"searches": done + 1}
        return {"searches": searches}

    def memory(self) -> dict[str, int]:
        """Return the memory of this process in KiB, without mapped files."""
        return {"private_kb": _memory("Private_Dirty", "smaps_rollup"), "peak_kb": _memory("VmHWM")}


def _cpu_seconds() -> float:
    """Return the CPU time of this process and of those it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _memory(line: str, account: str = "status") -> int:
    """Return a line of Linux' account of this process, in KiB; unlike getrusage, it starts at exec."""
    status = Path("/proc/self", account).read_text(encoding="ascii")
    found = re.search(rf"^{line}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) if found else 0


def main() -> None:
    """Answer commands until standard input ends."""
    # The output of an engine, or of its libraries, must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        worker = Worker(sys.argv[1])
    except (ImportError, OSError) as error:
        print(json.dumps({"error": str(error)}), file=answers, flush=True)
        return
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(worker, command.pop("do"))(**command)
        except Exception as error:  # a peer may fail in its own ways: the bench goes on
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
