"""Snippets: where a query stands in a text, and the piece of the text that shows it best.

The text is analysed as it was for the index, so a mark covers the word as it stands there: a search for
*dukungan* marks *mendukung*. A quoted phrase is marked where it stands as a phrase, and nowhere else.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from search.indonesian import Analyzer
from search.indonesian.normalise import HYPHENS
from search.indonesian.tokens import Token
from search.indonesian.words import Word
from search.query.tree import Form, Words

SNIPPET_LENGTH = 260
_LEAD = 60  # characters shown before the first match where no sentence begins nearer
_SENTENCE_START = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’')\]]))\s+(?=[\"“‘'(\[]?[A-Z0-9])")
_HYPHEN = re.compile(f"[{HYPHENS}]")

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Place:
    """A term in the text: its position and its half-open character range."""

    position: int
    stem: str
    exact: str
    start: int
    end: int


class Highlighter:
    """Finds the words of one query in texts.

    words: those searched for; field: "body" or "title", where a word may be meant for one of them
    """

    def __init__(self, words: Iterable[Words], analyzer: Analyzer, field: str = "body") -> None:
        self._analyzer = analyzer
        self._stems: set[str] = set()
        self._exacts: set[str] = set()
        self._prefixes: list[str] = []
        self._rows: list[tuple[Form, bool]] = []
        for word in words:
            if field in word.fields:
                self._aim_at(word)

    def _aim_at(self, word: Words) -> None:
        if word.prefix:
            self._prefixes.append(word.forms[0].exacts[0])
            return
        for form in word.forms:
            if len(form.stems) > 1:
                self._rows.append((form, word.exact))
            elif word.exact:
                self._exacts.add(form.exacts[0])
            else:
                self._stems.add(form.stems[0])

    def marks(self, text: str) -> tuple[Range, ...]:
        """Return the half-open character ranges of the matches in ``text``, in order, not overlapping."""
        places = list(self._places(text))
        found = [(place.start, place.end) for place in places if self._is_meant(place)]
        for form, exact in self._rows:
            found.extend(_rows_in(places, form, exact))
        return _merged(found)

    def _is_meant(self, place: _Place) -> bool:
        return (
            place.stem in self._stems
            or place.exact in self._exacts
            or any(place.exact.startswith(prefix) for prefix in self._prefixes)
        )

    def _places(self, text: str) -> Iterable[_Place]:
        for token, word, position in self._analyzer.words(text):
            for term, (start, end) in zip(word.terms, _term_ranges(token, word), strict=True):
                yield _Place(position + term.offset, term.stem, term.exact, start, end)


def _term_ranges(token: Token, word: Word) -> list[Range]:
    """Return the characters of each term of a token: its part of a compound, else all of it."""
    whole = (token.start, token.end)
    if word.width == 1:
        return [whole] * len(word.terms)
    parts: list[Range] = []
    start = token.start
    for part in _HYPHEN.split(token.surface):
        parts.append((start, start + len(part)))
        start += len(part) + 1
    if len(parts) != word.width:  # an affix was cleared away
        return [whole] * len(word.terms)
    return [parts[i] if term.offset == i else whole for i, term in enumerate(word.terms)]


def _rows_in(places: Sequence[_Place], form: Form, exact: bool) -> Iterable[Range]:
    wanted = form.exacts if exact else form.stems
    at: dict[str, list[_Place]] = {}
    for place in places:
        at.setdefault(place.exact if exact else place.stem, []).append(place)
    if not all(term in at for term in wanted):
        return
    positions = {term: [place.position for place in at[term]] for term in wanted}
    for first in at[wanted[0]]:
        row = _completed(first, wanted, at, positions, form.gap)
        if row and form.gap == 0:
            yield row[0].start, row[-1].end
        elif row:
            yield from ((place.start, place.end) for place in row)


def _completed(
    first: _Place,
    wanted: Sequence[str],
    at: dict[str, list[_Place]],
    positions: dict[str, list[int]],
    gap: int,
) -> list[_Place]:
    """Return the places of a row that begins at ``first``; empty where it cannot be completed.

    Each further term may stand at several places within the gap, so all of them are followed.
    """
    rows = [[first]]
    for term in wanted[1:]:
        rows = [
            [*row, at[term][i]]
            for row in rows
            for i in range(
                bisect_left(positions[term], row[-1].position + 1),
                bisect_right(positions[term], row[-1].position + gap + 1),
            )
        ]
        rows = list({row[-1].position: row for row in reversed(rows)}.values())
    return min(rows, key=lambda row: row[-1].position, default=[])


def _merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def choose_window(text: str, marks: Sequence[Range], length: int = SNIPPET_LENGTH) -> Range:
    """Return the half-open range of ``text``, about ``length`` characters, that shows the matches best.

    The window with the most different marked words wins, then the one with the most marks, then the first.
    It begins and ends at the edge of a sentence where one is near, else of a word.
    """
    if len(text) <= length * 1.25:
        return 0, len(text)
    starts = [0, *(match.end() for match in _SENTENCE_START.finditer(text))]
    best, best_value = (0, 0), (-1, -1)
    for begin, finish in marks or [(0, 0)]:
        start = _window_start(text, starts, begin)
        if start + length > len(text):
            start = min(start, _window_start_near_end(text, starts, begin, len(text) - length))
        end = max(start + length, finish)
        inside = [text[s:e].casefold() for s, e in marks if s >= start and e <= end]
        value = (len(set(inside)), len(inside))
        if value > best_value:
            best, best_value = (start, end), value
    longest = max((end for _, end in marks if best[0] <= end <= best[1]), default=0)
    first, last = best[0], _window_end(text, starts, best[1], longest)
    for begin, end in marks:  # a mark across an edge is shown whole
        first = begin if begin < first < end else first
        last = end if begin < last < end else last
    return first, last


def _window_start(text: str, sentence_starts: Sequence[int], match: int) -> int:
    sentence = sentence_starts[bisect_right(sentence_starts, match) - 1]
    if match - sentence <= 2 * _LEAD:
        return sentence
    blank = text.find(" ", match - _LEAD, match)
    return blank + 1 if blank >= 0 else match


def _window_start_near_end(text: str, sentence_starts: Sequence[int], match: int, earliest: int) -> int:
    """Where little text follows, what stands before fills the window."""
    later = bisect_left(sentence_starts, earliest)
    if later < len(sentence_starts) and sentence_starts[later] <= match:
        return sentence_starts[later]
    return text.find(" ", earliest, match) + 1 or match


def _window_end(text: str, sentence_starts: Sequence[int], end: int, not_before: int) -> int:
    if end >= len(text):
        return len(text)
    sentence = sentence_starts[bisect_right(sentence_starts, end) - 1]
    if sentence >= not_before and sentence > end - _LEAD:
        return len(text[:sentence].rstrip())
    blank = text.rfind(" ", not_before, end + 1)
    return blank if blank > 0 else end


def to_html(text: str, marks: Sequence[Range], window: Range | None = None) -> str:
    """Return a piece of ``text`` as HTML: escaped, marks in <mark>, "…" where text was cut off.

    >>> to_html("a < b & c", [(4, 5)])
    'a &lt; <mark>b</mark> &amp; c'
    """
    first, last = window or (0, len(text))
    pieces = ["…"] if first > 0 else []
    at = first
    for start, end in marks:
        if start < first or end > last:
            continue
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(text[at:last]))
    if last < len(text):
        pieces.append("…")
    return "".join(pieces)
