"""The doc values of a segment while it is written, collected from one article after the other."""

from __future__ import annotations

from array import array
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np

from search.addresses import page_hash
from search.article import Article
from search.index.format.doc_values import (
    DAY_KNOWN,
    MONTH_KNOWN,
    NO_DAY,
    NO_INSTANT,
    OPTIONAL_FIELDS,
    YEAR_KNOWN,
    DocValues,
    IntArray,
)
from search.index.format.mentions import Mentions
from search.index.format.signatures import Signatures
from search.index.format.values import Codes, ValuesBuilder
from search.published import PartialDate, Published, day_of, instant_of
from search.values import VALUE_FIELDS

_OPTIONAL_ATTRIBUTES = tuple((name, VALUE_FIELDS[name].attribute) for name in OPTIONAL_FIELDS)


def _dated(published: Published | None) -> tuple[int, int, int]:
    """Return the day, how exactly it is known, and the instant."""
    if published is None:
        return NO_DAY, DAY_KNOWN, NO_INSTANT
    return day_of(published).toordinal(), _known(published), instant_of(published)


_of_day = lru_cache(maxsize=10_000)(_dated)


def _known(published: Published) -> int:
    if not isinstance(published, PartialDate):
        return DAY_KNOWN
    return MONTH_KNOWN if published.month else YEAR_KNOWN


class DocValuesBuilder:
    """The object collects the doc values of one article after the other, and saves them."""

    def __init__(self) -> None:
        self._first, self._instant, self._page = array("q", [0]), array("q"), array("q")
        self._day, self._source, self._category = array("i"), array("i"), array("i")
        self._known = array("B")
        self._sources, self._categories = Codes(), Codes()
        self._values: dict[str, ValuesBuilder] = {}

    def add(self, article: Article) -> None:
        """Add the article that was just written."""
        self._first.append(self._first[-1] + len(article.paragraphs))
        published = article.published
        # Moments of two time zones may be equal and on two days.
        day, known, instant = (_of_day if type(published) is date else _dated)(published)
        self._day.append(day)
        self._known.append(known)
        self._instant.append(instant)
        self._page.append(page_hash(article.url))
        self._source.append(self._sources.code(article.source))
        self._category.append(self._categories.code(article.category))
        if not article.has_rare_fields:  # most articles
            return
        for field, attribute in _OPTIONAL_ATTRIBUTES:
            if getattr(article, attribute) and (values := VALUE_FIELDS[field].values(article)):
                self._values.setdefault(field, ValuesBuilder()).add(self.article_count - 1, values)

    @property
    def article_count(self) -> int:
        """The number of articles so far."""
        return len(self._day)

    @property
    def paragraph_count(self) -> int:
        """The number of paragraphs so far."""
        return self._first[-1]

    def paragraphs_of(self, article: int) -> tuple[int, int]:
        """Return the first paragraph of an article and the end of its paragraphs."""
        return self._first[article], self._first[article + 1]

    def save(
        self, path: Path, title_lengths: IntArray, signatures: Signatures, mentions: Mentions | None = None
    ) -> None:
        """Write the file of a segment.

        title_lengths: int32[A], see ``DocValues``
        mentions:      the names and quotations of its documents, if they were read
        """
        doc_values = DocValues(
            np.array(self._first),
            title_lengths,
            np.array(self._day),
            np.array(self._instant),
            np.array(self._page),
            np.array(self._source),
            np.array(self._category),
            np.arange(self.article_count, dtype=np.int32),
            tuple(self._sources.numbers),
            tuple(self._categories.numbers),
            np.array(self._known),
        )
        values = {
            field: self._values[field].finish(self.article_count)
            for field in OPTIONAL_FIELDS
            if field in self._values
        }
        doc_values.save(path, signatures, values, mentions)
