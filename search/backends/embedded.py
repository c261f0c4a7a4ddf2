"""The embedded backend: an index folder that is searched in this process."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any

from search.article import Article, ArticleMetadata
from search.backends.newest import NewestGeneration
from search.backends.readable import whole, whole_one_by_one
from search.errors import NotFoundError, RequestError
from search.index import Snapshot
from search.parameters import check, parameters_of
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
from search.searcher.paragraphs import filter_request
from search.searcher.people import profile_of
from search.searcher.similar import DEFAULT_COUNT

DEFAULT_QUOTATIONS = 10
DEFAULT_SUGGESTIONS: int = parameters_of("suggest")["count"].default


class EmbeddedIndex(NewestGeneration):
    """An index folder that is opened for searching. Threads may share it."""

    def search(self, text: str, **fields: Any) -> ResultPage:
        """Search ``text``; ``fields`` are those of SearchRequest. Raises RequestError."""
        return self.run(SearchRequest.of(text, fields))

    @whole
    def run(self, request: SearchRequest) -> ResultPage:
        """Return the page of results for a request."""
        started = time.perf_counter()
        _ = self.snapshot
        return self._opened.page(request, self._today(), started)

    @whole
    def walk(self, request: SearchRequest, cursor: Cursor | None = None) -> ResultPage:
        """Return the next part of a walk through all results, the first part if there is no cursor.

        A walk stays in the generation in which it began. Raises CursorExpiredError if this is neither the
        current nor the previous generation.
        """
        started = time.perf_counter()
        _ = self.snapshot
        if cursor is None:
            return self._opened.part(request, self._today(), started, 0)
        return self._at(cursor.generation).part(request, cursor.today, started, cursor.place)

    @whole_one_by_one
    def hits(self, request: SearchRequest) -> Iterator[ArticleHit]:
        """Yield all hits of a request in order, from one generation. Only some of them are in memory."""
        _ = self.snapshot
        return self._opened.hits(request, self._today())

    @whole
    def paragraphs(
        self, text: str, count: int = DEFAULT_PARAGRAPHS, *, match: str = "any", page: int = 1, **filters: Any
    ) -> FoundParagraphs:
        """Return one page of the best paragraphs for a text, ranked by plain BM25.

        count:   the number of paragraphs on a page, 1 to 1,000
        match:   "any" if one of the words suffices, "all" if a paragraph must contain all of them
        page:    the number of the page, from 1; page times count is at most 10,000
        filters: filters of SearchRequest, such as source, not_tag and date_from

        Raises RequestError.
        """
        within = filter_request(filters)
        _ = self.snapshot
        return self._opened.paragraphs.best(text, count, match, within, page)

    @whole
    def rank(self, request: SearchRequest, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the ``depth`` best articles and their scores, the best first.

        With ``group="none"`` it returns the addresses of paragraphs (``id#number``) in place of ids. No
        snippets or facets are made, because run files for evaluation are written with it.
        """
        _ = self.snapshot
        return self._opened.ranked(request, self._today(), depth)

    @whole
    def article(self, article_id: str) -> Article:
        """Return a whole article. Raises NotFoundError."""
        snapshot = self.snapshot
        return snapshot.article(snapshot.find(article_id))

    @whole
    def articles(self, ids: Iterable[str]) -> list[Article]:
        """Return the articles with these ids, in the same order. Unknown ids are skipped."""
        snapshot, found = self.snapshot, []
        for article_id in ids:
            with suppress(NotFoundError):
                found.append(snapshot.article(snapshot.find(article_id)))
        return found

    @whole
    def matching(self, request: SearchRequest) -> list[ArticleMetadata]:
        """Return the metadata of all articles that match the whole request, in index order.

        If terms of the query had to be dropped, no article is returned. All copies of a text are returned.
        """
        _ = self.snapshot
        return self._opened.matching(request, self._today())

    @whole
    def at_address(self, url: str) -> tuple[str, ...]:
        """Return the ids of the articles with an address on the web.

        The scheme and the parameters of the address are ignored, unless several articles differ only in their
        parameters.
        """
        _ = self.snapshot
        return self._opened.archive.at_address(url)

    @whole
    def similar(self, article_id: str, count: int = DEFAULT_COUNT) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` (1 to 20) articles on the same subject, the most similar first.

        Copies of the article are excluded; of several copies of another text, one is returned. Raises
        NotFoundError or RequestError.
        """
        _ = self.snapshot
        opened = self._opened
        return opened.similar.of(opened.snapshot.find(article_id), count)

    @property
    def numbers(self) -> int:
        """The greatest number of an article in the index, plus one; see ``listed``."""
        return int(self.snapshot.doc_values.article_count)

    @property
    def last_arrival(self) -> int:
        """When the last article came into the index, in seconds since 1970 UTC; 0 without any."""
        return int(self.snapshot.arrived.max(initial=0))

    @whole_one_by_one
    def listed(self, first: int, end: int) -> Iterator[tuple[ArticleMetadata, datetime]]:
        """Return live articles with their times of arrival: the numbers ``first`` to ``end`` (half-open).

        All are of one generation. Each article is read from disk when the iterator reaches it.
        """
        snapshot = self.snapshot
        live, end = snapshot.live, min(end, snapshot.doc_values.article_count)
        return listed(snapshot, [one for one in range(first, end) if live is None or live[one]])

    @whole
    def suggest(self, text: str, count: int = DEFAULT_SUGGESTIONS) -> tuple[Suggestion, ...]:
        """Return at most ``count`` (1 to 20) completions of a query that is still being typed.

        Raises RequestError.
        """
        if problems := check("suggest", text=text, count=count):
            raise RequestError(*problems)
        _ = self.snapshot
        return self._opened.completer.suggest(text, count)

    @whole
    def name(self, name: str, quotations: int = DEFAULT_QUOTATIONS) -> NameProfile:
        """Return what the archive has of a person or an organisation, with its latest quotations.

        name: in full, as the archive has it; letter case makes no difference
        Raises NotFoundError.
        """
        return profile_of(self.snapshot, name, quotations)

    @whole
    def copies(self, article_id: str) -> tuple[ArticleMetadata, ...]:
        """Return the other articles that are copies of an article, in index order. Raises NotFoundError."""
        snapshot = self.snapshot
        article = snapshot.find(article_id)
        if not snapshot.has_copies.item(article):
            return ()
        members = snapshot.cluster_members(snapshot.doc_values.cluster.item(article))
        return tuple(snapshot.metadata_of([one for one in members.tolist() if one != article]))

    @whole
    def marked_article(
        self, article_id: str, request: SearchRequest
    ) -> tuple[Article, list[tuple[tuple[int, int], ...]]]:
        """Return a whole article and, for each paragraph, the character ranges that a query matches.

        Raises NotFoundError.
        """
        article = self.article(article_id)
        return article, self._opened.marks(article, request, self._today())

    @property
    def generation(self) -> str:
        """The name of the generation that the next search reads."""
        return self.snapshot.name

    @property
    def digest(self) -> str:
        """A digest of all files that the next search reads. It changes with every build."""
        return self.snapshot.manifest.digest

    @whole
    def stats(self) -> IndexStats:
        """Return the statistics of the index."""
        _ = self.snapshot
        return self._opened.stats


def listed(snapshot: Snapshot, articles: Iterable[int]) -> Iterator[tuple[ArticleMetadata, datetime]]:
    """Yield some articles with their times of arrival."""
    for article in articles:
        arrived = datetime.fromtimestamp(snapshot.arrived.item(article), timezone.utc)
        yield snapshot.metadata(article), arrived
