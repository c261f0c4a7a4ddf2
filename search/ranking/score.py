"""Scores, put together from named parts: what each query word gives to paragraphs and to articles.

::

    score(paragraph) =   sum over words of  BM25(stem) + w_exact BM25(as typed)
                       + sum over neighbouring words of  w_proximity BM25(the pair in a row)
                       + the score of its article

    score(article)   =   sum over words of  w_article BM25(article) + w_headline BM25(headline)
                       + w_coverage T (c / T)^4  +  w_recency 2^(-age / half-life)

A pair has the inverse document frequency of its rarer word. T is the summed rarity of what the query asks
for (``search.ranking.rarity``), c of that what the article holds. Neither asks how often words occur
together, so that a paragraph can be scored from its own article alone: the formula reads statistics of the
whole collection (``search.ranking.statistics``), and occurrences and values of what is scored. In an article,
an occurrence in the first paragraphs counts 1 and a later one less. Its age counts from the newest article of
the archive, so that an archive ranks the same whenever it is asked.

Every part is kept as it was added, so an explanation is the same sum once more, to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats, saturation
from search.index.format.doc_values import NO_DAY, IntArray
from search.index.reading.snapshot import Snapshot
from search.query.tree import Form, Words
from search.ranking.filters import Mask
from search.ranking.lookup import ListLookup, Lookup, Occurrences
from search.ranking.match import Matcher
from search.ranking.rarity import rarity
from search.ranking.settings import RankingSettings
from search.ranking.statistics import Statistics, statistics_of
from search.results import Explanation, Remark


@dataclass(frozen=True)
class DocValues:
    """What is known of each of N paragraphs and A articles that are scored.

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
    """What one word or pair gives: ``values[i]`` to the paragraph or article number ``ids[i]``."""

    label: Remark
    ids: npt.NDArray[np.generic]
    values: Floats

    def value_of(self, number: int) -> float:
        """Return what this part gives to one paragraph or article."""
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
        """float64[A]: what each article gives to its paragraphs."""
        return _added(self.article_parts, len(self.values.day))

    @cached_property
    def of_paragraphs(self) -> Floats:
        """float64[N]: the score of every paragraph; 0 where nothing matches."""
        own = _added(self.paragraph_parts, len(self.values.article_of))
        total: Floats = own + self.of_articles[self.values.article_of]
        return total

    def explain(self, doc: int) -> Explanation:
        """Return the parts of a paragraph's score; each level adds up to the digit."""
        article = int(self.values.article_of[doc])
        own = _explained(Remark("paragraph"), self.paragraph_parts, doc)
        context = _explained(Remark("article"), self.article_parts, article)
        return Explanation(Remark("score"), own.value + context.value, (own, context))


def _added(parts: Iterable[Part], size: int) -> Floats:
    total = np.zeros(size)
    for part in parts:
        total[part.ids] += part.values
    return total


def _of_word(code: str, word: Words) -> Remark:
    return Remark(code, {"text": word.text})


def _explained(label: Remark, parts: Iterable[Part], number: int) -> Explanation:
    found = [Explanation(part.label, part.value_of(number)) for part in parts]
    total = 0.0
    for part in found:  # in the order in which the arrays were added
        total += part.value
    return Explanation(label, total, tuple(part for part in found if part.value))


class Scorer:
    """Scores query words over some paragraphs and articles of one collection.

    lookup:   tells where words occur among them
    matching: tells which of the articles a part of a query matches, bool[A]
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
        """Return the scores that ``words``, in query order, give to every paragraph.

        concepts: the parts of the query that an article should hold all of
        recency:  whether newer articles get a little more
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
        found = self._occurrences(word, "body")
        yield self._paragraph_part(_of_word("word", word), found, self._idf(found))
        if self._settings.exact_weight and word.typed and not word.exact and not word.prefix:
            as_typed = self._lookup.form(word.typed, "body_exact", exact=True)
            weight = self._settings.exact_weight * self._idf(as_typed)
            yield self._paragraph_part(_of_word("as_typed", word), as_typed, weight)

    def _paragraph_part(self, label: Remark, found: Occurrences, weight: float) -> Part:
        lengths = self._values.paragraph_length[found.docs]
        average = self._statistics.paragraph_length
        values = saturation(found.tf, lengths, average, self._settings.k1, self._settings.b)
        return Part(label, found.docs, weight * values)

    def _idf(self, found: Occurrences) -> float:
        """Return the inverse document frequency over paragraphs of what was found."""
        return self._statistics.idf("body", len(found.docs) if found.holding is None else found.holding)

    def _article_idf(self, found: Occurrences) -> float:
        """Return the inverse document frequency over articles of what was found."""
        return self._statistics.article_idf(self._articles_holding(found))

    def _of_articles(self, word: Words) -> Iterator[Part]:
        settings = self._settings
        if not settings.article_weight:
            return
        found = self._occurrences(word, "body")
        articles, tf = self._by_article(self._lead_first(found))
        weight = settings.article_weight * self._article_idf(found)
        values = saturation(
            tf,
            self._values.article_length[articles],
            self._statistics.article_length,
            settings.article_k1,
            settings.article_b,
        )
        yield Part(_of_word("word", word), articles, weight * values)

    def _of_headlines(self, word: Words) -> Iterator[Part]:
        found = self._occurrences(word, "title")
        articles, tf = self._by_article(found)
        weight = self._settings.headline_weight * self._article_idf(found)
        lengths = self._values.headline_length[articles]
        average = self._statistics.headline_length
        values = weight * saturation(tf, lengths, average, self._settings.k1, self._settings.b)
        yield Part(_of_word("headline", word), articles, values)

    def _of_pairs(self, words: Sequence[Words]) -> Iterator[Part]:
        """Neighbouring words in a row (sequential dependence: Metzler and Croft 2005)."""
        for left, right in pairwise(word for word in words if word.typed):
            if left.prefix or right.prefix or left.exact or right.exact or left.text == right.text:
                continue
            if "body" not in left.fields or "body" not in right.fields:
                continue
            row = Form(left.forms[0].stems + right.forms[0].stems, ())
            found = self._lookup.form(row, "body", exact=False)
            idf = max(self._idf(self._occurrences(word, "body")) for word in (left, right))
            weight = self._settings.proximity_weight * idf
            yield self._paragraph_part(Remark("pair", {"text": f"{left.text} {right.text}"}), found, weight)

    def _of_coverage(self, concepts: Sequence[query.Query]) -> Iterator[Part]:
        if len(concepts) < 2:  # of a single word every match holds all
            return
        total = 0.0
        held = np.zeros(len(self._values.day))
        for concept in concepts:
            idf = rarity(concept, self.articles_holding, self._statistics.articles)
            held[self._matching(concept)] += idf
            total += idf
        ids = np.flatnonzero(held)
        share = held[ids] / total
        squared = share * share
        yield Part(Remark("coverage"), ids, self._settings.coverage_weight * total * (squared * squared))

    def articles_holding(self, word: Words) -> int:
        """Return how many articles hold a word in the body or in the headline, whichever are more."""
        return max(self._articles_holding(self._occurrences(word, field)) for field in word.fields)

    def _articles_holding(self, found: Occurrences) -> int:
        if found.articles_holding is not None:
            return found.articles_holding
        return int(np.count_nonzero(np.diff(self._values.article_of[found.docs], prepend=-1)))

    def _occurrences(self, word: Words, field: str) -> Occurrences:
        known = self._known.get((id(word), field))
        if known is None:
            found = self._lookup.words(word, field, exact=word.exact)
            known = self._known[id(word), field] = (word, found)
        return known[1]

    def _of_recency(self) -> Part:
        day = self._values.day
        dated = np.flatnonzero(day != NO_DAY)
        age = self._statistics.newest_day - day[dated]
        values = self._settings.recency_weight * np.exp2(-age / self._settings.recency_half_life)
        return Part(Remark("recency"), dated, values)

    def _lead_first(self, found: Occurrences) -> Occurrences:
        """Let occurrences after an article's first paragraphs count less."""
        settings = self._settings
        number = found.docs - self._values.first_paragraph[self._values.article_of[found.docs]]
        weights = np.where(number < settings.lead_paragraphs, 1.0, settings.later_weight)
        return Occurrences(found.docs, found.tf * weights)

    def _by_article(self, found: Occurrences) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.generic]]:
        """Return the articles of the paragraphs found, ascending, with their summed frequencies."""
        article = self._values.article_of[found.docs]
        if not len(article):
            return article, found.tf
        is_first = np.append(True, article[1:] != article[:-1])
        # One after the other, as a loop would: NumPy's own sums of fractions go in pairs.
        return article[is_first], np.bincount(np.cumsum(is_first) - 1, found.tf)


def scorer_of(snapshot: Snapshot, settings: RankingSettings, matcher: Matcher | None = None) -> Scorer:
    """Return the scorer of all that a generation holds; ``matcher`` may know already what matches."""
    numbers = snapshot.numbers
    values = DocValues(
        snapshot.article_of[: numbers.paragraph_count],
        numbers.first_paragraph,
        snapshot.body_length,
        snapshot.article_length,
        numbers.title_length,
        numbers.day,
    )
    known = matcher or Matcher(snapshot)
    return Scorer(
        statistics_of(snapshot),
        settings,
        values,
        ListLookup(snapshot),
        lambda tree: known.match(tree).articles,
    )
