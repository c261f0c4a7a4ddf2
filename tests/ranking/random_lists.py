"""Indexes written list by list, without text: as large and as odd as a test of the kernel wants them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from search.article import Article
from search.index import Snapshot
from search.index.build import write_generation
from search.index.copies.duplicates import Duplicates
from search.index.format.doc_values_builder import DocValuesBuilder
from search.index.format.documents import write_lengths
from search.index.format.lists import MAX_TF
from search.index.format.names import (
    ARTICLES_EXTENSION,
    DOCS_EXTENSION,
    FLAT_EXTENSION,
    SPELLING_EXTENSION,
)
from search.index.format.sections import SectionsWriter
from search.index.format.segment import Segment, new_name
from search.index.format.spelling import NO_WORDS, save
from search.index.format.stored import StoredTexts
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.field_writer import Documents, write_field
from search.index.inversion.token_pool import Run
from search.index.reading.arrivals import arrivals_by_id
from search.index.reading.clusters import new_clusters
from search.index.reading.opened_segment import open_segments
from search.index.verify import Expected, Samples
from search.indonesian import AnalysisSettings
from search.read_totals import ReadTotals

FIELDS = ("body", "title")


class Lists:
    """One segment: paragraphs of each article, and for each field its lengths and its lists.

    lists: field -> term -> (documents, occurrences in each, positions of all)
    """

    def __init__(self, sizes, lengths, lists, deleted):
        self.sizes, self.lengths, self.lists, self.deleted = sizes, lengths, lists, deleted

    def __repr__(self):
        return f"<{len(self.sizes)} articles, {sum(self.sizes)} paragraphs, deleted {self.deleted}>"

    @property
    def firsts(self):
        return np.cumsum([0, *self.sizes])


def random_lists(rng, sizes, terms, deleted=(), longest=60):
    """Make a segment.

    terms: for each term of the body the share of the documents that hold it; headlines have the same terms
    deleted: articles
    """
    documents, firsts = sum(sizes), np.cumsum([0, *sizes])[:-1]
    held = {"body": np.arange(documents), "title": firsts}
    lengths = {"body": rng.integers(1, longest, documents), "title": np.zeros(documents, np.int64)}
    lengths["title"][firsts] = rng.integers(1, 12, len(firsts))
    lists = {
        name: {
            term: found for term, share in sorted(terms.items()) if (found := _list(rng, held[name], share))
        }
        for name in FIELDS
    }
    return Lists(list(sizes), lengths, lists, sorted(deleted))


def _list(rng, documents, share):
    docs = documents[rng.random(len(documents)) < share]
    if not len(docs):
        return None
    tf = rng.geometric(0.6, len(docs)) if rng.random() < 0.8 else np.ones(len(docs), np.int64)
    if rng.random() < 0.3:
        tf[rng.integers(len(docs))] = rng.integers(MAX_TF - 2, MAX_TF + 60)
    steps = rng.integers(1, 5, int(tf.sum()))
    if rng.random() < 0.3:
        steps[rng.integers(len(steps))] = rng.integers(1, 300)  # more than a byte
    ends = np.cumsum(tf)
    sums = np.cumsum(steps)
    before = np.repeat(np.append(0, sums[ends[:-1] - 1]), tf)
    return docs, tf, sums - before - 1


def write_index(folder: Path, segments: list[Lists]) -> None:
    """Write segments as an index generation without texts."""
    written, tombstones = [], {}
    for lists in segments:
        segment = Segment(new_name(), sum(lists.sizes), len(lists.sizes))
        _write_lists(segment.path(folder, FLAT_EXTENSION), lists)
        _write_documents(segment.path(folder, DOCS_EXTENSION), lists)
        _write_numbers(segment.path(folder, ARTICLES_EXTENSION), lists)
        save(NO_WORDS, segment.path(folder, SPELLING_EXTENSION))
        if lists.deleted:
            tombstones[segment.name] = np.array(lists.deleted, np.int32)
        written.append(segment)
    expected = Expected(
        sum(len(lists.sizes) for lists in segments), sum(sum(lists.sizes) for lists in segments), Samples()
    )
    opened = open_segments(folder, written, tombstones)
    arrivals = arrivals_by_id(opened, (), np.empty(0, np.int64))
    write_generation(
        folder, opened, new_clusters(opened), arrivals, AnalysisSettings(), expected, 0, ReadTotals()
    )


def _write_lists(path, lists):
    file = SectionsWriter(path)
    article_of = np.repeat(np.arange(len(lists.sizes), dtype=np.uint32), lists.sizes)
    for name in FIELDS:
        lengths = np.minimum(lists.lengths[name], MAX_TF).astype(np.uint8)
        average = max(1.0, float(lengths[lengths > 0].mean()))
        terms = [term.encode() for term in lists.lists[name]]
        rows = [
            np.repeat(docs, tf).astype(np.uint64) << np.uint64(16) | positions.astype(np.uint64)
            for docs, tf, positions in lists.lists[name].values()
        ]
        run = Run(np.cumsum([0, *map(len, rows)]), np.concatenate([np.empty(0, np.uint64), *rows]))
        starts = np.cumsum([0, *map(len, terms)])
        dictionary = Dictionary(np.arange(len(terms)), np.frombuffer(b"".join(terms), np.uint8), starts)
        documents = Documents(lengths, article_of, average)
        with TemporaryDirectory() as scratch:
            write_field(file, name, [run], dictionary, Path(scratch), documents)
    file.close()


def _write_documents(path, lists):
    file = SectionsWriter(path)
    documents = sum(lists.sizes)
    with TemporaryDirectory() as scratch:
        for name in ("text", "about"):
            StoredTexts(name, Path(scratch)).finish(file, documents)
    file.note("lengths", {name: write_lengths(file, name, lists.lengths[name]) for name in FIELDS})
    file.note("documents", documents)
    file.close()


def _write_numbers(path, lists):
    numbers = DocValuesBuilder()
    for number, size in enumerate(lists.sizes):
        numbers.add(Article(f"a{number}", ("",) * size))
    titles = lists.lengths["title"][lists.firsts[:-1]].astype(np.int32)
    numbers.save(path, titles, Duplicates().signatures())


def snapshot_of(folder: Path, segments: list[Lists]) -> Snapshot:
    """Write segments to a folder and open them."""
    write_index(folder, segments)
    return Snapshot(folder, "000001")
