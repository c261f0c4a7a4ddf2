"""One request answered over one opened generation: matched, ranked, grouped, counted, shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from search.query.bounds import WORDS_LEFT_OUT
from search.query.clauses import clause_of
from search.query.tree import speaks_of_dates
from search.ranking.articles import Articles, Collector, RankedQuery
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.filters import filters_of
from search.ranking.order import Group, Page, Ranked, article_groups, single_paragraphs
from search.request import SearchRequest
from search.results import MAX_DUPLICATES, ArticleHit, Facet, Interpretation, ParagraphHit, ResultPage
from search.searcher.suggest import Outcome
from search.snippets import highlighter

if TYPE_CHECKING:
    from search.searcher.searcher import Searcher


class PageSearch:
    """One request over one generation.

    let_go: the words without which it was searched, because no article has them all
    """

    def __init__(self, searcher: Searcher, request: SearchRequest, today: date) -> None:
        self._searcher = searcher
        self._snapshot = searcher.snapshot
        self._request = request
        self._today = today
        self._ranking = (
            ExhaustiveArticles(searcher.snapshot, searcher.ranking)
            if request.explain
            else searcher.articles()
        )
        self._understood = searcher.understand(request, today)
        self._search()
        if not self._is_whole and any(" " in expanded.text for expanded in self._understood.expanded):
            self._take_names_apart()

    @property
    def _is_whole(self) -> bool:
        return self._top.anything and not self.let_go

    def _search(self) -> None:
        """Match all words; where no article has them, let the least telling ones go."""
        request, understood = self._request, self._understood
        dated = request.date_from or request.date_to or speaks_of_dates(understood.tree)
        self._asked = RankedQuery(understood.tree, understood.words, understood.concepts, recency=not dated)
        self._top = self._ranking.search(self._asked, self._collector)
        self.let_go: tuple[str, ...] = ()
        if not self._top.anything:
            tree, self.let_go = self._ranking.relax(understood.tree)
            if self.let_go:
                self._asked = replace(self._asked, tree=tree)
                self._top = self._ranking.search(self._asked, self._collector)

    def _take_names_apart(self) -> None:
        """Where no article has all words with the names in a row, look for the words of the names apart."""
        before = self._understood, self._asked, self._top, self.let_go
        self._understood = self._searcher.understand(self._request, self._today, names_apart=True)
        self._search()
        if not self._is_whole:
            self._understood, self._asked, self._top, self.let_go = before

    def page(self, started: float) -> ResultPage:
        """Return the page that was asked for.

        started: when that was, by ``time.perf_counter``
        """
        request, snapshot, top = self._request, self._snapshot, self._top
        ranked = self._ranked()
        hits = tuple(self._hits(ranked.groups))
        interpretation = Interpretation(
            query=clause_of(self._understood.tree),
            mode=self._mode(),
            let_go=self.let_go,
            ignored=self._understood.ignored,
            expanded=self._understood.expanded,
            dates=tuple(found.text for found in self._understood.dates),
            notes=self._understood.notes,
            correction=self._correction(),
        )
        return ResultPage(
            request=request,
            interpretation=interpretation,
            articles=hits,
            total_articles=top.articles,
            total_paragraphs=top.paragraphs,
            total_places=ranked.total,
            facets=self._facets(),
            took_ms=(time.perf_counter() - started) * 1000,
            generation=snapshot.name,
            built_at=snapshot.manifest.built,
        )

    @property
    def _outcome(self) -> Outcome:
        return Outcome(self._top.articles, len(self.let_go))

    def _correction(self) -> str | None:
        suggester = self._searcher.suggester
        return suggester.correction(self._request, self._understood, self._outcome, self._articles, self._of)

    def _of(self, text: str) -> Outcome:
        """Return what another text would find, without showing any of it."""
        request = replace(self._request, text=text, explain=False, facets=(), group="none")
        return PageSearch(self._searcher, request, self._today)._outcome

    def _articles(self) -> Articles:
        """Return all articles that are found, ascending."""
        return self._passing(self._ranking.articles(self._asked).articles)

    def _passing(self, articles: Articles) -> Articles:
        for one in self._collector.filters:
            articles = articles[one.passes(articles)]
        return articles

    def ranked(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the best articles, or addresses of the best paragraphs, with their scores."""
        snapshot = self._snapshot
        if self._request.group == "article":
            best = self._ranking.search(self._asked, Collector(places=depth)).best
            return [(snapshot.metadata(place.article).id, place.score) for place in best]
        page = Page("relevance", 0, depth)
        groups, _ = single_paragraphs(snapshot, *self._ranking.paragraphs(self._asked, None), page)
        first = snapshot.doc_values.first_paragraph
        return [
            (f"{snapshot.metadata(group.article).id}#{group.docs[0] - first[group.article]}", group.scores[0])
            for group in groups
        ]

    def _mode(self) -> str:
        if self.let_go:
            return "most"
        if self._request.match == "any":
            return "any"
        return "most" if any(note.code == WORDS_LEFT_OUT for note in self._understood.notes) else "all"

    @cached_property
    def _collector(self) -> Collector:
        """What is collected of the matching articles."""
        request = self._request
        filters = filters_of(self._snapshot, request)
        facets = dict.fromkeys("month" if name == "year" else name for name in request.facets)
        if request.group == "none":
            return Collector(filters, tuple(facets))
        places = request.page * request.page_size
        return Collector(filters, tuple(facets), places, request.sort, request.collapse)

    def _ranked(self) -> Ranked:
        request = self._request
        first = (request.page - 1) * request.page_size
        if request.group == "none":
            page = Page(request.sort, first, first + request.page_size)
            articles = self._articles() if self._collector.filters else None
            docs, scores = self._ranking.paragraphs(self._asked, articles)
            return single_paragraphs(self._snapshot, docs, scores, page)
        best, depth = self._top.best[first:], request.hits_per_article
        groups = article_groups(self._ranking, self._asked, self._snapshot, best, self._collector, depth)
        return Ranked(groups, self._top.places)

    def _hits(self, groups: list[Group]) -> Iterator[ArticleHit]:
        """Yield what is shown of groups."""
        words, snapshot, highlight = self._understood.words, self._snapshot, self._request.highlight
        title = highlighter(words, self._searcher.analyzer, "title")
        paragraphs = self._paragraphs(groups)
        abouts = snapshot.metadata_of([group.article for group in groups])
        for group, about in zip(groups, abouts, strict=True):
            copies = group.copies[:MAX_DUPLICATES]
            yield ArticleHit(
                about,
                group.scores[0],
                tuple(islice(paragraphs, len(group.docs))),
                group.count - len(group.docs),
                title.html(about.title or "", highlight),
                tuple(snapshot.metadata_of(copies)) if copies else (),
                len(group.copies) - len(copies),
            )

    def _paragraphs(self, groups: list[Group]) -> Iterator[ParagraphHit]:
        """Yield what is shown of the paragraphs of groups."""
        snapshot, highlight = self._snapshot, self._request.highlight
        shown = highlighter(self._understood.words, self._searcher.analyzer).snippet
        texts = iter(snapshot.texts([doc for group in groups for doc in group.docs]))
        ranking = self._ranking
        explain = (
            ranking.explain if self._request.explain and isinstance(ranking, ExhaustiveArticles) else None
        )
        for group in groups:
            first = snapshot.doc_values.first_paragraph.item(group.article)
            for doc, score, text in zip(group.docs, group.scores, texts, strict=False):
                marks, window, html = shown(text, highlight)
                explanation = explain(self._asked, doc) if explain else None
                yield ParagraphHit(doc - first, score, text, html, marks, window, explanation)

    def _facets(self) -> dict[str, Facet]:
        request, counts, facets = self._request, self._top.counts, {}
        for name in request.facets:
            if name in ("source", "category"):
                facets[name] = self._searcher.names[name].facet(name, counts[name], getattr(request, name))
            else:
                facets[name] = self._searcher.calendar.facet(name, counts["month"])
        return facets
