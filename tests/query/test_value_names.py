"""Values that are named in part or wrongly: beginnings of their words, near spellings, what is offered."""

import pytest

from search import Article, EmbeddedIndex
from search.index import build

SOURCES = ["news.detik.com", "finance.detik.com", "Harian Contoh", "Harian Contoh", "Pendetik", None]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    articles = [
        Article(f"a{n}", (f"Banjir di kota {n}.",), source=source, tags=("Pemilihan Umum", f"tag {n}"))
        for n, source in enumerate(SOURCES)
    ]
    build(articles, folder)
    return EmbeddedIndex(folder)


def ids(page):
    return {hit.article.id for hit in page.articles}


@pytest.mark.parametrize(
    "text", ["sumber:detik", "sumber:DETIK banjir", "source:detik.com", "site:detik.com", "media:detik"]
)
def test_a_source_is_found_by_the_beginning_of_a_word_in_it(index, text):
    page = index.search(text)
    assert ids(page) == {"a0", "a1"}
    (note,) = page.interpretation.notes
    assert note.code == "read_as_names"
    assert set(note.values["names"]) == {"news.detik.com", "finance.detik.com"}


def test_what_begins_so_comes_before_what_has_a_word_that_begins_so(index):
    assert index._opened.archive.named("source", "harian") == ("Harian Contoh",)
    assert ids(index.search("tag:umum tag:pemil")) == {f"a{n}" for n in range(6)}


def test_a_parameter_that_no_article_has_offers_what_it_begins(index):
    page = index.search("banjir", source=("detik", "Harian Contoh"))
    assert ids(page) == {"a2", "a3"}
    page = index.search("banjir", source="detik")
    (offer,) = page.interpretation.offers
    assert offer.changes == {"source": ("finance.detik.com", "news.detik.com")}
    assert offer.said("id") == "sumber: finance.detik.com, news.detik.com"
    assert ids(index.search("banjir", **offer.changes)) == {"a0", "a1"}


@pytest.mark.parametrize(
    ("asked", "changes"),
    [
        ({"text": "banjir", "source": "harian conto"}, {"source": ("Harian Contoh",)}),
        ({"text": "banjir", "source": "hraian-contoh"}, {"source": ("Harian Contoh",)}),
        ({"text": "banjir", "tag": ("pemiliham umum", "x")}, {"tag": ("Pemilihan Umum", "x")}),
        ({"text": "banjir sumber:hrian"}, {"text": 'banjir sumber:"Harian Contoh"'}),
        ({"text": "banjir sumber:detikk"}, {"text": 'banjir sumber:"news.detik.com"'}),
        ({"text": "banjir sumber:hxryxn"}, None),
        ({"text": "banjir sumber:pendetk kota"}, {"text": 'banjir sumber:"Pendetik" kota'}),
        ({"text": 'tag:"pemilihan umun" banjir'}, {"text": 'tag:"Pemilihan Umum" banjir'}),
    ],
)
def test_near_spellings_are_offered(index, asked, changes):
    text = asked.pop("text")
    page = index.search(text, **asked)
    assert page.total_articles == 0
    offers = [offer.changes for offer in page.interpretation.offers if offer.code == "other_names"]
    if changes is None:
        assert offers == []
        return
    assert changes in offers
    assert index.search(**{"text": text, **asked, **changes}).total_articles > 0


@pytest.mark.parametrize("value", ["", "x", "\ud800", "a" * 900, "é" * 40, "(", "12345678901234567890" * 3])
def test_strange_names_are_offered_nothing(index, value):
    page = index.search("banjir", source=(value,))
    assert page.total_articles == 0 and not page.interpretation.offers


def test_a_field_that_no_archive_has_is_offered_as_words(index):
    page = index.search("Penulis: Banjir kota")
    assert page.total_articles == 0
    assert [note.said("id") for note in page.interpretation.notes] == ["Tidak ada penulis bernama “Banjir”."]
    (offer,) = page.interpretation.offers
    assert offer.code == "as_words"


def test_what_is_without_is_no_field_stays_words(index):
    page = index.search("tanpa:gula")
    assert page.interpretation.notes == ()
    assert page.interpretation.query.kind in ("word", "all")
