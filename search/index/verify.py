"""The module verifies a new generation before it is swapped in: samples of its articles are searched."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from math import expm1, floor, log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from search.article import Article
from search.errors import WartaError
from search.index.format.sections import OnRead, read_on
from search.index.manifest import Manifest, check_files
from search.index.reading.opened_generation import OpenedGeneration
from search.index.reading.opened_segment import OpenedSegment, live_counts
from search.indonesian.chain import shared_analyzer
from search.remarks import Remark

if TYPE_CHECKING:
    from search.index.reading.snapshot import Snapshot

SAMPLE_SIZE = 64


class Sample(NamedTuple):
    """A paragraph that the index must contain.

    article:    the number of its article in the new segment; -1 for an article of an old segment
    article_id: the id of the article
    number:     the number of the paragraph in the article, from 0
    text:       the text of the paragraph
    """

    article: int
    article_id: str
    number: int
    text: str


class Samples:
    """A uniform sample of all written articles, drawn while they are written.

    The algorithm is reservoir sampling that skips most articles (Li 1994, "Reservoir-sampling algorithms of
    time complexity O(n(1 + log(N/n)))", algorithm L).
    """

    def __init__(self) -> None:
        self.drawn: list[Sample] = []
        self._random = random.Random(0)
        self._seen = 0
        # The number of the next article to draw; the logarithm of W, the variable of algorithm L.
        self._next, self._log_w = SAMPLE_SIZE, 0.0

    def consider(self, article: Article, number: int) -> None:
        """Offer an article for the sample; ``number`` is its number in the segment."""
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
        """Keep only the samples of live articles; ``numbers`` has id -> number in the new segment of each."""
        self.drawn = [sample for sample in self.drawn if numbers.get(sample.article_id) == sample.article]

    def draw_from(self, segment: OpenedSegment) -> None:
        """Add up to SAMPLE_SIZE samples of a segment's live articles."""
        live = np.flatnonzero(segment.alive).tolist()
        for article in self._random.sample(live, min(len(live), SAMPLE_SIZE)):
            there = segment.article(article)
            number = self._random.randrange(len(there.paragraphs))
            self.drawn.append(Sample(-1, there.id, number, there.paragraphs[number]))


class Expected(NamedTuple):
    """The expected contents of a new generation.

    articles, paragraphs: the expected counts
    samples:              paragraphs that it must contain
    gone:                 ids of articles that it must not contain
    """

    articles: int
    paragraphs: int
    samples: Samples
    gone: Sequence[str] = ()

    def without(self, replaced: Collection[int], paragraphs: int) -> Expected:
        """Return the expectation without some new articles.

        replaced:   the numbers of these articles
        paragraphs: the number of their paragraphs together
        """
        numbers = set(replaced)
        self.samples.drawn = [sample for sample in self.samples.drawn if sample.article not in numbers]
        return self._replace(articles=self.articles - len(numbers), paragraphs=self.paragraphs - paragraphs)


def verify(generation: OpenedGeneration, expected: Expected) -> list[Remark]:
    """Return what is wrong with a new generation: its counts are compared, and samples are searched."""
    samples = expected.samples
    return (
        _counts(generation.manifest, generation.segments)
        or _sample_queries(generation, samples)
        or _deleted_but_present(generation.segments, expected)
    )


def check(snapshot: Snapshot, on_read: OnRead = read_on) -> list[Remark]:
    """Return what is wrong with a generation: every byte is read, and every count compared."""
    manifest = snapshot.manifest
    return check_files(snapshot.folder, manifest, contents=True, on_read=on_read) or _counts(
        manifest, snapshot.segments
    )


def _counts(manifest: Manifest, segments: Sequence[OpenedSegment]) -> list[Remark]:
    wrong = []
    articles, documents = live_counts(segments)
    if documents != manifest.paragraphs:
        wrong.append(Remark("documents_counted", {"found": documents, "right": manifest.paragraphs}))
    if articles != manifest.articles:
        wrong.append(Remark("articles_counted", {"found": articles, "right": manifest.articles}))
    return wrong


def _sample_queries(generation: OpenedGeneration, samples: Samples) -> list[Remark]:
    analyzer = shared_analyzer(generation.analysis)
    wrong = []
    for sample in samples.drawn:
        where = f"{sample.article_id}#{sample.number}"
        try:
            locations = _locations(generation.segments, sample.article_id)
            if len(locations) != 1:
                code = "several_of_one_id" if locations else "no_such_article"
                wrong.append(Remark(code, {"id": sample.article_id}))
                continue
            [(segment, article)] = locations
            doc = int(segment.doc_values.first_paragraph[article]) + sample.number
            if segment.files.text.get(doc) != sample.text:
                wrong.append(Remark("text_differs", {"place": where}))
            terms = analyzer.terms(sample.text)
            if terms and not _contains(segment, max(terms, key=len), doc):
                wrong.append(Remark("not_found_by_word", {"place": where}))
        except WartaError as error:
            wrong.append(Remark("at_place", {"place": where, "reason": error}))
    return wrong


def _contains(segment: OpenedSegment, term: str, doc: int) -> bool:
    """Return whether a document of a segment is in the posting list of a term."""
    lists = segment.fields["body"]
    ordinal = lists.find(term.encode())
    return ordinal >= 0 and doc in lists.docs(ordinal)


def _locations(segments: Sequence[OpenedSegment], article_id: str) -> list[tuple[OpenedSegment, int]]:
    """Return the locations of live articles with an id: the segment, and the number in it."""
    return [(segment, article) for segment in segments for article in segment.with_id(article_id)]


def _deleted_but_present(segments: Sequence[OpenedSegment], expected: Expected) -> list[Remark]:
    some = expected.gone[:SAMPLE_SIZE]
    return [Remark("found_though_deleted", {"id": gone}) for gone in some if _locations(segments, gone)]
