"""One request answered over one opened generation: matched, ranked, grouped, counted, shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice

import numpy as np

from search.backends.base import IndexStats
from search.index import Snapshot
from search.index.format.numbers import NO_DAY, IntArray
from search.indonesian.chain import shared_analyzer
from search.indonesian.variants import Variants
from search.query.clauses import clause_of
from search.query.expand import Expander
from search.query.interpret import Understood, concepts_of, understand
from search.query.offers import offers
from search.query.tree import Words, positive_words, speaks_of_dates, without_days
from search.ranking import RankingSettings
from search.ranking.bags import BagRanker
from search.ranking.choose import KERNEL, bag_ranker, rankers
from search.ranking.exhaustive import ExhaustiveRanker
from search.ranking.facets import Calendar, Names
from search.ranking.filters import filters_of, undated
from search.ranking.found import Articles, RankedQuery, Selection
from search.ranking.order import Group, Page, Ranked, article_groups, single_paragraphs
from search.request import SearchRequest
from search.results import (
    MAX_DUPLICATES,
    ArticleHit,
    Facet,
    Interpretation,
    Offer,
    ParagraphHit,
    Remark,
    ResultPage,
)
from search.searcher.paragraphs import ParagraphSearch
from search.searcher.similar import SimilarArticles
from search.searcher.snapshot_words import SnapshotWords
from search.searcher.suggest import Outcome, Suggester
from search.snippets import highlighter


class OpenedSnapshot:
    """A snapshot with what is made for it once."""

    def __init__(
        self,
        snapshot: Snapshot,
        version: tuple[int, int, int] | None,
        variants: Variants,
        ranking: RankingSettings,
    ) -> None:
        self.snapshot = snapshot
        self.ranking = ranking
        self.ranker = rankers(snapshot, ranking)
        self.version = version
        self.analyzer = shared_analyzer(snapshot.analysis)
        self.archive = SnapshotWords(snapshot)
        self.expander = Expander(self.analyzer, variants, self.archive.frequency, self.archive)
        self.suggester = Suggester(snapshot, self.analyzer, self.archive)

    @cached_property
    def stats(self) -> IndexStats:
        """What is in the index, counted once."""
        numbers, manifest = self.snapshot.numbers, self.snapshot.manifest
        live = np.ones(numbers.article_count, bool) if self.snapshot.live is None else self.snapshot.live
        dated = numbers.day[live & (numbers.day != NO_DAY)]
        return IndexStats(
            generation=self.snapshot.name,
            built_at=manifest.built,
            articles=manifest.articles,
            paragraphs=manifest.paragraphs,
            terms=self.snapshot.term_count("body"),
            sources=_counted(numbers.source[live], numbers.sources),
            categories=_counted(numbers.category[live], numbers.categories),
            first_day=date.fromordinal(int(dated.min())) if len(dated) else None,
            last_day=date.fromordinal(int(dated.max())) if len(dated) else None,
            undated=int(live.sum()) - len(dated),
            rejected=manifest.rejected,
            bytes_on_disk=manifest.bytes_on_disk,
            engine=f"whoosh3, flat codec, {KERNEL}",
        )

    @cached_property
    def has_undated(self) -> bool:
        """Whether some article has no date."""
        return bool((self.snapshot.numbers.day == NO_DAY).any())

    @cached_property
    def names(self) -> dict[str, Names]:
        """The names of sources and categories, for facets."""
        numbers = self.snapshot.numbers
        return {"source": Names(numbers.sources), "category": Names(numbers.categories)}

    @cached_property
    def calendar(self) -> Calendar:
        """The months in which articles were published, for facets."""
        return Calendar(*self.snapshot.months)

    @cached_property
    def similar(self) -> SimilarArticles:
        """What finds similar articles."""
        return SimilarArticles(self.snapshot, self.analyzer, self._bags)

    @cached_property
    def paragraphs(self) -> ParagraphSearch:
        """What finds single paragraphs."""
        return ParagraphSearch(self.snapshot, self.analyzer, self._bags)

    @cached_property
    def _bags(self) -> BagRanker:
        return bag_ranker(self.snapshot, self.ranking)

    def understand(self, request: SearchRequest, today: date) -> Understood:
        """Return a request as it will be searched."""
        return understand(request, self.analyzer, self.expander, today)

    def warm(self, today: date) -> None:
        """Make what a first search makes, so that no reader waits for it.

        The term searched for is of the middle of the dictionary: any will do.
        """
        for _, lists in self.snapshot.fields("body"):
            term = lists.term(len(lists) // 2).decode()
            Answer(self, SearchRequest(term, plain=True), today).page(time.perf_counter())


class Answer:
    """One request over one snapshot.

    let_go: the words without which it was searched, because no article has them all
    """

    def __init__(self, opened: OpenedSnapshot, request: SearchRequest, today: date) -> None:
        self._opened = opened
        self._snapshot = opened.snapshot
        self._request = request
        self._today = today
        self._ranker = (
            ExhaustiveRanker(opened.snapshot, opened.ranking) if request.explain else opened.ranker()
        )
        self._understood = opened.understand(request, today)
        self._search()

    def _search(self) -> None:
        """Match all words; where no article has them, let the least telling ones go."""
        request, understood = self._request, self._understood
        dated = request.date_from or request.date_to or speaks_of_dates(understood.tree)
        self._asked = RankedQuery(understood.tree, understood.words, understood.concepts, recency=not dated)
        if understood.whole is not understood.tree and request.match == "all":
            self._score_names_apart()
        self._survey = self._ranker.survey(self._asked, self._selection)
        self.let_go: tuple[str, ...] = ()
        if not self._survey.anything:
            suggester = self._opened.suggester
            for word in positive_words(understood.tree):
                word.doubted = suggester.doubts(word)
            self._asked = replace(self._asked, words=understood.apart)
            tree, self.let_go = self._ranker.step_down(understood.tree)
            if self.let_go:
                self._asked = replace(self._asked, tree=tree)
                self._survey = self._ranker.survey(self._asked, self._selection)

    def _score_names_apart(self) -> None:
        """Where no article has the names as units, let each of their words count by itself."""
        units = RankedQuery(self._understood.whole, self._understood.words)
        if not self._ranker.survey(units, Selection(self._selection.filters)).anything:
            concepts = concepts_of(self._understood.tree)
            self._asked = replace(self._asked, words=self._understood.apart, concepts=concepts)

    def page(self, started: float) -> ResultPage:
        """Return the page that was asked for.

        started: when that was, by ``time.perf_counter``
        """
        request, snapshot, survey = self._request, self._snapshot, self._survey
        ranked = self._ranked()
        hits = tuple(self._hits(ranked.groups))
        interpretation = Interpretation(
            query=clause_of(self._understood.said),
            mode=self._mode(),
            let_go=self.let_go,
            ignored=self._understood.ignored,
            expanded=self._understood.expanded,
            dates=tuple(found.text for found in self._understood.dates),
            notes=(*self._understood.notes, *self._undated()),
            correction=self._correction(),
            asking=self._understood.asking,
            offers=self._offers(),
        )
        return ResultPage(
            request=request,
            interpretation=interpretation,
            articles=hits,
            total_articles=survey.articles,
            total_paragraphs=survey.paragraphs,
            total_places=ranked.total,
            facets=self._facets(),
            took_ms=(time.perf_counter() - started) * 1000,
            generation=snapshot.name,
            built_at=snapshot.manifest.built,
        )

    def _offers(self) -> tuple[Offer, ...]:
        archive = self._opened.archive
        return tuple(offers(self._request, self._understood, self._survey.articles, archive))

    def _undated(self) -> Iterator[Remark]:
        """Say how many articles without a date are left out where days are asked for."""
        snapshot, request = self._snapshot, self._request
        in_text = speaks_of_dates(self._asked.tree)
        if not (in_text or request.date_from or request.date_to) or not self._opened.has_undated:
            return
        others = [one for one in self._selection.filters if one.name != "date"]
        tree = without_days(self._asked.tree) if in_text else self._asked.tree
        filters = (*others, undated(snapshot))
        if count := self._ranker.survey(RankedQuery(tree, ()), Selection(filters)).articles:
            yield Remark("undated_left_out", {"count": count})

    @property
    def _outcome(self) -> Outcome:
        return Outcome(self._survey.articles, len(self.let_go))

    def _correction(self) -> str | None:
        suggester = self._opened.suggester
        return suggester.correction(self._request, self._understood, self._outcome, self._articles, self._of)

    def _of(self, text: str) -> Outcome:
        """Return what another text would find, without showing any of it."""
        request = replace(self._request, text=text, explain=False, facets=(), group="none")
        return Answer(self._opened, request, self._today)._outcome

    def _articles(self) -> Articles:
        """Return all articles that are found, ascending."""
        return self._passing(self._ranker.articles(self._asked).articles)

    def _passing(self, articles: Articles) -> Articles:
        for one in self._selection.filters:
            articles = articles[one.passes(articles)]
        return articles

    def ranked(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the best articles, or addresses of the best paragraphs, with their scores."""
        snapshot = self._snapshot
        if self._request.group == "article":
            best = self._ranker.survey(self._asked, Selection(places=depth)).best
            return [(snapshot.metadata(place.article).id, place.score) for place in best]
        page = Page("relevance", 0, depth)
        groups, _ = single_paragraphs(snapshot, *self._ranker.paragraphs(self._asked, None), page)
        first = snapshot.numbers.first_paragraph
        return [
            (f"{snapshot.metadata(group.article).id}#{group.docs[0] - first[group.article]}", group.scores[0])
            for group in groups
        ]

    def _mode(self) -> str:
        if self.let_go:
            return "most"
        return "any" if self._request.match == "any" else "all"

    @cached_property
    def _selection(self) -> Selection:
        """What of the matching articles is wanted."""
        request = self._request
        filters = filters_of(self._snapshot, request)
        facets = dict.fromkeys("month" if name == "year" else name for name in request.facets)
        if request.group == "none":
            return Selection(filters, tuple(facets))
        places = request.page * request.page_size
        return Selection(filters, tuple(facets), places, request.sort, request.collapse)

    def _ranked(self) -> Ranked:
        request = self._request
        first = (request.page - 1) * request.page_size
        if request.group == "none":
            page = Page(request.sort, first, first + request.page_size)
            articles = self._articles() if self._selection.filters else None
            docs, scores = self._ranker.paragraphs(self._asked, articles)
            return single_paragraphs(self._snapshot, docs, scores, page)
        best, depth = self._survey.best[first:], request.hits_per_article
        groups = article_groups(self._ranker, self._asked, self._snapshot, best, self._selection, depth)
        return Ranked(groups, self._survey.places)

    def _hits(self, groups: list[Group]) -> Iterator[ArticleHit]:
        """Yield what is shown of groups."""
        words, snapshot, highlight = self._marked, self._snapshot, self._request.highlight
        title = highlighter(words, self._opened.analyzer, "title")
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
        shown = highlighter(self._marked, self._opened.analyzer).snippet
        texts = iter(snapshot.texts([doc for group in groups for doc in group.docs]))
        ranker = self._ranker
        explain = ranker.explain if self._request.explain and isinstance(ranker, ExhaustiveRanker) else None
        for group in groups:
            first = snapshot.numbers.first_paragraph.item(group.article)
            for doc, score, text in zip(group.docs, group.scores, texts, strict=False):
                marks, window, html = shown(text, highlight)
                explanation = explain(self._asked, doc) if explain else None
                yield ParagraphHit(doc - first, score, text, html, marks, window, explanation)

    @property
    def _marked(self) -> tuple[Words, ...]:
        """What is marked in texts."""
        return self._understood.marked

    def _facets(self) -> dict[str, Facet]:
        request, counts, facets = self._request, self._survey.counts, {}
        for name in request.facets:
            if name in ("source", "category"):
                facets[name] = self._opened.names[name].facet(name, counts[name], getattr(request, name))
            else:
                facets[name] = self._opened.calendar.facet(name, counts["month"])
        return facets


def _counted(codes: IntArray, names: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(codes[codes >= 0], minlength=len(names)).tolist()
    return dict(sorted(zip(names, counts, strict=True), key=lambda pair: (-pair[1], pair[0])))
