"""A mark is where a word of the query occurs in a text.

A text is analysed in the same way as for the index, so a mark covers the word as it stands in the text: a
search for *dukungan* marks *mendukung*. A quoted phrase is marked only where it occurs as a phrase.

Whole texts are analysed here, which is the obvious way; ``compiled_marks`` finds the same marks and analyses
only what may show a word.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from search.indonesian import Analyzer
from search.indonesian.places import Place
from search.query.tree import Form, Words
from search.snippets.windows import Range, Snippet, choose_window, to_html


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
        self._rows: list[tuple[Form, bool]] = []  # terms that are marked in a row, and whether as written
        for word in words:
            if field in word.fields:
                self._aim_at(word)

    def _aim_at(self, word: Words) -> None:
        if word.prefix:
            self._prefixes += (word.forms[0].exacts[0],)
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
        places = self._analyzer.places(text)
        stems, exacts, prefixes = self._stems, self._exacts, self._prefixes
        found = [
            (start, end)
            for _, stem, exact, start, end in places
            if stem in stems or exact in exacts or exact.startswith(prefixes)
        ]
        for form, as_written in self._rows:
            found.extend(rows_in(places, form, as_written))
        return _merged(found)

    def snippet(self, text: str, highlight: bool = True) -> Snippet:
        """Return the marks, the fragment that shows them best, and its HTML, with marks if wanted."""
        marks = self.marks(text)
        window = choose_window(text, marks)
        return marks, window, to_html(text, marks if highlight else (), window)

    def html(self, text: str, highlight: bool = True) -> str:
        """Return all of ``text`` as HTML."""
        return to_html(text, self.marks(text) if highlight else ())


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
