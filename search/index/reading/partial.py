"""The module has generations without some articles, for readers who must not see them.

Everything that live articles decide leaves them out: matches, counts, facets, names of values, copies,
similar articles, articles by id. Words are known only from visible articles. Scores are computed from the
visible articles: document frequencies, numbers, mean lengths, the newest day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.index.copies.duplicates import Clusters, clusters_of
from search.index.format.doc_values import IntArray
from search.index.format.signatures import Signatures
from search.index.format.values import ArticleValues, of_used
from search.index.reading.deleted import DeletedFrequencies
from search.index.reading.opened_segment import article_starts
from search.index.reading.postings import Docs, Postings
from search.index.reading.snapshot import Snapshot
from search.index.reading.snapshot_terms import CACHE_BYTES, bytes_of
from search.values import VALUE_FIELDS


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
        shown = ~values.having(values.chosen(tuple(sources)))
        if whole.live is not None:
            shown &= whole.live
        self.__dict__["live"] = None if shown.all() else shown
        self.__dict__["deleted"] = DeletedFrequencies(())  # counts here are of what is shown
        self._frequencies = type(whole._frequencies)(50_000)
        self._values = {}
        self._shown = shown
        if clusters := self._clusters_of_shown(whole, shown):
            self.doc_values = replace(whole.doc_values, cluster=clusters[0])
            for computed in ("has_copies", "_clustered"):
                self.__dict__.pop(computed, None)
        self.mentions = whole.mentions.only_of(shown[self.article_of])
        self._postings = type(whole._postings)(CACHE_BYTES, bytes_of)
        sizes = np.diff(self.doc_values.first_paragraph)
        paragraphs = int(sizes[shown].sum())
        self.__dict__.update(self._sums(whole, shown, paragraphs))
        self.manifest = replace(
            whole.manifest,
            articles=int(shown.sum()),
            paragraphs=paragraphs,
            digest=digest_without(whole.manifest.digest, sources),
        )

    def _sums(self, whole: Snapshot, shown: npt.NDArray[np.bool_], paragraphs: int) -> dict[str, int | float]:
        """Return what scores are computed from: the properties of a snapshot that sum up its articles."""
        articles, doc_values = int(np.count_nonzero(shown)), whole.doc_values
        lengths = whole.body_length[shown[whole.article_of]]
        return {
            "paragraph_total": paragraphs,
            "article_total": articles,
            "average_body_length": max(1.0, float(lengths.sum(dtype=np.int64)) / max(paragraphs, 1)),
            "average_article_length": max(1.0, float(whole.article_length[shown].sum()) / max(articles, 1)),
            "average_title_length": max(
                1.0, float(doc_values.title_length[shown].sum(dtype=np.int64)) / max(articles, 1)
            ),
            "newest_day": int(doc_values.day[shown].max(initial=0)),
        }

    def _clusters_of_shown(self, whole: Snapshot, shown: npt.NDArray[np.bool_]) -> list[Clusters]:
        """Return the clusters of the visible articles, if hidden ones make a difference; else nothing.

        Two articles may be in one cluster only because each is a copy of a hidden one.
        """
        clusters = whole.doc_values.cluster
        alone = np.arange(len(clusters), dtype=np.int32)
        torn = np.zeros(len(clusters), bool)
        torn[clusters[~shown & whole.has_copies]] = True
        torn = torn[clusters]
        if not torn.any():
            return []
        numbers = np.where(torn & shown, alone, -1)
        parts = [
            (numbers[start : start + one.segment.articles], one.files.signatures)
            for start, one in zip(article_starts(whole.segments), whole.segments, strict=False)
        ]
        return [np.where(torn, clusters_of(Signatures.of_all(parts), len(clusters)), clusters)]

    @cached_property
    def visible_articles(self) -> IntArray:
        """The visible articles, ascending."""
        return np.flatnonzero(self._shown)

    @property
    def lacks_some(self) -> bool:
        """Whether some of the articles that the dictionaries count may not be shown: hidden ones."""
        return True

    def shown_of(self, docs: Docs) -> Docs:
        """Return those of some documents whose articles are not left out."""
        return docs[self._shown[self.article_of[docs]]]

    def documents(self, field: str, term: str) -> Docs:
        """Return the documents that contain a term, ascending, without those that are left out."""
        return self.shown_of(super().documents(field, term))

    def _read_postings(self, field: str, term: str) -> Postings:
        found = super()._read_postings(field, term)
        kept = self._shown[self.article_of[found.docs]]
        positions = found.positions
        if len(positions):  # not every field has them
            positions = positions[np.repeat(kept, found.tf)]
        return Postings(found.docs[kept], found.tf[kept], positions)

    def prefix_frequencies(self, field: str, prefix: str) -> tuple[Docs, npt.NDArray[np.uint32]]:
        """Return the documents with any term that has a prefix, and their sums, without those left out."""
        docs, sums = super().prefix_frequencies(field, prefix)
        kept = self._shown[self.article_of[docs]]
        return docs[kept], sums[kept]

    def _values_of(self, field: str) -> ArticleValues:
        """Return the values of the visible articles; names are read from these alone."""
        values = super()._values_of(field)
        return _of_some(values, self._shown) if field in VALUE_FIELDS else values

    @property
    def live_paragraphs(self) -> int:
        """The number of paragraphs in the visible articles."""
        return self.manifest.paragraphs

    def cluster_members(self, cluster: int) -> IntArray:
        """Return the visible articles of a cluster."""
        members = super().cluster_members(cluster)
        return members[self._shown[members]]

    def _count_documents(self, field: str, term: str) -> int:
        return len(self.documents(field, term))


def _of_some(values: ArticleValues, shown: npt.NDArray[np.bool_]) -> ArticleValues:
    """Return the values of articles; invisible ones have none."""
    sizes = np.diff(values.starts)
    codes, names = of_used(values.codes[np.repeat(shown, sizes)], values.names)
    starts = np.append(0, np.cumsum(np.where(shown, sizes, 0)))
    return ArticleValues(starts, codes, names)
