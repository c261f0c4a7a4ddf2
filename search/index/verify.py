"""Verification: a generation is searched for what is known to be in it before anybody else may."""

from __future__ import annotations

import random
from typing import NamedTuple

from search.article import Article
from search.errors import WartaError
from search.index.manifest import check_files
from search.index.snapshot import Snapshot
from search.indonesian import Analyzer

SAMPLE_SIZE = 64


class Sample(NamedTuple):
    """A paragraph as it was given to the writer, and the document number it should have."""

    doc: int
    article_id: str
    text: str


class Samples:
    """An even sample of everything written, drawn on the way (reservoir sampling, Vitter 1985)."""

    def __init__(self) -> None:
        self.drawn: list[Sample] = []
        self._random = random.Random(0)
        self._seen = 0

    def consider(self, article: Article, first_doc: int) -> None:
        """Offer an article whose first paragraph gets the document number ``first_doc``."""
        number = self._random.randrange(len(article.paragraphs))
        sample = Sample(first_doc + number, article.id, article.paragraphs[number])
        self._seen += 1
        if len(self.drawn) < SAMPLE_SIZE:
            self.drawn.append(sample)
        elif (place := self._random.randrange(self._seen)) < SAMPLE_SIZE:
            self.drawn[place] = sample


def verify(snapshot: Snapshot, samples: Samples) -> list[str]:
    """Return what is wrong with a fresh generation, one sentence each: counts, then sample queries."""
    return _counts(snapshot) or _sample_queries(snapshot, samples)


def check(snapshot: Snapshot) -> list[str]:
    """Return what is wrong with a generation in use: every byte is read, every count compared."""
    return check_files(snapshot.folder, snapshot.manifest, contents=True) or _counts(snapshot)


def _counts(snapshot: Snapshot) -> list[str]:
    manifest, numbers = snapshot.manifest, snapshot.numbers
    documents = snapshot.reader.doc_count()
    wrong = []
    if documents != manifest.paragraphs:
        wrong.append(f"{documents:,} documents, should be {manifest.paragraphs:,}")
    if numbers.paragraph_count != manifest.paragraphs or numbers.article_count != manifest.articles:
        wrong.append("the arrays and the manifest count differently")
    return wrong or numbers.inconsistencies()


def _sample_queries(snapshot: Snapshot, samples: Samples) -> list[str]:
    analyzer = Analyzer(snapshot.analysis)
    wrong = []
    for sample in samples.drawn:
        where = f"{sample.article_id}, document {sample.doc}"
        try:
            article = snapshot.find(sample.article_id)
            if int(snapshot.article_of[sample.doc]) != article:
                wrong.append(f"{where}: belongs to another article")
            if snapshot.text(sample.doc) != sample.text:
                wrong.append(f"{where}: the stored text differs")
            terms = analyzer.terms(sample.text)
            if terms and sample.doc not in snapshot.postings("body", max(terms, key=len)).docs:
                wrong.append(f"{where}: not found by its longest word")
        except WartaError as error:
            wrong.append(f"{where}: {error}")
    return wrong
