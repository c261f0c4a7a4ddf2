"""The oracle of scores: it adds named parts, one for each query word and pair, and can explain them.

::

    score(paragraph) =   sum over words of  BM25(stem) + w_exact BM25(as typed)
                       + sum over neighbouring words of  w_proximity BM25(the pair as a phrase)
                       + the score of its article

    score(article)   =   sum over words of  w_article BM25(article) + w_headline BM25(headline)
                       + w_coverage T (c / T)^4  +  w_recency 2^(-age / half-life)

A pair has the inverse document frequency of its rarer word. T is the sum of the idf of all parts of the query
(``search.ranking.rarity``), c the sum of those that the article matches. The formula uses the statistics of
the whole collection (``search.ranking.statistics``), and the occurrences and doc values of the article
itself; it does not depend on how often words occur together elsewhere. In an article, an occurrence in the
first paragraphs counts 1 and a later one less. The age of an article is measured from the newest article of
the archive, so the same archive gives the same ranking at any time.

Every part is stored as it was added, so an explanation is the same sum once more, to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.arrays import first_of_each
from search.bm25 import Floats, saturation
from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.query.tree import Form, Words
from search.ranking.articles import neighbours
from search.ranking.filters import Mask
from search.ranking.lookup import Lookup, Occurrences
from search.ranking.match import Matcher
from search.ranking.rarity import rarity
from search.ranking.settings import RankingSettings
from search.ranking.statistics import Statistics, statistics_of
from search.remarks import Remark
from search.results import Explanation


@dataclass(frozen=True)
class DocValues:
    """Doc values of the N paragraphs and A articles that are scored.

    article_of:      int32[N], ascending: the paragraphs of an article are neighbours
    first_paragraph: int[A + 1], the first paragraph of each article, and N
    paragraph_length: int[N], index terms, at most 255
    article_length, headline_length: int[A], index terms
    day:             int32[A], of publication, as an ordinal of ``datetime.date``; NO_DAY for none
    """

    article_of: IntArray
    first_paragraph: IntArray
    paragraph_length: npt.NDArray[np.integer]
    article_length: IntArray
    headline_length: IntArray
    day: IntArray


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the scores: it adds ``values[i]`` to the paragraph or article number ``ids[i]``."""

    label: Remark
    ids: npt.NDArray[np.generic]
    values: Floats

    def value_of(self, number: int) -> float:
        """Return what this part adds to one paragraph or article."""
        at = int(np.searchsorted(self.ids, number))
        return float(self.values[at]) if at < len(self.ids) and self.ids[at] == number else 0.0


@dataclass(frozen=True)
class Scores:
    """Scores of all paragraphs, with the parts they were added up from."""

    values: DocValues
    paragraph_parts: Sequence[Part]
    article_parts: Sequence[Part]

    @cached_property
    def of_articles(self) -> Floats:
        """float64[A]: the article's part of the score, which all its paragraphs get."""
        return _added(self.article_parts, len(self.values.day))

    @cached_property
    def of_paragraphs(self) -> Floats:
        """float64[N]: the score of every paragraph; 0 where nothing matches."""
        paragraphs = _added(self.paragraph_parts, len(self.values.article_of))
        total: Floats = paragraphs + self.of_articles[self.values.article_of]
        return total

    def explain(self, doc: int) -> Explanation:
        """Return the parts of a paragraph's score. On each level, the parts add up exactly."""
        article = int(self.values.article_of[doc])
        of_paragraph = _explained(Remark("paragraph"), self.paragraph_parts, doc)
        of_article = _explained(Remark("article"), self.article_parts, article)
        total = of_paragraph.value + of_article.value
        return Explanation(Remark("score"), total, (of_paragraph, of_article))


def _added(parts: Iterable[Part], size: int) -> Floats:
    total = np.zeros(size)
    for part in parts:
        total[part.ids] += part.values
    return total


def _of_word(code: str, word: Words) -> Remark:
    return Remark(code, {"text": word.text})


def _explained(label: Remark, parts: Iterable[Part], number: int) -> Explanation:
    explained = [Explanation(part.label, part.value_of(number)) for part in parts]
    total = 0.0
    for part in explained:  # in the order in which the arrays were added
        total += part.value
    return Explanation(label, total, tuple(part for part in explained if part.value))


class Scorer:
    """Scores query words over some paragraphs and articles of one collection.

    lookup:   returns the occurrences of words in these paragraphs
    matching: returns the articles that a part of a query matches, bool[A]
    """

    def __init__(
        self,
        statistics: Statistics,
        settings: RankingSettings,
        values: DocValues,
        lookup: Lookup,
        matching: Callable[[query.Query], Mask],
    ) -> None:
        self._statistics = statistics
        self._settings = settings
        self._values = values
        self._lookup = lookup
        self._matching = matching
        self._known: dict[tuple[int, str], tuple[Words, Occurrences]] = {}  # by identity, see Matcher

    def score(
        self, words: Sequence[Words], concepts: Sequence[query.Query] = (), *, recency: bool = False
    ) -> Scores:
        """Return the scores of all paragraphs.

        words:    the words of the query, in its order
        concepts: the parts of the query; coverage is the share of them that an article matches
        recency:  whether the score has the recency part
        """
        paragraph_parts: list[Part] = []
        article_parts: list[Part] = []
        for word in words:
            if "body" in word.fields:
                paragraph_parts.extend(self._of_paragraphs(word))
                article_parts.extend(self._of_articles(word))
            if "title" in word.fields and self._settings.headline_weight:
                article_parts.extend(self._of_headlines(word))
        if self._settings.coverage_weight:
            article_parts.extend(self._of_coverage(concepts))
        if recency and self._settings.recency_weight:
            article_parts.append(self._of_recency())
        if self._settings.proximity_weight:
            paragraph_parts.extend(self._of_pairs(words))
        return Scores(self._values, paragraph_parts, article_parts)

    def _of_paragraphs(self, word: Words) -> Iterator[Part]:
        occurrences = self._occurrences(word, "body")
        yield self._paragraph_part(_of_word("word", word), occurrences, self._idf(occurrences))
        if self._settings.exact_weight and word.typed and not word.exact and not word.prefix:
            as_typed = self._lookup.form(word.typed, "body_exact", exact=True)
            weight = self._settings.exact_weight * self._idf(as_typed)
            yield self._paragraph_part(_of_word("as_typed", word), as_typed, weight)

    def _paragraph_part(self, label: Remark, occurrences: Occurrences, weight: float) -> Part:
        lengths = self._values.paragraph_length[occurrences.docs]
        average = self._statistics.paragraph_length
        values = saturation(occurrences.tf, lengths, average, self._settings.k1, self._settings.b)
        return Part(label, occurrences.docs, weight * values)

    def _idf(self, occurrences: Occurrences) -> float:
        """Return the inverse document frequency, among paragraphs, of a word with these occurrences."""
        frequency = occurrences.document_frequency
        return self._statistics.idf("body", len(occurrences.docs) if frequency is None else frequency)

    def _article_idf(self, occurrences: Occurrences) -> float:
        """Return the inverse document frequency, among articles, of a word with these occurrences."""
        return self._statistics.article_idf(self._article_frequency(occurrences))

    def _of_articles(self, word: Words) -> Iterator[Part]:
        settings = self._settings
        if not settings.article_weight:
            return
        occurrences = self._occurrences(word, "body")
        articles, tf = self._by_article(self._lead_first(occurrences))
        weight = settings.article_weight * self._article_idf(occurrences)
        values = saturation(
            tf,
            self._values.article_length[articles],
            self._statistics.article_length,
            settings.article_k1,
            settings.article_b,
        )
        yield Part(_of_word("word", word), articles, weight * values)

    def _of_headlines(self, word: Words) -> Iterator[Part]:
        occurrences = self._occurrences(word, "title")
        articles, tf = self._by_article(occurrences)
        weight = self._settings.headline_weight * self._article_idf(occurrences)
        lengths = self._values.headline_length[articles]
        average = self._statistics.headline_length
        values = weight * saturation(tf, lengths, average, self._settings.k1, self._settings.b)
        yield Part(_of_word("headline", word), articles, values)

    def _of_pairs(self, words: Sequence[Words]) -> Iterator[Part]:
        """Yield the parts of neighbouring words (sequential dependence: Metzler and Croft 2005)."""
        for left, right in neighbours(words):
            pair = Form(left.forms[0].stems + right.forms[0].stems, ())
            occurrences = self._lookup.form(pair, "body", exact=False)
            idf = max(self._idf(self._occurrences(word, "body")) for word in (left, right))
            weight = self._settings.proximity_weight * idf
            label = Remark("pair", {"text": f"{left.text} {right.text}"})
            yield self._paragraph_part(label, occurrences, weight)

    def _of_coverage(self, concepts: Sequence[query.Query]) -> Iterator[Part]:
        if len(concepts) < 2:  # every match contains the only part
            return
        total = 0.0
        matched = np.zeros(len(self._values.day))
        for concept in concepts:
            idf = rarity(concept, self.article_frequency, self._statistics.articles)
            matched[self._matching(concept)] += idf
            total += idf
        ids = np.flatnonzero(matched)
        share = matched[ids] / total
        squared = share * share
        yield Part(Remark("coverage"), ids, self._settings.coverage_weight * total * (squared * squared))

    def article_frequency(self, word: Words) -> int:
        """Return how many articles contain a word in the body or in the headline, the greater number."""
        return max(self._article_frequency(self._occurrences(word, field)) for field in word.fields)

    def _article_frequency(self, occurrences: Occurrences) -> int:
        if occurrences.article_frequency is not None:
            return occurrences.article_frequency
        return int(np.count_nonzero(np.diff(self._values.article_of[occurrences.docs], prepend=-1)))

    def _occurrences(self, word: Words, field: str) -> Occurrences:
        known = self._known.get((id(word), field))
        if known is None:
            occurrences = self._lookup.words(word, field, exact=word.exact)
            known = self._known[id(word), field] = (word, occurrences)
        return known[1]

    def _of_recency(self) -> Part:
        day = self._values.day
        dated = np.flatnonzero(day != NO_DAY)
        age = self._statistics.newest_day - day[dated]
        values = self._settings.recency_weight * np.exp2(-age / self._settings.recency_half_life)
        return Part(Remark("recency"), dated, values)

    def _lead_first(self, occurrences: Occurrences) -> Occurrences:
        """Return the occurrences with smaller frequencies after an article's first paragraphs."""
        settings = self._settings
        number = occurrences.docs - self._values.first_paragraph[self._values.article_of[occurrences.docs]]
        weights = np.where(number < settings.lead_paragraphs, 1.0, settings.later_weight)
        return Occurrences(occurrences.docs, occurrences.tf * weights)

    def _by_article(self, occurrences: Occurrences) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.generic]]:
        """Return the articles of some paragraphs, ascending, with their summed frequencies."""
        article = self._values.article_of[occurrences.docs]
        if not len(article):
            return article, occurrences.tf
        is_first = first_of_each(article)
        # bincount adds in order, as the kernel does; np.sum adds in pairs, which rounds differently.
        return article[is_first], np.bincount(np.cumsum(is_first) - 1, occurrences.tf)


def scorer_of(
    snapshot: Snapshot,
    settings: RankingSettings,
    matcher: Matcher | None = None,
    statistics: Statistics | None = None,
) -> Scorer:
    """Return the scorer of a whole generation.

    matcher:    it may have matched parts of the query already
    statistics: those of the whole archive, if the snapshot has only some of its articles
    """
    doc_values = snapshot.doc_values
    values = DocValues(
        snapshot.article_of[: doc_values.paragraph_count],
        doc_values.first_paragraph,
        snapshot.body_length,
        snapshot.article_length,
        doc_values.title_length,
        doc_values.day,
    )
    known = matcher or Matcher(snapshot)
    return Scorer(
        statistics or statistics_of(snapshot),
        settings,
        values,
        known.lookup,
        lambda tree: known.match(tree).articles,
    )
