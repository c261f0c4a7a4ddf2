"""Verification: before a new generation is swapped in, samples of its articles are searched."""

from __future__ import annotations

import random
from collections.abc import Collection, Container, Mapping, Sequence
from math import expm1, floor, log
from typing import NamedTuple

from search.article import Article
from search.errors import WartaError
from search.index.manifest import check_files
from search.index.reading.snapshot import Snapshot
from search.indonesian import Analyzer
from search.remarks import Remark

SAMPLE_SIZE = 64


class Sample(NamedTuple):
    """A paragraph that the index must contain.

    article: the number of its article in the new segment; -1 for an article of an old segment
    """

    article: int
    article_id: str
    number: int
    text: str


class Samples:
    """A uniform sample of all written articles, drawn while they are written.

    Reservoir sampling that skips most articles (Li 1994, "Reservoir-sampling algorithms of time complexity
    O(n(1 + log(N/n)))", algorithm L).
    """

    def __init__(self) -> None:
        self.drawn: list[Sample] = []
        self._random = random.Random(0)
        self._seen = 0
        # The number of the next article to draw; the logarithm of W, the variable of algorithm L.
        self._next, self._log_w = SAMPLE_SIZE, 0.0

    def consider(self, article: Article, number: int) -> None:
        """Offer an article. number: its number in the segment."""
        self._seen += 1
        if SAMPLE_SIZE < self._seen < self._next:
            return
        paragraph = self._random.randrange(len(article.paragraphs))
        sample = Sample(number, article.id, paragraph, article.paragraphs[paragraph])
        if self._seen <= SAMPLE_SIZE:
            self.drawn.append(sample)
        else:
            self.drawn[self._random.randrange(SAMPLE_SIZE)] = sample
        if self._seen >= SAMPLE_SIZE:
            self._log_w += self._log_random() / SAMPLE_SIZE
            self._next += 1 + floor(self._log_random() / log(-expm1(self._log_w)))

    def _log_random(self) -> float:
        """Return the logarithm of a random number that is neither 0 nor 1."""
        return log((self._random.getrandbits(52) + 0.5) / (1 << 52))

    def keep(self, numbers: Mapping[str, int]) -> None:
        """Keep only the samples of live articles. numbers: id and number of each in the new segment."""
        self.drawn = [sample for sample in self.drawn if numbers.get(sample.article_id) == sample.article]

    def draw_from(self, snapshot: Snapshot, gone: Container[int]) -> None:
        """Add up to SAMPLE_SIZE samples of old articles that are not deleted."""
        count = snapshot.doc_values.article_count
        for article in self._random.sample(range(count), min(count, SAMPLE_SIZE)):
            if article not in gone and (snapshot.live is None or snapshot.live[article]):
                first, end = snapshot.doc_values.first_paragraph[article : article + 2].tolist()
                number = self._random.randrange(end - first)
                text = snapshot.text(first + number)
                self.drawn.append(Sample(-1, snapshot.metadata(article).id, number, text))


class Expected(NamedTuple):
    """The expected contents of a new generation.

    articles, paragraphs: their numbers
    samples:              paragraphs that it must contain
    gone:                 ids of articles that it must not contain
    """

    articles: int
    paragraphs: int
    samples: Samples
    gone: Sequence[str] = ()

    def without(self, replaced: Collection[int], paragraphs: int) -> Expected:
        """Return what is expected without some new articles, which have so many paragraphs together."""
        numbers = set(replaced)
        self.samples.drawn = [sample for sample in self.samples.drawn if sample.article not in numbers]
        return self._replace(articles=self.articles - len(numbers), paragraphs=self.paragraphs - paragraphs)


def verify(snapshot: Snapshot, expected: Expected) -> list[Remark]:
    """Return what is wrong with a fresh generation: counts, then sample queries."""
    samples = expected.samples
    return _counts(snapshot) or _sample_queries(snapshot, samples) or _found_again(snapshot, expected)


def check(snapshot: Snapshot) -> list[Remark]:
    """Return what is wrong with a generation, after reading every byte and comparing every count."""
    return check_files(snapshot.folder, snapshot.manifest, contents=True) or _counts(snapshot)


def _counts(snapshot: Snapshot) -> list[Remark]:
    manifest = snapshot.manifest
    wrong = []
    documents = snapshot.live_paragraphs
    if documents != manifest.paragraphs:
        wrong.append(Remark("documents_counted", {"found": documents, "right": manifest.paragraphs}))
    articles = snapshot.article_total if snapshot.live is None else int(snapshot.live.sum())
    if articles != manifest.articles:
        wrong.append(Remark("articles_counted", {"found": articles, "right": manifest.articles}))
    return wrong


def _sample_queries(snapshot: Snapshot, samples: Samples) -> list[Remark]:
    analyzer = Analyzer(snapshot.analysis)
    wrong = []
    for sample in samples.drawn:
        where = f"{sample.article_id}#{sample.number}"
        try:
            article = snapshot.find(sample.article_id)
            doc = int(snapshot.doc_values.first_paragraph[article]) + sample.number
            if _times_live(snapshot, sample.article_id) != 1:
                wrong.append(Remark("several_of_one_id", {"id": sample.article_id}))
            if snapshot.text(doc) != sample.text:
                wrong.append(Remark("text_differs", {"place": where}))
            terms = analyzer.terms(sample.text)
            if terms and doc not in snapshot.postings("body", max(terms, key=len)).docs:
                wrong.append(Remark("not_found_by_word", {"place": where}))
        except WartaError as error:
            wrong.append(Remark("at_place", {"place": where, "reason": error}))
    return wrong


def _times_live(snapshot: Snapshot, article_id: str) -> int:
    articles = snapshot.article_of[snapshot.documents("article", article_id)]
    return len(articles) if snapshot.live is None else int(snapshot.live[articles].sum())


def _found_again(snapshot: Snapshot, expected: Expected) -> list[Remark]:
    some = expected.gone[:SAMPLE_SIZE]
    return [Remark("found_though_deleted", {"id": gone}) for gone in some if _times_live(snapshot, gone)]
