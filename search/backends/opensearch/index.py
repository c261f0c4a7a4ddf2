"""An index in an OpenSearch cluster, behind the same protocol as a folder of files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime, timezone
from typing import Any

from search.article import Article, ArticleMetadata
from search.backends.opensearch import names
from search.backends.opensearch.candidates import article_of_source, metadata_of_source
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.opened import Opened
from search.backends.opensearch.pages import ClusterPage
from search.backends.pinning import Pin
from search.capabilities import refuse
from search.clock import today_in_jakarta
from search.errors import (
    CursorExpiredError,
    IndexMissingError,
    NotFoundError,
    RequestError,
)
from search.indonesian.variants import shared_variants
from search.location import ClusterAddress
from search.parameters import check
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
from search.searcher.paragraphs import filter_request
from search.settings import Settings

_LOOK_AGAIN = 1.0  # seconds between two looks for a newer generation
_MOST_OF_A_CLUSTER = 10_000


class OpenSearchIndex:
    """An index in a cluster, opened for searching, by many threads; follows newer generations at once."""

    def __init__(
        self,
        address: ClusterAddress,
        *,
        settings: Settings | None = None,
        ranking: RankingSettings | None = None,
        today: Callable[[], date] = today_in_jakarta,
    ) -> None:
        """Open an index. Raises IndexMissingError, IndexDamagedError, ClusterError, SettingsError."""
        self._cluster = Cluster(address, settings)
        self._ranking, self._today = ranking or RankingSettings(), today
        self._opening = threading.Lock()
        self._pin = Pin[Opened]()
        self._newest = self._open(names.current(self._cluster))
        self._earlier: Opened | None = None
        self._looked = time.monotonic()

    def _open(self, named: names.Named) -> Opened:
        return Opened(Generation(self._cluster, named, self._ranking), shared_variants())

    @property
    def _opened(self) -> Opened:
        """The opened generation that searches of this thread read."""
        if self._pin.opened is not None:
            return self._pin.opened
        if time.monotonic() - self._looked < _LOOK_AGAIN or not self._opening.acquire(blocking=False):
            return self._newest
        try:
            named = names.current(self._cluster)
            known = self._newest.generation
            if (named.index, named.meta) != (known.index, known.meta):
                newer = self._open(named)
                self._newest, self._earlier = newer, self._newest
            self._looked = time.monotonic()
        finally:
            self._opening.release()
        return self._newest

    def pinned(self) -> AbstractContextManager[None]:
        """Return the context in which this thread searches one generation, also if a newer one appears."""
        return self._pin.at(self._opened)

    def ensure_readable(self) -> None:
        """Raise nothing: the cluster looks after its files."""

    def warm(self) -> None:
        """Compute what the first searches need, so that nobody waits for it."""
        self._opened.page(SearchRequest("berita", timeline="auto"), self._today(), time.perf_counter())

    def search(self, text: str, **fields: Any) -> ResultPage:
        """Search ``text``; ``fields`` are those of SearchRequest. Raises RequestError."""
        return self.run(SearchRequest.of(text, fields))

    def run(self, request: SearchRequest) -> ResultPage:
        """Answer a request."""
        started = time.perf_counter()
        return self._opened.page(request, self._today(), started)

    def walk(self, request: SearchRequest, cursor: Cursor | None = None) -> ResultPage:
        """Answer the next part of a walk through all results, the first one without a cursor.

        The cluster holds the generation of a walk as it is for some minutes after each part. Raises
        CursorExpiredError.
        """
        started = time.perf_counter()
        if cursor is None:
            return self._opened.part(request, self._today(), started, 0)
        for known in (self._opened, self._earlier):
            if known is not None and known.generation.digest == cursor.generation:
                with suppress(IndexMissingError):  # its point in time, or its index, is gone
                    return known.part(request, cursor.today, started, cursor.place)
        raise CursorExpiredError("cursor_expired")

    def hits(self, request: SearchRequest) -> Iterator[ArticleHit]:
        """Yield all hits of a request, at any depth, from one generation; memory stays bounded."""
        return self._opened.hits(request, self._today())

    def paragraphs(
        self, text: str, count: int = 10, *, match: str = "any", page: int = 1, **filters: Any
    ) -> FoundParagraphs:
        """Return the ``count`` best paragraphs for a text by plain BM25. Raises RequestError."""
        within = filter_request(filters)
        found: FoundParagraphs = self._opened.paragraphs.best(text, count, match, within, page)
        return found

    def rank(self, request: SearchRequest, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the best articles, or paragraph addresses with ``group="none"``, with scores."""
        return self._opened.ranked(request, self._today(), depth)

    def article(self, article_id: str) -> Article:
        """Return a whole article. Raises NotFoundError."""
        return self._opened.generation.article(article_id)

    def articles(self, ids: Iterable[str]) -> list[Article]:
        """Return the articles with these ids, of one generation, in order, without unknown ids."""
        generation, found = self._opened.generation, []
        for article_id in ids:
            with suppress(NotFoundError):
                found.append(generation.article(article_id))
        return found

    def matching(self, request: SearchRequest) -> list[ArticleMetadata]:
        """Return the metadata of all articles that match the whole request, in index order."""
        return ClusterPage(self._opened, request, self._today()).matching_metadata()

    def at_address(self, url: str) -> tuple[str, ...]:
        """Return the ids of the articles at an address, whatever its scheme and parameters of campaigns."""
        return self._opened.archive.at_address(url)

    def similar(self, article_id: str, count: int = 5) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` articles on the same subject. Raises NotFoundError, RequestError."""
        found: tuple[SimilarArticle, ...] = self._opened.similar.of_id(article_id, count)
        return found

    @property
    def numbers(self) -> int:
        """One more than the greatest number of an article in the index; see ``listed``."""
        return self._opened.generation.totals.numbers

    @property
    def last_arrival(self) -> int:
        """When the last article came into the index, in seconds since 1970 UTC; 0 without any."""
        return self._opened.generation.totals.last_arrival

    def listed(self, first: int, end: int) -> Iterator[tuple[ArticleMetadata, datetime]]:
        """Return the articles whose numbers are from ``first`` to ``end`` (half-open), and when each came."""
        within = {"range": {"seq": {"gte": first, "lt": end}}}
        return (
            (metadata_of_source(source), datetime.fromtimestamp(source["arrived"], timezone.utc))
            for source in self._opened.generation.every(within)
        )

    def suggest(self, text: str, count: int = 8) -> tuple[Suggestion, ...]:
        """Return at most ``count`` completions of a query that is still being typed. Raises RequestError."""
        if problems := check("suggest", text=text, count=count):
            raise RequestError(*problems)
        return self._opened.completer.suggest(text, count)

    def name(self, name: str, quotations: int = 0) -> NameProfile:
        """Raise UnsupportedError: names are not read in a cluster yet."""
        refuse(self._cluster.address, "cluster_names")

    def copies(self, article_id: str) -> tuple[ArticleMetadata, ...]:
        """Return the other articles that are copies of an article. Raises NotFoundError."""
        generation = self._opened.generation
        source = generation.source(article_id)
        if not source["copies"]:
            return ()
        members = generation.sources({"term": {"cluster": source["cluster"]}}, _MOST_OF_A_CLUSTER)
        return tuple(metadata_of_source(one) for one in members if one["seq"] != source["seq"])

    @property
    def generation(self) -> str:
        """The name of the generation that the next search reads."""
        return self._opened.generation.name

    @property
    def digest(self) -> str:
        """A digest of all that the next search reads: another one after every build."""
        return self._opened.generation.digest

    def marked_article(
        self, article_id: str, request: SearchRequest
    ) -> tuple[Article, list[tuple[tuple[int, int], ...]]]:
        """Return a whole article and, for each paragraph, the character ranges that a query matches."""
        opened = self._opened
        article = article_of_source(opened.generation.source(article_id))
        return article, opened.marks(article, request, self._today())

    def stats(self) -> IndexStats:
        """Return what is in the index."""
        return self._opened.stats
