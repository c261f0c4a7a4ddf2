"""Scores: candidates are scored by the formula of ``search.ranking.score``, and bounded in the cluster first.

The cluster orders articles by an **upper bound** of their score, made of the same parts:

- BM25 of a word in a paragraph, an article or a headline is the saturation of its feature, which is rounded
  up (``search.backends.opensearch.features``). A word of several forms is at most the sum of its forms,
  because the saturation is concave and 0 at 0; terms side by side occur at most as often as each of them, and
  with other words between them as often as the first.
- The paragraph's part is that of the best paragraph. Words exactly as typed and neighbouring words count
  where they occur, as often as their stem does.
- Coverage and recency are computed as they are.

So an article whose bound is less than the score of the k-th best article is not among the k best. Articles
come in the order of their bounds, and are scored until that is sure (Fagin, Lotem and Naor 2003, the
threshold algorithm). Mean lengths of today may differ from those of the features: the pivot makes up for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from whoosh import query

from search.backends.opensearch.candidates import Candidates
from search.backends.opensearch.clauses import (
    Clause,
    any_of,
    form_clause,
    in_articles,
    in_paragraphs,
    where,
)
from search.backends.opensearch.features import as_written, bounding, saturation, stem_alone
from search.backends.opensearch.generation import Generation
from search.query.tree import Form, Words, positive_words
from search.ranking.articles import RankedQuery, neighbours
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.lookup import ListLookup, Occurrences
from search.ranking.rarity import rarity
from search.ranking.score import Scorer, scorer_of
from search.ranking.settings import RankingSettings

#: The sums of OpenSearch are of 32-bit numbers: a bound is taken greater by this share, and by this much.
_FLOAT_SHARE, _FLOAT_MORE = 1e-5, 1e-5


class CountedLookup:
    """The ``Lookup`` of occurrences in candidates, with the frequencies in the whole archive."""

    def __init__(self, candidates: Candidates) -> None:
        self._lists = ListLookup(candidates)
        self._generation = candidates.generation

    def words(self, words: Words, field: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of ``words`` in a field."""
        found = self._lists.words(words, field, exact=exact)
        frequency = self._generation.of_word(words, field, exact=exact)
        return Occurrences(found.docs, found.tf, frequency.paragraphs, frequency.articles)

    def form(self, form: Form, name: str, *, exact: bool) -> Occurrences:
        """Return the occurrences of one form; how frequent it is, where it counts as written."""
        found = self._lists.form(form, name, exact=exact)
        if not exact:  # two neighbouring words, whose frequency no score needs
            return Occurrences(found.docs, found.tf, 0, 0)
        return Occurrences(
            found.docs, found.tf, self._generation.of_form(form, name, exact=exact).paragraphs, 0
        )


class CandidateArticles(ExhaustiveArticles):
    """Scores and explains candidates."""

    def __init__(self, candidates: Candidates, settings: RankingSettings) -> None:
        super().__init__(candidates, settings, CountedLookup(candidates))  # type: ignore[arg-type]
        self._candidates = candidates

    @cached_property
    def scorer(self) -> Scorer:
        """The scorer of words."""
        candidates: Any = self._candidates
        return scorer_of(candidates, self._settings, self.matcher, candidates.generation.statistics)


def learn_frequencies(generation: Generation, asked: RankedQuery, also: Sequence[query.Query] = ()) -> None:
    """Ask how frequent everything is that the scores of a query need, in one request.

    also: more trees whose words are needed
    """
    words: list[tuple[Words, str, bool]] = []
    forms: list[tuple[Form, str]] = []
    of_concepts = [word for tree in (*asked.concepts, *also) for word in positive_words(tree)]
    for word in (*asked.words, *of_concepts):
        words += [(word, field, word.exact) for field in word.fields]
    for word in asked.words:
        if word.typed and "body" in word.fields and not (word.exact or word.prefix):
            forms.append((word.typed, "body_exact"))
    generation.know(words, forms)


class Bounds:
    """Makes the query of upper bounds for a query."""

    def __init__(self, generation: Generation, asked: RankedQuery) -> None:
        self._generation, self._asked = generation, asked
        self._settings, self._statistics = generation.ranking, generation.statistics
        means = generation.meta["means"]
        now = self._statistics
        lengths = (now.paragraph_length, now.article_length, now.headline_length)
        # A greater mean makes norms smaller and saturations greater, by no more than its ratio.
        self._ratios = [max(1.0, new / old) for new, old in zip(lengths, means, strict=True)]

    def clauses(self) -> list[Clause]:
        """Return the clauses whose summed scores are a bound for the score of an article."""
        asked, settings = self._asked, self._settings
        paragraph = [one for word in asked.words if "body" in word.fields for one in self._in_paragraph(word)]
        if settings.proximity_weight:
            paragraph += self._pairs(asked.words)
        clauses: list[Clause] = []
        if paragraph:
            should = {"bool": {"should": paragraph}}
            clauses.append({"nested": {"path": "p", "score_mode": "max", "query": should}})
        for word in asked.words:
            if "body" in word.fields and settings.article_weight:
                part = settings.article_weight, settings.article_k1, self._ratios[1]
                clauses += self._in_article(word, "body", "f", *part)
            if "title" in word.fields and settings.headline_weight:
                part = settings.headline_weight, settings.k1, self._ratios[2]
                clauses += self._in_article(word, "title", "ft", *part)
        clauses += self._coverage()
        if asked.recency and settings.recency_weight:
            clauses.append(self._recency())
        return clauses

    def _of_forms(
        self, word: Words, field: str, weight: float, k1: float, ratio: float, found: Sequence[Clause]
    ) -> Iterator[Clause]:
        """Yield the bounds of the forms of a word. found: where each of them occurs."""
        if weight <= 0:
            return
        if word.prefix:  # many terms, which occur in any number
            yield {"constant_score": {"filter": found[0], "boost": weight}}
            return
        words: dict[tuple[str, float], list[Clause]] = {}
        for form, there in zip(word.forms, found, strict=True):
            pivot = k1 / (form.weight * ratio)
            if not (word.exact or form.exact):
                bound = saturation(field, bounding(form.stems, form.gap), weight, pivot)
                yield bound if len(form.stems) == 1 else where(there, [bound])
            elif len(form.exacts) == 1:
                words.setdefault((self._stem_alone(form), pivot), []).append(there)
            else:
                yield where(there, as_written(field, self._stem_alone(form), weight, pivot))
        for (alone, pivot), places in words.items():  # together no more often than their stem
            yield where(any_of(places), as_written(field, alone, weight, pivot))

    def _stem_alone(self, form: Form) -> str:
        return stem_alone(self._generation.analyzer, bounding(form.exacts, form.gap))

    def _in_paragraph(self, word: Words) -> Iterator[Clause]:
        settings, generation = self._settings, self._generation
        idf = self._statistics.idf("body", generation.of_word(word, "body", exact=word.exact).paragraphs)
        found = in_paragraphs(word, "body", word.exact)
        yield from self._of_forms(word, "p.f", idf, settings.k1, self._ratios[0], found)
        if settings.exact_weight and word.typed and not word.exact and not word.prefix:
            frequency = generation.of_form(word.typed, "body_exact", exact=True).paragraphs
            weight = settings.exact_weight * self._statistics.idf("body", frequency)
            there = form_clause("p.exact", word.typed.exacts, word.typed.gap)
            pivot = settings.k1 / self._ratios[0]
            yield where(there, as_written("p.f", self._stem_alone(word.typed), weight, pivot))

    def _pairs(self, words: Sequence[Words]) -> Iterator[Clause]:
        """Yield the bounds of neighbouring words, as ``Scorer`` has them."""
        for left, right in neighbours(words):
            frequencies = [
                self._generation.of_word(one, "body", exact=False).paragraphs for one in (left, right)
            ]
            idf = max(self._statistics.idf("body", one) for one in frequencies)
            stems = left.forms[0].stems + right.forms[0].stems
            weight, pivot = self._settings.proximity_weight * idf, self._settings.k1 / self._ratios[0]
            bound = saturation("p.f", bounding(stems, 0), weight, pivot)
            yield where(form_clause("p.body", stems), [bound])

    def _in_article(
        self, word: Words, field: str, features: str, part: float, k1: float, ratio: float
    ) -> Iterator[Clause]:
        """Yield the bounds of a word in a field of the article. part: the weight of this part of scores."""
        frequency = self._generation.of_word(word, field, exact=word.exact).articles
        weight = part * self._statistics.article_idf(frequency)
        found = in_articles(word, field, word.exact)
        yield from self._of_forms(word, features, weight, k1, ratio, found)

    def _coverage(self) -> Iterator[Clause]:
        concepts, weight = self._asked.concepts, self._settings.coverage_weight
        if len(concepts) < 2 or not weight:
            return
        trees, idfs = self._generation.trees, [self._rarity(concept) for concept in concepts]
        total = sum(idfs)
        held = [
            {"constant_score": {"filter": trees.articles(concept), "boost": idf}}
            for concept, idf in zip(concepts, idfs, strict=True)
            if idf > 0
        ]
        script = {
            "source": "double share = Math.min(1.0, _score / params.total); "
            "return params.most * share * share * share * share;",
            "params": {"total": total, "most": weight * total},
        }
        yield {"script_score": {"query": {"bool": {"should": held}}, "script": script}}

    def _rarity(self, concept: query.Query) -> float:
        return rarity(concept, self.article_frequency, self._statistics.articles)

    def article_frequency(self, word: Words) -> int:
        """Return how many articles contain a word, as ``Scorer.article_frequency`` does."""
        of_fields = (self._generation.of_word(word, field, exact=word.exact) for field in word.fields)
        return max(one.articles for one in of_fields)

    def _recency(self) -> Clause:
        decay = {
            "origin": self._statistics.newest_day,
            "scale": self._settings.recency_half_life,
            "decay": 0.5,
        }
        return {
            "function_score": {
                "query": {"constant_score": {"filter": {"exists": {"field": "day"}}}},
                "functions": [{"exp": {"day": decay}}],
                "boost": self._settings.recency_weight,
                "boost_mode": "multiply",
            }
        }


def bound_of(score: float) -> float:
    """Return an upper bound of a sum of which the cluster computed ``score``."""
    return score * (1 + _FLOAT_SHARE) + _FLOAT_MORE


def scored(condition: Clause, clauses: Sequence[Clause]) -> Clause:
    """Return the query for what satisfies a condition, scored by the sum of some clauses."""
    return {"bool": {"filter": [condition], "should": list(clauses)}}
