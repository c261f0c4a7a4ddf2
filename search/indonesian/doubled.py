"""Doubled words that are words of their own: *laba-laba* (spider) has nothing of *laba* (profit).

The others are the plural of their half, or as good as that: *anak-anak*.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from search.indonesian.lexicon import FOLDER, read_rows, shipped

_ENCLITICS = ("", "nya", "ku", "mu")

Halves = tuple[str, str]


class Doubled(NamedTuple):
    """A doubled word of its own; ``half`` is the stem of what it means too, empty for nothing."""

    word: str
    half: str


@cache
def _own() -> dict[Halves, str]:
    """Return the words of doubled.tsv, and the stem that each means too, empty for nothing."""
    rows = read_rows(FOLDER / "doubled.tsv", 3)
    return {(left, right): "" if half == "(none)" else half for left, right, half in rows}


@cache
def _changing() -> frozenset[str]:
    """Return the first halves of those whose second half sounds different."""
    return frozenset(left for left, _ in shipped().echoes)


def doubled(left: str, right: str, root: str | None) -> Doubled | None:
    """Return the word of its own that two halves are, perhaps under affixes; None for none.

    root: what both halves repeat, as the stemmer has it, or None

    >>> doubled("laba", "labanya", "laba"), doubled("perundang", "undangan", "undang")
    (Doubled(word='laba-laba', half=''), Doubled(word='undang-undang', half=''))
    >>> doubled("sayur", "mayur", "sayur"), doubled("anak", "anak", "anak")
    (Doubled(word='sayur-mayur', half='sayur'), None)
    """
    own, echoes = _own(), shipped().echoes
    if root is None and left not in _changing():
        return None
    for enclitic in _ENCLITICS:
        if right.endswith(enclitic):
            halves = left, right.removesuffix(enclitic)
            if halves in own or halves in echoes:
                return Doubled("-".join(halves), own.get(halves) or echoes.get(halves, ""))
    if root is None or (root, root) not in own:
        return None
    word = f"{root}-{root}"
    return Doubled(word, own[root, root]) if word in f"{left}-{right}" else None
