"""Figures as Markdown: tables for the terminal and the page docs/speed.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bench.speed.results import Result

PERCENTS = (50, 95, 99)
_MEGABYTE = 1_000_000
_SEARCHES = 1_000
_BEGIN, _END = "<!-- Remarks: written by hand, kept when the page is made anew -->", "<!-- End of remarks -->"


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
        _times_table(result),
        f"### Times faster: {result.engines[subject]['title']} against each, p50 / p95 / p99",
        _ratio_table(result, subject),
        "### Building",
        _build_table(result),
        "### The same answers",
        _agreement_table(result),
    ]
    return "\n\n".join(parts) + "\n"


def _running(result: Result) -> list[str]:
    return [name for name, facts in result.engines.items() if "unavailable" not in facts]


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def _times_table(result: Result) -> str:
    names = _running(result)
    rows = []
    for query_class, title in result.titles.items():
        fastest = min(
            (p50 for name in names if (p50 := result.percentile(query_class, name, 50)) is not None),
            default=None,
        )
        cells = [_times_cell(result, query_class, name, fastest) for name in names]
        count = max((len(times.best_us) for times in result.times[query_class].values()), default=0)
        rows.append([f"{title} ({count})", *cells])
    return _markdown(["", *(result.engines[name]["title"] for name in names)], rows)


def _times_cell(result: Result, query_class: str, name: str, fastest: float | None) -> str:
    figures = [result.percentile(query_class, name, percent) for percent in PERCENTS]
    if figures[0] is None:
        return "-"
    shown = " / ".join(f"{figure:,.0f}" for figure in figures if figure is not None)
    shown = f"**{shown}**" if figures[0] == fastest else shown
    return shown if result.times[query_class][name].complete else f"{shown} \\*"


def _ratio_table(result: Result, subject: str) -> str:
    peers = [name for name in _running(result) if name != subject]
    rows = []
    for query_class, title in result.titles.items():
        cells = [_ratio_cell(result, query_class, subject, peer) for peer in peers]
        if any(cell != "-" for cell in cells):
            rows.append([title, *cells])
    return _markdown(["", *(result.engines[name]["title"] for name in peers)], rows)


def _ratio_cell(result: Result, query_class: str, subject: str, peer: str) -> str:
    ratios = []
    for percent in PERCENTS:
        ours = result.percentile(query_class, subject, percent)
        theirs = result.percentile(query_class, peer, percent)
        if ours is None or theirs is None:
            return "-"
        ratios.append(f"{theirs / ours:.2g}" if theirs < 10 * ours else f"{theirs / ours:,.0f}")
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
    return _markdown(head, rows)


def _build_row(result: Result, facts: dict[str, Any]) -> list[str]:
    title = f"{facts['title']}, {facts['version']}" if "version" in facts else facts["title"]
    if "unavailable" in facts:
        return [title, f"not run: {facts['unavailable']}".replace("|", "/"), *["-"] * 7]
    terms, stored = facts["builds"].get("terms"), facts["builds"].get("stored")
    if facts.get("same_index_as"):
        owner = result.engines.get(facts["same_index_as"], {}).get("title", facts["same_index_as"])
        terms, stored, title = None, None, f"{title}: the index of {owner}"
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
    return _markdown(head, rows)


_OPENING = """# How fast the search is

Made by `python -m bench.speed`; do not edit anything but the remarks at the end. The articles are not
part of the project: the bench reads them from a folder that is named by `--shared` (`bench/speed/corpus.py`
says what it looks for).

Every engine is given the same analysed text, Warta's index terms separated by blanks, and the same query
terms, as prebuilt query objects where it has such; k = 10. Each runs in a process of its own, timed inside
it, all on one core, interleaved query by query; a query counts with the best of five passes. A query that
takes less than 2 ms is run once untimed directly before, so that nobody pays for caches that a neighbour
has filled. Before each class everybody runs its queries once or twice, Lucene twenty times, which Java
needs to compile them. \\* marks an engine whose time for the class was up before its five passes were. A
figure in brackets is the number of queries.

No engine has a cache of results or queries. Warta's NumPy twin keeps decoded posting lists (96 MB), which it
finds again here, because queries are repeated; it is not asked for phrases, whose lists it keeps as well, so
that a second search for one is none. Likewise a search page of Warta keeps the lists that it
made of phrases and of several forms of a word (16 MB): there a repeated query is cheaper than a new one, most
of all a phrase.

A whole search starts from a string and ends with the exact total, the ten stored texts and ten snippets in
HTML; Warta's is `Index.paragraphs`, over the index that `warta reindex` makes of the articles. Warta leaves
function words out of such a query, so tantivy is not asked for them either. tantivy's snippets are made of
stemmed text, because that is what it was given; a phrase is one of exact forms in Warta, of stems in tantivy,
which finds some more. Queries that find nothing are left out.

In a search page, the search of the product, articles are grouped and ranked in the context of the whole
article, copies are collapsed, and there are three snippets an article, facets by source, category and year,
and exact totals; its "AND" is met by the article. No other engine has such a page.

Totals are compared for every query; ten best paragraphs with scores, except those of more than 255 terms, one
in two thousand, which Warta takes as if they had 255.

"Size" is without stored text, positions included (bm25s has none). Deleted paragraphs are marked, not merged
away. "Memory of its own" is Private_Dirty, in a process with one index open. Building begins with ready
terms, but where it says "from JSONL": there it is `warta reindex`, with reading, analysis, all postings,
positions, stored text, columns, copies, spelling, checksums, verification and fsync.

![p50 and p95 against the number of paragraphs](speed.svg)
"""


def page(results: Sequence[Result], subject: str, kept: str) -> str:
    """Return docs/speed.md, the largest size first; ``kept`` are the remarks."""
    sections = [section(result, subject) for result in reversed(results)]
    if len(results) > 1:
        sections.insert(0, _growth(results[-2], results[-1]))
    sections.insert(0, _whole_builds(results, subject))
    return "\n".join([_OPENING, *sections, f"## Remarks\n\n{_BEGIN}\n{kept}{_END}\n"])


def remarks(page: str) -> str:
    """Return what stands between the marks of a page, so that it is not lost."""
    _, begin, rest = page.partition(f"{_BEGIN}\n")
    kept, end, _ = rest.partition(_END)
    return kept if begin and end else ""


def _whole_builds(results: Sequence[Result], subject: str) -> str:
    """Return what it costs to have text and index, each engine at the largest size that it was given."""
    largest: dict[str, tuple[str, float, float]] = {}
    for result in results:
        for name, facts in result.engines.items():
            forms = [] if facts.get("same_index_as") else facts.get("builds", {})
            form = "whole" if name == subject and "whole" in forms else "stored"
            if form in forms:
                title = f"{facts['title']}, from JSONL" if form == "whole" else facts["title"]
                built = forms[form]
                rate = result.facts["paragraphs"] / built["cpu_s"]
                largest[name] = (title, rate, result.facts["paragraphs"])
    if subject not in largest:
        return ""
    rows = [
        [title, f"{paragraphs:,}", f"{rate:,.0f}", f"{largest[subject][1] / rate:.2g}"]
        for title, rate, paragraphs in largest.values()
    ]
    head = ["", "paragraphs", "paragraphs a CPU second", f"{largest[subject][0]}: times faster"]
    lead = "With stored text; the others begin with ready terms."
    return f"## Building an index with its text\n\n{lead}\n\n{_markdown(head, rows)}\n"


def _growth(smaller: Result, larger: Result) -> str:
    """Return how many times longer the larger size takes, p95 over p95."""
    names = [name for name in _running(larger) if name in _running(smaller)]
    rows = []
    for query_class, title in larger.titles.items():
        pairs = [[result.percentile(query_class, name, 95) for result in (larger, smaller)] for name in names]
        rows.append([title, *(f"{long / short:.1f}" if long and short else "-" for long, short in pairs)])
    times = larger.facts["paragraphs"] / smaller.facts["paragraphs"]
    heading = (
        f"## Growth: p95 at {larger.label.replace('m', 'M')} over p95 at {smaller.label.replace('m', 'M')}, "
        f"which is {times:.0f} times the paragraphs"
    )
    return f"{heading}\n\n{_markdown(['', *(larger.engines[name]['title'] for name in names)], rows)}\n"
