"""From an article to its document in a cluster: analysed here, so that every backend has the same terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from search.addresses import page_hash
from search.article import Article
from search.backends.opensearch.features import Written, features_of
from search.backends.opensearch.mapping import SAME_PLACE
from search.index.format.doc_values import DAY_KNOWN, MONTH_KNOWN, MONTHS, YEAR_KNOWN
from search.index.format.names import LONGEST_COUNTED, MAX_POSITION
from search.index.format.stored import stored_metadata
from search.indonesian import Analyzer
from search.published import PartialDate, Published, day_of, instant_of
from search.ranking.settings import RankingSettings
from search.values import VALUE_FIELDS


@dataclass(frozen=True)
class Means:
    """Mean lengths in index terms, at least 1: of a paragraph, an article and a headline."""

    paragraph: float
    article: float
    headline: float


class Position(NamedTuple):
    """What only the archive knows of an article.

    seq:     its place in the archive, from 0
    arrived: when it came into the index, in seconds since 1970 UTC
    cluster: the place of the first of its copies, its own without copies
    copies:  whether it has copies
    """

    seq: int
    arrived: int
    cluster: int
    copies: bool


class _Text:
    """The terms of one text, with their positions.

    length: the number of terms that count, as ``Vocabulary.counted`` says
    terms:  how often what has a feature occurs
    """

    def __init__(self, analyzer: Analyzer, written: Written, text: str) -> None:
        self.terms: Counter[str] = Counter()
        self.exacts: set[str] = set()
        self.length = 0
        self._stems: dict[int, list[str]] = {}
        self._exacts: dict[int, list[str]] = {}
        for _, word, position in analyzer.words(text):
            if word.width:
                self.length += len(word.terms)
            for offset, exact, stem in word.terms:
                at = min(position + offset, MAX_POSITION)
                self._stems.setdefault(at, []).append(stem)
                self._exacts.setdefault(at, []).append(exact)
                self.terms[stem] += 1
                if other := written.other(exact, stem):
                    self.terms[other] += 1
                self.exacts.add(exact)

    def stem_places(self) -> str:
        """Return the stems as the cluster reads them."""
        return _places(self._stems)

    def exact_places(self) -> str:
        """Return the words as written as the cluster reads them."""
        return _places(self._exacts)


def _places(by_position: dict[int, list[str]]) -> str:
    if not by_position:
        return ""
    nothing = [SAME_PLACE]  # a place without a term
    return " ".join(SAME_PLACE.join(by_position.get(at, nothing)) for at in range(max(by_position) + 1))


class DocumentMaker:
    """Makes the documents of an index.

    means: the mean lengths of which its features are made
    """

    def __init__(self, analyzer: Analyzer, means: Means, ranking: RankingSettings) -> None:
        self._analyzer, self._means, self._ranking = analyzer, means, ranking
        self._written = Written(analyzer)

    def _text(self, text: str) -> _Text:
        return _Text(self._analyzer, self._written, text)

    def document(self, article: Article, place: Position) -> dict[str, Any]:
        """Return the document of an article."""
        ranking, means = self._ranking, self._means
        texts = [self._text(text) for text in article.paragraphs]
        title = self._text(article.title or "")
        lengths = [one.length for one in texts]
        counted = [min(length, LONGEST_COUNTED) for length in lengths]
        frequencies: dict[str, float] = {}
        for number, text in enumerate(texts):
            weight = 1.0 if number < ranking.lead_paragraphs else ranking.later_weight
            for term, tf in text.terms.items():
                frequencies[term] = frequencies.get(term, 0.0) + weight * tf
        paragraphs = [
            {
                "body": text.stem_places(),
                "exact": text.exact_places(),
                "f": features_of(text.terms, length, means.paragraph, ranking.b),
            }
            for text, length in zip(texts, counted, strict=True)
        ]
        made: dict[str, Any] = {
            "id": article.id,
            "about": stored_metadata(article),
            "text": list(article.paragraphs),
            **place._asdict(),
            "page": page_hash(article.url),
            "paragraphs": len(texts),
            "length": sum(lengths),
            "counted_length": sum(counted),
            "title_length": title.length,
            "exact": " ".join(sorted(set().union(*(text.exacts for text in texts)))),
            "f": features_of(frequencies, sum(lengths), means.article, ranking.article_b),
            "p": paragraphs,
        }
        if title.terms:
            places = {"title": title.stem_places(), "title_exact": title.exact_places()}
            made |= places
            length = min(title.length, LONGEST_COUNTED)
            made["ft"] = features_of(title.terms, length, means.headline, ranking.b)
            paragraphs[0] |= places
        for name, field in VALUE_FIELDS.items():
            if values := field.values(article):
                made[name] = list(values)
        if article.published:
            made |= _dates(article.published)
        return made


def _dates(published: Published) -> dict[str, int]:
    day = day_of(published)
    last, month, known = day, day.month, DAY_KNOWN
    if isinstance(published, PartialDate):
        last, month = published.last, published.month or 0
        known = MONTH_KNOWN if month else YEAR_KNOWN
    return {
        "day": day.toordinal(),
        "last_day": last.toordinal(),
        "month": MONTHS * day.year + month,
        "known": known,
        "instant": instant_of(published),
    }


def texts_of(source: Mapping[str, Any]) -> Sequence[str]:
    """Return the paragraphs of a stored document."""
    text: str | list[str] = source["text"]
    return [text] if isinstance(text, str) else text
