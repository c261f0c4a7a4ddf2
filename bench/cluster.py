"""Times pages of an index in a cluster of OpenSearch beside the same index in a folder.

::

    python -m bench.cluster warta-index opensearch://127.0.0.1:9200/warta queries.txt [--passes 3]

QUERIES has one query a line. Both indexes must have the same articles. Each query is asked of both in turn,
in one process; the first pass fills caches and is not counted. The median of the other passes counts.
"Wall" is what somebody waits for a page without its HTML; "CPU" is the time of this process alone, which in a
cluster is mostly the scoring of candidates and the reading of answers; "nodes" is the wall time less that.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from search import open_index
from search.backends.base import Index

Times = tuple[float, float]  # milliseconds: wall, CPU of this process


def asked(index: Index, text: str) -> tuple[Times, int]:
    """Search once. Return the times, and the number of articles that match."""
    began, used = time.perf_counter(), time.process_time()
    total = index.search(text).total_articles
    return (1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)), total


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
    differing = 0
    for number in range(arguments.passes + 1):
        for at, text in enumerate(queries):
            totals = set()
            for name, index in indexes.items():
                times, total = asked(index, text)
                totals.add(total)
                if number:
                    found[name][at].append(times)
            differing += number == 0 and len(totals) > 1
    paragraphs = indexes["folder"].stats().paragraphs
    print(f"{len(queries)} queries, {paragraphs:,} paragraphs; totals differ: {differing}")
    print("| milliseconds, p50 / p95 / p99 | wall | CPU | nodes |")
    print("|---|--:|--:|--:|")
    for name, of_queries in found.items():
        wall = [statistics.median(one for one, _ in times) for times in of_queries]
        cpu = [statistics.median(one for _, one in times) for times in of_queries]
        nodes = [max(0.0, one - other) for one, other in zip(wall, cpu, strict=True)]
        print(f"| {name} | {shares(wall)} | {shares(cpu)} | {shares(nodes)} |")


if __name__ == "__main__":
    main()
