"""Runs of capitals in a text, and what their words may be."""

from __future__ import annotations

import re
from functools import lru_cache

from search.names.lists import Word, is_ordinary, lists

REMEMBERED = 100_000
_LONGEST_WORD = 40

_UPPER = "A-ZÀ-ÖØ-ÞĀĆČĞĪİŁŌŚŞŠŪŻŽȘȚ"
_WORD = rf"[{_UPPER}][\w’']*(?:-[\w’']+)*"
_ABBREVIATION = (
    rf"(?:(?:[{_UPPER}]\.)+|(?:Dr|Drs|Dra|Ir|Prof|Hj|KH|St|Mr|Mrs|Ms|Moh|Muh|Jl|Jln|Kab|Kec|No)\.)"
)
_SHORTENED = rf"(?:\.(?:[{_UPPER}]\.)*|(?:r|rs|ra|rof|j|H|t|s|oh|uh|l|ln|ab|ec|o)\.)"
_TOKEN = rf"(?:{_ABBREVIATION}|{_WORD})"
_JOINING = r"dr\.?|dan|of|and|bin|binti|ibn|van|von|de|der|den|da|dos|del|al|for|the|&"
#: A run: capitals side by side, with what may stand between them in one name.
#: It begins with a set of characters, by which the search finds the next capital quickly.
RUN = re.compile(
    rf"[{_UPPER}](?<![\w@#/.\-].)(?:{_SHORTENED}(?: ?{_ABBREVIATION})* ?{_WORD}|[\w’']*(?:-[\w’']+)*)"
    rf"(?: (?:(?:{_JOINING}) ){{0,2}}{_ABBREVIATION}(?: ?{_ABBREVIATION})*(?= ?[{_UPPER}])(?: ?{_WORD})?"
    rf"| (?:(?:{_JOINING}) ){{0,2}}{_WORD}"
    rf"| \d{{1,4}}(?![\w%/:]|[.,]\d))*"
)
TOKENS = re.compile(rf"{_TOKEN}|\S+")


def word_kinds(word: str) -> int:
    """Return what a word, as written, may be: bits of ``Word``."""
    return _kinds(word) if len(word) <= _LONGEST_WORD else 0


@lru_cache(REMEMBERED)
def _kinds(word: str) -> int:
    low = word.rstrip(".").lower()
    found = lists().words.get(low, 0)
    if not found & (Word.GIVEN | Word.PART) and is_ordinary(low):
        found |= Word.ORDINARY
    return found
