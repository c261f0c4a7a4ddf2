"""The module has the values of all articles in one field: for filters, facets, and names in a query."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from search.index.format.doc_values import OPTIONAL_FIELDS, DocValues, IntArray
from search.index.format.values import NO_CODE, ArticleValues
from search.index.reading.opened_segment import OpenedSegment
from search.values import COUNTED_FIELDS, folded

Mask = npt.NDArray[np.bool_]
NO_VALUE = NO_CODE
_FORM_END = "\n"  # no folded form contains it


def values_of(field: str, doc_values: DocValues, segments: Sequence[OpenedSegment]) -> ArticleValues:
    """Return the values of all articles of some segments. Raises IndexDamagedError.

    doc_values: the doc values of all segments; the placeholders between segments have no values
    """
    if field not in OPTIONAL_FIELDS:
        return doc_values.values(field)
    parts = []
    for segment in segments:
        parts.append(segment.files.values(field))
        if segment is not segments[-1] and segment.base + segment.segment.documents < segment.end:
            parts.append(ArticleValues.none(1))
    return ArticleValues.joined(parts)


class FieldValues:
    """The values of a field. Spellings with one folded form are one value, whose number is its ordinal.

    A value is shown in its most frequent spelling; of equally frequent ones in the one that was indexed
    first. Ordinals are in the order of the shown spellings. Threads may share the object.

    names:       the shown spellings, by ordinal
    starts:      int64[A + 1], the index in ``ordinals`` of each article's first value, and the end
    ordinals:    int32, for each value of each article its ordinal
    frequencies: int64, by ordinal, the number of live articles with each value
    """

    def __init__(self, field: str, of_articles: ArticleValues, live: Mask | None) -> None:
        """Take the values of all A articles.

        ``live`` is bool[A], whether each article is live, or None if all are.
        """
        #: The function that returns the folded form of a value.
        self.fold = COUNTED_FIELDS[field]
        self.starts, spellings = of_articles.starts, of_articles.names
        frequencies = self._frequencies(of_articles.codes, len(spellings), live)
        codes_of: dict[str, list[int]] = {}
        for code, name in enumerate(spellings):
            codes_of.setdefault(self.fold(name), []).append(code)
        shown = {
            codes[0] if len(codes) == 1 else max(codes, key=frequencies.item): form
            for form, codes in codes_of.items()
        }
        in_order = sorted(shown, key=spellings.__getitem__)
        self.names = np.array([spellings[code] for code in in_order], object)
        self._forms = [shown[code] for code in in_order]
        self._ordinal_of = {form: ordinal for ordinal, form in enumerate(self._forms)}
        ordinal_of_code = [NO_VALUE] * (len(spellings) + 1)
        for form, ordinal in self._ordinal_of.items():
            for code in codes_of[form]:
                ordinal_of_code[code] = ordinal
        self.ordinals: IntArray = np.array(ordinal_of_code, np.int32)[of_articles.codes]
        self.frequencies = self._frequencies(self.ordinals, len(in_order), live)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._forms)

    def _frequencies(self, numbers: IntArray, count: int, live: Mask | None) -> IntArray:
        if live is not None:
            numbers = numbers[np.repeat(live, np.diff(self.starts))]
        return np.bincount(numbers, minlength=count)

    @cached_property
    def column(self) -> IntArray | None:
        """int32[A]: the ordinal of each article's value, or ``NO_VALUE``; None if an article has several."""
        sizes = np.diff(self.starts)
        if np.any(sizes > 1):
            return None
        column = np.full(len(sizes), NO_VALUE, np.int32)
        column[sizes == 1] = self.ordinals
        return column

    @cached_property
    def any(self) -> Mask:
        """bool[A]: whether each article has a value."""
        return np.diff(self.starts) > 0

    def find(self, value: str) -> int:
        """Return the ordinal of a value in any spelling, ``NO_VALUE`` if no article has it."""
        return self._ordinal_of.get(self.fold(value), NO_VALUE)

    def chosen(self, values: Sequence[str]) -> npt.NDArray[np.uint8]:
        """Return uint8[V]: whether each value, by ordinal, is among some values in any spelling."""
        chosen = np.zeros(len(self) + 1, np.uint8)
        chosen[[self.find(value) for value in values]] = 1
        return chosen[:-1]

    def having(self, chosen: npt.NDArray[np.uint8]) -> Mask:
        """Return bool[A]: whether each article has a chosen value; ``chosen`` is uint8[V], by ordinal."""
        articles, bounds = self._articles_by_value
        having = np.zeros(len(self.starts) - 1, bool)
        for ordinal in np.flatnonzero(chosen).tolist():
            having[articles[bounds[ordinal] : bounds[ordinal + 1]]] = True
        return having

    def articles_with(self, ordinal: int) -> IntArray:
        """Return the articles with a value, ascending; none for ``NO_VALUE``."""
        articles, bounds = self._articles_by_value
        return articles[bounds[ordinal] : bounds[ordinal + 1]] if ordinal >= 0 else articles[:0]

    @cached_property
    def _articles_by_value(self) -> tuple[IntArray, IntArray]:
        """The articles of each value, one value after the other, and the bounds of each value's articles."""
        articles = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        counts = np.bincount(self.ordinals, minlength=len(self))
        return articles[np.argsort(self.ordinals, kind="stable")], np.append(0, np.cumsum(counts))

    def beginning(self, text: str) -> list[int]:
        """Return the ordinals of the values with a word that begins with a text.

        Values that begin with it come first, then the more frequent ones.
        """
        wanted = self.fold(text)
        if not wanted:
            return []
        matching = self._containing(rf"(?<![^\W_]){re.escape(wanted)}")
        return sorted(
            (one for one in matching if self.frequencies[one]),
            key=lambda one: (not self._forms[one].startswith(wanted), -self.frequencies.item(one), one),
        )

    def containing(self, text: str) -> npt.NDArray[np.bool_]:
        """Return bool[V]: whether each value contains a text. Letter case makes no difference."""
        wanted = folded(text)
        if not wanted:
            return np.ones(len(self), bool)
        containing = np.zeros(len(self), bool)
        containing[self._containing(re.escape(wanted))] = True
        return containing

    def _containing(self, pattern: str) -> list[int]:
        """Return the ordinals of the folded forms in which a pattern occurs, ascending."""
        text, starts = self._joined
        ordinals = (bisect_right(starts, match.start()) - 1 for match in re.finditer(pattern, text))
        return list(dict.fromkeys(ordinals))

    @cached_property
    def _joined(self) -> tuple[str, list[int]]:
        """All folded forms as one text, and the offset of each."""
        sizes = [len(form) + 1 for form in self._forms[:-1]]
        return _FORM_END.join(self._forms), [*accumulate(sizes, initial=0)] if self._forms else []
