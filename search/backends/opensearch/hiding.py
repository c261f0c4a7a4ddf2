"""An index in a cluster without the articles of some sources; see ``search.backends.hiding``."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager

from search.backends.hiding import Views
from search.backends.opensearch.index import OpenSearchIndex
from search.backends.opensearch.opened import Opened
from search.indonesian.variants import shared_variants


class HidingOpenSearchIndex(OpenSearchIndex):
    """A view of another index that hides the articles of some sources: no request asks for them.

    Threads may share it. It reads the generation that the other index has opened.
    """

    def __init__(self, whole: OpenSearchIndex, sources: Collection[str]) -> None:
        """Hide the articles of ``sources`` in an index. The names may have any spelling."""
        self._whole, self._hidden = whole, frozenset(sources)
        self._cluster, self._ranking, self._today = whole._cluster, whole._ranking, whole._today
        self._without = Views(self._make).of

    @property
    def _opened(self) -> Opened:
        return self._without(self._whole._opened)

    @property
    def _earlier(self) -> Opened | None:  # type: ignore[override]
        earlier = self._whole._earlier
        return None if earlier is None else self._without(earlier)

    def pinned(self) -> AbstractContextManager[None]:
        """Return the context in which this thread searches one generation, also if a newer one appears."""
        return self._whole.pinned()

    def _make(self, whole: Opened) -> Opened:
        """Return the same generation without the hidden sources."""
        return Opened(whole.generation.without(self._hidden), shared_variants())
