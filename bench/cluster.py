"""Times pages of an index in a cluster of OpenSearch beside the same index in a folder.

::

    python -m bench.cluster warta-index opensearch://127.0.0.1:9200/warta queries.txt [--passes 3]

QUERIES has one query a line. Both indexes must have the same articles. Each query is asked of both in turn,
in one process; the first pass fills caches and is not counted. The median of the other passes counts.
"Wall" is what somebody waits for a page without its HTML; "CPU" is the time of this process alone; "nodes" is
the wall time less that. Of the CPU, "ranking" is what inverting and scoring the candidates takes; the rest is
mostly the making of requests and the reading of answers.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from search import open_index
from search.backends.base import Index
from search.backends.opensearch.streams import Stream

_GOAL = 10.0  # milliseconds for the ranking of a page
Times = tuple[float, float, float, int]  # milliseconds: wall, CPU of this process, ranking; candidates


class RankingTime:
    """Measures how long the candidates of a page are ranked, in milliseconds, and how many there were."""

    def __init__(self) -> None:
        self.milliseconds, self.candidates = 0.0, 0
        take = Stream.take

        def timed(stream: Stream, hits: list[dict[str, Any]]) -> None:
            used = time.process_time()
            take(stream, hits)
            self.milliseconds += 1000 * (time.process_time() - used)
            self.candidates += len(hits)

        Stream.take = timed  # type: ignore[method-assign]

    def taken(self) -> tuple[float, int]:
        """Return both, and begin anew."""
        found = self.milliseconds, self.candidates
        self.milliseconds, self.candidates = 0.0, 0
        return found


def asked(index: Index, text: str, ranking: RankingTime) -> tuple[Times, int]:
    """Search once. Return the times, and the number of articles that match."""
    began, used = time.perf_counter(), time.process_time()
    total = index.search(text).total_articles
    wall, cpu = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)
    return (wall, cpu, *ranking.taken()), total


def shares(times: Sequence[float]) -> str:
    """Return p50, p95 and p99 as text."""
    cut = statistics.quantiles(times, n=100, method="inclusive")
    return " / ".join(f"{cut[at - 1]:,.1f}" for at in (50, 95, 99))


def main() -> None:
    """Measure both, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("cluster")
    parser.add_argument("queries", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    arguments = parser.parse_args()
    queries = [line for line in arguments.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    places = {"folder": arguments.folder, "cluster": arguments.cluster}
    indexes = {name: open_index(address) for name, address in places.items()}
    found: dict[str, list[list[Times]]] = {name: [[] for _ in queries] for name in indexes}
    differing, ranking = 0, RankingTime()
    for number in range(arguments.passes + 1):
        for at, text in enumerate(queries):
            totals = set()
            for name, index in indexes.items():
                times, total = asked(index, text, ranking)
                totals.add(total)
                if number:
                    found[name][at].append(times)
            differing += number == 0 and len(totals) > 1
    paragraphs = indexes["folder"].stats().paragraphs
    print(f"{len(queries)} queries, {paragraphs:,} paragraphs; totals differ: {differing}")
    print("| milliseconds, p50 / p95 / p99 | wall | CPU | of it ranking | nodes |")
    print("|---|--:|--:|--:|--:|")
    for name, of_queries in found.items():
        wall, cpu, ranked, candidates = (
            [statistics.median(one[column] for one in times) for times in of_queries] for column in range(4)
        )
        nodes = [max(0.0, one - other) for one, other in zip(wall, cpu, strict=True)]
        print(f"| {name} | {shares(wall)} | {shares(cpu)} | {shares(ranked)} | {shares(nodes)} |")
        if any(candidates):
            above = sum(one > _GOAL for one in ranked) / len(ranked)
            print(f"\n{name}: {shares(candidates)} candidates; ranking above {_GOAL:g} ms: {above:.1%}")


if __name__ == "__main__":
    main()
