"""The module has the doc values: mapped arrays with a value for each article.

Filters, sorting, grouping and facets use them. A segment stores them in a file. A value belongs to an
article, not to a document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.lists import WINDOW
from search.index.format.mentions import Mentions
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.signatures import Signatures
from search.index.format.values import (
    NO_CODE,
    ArticleValues,
    Codes,
    of_used,
    recoded,
)
from search.remarks import Remark
from search.values import VALUE_FIELDS

NO_DAY = 0
NO_INSTANT = np.iinfo(np.int64).min
NO_MONTH = -1
#: A year has this many months: the one of number 0 is of articles whose month is not known.
MONTHS = 13
#: What is known of the date of an article: its day, or only its month or its year.
DAY_KNOWN, MONTH_KNOWN, YEAR_KNOWN = 0, 1, 2
_EPOCH = date(1970, 1, 1).toordinal()
#: The fields of values without an array of one code for each article; see ``search.index.format.values``.
OPTIONAL_FIELDS = tuple(name for name in VALUE_FIELDS if name not in ("source", "category"))
IntArray = npt.NDArray[Any]


@dataclass(frozen=True)
class DocValues:
    """Arrays over A articles, in index order.

    first_paragraph: int64[A + 1], the document number of each article's first paragraph, then their end
    title_length:    int32[A], index terms in the headline
    day:             int32[A], proleptic Gregorian ordinal of the publication day, 0 if undated; the first day
                     if only a month or a year is known
    instant:         int64[A], seconds since 1970 UTC, the smallest int64 if undated
    page:            int64[A], the hash of the address (``search.addresses.page_hash``), 0 without one
    source, category: int32[A], indexes into ``sources`` and ``categories``, -1 if unknown
    cluster:         int32[A], the first of the articles that are copies of one text, or the article itself;
                     it is computed for a whole generation (``search.index.reading.clusters``)
    known:           uint8[A], DAY_KNOWN, MONTH_KNOWN or YEAR_KNOWN; None where no date lacks its day
    """

    first_paragraph: IntArray
    title_length: IntArray
    day: IntArray
    instant: IntArray
    page: IntArray
    source: IntArray
    category: IntArray
    cluster: IntArray
    sources: tuple[str, ...]
    categories: tuple[str, ...]
    known: IntArray | None = None

    @property
    def article_count(self) -> int:
        """A, the number of articles."""
        return len(self.day)

    @property
    def paragraph_count(self) -> int:
        """N, the number of paragraphs."""
        return int(self.first_paragraph[-1])

    @cached_property
    def month(self) -> IntArray:
        """int32[A]: the month of publication of each article, MONTHS a year from the year 0; -1 if undated.

        January 2019 is 2019 * MONTHS + 1, and 2019 * MONTHS is that year where the month is not known.
        """
        years, months = np.divmod(self._months_since_0, 12)
        numbers = MONTHS * years + months + 1
        if self.known is not None:
            numbers -= np.where(self.known == YEAR_KNOWN, months + 1, 0)
        return np.where(self.day == NO_DAY, NO_MONTH, numbers).astype(np.int32)

    @property
    def _months_since_0(self) -> IntArray:
        since_epoch = (self.day - _EPOCH).astype("M8[D]").astype("M8[M]").astype(np.int32)
        return since_epoch + 12 * 1970

    @cached_property
    def last_day(self) -> IntArray:
        """int32[A]: the last day on which each article may have been published; see ``day``."""
        if self.known is None:
            return self.day
        length = np.where(self.known == YEAR_KNOWN, 12, 1)
        after = (self._months_since_0 - 12 * 1970 + length).astype("M8[M]").astype("M8[D]").astype(np.int32)
        return np.where(self.known == DAY_KNOWN, self.day, after + _EPOCH - 1).astype(np.int32)

    @cached_property
    def months(self) -> tuple[int, int]:
        """The first and the last number in ``month``; an empty range if all articles are undated."""
        dated = self.month[self.month != NO_MONTH]
        return (int(dated.min()), int(dated.max())) if len(dated) else (0, -1)

    @cached_property
    def days(self) -> tuple[int, int]:
        """The first and the last day in ``day``; an empty range if all articles are undated."""
        dated = self.day[self.day != NO_DAY]
        return (int(dated.min()), int(dated.max())) if len(dated) else (1, 0)

    def values(self, field: str) -> ArticleValues:
        """Return the values of "source" or "category"."""
        codes, names = (self.source, self.sources) if field == "source" else (self.category, self.categories)
        known = codes != NO_CODE
        return ArticleValues(np.append(0, np.cumsum(known)), codes[known], names)

    def inconsistencies(self) -> list[Remark]:
        """Return what is impossible about the arrays; an empty list if nothing is."""
        articles, first = self.article_count, self.first_paragraph
        columns = (
            *(self.title_length, self.instant, self.page, self.source, self.category, self.cluster),
            self.known_or_days,
        )
        if len(first) != articles + 1 or any(len(column) != articles for column in columns):
            return [Remark("articles_differ")]
        if first[0] != 0 or np.any(np.diff(first) < 1):
            return [Remark("paragraphs_undivided")]
        for name, values, greatest in (
            ("day", self.day, date.max.toordinal()),
            ("source", self.source, len(self.sources) - 1),
            ("category", self.category, len(self.categories) - 1),
            ("known", self.known_or_days, YEAR_KNOWN),
        ):
            if len(values) and (values.min() < NO_CODE or values.max() > greatest):
                return [Remark("impossible_values", {"column": name})]
        if np.any(self.title_length < 0):
            return [Remark("negative_lengths")]
        within = np.all((self.cluster >= 0) & (self.cluster <= np.arange(articles)))
        if not within or np.any(self.cluster[self.cluster] != self.cluster):
            return [Remark("misnamed_clusters")]
        return []

    @classmethod
    def load(cls, file: Sections) -> DocValues:
        """Map the arrays of a segment. Raises IndexDamagedError if they differ from what was written."""
        names = file.notes.get("names")
        if not isinstance(names, dict) or not all(map(_are_names, map(names.get, ("sources", "categories")))):
            raise IndexDamagedError("sources_not_named", file=file.path)
        columns = {name: file.array(name, dtype) for name, dtype in ARRAYS.items()}
        for name in ARRAYS:  # they are all read below
            file.ensure_sound(name)
        doc_values = cls(
            **columns,
            cluster=np.arange(len(columns["day"]), dtype=np.int32),
            sources=tuple(names["sources"]),
            categories=tuple(names["categories"]),
            known=_stored_known(file),
        )
        if wrong := doc_values.inconsistencies():
            raise IndexDamagedError("file_damaged", file=file.path, wrong=wrong[0])
        return doc_values

    @classmethod
    def joined(cls, parts: Sequence[DocValues], window: int = WINDOW) -> DocValues:
        """Return the doc values of several segments as those of one.

        Each segment begins at a multiple of ``window`` documents. The unused documents before it belong to a
        placeholder article without words, which never matches. With a window of 1 there are none.
        """
        if len(parts) == 1:
            return parts[0]
        names = [Codes(), Codes()]
        columns: dict[str, list[IntArray]] = {name: [] for name in ARRAYS}
        known: list[IntArray] = []
        first_paragraph = 0
        for part in parts:
            gap = part is not parts[-1] and part.paragraph_count % window > 0
            firsts = part.first_paragraph if gap else part.first_paragraph[:-1]
            columns["first_paragraph"].append(firsts + first_paragraph)
            columns["source"].append(recoded(part.source, part.sources, names[0]))
            columns["category"].append(recoded(part.category, part.categories, names[1]))
            for name in ("title_length", "day", "instant", "page"):
                columns[name].append(getattr(part, name))
            known.append(part.known_or_days)
            end = first_paragraph + part.paragraph_count
            first_paragraph += -(-part.paragraph_count // window) * window
            if gap:
                known.append(np.zeros(1, np.uint8))
                for name, value in _NO_ARTICLE.items():
                    columns[name].append(np.array([value], ARRAYS[name]))
        columns["first_paragraph"].append(np.array([end]))
        joined = {name: np.concatenate(arrays).astype(ARRAYS[name]) for name, arrays in columns.items()}
        alone = np.arange(len(joined["day"]), dtype=np.int32)
        return cls(
            **joined,
            cluster=alone,
            sources=tuple(names[0].numbers),
            categories=tuple(names[1].numbers),
            known=None if all(part.known is None for part in parts) else np.concatenate(known),
        )

    def some(self, kept: npt.NDArray[np.bool_]) -> DocValues:
        """Return the doc values of some articles, renumbered as if there were no others.

        ``kept`` is bool[A].
        """
        sizes = np.diff(self.first_paragraph)[kept]
        source, sources = of_used(self.source[kept], self.sources)
        category, categories = of_used(self.category[kept], self.categories)
        return DocValues(
            np.append(0, np.cumsum(sizes)),
            self.title_length[kept],
            self.day[kept],
            self.instant[kept],
            self.page[kept],
            source,
            category,
            np.arange(len(sizes), dtype=np.int32),
            sources,
            categories,
            None if self.known is None else self.known[kept],
        )

    @property
    def known_or_days(self) -> IntArray:
        """``known``, made where it is None."""
        return np.zeros(self.article_count, np.uint8) if self.known is None else self.known

    def save(
        self,
        path: Path,
        signatures: Signatures,
        values: Mapping[str, ArticleValues],
        mentions: Mentions | None = None,
    ) -> None:
        """Write the file of a segment: the doc values, and the signatures by which copies are detected.

        values:   field -> the values of an optional field
        mentions: the names and quotations of its documents, if they were read
        """
        file = SectionsWriter(path)
        for name, dtype in ARRAYS.items():
            file.write(name, getattr(self, name).astype(dtype))
        if self.known is not None and self.known.any():
            file.write(_KNOWN, self.known.astype(np.uint8))
        signatures.save(file)
        for field, of_field in values.items():
            of_field.save(file, field)
        if mentions:
            mentions.save(file)
        file.note("names", {"sources": list(self.sources), "categories": list(self.categories)})
        file.close()


ARRAYS = {
    "first_paragraph": np.int64,
    "title_length": np.int32,
    "day": np.int32,
    "instant": np.int64,
    "page": np.int64,
    "source": np.int32,
    "category": np.int32,
}
_KNOWN = "known"
_NO_ARTICLE = {
    "title_length": 0, "day": NO_DAY, "instant": NO_INSTANT, "page": 0, "source": NO_CODE, "category": NO_CODE
}  # fmt: skip


def _stored_known(file: Sections) -> IntArray | None:
    if _KNOWN not in file:
        return None
    file.ensure_sound(_KNOWN)
    return file.array(_KNOWN, "u1")


def _are_names(noted: Any) -> bool:
    return isinstance(noted, list) and all(isinstance(name, str) for name in noted)
