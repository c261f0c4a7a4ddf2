"""A mark is where a word of the query occurs in a text.

A text is analysed in the same way as for the index, so a mark covers the word as it stands in the text: a
search for *dukungan* marks *mendukung*. A quoted phrase is marked only where it occurs as a phrase.

Only the pieces of a text that contain a trace of a word are analysed (`search.indonesian.traces`), and their
neighbours if a sequence of words is looked for. For units of several pieces (*10 km*), the neighbours of the
digits or of the sign are analysed that all writings of the unit share.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from search.indonesian import Analyzer
from search.indonesian.places import Place
from search.indonesian.traces import (
    odd_pieces,
    of_exact,
    of_units,
    piece_around,
    shortest,
    squeezed,
)
from search.indonesian.units import MOST_TOKENS
from search.query.tree import Form, Words
from search.snippets.windows import Range, Snippet, choose_window, to_html

_ALPHANUMERIC = re.compile("[A-Za-z0-9]")
_NEXT_WORD = re.compile("[^A-Za-z0-9]*[A-Za-z0-9][^ ]*")


class _Row(NamedTuple):
    """Terms that are marked where they are neighbours, with their traces; the longest traces are first."""

    form: Form
    exact: bool
    traces: tuple[tuple[str, tuple[str, ...]], ...]


class Highlighter:
    """A highlighter finds the words of one query in texts.

    words: the words that are searched for
    field: "body" or "title", because a word may be restricted to one of them
    """

    def __init__(self, words: Iterable[Words], analyzer: Analyzer, field: str = "body") -> None:
        self._analyzer = analyzer
        self._stems: set[str] = set()
        self._exacts: set[str] = set()
        self._prefixes: tuple[str, ...] = ()
        self._rows: list[_Row] = []
        for word in words:
            if field in word.fields:
                self._aim_at(word)
        of_stems = map(analyzer.traces.of_stem, self._stems)
        self._traces = shortest(chain(*of_stems, *map(of_exact, (*self._exacts, *self._prefixes))))
        of_rows = chain.from_iterable(traces for row in self._rows for _, traces in row.traces)
        self._odd_traces = shortest(map(squeezed, (*self._traces, *of_rows)))
        self._traceless = "" in self._odd_traces
        self._numbers = any(trace[:1].isdigit() for trace in self._odd_traces)
        self._units = of_units(self._terms(), self._prefixes)
        self._ranges: dict[str, tuple[Range, ...]] = {}  # what is marked in the pieces met

    def _terms(self) -> set[str]:
        of_rows = (term for row in self._rows for term, _ in row.traces)
        return {*self._stems, *self._exacts, *of_rows}

    def _aim_at(self, word: Words) -> None:
        if word.prefix:
            self._prefixes += (word.forms[0].exacts[0],)
            return
        for form in word.forms:
            if len(form.stems) > 1:
                self._rows.append(self._row(form, word.exact))
            elif word.exact:
                self._exacts.add(form.exacts[0])
            else:
                self._stems.add(form.stems[0])

    def _row(self, form: Form, exact: bool) -> _Row:
        of_term = of_exact if exact else self._analyzer.traces.of_stem
        traces = [(term, of_term(term)) for term in dict.fromkeys(form.exacts if exact else form.stems)]
        return _Row(form, exact, tuple(sorted(traces, key=lambda pair: -min(map(len, pair[1])))))

    def marks(self, text: str) -> tuple[Range, ...]:
        """Return the half-open character ranges of the matches in ``text``, in order, not overlapping."""
        small = text.lower()
        if self._traceless or len(small) != len(text):  # İ becomes two letters: offsets would not agree
            return self._marks_of_all(text)
        odd = odd_pieces(small, self._odd_traces, numbers=self._numbers)
        pieces = odd.copy() if self._rows else odd
        _add_showing(pieces, small, self._traces)
        found: list[Range] = []
        for at in sorted(pieces):
            piece = text[at : pieces[at]]
            ranges = self._ranges.get(piece)
            if ranges is None:
                places = self._analyzer.places_in_piece(piece)
                ranges = self._ranges[piece] = _merged(self._words_in(places))
            for start, end in ranges:
                found.append((at + start, at + end))
        others = list(self._rows_near_traces(text, small, odd)) if self._rows else []
        others += self._in_units(text, small)
        return _merged(found + others) if others else tuple(found)

    def snippet(self, text: str, highlight: bool = True) -> Snippet:
        """Return the marks, the fragment that shows them best, and its HTML, with marks if wanted."""
        marks = self.marks(text)
        window = choose_window(text, marks)
        return marks, window, to_html(text, marks if highlight else (), window)

    def html(self, text: str, highlight: bool = True) -> str:
        """Return all of ``text`` as HTML."""
        return to_html(text, self.marks(text) if highlight else ())

    def _marks_of_all(self, text: str) -> tuple[Range, ...]:
        places = self._analyzer.places(text)
        found = self._words_in(places)
        for row in self._rows:
            found.extend(rows_in(places, row.form, row.exact))
        return _merged(found)

    def _words_in(self, places: Sequence[Place]) -> list[Range]:
        stems, exacts, prefixes = self._stems, self._exacts, self._prefixes
        return [
            (start, end)
            for _, stem, exact, start, end in places
            if stem in stems or exact in exacts or exact.startswith(prefixes)
        ]

    def _rows_near_traces(self, text: str, small: str, odd: Mapping[int, int]) -> Iterator[Range]:
        """Yield the sequences of words. Each term of one has a trace in the text, or is in an odd piece."""
        places: list[Place] = []
        for row in self._rows:
            if not all(_shows(small, traces) or self._in_odd(term, text, odd) for term, traces in row.traces):
                continue
            if row.form.gap:
                places = places or self._analyzer.places(text)
                yield from rows_in(places, row.form, row.exact)
                continue
            anchor, traces = row.traces[0]
            around = {start: end for start, end in odd.items() if self._in_odd(anchor, text, {start: end})}
            _add_showing(around, small, traces)
            for start, end in around.items():
                first, last = _widened(text, start, end, len(row.form.stems) - 1)
                region = small[first:last]
                if not odd and not all(_shows(region, traces) for _, traces in row.traces):
                    continue
                for begin, finish in rows_in(self._analyzer.places(text[first:last]), row.form, row.exact):
                    yield first + begin, first + finish

    def _in_units(self, text: str, small: str) -> Iterator[Range]:
        """Yield the units of several pieces that are looked for, and the sequences that contain one."""
        shown = [match.span() for match in self._units.finditer(small)] if self._units else []
        if not shown:
            return
        if any(row.form.gap for row in self._rows):
            places = self._analyzer.places(text)
            for row in self._rows:
                if row.form.gap:
                    yield from rows_in(places, row.form, row.exact)
        reach = MOST_TOKENS + max((len(row.form.stems) for row in self._rows), default=0)
        for first, last in _regions(text, shown, reach):
            places = self._analyzer.places(text[first:last])
            found = self._words_in(places)
            for row in self._rows:
                if not row.form.gap:
                    found += rows_in(places, row.form, row.exact)
            for start, end in found:
                if any(first + start < after and at < first + end for at, after in shown):
                    yield first + start, first + end

    def _in_odd(self, term: str, text: str, odd: Mapping[int, int]) -> bool:
        for start, end in odd.items():
            places = self._analyzer.places_in_piece(text[start:end])
            if any(term in (place.stem, place.exact) for place in places):
                return True
        return False


def _shows(small: str, traces: Iterable[str]) -> bool:
    for trace in traces:  # noqa: SIM110 - any() takes twice the time
        if trace in small:
            return True
    return False


def _add_showing(pieces: dict[int, int], small: str, traces: Iterable[str]) -> None:
    """Add the start and end of each piece that contains a trace. The text is in small letters."""
    for trace in traces:
        at = small.find(trace)
        while at >= 0:
            start, end = piece_around(small, at)
            pieces[start] = end
            at = small.find(trace, end)


def _regions(text: str, shown: Iterable[Range], reach: int) -> Iterator[Range]:
    """Yield the ranges around pieces with so many words on both sides. Ranges that overlap are joined."""
    begun: Range | None = None
    for start, end in shown:
        piece = text.rfind(" ", 0, start) + 1, text.find(" ", end)
        first, last = _widened(text, piece[0], piece[1] if piece[1] >= 0 else len(text), reach)
        if begun and first <= begun[1]:
            begun = begun[0], last
        else:
            if begun:
                yield begun
            begun = first, last
    if begun:
        yield begun


def _widened(text: str, start: int, end: int, words: int) -> Range:
    """Return the range of some pieces, extended by at least so many words on both sides."""
    for _ in range(words):
        following = _NEXT_WORD.match(text, end)
        end = following.end() if following else len(text)
        while start > 0:
            blank = start - 1
            start = text.rfind(" ", 0, blank) + 1
            if _ALPHANUMERIC.search(text, start, blank):
                break
    return start, end


def rows_in(places: Sequence[Place], form: Form, exact: bool) -> Iterable[Range]:
    """Yield the ranges where the terms of a form are neighbours.

    For a form with a gap, yield the range of each term.
    """
    wanted = form.exacts if exact else form.stems
    at: dict[str, list[Place]] = {}
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
    first: Place,
    wanted: Sequence[str],
    at: dict[str, list[Place]],
    positions: dict[str, list[int]],
    gap: int,
) -> list[Place]:
    """Return the occurrences of the terms of a sequence that begins at ``first``; none if incomplete.

    Each further term may occur several times within the gap, so all these occurrences are followed.
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


def _merged(ranges: Sequence[Range]) -> tuple[Range, ...]:
    if len(ranges) < 2:
        return tuple(ranges)
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
