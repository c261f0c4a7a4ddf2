"""The embedded backend: a folder of files, searched in this process."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from search.article import Article, ArticleMetadata
from search.clock import today_in_jakarta
from search.errors import (
    CursorExpiredError,
    IndexDamagedError,
    IndexMissingError,
    NotFoundError,
    Problem,
    RequestError,
    WartaError,
)
from search.index import Generations, Snapshot
from search.index.manifest import Manifest
from search.indonesian.variants import shared_variants
from search.parameters import check, parameters_of
from search.ranking import RankingSettings
from search.request import SearchRequest
from search.results import (
    ArticleHit,
    Cursor,
    FoundParagraphs,
    IndexStats,
    NameProfile,
    ResultPage,
    SimilarArticle,
    Suggestion,
)
from search.searcher.paragraphs import DEFAULT_COUNT as DEFAULT_PARAGRAPHS
from search.searcher.paragraphs import FILTERS
from search.searcher.people import profile_of
from search.searcher.searcher import Searcher
from search.searcher.similar import DEFAULT_COUNT
from search.settings import Settings, suppressed_names
from search.snippets import highlighter

DEFAULT_QUOTATIONS = 10
DEFAULT_SUGGESTIONS: int = parameters_of("suggest")["count"].default
_OPENING_TRIES = 5
_LOOK_AGAIN = 0.001  # seconds between two looks for a newer generation; a look takes as long as three words
_log = logging.getLogger(__name__)


class EmbeddedIndex:
    """An index folder opened for searching, by many threads; follows new generations within a millisecond."""

    def __init__(
        self,
        folder: str | Path,
        *,
        ranking: RankingSettings | None = None,
        today: Callable[[], date] = today_in_jakarta,
        background: bool = False,
    ) -> None:
        """Open an index. Raises IndexMissingError or IndexDamagedError.

        today:      the clock that *kemarin* and its like are read by
        background: newer generations are opened by a thread of their own, and searched once they are ready:
                    no search waits. Otherwise the first search that finds one opens it and answers from it,
                    while those of other threads go on over the old one
        """
        self._generations = Generations(Path(folder))
        self._ranking = ranking or RankingSettings()
        self._suppressed = suppressed_names(Settings.load())
        self._today = today
        self._background = background
        self._opening = threading.Lock()
        self._unusable: tuple[int, int, int] | None = None  # the version that could not be opened
        self._looked = -1.0  # when, by the monotonic clock
        self._newest = self._open()
        if background:
            self._newest.warm(self._today())
        self._earlier: Searcher | None = None  # the generation before, if a walk goes on in it
        self._opening_earlier = threading.Lock()

    @property
    def _opened(self) -> Searcher:
        """The searcher of the generation that searches read."""
        return self._newest

    @property
    def snapshot(self) -> Snapshot:
        """The generation that searches read."""
        now = time.monotonic()
        if now - self._looked < _LOOK_AGAIN:
            return self._opened.snapshot
        self._looked = now
        version = self._generations.version()
        if version in (None, self._opened.version, self._unusable):
            return self._opened.snapshot
        if self._opening.acquire(blocking=False):
            if self._background:
                threading.Thread(target=self._open_ahead, name="warta-opening", daemon=True).start()
            else:
                try:
                    if version != self._opened.version:
                        self._newest = self._open()
                finally:
                    self._opening.release()
        return self._opened.snapshot

    def _open_ahead(self) -> None:
        """Open the current generation and make what searches need of it; then let them have it."""
        version = self._generations.version()
        try:
            if version != self._opened.version:
                opened = self._open()
                opened.warm(self._today())
                self._newest = opened
        except WartaError as error:
            _log.error("the newer generation cannot be opened, searches go on over the old one: %s", error)
            self._unusable = version
        finally:
            self._opening.release()

    def _open(self) -> Searcher:
        for attempt in range(_OPENING_TRIES):
            version = self._generations.version()
            pointer = self._generations.pointer()
            name = pointer.current
            try:
                known = self._opened.snapshot if hasattr(self, "_opened") else None
                snapshot = Snapshot(self._generations.path(name), name, pointer.root, known)
                snapshot.mentions.hide(self._suppressed)
                return Searcher(snapshot, version, shared_variants(), self._ranking)
            except IndexDamagedError:
                # It may have been replaced between reading the pointer and opening the files.
                if attempt + 1 == _OPENING_TRIES or self._generations.pointer().current == name:
                    raise
        raise IndexMissingError("being_replaced", folder=self._generations.folder)

    def warm(self) -> None:
        """Compute what the first searches need, so that nobody waits for it."""
        _ = self.snapshot
        self._opened.warm(self._today())

    def search(self, text: str, **fields: Any) -> ResultPage:
        """Search ``text``; ``fields`` are those of SearchRequest. Raises RequestError."""
        return self.run(SearchRequest.of(text, fields))

    def run(self, request: SearchRequest) -> ResultPage:
        """Answer a request."""
        started = time.perf_counter()
        _ = self.snapshot
        return self._opened.page(request, self._today(), started)

    def walk(self, request: SearchRequest, cursor: Cursor | None = None) -> ResultPage:
        """Answer the next part of a walk through all results, the first one without a cursor.

        A walk stays in the generation that it began in, as long as that is the current or the previous one.
        Raises CursorExpiredError.
        """
        started = time.perf_counter()
        _ = self.snapshot
        if cursor is None:
            return self._opened.part(request, self._today(), started, 0)
        return self._at(cursor.generation).part(request, cursor.today, started, cursor.place)

    def hits(self, request: SearchRequest) -> Iterator[ArticleHit]:
        """Yield all hits of a request, at any depth, from one generation; memory stays bounded."""
        _ = self.snapshot
        return self._opened.hits(request, self._today())

    def _at(self, digest: str) -> Searcher:
        """Return the searcher of the current or the previous generation. Raises CursorExpiredError."""
        return self._known_as(digest, str)

    def _known_as(self, digest: str, shown: Callable[[str], str]) -> Searcher:
        """Return the searcher of the generation for whose digest ``shown`` returns ``digest``.

        Raises CursorExpiredError.
        """
        if self._earlier and not self._earlier.snapshot.folder.exists():
            self._earlier = None  # superseded, or purged: what is in it must not be shown any more
        for known in (self._opened, self._earlier):
            if known is not None and shown(known.snapshot.manifest.digest) == digest:
                return known
        with suppress(IndexDamagedError), self._opening_earlier:
            name = self._generations.pointer().previous
            if name is not None and shown(Manifest.load(self._generations.path(name)).digest) == digest:
                snapshot = Snapshot(self._generations.path(name), name)
                snapshot.mentions.hide(self._suppressed)
                self._earlier = Searcher(snapshot, None, shared_variants(), self._ranking)
                return self._earlier
        raise CursorExpiredError("cursor_expired")

    def paragraphs(
        self, text: str, count: int = DEFAULT_PARAGRAPHS, *, match: str = "any", page: int = 1, **filters: Any
    ) -> FoundParagraphs:
        """Return the ``count`` (1 to 1,000) best paragraphs for a text by plain BM25.

        page:    of as many paragraphs; up to number 10,000
        match:   "any" of the words, or "all" of them in one paragraph
        filters: source, not_tag, date_from and the like, as in SearchRequest
        Raises RequestError.
        """
        within = None
        if filters:
            unknown = [
                Problem(name, "no_filter", {"filters": FILTERS}) for name in filters if name not in FILTERS
            ]
            if unknown:
                raise RequestError(*unknown)
            within = SearchRequest("", **filters)
        _ = self.snapshot
        return self._opened.paragraphs.best(text, count, match, within, page)

    def rank(self, request: SearchRequest, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the ``depth`` best articles, or paragraph addresses with ``group="none"``.

        Nothing else of a result is made: this is what runs for evaluation are written with.
        """
        _ = self.snapshot
        return self._opened.ranked(request, self._today(), depth)

    def article(self, article_id: str) -> Article:
        """Return a whole article. Raises NotFoundError."""
        snapshot = self.snapshot
        return snapshot.article(snapshot.find(article_id))

    def articles(self, ids: Iterable[str]) -> list[Article]:
        """Return the articles with these ids, of one generation, in order, without unknown ids."""
        snapshot, found = self.snapshot, []
        for article_id in ids:
            with suppress(NotFoundError):
                found.append(snapshot.article(snapshot.find(article_id)))
        return found

    def matching(self, request: SearchRequest) -> list[ArticleMetadata]:
        """Return the metadata of all articles that match, in index order.

        No article comes along that has only a part of the query. Copies of one text are all among them.
        """
        _ = self.snapshot
        return self._opened.matching(request, self._today())

    def at_address(self, url: str) -> tuple[str, ...]:
        """Return the ids of the articles at an address, whatever its scheme and parameters of campaigns."""
        _ = self.snapshot
        return self._opened.archive.at_address(url)

    def similar(self, article_id: str, count: int = DEFAULT_COUNT) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` (1 to 20) articles on the same subject, the most similar first.

        Copies of the article are not among them, and of other copies there is one. Raises NotFoundError,
        RequestError.
        """
        _ = self.snapshot
        opened = self._opened
        return opened.similar.of(opened.snapshot.find(article_id), count)

    @property
    def numbers(self) -> int:
        """One more than the greatest number of an article in the index; see ``listed``."""
        return int(self.snapshot.doc_values.article_count)

    def listed(self, first: int, end: int) -> Iterator[tuple[ArticleMetadata, datetime]]:
        """Return the articles whose numbers are from ``first`` to ``end`` (half-open), and when each came.

        Numbers of deleted articles are passed over. All are of one generation, and read when they are used.
        """
        snapshot = self.snapshot
        end = min(end, snapshot.doc_values.article_count)
        live, arrived = snapshot.live, snapshot.arrived.item
        return (
            (snapshot.metadata(number), datetime.fromtimestamp(arrived(number), timezone.utc))
            for number in range(first, end)
            if live is None or live[number]
        )

    def suggest(self, text: str, count: int = DEFAULT_SUGGESTIONS) -> tuple[Suggestion, ...]:
        """Return at most ``count`` (1 to 20) completions of a query that is still being typed.

        Raises RequestError.
        """
        if problems := check("suggest", text=text, count=count):
            raise RequestError(*problems)
        _ = self.snapshot
        return self._opened.completer.suggest(text, count)

    def name(self, name: str, quotations: int = DEFAULT_QUOTATIONS) -> NameProfile:
        """Return what the archive has of a person or an organisation, with its latest quotations.

        name: in full, as the archive has it; letter case makes no difference
        Raises NotFoundError.
        """
        return profile_of(self.snapshot, name, quotations)

    def copies(self, article_id: str) -> tuple[ArticleMetadata, ...]:
        """Return the other articles that are copies of an article, in index order. Raises NotFoundError."""
        snapshot = self.snapshot
        article = snapshot.find(article_id)
        if not snapshot.has_copies.item(article):
            return ()
        members = snapshot.cluster_members(snapshot.doc_values.cluster.item(article))
        return tuple(snapshot.metadata_of([one for one in members.tolist() if one != article]))

    def marked_article(
        self, article_id: str, request: SearchRequest
    ) -> tuple[Article, list[tuple[tuple[int, int], ...]]]:
        """Return a whole article and, for each paragraph, the character ranges that a query matches.

        Raises NotFoundError.
        """
        article = self.article(article_id)
        understood = self._opened.understand(request, self._today())
        shown = highlighter(understood.marked, self._opened.analyzer)
        return article, [shown.marks(paragraph) for paragraph in article.paragraphs]

    @property
    def generation(self) -> str:
        """The name of the generation that the next search reads."""
        return self.snapshot.name

    @property
    def digest(self) -> str:
        """A digest of all that the next search reads: another one after every build, on every machine."""
        return self.snapshot.manifest.digest

    def stats(self) -> IndexStats:
        """Return what is in the index."""
        _ = self.snapshot
        return self._opened.stats
