"""What differs between two versions of an article, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

#: Words of each version that are compared: difflib takes quadratic time at worst, here a tenth of a second.
MAX_WORDS = 3_000

_WORD = re.compile(r"\S+")


class Piece(NamedTuple):
    """A run of words. change: "" in both versions, "ins" only in this one, "del" only in the other one."""

    change: str
    text: str


def differences(here: Sequence[str], there: Sequence[str]) -> list[list[Piece]] | None:
    """Return the paragraphs of this version as pieces, with what only the other one has in its place.

    here, there: the paragraphs of both. None if one is longer than ``MAX_WORDS``.
    """
    ours, theirs = _words(here), _words(there)
    if max(len(ours), len(theirs)) > MAX_WORDS:
        return None
    paragraphs: list[list[Piece]] = [[]]
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            _append(paragraphs, "del", theirs[first:last])
        if kind != "delete":
            _append(paragraphs, "" if kind == "equal" else "ins", ours[start:end])
    return [pieces for pieces in paragraphs if pieces]


# Where a paragraph ends; a word is never empty.
_END = ""


def _words(paragraphs: Sequence[str]) -> list[str]:
    return [word for text in paragraphs for word in (*_WORD.findall(text), _END)]


def _append(paragraphs: list[list[Piece]], change: str, words: Sequence[str]) -> None:
    """Add words to the last paragraph; a paragraph that ends in this version begins a new one."""
    run: list[str] = []
    for word in (*words, None):
        if word:
            run.append(word)
            continue
        if run:
            paragraphs[-1].append(Piece(change, " ".join(run)))
            run = []
        if word == _END and change != "del":
            paragraphs.append([])
