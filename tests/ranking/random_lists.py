"""Indexes written list by list, without text: as large and as odd as a test of the kernel wants them."""

from datetime import datetime, timezone
from pathlib import Path

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, create_in

from search.article import Article
from search.bm25 import saturation
from search.index import Snapshot
from search.index.copies.clusters import save_clusters
from search.index.copies.duplicates import Duplicates
from search.index.format.documents_writer import StoredColumn, write_lengths
from search.index.format.field_writer import FieldListsWriter
from search.index.format.lists import MOST_COUNTED
from search.index.format.names import DOCS_EXTENSION, FLAT_EXTENSION
from search.index.format.numbers import ARTICLES_EXTENSION, NumbersBuilder
from search.index.format.sections import SectionsWriter
from search.index.inversion.invert import IMPACT_B, IMPACT_K1
from search.index.manifest import Manifest, checksums
from search.index.whoosh.schema import paragraph_schema
from search.index.whoosh.segment import FlatCodec
from search.indonesian import AnalysisSettings
from search.spelling import save_spelling

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
        tf[rng.integers(len(docs))] = rng.integers(MOST_COUNTED - 2, MOST_COUNTED + 60)
    steps = rng.integers(1, 5, int(tf.sum()))
    if rng.random() < 0.3:
        steps[rng.integers(len(steps))] = rng.integers(1, 300)  # more than a byte
    ends = np.cumsum(tf)
    sums = np.cumsum(steps)
    before = np.repeat(np.append(0, sums[ends[:-1] - 1]), tf)
    return docs, tf, sums - before - 1


def write_index(folder: Path, segments: list[Lists]) -> None:
    """Write segments as an index generation without texts."""
    ix = create_in(str(folder), paragraph_schema())
    written = []
    for lists in segments:
        segment = FlatCodec().new_segment(ix.storage, ix.indexname)
        path = folder / segment.make_filename("")
        _write_lists(path.with_name(path.name + FLAT_EXTENSION), lists)
        _write_documents(path.with_name(path.name + DOCS_EXTENSION), lists)
        _write_numbers(path.with_name(path.name + ARTICLES_EXTENSION), lists)
        segment.set_doc_count(sum(lists.sizes))
        for article in lists.deleted:
            for doc in range(*lists.firsts[article : article + 2].tolist()):
                segment.delete_document(doc)
        written.append(segment)
    TOC(paragraph_schema(), written, 1).write(FileStorage(str(folder)), ix.indexname)
    _write_rest(folder, segments)


def _write_lists(path, lists):
    file = SectionsWriter(path)
    for name in FIELDS:
        lengths = np.minimum(lists.lengths[name], MOST_COUNTED)
        average = max(1.0, float(lengths[lengths > 0].mean()))
        writer = FieldListsWriter(name)
        for term, (docs, tf, positions) in lists.lists[name].items():
            counted = np.minimum(tf, MOST_COUNTED)
            reached = saturation(counted, lengths[docs], average, IMPACT_K1, IMPACT_B)
            articles = len(np.unique(np.searchsorted(lists.firsts, docs, "right")))
            writer.add(term.encode(), docs, tf, positions, reached, articles)
        writer.finish(file)
        file.note(name, {"k1": IMPACT_K1, "b": IMPACT_B, "average": average})
    file.close()


def _write_documents(path, lists):
    file = SectionsWriter(path)
    documents = sum(lists.sizes)
    for name in ("text", "about"):
        StoredColumn(name).finish(file, documents)
    file.note("lengths", {name: write_lengths(file, name, lists.lengths[name]) for name in FIELDS})
    file.note("documents", documents)
    file.close()


def _write_numbers(path, lists):
    numbers = NumbersBuilder()
    for number, size in enumerate(lists.sizes):
        numbers.add(Article(f"a{number}", ("",) * size))
    titles = lists.lengths["title"][lists.firsts[:-1]].astype(np.int32)
    numbers.save(path, titles, Duplicates().signatures())


def _write_rest(folder, segments):
    save_clusters(folder)
    save_spelling(folder)
    for left_over in folder.glob("*LOCK"):
        left_over.unlink()
    Manifest(
        built_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        articles=sum(len(lists.sizes) for lists in segments),
        paragraphs=sum(sum(lists.sizes) for lists in segments),
        rejected=0,
        analysis=AnalysisSettings().as_dict(),
        files=checksums(folder, {}),
    ).save(folder)


def snapshot_of(folder: Path, segments: list[Lists]) -> Snapshot:
    """Write segments to a folder and open them."""
    write_index(folder, segments)
    return Snapshot(folder, "000001")
