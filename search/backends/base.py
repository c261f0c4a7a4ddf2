"""The protocol that every backend answers: the embedded index, and others behind the same API."""

from __future__ import annotations

from typing import Any, Protocol

from search.article import Article, ArticleMetadata
from search.request import SearchRequest
from search.results import FoundParagraphs, IndexStats, ResultPage, SimilarArticle


class Index(Protocol):
    """A searchable archive. An instance may be shared by threads."""

    def search(self, text: str, **fields: Any) -> ResultPage:
        """Search ``text``; ``fields`` are those of SearchRequest. Raises RequestError."""
        ...

    def run(self, request: SearchRequest) -> ResultPage:
        """Answer a request that is already made."""
        ...

    def paragraphs(
        self, text: str, count: int = 10, *, match: str = "any", **filters: Any
    ) -> FoundParagraphs:
        """Return the best paragraphs for a text by plain BM25, without articles around them."""
        ...

    def article(self, article_id: str) -> Article:
        """Return a whole article. Raises NotFoundError."""
        ...

    def similar(self, article_id: str, count: int = 5) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` articles on the same subject. Raises NotFoundError, RequestError."""
        ...

    def copies(self, article_id: str) -> tuple[ArticleMetadata, ...]:
        """Return the other articles that are copies of an article. Raises NotFoundError."""
        ...

    @property
    def generation(self) -> str:
        """The name of the generation that the next search reads."""
        ...

    @property
    def digest(self) -> str:
        """A digest of all that the next search reads: another one after every build, on every machine."""
        ...

    def marked_article(
        self, article_id: str, request: SearchRequest
    ) -> tuple[Article, list[tuple[tuple[int, int], ...]]]:
        """Return a whole article and, for each paragraph, the character ranges that a query matches."""
        ...

    def rank(self, request: SearchRequest, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the best articles (paragraph addresses with ``group="none"``) and scores."""
        ...

    def stats(self) -> IndexStats:
        """Return what is in the index."""
        ...
