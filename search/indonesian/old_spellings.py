"""The module makes older and newer spellings of names by rule: *Soeharto*, *Suharto*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from math import prod

# Letters of the spelling before 1947 (oe) and 1972 (the others), of today's, and what names kept of either.
_LETTERS = {
    "oe": ("u",),
    "u": ("oe",),
    "tj": ("c",),
    "c": ("tj",),
    "dj": ("j",),
    "nj": ("ny", "ndj"),  # Njoto, but also Tanjung, once Tandjung
    "ny": ("nj",),
    "sj": ("sy",),
    "sy": ("sj",),
    "ch": ("kh",),
    "kh": ("ch",),
    "j": ("y", "dj"),  # Jusuf is Yusuf, Jakarta was Djakarta
    "y": ("j",),
}
# Of the former spellings those that became others.
_NEWER = {
    "oe": ("u",), "tj": ("c",), "dj": ("j",), "nj": ("ny",), "sj": ("sy",), "ch": ("kh",), "j": ("y",),
}  # fmt: skip
_CHANGING = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_SEGMENT = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|.", re.DOTALL)
_SHORTEST_NAME = 4
_MOST_FORMS = 64


def old_spellings(word: str) -> tuple[str, ...]:
    """Return older and newer spellings of a name, made by rule, in alphabetical order and without the name.

    The rules are those of the reforms of 1947 (oe to u) and 1972 (tj to c, dj to j, j to y, nj to ny, sj to
    sy, ch to kh). Each rule is also used backwards, and at each place of the word separately, because names
    mix them. Most results never existed: the caller keeps those that occur in the archive. Capitals follow
    ``word``. The result is empty for words of fewer than four letters, and for words with other characters
    than letters.

    >>> old_spellings("Soeharto"), old_spellings("Tjokroaminoto")
    (('Suharto',), ('Cokroaminoto',))
    >>> "Jusuf" in old_spellings("Yusuf"), "Yudhoyono" in old_spellings("Joedhojono")
    (True, True)
    """
    return _respelt(word, _LETTERS)


def newer_spellings(word: str) -> tuple[str, ...]:
    """Return the spellings that the reforms of 1947 and 1972 made of an older one.

    >>> newer_spellings("sajang"), newer_spellings("sayang")
    (('sayang',), ())
    """
    return _respelt(word, _NEWER)


def _respelt(word: str, letters: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if len(word) < _SHORTEST_NAME or not word.isalpha() or not _CHANGING.search(word.lower()):
        return ()
    options: list[tuple[str, ...]] = []
    for segment in _SEGMENT.findall(word.lower()):
        others = letters.get(segment, ())
        if prod(map(len, options)) * (1 + len(others)) > _MOST_FORMS:
            others = ()  # a very long name: its later places stay as they are
        options.append((segment, *others))
    forms = {"".join(choice) for choice in product(*options)} - {word.lower()}
    if word.isupper():
        return tuple(sorted(form.upper() for form in forms))
    return tuple(sorted(form.capitalize() if word[0].isupper() else form for form in forms))
