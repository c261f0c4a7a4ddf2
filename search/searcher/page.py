"""The answer to one request from one opened generation: it matches, ranks, groups, counts and highlights."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from search.budget import checkpoint
from search.facets import Facet, Timeline
from search.interpretation import Interpretation, Offer
from search.query.clauses import clause_of, without_field
from search.query.interpret import concepts_of
from search.query.offers import offers
from search.query.tree import positive_words, speaks_of_dates, without_days
from search.ranking.articles import Articles, Collector, MatchingArticles, Place, RankedQuery
from search.ranking.facets import CountByYear, facet_of_names, facet_of_values
from search.ranking.filters import (
    DATE,
    Filter,
    choice_of,
    filters_of,
    perhaps_published,
    without,
)
from search.ranking.order import (
    Group,
    Order,
    Ranked,
    article_groups,
    order_of_articles,
    order_of_paragraphs,
)
from search.ranking.timeline import timeline_of
from search.remarks import Remark
from search.request import SearchRequest
from search.results import ArticleHit, Cursor, ResultPage
from search.searcher.hits import hits_of
from search.searcher.suggest import Outcome
from search.values import NAME_FIELDS, VALUE_FIELDS

if TYPE_CHECKING:
    from search.index import Snapshot
    from search.index.reading.values import FieldValues
    from search.searcher.searcher import Searcher

_BATCH = 100  # the number of places whose hits are made at a time


class PageSearch:
    """The search for one request in one generation.

    dropped: the dropped terms, as typed; see ``search.ranking.relaxing``
    """

    def __init__(self, searcher: Searcher, request: SearchRequest, today: date) -> None:
        self._searcher = searcher
        self._request = request
        self._today = today
        self._ranking = searcher.articles()
        self._understood = searcher.understand(request, today)
        self._search()

    @property
    def _snapshot(self) -> Snapshot:
        """What results are read from."""
        return self._searcher.snapshot

    def _search(self) -> None:
        """Search for all words; if no article contains them all, drop some of the terms."""
        request, understood = self._request, self._understood
        dated = request.date_from or request.date_to or speaks_of_dates(understood.tree)
        self._asked = RankedQuery(understood.tree, understood.words, understood.concepts, recency=not dated)
        if understood.whole is not understood.tree and request.match != "any":
            self._score_names_apart()
        self._top = self._ranking.search(self._asked, self._collector)
        self.dropped: tuple[str, ...] = ()
        if not self._top.anything:
            self._searcher.suggester.mark_doubted(positive_words(understood.tree))
            self._asked = replace(self._asked, words=understood.apart)
            tree = understood.tree
            if request.match != "paragraph":
                tree, self.dropped = self._ranking.relax(tree)
            if self.dropped:
                self._asked = replace(self._asked, tree=tree)
                self._top = self._ranking.search(self._asked, self._collector)

    def _score_names_apart(self) -> None:
        """Score each word of a name separately, if no article contains the names as a whole."""
        units = RankedQuery(self._understood.whole, self._understood.words)
        if not self._ranking.search(units, Collector(self._collector.filters)).anything:
            concepts = concepts_of(self._understood.tree)
            self._asked = replace(self._asked, words=self._understood.apart, concepts=concepts)

    def page(self, started: float) -> ResultPage:
        """Return the page of results.

        started: the time when the request came, in seconds, from ``time.perf_counter``
        """
        ranked = self._ranked()
        return self._result(started, ranked.groups, ranked.total)

    def part(self, started: float, place: int) -> ResultPage:
        """Return ``page_size`` places of a walk through all results.

        started: the time when the request came, in seconds, from ``time.perf_counter``
        place:   the number of places that come before
        """
        order, end = self.order, place + self._request.page_size
        cursor = None
        if end < order.total:
            cursor = Cursor(self._snapshot.manifest.digest, self._today, end)
        return self._result(started, self._groups(self._places(place, end)), order.total, cursor)

    def hits(self) -> Iterator[ArticleHit]:
        """Yield all hits in order; only one batch of them is in memory."""
        order = self.order
        for place in range(0, order.total, _BATCH):
            yield from self._hits(self._groups(self._places(place, place + _BATCH)))

    def _places(self, first: int, end: int) -> list[Place]:
        """Return the places from ``first`` to ``end`` (half-open)."""
        return self.order.places(first, end)

    @cached_property
    def order(self) -> Order:
        """The order of all results."""
        same = replace(self._request, page=1, page_size=_BATCH, facets=(), timeline="none", explain=False)
        return self._searcher.orders.get_or_make((same, self._today), self._order)

    def _order(self) -> Order:
        request = self._request
        if request.group == "none":
            articles = self._articles() if self._collector.filters else None
            docs, scores = self._ranking.paragraphs(self._asked, articles)
            return order_of_paragraphs(self._snapshot, docs, scores, self._sort)
        articles, scores, counts = self._ranking.articles(self._asked)
        for one in self._collector.filters:
            passing = one.passes(articles)
            articles, scores, counts = articles[passing], scores[passing], counts[passing]
        matching = MatchingArticles(articles, scores, counts)
        return order_of_articles(self._snapshot, matching, self._sort, request.collapse)

    def _groups(self, places: list[Place]) -> list[Group]:
        request, snapshot = self._request, self._snapshot
        if request.group == "none":
            article_of = snapshot.article_of.item
            return [Group(article_of(doc), [doc], [score], count) for doc, score, count in places]
        depth = request.hits_per_article
        return article_groups(self._ranking, self._asked, snapshot, places, self._collector, depth)

    def _result(
        self, started: float, groups: list[Group], total: int, cursor: Cursor | None = None
    ) -> ResultPage:
        request, snapshot, top = self._request, self._snapshot, self._top
        checkpoint()
        hits = tuple(self._hits(groups))
        said = clause_of(self._understood.said)
        if not request.headlines or request.match == "paragraph":
            said = without_field(said, "body")
        interpretation = Interpretation(
            query=said,
            mode=self._mode(),
            let_go=self.dropped,
            ignored=self._understood.ignored,
            expanded=self._understood.expanded,
            dates=tuple(one.text for one in self._understood.dates),
            notes=(*self._understood.notes, *self._undated(), *self._inexact()),
            correction=self._correction(),
            asking=self._understood.asking,
            offers=self._offers(),
        )
        return ResultPage(
            request=request,
            interpretation=interpretation,
            articles=hits,
            total_articles=top.articles,
            total_paragraphs=top.paragraphs,
            total_places=total,
            facets=self._facets(),
            timeline=self._timeline(),
            took_ms=(time.perf_counter() - started) * 1000,
            generation=snapshot.name,
            built_at=snapshot.manifest.built,
            cursor=cursor,
        )

    def _offers(self) -> tuple[Offer, ...]:
        return tuple(offers(self._request, self._understood, self._top.articles, self._searcher.archive))

    def _undated(self) -> Iterator[Remark]:
        """Yield a remark with the number of undated articles that are excluded if the query asks for days."""
        request = self._request
        in_text = speaks_of_dates(self._asked.tree)
        if DATE in request.missing + request.present:
            return
        if not (in_text or request.date_from or request.date_to) or not self._searcher.has_undated:
            return
        others = [one for one in self._collector.filters if one.name != DATE]
        tree = without_days(self._asked.tree) if in_text else self._asked.tree
        filters = (*others, self._undated_filter())
        if count := self._ranking.search(RankedQuery(tree, ()), Collector(filters)).articles:
            yield Remark("undated_left_out", {"count": count})

    def _inexact(self) -> Iterator[Remark]:
        """Yield a remark with the number of articles that are excluded because their day is not known.

        Only a month or a year is known of them, and it is only partly between the days of the request.
        """
        request = self._request
        if not (request.date_from or request.date_to):
            return
        perhaps = self._perhaps_filter(request)
        if not perhaps:
            return
        filters = (*(one for one in self._collector.filters if one.name != DATE), perhaps)
        if count := self._ranking.search(RankedQuery(self._asked.tree, ()), Collector(filters)).articles:
            yield Remark("inexact_left_out", {"count": count})

    @property
    def _outcome(self) -> Outcome:
        return Outcome(self._top.articles, len(self.dropped))

    def _correction(self) -> str | None:
        checkpoint()
        suggester = self._searcher.suggester
        return suggester.correction(self._request, self._understood, self._outcome, self._articles, self._of)

    def _of(self, text: str) -> Outcome:
        """Return the outcome of another text, without making a page."""
        request = replace(self._request, text=text, explain=False, facets=(), timeline="none", group="none")
        return type(self)(self._searcher, request, self._today)._outcome

    def _articles(self) -> Articles:
        """Return all matching articles that pass the filters, ascending."""
        unscored = RankedQuery(self._asked.tree, ())
        return self._passing(self._ranking.articles(unscored).articles)

    def _passing(self, articles: Articles) -> Articles:
        for one in self._collector.filters:
            articles = articles[one.passes(articles)]
        return articles

    def matching(self) -> Articles:
        """Return all matching articles, ascending; none if terms of the query were dropped."""
        return np.empty(0, np.int32) if self._mode() == "most" else self._articles()

    def ranked(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the ``depth`` best articles with their scores, the best first.

        If the request is for single paragraphs, it returns their addresses (``id#number``) in place of ids.
        """
        snapshot = self._snapshot
        if self._request.group == "article":
            best = self._ranking.search(self._asked, Collector(places=depth)).best
            return [(snapshot.metadata(place.article).id, place.score) for place in best]
        places, _ = self._ranking.best_paragraphs(self._asked, None, depth, "relevance")
        first = snapshot.doc_values.first_paragraph
        return [
            (f"{snapshot.metadata(group.article).id}#{group.docs[0] - first[group.article]}", group.scores[0])
            for group in self._groups(places)
        ]

    @property
    def _sort(self) -> str:
        """The order of the results: if no word is scored, the newest articles come first."""
        sort = self._request.sort
        scored = any(not word.is_named for word in self._understood.words)
        return "newest" if sort == "relevance" and not scored else sort

    def _mode(self) -> str:
        if self.dropped:
            return "most"
        if self._request.match == "any":
            return "any"
        return "most" if self._understood.is_cut else "all"

    def _filters(self) -> tuple[Filter, ...]:
        """Return the filters of the request."""
        return filters_of(self._snapshot, self._request)

    def _undated_filter(self) -> Filter:
        """Return the filter that only undated articles pass."""
        return without(self._snapshot, DATE)

    def _perhaps_filter(self, request: SearchRequest) -> Filter | None:
        """Return the filter that articles pass whose month or year is only partly between the days."""
        return perhaps_published(self._snapshot, request.date_from, request.date_to)

    @cached_property
    def _collector(self) -> Collector:
        """The collector for this request."""
        request = self._request
        filters = self._filters()
        facets = tuple(dict.fromkeys("month" if name == "year" else name for name in request.facets))
        matches = request.timeline != "none"
        if request.group == "none":
            return Collector(filters, facets, matches)
        places = request.page * request.page_size
        return Collector(filters, facets, matches, places, self._sort, request.collapse)

    def _ranked(self) -> Ranked:
        request = self._request
        first = (request.page - 1) * request.page_size
        if request.group == "none":
            every = np.arange(len(self._snapshot.article_length), dtype=np.int32)
            articles = self._passing(every) if self._collector.filters else None
            end = first + request.page_size
            places, total = self._ranking.best_paragraphs(self._asked, articles, end, self._sort)
            return Ranked(self._groups(places[first:]), total)
        return Ranked(self._groups(self._top.best[first:]), self._top.places)

    def _hits(self, groups: list[Group]) -> Iterator[ArticleHit]:
        """Yield the hits for groups."""
        explain = partial(self._ranking.explain, self._asked)
        return hits_of(
            groups, self._snapshot, self._searcher.analyzer, self._request, self._understood, explain
        )

    def _facets(self) -> dict[str, Facet]:
        request, counts, facets = self._request, self._top.counts, {}
        for name in request.facets:
            if name in NAME_FIELDS:
                facets[name] = facet_of_names(
                    name, self._snapshot.values(name), counts[name], self._matching_and_all,
                    request.facet_limit, request.facet_text, self._by_year if name == "name" else None,
                )  # fmt: skip
            elif name in VALUE_FIELDS:
                values, choice = self._values(name), choice_of(request, name)
                facets[name] = facet_of_values(
                    name, values, counts[name], choice, request.facet_limit, request.facet_text
                )
            else:
                facets[name] = self._searcher.calendar.facet(name, counts["month"], DATE in request.missing)
        return facets

    def _values(self, field: str) -> FieldValues:
        """Return the values of a field in the whole archive."""
        return self._snapshot.values(field)

    @property
    def _by_year(self) -> CountByYear | None:
        """The function that counts matching articles by year, if the request asks for a timeline."""
        matches = self._top.matches
        return None if matches is None else partial(self._searcher.years.count, matches.articles)

    @property
    def _matching_and_all(self) -> tuple[int, int]:
        """The numbers of matching articles and of all."""
        return self._top.articles, self._snapshot.manifest.articles

    def _timeline(self) -> Timeline | None:
        matches = self._top.matches
        return None if matches is None else timeline_of(self._snapshot, matches, self._request.timeline)
