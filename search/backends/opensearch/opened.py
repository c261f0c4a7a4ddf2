"""A generation in a cluster, opened for searching: what ``Searcher`` is for one on disk."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from search.backends.opensearch.completing import ClusterCompleter
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.inverting import Inverter
from search.backends.opensearch.pages import ClusterArticles, ClusterPage
from search.backends.opensearch.paragraphs import ClusterParagraphSearch, ClusterSimilar
from search.backends.opensearch.words import ClusterSuggester, ClusterWords, WordsIndex
from search.cache import Cache
from search.capabilities import refuse
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import Understood
from search.query.tree import Words, all_words
from search.ranking.facets import Calendar
from search.request import SearchRequest
from search.results import IndexStats
from search.searcher.searcher import Searcher

_ORDERS_BYTES = 8 << 20  # of the walks that went on last


class Opened(Searcher):
    """Searches one generation in a cluster."""

    page_search = ClusterPage

    def __init__(self, generation: Generation, variants: Variants) -> None:
        self.generation = generation
        self.snapshot: Any = generation
        self.ranking, self.analyzer = generation.ranking, generation.analyzer
        self.inverter = Inverter(self.analyzer)
        words = self._words_index = WordsIndex(generation)
        self.archive = ClusterWords(words)
        self.expander = Expander(self.analyzer, variants, self.archive.frequency, self.archive)
        self.suggester = ClusterSuggester(words, self.analyzer, self.archive)  # type: ignore[arg-type]
        self.articles: Any = lambda: ClusterArticles(self)
        self.orders: Cache[Any, Any] = Cache(_ORDERS_BYTES, attrgetter("nbytes"))

    def understand(self, request: SearchRequest, today: date) -> Understood:
        """Return the interpretation of a request. Raises UnsupportedError for names and quotations."""
        understood = super().understand(request, today)
        if any(word.within for tree in (understood.tree, understood.whole) for word in all_words(tree)):
            refuse(self.generation.cluster.address, "cluster_names")
        return understood

    def _max_frequency(self, word: Words) -> int:
        return 0 if word.within else super()._max_frequency(word)

    @cached_property
    def has_undated(self) -> bool:
        """Whether some article has no date."""
        return self.generation.totals.dated < self.generation.totals.articles

    @cached_property
    def calendar(self) -> Calendar:
        """The months in which articles were published, for facets."""
        return Calendar(self.generation.totals.first_month, self.generation.totals.last_month)

    @cached_property
    def completer(self) -> ClusterCompleter:
        """The completer, which suggests completions of a query that is still being typed."""
        return ClusterCompleter(self._words_index, self.analyzer)

    @property
    def paragraphs(self) -> Any:
        """The search for single paragraphs, for one request."""
        return ClusterParagraphSearch(self.generation, self.inverter)

    @property
    def similar(self) -> Any:
        """The search for similar articles, for one request."""
        return ClusterSimilar(self.generation, self.inverter)

    @cached_property
    def stats(self) -> IndexStats:
        """The statistics of the index, computed once."""
        generation, totals = self.generation, self.generation.totals
        cluster, index = generation.cluster, generation.index
        found = cluster.call(lambda client: client.indices.stats(index=index, metric="store,segments"))
        version = cluster.call(lambda client: client.info())["version"]["number"]
        primaries = found["_all"]["primaries"]
        return IndexStats(
            generation=generation.name,
            built_at=generation.built,
            articles=totals.articles,
            paragraphs=totals.paragraphs,
            terms=None if generation.partial else int(generation.meta.get("terms", 0)),
            sources=self._counted("source"),
            categories=self._counted("category"),
            first_day=date.fromordinal(totals.first_day) if totals.dated else None,
            last_day=date.fromordinal(totals.last_day) if totals.dated else None,
            undated=totals.articles - totals.dated,
            rejected=None if generation.partial else generation.meta["rejected"],
            read={} if generation.partial else generation.meta["read"],
            bytes_on_disk=None if generation.partial else primaries["store"]["size_in_bytes"],
            segments=primaries["segments"]["count"],
            engine=f"OpenSearch {version}",
        )
