"""One request answered over one opened generation: matched, ranked, grouped, counted, shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from search.backends.base import IndexStats
from search.index import Snapshot
from search.index.numbers import NO_DAY, IntArray
from search.indonesian import Analyzer
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import Understood, understand
from search.query.tree import speaks_of_dates
from search.query.words_of import in_words
from search.ranking import RankingSettings
from search.ranking.facets import named_facet, time_facet
from search.ranking.match import Mask, Matcher, Matches
from search.ranking.order import Group, Ranked, article_groups, single_paragraphs
from search.ranking.score import Scorer, Scores
from search.ranking.step_down import match_stepping_down
from search.request import SearchRequest
from search.results import MAX_DUPLICATES, ArticleHit, Facet, Interpretation, ParagraphHit, ResultPage
from search.snippets import Highlighter, choose_window, to_html
from search.suggest import Outcome, Suggester


class OpenedSnapshot:
    """A snapshot with what is made for it once."""

    def __init__(self, snapshot: Snapshot, version: tuple[int, int, int] | None, variants: Variants) -> None:
        self.snapshot = snapshot
        self.version = version
        self.analyzer = Analyzer(snapshot.analysis)
        self.expander = Expander(
            self.analyzer, variants, lambda word: snapshot.document_frequency("body_exact", word) > 0
        )
        self.suggester = Suggester(snapshot, self.analyzer)

    @cached_property
    def stats(self) -> IndexStats:
        """What is in the index, counted once."""
        numbers, manifest = self.snapshot.numbers, self.snapshot.manifest
        dated = numbers.day[numbers.day != NO_DAY]
        return IndexStats(
            generation=self.snapshot.name,
            built_at=manifest.built,
            articles=manifest.articles,
            paragraphs=manifest.paragraphs,
            terms=self.snapshot.term_count("body"),
            sources=_counted(numbers.source, numbers.sources),
            categories=_counted(numbers.category, numbers.categories),
            first_day=date.fromordinal(int(dated.min())) if len(dated) else None,
            last_day=date.fromordinal(int(dated.max())) if len(dated) else None,
            undated=numbers.article_count - len(dated),
            rejected=manifest.rejected,
            bytes_on_disk=manifest.bytes_on_disk,
            engine="whoosh3 (stock codec), NumPy ranking",
        )

    def understand(self, request: SearchRequest, today: date, *, names_apart: bool = False) -> Understood:
        """Return a request as it will be searched; see Expander for ``names_apart``."""
        expander = replace(self.expander, names_apart=names_apart)
        return understand(request, self.analyzer, expander, today)


class Answer:
    """One request over one snapshot."""

    def __init__(
        self, opened: OpenedSnapshot, request: SearchRequest, ranking: RankingSettings, today: date
    ) -> None:
        self._opened = opened
        self._snapshot = opened.snapshot
        self._request = request
        self._ranking = ranking
        self._today = today
        self._matcher = Matcher(self._snapshot)
        self._understood = opened.understand(request, today)
        self._found = match_stepping_down(self._matcher, self._understood.tree)
        if not self._found.whole and any(" " in expanded.text for expanded in self._understood.expanded):
            self._take_names_apart()

    def _take_names_apart(self) -> None:
        """Where no article has all words with the names in a row, look for the words of the names apart."""
        apart = self._opened.understand(self._request, self._today, names_apart=True)
        found = match_stepping_down(self._matcher, apart.tree)
        if found.whole:
            self._understood, self._found = apart, found

    def page(self) -> ResultPage:
        """Return the page that was asked for; ``took_ms`` is left to the caller."""
        request, snapshot, found = self._request, self._snapshot, self._found
        filters = self._filters()
        articles = found.matches.articles & np.logical_and.reduce(list(filters.values()))
        paragraphs = found.matches.paragraphs & articles[snapshot.article_of]
        scores = self._scores()
        ranked = self._ranked(scores, paragraphs)
        interpretation = Interpretation(
            text=in_words(self._understood.tree),
            mode=self._mode(found.let_go),
            let_go=found.let_go,
            ignored=self._understood.ignored,
            expanded=self._understood.expanded,
            dates=tuple(found.text for found in self._understood.dates),
            notes=self._understood.notes,
            correction=self._correction(Outcome(articles, len(found.let_go))),
        )
        return ResultPage(
            request=request,
            interpretation=interpretation,
            articles=tuple(self._hits(ranked.groups, scores)),
            total_articles=int(articles.sum()),
            total_paragraphs=int(paragraphs.sum()),
            total_places=ranked.total,
            facets=self._facets(found.matches, filters),
            generation=snapshot.name,
            built_at=snapshot.manifest.built,
        )

    def _correction(self, found: Outcome) -> str | None:
        return self._opened.suggester.correction(self._request, self._understood, found, self._outcome)

    def _outcome(self, text: str) -> Outcome:
        """Return what another text would find, without showing any of it."""
        request = replace(self._request, text=text)
        found = Answer(self._opened, request, self._ranking, self._today)._found
        articles = found.matches.articles & np.logical_and.reduce(list(self._filters().values()))
        return Outcome(articles, len(found.let_go))

    def ranked(self, depth: int) -> list[tuple[str, float]]:
        """Return the ids of the best articles, or addresses of the best paragraphs, with their scores."""
        snapshot, found = self._snapshot, self._found
        scores = self._scores().of_paragraphs
        if self._request.group == "article":
            groups, _ = article_groups(
                snapshot, scores, found.matches.paragraphs, "relevance", 0, depth, 1, collapse=False
            )
            return [(snapshot.metadata(group.article).id, group.score) for group in groups]
        groups, _ = single_paragraphs(snapshot, scores, found.matches.paragraphs, "relevance", 0, depth)
        first = snapshot.numbers.first_paragraph
        return [
            (f"{snapshot.metadata(group.article).id}#{group.docs[0] - first[group.article]}", group.score)
            for group in groups
        ]

    def _scores(self) -> Scores:
        scorer = Scorer(self._snapshot, self._ranking, self._matcher)
        request, understood = self._request, self._understood
        dated = request.date_from or request.date_to or speaks_of_dates(understood.tree)
        return scorer.score(understood.words, understood.concepts, recency=not dated)

    def _mode(self, let_go: tuple[str, ...]) -> str:
        if let_go:
            return "most"
        return "any" if self._request.match == "any" else "all"

    def _filters(self) -> dict[str, Mask]:
        """Return the articles that each filter of the request lets through."""
        request, matcher = self._request, self._matcher
        everything = np.ones(self._snapshot.numbers.article_count, bool)
        dated = request.date_from or request.date_to
        return {
            "source": matcher.having("source", list(request.source)) if request.source else everything,
            "category": (
                matcher.having("category", list(request.category)) if request.category else everything
            ),
            "date": matcher.published(request.date_from, request.date_to) if dated else everything,
        }

    def _ranked(self, scores: Scores, paragraphs: Mask) -> Ranked:
        request = self._request
        first = (request.page - 1) * request.page_size
        window = (first, first + request.page_size)
        values = scores.of_paragraphs
        if request.group == "none":
            return single_paragraphs(self._snapshot, values, paragraphs, request.sort, *window)
        depth = request.hits_per_article
        return article_groups(
            self._snapshot, values, paragraphs, request.sort, *window, depth, collapse=request.collapse
        )

    def _hits(self, groups: list[Group], scores: Scores) -> list[ArticleHit]:
        words = self._understood.words
        body = Highlighter(words, self._opened.analyzer)
        title = Highlighter(words, self._opened.analyzer, "title")
        hits = []
        for group in groups:
            about = self._snapshot.metadata(group.article)
            heading = about.title or ""
            hits.append(
                ArticleHit(
                    article=about,
                    score=group.score,
                    paragraphs=tuple(self._paragraph(doc, group.article, body, scores) for doc in group.docs),
                    more=group.count - len(group.docs),
                    title_html=to_html(heading, title.marks(heading) if self._request.highlight else ()),
                    duplicates=tuple(map(self._snapshot.metadata, group.copies[:MAX_DUPLICATES])),
                    more_duplicates=len(group.copies[MAX_DUPLICATES:]),
                )
            )
        return hits

    def _paragraph(self, doc: int, article: int, highlighter: Highlighter, scores: Scores) -> ParagraphHit:
        text = self._snapshot.text(doc)
        marks = highlighter.marks(text)
        window = choose_window(text, marks)
        return ParagraphHit(
            number=doc - int(self._snapshot.numbers.first_paragraph[article]),
            score=float(scores.of_paragraphs[doc]),
            text=text,
            snippet_html=to_html(text, marks if self._request.highlight else (), window),
            marks=marks,
            snippet=window,
            explanation=scores.explain(doc) if self._request.explain else None,
        )

    def _facets(self, matches: Matches, filters: dict[str, Mask]) -> dict[str, Facet]:
        """Count each facet under all filters but its own, so that other values can be chosen as well."""
        request, numbers = self._request, self._snapshot.numbers
        facets = {}
        for name in request.facets:
            own = "date" if name in ("year", "month") else name
            others = [mask for dimension, mask in filters.items() if dimension != own]
            articles = matches.articles & np.logical_and.reduce(others)
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
