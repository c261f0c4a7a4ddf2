"""The index that all requests share. It is opened once, as soon as it exists."""

from __future__ import annotations

import gc
import re
import threading
import time
from contextlib import suppress
from typing import cast

from flask import current_app

from search import open_index
from search.article import ArticleMetadata
from search.backends.base import Index
from search.backends.hiding import HidingIndex, without
from search.errors import NotFoundError, WartaError
from search.location import Location
from search.values import folded_language
from web.access import current_visitor
from web.at_once import ensure_may_take_long
from web.paths import decoded_id

_TITLE_WORDS, _TITLE_LETTERS = 9, 120
_LANGUAGE_CODE = re.compile("[a-z]{2,3}")
_LOOK_AGAIN = 0.25  # seconds between two checks for a newer generation, if nothing is asked
_SETTLE_AGAIN = 3600.0  # seconds
#: After so many collections of young objects, half of those before which Python makes a full one.
_COLLECTIONS = 5
_DANGLING = " ,.;:-–—…"  # these are removed at both ends of a headline that is made of text
#: So many views of the index, each with other hidden sources, are cached; each takes a tenth of a searcher's
#: memory.
_MOST_HIDING = 15


class Archive:
    """Opens the index of a folder at its first use and keeps it open. Threads may share it.

    If there is no index yet, the next request tries again, so no restart is needed after the first
    ``warta reindex``. The index itself opens later generations, in the background.
    """

    def __init__(self, folder: Location) -> None:
        self.folder = folder
        self._index: Index | None = None
        self._hiding: dict[frozenset[str], Index] = {}
        self._opening = threading.Lock()

    def index(self, hidden: frozenset[str] = frozenset()) -> Index:
        """Return the open index without the hidden sources. Raises IndexMissingError or IndexDamagedError."""
        index = self._whole()
        if not hidden:
            return index
        known = self._hiding.get(hidden)
        if known is None:
            with self._opening:
                self._hiding = dict([*self._hiding.items()][-_MOST_HIDING:])
                known = self._hiding.setdefault(hidden, without(index, hidden))
        return known

    def opened_generation(self) -> str | None:
        """Return the name of the generation that is searched; None before an index was opened."""
        return self._index.generation if self._index else None

    def keep_up(self) -> None:
        """Open and warm the index, so that no user waits for it, then each newer generation, without end.

        Requests look for newer generations as well. But a process that had none for a while would answer its
        first ones from the generation that it had opened before.
        """
        with suppress(WartaError):  # the next request reports the error
            self._whole().warm()
        settled, when = "", 0.0
        while True:
            with suppress(WartaError):
                generation = self._whole().generation
                if generation != settled or time.monotonic() - when > _SETTLE_AGAIN:
                    settle()
                    settled, when = generation, time.monotonic()
            pass_over_new()
            time.sleep(_LOOK_AGAIN)

    def _whole(self) -> Index:
        if self._index is None:
            with self._opening:
                if self._index is None:
                    self._index = open_index(self.folder, background=True)
        return self._index


def settle() -> None:
    """Let the collector of garbage pass over what stays: the application, and the index that was just opened.

    A full collection goes through every object that Python may have to collect. It would stop a search for
    tens of milliseconds, which count in what the search may cost.
    """
    gc.unfreeze()  # what was left of an older generation
    gc.collect()
    gc.freeze()


def pass_over_new() -> None:
    """Let the collector of garbage pass over what is in the caches since the last time.

    Without this, full collections go through a growing number of objects, in the middle of a search. Garbage
    of requests that are answered just now may be passed over too; ``settle`` frees it.
    """
    if gc.get_count()[2] >= _COLLECTIONS:
        gc.collect()  # only what is new: a few milliseconds
        gc.freeze()


def current_archive() -> Archive:
    """Return the archive of the running application."""
    return cast(Archive, current_app.extensions["warta"])


def current_index() -> Index:
    """Return the open index of the running application, without the sources that are hidden from the visitor.

    Raises IndexMissingError or IndexDamagedError.
    """
    visitor = current_visitor()
    hidden = visitor.hidden if visitor else current_app.extensions["warta_restricted"]
    index = current_archive().index(hidden)
    if isinstance(index, HidingIndex) and not index.is_computed:
        ensure_may_take_long()
    return index


def current_generation() -> str:
    """Return the name of the generation that the next search reads. Raises what ``current_index`` raises."""
    return current_index().generation


def headline_of(about: ArticleMetadata) -> str:
    """Return the headline of an article, or, if it has none, the first words of its text."""
    if about.title:
        return about.title
    with suppress(NotFoundError):  # a newer generation may not have it any more
        return first_words(current_index().article(about.id).paragraphs[0])
    return about.id


def language_of_text(about: ArticleMetadata) -> str:
    """Return the code of the language in which an article is written; Indonesian if it is not known."""
    form = folded_language(about.language) if about.language else ""
    return form if _LANGUAGE_CODE.fullmatch(form) else "id"


def first_words(text: str) -> str:
    """Return the first words of a text, which replace a missing headline."""
    words = text.split()
    shown = " ".join(words[:_TITLE_WORDS]).lstrip(_DANGLING)
    if len(words) > _TITLE_WORDS:
        shown = shown.rstrip(_DANGLING) + "…"
    if not shown.strip("…"):
        shown = text
    return shown if len(shown) <= _TITLE_LETTERS else shown[:_TITLE_LETTERS] + "…"


def stored_id(segment: str) -> str:
    """Return the article id in a path; see ``web.paths.encoded_id``.

    Older links, which were not encoded with tildes, still work.
    """
    decoded = decoded_id(segment)
    if decoded != segment:
        with suppress(NotFoundError):
            return current_index().article(decoded).id
    return segment
