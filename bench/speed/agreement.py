"""Checks whether engines agree: exactly in totals, and in the ten best paragraphs if the formula is the same.

tantivy, Lucene and Warta score by BM25 (k1 1.2, b 0.75) over lengths kept in one byte; Lucene and Warta leave
out the constant factor k1 + 1, and single precision adds up in another order. So their scores, divided by
that of the best paragraph, have to be equal at every rank, and paragraphs with equal scores may change
places. Headlines are left aside: for the average length, Lucene counts the paragraphs that have one, tantivy
counts them all, Warta counts articles. Paragraphs of more than 255 terms, one in two thousand, are left aside
as well: Warta takes them as if they had 255.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from bench.speed.queries import QueryClass

SAME_FORMULA = ("warta", "warta_prepared", "warta_new_words", "tantivy", "lucene")
_TOLERANCE = 1e-4
LONGEST_COMPARED = 255  # terms of a paragraph

Answers = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Agreement:
    """The number of queries to which two engines give the same answer. what: "total" or "top 10"."""

    query_class: str
    what: str
    engines: tuple[str, str]
    alike: int
    queries: int


def is_compared(engine: str, asked: QueryClass) -> bool:
    """Return whether the answers of an engine to a class are compared."""
    if any(query.form == "whole" for query in asked.queries):
        return False
    return asked.name.endswith("-total") or engine in SAME_FORMULA


def compared(asked: QueryClass, answers: Answers, aside: Container[int]) -> list[Agreement]:
    """Compare every engine's totals and ten best with those of the first that has them.

    aside: the paragraphs that are not compared
    """
    agreements = []
    counting = [name for name, found in answers.items() if found and found[0]["total"] is not None]
    if asked.name.endswith("-total"):
        for name in counting[1:]:
            pairs = list(zip(answers[counting[0]], answers[name], strict=True))
            alike = sum(one["total"] == other["total"] for one, other in pairs)
            agreements.append(Agreement(asked.name, "total", (counting[0], name), alike, len(pairs)))
    one_field = all(len(query.fields) == 1 for query in asked.queries)
    scoring = [name for name in SAME_FORMULA if name in answers] if one_field else []
    for name in scoring[1:]:
        pairs = list(zip(answers[scoring[0]], answers[name], strict=True))
        alike = sum(_same_best(_without(one, aside), _without(other, aside)) for one, other in pairs)
        agreements.append(Agreement(asked.name, "top 10", (scoring[0], name), alike, len(pairs)))
    return agreements


def _without(found: dict[str, Any], aside: Container[int]) -> list[tuple[int, float]]:
    return [hit for hit in zip(found["ids"], found["scores"], strict=True) if hit[0] not in aside]


def _same_best(one: list[tuple[int, float]], other: list[tuple[int, float]]) -> bool:
    """Compare as many as both have; they have equally many where nothing was left aside."""
    ranks = min(len(one), len(other))
    if not ranks:
        return len(one) == len(other)
    best = one[0][1], other[0][1]
    pairs = zip(one[:ranks], other[:ranks], strict=True)
    if not all(abs(a / best[0] - b / best[1]) < _TOLERANCE for (_, a), (_, b) in pairs):
        return False
    # Paragraphs that score as the last one does are chosen freely among their equals.
    last = one[ranks - 1][1]
    clear = {number for number, score in one[:ranks] if score > last * (1 + _TOLERANCE)}
    return clear <= {number for number, _ in other}
