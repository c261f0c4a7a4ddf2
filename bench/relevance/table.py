"""Figures as Markdown: tables for the terminal and the page docs/relevance.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bench.relevance.sets import View
from search.evaluate import Measures

COLUMNS = ("P@1", "MRR@10", "nDCG@10", "R@100")


@dataclass(frozen=True)
class Row:
    """One line of a table: a name with its measures, or with the reason why it has none."""

    name: str
    measures: Measures | None
    reason: str = ""


def short(value: float) -> str:
    """Return a share with three digits and no leading zero, as is usual: .847."""
    return f"{value:.3f}".removeprefix("0")


def measures_table(rows: Sequence[Row]) -> str:
    """Return lines as a Markdown table. The best value of a column is bold."""
    best = [max((cells[i] for cells in map(_cells, rows) if cells), default="") for i in range(len(COLUMNS))]
    lines = [f"| | {' | '.join(COLUMNS)} |", "|---|" + "---|" * len(COLUMNS)]
    for row in rows:
        cells = _cells(row)
        if cells:
            shown = [f"**{cell}**" if cell == top else cell for cell, top in zip(cells, best, strict=True)]
        else:
            shown = [f"not run: {row.reason}".replace("|", "/"), *["–"] * (len(COLUMNS) - 1)]
        lines.append(f"| {row.name} | {' | '.join(shown)} |")
    return "\n".join(lines)


def _cells(row: Row) -> list[str]:
    found = row.measures
    if found is None:
        return []
    return [short(v) for v in (found.p_at_1, found.mrr_at_10, found.ndcg_at_10, found.recall_at_100)]


def changes_table(columns: Sequence[str], rows: Iterable[tuple[str, Sequence[tuple[float, float]]]]) -> str:
    """Return changes of a measure, a pair for the two halves of each set, in thousandths.

    A pair is bold where both halves change the same way by a thousandth or more: only that counts.
    """
    lines = [f"| | {' | '.join(columns)} |", "|---|" + "---|" * len(columns)]
    for name, pairs in rows:
        lines.append(f"| {name} | {' | '.join(_pair(*pair) for pair in pairs)} |")
    return "\n".join(lines)


def _pair(first: float, second: float) -> str:
    shown = f"{first * 1000:+.1f} {second * 1000:+.1f}"
    agree = first * second > 0 and min(abs(first), abs(second)) >= 0.001
    return f"**{shown}**" if agree else shown


def heading(view: View) -> str:
    """Return the heading of a view's tables."""
    return f"## {view.title} ({len(view.queries):,} queries)"


_CLOSING = """\
The same with Warta's own commands, for one collection; equal scores are ordered by id there, which moves
the last digit:

```sh
warta reindex data/news-2019.jsonl.zst --index /tmp/known-item
warta batch eval/knownitem/queries.dev.tsv --no-title --unit article --output run --index /tmp/known-item
warta evaluate run eval/knownitem/qrels.dev.txt --ignore eval/knownitem/ignore.txt
```

[What still goes wrong](ranking.md#what-still-goes-wrong) is counted beside the formula."""


def page(day: date, command: str, sections: Iterable[str]) -> str:
    """Return docs/relevance.md."""
    opening = f"""# How good the ranking is

Made on {day.isoformat()} by the following command; do not edit. The collections are not part of the project
(`bench/relevance/sets.py` says what they are and where they are looked for).

    {command}

P@1, MRR@10, nDCG@10 and R@100 are means over all queries (`search/evaluate.py`). Warta finds whatever holds
any word of the query, does not search headlines here, and reads no dates. Peers rank paragraphs; by article,
the best paragraph of an article counts. The default weights of the ranking were chosen on these same queries,
the peers run with the settings named; nothing was trained.
"""
    return "\n\n".join([opening.rstrip(), *sections, _CLOSING]) + "\n"
