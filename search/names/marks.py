"""The module finds the ranges in quotation marks, also where a mark is missing, and the ends of sentences."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from search.later import Pattern

_MARKS = Pattern(r"[\"“”„‟«»]")
_OPENING, _CLOSING = "“„«", "”»"
_BEFORE_CLOSING = (",", ".", "?", "!")
_BEHIND_CLOSING = frozenset(",.;:)]?!-–—")
#: Titles of three letters that are written with a period.
TITLES = ("drg", "Drs", "Dra", "Moh", "Muh", "Mgr", "Pdt", "Tgk", "Ust")
_SINGLE = Pattern(r"(?<!\w)['‘](?=\S)([^'‘’\"“”]{3,2000}[,.?!])['’](?=\s)")
#: The end of a sentence. The period of an abbreviation or an initial is no end.
SENTENCE_END = Pattern(
    r"[.!?…](?:(?<![\s.(][A-Z]\.)(?<!\bdr\.)(?<!\bDr\.)(?<!\bIr\.)(?<!\bKH\.)(?<!\bHj\.)(?<!\bNo\.)"
    r"(?<!\bSt\.)(?<!\bMr\.)(?<!Prof\.)"
    + "".join(rf"(?<!\b{word}\.)" for word in TITLES)
    + r"(?<!^[A-Z]\.)[.!?…]*[\"”’)]*(?=\s+[^\sa-z]|\s*$)"
    r"|(?<=[a-z0-9)%\"”].)(?=[A-Z\"“]))"
)


class Marked(NamedTuple):
    """The range of a text in quotation marks, without the marks.

    start, end: character offsets; start is -1 if the opening mark is missing
    closed:     False if the closing mark is missing; the range then goes to the end of the paragraph, or to
                another opening mark
    """

    start: int
    end: int
    closed: bool


def marked(text: str) -> list[Marked]:
    """Return the texts in quotation marks, in order; of nested ones the outermost. It takes linear time."""
    ranges: list[Marked] = []
    opening, depth = -1, 0
    for match in _MARKS.finditer(text):
        at = match.start()
        side = _side(text, at, match[0])
        if opening < 0:
            if side == "close":
                ranges.append(Marked(-1, at, True))
            elif text[at + 1 :].strip():
                opening, depth = at + 1, 0
        elif side == "open":
            if _ends_sentence(text, at):
                ranges.append(Marked(opening, at, False))
                opening, depth = at + 1, 0
            else:
                depth += 1
        elif depth:
            depth -= 1
        else:
            ranges.append(Marked(opening, at, True))
            opening = -1
    if opening >= 0:
        ranges.append(Marked(opening, len(text), False))
    return [_trimmed(text, one) for one in ranges]


def single_marked(text: str) -> list[Marked]:
    """Return the sentences in single quotation marks: *'Kami siap,' kata X*."""
    return [Marked(*match.span(1), True) for match in _SINGLE.finditer(text)]


def _side(text: str, at: int, mark: str) -> str:
    """Return whether a mark opens or closes a quotation: "open", "close", or "" if it may do both."""
    before, behind = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if mark in _OPENING:
        turned = behind.isspace() and text[max(0, at - 2) : at].rstrip()[-1:] in _BEFORE_CLOSING
        return "close" if turned else "open"
    if mark in _CLOSING:
        return "open" if before.isspace() and behind.isalnum() else "close"
    if before.isspace() or before in "([":
        return "" if behind.isspace() else "open"
    if behind.isspace() or behind in _BEHIND_CLOSING:
        return "close"
    return "open" if before in ".!?:" and behind.isupper() else ""


def _ends_sentence(text: str, at: int) -> bool:
    while at and text[at - 1].isspace():
        at -= 1
    return at > 0 and text[at - 1] in '.!?"”'


def _trimmed(text: str, one: Marked) -> Marked:
    start, end, closed = one
    while end > max(start, 0) and text[end - 1].isspace():
        end -= 1
    while 0 <= start < end and text[start].isspace():
        start += 1
    return Marked(start, end, closed)


class Sentences:
    """The starts and ends of the sentences of a text; they are computed once, at the first call."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None

    def _all(self) -> list[int]:
        if self._ends is None:
            self._ends = [match.end() for match in SENTENCE_END.finditer(self._text)]
        return self._ends

    def start(self, at: int, first: int = 0) -> int:
        """Return the start of the sentence that contains the offset ``at``, but at least ``first``."""
        ends = self._all()
        i = bisect_right(ends, at)
        start = max(ends[i - 1], first) if i else first
        while start < at and self._text[start].isspace():
            start += 1
        return start

    def end(self, at: int) -> int:
        """Return the end of the sentence that contains the offset ``at``; its period belongs to it."""
        ends = self._all()
        i = bisect_right(ends, at)
        if i == len(ends):
            return len(self._text.rstrip())
        end = ends[i]
        while self._text[end - 1] in '"”’)' and end - 1 > at:
            end -= 1
        return end
