"""The searcher of one opened generation: pages, paragraphs, similar articles, suggestions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from operator import attrgetter

import numpy as np

from search.article import Article, ArticleMetadata
from search.budget import current_budget
from search.cache import Cache
from search.compiled import COMPILED, STATE
from search.index import Snapshot
from search.index.format.doc_values import MONTHS, NO_DAY, NO_MONTH
from search.indonesian.chain import shared_analyzer
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import Understood, understand
from search.query.tree import Words, all_words
from search.ranking import RankingSettings
from search.ranking.choose import searchers
from search.ranking.counting import Counted
from search.ranking.facets import Calendar, Years, facet_of_values
from search.ranking.filters import Choice
from search.ranking.order import Order
from search.request import SearchRequest
from search.results import ArticleHit, IndexStats, ResultPage
from search.searcher.completing import Completer
from search.searcher.page import PageSearch
from search.searcher.paragraphs import ParagraphSearch
from search.searcher.similar import SimilarArticles
from search.searcher.snapshot_words import SnapshotWords
from search.searcher.suggest import Suggester
from search.snippets import Range, highlighter
from search.values import COUNTED_FIELDS

_ORDERS_BYTES = 8 << 20  # the memory for the orders of the walks that were used last


class Searcher:
    """Searches one opened generation, and caches what is computed once for it. Threads may share it."""

    page_search: type[PageSearch] = PageSearch

    def __init__(
        self,
        snapshot: Snapshot,
        version: tuple[int, int, int] | None,
        variants: Variants,
        ranking: RankingSettings,
    ) -> None:
        self.snapshot = snapshot
        self.ranking = ranking
        self.articles, self._paragraphs, frequency = searchers(snapshot, ranking)
        self.version = version
        self.analyzer = shared_analyzer(snapshot.analysis)
        self.archive = SnapshotWords(snapshot, frequency)
        self.expander = Expander(self.analyzer, variants, self.archive.frequency, self.archive)
        self.suggester = Suggester(snapshot, self.analyzer, self.archive)
        self.orders: Cache[tuple[SearchRequest, date], Order] = Cache(_ORDERS_BYTES, attrgetter("nbytes"))

    @cached_property
    def stats(self) -> IndexStats:
        """The statistics of the index, computed once."""
        doc_values, manifest = self.snapshot.doc_values, self.snapshot.manifest
        live = np.ones(doc_values.article_count, bool) if self.snapshot.live is None else self.snapshot.live
        whole = not self.snapshot.partial
        dated = doc_values.day[live & (doc_values.day != NO_DAY)]
        return IndexStats(
            generation=self.snapshot.name,
            built_at=manifest.built,
            articles=manifest.articles,
            paragraphs=manifest.paragraphs,
            terms=self.snapshot.term_count("body") if whole else None,
            sources=self._counted("source"),
            categories=self._counted("category"),
            first_day=date.fromordinal(int(dated.min())) if len(dated) else None,
            last_day=date.fromordinal(int(dated.max())) if len(dated) else None,
            undated=int(live.sum()) - len(dated),
            rejected=manifest.rejected if whole else None,
            read=manifest.read if whole else {},
            bytes_on_disk=manifest.bytes_on_disk if whole else None,
            segments=len(manifest.segments),
            engine="compiled kernel" if COMPILED else f"oracles: the compiled steps are {STATE}",
        )

    @cached_property
    def has_undated(self) -> bool:
        """Whether some article has no date."""
        return bool((self.snapshot.doc_values.day == NO_DAY).any())

    def _counted(self, field: str) -> dict[str, int]:
        """Return how many live articles have each value of a field, the most frequent first."""
        values = self.snapshot.values(field)
        counted = Counted.of_all(values.frequencies, 0)
        facet = facet_of_values(field, values, counted, Choice(), len(values))
        return {value.value: value.count for value in facet.values}

    @cached_property
    def years(self) -> Years:
        """The year in which each article was published."""
        month = self.snapshot.doc_values.month
        return Years(np.where(month == NO_MONTH, 0, month // MONTHS).astype(np.int32))

    @cached_property
    def calendar(self) -> Calendar:
        """The months in which articles were published, for facets."""
        return Calendar(*self.snapshot.doc_values.months)

    @cached_property
    def completer(self) -> Completer:
        """The completer, which suggests completions of a query that is still being typed."""
        return Completer(self.snapshot, self.analyzer)

    @cached_property
    def similar(self) -> SimilarArticles:
        """The search for similar articles."""
        return SimilarArticles(self.snapshot, self.analyzer, self._paragraphs)

    @cached_property
    def paragraphs(self) -> ParagraphSearch:
        """The search for single paragraphs."""
        return ParagraphSearch(self.snapshot, self.analyzer, self._paragraphs)

    def understand(self, request: SearchRequest, today: date) -> Understood:
        """Return the interpretation of a request."""
        understood = understand(request, self.analyzer, self.expander, today, self._max_frequency)
        if (budget := current_budget()) is not None:
            budget.look()
            budget.check_clauses(sum([len(word.forms) for word in all_words(understood.tree)]))
        return understood

    def _max_frequency(self, word: Words) -> int:
        """Return an upper bound for the number of paragraphs that contain a word.

        For a prefix it is half of all paragraphs, which is an estimate.
        """
        if word.prefix:
            return self.snapshot.paragraph_total // 2
        if word.within:
            return len(self.snapshot.mentions.quotation_docs)
        form, field = word.forms[0], "body_exact" if word.exact else "body"
        terms = form.exacts if word.exact else form.stems
        return min([self.snapshot.document_frequency(field, term) for term in terms])

    def marks(self, article: Article, request: SearchRequest, today: date) -> list[tuple[Range, ...]]:
        """Return for each paragraph of an article the character ranges that a query matches."""
        shown = highlighter(self.understand(request, today).marked, self.analyzer)
        return [shown.marks(paragraph) for paragraph in article.paragraphs]

    def page(self, request: SearchRequest, today: date, started: float) -> ResultPage:
        """Return the page of results for a request.

        started: the time when the request came, in seconds, from ``time.perf_counter``
        """
        return self.page_search(self, request, today).page(started)

    def part(self, request: SearchRequest, today: date, started: float, place: int) -> ResultPage:
        """Return a part of a walk through all results: ``page_size`` places.

        started: the time when the request came, in seconds, from ``time.perf_counter``
        place:   the number of places that come before
        """
        return self.page_search(self, request, today).part(started, place)

    def hits(self, request: SearchRequest, today: date) -> Iterator[ArticleHit]:
        """Yield all hits of a request in order."""
        return self.page_search(self, request, today).hits()

    def matching(self, request: SearchRequest, today: date) -> list[ArticleMetadata]:
        """Return the metadata of all articles that match the whole request, in index order."""
        articles = self.page_search(self, request, today).matching()
        return self.snapshot.metadata_of(articles.tolist())

    def ranked(self, request: SearchRequest, today: date, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the ``depth`` best articles with their scores, the best first.

        If the request is for single paragraphs, it returns their addresses (``id#number``) in place of ids.
        """
        return self.page_search(self, request, today).ranked(depth)

    def warm(self, today: date) -> None:
        """Run some searches, so that no user waits for what the first search computes.

        They search for a term from the middle of the dictionary (any term would do) with every facet and a
        timeline, and as a name, so that no search works out the tables of names.
        """
        self.completer.suggest("ber", 1)
        self.snapshot.mentions.role_of("")  # suggested names have their roles
        for _, lists in self.snapshot.fields("body"):
            term = lists.term(len(lists) // 2).decode()
            asked = SearchRequest(
                term, plain=True, facets=(*COUNTED_FIELDS, "year", "month"), timeline="auto"
            )
            self.page(asked, today, time.perf_counter())
            self.page(replace(asked, text="", sort="newest"), today, time.perf_counter())
            # Near spellings, patterns, names and corrections use other dictionaries, which this query loads.
            strange = f"{term}~ {term}zq? sumber:{term} oleh:{term} {term}xqz"
            self.page(SearchRequest(strange, match="any"), today, time.perf_counter())
            self.page(SearchRequest(term, speaker=(term,)), today, time.perf_counter())
            dated = SearchRequest("1 Januari 2020")  # compiles the patterns of dates
            self.page(dated, today, time.perf_counter())
            return
