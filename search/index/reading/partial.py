"""A generation with some articles left out, as if they were not in it: for those who may not see them.

Left out is what the live articles decide: matches, counts, facets, names of values, copies, similar
articles, articles by id. Words are known only by what can be seen. What scores are computed from (the idf of
a term, mean lengths) stays that of the whole generation: to compute it for every reader would be another
index.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from search.index.format.doc_values import IntArray
from search.index.format.values import ArticleValues, of_used
from search.index.reading.deleted import DeletedFrequencies
from search.index.reading.snapshot import Snapshot
from search.index.reading.values import FieldValues
from search.spelling import Neighbour

_FIELDS = ("body_exact", "title_exact")


def digest_without(digest: str, sources: Collection[str]) -> str:
    """Return the digest of a generation without the articles of some sources."""
    text = "\0".join((digest, *sorted(sources)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).hexdigest()


class PartialSnapshot(Snapshot):
    """A snapshot without the articles of some sources. It shares all arrays with the whole one."""

    partial = True

    def __init__(self, whole: Snapshot, sources: Collection[str]) -> None:
        """Leave out the articles of ``sources``, in any spelling."""
        _ = whole.article_of, whole.body_length, whole.has_copies, whole.article_length  # computed once
        self.__dict__.update(whole.__dict__)
        values = whole.values("source")
        shown = ~values.having(values.found(tuple(sources)))
        if whole.live is not None:
            shown &= whole.live
        self.__dict__["live"] = None if shown.all() else shown
        self.__dict__["deleted"] = DeletedFrequencies(())  # counts here are of what is shown
        self._frequencies = type(whole._frequencies)(50_000)
        self._values = {}
        self._shown = shown
        paragraphs = int(np.diff(self.doc_values.first_paragraph)[shown].sum())
        self.manifest = replace(
            whole.manifest,
            articles=int(shown.sum()),
            paragraphs=paragraphs,
            digest=digest_without(whole.manifest.digest, sources),
        )

    def values(self, field: str) -> FieldValues:
        """Return the values that the articles have; others are not known at all."""
        known = self._values.get(field)
        if known is None:
            shown = _of_some(self._values_of(field), self._shown)
            known = self._values[field] = FieldValues(field, shown, self.live)
        return known

    @property
    def live_paragraphs(self) -> int:
        """The number of paragraphs in the articles."""
        return self.manifest.paragraphs

    def cluster_members(self, cluster: int) -> IntArray:
        """Return the articles of a cluster that are not left out."""
        members = super().cluster_members(cluster)
        return members[self._shown[members]]

    def _count_documents(self, field: str, term: str) -> int:
        articles = self.article_of[self.documents(field, term)]
        return int(np.count_nonzero(self._shown[articles]))

    def near_words(self, word: str, least: int = 0) -> list[Neighbour]:
        """Return the words with a near spelling, with their frequencies in the articles."""
        near = []
        for one in super().near_words(word, least):
            frequency = sum(self.document_frequency(field, one.word) for field in _FIELDS)
            if frequency and frequency >= least:
                near.append(one._replace(frequency=frequency))
        return near


def _of_some(values: ArticleValues, shown: npt.NDArray[np.bool_]) -> ArticleValues:
    """Return the values of articles; those that are not shown have none."""
    sizes = np.diff(values.starts)
    codes, names = of_used(values.codes[np.repeat(shown, sizes)], values.names)
    starts = np.append(0, np.cumsum(np.where(shown, sizes, 0)))
    return ArticleValues(starts, codes, names)
