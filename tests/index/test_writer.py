"""What ArticleWriter writes is what Whoosh's own writer makes of the same terms."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.index import LockError, create_in, open_dir
from whoosh.writing import SegmentWriter

from search.article import Article, day_of
from search.index.format.names import MAX_POSITION, TEXT_FIELDS
from search.index.format.stored import loaded_metadata, stored_metadata
from search.index.inversion.writer import ArticleWriter
from search.index.whoosh.schema import paragraph_schema
from search.indonesian import Analyzer

ANALYZER = Analyzer()
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

    def placed(text, kind):
        words = ANALYZER.words(text)
        terms = [(getattr(t, kind), at + t.offset) for _, word, at in words for t in word.terms]
        return sorted(terms, key=lambda term: term[1])

    ix = RamStorage().create_index(paragraph_schema())
    writer = SegmentWriter(ix, codec=W3Codec(blocklimit=1024))
    lengths = {field: [] for field in TEXT_FIELDS}  # Whoosh's own are rounded
    for article in articles:
        published = day_of(article.published).isoformat() if article.published else None
        first = {
            "title": placed(article.title or "", "stem"),
            "title_exact": placed(article.title or "", "exact"),
            "article": article.id,
            "source": article.source or None,
            "category": article.category or None,
            "published": published,
            "about": stored_metadata(article),
        }
        for number, text in enumerate(article.paragraphs):
            for field in TEXT_FIELDS:
                title = [] if number else first.get(field, [])
                lengths[field].append(len(title if "title" in field else placed(text, "stem")))
            writer.add_document(
                body=placed(text, "stem"),
                body_exact=placed(text, "exact"),
                text=text,
                **({} if number else first),
            )
    writer.commit()
    return {**contents(ix), "lengths": lengths, "totals": {field: sum(of) for field, of in lengths.items()}}


def by_us(articles, memory_bytes):
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as scratch:
        ix = create_in(folder, paragraph_schema())
        writer = ArticleWriter(ix, ANALYZER, Path(scratch), memory_bytes)
        for article in articles:
            writer.add_article(article)
        writer.commit()
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
        Article,
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


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


def writer_in(folder):
    scratch = folder / "scratch"
    if not folder.exists():
        scratch.mkdir(parents=True)
        create_in(str(folder), paragraph_schema())
    return ArticleWriter(open_dir(str(folder)), ANALYZER, scratch, AMPLE)


def texts(folder):
    with open_dir(str(folder)).reader() as reader:
        return [reader.stored_fields(doc)["text"] for doc in range(reader.doc_count_all())]


def test_a_second_segment_stands_beside_the_first(folder):
    for text in ("satu", "dua"):
        writer = writer_in(folder)
        writer.add_article(Article(text, (text,)))
        writer.commit()
    assert texts(folder) == ["satu", "dua"]
    assert len(list(folder.glob("*.flat"))) == 2


def test_cancelling_leaves_the_index_as_it_was(folder):
    writer = writer_in(folder)
    writer.add_article(Article("a", ("banjir " * 100,)))
    writer.cancel()
    assert writer.is_closed
    assert texts(folder) == []
    assert not list(folder.glob("*.flat"))
    assert not list(folder.glob("*.docs"))
    writer_in(folder).cancel()  # the lock was released


def test_only_one_may_write_at_a_time(folder):
    writer = writer_in(folder)
    with pytest.raises(LockError):
        writer_in(folder)
    writer.cancel()


@pytest.mark.parametrize("memory", [1, 300, 1500])
def test_files_are_the_same_whatever_the_bound_for_memory(articles, tmp_path, memory):
    def files(memory_bytes, name):
        folder, scratch = tmp_path / name, tmp_path / f"{name}-scratch"
        folder.mkdir()
        scratch.mkdir()
        writer = ArticleWriter(create_in(str(folder), paragraph_schema()), ANALYZER, scratch, memory_bytes)
        for article in articles:
            writer.add_article(article)
        writer.commit()
        runs = len(list(scratch.glob("*.npy")))
        return runs, [next(folder.glob(f"*.{kind}")).read_bytes() for kind in ("flat", "docs")]

    runs, spilled = files(memory, "little")
    assert runs
    assert spilled == files(AMPLE, "ample")[1]


def test_what_follows_metadata_is_no_metadata():
    stored = stored_metadata(Article("a", ("Banjir.",), "Judul", published=date(2024, 2, 1)))
    assert loaded_metadata(stored, 1).title == "Judul"
    for damaged in (f"{stored} ", f"{stored}[]", stored[:-1], stored.replace('"a",', ""), "{}"):
        with pytest.raises((ValueError, TypeError)):
            loaded_metadata(damaged, 1)
