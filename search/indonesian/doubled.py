"""Some doubled words are not a plural of their half.

*laba-laba* (spider) has nothing to do with *laba* (profit).

All other doubled words count as forms of their half: *anak-anak* (children) is the plural of *anak*.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from search.indonesian.lexicon import FOLDER, read_rows, shipped

_ENCLITICS = ("", "nya", "ku", "mu")

Halves = tuple[str, str]


class Doubled(NamedTuple):
    """A doubled word that is not a plural. ``half`` is the stem that finds this word as well, or empty."""

    word: str
    half: str


@cache
def _own() -> dict[Halves, str]:
    """Return the words of doubled.tsv. The value is the stem that finds the word as well, or empty."""
    rows = read_rows(FOLDER / "doubled.tsv", 3)
    return {(left, right): "" if half == "(none)" else half for left, right, half in rows}


@cache
def _changing() -> frozenset[str]:
    """Return the first halves of all doubled words whose second half is pronounced differently."""
    return frozenset(left for left, _ in shipped().echoes)


def doubled(left: str, right: str, root: str | None) -> Doubled | None:
    """Return the word that two halves form if it is not a plural; affixes may surround it.

    Return None for a plural.

    left, right: the halves, as they are written around the hyphen
    root: the root that both halves repeat, as the stemmer finds it, or None

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
