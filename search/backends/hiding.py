"""An index without the articles of some sources, for users who may not see these sources."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Generic, TypeVar

from search.article import ArticleMetadata
from search.backends.base import Index
from search.backends.embedded import EmbeddedIndex, listed
from search.backends.readable import whole_one_by_one
from search.budget import spending
from search.index.reading.partial import PartialSnapshot, digest_without
from search.indonesian.variants import shared_variants
from search.searcher.searcher import Searcher

_KEPT = 2  # the views of two generations are kept: the current one, and one in which a walk goes on
Opened = TypeVar("Opened")


class Views(Generic[Opened]):
    """The views of the generations that were asked for last, each made once. Threads may share the object."""

    def __init__(self, make: Callable[[Opened], Opened]) -> None:
        """``make`` returns the view of an opened generation; no budget limits it."""
        self._make = make
        self._made: dict[int, tuple[Opened, Opened]] = {}
        self._making = threading.Lock()

    def of(self, whole: Opened) -> Opened:
        """Return the view of an opened generation."""
        known = self._made.get(id(whole))
        if known is None or known[0] is not whole:
            with self._making, spending(None):
                known = self._made.get(id(whole))
                if known is None or known[0] is not whole:
                    made = self._make(whole)
                    self._made = dict([*self._made.items()][1 - _KEPT :])
                    known = self._made[id(whole)] = whole, made
        return known[1]

    def has(self, whole: Opened) -> bool:
        """Return whether the view of an opened generation is made."""
        known = self._made.get(id(whole))
        return known is not None and known[0] is whole


class HidingIndex(EmbeddedIndex):
    """A view of another index that hides the articles of some sources. Threads may share it.

    It reads the generation that the other index has opened, and opens none itself. At its first search in a
    generation it computes which articles are hidden; no budget limits this.
    """

    def __init__(self, whole: EmbeddedIndex, sources: Collection[str]) -> None:
        """Hide the articles of ``sources`` in an index. The names may have any spelling."""
        self._whole, self._hidden = whole, frozenset(sources)
        self._generations, self._ranking, self._today = whole._generations, whole._ranking, whole._today
        self._views = Views(self._make)

    @property
    def is_computed(self) -> bool:
        """Whether it is known which articles of the generation that searches read are hidden."""
        return self._views.has(self._whole._opened)

    @property
    def snapshot(self) -> PartialSnapshot:
        """The generation that searches read, without the hidden sources."""
        _ = self._whole.snapshot
        snapshot = self._opened.snapshot
        assert isinstance(snapshot, PartialSnapshot)
        return snapshot

    @property
    def _opened(self) -> Searcher:
        return self._views.of(self._whole._opened)

    def pinned(self) -> AbstractContextManager[None]:
        """Return the context in which this thread searches one generation, also if a newer one appears."""
        return self._whole.pinned()

    def _at(self, digest: str) -> Searcher:
        return self._views.of(self._whole._known_as(digest, lambda one: digest_without(one, self._hidden)))

    @property
    def numbers(self) -> int:
        """The number of visible articles; see ``listed``."""
        return self.snapshot.manifest.articles

    @whole_one_by_one
    def listed(self, first: int, end: int) -> Iterator[tuple[ArticleMetadata, datetime]]:
        """Return visible articles with their times of arrival: the ``first`` to the ``end`` (half-open).

        Their numbers count visible articles only. All are of one generation.
        """
        snapshot = self.snapshot
        return listed(snapshot, snapshot.visible_articles[first:end].tolist())

    def _open_again(self) -> None:
        self._whole._open_again()

    def _make(self, whole: Searcher) -> Searcher:
        """Return the same generation without the hidden sources."""
        snapshot = PartialSnapshot(whole.snapshot, self._hidden)
        return Searcher(snapshot, whole.version, shared_variants(), self._ranking)


def without(index: Index, sources: Collection[str]) -> Index:
    """Return a view of an index, wherever it is, that hides the articles of ``sources``, in any spelling."""
    if isinstance(index, EmbeddedIndex):
        return HidingIndex(index, sources)
    from search.backends.opensearch.hiding import HidingOpenSearchIndex  # noqa: PLC0415 - an extra
    from search.backends.opensearch.index import OpenSearchIndex  # noqa: PLC0415

    assert isinstance(index, OpenSearchIndex)
    return HidingOpenSearchIndex(index, sources)
