"""One request answered over one opened generation: matched, ranked, grouped, counted, shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from search.backends.base import IndexStats
from search.index import Snapshot
from search.index.numbers import NO_DAY, IntArray
from search.indonesian.chain import shared_analyzer
from search.indonesian.variants import Variants
from search.paragraphs import ParagraphSearch
from search.query.expand import Expander
from search.query.interpret import Understood, understand
from search.query.tree import speaks_of_dates
from search.query.words_of import in_words
from search.ranking import RankingSettings
from search.ranking.bags import BagRanker
from search.ranking.choose import KERNEL, bag_ranker, rankers
from search.ranking.exhaustive import ExhaustiveRanker
from search.ranking.facets import named_facet, time_facet
from search.ranking.found import Found, RankedQuery
from search.ranking.match import Mask, Matcher
from search.ranking.order import Group, Page, Ranked, article_groups, single_paragraphs
from search.request import SearchRequest
from search.results import MAX_DUPLICATES, ArticleHit, Facet, Interpretation, ParagraphHit, ResultPage
from search.similar import SimilarArticles
from search.snippets import AnyHighlighter, highlighter
from search.suggest import Outcome, Suggester


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
        self.expander = Expander(
            self.analyzer, variants, lambda word: snapshot.document_frequency("body_exact", word) > 0
        )
        self.suggester = Suggester(snapshot, self.analyzer)

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

    def understand(self, request: SearchRequest, today: date, *, names_apart: bool = False) -> Understood:
        """Return a request as it will be searched; see Expander for ``names_apart``."""
        expander = replace(self.expander, names_apart=True) if names_apart else self.expander
        return understand(request, self.analyzer, expander, today)

    def warm(self, today: date) -> None:
        """Make what a first search makes, so that no reader waits for it.

        The term searched for is of the middle of the dictionary: any will do.
        """
        for _, lists in self.snapshot.fields("body"):
            term = lists.term(len(lists) // 2).decode()
            Answer(self, SearchRequest(term, plain=True), today).page()


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
        self._matcher = Matcher(self._snapshot)
        self._understood = opened.understand(request, today)
        self._search()
        if not self._is_whole and any(" " in expanded.text for expanded in self._understood.expanded):
            self._take_names_apart()

    @property
    def _is_whole(self) -> bool:
        return len(self._found.articles) > 0 and not self.let_go

    def _search(self) -> None:
        """Match all words; where no article has them, let the least telling ones go."""
        request, understood = self._request, self._understood
        dated = request.date_from or request.date_to or speaks_of_dates(understood.tree)
        self._asked = RankedQuery(understood.tree, understood.words, understood.concepts, recency=not dated)
        self._found = self._ranker.articles(self._asked)
        self.let_go: tuple[str, ...] = ()
        if not len(self._found.articles):
            tree, self.let_go = self._ranker.step_down(understood.tree)
            if self.let_go:
                self._asked = replace(self._asked, tree=tree)
                self._found = self._ranker.articles(self._asked)

    def _take_names_apart(self) -> None:
        """Where no article has all words with the names in a row, look for the words of the names apart."""
        before = self._understood, self._asked, self._found, self.let_go
        self._understood = self._opened.understand(self._request, self._today, names_apart=True)
        self._search()
        if not self._is_whole:
            self._understood, self._asked, self._found, self.let_go = before

    def page(self) -> ResultPage:
        """Return the page that was asked for; ``took_ms`` is left to the caller."""
        request, snapshot, filters = self._request, self._snapshot, self._filters
        found = self._within(list(filters.values()))
        ranked = self._ranked(found)
        interpretation = Interpretation(
            text=in_words(self._understood.tree),
            mode=self._mode(),
            let_go=self.let_go,
            ignored=self._understood.ignored,
            expanded=self._understood.expanded,
            dates=tuple(found.text for found in self._understood.dates),
            notes=self._understood.notes,
            correction=self._correction(Outcome(found.articles, len(self.let_go))),
        )
        return ResultPage(
            request=request,
            interpretation=interpretation,
            articles=tuple(self._hits(ranked.groups)),
            total_articles=len(found.articles),
            total_paragraphs=int(found.counts.sum()),
            total_places=ranked.total,
            facets=self._facets(filters),
            generation=snapshot.name,
            built_at=snapshot.manifest.built,
        )

    def _within(self, masks: list[Mask]) -> Found:
        """Return what was found within filters."""
        found = self._found
        for mask in masks:
            found = found.among(mask[found.articles])
        return found

    def _correction(self, found: Outcome) -> str | None:
        return self._opened.suggester.correction(self._request, self._understood, found, self._outcome)

    def _outcome(self, text: str) -> Outcome:
        """Return what another text would find, without showing any of it."""
        other = Answer(self._opened, replace(self._request, text=text, explain=False), self._today)
        return Outcome(other._within(list(self._filters.values())).articles, len(other.let_go))

    def ranked(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the best articles, or addresses of the best paragraphs, with their scores."""
        snapshot, page = self._snapshot, Page("relevance", 0, depth)
        if self._request.group == "article":
            groups, _ = article_groups(
                self._ranker, self._asked, snapshot, self._found, page, 1, collapse=False
            )
            return [(snapshot.metadata(group.article).id, group.scores[0]) for group in groups]
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
    def _filters(self) -> dict[str, Mask]:
        """The articles that each filter of the request lets through."""
        request, matcher = self._request, self._matcher
        filters = {}
        if request.source:
            filters["source"] = matcher.having("source", list(request.source))
        if request.category:
            filters["category"] = matcher.having("category", list(request.category))
        if request.date_from or request.date_to:
            filters["date"] = matcher.published(request.date_from, request.date_to)
        return filters

    def _ranked(self, found: Found) -> Ranked:
        request = self._request
        first = (request.page - 1) * request.page_size
        page = Page(request.sort, first, first + request.page_size)
        if request.group == "none":
            docs, scores = self._ranker.paragraphs(self._asked, found.articles)
            return single_paragraphs(self._snapshot, docs, scores, page)
        depth, collapse = request.hits_per_article, request.collapse
        return article_groups(
            self._ranker, self._asked, self._snapshot, found, page, depth, collapse=collapse
        )

    def _hits(self, groups: list[Group]) -> list[ArticleHit]:
        words = self._understood.words
        body = highlighter(words, self._opened.analyzer)
        title = highlighter(words, self._opened.analyzer, "title")
        hits = []
        for group in groups:
            about = self._snapshot.metadata(group.article)
            hits.append(
                ArticleHit(
                    article=about,
                    score=group.scores[0],
                    paragraphs=tuple(self._paragraphs(group, body)),
                    more=group.count - len(group.docs),
                    title_html=title.html(about.title or "", self._request.highlight),
                    duplicates=tuple(map(self._snapshot.metadata, group.copies[:MAX_DUPLICATES])),
                    more_duplicates=len(group.copies[MAX_DUPLICATES:]),
                )
            )
        return hits

    def _paragraphs(self, group: Group, shown: AnyHighlighter) -> Iterator[ParagraphHit]:
        first = int(self._snapshot.numbers.first_paragraph[group.article])
        for doc, score in zip(group.docs, group.scores, strict=True):
            text = self._snapshot.text(doc)
            marks, window, html = shown.snippet(text, self._request.highlight)
            explain = self._ranker.explain if isinstance(self._ranker, ExhaustiveRanker) else None
            yield ParagraphHit(
                number=doc - first,
                score=score,
                text=text,
                snippet_html=html,
                marks=marks,
                snippet=window,
                explanation=explain(self._asked, doc) if explain and self._request.explain else None,
            )

    def _facets(self, filters: dict[str, Mask]) -> dict[str, Facet]:
        """Count each facet under all filters but its own, so that other values can be chosen as well."""
        request, numbers = self._request, self._snapshot.numbers
        facets = {}
        for name in request.facets:
            own = "date" if name in ("year", "month") else name
            others = [mask for dimension, mask in filters.items() if dimension != own]
            articles = self._within(others).articles
            if name == "source":
                facets[name] = named_facet(name, numbers.source, numbers.sources, articles, request.source)
            elif name == "category":
                facets[name] = named_facet(
                    name, numbers.category, numbers.categories, articles, request.category
                )
            else:
                facets[name] = time_facet(name, self._snapshot, articles)
        return facets


def _counted(codes: IntArray, names: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(codes[codes >= 0], minlength=len(names)).tolist()
    return dict(sorted(zip(names, counts, strict=True), key=lambda pair: (-pair[1], pair[0])))
