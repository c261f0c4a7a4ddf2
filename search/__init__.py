"""Search over Indonesian news archives.

>>> import search
>>> index = search.open_index("warta-index")  # doctest: +SKIP
>>> page = index.search("pertemuan Wang Yi dan Putin", page_size=5)  # doctest: +SKIP
>>> page.total_articles, page.articles[0].article.title  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.later import names

if TYPE_CHECKING:
    from pathlib import Path

    from search.article import Article, ArticleMetadata, Paragraph
    from search.backends.base import Index
    from search.backends.embedded import EmbeddedIndex
    from search.budget import Budget, spending
    from search.errors import (
        AlertError,
        BuildProcessError,
        ClusterError,
        CursorExpiredError,
        DiskError,
        EvaluationError,
        FeedError,
        IndexDamagedError,
        IndexLockedError,
        IndexMissingError,
        KeysError,
        MemoryDamagedError,
        NotFoundError,
        NothingToIndexError,
        Problem,
        QueryTooExpensiveError,
        RequestError,
        SearchCancelledError,
        SettingsError,
        SourceError,
        UnsupportedError,
        WartaError,
    )
    from search.index.purge import Purged, purge
    from search.index.removals import Removal
    from search.indexing import add, delete, reindex, removed, unblock
    from search.location import ClusterAddress
    from search.ranking import RankingSettings
    from search.request import SearchRequest
    from search.results import (
        ArticleHit,
        Facet,
        FacetValue,
        FoundParagraph,
        FoundParagraphs,
        IndexStats,
        Interpretation,
        ParagraphHit,
        ResultPage,
        SimilarArticle,
        Suggestion,
    )

__all__ = [
    "AlertError",
    "Article",
    "ArticleHit",
    "ArticleMetadata",
    "Budget",
    "BuildProcessError",
    "ClusterAddress",
    "ClusterError",
    "CursorExpiredError",
    "DiskError",
    "EmbeddedIndex",
    "EvaluationError",
    "Facet",
    "FacetValue",
    "FeedError",
    "FoundParagraph",
    "FoundParagraphs",
    "Index",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMissingError",
    "IndexStats",
    "Interpretation",
    "KeysError",
    "MemoryDamagedError",
    "NotFoundError",
    "NothingToIndexError",
    "Paragraph",
    "ParagraphHit",
    "Problem",
    "Purged",
    "QueryTooExpensiveError",
    "RankingSettings",
    "Removal",
    "RequestError",
    "ResultPage",
    "SearchCancelledError",
    "SearchRequest",
    "SettingsError",
    "SimilarArticle",
    "SourceError",
    "Suggestion",
    "UnsupportedError",
    "WartaError",
    "add",
    "delete",
    "open_index",
    "purge",
    "reindex",
    "removed",
    "spending",
    "unblock",
]

# A program that adds articles does not wait for what only searches need.
__getattr__ = names(
    __name__,
    {
        "search.article": "Article ArticleMetadata Paragraph",
        "search.backends.base": "Index",
        "search.backends.embedded": "EmbeddedIndex",
        "search.budget": "Budget spending",
        "search.errors": (
            "AlertError BuildProcessError ClusterError CursorExpiredError DiskError EvaluationError "
            "FeedError IndexDamagedError "
            "IndexLockedError IndexMissingError KeysError MemoryDamagedError NotFoundError "
            "NothingToIndexError Problem QueryTooExpensiveError RequestError SearchCancelledError "
            "SettingsError SourceError UnsupportedError WartaError"
        ),
        "search.index.purge": "Purged purge",
        "search.index.removals": "Removal",
        "search.indexing": "add delete reindex removed unblock",
        "search.location": "ClusterAddress",
        "search.ranking": "RankingSettings",
        "search.request": "SearchRequest",
        "search.results": (
            "ArticleHit Facet FacetValue FoundParagraph FoundParagraphs IndexStats Interpretation "
            "ParagraphHit ResultPage SimilarArticle Suggestion"
        ),
    },
)


def open_index(path: str | Path | ClusterAddress, *, background: bool = False) -> Index:
    """Open the index at a location. It may be shared by threads and follows new generations by itself.

    path:       a folder, or the address of an index in OpenSearch as ``opensearch://host:9200/name``
    background: a newer generation is opened by a thread of its own, so that no search waits for it; otherwise
                the first search that finds one opens it and answers from it

    Raises IndexMissingError where nothing has been indexed yet, IndexDamagedError where files are
    missing or changed; of a cluster also ClusterError where it does not answer. Raises SettingsError for an
    address that cannot be used.
    """
    from search.backends.embedded import EmbeddedIndex  # noqa: PLC0415
    from search.location import ClusterAddress, location_of  # noqa: PLC0415

    location = location_of(path)
    if isinstance(location, ClusterAddress):
        from search.backends.opensearch.index import OpenSearchIndex  # noqa: PLC0415

        return OpenSearchIndex(location)
    return EmbeddedIndex(location, background=background)
