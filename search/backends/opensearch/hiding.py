"""An index in a cluster without the articles of some sources; see ``search.backends.hiding``."""

from __future__ import annotations

import threading
from collections.abc import Collection

from search.backends.opensearch.index import OpenSearchIndex
from search.backends.opensearch.opened import Opened
from search.budget import spending
from search.indonesian.variants import shared_variants

_KEPT = 2  # the current generation, and one in which a walk goes on


class HidingOpenSearchIndex(OpenSearchIndex):
    """A view of another index that hides the articles of some sources: no request asks for them.

    Threads may share it. It reads the generation that the other index has opened.
    """

    def __init__(self, whole: OpenSearchIndex, sources: Collection[str]) -> None:
        """Hide the articles of ``sources`` in an index. The names may have any spelling."""
        self._whole, self._hidden = whole, frozenset(sources)
        self._cluster, self._ranking, self._today = whole._cluster, whole._ranking, whole._today
        self._made: dict[int, tuple[Opened, Opened]] = {}
        self._making = threading.Lock()

    @property
    def _opened(self) -> Opened:
        return self._without(self._whole._opened)

    @property
    def _earlier(self) -> Opened | None:  # type: ignore[override]
        earlier = self._whole._earlier
        return None if earlier is None else self._without(earlier)

    def _without(self, whole: Opened) -> Opened:
        """Return the same generation without the hidden sources."""
        known = self._made.get(id(whole))
        if known is None or known[0] is not whole:
            with self._making, spending(None):
                known = self._made.get(id(whole))
                if known is None or known[0] is not whole:
                    made = Opened(whole.generation.without(self._hidden), shared_variants())
                    self._made = dict([*self._made.items()][1 - _KEPT :])
                    known = self._made[id(whole)] = whole, made
        return known[1]
