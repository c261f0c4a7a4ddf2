"""Collects the names and quotations of the articles of a segment, while it is written."""

from __future__ import annotations

from array import array
from datetime import date

import numpy as np

from search.article import Article
from search.index.format.mentions import (
    BY_SHIFT,
    FURTHEST,
    NOT_READ,
    NOT_WHOLE,
    QUOTATIONS,
    REPORTED,
    Mentions,
)
from search.index.format.sections import Array
from search.index.format.values import NO_CODE
from search.index.inversion.steps import NameColumns, SurfaceForms
from search.index.inversion.vocabulary import Vocabulary
from search.names import PERSON, Quotation, read_names
from search.names.records import BY_DESCRIPTION, BY_NAME, BY_PRONOUN
from search.names.records import REPORTED as REPORTED_FORM
from search.published import day_of

_BY = {BY_NAME: 1, BY_PRONOUN: 2, BY_DESCRIPTION: 3}
_COLUMNS = tuple(name for name in QUOTATIONS if name not in ("firsts", "lasts"))


class MentionsBuilder:
    """Reads the names and quotations of one article after the other.

    Where a quotation stands among the positions of the index is counted in the same tokens as the text
    itself: those in front of it, and those in it.
    """

    def __init__(self, forms: SurfaceForms, vocabulary: Vocabulary) -> None:
        self._forms, self._vocabulary = forms, vocabulary
        self._named = NameColumns()
        self._said_counts = array("H")
        self._said: dict[str, array[int]] = {name: array("q") for name in _COLUMNS}
        self._tokens, self._ends = array("I"), array("Q")
        self._widths: list[Array] = []  # of the pieces of finished runs

    def add(self, article: Article) -> None:
        """Read an article."""
        texts = article.paragraphs
        published = day_of(article.published) if article.published else None
        found = read_names(texts, published)
        kinds: dict[str, str] = {}
        if any(one.quotations for one in found.paragraphs):
            kinds = {name.full: name.kind for one in found.paragraphs for name in one.names}
        pieces: list[str] = []
        for text, (names, quotations) in zip(texts, found.paragraphs, strict=True):
            self._named.add(text, names)
            if not quotations:
                self._said_counts.append(0)
                continue
            kept = [one for one in quotations if one.end <= FURTHEST][: NOT_READ - 1]
            self._said_counts.append(len(kept))
            for one in kept:
                pieces += (text[: one.start], text[one.start : one.end])
                self._add_quotation(one, kinds)
        if pieces:
            self._forms.extend(self._tokens, self._ends, tuple(pieces))

    def _add_quotation(self, one: Quotation, kinds: dict[str, str]) -> None:
        code = NO_CODE
        if one.full:
            code = self._named.code(kinds.get(one.full, PERSON), one.full)
        bits = REPORTED if one.form == REPORTED_FORM else 0
        bits |= 0 if one.whole else NOT_WHOLE
        by = one.speaker
        bits |= _BY[by.by] << BY_SHIFT if by else 0
        by_start, by_length = _range(by and (by.start, by.end))
        verb_start, verb_length = _range(one.verb)
        values = (
            one.start, one.end, code, bits, by_start, by_length, verb_start, verb_length, _ordinal(one.day),
        )  # fmt: skip
        for column, value in zip(self._said.values(), values, strict=True):
            column.append(value)

    def finish_run(self) -> None:
        """Count the positions of what was added since the last call; the vocabulary knows all its forms."""
        tokens = np.frombuffer(self._tokens, np.uint32)
        ends = np.frombuffer(self._ends, np.uint64).astype(np.int64)
        sums = np.append(0, np.cumsum(self._vocabulary.widths[tokens], dtype=np.int64))
        self._widths.append(np.diff(sums[ends], prepend=0))
        self._tokens, self._ends = array("I"), array("Q")

    def finish(self) -> Mentions:
        """Return all names and quotations. Call it after the last ``finish_run``."""
        widths = np.concatenate([np.empty(0, np.int64), *self._widths])
        firsts, inside = widths[::2], widths[1::2]
        named = self._named
        columns = {name: np.array(values) for name, values in self._said.items()}
        return Mentions(
            tuple(name[1:] for name in named.names.numbers),
            np.array([ord(name[0]) for name in named.names.numbers], np.uint8),
            tuple(named.roles.numbers),
            {
                "counts": np.array(named.counts),
                "codes": np.array(named.codes, np.int32),
                "starts": np.array(named.starts),
                "lengths": np.array(named.lengths),
                "roled": np.array(named.roled, np.int64),
                "roles": np.array(named.role_codes, np.int32),
            },
            {
                "counts": np.array(self._said_counts),
                **columns,
                "speakers": columns["speakers"].astype(np.int32),
                "firsts": np.minimum(firsts, FURTHEST),
                "lasts": np.minimum(firsts + inside, FURTHEST),
            },
        ).in_order()


def _range(found: tuple[int, int] | None) -> tuple[int, int]:
    """Return start and length of a range, of which too long ones are cut; both 0 for none."""
    if not found or found[0] > FURTHEST:
        return 0, 0
    return found[0], min(found[1] - found[0], 0xFF)


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
