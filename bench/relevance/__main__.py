"""The command line of the bench: ``python -m bench.relevance --help``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.relevance import table
from bench.relevance.ours import ABLATIONS, WARTA, measure
from bench.relevance.peers import PEERS, UnavailableError, fetch_lucene
from bench.relevance.sets import NAMES, VARIABLE, MissingSetsError, TestSet, View, by_rank, load
from bench.relevance.sweep import Change, changes_of, sweep_section
from search import WartaError
from search.evaluate import articles_of, evaluate

_PAGE = Path("docs") / "relevance.md"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__)
    parser.add_argument("--shared", help=f"folder of the collections (else {VARIABLE}, else ../shared)")
    parser.add_argument(
        "--sets", nargs="+", choices=NAMES, default=list(NAMES), help="only these collections"
    )
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "warta-bench-relevance")
    parser.add_argument("--no-peers", action="store_true", help="Warta alone")
    parser.add_argument("--no-ablation", action="store_true", help="Warta as it is only")
    parser.add_argument("--one-index", nargs="+", choices=NAMES, default=[], help="sets to index only once")
    parser.add_argument("--opensearch", metavar="HOSTS", help="also in a cluster there, as 127.0.0.1:9200")
    parser.add_argument("--queries", type=int, help="only so many of each set, spread evenly")
    parser.add_argument("--sweep", action="store_true", help="also vary the weights of the ranking")
    parser.add_argument("--sweep-queries", type=int, default=600, help="queries of each set for --sweep")
    parser.add_argument("--jobs", type=int, default=2, help="sets measured side by side (default 2)")
    parser.add_argument("--output", type=Path, help=f"write the page here ({_PAGE} where everything is run)")
    options = parser.parse_args()
    if options.output is None and _is_complete(options):
        options.output = _PAGE
    return options


def _is_complete(options: argparse.Namespace) -> bool:
    """Return whether all figures are made. Otherwise the page is not written, since it would lose some."""
    return set(options.sets) == set(NAMES) and not (
        options.no_peers or options.no_ablation or options.one_index or options.opensearch or options.queries
    )


def _say(text: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def _peer_rows(test_set: TestSet, views: list[View], cache: Path) -> Iterator[tuple[View, table.Row]]:
    documents = list(test_set.documents())
    for peer in PEERS:
        _say(f"{test_set.name}: {peer.name}")
        try:
            found = peer.run(documents, views[0].queries, cache)
        except UnavailableError as error:
            yield from ((view, table.Row(peer.name, None, str(error))) for view in views)
            continue
        for view in views:
            mapped = view.unit == "article" and test_set.name == "knownitem"
            ranked = {key: by_rank(scores) for key, scores in found.items()}
            run = {key: articles_of(scores) for key, scores in ranked.items()} if mapped else ranked
            yield view, table.Row(peer.name, evaluate(run, view.qrels, view.ignore))


def _measured(test_set: TestSet, options: argparse.Namespace) -> tuple[list[str], list[Change]]:
    """Return the tables of one set, and the changes that each weight makes on it."""
    views = test_set.views()
    if options.queries:
        views = [view.first(options.queries) for view in views]
    rows: dict[str, list[table.Row]] = {view.unit: [] for view in views}
    variants = [WARTA] if options.no_ablation else [WARTA, *ABLATIONS]
    if options.opensearch:
        variants.append(replace(WARTA, name="Warta in OpenSearch", hosts=options.opensearch))
    for variant in variants:
        if test_set.name in options.one_index and variant.analysis != WARTA.analysis:
            for view in views:
                rows[view.unit].append(table.Row(variant.name, None, "needs an index of its own"))
            continue
        for view, found in measure(test_set, views, variant, options.cache, _say):
            rows[view.unit].append(table.Row(variant.name, found))
    if not options.no_peers:
        for view, row in _peer_rows(test_set, views, options.cache):
            rows[view.unit].append(row)
    sections = [f"{table.heading(view)}\n\n{table.measures_table(rows[view.unit])}" for view in views]
    changes = changes_of(test_set, options.sweep_queries, options.cache, _say) if options.sweep else []
    return sections, changes


def _sections(options: argparse.Namespace) -> Iterator[str]:
    sets = load(options.shared, tuple(options.sets))
    if not options.no_peers:
        fetch_lucene(options.cache)
    with ProcessPoolExecutor(options.jobs) as pool:
        # The set of whole articles takes longest, so it starts first.
        jobs = {s.name: pool.submit(_measured, s, options) for s in reversed(sets)}
        changes: list[Change] = []
        for test_set in sets:
            sections, found = jobs[test_set.name].result()
            changes += found
            yield from sections
    if changes:
        yield sweep_section(changes, options.sweep_queries)


def _command(options: argparse.Namespace) -> str:
    """Return the command that was run, without folders of this machine."""
    words = ["python -m bench.relevance"]
    if options.sets != list(NAMES):
        words += ["--sets", *options.sets]
    words += ["--no-peers"] * options.no_peers + ["--no-ablation"] * options.no_ablation
    if options.one_index:
        words += ["--one-index", *options.one_index]
    if options.sweep:
        words += ["--sweep", "--sweep-queries", str(options.sweep_queries)]
    return " ".join(words)


def main() -> int:
    """Run the bench. Returns 0 if everything is measured, 2 if the collections cannot be read."""
    options = _arguments()
    options.cache.mkdir(parents=True, exist_ok=True)
    sections = []
    try:
        for section in _sections(options):
            print(f"\n{section}", flush=True)
            sections.append(section)
    except (MissingSetsError, WartaError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.output:
        options.output.write_text(table.page(date.today(), _command(options), sections), encoding="utf-8")
        _say(f"written: {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
