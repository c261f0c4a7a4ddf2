"""The index that all requests share: opened once, as soon as there is one."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import cast

from flask import current_app

from search import open_index
from search.article import ArticleMetadata
from search.backends.base import Index
from search.backends.embedded import EmbeddedIndex
from search.backends.hiding import HidingIndex
from search.capabilities import ensure_folder
from search.errors import NotFoundError, WartaError
from search.location import Location
from web.access import current_visitor
from web.links import decoded_id

_TITLE_WORDS, _TITLE_LETTERS = 9, 120
_DANGLING = " ,.;:-–—…"  # what no headline begins or ends with
#: Choices of hidden sources whose indexes are kept; each takes about a tenth of the memory of a search.
_MOST_HIDING = 15


class Archive:
    """Opens the index of a folder on first use and keeps it; may be shared by threads.

    A folder without an index is looked at again at the next request, so that a page served before
    the first ``warta reindex`` begins to work without a restart. Later generations are noticed by
    the index itself, which opens them in the background.
    """

    def __init__(self, folder: Location) -> None:
        self.folder = folder
        self._index: Index | None = None
        self._hiding: dict[frozenset[str], HidingIndex] = {}
        self._opening = threading.Lock()

    def index(self, hidden: frozenset[str] = frozenset()) -> Index:
        """Return the open index, without some sources. Raises IndexMissingError or IndexDamagedError."""
        index = self._whole()
        if not hidden:
            return index
        if not isinstance(index, EmbeddedIndex):
            ensure_folder(self.folder, "cluster_hidden_sources")
            raise TypeError("this index cannot hide sources")
        known = self._hiding.get(hidden)
        if known is None:
            with self._opening:
                self._hiding = dict([*self._hiding.items()][-_MOST_HIDING:])
                known = self._hiding.setdefault(hidden, HidingIndex(index, hidden))
        return known

    def opened_generation(self) -> str | None:
        """Return the generation that is searched, None before an index was opened."""
        return self._index.generation if self._index else None

    def open_ahead(self) -> None:
        """Open the index and make what searches need, so that nobody waits for it."""
        with suppress(WartaError):  # who searches is told
            self._whole().warm()

    def _whole(self) -> Index:
        if self._index is None:
            with self._opening:
                if self._index is None:
                    self._index = open_index(self.folder, background=True)
        return self._index


def current_archive() -> Archive:
    """Return the archive of the running application."""
    return cast(Archive, current_app.extensions["warta"])


def current_index() -> Index:
    """Return the open index of the running application, without what the visitor may not see.

    Raises IndexMissingError or IndexDamagedError.
    """
    visitor = current_visitor()
    hidden = visitor.hidden if visitor else current_app.extensions["warta_restricted"]
    return current_archive().index(hidden)


def current_generation() -> str:
    """Return the name of the generation that the next search will read. Raises as ``current_index`` does."""
    return current_index().generation


def headline_of(about: ArticleMetadata) -> str:
    """Return the headline of an article; of one without, the first words of its text."""
    if about.title:
        return about.title
    with suppress(NotFoundError):  # in a newer generation it may be gone
        return first_words(current_index().article(about.id).paragraphs[0])
    return about.id


def first_words(text: str) -> str:
    """Return the first words of a text, which stand for a headline."""
    words = text.split()
    shown = " ".join(words[:_TITLE_WORDS]).lstrip(_DANGLING)
    if len(words) > _TITLE_WORDS:
        shown = shown.rstrip(_DANGLING) + "…"
    if not shown.strip("…"):
        shown = text
    return shown if len(shown) <= _TITLE_LETTERS else shown[:_TITLE_LETTERS] + "…"


def stored_id(segment: str) -> str:
    """Return the article id that a path names; see ``web.links.encoded_id``.

    Older links, which were not encoded with tildes, lead to their articles as well.
    """
    decoded = decoded_id(segment)
    if decoded != segment:
        with suppress(NotFoundError):
            return current_index().article(decoded).id
    return segment
