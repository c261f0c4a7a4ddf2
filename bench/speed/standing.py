"""Computes from the times of a result where Warta is ahead of every other engine, and where it is not.

A *ratio* is the time of the fastest other engine divided by Warta's time, at one percentile. Within 5 % of 1
the two are level, because a second run may reverse their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bench.speed.results import Result

PERCENTS = (50, 95, 99)
LEVEL = 1.05


class Nearest(NamedTuple):
    """The other engine that is fastest at a percentile. ratio: its time divided by Warta's."""

    percent: int
    engine: str
    ratio: float


def running(result: Result) -> list[str]:
    """Return the names of the engines that ran."""
    return [name for name, facts in result.engines.items() if "unavailable" not in facts]


def family(result: Result, subject: str) -> list[str]:
    """Return the subject and every engine that searches the same index, in the order of the tables."""
    owner = result.engines[subject].get("same_index_as") or subject
    return [name for name in running(result) if owner in (name, result.engines[name].get("same_index_as"))]


def peers(result: Result, subject: str) -> list[str]:
    """Return the names of the other engines."""
    ours = family(result, subject)
    return [name for name in running(result) if name not in ours]


def nearest(result: Result, query_class: str, engine: str, others: Iterable[str]) -> list[Nearest]:
    """Return the fastest other engine at every percentile; nothing if there is no other engine."""
    found = []
    for percent in PERCENTS:
        ours = result.percentile(query_class, engine, percent)
        times = {name: result.percentile(query_class, name, percent) for name in others}
        theirs = {name: time for name, time in times.items() if time is not None}
        if ours is None or not theirs:
            return []
        first = min(theirs, key=theirs.__getitem__)
        found.append(Nearest(percent, first, theirs[first] / ours))
    return found


def sentences(result: Result, subject: str) -> str:
    """Return a Markdown list of the standing of each way to search the subject's index.

    The lowest of the ratios of a class decides, even if it is that of a single percentile.
    """
    others = peers(result, subject)
    return "\n".join(_sentence(result, engine, others) for engine in family(result, subject))


def _sentence(result: Result, engine: str, others: Sequence[str]) -> str:
    by_class = {name: nearest(result, name, engine, others) for name in result.titles}
    met = {name: found for name, found in by_class.items() if found}
    title = result.engines[engine]["title"]
    if not met:
        return f"- **{title}**: no other engine was asked the same."
    ahead = [name for name, found in met.items() if all(one.ratio > LEVEL for one in found)]
    count = f"{len(ahead)} of {len(met)} classes"
    said = f"- **{title}**: ahead of every other engine at p50, p95 and p99 in {count}."
    worst = {name: min(found, key=lambda one: one.ratio) for name, found in met.items()}
    for what, low, high in (("Level", 1 / LEVEL, LEVEL), ("Behind", 0.0, 1 / LEVEL)):
        places = [_place(result, name, one) for name, one in worst.items() if low < one.ratio <= high]
        if places:
            said += f" {what} in {len(places)}: {'; '.join(places)}."
    alone = sum(1 for name in result.titles if engine in result.times.get(name, {})) - len(met)
    return f"{said} No other engine is asked {alone} more." if alone else said


def _place(result: Result, query_class: str, one: Nearest) -> str:
    where = f"{result.engines[one.engine]['title']} at p{one.percent}"
    return f"{result.titles[query_class]} ({times(one.ratio)}, {where})"


def times(ratio: float) -> str:
    """Return a ratio in the form of tables, with more digits the closer it is to 1."""
    if ratio < 2:
        return f"{ratio:.2f}"
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"


def rows(result: Result, subject: str) -> list[list[str]]:
    """Return a line for each class: its title, and per percentile the fastest other engine and the ratio."""
    others = peers(result, subject)
    found = ((title, nearest(result, name, subject, others)) for name, title in result.titles.items())
    return [[title, *(_cell(result, one) for one in each)] for title, each in found if each]


def _cell(result: Result, one: Nearest) -> str:
    shown = f"{times(one.ratio)} ({result.engines[one.engine]['title']})"
    return shown if one.ratio > LEVEL else f"**{shown}**"
