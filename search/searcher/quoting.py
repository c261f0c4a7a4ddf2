"""The quotations in the paragraphs of results: who says what, where it stands, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

import numpy as np

from search.index.format.sections import Array
from search.index.reading.mentions import ArchiveMentions
from search.query.tree import Within
from search.results import FoundQuotation
from search.snippets import Range, choose_window, to_html

_NAMED_BY = {1: "name", 2: "pronoun", 3: "description"}
_SAID, _END = '<span class="said">', "</span>"


class Quoting:
    """Finds the quotations in paragraphs, and those among them that a search asks for.

    asked: what the words of the query are within
    """

    def __init__(self, mentions: ArchiveMentions, asked: Sequence[Within]) -> None:
        self._mentions = mentions
        self._anybody = any(one.kind == "quotation" for one in asked)
        self._speakers = self._wanted(asked, "speaker")
        self._named = self._wanted(asked, "name")

    @classmethod
    def of(cls, mentions: ArchiveMentions, speakers: Array) -> Quoting:
        """Return what finds the quotations of some speakers. speakers: bool[V], by code."""
        quoting = cls(mentions, ())
        quoting._speakers = speakers
        return quoting

    def _wanted(self, asked: Sequence[Within], kind: str) -> Array | None:
        names = [name for one in asked if one.kind == kind for name in one.names]
        return self._mentions.wanted(names, speaking=kind == "speaker") if names else None

    def of_each(self, docs: Sequence[int]) -> Iterator[tuple[FoundQuotation, ...]]:
        """Yield the quotations in each of some paragraphs; most have none, which is looked up at once."""
        numbers = np.array(docs, np.int32)
        begins, ends = self._mentions.quotation_docs.searchsorted((numbers, numbers + 1))
        for doc, has_some in zip(docs, (begins < ends).tolist(), strict=True):
            yield self.quotations(doc) if has_some else ()

    def quotations(self, doc: int) -> tuple[FoundQuotation, ...]:
        """Return the quotations in a paragraph, in the order of the text."""
        return tuple(
            FoundQuotation(
                said.start,
                said.end,
                "reported" if said.reported else "direct",
                said.whole,
                said.speaker,
                said.by,
                _NAMED_BY.get(said.named_by),
                said.role,
                said.verb,
                date.fromordinal(said.day) if said.day else None,
                self._anybody or said.asked,
            )
            for said in self._mentions.quotations_in(doc, self._speakers)
        )

    def named(self, doc: int) -> list[Range]:
        """Return where the names that are asked for stand in a paragraph."""
        return [] if self._named is None else self._mentions.named_in(doc, self._named)


def quoted_snippet(
    text: str,
    marks: Sequence[Range],
    named: Sequence[Range],
    quotations: Sequence[FoundQuotation],
    highlight: bool,
) -> tuple[tuple[Range, ...], Range, str]:
    """Return marks, fragment and HTML of a paragraph in which words count within quotations only.

    marks:      where the words of the query stand; those outside of the quotations asked for are left out
    named:      where names that are asked for stand
    quotations: those in the paragraph; those asked for are in ``<span class="said">``
    """
    said = [(one.start, one.end) for one in quotations if one.asked]
    if said:
        marks = [mark for mark in marks if any(first <= mark[0] and mark[1] <= end for first, end in said)]
    shown = tuple(sorted({*marks, *named}))
    shown = tuple(one for i, one in enumerate(shown) if i == 0 or one[0] >= shown[i - 1][1])
    window = choose_window(text, shown or [(first, first) for first, _ in said[:1]])
    return shown, window, _html(text, shown if highlight else (), window, said)


def _html(text: str, marks: Sequence[Range], window: Range, said: Sequence[Range]) -> str:
    """Return a fragment as HTML, with the parts of quotations in it in elements of their own."""
    first, last = window
    pieces, at = [], first
    for begin, finish in said:
        start, end = max(begin, at), min(finish, last)
        if start >= end:
            continue
        pieces += [_part(text, marks, at, start), _SAID, _part(text, marks, start, end), _END]
        at = end
    pieces.append(_part(text, marks, at, last))
    return ("…" if first > 0 else "") + "".join(pieces) + ("…" if last < len(text) else "")


def _part(text: str, marks: Sequence[Range], start: int, end: int) -> str:
    inside = [(first - start, last - start) for first, last in marks if start <= first and last <= end]
    return to_html(text[start:end], inside) if inside else escape(text[start:end])
