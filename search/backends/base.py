"""The protocol that both backends implement: the embedded index, and an index in an OpenSearch cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from search.article import Article, ArticleMetadata
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


class Index(Protocol):
    """An archive that can be searched. Threads may share it."""

    def search(self, text: str, **fields: Any) -> ResultPage:
        """Search ``text``; ``fields`` are those of SearchRequest. Raises RequestError."""
        ...

    def run(self, request: SearchRequest) -> ResultPage:
        """Return the page of results for a request."""
        ...

    def ensure_readable(self) -> None:
        """Raise IndexDamagedError if a file was cut since it was opened, so that no search is answered."""
        ...

    def warm(self) -> None:
        """Compute what the first searches need, so that nobody waits for it."""
        ...

    def walk(self, request: SearchRequest, cursor: Cursor | None = None) -> ResultPage:
        """Return the next part of a walk through all results, the first part if there is no cursor.

        A walk stays in the generation in which it began, so no result is returned twice or missed. The field
        ``page`` of the request is ignored; ``page_size`` may change. Raises CursorExpiredError.
        """
        ...

    def hits(self, request: SearchRequest) -> Iterator[ArticleHit]:
        """Yield all hits of a request in order, from one generation. Only some of them are in memory."""
        ...

    def paragraphs(
        self, text: str, count: int = 10, *, match: str = "any", page: int = 1, **filters: Any
    ) -> FoundParagraphs:
        """Return the best paragraphs for a text, ranked by plain BM25. Raises RequestError."""
        ...

    def article(self, article_id: str) -> Article:
        """Return a whole article. Raises NotFoundError."""
        ...

    def articles(self, ids: Iterable[str]) -> list[Article]:
        """Return the articles with these ids, in the same order. Unknown ids are skipped."""
        ...

    def matching(self, request: SearchRequest) -> list[ArticleMetadata]:
        """Return the metadata of all articles that match, in index order, copies among them.

        No article comes along that has only a part of the query.
        """
        ...

    def at_address(self, url: str) -> tuple[str, ...]:
        """Return the ids of the articles at an address, whatever its scheme and parameters of campaigns."""
        ...

    def similar(self, article_id: str, count: int = 5) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` articles on the same subject. Raises NotFoundError, RequestError."""
        ...

    @property
    def numbers(self) -> int:
        """The greatest number of an article in the index, plus one; see ``listed``."""
        ...

    def listed(self, first: int, end: int) -> Iterator[tuple[ArticleMetadata, datetime]]:
        """Return live articles with their times of arrival: the numbers ``first`` to ``end`` (half-open)."""
        ...

    @property
    def last_arrival(self) -> int:
        """When the last article came into the index, in seconds since 1970 UTC; 0 without any."""
        ...

    def suggest(self, text: str, count: int = 8) -> tuple[Suggestion, ...]:
        """Return at most ``count`` completions of a query that is still being typed. Raises RequestError."""
        ...

    def name(self, name: str, quotations: int = ...) -> NameProfile:
        """Return what the archive has of a person or an organisation. Raises NotFoundError."""
        ...

    def copies(self, article_id: str) -> tuple[ArticleMetadata, ...]:
        """Return the other articles that are copies of an article. Raises NotFoundError."""
        ...

    @property
    def generation(self) -> str:
        """The name of the generation that the next search reads."""
        ...

    def pinned(self) -> AbstractContextManager[None]:
        """Return the context in which this thread searches one generation, also if a newer one appears."""
        ...

    @property
    def digest(self) -> str:
        """A digest of all files that the next search reads. It changes with every build."""
        ...

    def marked_article(
        self, article_id: str, request: SearchRequest
    ) -> tuple[Article, list[tuple[tuple[int, int], ...]]]:
        """Return a whole article and, for each paragraph, the character ranges that a query matches."""
        ...

    def rank(self, request: SearchRequest, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the ``depth`` best articles and their scores, the best first.

        With ``group="none"`` it returns the addresses of paragraphs (``id#number``) in place of ids.
        """
        ...

    def stats(self) -> IndexStats:
        """Return the statistics of the index."""
        ...
