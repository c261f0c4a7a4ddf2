"""The package searches Indonesian news archives.

>>> import search
>>> index = search.open_index("warta-index")  # doctest: +SKIP
>>> page = index.search("pertemuan Wang Yi dan Putin", page_size=5)  # doctest: +SKIP
>>> page.total_articles, page.articles[0].article.title  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.later import names

if TYPE_CHECKING:
    from search.article import Article, ArticleMetadata, Paragraph
    from search.backends.base import Index
    from search.backends.embedded import EmbeddedIndex
    from search.backends.opening import open_index
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
    from search.facets import Facet, FacetValue
    from search.index.purge import Purged
    from search.index.removals import Removal
    from search.indexing import add, delete, reindex, removed, unblock
    from search.interpretation import Interpretation
    from search.location import ClusterAddress
    from search.ranking import RankingSettings
    from search.request import SearchRequest
    from search.results import (
        ArticleHit,
        FoundParagraph,
        FoundParagraphs,
        IndexStats,
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

# Names are imported at their first use, so a program that adds articles does not import what searches need.
__getattr__ = names(
    __name__,
    {
        "search.article": "Article ArticleMetadata Paragraph",
        "search.backends.base": "Index",
        "search.backends.embedded": "EmbeddedIndex",
        "search.backends.opening": "open_index",
        "search.budget": "Budget spending",
        "search.errors": (
            "AlertError BuildProcessError ClusterError CursorExpiredError DiskError EvaluationError "
            "FeedError IndexDamagedError "
            "IndexLockedError IndexMissingError KeysError MemoryDamagedError NotFoundError "
            "NothingToIndexError Problem QueryTooExpensiveError RequestError SearchCancelledError "
            "SettingsError SourceError UnsupportedError WartaError"
        ),
        "search.facets": "Facet FacetValue",
        "search.index.purge": "Purged",
        "search.interpretation": "Interpretation",
        "search.traces": "purge",
        "search.index.removals": "Removal",
        "search.indexing": "add delete reindex removed unblock",
        "search.location": "ClusterAddress",
        "search.ranking": "RankingSettings",
        "search.request": "SearchRequest",
        "search.results": (
            "ArticleHit FoundParagraph FoundParagraphs IndexStats ParagraphHit ResultPage SimilarArticle "
            "Suggestion"
        ),
    },
)
