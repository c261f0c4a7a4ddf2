"""Stock Whoosh finds the same in our index as in one that it wrote itself of the same terms."""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from archive_changes import after
from builds import current, generation
from hypothesis import given, settings
from hypothesis import strategies as st
from stock_whoosh import ANALYZER, add_segment, delete, schema
from whoosh import query
from whoosh.filedb.filestore import FileStorage, RamStorage, copy_to_ram
from whoosh.index import TOC, open_dir
from whoosh.query import spans

from search import Article
from search.index import Deletion, build, update
from search.index.format.segment import Segment
from search.index.inversion.writer import ArticleWriter
from search.index.whoosh.schema import paragraph_schema
from search.index.whoosh.segment import FlatCodec, FlatSegment
from search.index.whoosh.toc import write_toc

WORDS = ["banjir", "bandang", "kota", "ban", "gempa", "é", "日本", "kota-kota"]
# Whoosh rounds lengths from 11 on; ours are exact, so that scores are compared on short texts.
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
IDS = [f"a{n}" for n in range(5)]
DAYS = [date(2022, 3, 1), date(2023, 12, 31), date(2024, 3, 14)]
ARTICLES = st.builds(
    partial(Article),
    st.sampled_from(IDS),
    st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
    st.none() | TEXTS,
    st.sampled_from(["Harian Contoh", "Kabar Dunia", None]),
    st.none() | st.sampled_from(DAYS),
    st.sampled_from(["Dunia", None]),
)
CHANGES = st.lists(ARTICLES | ARTICLES | st.sampled_from(IDS).map(Deletion), min_size=1, max_size=5)

QUERIES = [
    query.Every(),
    query.Every("title"),
    query.Term("body", "banjir"),
    query.Term("body", "tiada"),
    query.Term("article", "a1"),
    query.And([query.Term("body", "banjir"), query.Term("body_exact", "kota")]),
    query.Or([query.Term("body", "banjir"), query.Term("title", "é"), query.Term("source", "Kabar Dunia")]),
    query.AndNot(query.Term("body", "ban"), query.Term("body", "banjir")),
    query.AndMaybe(query.Term("body", "gempa"), query.Term("title", "gempa")),
    query.Not(query.Term("body", "kota")),
    query.And([query.Every(), query.Not(query.Term("body", "kota"))]),
    query.And([query.Every(), query.Not(query.Phrase("body", ["banjir", "bandang"]))]),
    query.Phrase("body", ["banjir", "bandang"]),
    query.Phrase("title_exact", ["kota", "banjir"], slop=2),
    query.Prefix("body", "ban"),
    query.Prefix("body_exact", ""),
    query.Prefix("published", "2023"),
    query.Wildcard("body", "*n*r"),
    query.FuzzyTerm("body", "banjur", maxdist=1),
    query.TermRange("published", "2022-12-31", "2024-01-01"),
    query.TermRange("published", "2022-03-01", None, startexcl=True),
    query.TermRange("body", "bandang", "gempa"),
    query.TermRange("body", None, "日"),
    spans.SpanNear(query.Term("body", "banjir"), query.Term("body", "kota"), slop=3, ordered=False),
    spans.SpanFirst(query.Term("body", "banjir"), limit=2),
    query.ConstantScoreQuery(query.Term("body", "banjir")),
    query.DisjunctionMax([query.Term("body", "banjir"), query.Term("title", "banjir")]),
]


def distinct(changes):
    """Return changes in which every paragraph has a word of its own."""
    made = []
    for change in changes:
        if isinstance(change, Article):
            texts = tuple(f"{text} unik{len(made)}x{n}" for n, text in enumerate(change.paragraphs))
            made.append(
                Article(change.id, texts, change.title, change.source, change.published, change.category)
            )
        else:
            made.append(change)
    return made


def found(ix, asked):
    with ix.searcher() as searcher:
        return sorted(hit["text"] for hit in searcher.search(asked, limit=None))


@settings(max_examples=30, deadline=None)
@given(st.lists(CHANGES, max_size=3))
def test_the_same_documents_of_several_segments_with_deletions(batches):
    there = [Article("tetap", ("banjir kota unik", "gempa bandang"), "Kota banjir", "Kabar Dunia", DAYS[1])]
    stock = RamStorage().create_index(schema())
    add_segment(stock, there)
    with tempfile.TemporaryDirectory() as folder:
        build(there, folder)
        for batch in map(distinct, batches):
            update(batch, folder)
            left = after(there, batch)
            for gone in (article for article in there if article not in left):
                delete(stock, gone.id, len(gone.paragraphs))
            if fresh := [article for article in left if article not in there]:
                add_segment(stock, fresh)
            there = left
        ours = open_dir(str(current(Path(folder)).folder))
        assert ours.doc_count() == stock.doc_count()
        for asked in QUERIES:
            if isinstance(asked, query.Not):
                continue  # alone, in any codec, it finds a deleted document behind the last excluded one too
            assert found(ours, asked) == found(stock, asked), asked


def in_both(folder, articles):
    """Return two indexes of one segment: what Whoosh wrote, and what we did."""
    stock = RamStorage().create_index(schema())
    add_segment(stock, articles)
    with tempfile.TemporaryDirectory() as scratch:
        writer = ArticleWriter(Path(folder), ANALYZER, Path(scratch), 1 << 20)
        for article in articles:
            writer.add_article(article)
        write_toc(Path(folder), [(writer.commit(), np.empty(0, np.int64))])
    return stock, open_dir(folder)


@settings(max_examples=25, deadline=None)
@given(st.lists(ARTICLES, min_size=1, max_size=5))
def test_the_same_scores(articles):
    with tempfile.TemporaryDirectory() as folder:
        stock, flat = in_both(folder, articles)
        with stock.searcher() as theirs, flat.searcher() as ours:
            for asked in QUERIES:
                expected, hits = (
                    [(hit.docnum, hit.score) for hit in s.search(asked, limit=None)] for s in (theirs, ours)
                )
                assert [doc for doc, _ in hits] == [doc for doc, _ in expected], asked
                assert [score for _, score in hits] == pytest.approx([score for _, score in expected]), asked


@settings(max_examples=25, deadline=None)
@given(st.lists(ARTICLES, min_size=1, max_size=4), st.sampled_from(WORDS), st.text("abkoté日z", max_size=3))
def test_the_same_dictionaries_and_cursors(articles, word, sought):
    said = []
    with tempfile.TemporaryDirectory() as folder:
        for index in in_both(folder, articles):
            with index.reader() as reader:
                walks = []
                for field in sorted(reader.indexed_field_names()):
                    cursor = reader.cursor(field)
                    walks.append((field, cursor.first(), cursor.next(), cursor.next(), cursor.text()))
                    walks.append((cursor.find(sought), cursor.text(), cursor.is_valid()))
                    walks.append((cursor.find(word.encode()), cursor.next(), cursor.is_valid()))
                    walks += [list(reader.lexicon(field)), list(reader.expand_prefix(field, sought))]
                    walks.append(sorted(reader.terms_within(field, word, 1)))
                    walks += [list(reader.terms_from(field, sought.encode()))]
                said.append(walks)
    assert said[0] == said[1]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=600), st.data())
def test_matchers_skip_alike(held, data):
    texts = tuple("banjir " * (1 + n % 3) if has else "kota" for n, has in enumerate(held))
    with tempfile.TemporaryDirectory() as folder:
        readers = [index.reader() for index in in_both(folder, [Article("a", texts)])]
        if ("body", "banjir") not in readers[0]:
            return
        whoosh, flat = (reader.postings("body", "banjir") for reader in readers)
        while whoosh.is_active():
            assert flat.is_active()
            assert (flat.id(), flat.weight()) == (whoosh.id(), whoosh.weight())
            assert flat.value_as("positions") == whoosh.value_as("positions")
            twin = flat.copy()
            if data.draw(st.booleans()):
                target = data.draw(st.integers(0, len(held) + 5))
                whoosh.skip_to(target)
                flat.skip_to(target)
            else:
                whoosh.next()
                flat.next()
            assert twin.is_active()
        assert not flat.is_active()
        flat.reset()
        assert list(flat.all_ids()) == [n for n, has in enumerate(held) if has]


def test_whoosh_only_reads(tmp_path):
    build(generation(1), tmp_path)
    ix = open_dir(str(current(tmp_path).folder))
    with pytest.raises(NotImplementedError, match="warta delete"):
        ix.delete_by_term("article", "a1")
    for write in (FlatCodec().field_writer, FlatCodec().per_document_writer, FlatCodec().new_segment):
        with pytest.raises(NotImplementedError):
            write(None, None)


def test_the_table_of_contents_names_the_segment(tmp_path):
    build(generation(1), tmp_path)
    snapshot = current(tmp_path)
    (segment,) = open_dir(str(snapshot.folder))._segments()
    assert type(segment) is FlatSegment
    # What a Whoosh program imports when it opens an index: not to be renamed without a new FORMAT.
    assert FlatSegment.__module__ == FlatCodec.__module__ == "search.index.whoosh.segment"
    assert segment.segment_id() == snapshot.segments[0].segment.name
    assert (segment.doc_count_all(), segment.deleted_count()) == (6, 0)


def test_an_index_that_is_no_folder_is_refused(tmp_path):
    build(generation(1), tmp_path)
    in_memory = copy_to_ram(open_dir(str(current(tmp_path).folder)).storage).open_index()
    with pytest.raises(ValueError, match="open it with open_dir"):
        in_memory.reader()


def attributes(value):
    """Return an object as plain values: the name of its class and its attributes, also of those in it."""
    if isinstance(value, list | tuple):
        return [attributes(item) for item in value]
    if isinstance(value, dict):
        return {key: attributes(item) for key, item in value.items()}
    if hasattr(value, "__dict__"):
        return type(value).__module__, type(value).__qualname__, attributes(vars(value))
    return value


@given(st.lists(st.tuples(st.integers(1, 2**31 - 1), st.sets(st.integers(0, 2**31 - 2))), max_size=3))
def test_the_table_of_contents_is_what_whoosh_would_pickle(given_segments):
    segments = [
        (Segment(f"MAIN_ab{number}", documents, 1), np.array(sorted(deleted), np.int64))
        for number, (documents, deleted) in enumerate(given_segments)
    ]
    pickled = [FlatSegment(one.name, one.documents, deleted.tolist()) for one, deleted in segments]
    storage = RamStorage()
    TOC(paragraph_schema(), pickled, 1).write(storage, "MAIN")
    with tempfile.TemporaryDirectory() as folder:
        write_toc(Path(folder), segments)
        written = TOC.read(FileStorage(folder), "MAIN")
    assert attributes(written) == attributes(TOC.read(storage, "MAIN"))
