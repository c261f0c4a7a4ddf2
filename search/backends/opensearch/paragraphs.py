"""Plain paragraph search and similar articles in a cluster; see ``search.ranking.paragraphs``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from whoosh import query

from search.backends.opensearch.candidates import Candidates
from search.backends.opensearch.clauses import Clause, all_of, any_of, form_clause, nested, where
from search.backends.opensearch.features import as_written, bounding, saturation, stem_alone
from search.backends.opensearch.filters import filters_of
from search.backends.opensearch.generation import Generation
from search.backends.opensearch.inverting import Inverter
from search.backends.opensearch.streams import Question, Result, Scored, Stream
from search.errors import RequestError
from search.parameters import check
from search.query.tree import Words
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.paragraphs import TopParagraphs, clauses_of, terms_of
from search.ranking.statistics import Statistics
from search.request import SearchRequest
from search.results import SimilarArticle
from search.searcher.paragraphs import ParagraphSearch
from search.searcher.similar import SimilarArticles

_FIELDS = {"body": "p.body", "body_exact": "p.exact", "title": "p.title", "title_exact": "p.title_exact"}


class CandidateParagraphs(ExhaustiveParagraphs):
    """Scores the paragraphs of candidates."""

    @cached_property
    def _statistics(self) -> Statistics:
        candidates: Candidates = self.snapshot  # type: ignore[assignment]
        return candidates.generation.statistics


class ClusterParagraphs:
    """Finds the best paragraphs of a generation, for one search.

    candidates: the articles of the paragraphs that were found last
    """

    def __init__(self, generation: Generation, inverter: Inverter) -> None:
        self.generation, self._inverter = generation, inverter
        self.candidates = Candidates(generation, inverter, [])

    def top(
        self,
        tree: query.Query,
        k: int,
        allowed: Clause | None,
        *,
        count: bool,
        also: dict[int, dict[str, object]],
    ) -> TopParagraphs:
        """Return the ``k`` best paragraphs, numbered as in ``candidates``.

        allowed: the clause that their articles satisfy; None for all
        count:   whether to count all matches
        also:    documents that are among the candidates in any case, by their ``seq``
        """
        generation = self.generation
        wanted = self._condition(tree)
        condition = all_of([nested(wanted), *([allowed] if allowed else [])])

        def score(candidates: Candidates) -> Iterator[Scored]:
            best = CandidateParagraphs(candidates, generation.ranking).scorer(tree)  # type: ignore[arg-type]
            found = best.top(len(candidates.article_of))
            articles = candidates.article_of[found.documents]
            numbers = found.documents - candidates.doc_values.first_paragraph[articles]
            for row in zip(articles.tolist(), numbers.tolist(), found.scores.tolist(), strict=True):
                yield Scored(*row, 1)

        question = Question(condition, self._bounds(tree), score)
        results: list[Result] = []
        for result in Stream(generation, self._inverter, question, k):
            results.append(result)
            if len(results) == k:
                break
        sources = {**also, **{one.seq: one.source for one in results}}
        in_order = sorted(sources)
        number = {seq: at for at, seq in enumerate(in_order)}
        self.candidates = Candidates(generation, self._inverter, [sources[seq] for seq in in_order])
        first = self.candidates.doc_values.first_paragraph
        docs = [int(first[number[one.seq]]) + one.number for one in results]
        total = self._count(condition, wanted) if count else -1
        return TopParagraphs(np.array(docs, np.int64), np.array([one.score for one in results]), total)

    def _count(self, condition: Clause, wanted: Clause) -> int:
        matching = {"nested": {"path": "p"}, "aggs": {"matching": {"filter": wanted}}}
        body = {"size": 0, "query": condition, "aggs": {"paragraphs": matching}}
        found = self.generation.search(body)
        return int(found["aggregations"]["paragraphs"]["matching"]["doc_count"])

    def _condition(self, tree: query.Query) -> Clause:
        """Return the clause on the paragraphs that match."""
        disjunctions, excluded, every = clauses_of(tree)
        parts = [any_of([one for word in words for one in _of_word(word)]) for words in disjunctions]
        unwanted = [one for word in excluded for one in _of_word(word)]
        return all_of(parts if every else [any_of(parts)], unwanted)

    def _bounds(self, tree: query.Query) -> list[Clause]:
        """Return the clauses whose summed scores are a bound for the best paragraph of an article."""
        statistics, k1 = self.generation.statistics, self.generation.ranking.k1
        means = self.generation.meta["means"]
        ratios = (
            max(1.0, statistics.paragraph_length / means[0]),
            max(1.0, statistics.headline_length / means[2]),
        )
        inside: list[Clause] = []
        outside: list[Clause] = []
        for word in [word for words in clauses_of(tree).disjunctions for word in words]:
            fields, terms = terms_of(word)
            form = word.forms[0]
            for field in fields:
                frequencies = (statistics.document_frequency(field, term) for term in terms)
                weight = word.boost * sum(statistics.idf(field, one) for one in frequencies)
                is_body = field.startswith("body")
                name, pivot = ("p.f", k1 / ratios[0]) if is_body else ("ft", k1 / ratios[1])
                if word.exact:
                    alone = stem_alone(self.generation.analyzer, bounding(form.exacts, form.gap))
                    bounds = as_written(name, alone, weight, pivot)
                else:
                    bounds = [saturation(name, bounding(form.stems, form.gap), weight, pivot)]
                if is_body and (word.exact or len(terms) > 1):
                    bounds = [where(form_clause(_FIELDS[field], terms), bounds)]
                (inside if is_body else outside).extend(bounds)
        if inside:
            best = {"nested": {"path": "p", "score_mode": "max", "query": {"bool": {"should": inside}}}}
            outside.append(best)
        return outside


def _of_word(word: Words) -> list[Clause]:
    fields, terms = terms_of(word)
    return [form_clause(_FIELDS[field], terms) for field in fields]


class ClusterParagraphSearch(ParagraphSearch):
    """Plain paragraph search in a generation, for one request."""

    def __init__(self, generation: Generation, inverter: Inverter) -> None:
        self._analyzer = generation.analyzer
        self._paragraphs = ClusterParagraphs(generation, inverter)

    @property
    def _snapshot(self) -> Candidates:  # type: ignore[override]
        return self._paragraphs.candidates

    def _top(self, tree: query.Query, k: int, filters: SearchRequest | None) -> TopParagraphs:
        chosen = filters_of(filters, self._paragraphs.generation.spellings) if filters else ()
        allowed = all_of([one.clause for one in chosen]) if chosen else None
        return self._paragraphs.top(tree, k, allowed, count=True, also={})


class ClusterSimilar(SimilarArticles):
    """The search for articles that are similar to one, for one request."""

    def __init__(self, generation: Generation, inverter: Inverter) -> None:
        self._analyzer = generation.analyzer
        self._generation, self._inverter = generation, inverter

    def of_id(self, article_id: str, count: int) -> tuple[SimilarArticle, ...]:
        """Return at most ``count`` articles that are similar to an article, the best first.

        Raises NotFoundError, RequestError.
        """
        if problems := check("similar", count=count):
            raise RequestError(*problems)
        source = self._generation.source(article_id)
        self._snapshot = Candidates(self._generation, self._inverter, [source])  # type: ignore[assignment]
        paragraphs = ClusterParagraphs(self._generation, self._inverter)
        tree, depth = self.tree(0), self._depth(count)
        while True:
            best = paragraphs.top(tree, depth, None, count=False, also={source["seq"]: source})
            self._snapshot = paragraphs.candidates  # type: ignore[assignment]
            article = int(np.searchsorted(paragraphs.candidates.seq, source["seq"]))
            others = self._others(article, best.documents.tolist(), best.scores.tolist())
            if len(others) >= count or len(best.documents) < depth:
                return self._similar(others[:count])
            depth *= 4
