"""Completions of a query while it is typed: words of headlines, values, headlines; slips; bounded work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Article, RequestError
from search.searcher.typed import typed_parts

TITLES = (
    "Gempa Cianjur Merusak Ribuan Rumah",
    "Gempa Cianjur: Pengungsi Menunggu Tenda",
    "Gempa Turki Terasa sampai Suriah",
    "Gedung Sekolah Cianjur Dibangun Lagi",
    "Kereta Cepat Mulai Beroperasi",
    "Kereta Cepat Jakarta-Bandung Penuh",
    "Kereta Barang Anjlok di Brebes",
    "Gubernur Meninjau Kereta Cepat",
)


@pytest.fixture(scope="module")
def news(make_index):
    return make_index(
        [
            Article(
                f"a{n}",
                (f"Paragraf nomor {n} menyebut pelabuhan dan mercusuar.",),
                title,
                ("Harian Contoh", "Kabar \"Utama\"")[n % 2],
                category="Nasional",
                authors=("Siti Contoh",),
                tags=("gempa bumi", "kereta") if n < 3 else ("kereta",),
            )
            for n, title in enumerate(TITLES)
        ]
    )  # fmt: skip


def texts(index, typed, kind="word", count=8):
    return [one.text for one in index.suggest(typed, count) if one.kind == kind]


def test_words_and_phrases_of_headlines(news):
    assert texts(news, "gem")[:2] == ["gempa", "gempa cianjur"]
    assert texts(news, "kere")[0] == "kereta cepat"  # most headlines with the one have the other
    assert {one.text: one.count for one in news.suggest("gem")}["gempa"] == 3


def test_the_words_before_are_the_context(news):
    assert texts(news, "kereta c") == ["kereta cepat"]
    assert texts(news, "cianjur ge") == ["cianjur gempa"]
    assert texts(news, "gempa ") == ["gempa cianjur"]
    assert texts(news, "kereta di ")[:1] == []  # nothing comes twice after that


def test_a_slip_is_mended(news):
    assert texts(news, "cianjr") == ["cianjur"]
    assert texts(news, "kerta")[0] == "kereta cepat"
    assert texts(news, "merkusu") == ["mercusuar"]


def test_headlines_lead_to_their_articles(news):
    found = [one for one in news.suggest("gempa tur") if one.kind == "headline"]
    assert [(one.text, one.article, one.count) for one in found] == [(TITLES[2], "a2", 1)]


def test_values_are_written_as_the_box_reads_them(news):
    assert texts(news, "har", "source") == ['sumber:"Harian Contoh"']
    assert texts(news, "tsunami OR har", "source") == ['tsunami OR sumber:"Harian Contoh"']
    assert texts(news, "penulis:con", "author") == ['penulis:"Siti Contoh"']
    assert texts(news, "topik:kere", "tag") == ["topik:kereta"]
    assert texts(news, 'sumber:"harian c', "source") == ['sumber:"Harian Contoh"']
    assert texts(news, "sumber:kabar", "source") == []  # a quotation mark in a name cannot be written
    for text in (*texts(news, "har", "source"), *texts(news, "topik:kere", "tag")):
        assert news.search(text).total_articles


def test_words_of_paragraphs_answer_where_no_headline_does(news):
    assert texts(news, "mercus") == ["mercusuar"]
    assert news.suggest("mercus")[0].count == len(TITLES)


def test_what_is_excluded_quoted_or_in_a_field_is_completed_as_words(news):
    assert texts(news, "kereta -bre") == ["kereta -brebes"]
    assert texts(news, '"kereta ce') == ['"kereta cepat"']
    assert texts(news, "judul:bre") == ["judul:brebes"]
    assert {one.kind for one in news.suggest("kereta -bre")} == {"word"}


@pytest.mark.parametrize(
    "typed", ["", " ", "gempa,", "(", '"', "tanggal:20", "sumber: har", "sumber:zzz", "%"]
)
def test_what_cannot_be_completed_has_no_suggestion(news, typed):
    assert news.suggest(typed) == ()


def test_bounds_are_held(news):
    assert len(news.suggest("g", 1)) == 1
    for count in (0, 21):
        with pytest.raises(RequestError, match="count"):
            news.suggest("g", count)
    with pytest.raises(RequestError, match="q: "):
        news.suggest("g" * 201)


def test_deleted_articles_do_not_count(tmp_path):
    from search import open_index
    from search.index import Deletion, build, update

    build([Article("a", ("x y",), "Gempa Besar"), Article("b", ("x y",), "Gempa Kecil")], tmp_path / "i")
    update([Deletion("a")], tmp_path / "i")
    found = open_index(tmp_path / "i").suggest("gem")
    assert [(one.text, one.count) for one in found] == [("gempa", 1), ("Gempa Kecil", 1)]


def test_hidden_sources_say_nothing(tmp_path):
    from search import open_index
    from search.backends.hiding import HidingIndex
    from search.index import build

    build(
        [
            Article("a", ("Berita umum.",), "Gempa", "Umum"),
            Article("b", ("Dokumen mercusuar.",), "Rapat rahasia", "Tertutup", tags=("sandi",)),
        ],
        tmp_path,
    )
    index = open_index(tmp_path)
    hiding = HidingIndex(index, ["Tertutup"])
    for typed in ("merc", "rahas", "rapt", "sand", "tertu", "sumber:ter", "raha "):
        assert hiding.suggest(typed) == ()
    assert [one.text for one in index.suggest("merc")] == ["mercusuar"]
    assert [hit.article.id for hit in hiding.search("", sort="arrived", indexed_since="7d").articles] == ["a"]


@given(st.text(max_size=40) | st.text(alphabet='ge kre"()-:sumbr', max_size=30))
def test_no_text_breaks_it(news, typed):
    found = news.suggest(typed)
    assert len(found) <= 8
    parts = typed_parts(typed)
    assert not found or parts
    for one in found:
        assert one.count > 0
        assert len(one.text) <= 1_000
