"""Scores, put together from named parts: what each query word gives to paragraphs and to articles.

::

    score(paragraph) =   sum over words of  BM25(stem) + w_exact BM25(as typed)
                       + sum over neighbouring words of  w_proximity BM25(the pair in a row)
                       + the score of its article

    score(article)   =   sum over words of  w_article BM25(article) + w_headline BM25(headline)
                       + w_coverage T (c / T)^4  +  w_recency 2^(-age / half-life)

A pair has the inverse document frequency of its rarer word. T is the summed rarity of what the query asks
for (``search.ranking.rarity``), c of that what the article holds. Neither asks how often words occur
together, so that a paragraph can be scored from its own article alone. In an article, an occurrence in the
first paragraphs counts 1 and a later one less. Its age counts from the newest article of the archive, so that
an archive ranks the same whenever it is asked.

Every part is kept as it was added, so an explanation is the same sum once more, to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from whoosh import query

from search.bm25 import Floats, inverse_document_frequency, saturation
from search.index.format.doc_values import NO_DAY
from search.index.reading.snapshot import Snapshot
from search.query.tree import Form, Words
from search.ranking.lookup import Occurrences, form_occurrences, occurrences
from search.ranking.match import Matcher
from search.ranking.rarity import rarity
from search.ranking.settings import RankingSettings
from search.results import Explanation


@dataclass(frozen=True, slots=True)
class Part:
    """What one word or pair gives: ``values[i]`` to the paragraph or article number ``ids[i]``."""

    label: str
    ids: npt.NDArray[np.generic]
    values: Floats

    def value_of(self, number: int) -> float:
        """Return what this part gives to one paragraph or article."""
        at = int(np.searchsorted(self.ids, number))
        return float(self.values[at]) if at < len(self.ids) and self.ids[at] == number else 0.0


@dataclass(frozen=True)
class Scores:
    """Scores of all paragraphs, with the parts they were added up from."""

    snapshot: Snapshot
    paragraph_parts: Sequence[Part]
    article_parts: Sequence[Part]

    @cached_property
    def of_articles(self) -> Floats:
        """float64[A]: what each article gives to its paragraphs."""
        return _added(self.article_parts, self.snapshot.numbers.article_count)

    @cached_property
    def of_paragraphs(self) -> Floats:
        """float64[N]: the score of every paragraph; 0 where nothing matches."""
        own = _added(self.paragraph_parts, self.snapshot.numbers.paragraph_count)
        total: Floats = own + self.of_articles[self.snapshot.article_of[: len(own)]]
        return total

    def explain(self, doc: int) -> Explanation:
        """Return the parts of a paragraph's score; each level adds up to the digit."""
        article = int(self.snapshot.article_of[doc])
        own = _explained("paragraph", self.paragraph_parts, doc)
        context = _explained("article", self.article_parts, article)
        return Explanation("score", own.value + context.value, (own, context))


def _added(parts: Iterable[Part], size: int) -> Floats:
    total = np.zeros(size)
    for part in parts:
        total[part.ids] += part.values
    return total


def _explained(label: str, parts: Iterable[Part], number: int) -> Explanation:
    found = [Explanation(part.label, part.value_of(number)) for part in parts]
    total = 0.0
    for part in found:  # in the order in which the arrays were added
        total += part.value
    return Explanation(label, total, tuple(part for part in found if part.value))


class Scorer:
    """Scores query words over one snapshot."""

    def __init__(self, snapshot: Snapshot, settings: RankingSettings, matcher: Matcher | None = None) -> None:
        """Make a scorer; ``matcher`` may know already what parts of the query match."""
        self._snapshot = snapshot
        self._numbers = snapshot.numbers
        self._settings = settings
        self._matcher = matcher or Matcher(snapshot)
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
        return Scores(self._snapshot, paragraph_parts, article_parts)

    def _of_paragraphs(self, word: Words) -> Iterator[Part]:
        found = self._occurrences(word, "body")
        yield self._paragraph_part(word.text, found, self._idf(found))
        if self._settings.exact_weight and word.typed and not word.exact and not word.prefix:
            as_typed = form_occurrences(self._snapshot, word.typed, "body_exact", exact=True)
            weight = self._settings.exact_weight * self._idf(as_typed)
            yield self._paragraph_part(f"={word.text}", as_typed, weight)

    def _paragraph_part(self, label: str, found: Occurrences, weight: float) -> Part:
        lengths = self._snapshot.body_length[found.docs]
        average = self._snapshot.average_body_length
        values = saturation(found.tf, lengths, average, self._settings.k1, self._settings.b)
        return Part(label, found.docs, weight * values)

    def _idf(self, found: Occurrences) -> float:
        """Return the inverse document frequency over paragraphs of what was found."""
        return inverse_document_frequency(len(found.docs), self._snapshot.paragraph_total)

    def _of_articles(self, word: Words) -> Iterator[Part]:
        settings = self._settings
        if not settings.article_weight:
            return
        found = self._occurrences(word, "body")
        articles, tf = self._by_article(self._lead_first(found))
        weight = settings.article_weight * inverse_document_frequency(
            len(articles), self._snapshot.article_total
        )
        values = saturation(
            tf,
            self._snapshot.article_length[articles],
            self._snapshot.average_article_length,
            settings.article_k1,
            settings.article_b,
        )
        yield Part(word.text, articles, weight * values)

    def _of_headlines(self, word: Words) -> Iterator[Part]:
        found = self._occurrences(word, "title")
        articles, tf = self._by_article(found)
        weight = self._settings.headline_weight * inverse_document_frequency(
            len(articles), self._snapshot.article_total
        )
        lengths = self._numbers.title_length[articles]
        average = self._snapshot.average_title_length
        values = weight * saturation(tf, lengths, average, self._settings.k1, self._settings.b)
        yield Part(f"judul:{word.text}", articles, values)

    def _of_pairs(self, words: Sequence[Words]) -> Iterator[Part]:
        """Neighbouring words in a row (sequential dependence: Metzler and Croft 2005)."""
        for left, right in pairwise(word for word in words if word.typed):
            if left.prefix or right.prefix or left.exact or right.exact or left.text == right.text:
                continue
            if "body" not in left.fields or "body" not in right.fields:
                continue
            row = Form(left.forms[0].stems + right.forms[0].stems, ())
            found = form_occurrences(self._snapshot, row, "body", exact=False)
            idf = max(self._idf(self._occurrences(word, "body")) for word in (left, right))
            weight = self._settings.proximity_weight * idf
            yield self._paragraph_part(f"{left.text} {right.text}", found, weight)

    def _of_coverage(self, concepts: Sequence[query.Query]) -> Iterator[Part]:
        if len(concepts) < 2:  # of a single word every match holds all
            return
        total = 0.0
        held = np.zeros(self._numbers.article_count)
        for concept in concepts:
            idf = rarity(concept, self.articles_holding, self._snapshot.article_total)
            held[self._matcher.match(concept).articles] += idf
            total += idf
        ids = np.flatnonzero(held)
        share = held[ids] / total
        squared = share * share
        yield Part("coverage", ids, self._settings.coverage_weight * total * (squared * squared))

    def articles_holding(self, word: Words) -> int:
        """Return how many articles hold a word in the body or in the headline, whichever are more."""
        counts = []
        for field in word.fields:
            article = self._snapshot.article_of[self._occurrences(word, field).docs]
            counts.append(int(np.count_nonzero(np.diff(article, prepend=-1))))
        return max(counts)

    def _occurrences(self, word: Words, field: str) -> Occurrences:
        known = self._known.get((id(word), field))
        if known is None:
            found = occurrences(self._snapshot, word, field, exact=word.exact)
            known = self._known[id(word), field] = (word, found)
        return known[1]

    def _of_recency(self) -> Part:
        day = self._numbers.day
        dated = np.flatnonzero(day != NO_DAY)
        age = day.max(initial=0) - day[dated]
        values = self._settings.recency_weight * np.exp2(-age / self._settings.recency_half_life)
        return Part("recency", dated, values)

    def _lead_first(self, found: Occurrences) -> Occurrences:
        """Let occurrences after an article's first paragraphs count less."""
        settings = self._settings
        number = found.docs - self._numbers.first_paragraph[self._snapshot.article_of[found.docs]]
        weights = np.where(number < settings.lead_paragraphs, 1.0, settings.later_weight)
        return Occurrences(found.docs, found.tf * weights)

    def _by_article(self, found: Occurrences) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.generic]]:
        """Return the articles of the paragraphs found, ascending, with their summed frequencies."""
        article = self._snapshot.article_of[found.docs]
        if not len(article):
            return article, found.tf
        is_first = np.append(True, article[1:] != article[:-1])
        # One after the other, as a loop would: NumPy's own sums of fractions go in pairs.
        return article[is_first], np.bincount(np.cumsum(is_first) - 1, found.tf)
