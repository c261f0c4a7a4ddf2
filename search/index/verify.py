"""Verification: a generation is searched for what is known to be in it before anybody else may."""

from __future__ import annotations

import random
from collections.abc import Container, Mapping, Sequence
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
    """A paragraph that an index must hold.

    place: of its article, in the order in which the writer was given them; -1 for one that was there before
    """

    place: int
    article_id: str
    number: int
    text: str


class Samples:
    """An even sample of everything written, drawn on the way.

    A reservoir for which most articles are passed over unlooked at (Li 1994, "Reservoir-sampling algorithms
    of time complexity O(n(1 + log(N/n)))", algorithm L).
    """

    def __init__(self) -> None:
        self.drawn: list[Sample] = []
        self._random = random.Random(0)
        self._seen = 0
        # The next to be drawn; the logarithm of W, the largest of the random numbers that those drawn have.
        self._next, self._log_w = SAMPLE_SIZE, 0.0

    def consider(self, article: Article, place: int) -> None:
        """Offer an article, the one at ``place`` of those that the writer is given."""
        self._seen += 1
        if SAMPLE_SIZE < self._seen < self._next:
            return
        number = self._random.randrange(len(article.paragraphs))
        sample = Sample(place, article.id, number, article.paragraphs[number])
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

    def keep(self, places: Mapping[str, int]) -> None:
        """Forget samples of articles that do not stand at these places any more."""
        self.drawn = [sample for sample in self.drawn if places.get(sample.article_id) == sample.place]

    def draw_from(self, snapshot: Snapshot, gone: Container[int]) -> None:
        """Add as many samples of the articles that stay as there are of new ones at most."""
        count = snapshot.doc_values.article_count
        for article in self._random.sample(range(count), min(count, SAMPLE_SIZE)):
            if article not in gone and (snapshot.live is None or snapshot.live[article]):
                first, end = snapshot.doc_values.first_paragraph[article : article + 2].tolist()
                number = self._random.randrange(end - first)
                text = snapshot.text(first + number)
                self.drawn.append(Sample(-1, snapshot.metadata(article).id, number, text))


class Expected(NamedTuple):
    """What a fresh generation must hold.

    articles, paragraphs: how many; gone: ids of articles that it must not hold
    """

    articles: int
    paragraphs: int
    samples: Samples
    gone: Sequence[str] = ()


def verify(snapshot: Snapshot, expected: Expected) -> list[Remark]:
    """Return what is wrong with a fresh generation: counts, then sample queries."""
    samples = expected.samples
    return _counts(snapshot) or _sample_queries(snapshot, samples) or _found_again(snapshot, expected)


def check(snapshot: Snapshot) -> list[Remark]:
    """Return what is wrong with a generation in use: every byte is read, every count compared."""
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
