"""Looks for searches that cost more than their budget, because they do too much between two checks of it.

::

    python bench/fuzz_cost.py warta-index --queries 20000 --milliseconds 250

Queries are made of frequent words, prefixes, patterns, phrases, exclusions and parentheses. The most
expensive ones so far are changed repeatedly (hill climbing). The program prints the most expensive queries,
in milliseconds of processor time, the number of refused ones, and the growth of the process in memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from typing import Any

from search import Budget, EmbeddedIndex, WartaError, open_index, spending

_MOST_LENGTH = 1_000
_KEPT = 30


class Fuzzer:
    """Makes queries, and keeps the most expensive ones."""

    def __init__(self, index: EmbeddedIndex, seed: int, milliseconds: int) -> None:
        self.index, self.milliseconds = index, milliseconds
        self.chosen = random.Random(seed)
        counts = sorted(index.snapshot.terms("body_exact"), key=lambda one: -one[1])
        self.frequent = [term for term, _ in counts[:300]]
        self.rare = [term for term, _ in self.chosen.sample(counts, min(len(counts), 2_000))]
        self.costliest: list[tuple[float, dict[str, Any], str]] = []
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
            asked = dict(self.chosen.choice(self.costliest)[1])
            pieces = asked["text"].split()
            for _ in range(self.chosen.randint(1, 4)):
                at = self.chosen.randint(0, len(pieces))
                pieces[at : at + self.chosen.randint(0, 2)] = [self.piece()]
            asked["text"] = " ".join(pieces)[:_MOST_LENGTH]
        else:
            many = self.chosen.choice((1, 3, 10, 40, 120))
            asked = {"text": " ".join(self.piece() for _ in range(many))[:_MOST_LENGTH]}
        for name, values in {
            "match": ("all", "any"), "group": ("article", "none"), "sort": ("relevance", "newest"),
            "page_size": (10, 100), "hits_per_article": (3, 20), "explain": (False, False, True),
            "timeline": ("none", "auto"), "exact": (False, True), "plain": (False, False, True),
            "collapse": (True, False),
        }.items():  # fmt: skip
            if self.chosen.random() < 0.2:
                asked[name] = self.chosen.choice(values)
        return asked

    def step(self) -> None:
        """Search once."""
        asked, ended = self.request(), "answered"
        budget = Budget(self.milliseconds, 10_000_000, 1024)
        began = time.thread_time()
        with spending(budget):
            try:
                self.index.search(**asked)
            except WartaError as error:
                ended = error.code
            except Exception:
                print(f"a defect: {asked}")
                raise
        cost = 1000 * (time.thread_time() - began)
        self.ended[ended] += 1
        self.costliest.append((cost, asked, f"{ended} (query {sum(self.ended.values())})"))
        self.costliest.sort(key=lambda one: -one[0])
        del self.costliest[_KEPT:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index")
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--milliseconds", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    index = open_index(asked.index)
    index.warm()
    fuzzer = Fuzzer(index, asked.seed, asked.milliseconds)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(asked.queries):
        fuzzer.step()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{asked.queries} queries: {dict(fuzzer.ended)}; memory grew by {grown:.0f} MB")
    for cost, request, ended in fuzzer.costliest[:5]:
        shown = {**request, "text": f"{request['text'][:100]}..."}
        print(f"{cost:8.1f} ms  {ended}  {shown}")


if __name__ == "__main__":
    main()
