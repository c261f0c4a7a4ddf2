"""What ArticleWriter writes is what Whoosh's own writer makes of the same terms."""

import tempfile
from datetime import date, timezone
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stock_whoosh import ANALYZER, add_segment, length, schema
from whoosh.filedb.filestore import RamStorage
from whoosh.index import open_dir

from search.article import Article
from search.index.format.documents import StoredFields
from search.index.format.names import MAX_POSITION, TEXT_FIELDS
from search.index.format.sections import Sections
from search.index.format.segment import EXTENSIONS
from search.index.format.stored import loaded_metadata, stored_metadata
from search.index.inversion.writer import ArticleWriter
from search.index.whoosh.toc import write_toc

AMPLE, TINY = 64 << 20, 1


def contents(ix):
    """Everything that a reader can tell of an index."""
    with ix.reader() as reader:
        docs = range(reader.doc_count_all())
        return {
            "terms": {term: postings_of(reader, *term) for term in reader.all_terms()},
            "lengths": {
                field: [reader.doc_field_length(doc, field) or 0 for doc in docs] for field in TEXT_FIELDS
            },
            "totals": {field: reader.field_length(field) for field in TEXT_FIELDS},
            "stored": [reader.stored_fields(doc) for doc in docs],
        }


def postings_of(reader, field, term):
    matcher, postings = reader.postings(field, term), []
    read_positions = matcher.supports("positions")
    while matcher.is_active():
        positions = matcher.value_as("positions") if read_positions else None
        postings.append((matcher.id(), matcher.weight(), positions))
        matcher.next()
    info = reader.term_info(field, term)
    return postings, info.doc_frequency(), info.weight(), info.max_weight(), info.min_id(), info.max_id()


def by_whoosh(articles):
    """Return what Whoosh's own writer and codec make of the same terms, in memory."""
    ix = RamStorage().create_index(schema())
    add_segment(ix, articles)
    # Whoosh's own lengths are rounded, and count units.
    body = [length(text) for article in articles for text in article.paragraphs]
    title = [
        0 if number else length(article.title or "")
        for article in articles
        for number in range(len(article.paragraphs))
    ]
    lengths = {field: title if field.startswith("title") else body for field in TEXT_FIELDS}
    return {**contents(ix), "lengths": lengths, "totals": {field: sum(of) for field, of in lengths.items()}}


def by_us(articles, memory_bytes):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scratch:
        writer = ArticleWriter(Path(folder), ANALYZER, Path(scratch), memory_bytes)
        for article in articles:
            writer.add_article(article)
        write_toc(Path(folder), [(writer.commit(), np.empty(0, np.int64))])
        return contents(open_dir(folder))


def written_by_all(articles, little=TINY):
    """By Whoosh, by us, and by us with so little memory that tokens are spilled to disk."""
    return by_whoosh(articles), by_us(articles, AMPLE), by_us(articles, little)


WORDS = st.sampled_from(
    [
        "banjir",
        "Jakarta",
        "mendukung",
        "dukungan",
        "China-Rusia",
        "COVID-19",
        "kota-kotanya",
        "buku2",
        "e-KTP",
        "A.S.",
        "1.500.000",
        "1,5",
        "Rp5",
        "anak-anak-nya",
        "Jum’at",
        "se-Indonesia",
        "ʼ",
        "***",
        "é",
        "½",
        "a-a-a",
        "24/2/2023",
        "Rp 1,5 triliun",
        "UU No. 11 Tahun 2020",
        "H. S. Contoh",
        "10-15 km",
        "#BanjirJakarta",
        "XI",
        "laba-laba",
        "sayur-mayur",
        "e-mail",
        "mail",
        "KTP-el",
        "日本",
        "—",
    ]
)
TEXTS = st.lists(WORDS, max_size=12).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=30
)
ARTICLES = st.lists(
    st.builds(
        partial(Article),
        st.just(""),
        st.lists(TEXTS, min_size=1, max_size=4).map(tuple),
        st.none() | TEXTS,
        st.none() | st.sampled_from(["Harian Contoh", "kabar"]),
        st.none() | st.dates(date(1950, 1, 1)),
        st.none() | st.sampled_from(["Dunia", "Ékonomi"]),
    ),
    min_size=1,
    max_size=5,
).map(lambda articles: [named(article, n) for n, article in enumerate(articles)])


def named(article, number):
    return Article(
        f"a{number}", article.paragraphs, article.title, article.source, article.published, article.category
    )


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_same_index_as_whoosh_writes(articles):
    stock, ours, spilled = written_by_all(articles)
    assert ours == stock
    assert spilled == stock
    for (field, term), (postings, *_) in ours["terms"].items():
        for _, _, positions in postings:
            if field in TEXT_FIELDS:
                assert positions == sorted(positions), (field, term)  # phrases are searched by bisection


def test_the_sample_archive_is_the_same_too(articles):
    stock, ours, spilled = written_by_all(articles)
    assert ours == stock == spilled
    assert ours["terms"]["body", b"dukung"]  # there is something to compare
    assert ours["stored"][1] == {"text": articles[0].paragraphs[1]}
    assert loaded_metadata(ours["stored"][0]["about"], 7).id == articles[0].id


def test_a_long_posting_list_fills_several_blocks():
    articles = [Article(f"a{n}", ("banjir " * (n % 3 + 1) + f"nomor{n}",)) for n in range(2500)]
    stock, ours, spilled = written_by_all(articles, little=20_000)
    assert ours == stock == spilled
    assert len(ours["terms"]["body", b"banjir"][0]) == 2500


def test_positions_beyond_the_greatest_are_kept_as_the_greatest():
    articles = [Article("a", ("kata " * MAX_POSITION + "satu dua tiga",))]
    stock, ours, _ = written_by_all(articles)
    assert ours == stock
    assert ours["terms"]["body", b"tiga"][0] == [(0, 1.0, [MAX_POSITION])]


@pytest.mark.parametrize("length", [255, 256, 70_000])
def test_a_word_of_any_length_is_a_term(length):
    word = "x" * length
    _, ours, _ = written_by_all([Article("a", (word,))])
    assert ("body", word.encode()) in ours["terms"]


def written(folder, articles, memory_bytes=AMPLE, scratch=None):
    with tempfile.TemporaryDirectory() as other:
        writer = ArticleWriter(folder, ANALYZER, scratch or Path(other), memory_bytes)
        for article in articles:
            writer.add_article(article)
        return writer.commit()


def test_a_second_segment_stands_beside_the_first(tmp_path):
    segments = [written(tmp_path, [Article(text, (text, "akhir"))]) for text in ("satu", "dua")]
    assert len(list(tmp_path.iterdir())) == 2 * len(EXTENSIONS)
    for segment, text in zip(segments, ("satu", "dua"), strict=True):
        assert (segment.documents, segment.articles) == (2, 1)
        assert StoredFields(Sections(segment.path(tmp_path, ".docs")), "text").get_all([0, 1]) == [
            text,
            "akhir",
        ]


def test_cancelling_leaves_nothing(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    writer = ArticleWriter(tmp_path, ANALYZER, scratch, AMPLE)
    writer.add_article(Article("a", ("banjir " * 100,)))
    writer.cancel()
    assert writer.is_closed
    assert [path.name for path in tmp_path.iterdir()] == ["scratch"]


@pytest.mark.parametrize("memory", [1, 300, 1500])
def test_files_are_the_same_whatever_the_bound_for_memory(articles, tmp_path, memory):
    def files(memory_bytes, name):
        folder, scratch = tmp_path / name, tmp_path / f"{name}-scratch"
        folder.mkdir()
        scratch.mkdir()
        segment = written(folder, articles, memory_bytes, scratch)
        runs = len(list(scratch.glob("*.npy")))
        return runs, [segment.path(folder, extension).read_bytes() for extension in EXTENSIONS]

    runs, spilled = files(memory, "little")
    assert runs
    assert spilled == files(AMPLE, "ample")[1]


def test_what_follows_metadata_is_no_metadata():
    stored = stored_metadata(Article("a", ("Banjir.",), "Judul", published=date(2024, 2, 1)))
    assert loaded_metadata(stored, 1).title == "Judul"
    for damaged in (f"{stored[:-1]},7]", f"{stored[:-1]},{{}},{{}}]", f'{stored[:-1]},{{"tags":"a"}}]'):
        with pytest.raises((ValueError, TypeError)):
            loaded_metadata(damaged, 1)
    for damaged in (f"{stored} ", f"{stored}[]", stored[:-1], stored.replace('"a",', ""), "{}"):
        with pytest.raises((ValueError, TypeError)):
            loaded_metadata(damaged, 1)


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(*[st.lists(st.text(min_size=1), max_size=3, unique=True).map(tuple)] * 2),
    st.tuples(*[st.none() | st.text(min_size=1)] * 4),
    st.none() | st.dates() | st.datetimes(timezones=st.just(timezone.utc)),
)
def test_metadata_come_back_as_they_were_stored(lists, texts, updated):
    article = Article(
        "a", ("Banjir.",), authors=lists[0], tags=lists[1], place=texts[0], language=texts[1],
        image=texts[2], image_caption=texts[3], updated=updated,
    )  # fmt: skip
    assert loaded_metadata(stored_metadata(article), 1) == article.metadata
    assert Article.of(article.metadata, article.paragraphs) == article


def test_metadata_without_later_fields_are_those_of_earlier_versions():
    article = Article("a", ("Banjir.",), "Judul", "Kabar", date(2024, 2, 1), "Dunia", "https://contoh.id")
    stored = '["a","Judul","Kabar","2024-02-01","Dunia","https://contoh.id"]'
    assert stored_metadata(article) == stored
    assert loaded_metadata(stored, 1) == article.metadata
    # A later version may store more.
    assert loaded_metadata(f'{stored[:-1]},{{"mood":"baik","tags":["a"]}}]', 1).tags == ("a",)
