"""One generation in a cluster, opened: its numbers, its values and how frequent its words are.

All of it is counted by the cluster, over living articles, and remembered as long as the generation does not
change. Threads may share it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from typing import Any, NamedTuple

from search.article import Article, usable_id
from search.backends.opensearch.bulk import document_id
from search.backends.opensearch.candidates import article_of_source
from search.backends.opensearch.clauses import (
    EVERYTHING,
    NOTHING,
    Clause,
    Trees,
    any_of,
    form_clause,
    in_articles,
    in_paragraphs,
)
from search.backends.opensearch.cluster import Cluster
from search.backends.opensearch.loading import FEATURE_SETTINGS
from search.backends.opensearch.names import Named
from search.backends.opensearch.values import CountedValues
from search.cache import Cache
from search.errors import IndexDamagedError, NotFoundError
from search.index.format.doc_values import DAY_KNOWN
from search.index.reading.partial import digest_without
from search.indonesian import AnalysisSettings
from search.indonesian.chain import shared_analyzer
from search.query.tree import Form, Words
from search.ranking.settings import RankingSettings
from search.ranking.statistics import Statistics

_MOST_FREQUENCIES = 200_000
_PAGE_OF_VALUES = 5_000
_AT_ONCE = 500
_FORM_FIELDS = {"body": "p.body", "body_exact": "p.exact", "title": "title", "title_exact": "title_exact"}


class Frequency(NamedTuple):
    """How many paragraphs and how many articles contain something."""

    paragraphs: int
    articles: int


@dataclass(frozen=True)
class Totals:
    """What is in a generation.

    inexact: the articles of which only the month or the year is known
    day:     ordinals of ``datetime.date``; 0 without any
    month:   as in ``DocValues.months``
    """

    articles: int
    paragraphs: int
    dated: int
    inexact: int
    first_day: int
    last_day: int
    first_month: int
    last_month: int
    last_arrival: int
    numbers: int
    lengths: Mapping[str, float]


class Generation:
    """An opened generation.

    index: its index in the cluster
    name:  its number and how often it was changed since
    """

    #: Whether the articles of some sources are left out of everything.
    partial: bool

    def __init__(
        self,
        cluster: Cluster,
        named: Named,
        ranking: RankingSettings,
        hidden: Collection[str] = (),
        unwanted: Sequence[Clause] = (),
    ) -> None:
        """Open a generation. Raises ClusterError, IndexDamagedError.

        hidden, unwanted: as ``without`` gives them
        """
        self._named, self._hidden, self._unwanted = named, hidden, tuple(unwanted)
        self.partial = bool(unwanted)
        self.cluster, self.index, self.words_index, self.meta = cluster, named.index, named.words, named.meta
        changes = self.meta.get("changes", 0)
        self.name = f"{named.number}.{changes}" if changes else named.number
        other = [
            name for name in FEATURE_SETTINGS if self.meta["ranking"].get(name) != getattr(ranking, name)
        ]
        if other:
            raise IndexDamagedError("other_ranking_in_cluster", address=cluster.address, names=other)
        self.analysis = AnalysisSettings(**self.meta["analysis"])
        self.analyzer = shared_analyzer(self.analysis)
        self.ranking = ranking
        self.totals = self._counted()
        self.trees = Trees(self.spellings)
        self._values: dict[str, CountedValues] = {}
        self._frequencies: Cache[Hashable, Frequency] = Cache(_MOST_FREQUENCIES)

    @property
    def digest(self) -> str:
        """A digest of all that is searched."""
        digest = f"{self.meta['digest']}-{self.meta.get('changes', 0)}"
        return digest_without(digest, self._hidden) if self.partial else digest

    @property
    def built(self) -> datetime:
        """When the generation was built or last changed."""
        return datetime.fromisoformat(self.meta["built_at"])

    def without(self, sources: Collection[str]) -> Generation:
        """Return the same generation without the articles of some sources, in any spelling."""
        spelt = [one for source in sources for one in self.spellings("source", source)]
        unwanted = [{"terms": {"source": spelt}}] if spelt else [NOTHING]
        return Generation(self.cluster, self._named, self.ranking, frozenset(sources), unwanted)

    def search(self, body: Mapping[str, Any], *, held: bool = False) -> dict[str, Any]:
        """Search, without hidden articles; see ``Cluster.search``.

        held: whether the body has a point in time, which names the indexes
        """
        if self._unwanted:
            query = {"must": [body.get("query", EVERYTHING)], "must_not": list(self._unwanted)}
            body = {**body, "query": {"bool": query}}
        return self.cluster.search("", body) if held else self._named.search(self.cluster, body)

    def hold(self, query: Clause, keep_alive: str) -> str:
        """Let the cluster hold what a query is asked of as it is; return the point in time."""
        return self.cluster.hold(*self._named.target(query), keep_alive)

    # Numbers

    def _counted(self) -> Totals:
        sums = ("paragraphs", "length", "counted_length", "title_length")
        aggs: dict[str, Any] = {name: {"sum": {"field": name}} for name in sums}
        for name in ("day", "month"):
            aggs[f"first_{name}"] = {"min": {"field": name}}
            aggs[f"last_{name}"] = {"max": {"field": name}}
        aggs["last_seq"] = {"max": {"field": "seq"}}
        aggs["last_arrival"] = {"max": {"field": "arrived"}}
        aggs["dated"] = {"filter": {"exists": {"field": "day"}}}
        aggs["inexact"] = {"filter": {"range": {"known": {"gt": DAY_KNOWN}}}}
        found = self.search({"size": 0, "track_total_hits": True, "aggs": aggs})
        values = {name: one.get("value") or 0 for name, one in found["aggregations"].items()}
        dated = found["aggregations"]["dated"]["doc_count"]
        return Totals(
            found["hits"]["total"]["value"],
            int(values["paragraphs"]),
            dated,
            found["aggregations"]["inexact"]["doc_count"],
            int(values["first_day"]),
            int(values["last_day"]),
            int(values["first_month"]),
            int(values["last_month"]) if dated else -1,
            int(values["last_arrival"]),
            int(-1 if found["aggregations"]["last_seq"]["value"] is None else values["last_seq"]) + 1,
            {name: values[name] for name in sums},
        )

    @cached_property
    def statistics(self) -> Statistics:
        """The statistics from which scores are computed."""
        totals = self.totals
        articles, lengths = max(1, totals.articles), totals.lengths
        return Statistics(
            totals.paragraphs,
            totals.articles,
            max(1.0, lengths["counted_length"] / max(1, totals.paragraphs)),
            max(1.0, lengths["length"] / articles),
            max(1.0, lengths["title_length"] / articles),
            totals.last_day,
            self.document_frequency,
        )

    @property
    def paragraph_total(self) -> int:
        """The number of paragraphs."""
        return self.totals.paragraphs

    @property
    def article_total(self) -> int:
        """The number of articles."""
        return self.totals.articles

    # Values

    def values(self, field: str) -> CountedValues:
        """Return the values of all articles in a field of ``VALUE_FIELDS``."""
        known = self._values.get(field)
        if known is None:
            known = self._values[field] = CountedValues(field, self._spellings_counted(field))
        return known

    def _spellings_counted(self, field: str) -> dict[str, int]:
        composite: dict[str, Any] = {
            "size": _PAGE_OF_VALUES,
            "sources": [{"value": {"terms": {"field": field}}}],
        }
        aggs = {"values": {"composite": composite, "aggs": {"first": {"min": {"field": "seq"}}}}}
        counted: list[tuple[float, str, int]] = []
        while True:
            found = self.search({"size": 0, "aggs": aggs})["aggregations"]["values"]
            counted += [(b["first"]["value"], b["key"]["value"], b["doc_count"]) for b in found["buckets"]]
            if len(found["buckets"]) < _PAGE_OF_VALUES:
                return {name: count for _, name, count in sorted(counted)}
            composite["after"] = found["after_key"]

    def spellings(self, field: str, value: str) -> list[str]:
        """Return the spellings of a value of a field; see ``CountedValues``."""
        return self.values(field).spellings(value)

    # Words

    def of_word(self, word: Words, field: str, *, exact: bool) -> Frequency:
        """Return how many paragraphs and articles contain a word in a field, "body" or "title"."""
        return self._frequency(("word", field, exact, word.key), (word, field, exact))

    def of_form(self, form: Form, name: str, *, exact: bool) -> Frequency:
        """Return how many paragraphs contain a form in a field, such as "body_exact"."""
        terms = form.exacts if exact else form.stems
        return self._frequency(("form", name, terms, form.gap), (terms, name, form.gap))

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many documents contain a term: paragraphs, or headlines."""
        return self.of_form(Form((term,), (term,)), field, exact=False).paragraphs

    def _frequency(self, key: Hashable, what: tuple[Any, ...]) -> Frequency:
        return self._frequencies.get_or_make(key, self._look_up, key, what)

    def _look_up(self, key: Hashable, what: tuple[Any, ...]) -> Frequency:
        return self._count({key: what})[key]

    def know(self, words: Sequence[tuple[Words, str, bool]], forms: Sequence[tuple[Form, str]]) -> None:
        """Ask how frequent some words and forms are, all of them together, where that is not known yet."""
        wanted: dict[Hashable, tuple[Any, ...]] = {}
        for word, field, exact in words:
            wanted["word", field, exact, word.key] = (word, field, exact)
        for form, name in forms:
            wanted["form", name, form.exacts, form.gap] = (form.exacts, name, form.gap)
        missing = {key: what for key, what in wanted.items() if key not in self._frequencies}
        if missing:
            for key, found in self._count(missing).items():
                self._frequencies.get_or_make(key, partial(_itself, found))

    def _count(self, wanted: Mapping[Hashable, tuple[Any, ...]]) -> dict[Hashable, Frequency]:
        articles: dict[str, Clause] = {}
        paragraphs: dict[str, Clause] = {}
        for number, what in enumerate(wanted.values()):
            of_articles, of_paragraphs = _clauses_of(*what)
            if of_articles:
                articles[str(number)] = of_articles
            if of_paragraphs:
                paragraphs[str(number)] = of_paragraphs
        aggs: dict[str, Any] = {}
        if articles:
            aggs["articles"] = {"filters": {"filters": articles}}
        if paragraphs:
            counted = {"counted": {"filters": {"filters": paragraphs}}}
            aggs["paragraphs"] = {"nested": {"path": "p"}, "aggs": counted}
        found = self.search({"size": 0, "aggs": aggs})["aggregations"]
        of_articles = found.get("articles", {}).get("buckets", {})
        of_paragraphs = found.get("paragraphs", {}).get("counted", {}).get("buckets", {})
        counts = {}
        for number, key in enumerate(wanted):
            in_articles_ = of_articles.get(str(number), {}).get("doc_count", 0)
            counts[key] = Frequency(
                of_paragraphs.get(str(number), {}).get("doc_count", in_articles_), in_articles_
            )
        return counts

    # Articles

    def sources(self, clause: Clause, most: int) -> list[dict[str, Any]]:
        """Return the stored documents of articles, in index order."""
        body = {"query": clause, "size": most, "sort": [{"seq": "asc"}]}
        return [hit["_source"] for hit in self.search(body)["hits"]["hits"]]

    def every(self, clause: Clause) -> Iterator[dict[str, Any]]:
        """Yield the stored documents of all articles that satisfy a clause, in index order."""
        body: dict[str, Any] = {"query": clause, "size": _AT_ONCE, "sort": [{"seq": "asc"}]}
        while True:
            hits = self.search(body)["hits"]["hits"]
            yield from (hit["_source"] for hit in hits)
            if len(hits) < _AT_ONCE:
                return
            body["search_after"] = hits[-1]["sort"]

    def source(self, article_id: str) -> dict[str, Any]:
        """Return the stored document of an article, by its id here or in its source. Raises NotFoundError."""
        for known_by in filter(None, dict.fromkeys((article_id, usable_id(article_id)))):
            found = self.sources({"ids": {"values": [document_id(known_by)]}}, 1)
            if found:
                return found[0]
        raise NotFoundError("no_such_article", id=repr(article_id))

    def article(self, article_id: str) -> Article:
        """Return a whole article. Raises NotFoundError."""
        return article_of_source(self.source(article_id))

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
        """Return how many articles satisfy each of some clauses, asked for together."""
        if not clauses:
            return []
        named = {str(number): clause for number, clause in enumerate(clauses)}
        found = self.search({"size": 0, "aggs": {"some": {"filters": {"filters": named}}}})
        buckets = found["aggregations"]["some"]["buckets"]
        return [buckets[name]["doc_count"] for name in named]

    def count(self, clause: Clause = EVERYTHING) -> int:
        """Return how many articles satisfy a clause."""
        found = self.search({"size": 0, "track_total_hits": True, "query": clause})
        return int(found["hits"]["total"]["value"])


def _itself(found: Frequency) -> Frequency:
    return found


def _clauses_of(what: Any, field: str, how: Any) -> tuple[Clause | None, Clause | None]:
    """Return the clauses on articles and on paragraphs for what is counted."""
    if isinstance(what, Words):
        of_articles = any_of(in_articles(what, field, how))
        return of_articles, any_of(in_paragraphs(what, field, how)) if field == "body" else None
    clause = form_clause(_FORM_FIELDS[field], what, how)
    return (None, clause) if field.startswith("body") else (clause, None)
