"""The differences between two versions of an article, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

#: A longer version is not compared: difflib takes quadratic time at worst, here a tenth of a second.
MAX_WORDS = 3_000

_WORD = re.compile(r"\S+")


class Piece(NamedTuple):
    """Words side by side. change: "" if both versions have them, "ins" if only this one, "del" the other."""

    change: str
    text: str


def differences(here: Sequence[str], there: Sequence[str]) -> list[list[Piece]] | None:
    """Return the paragraphs of this version as pieces, among them the words that only the other version has.

    Returns None if a version has more than ``MAX_WORDS`` words.

    here, there: the paragraphs of this version and of the other one
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


# The end of a paragraph is an empty string, because a word is never empty.
_END = ""


def _words(paragraphs: Sequence[str]) -> list[str]:
    return [word for text in paragraphs for word in (*_WORD.findall(text), _END)]


def _append(paragraphs: list[list[Piece]], change: str, words: Sequence[str]) -> None:
    """Add words to the last paragraph. The end of a paragraph in this version begins a new one."""
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
