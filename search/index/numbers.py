"""The numbers of every paragraph and article as memory-mapped arrays, one file each.

Filters, grouping, facets, dates and length normalisation run over these instead of asking Whoosh document
by document. They are written with the segment and covered by the same checksums.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.article import Article, day_of, instant_of

NO_DAY = 0
NO_INSTANT = np.iinfo(np.int64).min
NO_CODE = -1
_NAMES_FILE = "names.json"

IntArray = npt.NDArray[Any]


@dataclass(frozen=True)
class Numbers:
    """Arrays over A articles and N paragraphs, in index order.

    first_paragraph: int64[A + 1], the document number of each article's first paragraph, then N
    body_length:     int32[N], index terms in the paragraph
    title_length:    int32[A], index terms in the headline
    day:             int32[A], proleptic Gregorian ordinal of the publication day, 0 if undated
    instant:         int64[A], seconds since 1970 UTC, the least int64 if undated
    source, category: int32[A], positions in ``sources`` and ``categories``, -1 if unknown
    cluster:         int32[A], the first of the articles that are copies of one text, itself if alone
    """

    first_paragraph: IntArray
    body_length: IntArray
    title_length: IntArray
    day: IntArray
    instant: IntArray
    source: IntArray
    category: IntArray
    cluster: IntArray
    sources: tuple[str, ...]
    categories: tuple[str, ...]

    @property
    def article_count(self) -> int:
        """A, the number of articles."""
        return len(self.day)

    @property
    def paragraph_count(self) -> int:
        """N, the number of paragraphs."""
        return len(self.body_length)

    def inconsistencies(self) -> list[str]:
        """Return what cannot be right about the arrays, whatever they hold; empty where all may be."""
        articles, first = self.article_count, self.first_paragraph
        columns = (self.title_length, self.instant, self.source, self.category, self.cluster)
        if len(first) != articles + 1 or any(len(column) != articles for column in columns):
            return ["arrays over articles differ in length"]
        if first[0] != 0 or first[-1] != self.paragraph_count or np.any(np.diff(first) < 1):
            return ["first_paragraph does not divide the paragraphs into articles"]
        for name, values, most in (
            ("day", self.day, date.max.toordinal()),
            ("source", self.source, len(self.sources) - 1),
            ("category", self.category, len(self.categories) - 1),
        ):
            if len(values) and (values.min() < NO_CODE or values.max() > most):
                return [f"{name} holds impossible values"]
        if np.any(self.body_length < 0) or np.any(self.title_length < 0):
            return ["lengths are negative"]
        within = np.all((self.cluster >= 0) & (self.cluster <= np.arange(articles)))
        if not within or np.any(self.cluster[self.cluster] != self.cluster):
            return ["cluster does not name the first article of each cluster"]
        return []

    @classmethod
    def load(cls, folder: Path) -> Numbers:
        """Map the arrays of an index; raises OSError or ValueError where a file is missing or cut."""
        names = json.loads((folder / _NAMES_FILE).read_text(encoding="utf-8"))
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAY_NAMES}
        return cls(**arrays, sources=tuple(names["sources"]), categories=tuple(names["categories"]))


ARRAY_NAMES = tuple(f.name for f in fields(Numbers))[:8]


class _Codes:
    """Numbers the distinct values of a field in order of first appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def code(self, value: str | None) -> int:
        return NO_CODE if value is None else self.numbers.setdefault(value, len(self.numbers))


class NumbersBuilder:
    """Collects the numbers article by article and saves them."""

    def __init__(self) -> None:
        self._first, self._instant = array("q", [0]), array("q")
        self._day, self._source, self._category = array("i"), array("i"), array("i")
        self._sources, self._categories = _Codes(), _Codes()

    def add(self, article: Article) -> None:
        """Add the article that was just written."""
        self._first.append(self._first[-1] + len(article.paragraphs))
        self._day.append(day_of(article.published).toordinal() if article.published else NO_DAY)
        self._instant.append(instant_of(article.published) if article.published else NO_INSTANT)
        self._source.append(self._sources.code(article.source))
        self._category.append(self._categories.code(article.category))

    @property
    def article_count(self) -> int:
        """Articles so far."""
        return len(self._day)

    @property
    def paragraph_count(self) -> int:
        """Paragraphs so far."""
        return self._first[-1]

    def save(
        self, folder: Path, body_lengths: array[int], title_lengths: array[int], clusters: IntArray
    ) -> None:
        """Write one file an array, and the names behind the codes.

        clusters: int32[A], see ``search.index.duplicates``
        """
        columns = (
            (self._first, np.int64), (body_lengths, np.int32), (title_lengths, np.int32),
            (self._day, np.int32), (self._instant, np.int64),
            (self._source, np.int32), (self._category, np.int32), (clusters, np.int32),
        )  # fmt: skip
        for name, (values, dtype) in zip(ARRAY_NAMES, columns, strict=True):
            np.save(folder / f"{name}.npy", np.array(values, dtype))
        names = {"sources": list(self._sources.numbers), "categories": list(self._categories.numbers)}
        (folder / _NAMES_FILE).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
