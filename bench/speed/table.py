"""The figures of one size as Markdown, for the terminal and for the page docs/speed.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bench.speed import standing
from bench.speed.results import Result
from bench.speed.standing import PERCENTS, peers, running, times

_MEGABYTE = 1_000_000
_SEARCHES = 1_000


def section(result: Result, subject: str) -> str:
    """Return all the tables of one size."""
    facts = result.facts
    counts = (
        f"{facts['paragraphs']:,} paragraphs, {facts['tokens']:,} tokens, {facts['terms']:,} distinct terms"
    )
    parts = [
        f"## {counts}",
        f"Measured on {result.made} by `{result.command}`: {result.machine}. Load average "
        f"{result.load[0]:.1f} before the queries and {result.load[1]:.1f} after; the bench itself makes 1.",
        "### Queries: p50 / p95 / p99 in microseconds",
        _times_table(result, subject),
        *_chosen(result),
        f"### The fastest other engine, its time over that of {result.engines[subject]['title']}",
        markdown(["", *(f"p{percent}" for percent in PERCENTS)], standing.rows(result, subject)),
        f"### Times faster: {result.engines[subject]['title']} against each, p50 / p95 / p99",
        _ratio_table(result, subject),
        "### Building",
        _build_table(result),
        "### The same answers",
        _agreement_table(result),
    ]
    return "\n\n".join(parts) + "\n"


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def _times_table(result: Result, subject: str) -> str:
    """Return all times; the least median is bold, other ways of asking the subject's index left aside."""
    names = running(result)
    rivals = [subject, *peers(result, subject)]
    rows = []
    for query_class, title in result.titles.items():
        fastest = min(
            (p50 for name in rivals if (p50 := result.percentile(query_class, name, 50)) is not None),
            default=None,
        )
        cells = [
            _times_cell(result, query_class, name, fastest if name in rivals else None) for name in names
        ]
        count = max((len(each.best_us) for each in result.times[query_class].values()), default=0)
        rows.append([f"{title} ({count})", *cells])
    return markdown(["", *(result.engines[name]["title"] for name in names)], rows)


def _times_cell(result: Result, query_class: str, name: str, fastest: float | None) -> str:
    figures = [result.percentile(query_class, name, percent) for percent in PERCENTS]
    if figures[0] is None:
        return "-"
    shown = " / ".join(f"{figure:,.0f}" for figure in figures if figure is not None)
    shown = f"**{shown}**" if figures[0] == fastest else shown
    return shown if result.times[query_class][name].complete else f"{shown} \\*"


def _ratio_table(result: Result, subject: str) -> str:
    others = peers(result, subject)
    rows = []
    for query_class, title in result.titles.items():
        cells = [_ratio_cell(result, query_class, subject, peer) for peer in others]
        if any(cell != "-" for cell in cells):
            rows.append([title, *cells])
    return markdown(["", *(result.engines[name]["title"] for name in others)], rows)


def _chosen(result: Result) -> list[str]:
    """Return a sentence for each engine with a choice of algorithms, which names the fastest one."""
    said = []
    for facts in result.engines.values():
        classes: dict[str, list[str]] = {}
        for query_class, algorithm in facts.get("chosen", {}).items():
            classes.setdefault(algorithm, []).append(result.titles[query_class])
        if classes:
            each = "; ".join(
                f"`{algorithm}` for {', '.join(titles)}" for algorithm, titles in classes.items()
            )
            said.append(f"The fastest exact algorithm of {facts['title']}: {each}.")
    return said


def _ratio_cell(result: Result, query_class: str, subject: str, peer: str) -> str:
    ratios = []
    for percent in PERCENTS:
        ours = result.percentile(query_class, subject, percent)
        theirs = result.percentile(query_class, peer, percent)
        if ours is None or theirs is None:
            return "-"
        ratios.append(times(theirs / ours))
    return " / ".join(ratios)


def _build_table(result: Result) -> str:
    head = [
        "",
        "CPU s",
        "paragraphs a CPU second",
        "size, MB",
        "peak memory, MB",
        "CPU s with stored text",
        "size with stored text, MB",
        "opening, ms",
        "memory of its own after 1,000 queries, MB",
    ]
    rows = [_build_row(result, facts) for facts in result.engines.values()]
    return markdown(head, rows)


def index_title(facts: dict[str, Any]) -> str:
    """Return the title of an engine without the way in which its index is searched."""
    return str(facts["title"]).partition(" (")[0]


def _build_row(result: Result, facts: dict[str, Any]) -> list[str]:
    is_owner = not facts.get("same_index_as")
    name = index_title(facts) if is_owner else facts["title"]
    title = f"{name}, {facts['version']}" if "version" in facts else name
    if "unavailable" in facts:
        return [title, f"not run: {facts['unavailable']}".replace("|", "/"), *["-"] * 7]
    terms, stored = facts["builds"].get("terms"), facts["builds"].get("stored")
    if not is_owner:
        owner = result.engines.get(facts["same_index_as"])
        whose = index_title(owner) if owner else facts["same_index_as"]
        terms, stored, title = None, None, f"{title}: the index of {whose}"
    opened = facts.get("open_ms", {}).get("terms")
    return [
        title,
        *_cost_cells(terms, result.facts["paragraphs"]),
        f"{stored['cpu_s']:.1f}" if stored else "-",
        f"{stored['bytes'] / _MEGABYTE:.0f}" if stored else "-",
        f"{opened:.1f}" if opened is not None else "-",
        _memory_cell(facts),
    ]


def _memory_cell(facts: dict[str, Any]) -> str:
    memory = facts.get("memory", {})
    if "bare" not in memory:
        return "-"
    shown = f"{memory['bare']['private_kb'] / 1024:.0f}"
    if "product" in memory:
        shown += f" (search pages: {memory['product']['private_kb'] / 1024:.0f})"
    searches = memory["bare"]["searches"]
    return shown if searches >= _SEARCHES else f"{shown} (after {searches})"


def _cost_cells(cost: dict[str, float] | None, paragraphs: int) -> list[str]:
    if cost is None:
        return ["-"] * 4
    return [
        f"{cost['cpu_s']:.1f}",
        f"{paragraphs / cost['cpu_s']:,.0f}",
        f"{cost['bytes'] / _MEGABYTE:.0f}",
        f"{cost['peak_kb'] / 1024:.0f}",
    ]


def _agreement_table(result: Result) -> str:
    """Return a row a class and a column a pair of engines; the engines are compared two by two."""
    titles = {name: facts["title"] for name, facts in result.engines.items()}
    pairs = list(dict.fromkeys((each.what, each.engines) for each in result.agreements))
    shares = {
        (each.query_class, each.what, each.engines): f"{each.alike} of {each.queries}"
        for each in result.agreements
    }
    head = ["", *(f"{what}: {titles[one]}, {titles[other]}" for what, (one, other) in pairs)]
    rows = [
        [title, *(shares.get((query_class, *pair), "-") for pair in pairs)]
        for query_class, title in result.titles.items()
        if any((query_class, *pair) in shares for pair in pairs)
    ]
    return markdown(head, rows)
