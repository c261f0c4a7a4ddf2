"""Looks for searches that cost more than their budget, because they do too much between two checks of it.

::

    python bench/fuzz_cost.py warta-index --queries 20000 --milliseconds 200 --worst worst.json
    python bench/fuzz_cost.py warta-index --again worst.json

Queries are made of frequent words, prefixes, patterns, phrases, exclusions and parentheses. The most
expensive ones so far, in time and in memory, are changed repeatedly (hill climbing). The program prints the
most expensive queries, in milliseconds of processor time and in MB that a search had at its peak more than
before (on Linux), the number of refused ones, and the growth of the process.

The peak is that of the resident set. All files of the index are read into memory before, so that it grows by
the memory of the search alone.

Garbage is collected as in a worker of ``warta serve``, which passes over what was there after opening, and
over what the caches have.

A busy machine makes searches more expensive than they are: ``--worst`` keeps the most expensive ones in a
file, and ``--again`` searches three times for each of them, each time in a new process, whose caches have
nothing of a search, and prints the least time of the three.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from search import Budget, EmbeddedIndex, WartaError, open_index, spending
from search.settings import Settings
from web.archive import pass_over_new, settle

_MOST_LENGTH = 1_000
_KEPT = 30
_WRITE_EVERY = 500  # queries
_TIMES = 3
_POPULATE_READ = 22  # of madvise(2), since Linux 5.14
_PROCESS = Path("/proc/self")

Costly = tuple[float, dict[str, Any], str]


class Peak:
    """The greatest resident set of this process since a moment, above what it was then; 0 without /proc."""

    def __init__(self) -> None:
        self._known = (_PROCESS / "clear_refs").exists()
        self._began = 0

    def read_files(self) -> None:
        """Read the mapped files of the index into memory, which reading them later would add to the peak."""
        if not self._known:
            return
        advise = ctypes.CDLL(None).madvise
        for line in (_PROCESS / "maps").read_text().splitlines():
            if "generation-" in line:
                first, end = (int(number, 16) for number in line.split()[0].split("-"))
                advise(ctypes.c_void_p(first), ctypes.c_size_t(end - first), _POPULATE_READ)

    def begin(self) -> None:
        """Begin to measure; what earlier searches have freed is given back to the system first."""
        if self._known:
            ctypes.CDLL(None).malloc_trim(0)
            (_PROCESS / "clear_refs").write_text("5")
            self._began = self._kilobytes("VmRSS")

    @property
    def mb(self) -> float:
        """The peak since ``begin``, in MB."""
        return (self._kilobytes("VmHWM") - self._began) / 1024 if self._known else 0.0

    def _kilobytes(self, name: str) -> int:
        status = (_PROCESS / "status").read_text()
        return int(status.partition(f"{name}:")[2].split(None, 1)[0])


class Fuzzer:
    """Makes queries, and keeps the most expensive ones."""

    def __init__(self, index: EmbeddedIndex, seed: int, milliseconds: int, typed: bool = False) -> None:
        self.index, self.milliseconds, self.typed = index, milliseconds, typed
        self.folder = os.fspath(index.snapshot.folder.parent)
        self.chosen = random.Random(seed)
        counts = sorted(index.snapshot.terms("body_exact"), key=lambda one: -one[1])
        self.frequent = [term for term, _ in counts[:300]]
        self.rare = [term for term, _ in self.chosen.sample(counts, min(len(counts), 2_000))]
        self.peak = Peak()
        self.peak.read_files()
        self.costliest: list[Costly] = []
        self.largest: list[Costly] = []
        self.ended: Counter[str] = Counter()

    def piece(self) -> str:
        """Return one part of a query."""
        word = self.chosen.choice(self.frequent if self.chosen.random() < 0.8 else self.rare)
        other = self.chosen.choice(self.frequent)
        forms = [
            word, word, word, f"-{word}", f"{word[:2]}*", f"{word[:1]}*", f"*{word[-2:]}", f"?{word[1:]}",
            f"{word}~2", f'"{word} {other}"', f'"{word} {other}"~5', f"judul:{word}", f'"{word}"', "ATAU",
            f"({word} ATAU {other})", f"{word}-{other}", f"({word} {other})", f"{word}{other}",
            f"sumber:{word[:3]}", f"{self.chosen.randint(1, 31)} {other} {self.chosen.randint(1990, 2026)}",
        ]  # fmt: skip
        return self.chosen.choice(forms)

    def request(self) -> dict[str, Any]:
        """Return a new request, or a changed copy of one of the most expensive ones."""
        if self.costliest and self.chosen.random() < 0.6:
            asked = dict(self.chosen.choice(self.chosen.choice((self.costliest, self.largest)))[1])
            pieces = asked["text"].split()
            for _ in range(self.chosen.randint(1, 4)):
                at = self.chosen.randint(0, len(pieces))
                pieces[at : at + self.chosen.randint(0, 2)] = [self.piece()]
            asked["text"] = " ".join(pieces)[:_MOST_LENGTH]
        else:
            many = self.chosen.choice((1, 3, 10, 40, 120))
            asked = {"text": " ".join(self.piece() for _ in range(many))[:_MOST_LENGTH]}
        if self.typed:
            return asked
        for name, values in {
            "match": ("all", "any"), "group": ("article", "none"), "sort": ("relevance", "newest"),
            "page_size": (10, 100), "hits_per_article": (3, 20), "explain": (False, False, True),
            "timeline": ("none", "auto"), "exact": (False, True), "plain": (False, False, True),
            "collapse": (True, False),
        }.items():  # fmt: skip
            if self.chosen.random() < 0.2:
                asked[name] = self.chosen.choice(values)
        return asked

    def measure(self, asked: dict[str, Any]) -> tuple[float, float, str]:
        """Search once. Return milliseconds of the processor, MB at the peak, and how the search ended."""
        ended = "answered"
        budget = Budget(self.milliseconds, Settings().query_postings, Settings().query_clauses)
        self.peak.begin()
        began = time.thread_time()
        with spending(budget):
            try:
                self.index.search(**asked)
            except WartaError as error:
                ended = error.code
            except Exception:
                print(f"a defect: {asked}")
                raise
        return 1000 * (time.thread_time() - began), self.peak.mb, ended

    def step(self) -> None:
        """Search once for a new request."""
        asked = self.request()
        pass_over_new()
        cost, mb, ended = self.measure(asked)
        self.ended[ended] += 1
        ended = f"{ended} (query {sum(self.ended.values())})"
        for most, amount in ((self.costliest, cost), (self.largest, mb)):
            most.append((amount, asked, ended))
            most.sort(key=lambda one: -one[0])
            del most[_KEPT:]

    def again(self, asked: list[dict[str, Any]]) -> None:
        """Search for requests again, each several times. Keep their least time, their greatest memory."""
        for request in asked:
            measured = [self.apart(request) for _ in range(_TIMES)]
            ended = measured[-1][2]
            self.ended[ended] += 1
            self.costliest.append((min(one[0] for one in measured), request, ended))
            self.largest.append((max(one[1] for one in measured), request, ended))
        for most in (self.costliest, self.largest):
            most.sort(key=lambda one: -one[0])

    def apart(self, asked: dict[str, Any]) -> tuple[float, float, str]:
        """Measure a search in a new process, in which no search has filled a cache.

        A copy of this process would not do: every page of memory that it writes to has to be copied first.
        """
        command = [sys.executable, __file__, self.folder, "--one", json.dumps(asked)]
        command += ["--milliseconds", str(self.milliseconds)]
        cost, mb, ended = json.loads(
            subprocess.run(command, capture_output=True, text=True, check=True).stdout
        )
        return cost, mb, ended

    def write(self, path: Path) -> None:
        """Write the most expensive requests into a file."""
        path.write_text(json.dumps([self.costliest, self.largest], ensure_ascii=False, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index")
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--milliseconds", type=int, default=Settings().query_ms)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--typed", action="store_true", help="vary only what is typed, no options")
    parser.add_argument("--worst", type=Path, help="write the most expensive searches into this file")
    parser.add_argument("--again", type=Path, help="search only for what is in such a file")
    parser.add_argument("--one", type=json.loads, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    index = open_index(asked.index)
    index.warm()
    fuzzer = Fuzzer(index, asked.seed, asked.milliseconds, asked.typed)
    settle()
    if asked.one:
        print(json.dumps(fuzzer.measure(asked.one)))
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if asked.again:
        fuzzer.again([request for most in json.loads(asked.again.read_text()) for _, request, _ in most])
    else:
        for number in range(1, asked.queries + 1):
            fuzzer.step()
            if asked.worst and number % _WRITE_EVERY == 0:
                fuzzer.write(asked.worst)
    if asked.worst:
        fuzzer.write(asked.worst)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{fuzzer.ended.total()} queries: {dict(fuzzer.ended)}; memory grew by {grown:.0f} MB")
    for most, unit in ((fuzzer.costliest, "ms"), (fuzzer.largest, "MB")):
        for amount, request, ended in most[:5]:
            shown = {**request, "text": f"{request['text'][:100]}..."}
            print(f"{amount:8.1f} {unit}  {ended}  {shown}")


if __name__ == "__main__":
    main()
