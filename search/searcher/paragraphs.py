"""Plain paragraph search: the best paragraphs for a text, without a part for their articles.

It serves programs that process paragraphs, for example to check facts or to answer questions. The grammar is
that of ``search.query.plain``, the score is plain BM25 (``search.ranking.paragraphs``), the total is exact,
and every paragraph has a snippet. Only ``Index.search`` uses the scores of articles, headlines, other names,
dates in the text, and copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat, starmap
from typing import Any

import numpy as np
from whoosh import query

from search.errors import Problem, RequestError
from search.index.reading.snapshot import Snapshot
from search.indonesian import Analyzer
from search.parameters import MAX_WINDOW, check
from search.query.plain import parse_plain
from search.ranking.filters import ALL, filters_of
from search.ranking.paragraphs import NOTHING, ArticleMask, ParagraphSearcher, TopParagraphs
from search.request import FIELDS, SearchRequest
from search.results import FoundParagraph, FoundParagraphs
from search.snippets import highlighter

DEFAULT_COUNT = 10
#: The names of the fields of ``SearchRequest`` that filter paragraphs.
FILTERS = tuple(one.field for one in FIELDS if "paragraphs" in one.of and one.name not in ("q", "page"))


def filter_request(filters: Mapping[str, Any]) -> SearchRequest | None:
    """Return the request whose filters paragraphs must pass, None without filters.

    filters: fields of ``SearchRequest`` by name

    Raises RequestError if one of them does not filter paragraphs.
    """
    if not filters:
        return None
    unknown = [Problem(name, "no_filter", {"filters": FILTERS}) for name in filters if name not in FILTERS]
    if unknown:
        raise RequestError(*unknown)
    return SearchRequest("", **filters)


class ParagraphSearch:
    """Plain paragraph search in one generation. Threads may share it."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer, searcher: ParagraphSearcher) -> None:
        self._snapshot = snapshot
        self._analyzer = analyzer
        self._searcher = searcher

    def best(
        self, text: str, count: int, match: str, filters: SearchRequest | None = None, page: int = 1
    ) -> FoundParagraphs:
        """Return one page of the best paragraphs for a text.

        count:   the number of paragraphs on a page, 1 to 1,000
        match:   "any" if one of the words suffices, "all" if a paragraph must contain all of them
        filters: a request whose filters apply; its other fields are ignored
        page:    the number of the page, from 1

        Raises RequestError.
        """
        problems = check("paragraphs", text=text, count=count, match=match, page=page)
        if not problems and page * count > MAX_WINDOW:
            problems = [Problem("page", "paragraphs_beyond_window", {"most": MAX_WINDOW, "page": page})]
        if problems:
            raise RequestError(*problems)
        asked = parse_plain(text, self._analyzer, every=match == "all")
        best = NOTHING
        if asked.words:
            best = self._top(asked.tree, page * count, filters)
        shown = highlighter(asked.words, self._analyzer)
        first = (page - 1) * count
        documents = best.documents[first:].tolist()
        texts = self._snapshot.texts(documents)
        origins = repeat(self._snapshot.paragraph_of)
        columns = zip(
            texts, best.scores[first:].tolist(), map(shown.snippet, texts), documents, origins, strict=False
        )
        paragraphs = tuple(starmap(FoundParagraph, columns))
        searched = tuple([word.text for word in asked.words])
        return FoundParagraphs(paragraphs, best.total, searched, asked.ignored, self._snapshot.name)

    def _top(self, tree: query.Query, k: int, filters: SearchRequest | None) -> TopParagraphs:
        """Return the ``k`` best paragraphs that pass the filters, and how many match."""
        allowed = _allowed(self._snapshot, filters) if filters else None
        return self._searcher.scorer(tree).top(k, count=True, allowed=allowed)


def _allowed(snapshot: Snapshot, filters: SearchRequest) -> ArticleMask | None:
    """Return bool[A], whether each article passes the filters; None if there are no filters."""
    masks = [one.passes(ALL) for one in filters_of(snapshot, filters)]
    return np.logical_and.reduce(masks) if masks else None
