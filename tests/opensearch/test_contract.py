"""One contract for both backends: the cluster answers as the folder does, to the letter."""

from dataclasses import replace
from datetime import date

import pytest

from opensearch.archive import articles
from search import NotFoundError, RequestError, SearchRequest, UnsupportedError
from search.backends.hiding import without

WORDS = (
    "banjir", "banjir jakarta", "presiden", "presiden rusia", "harga beras naik", "kesehatan masyarakat",
    "PBB", "pertemuan wang yi dan putin", "gempa bumi", "covid-19", "pemilu 2024", "menteri luar negeri",
    "anak-anak", "apa itu inflasi", "piala dunia", "10 km", "Rp 5 miliar", "perserikatan bangsa-bangsa",
    "kemarin", "di", "universitas indonesia", "teknologi", "vaksin", "china rusia", "kenaikan suku bunga",
)  # fmt: skip
OPERATORS = (
    '"kerja sama"', '"kerja sama kedua negara"', '"presiden putin"~3', '"putin china rusia"~6', "pemerint*",
    "perundang-und*", "judul:putin", "isi:putin", "putin -xi", "putin NOT china", "banjir ATAU gempa",
    "(banjir ATAU gempa) jakarta", 'sumber:"harian contoh" presiden', "-presiden", "putin tag:pemilu",
    "sumber:tidakada putin", "penulis:ani ATAU putin", "putin 2023", "putin sejak 2022", "putin sebelum 2021",
    "januari 2023", '"putin" "moskwa"', "p?tin", "putin~", "tanpa:penulis putin", "*", "lokasi:moskwa",
    'sumber:"kabar pesisir" ATAU (putin moskwa)', "kategori:ekonomi ATAU -putin", "exclude -", '"', "zzqq",
    "zzqq putin moskwa", "putin zzqq xxyy beras banjir", "presdien rusia", "bangku sekolahan moskwaa",
    "https://contoh.example/7", "id:artikel-7", "(putin sumber:warta ATAU xi) china",
)  # fmt: skip
VARIED = (
    {"sort": "newest"}, {"sort": "oldest"}, {"sort": "arrived"}, {"page": 3, "page_size": 7},
    {"exact": True}, {"match": "any"}, {"group": "none", "page_size": 20}, {"collapse": False},
    {"expand": False}, {"headlines": False}, {"plain": True}, {"explain": True, "page_size": 3},
    {"timeline": "month"},
    {"timeline": "day"}, {"timeline": "auto"}, {"match": "paragraph"},
    {"match": "paragraph", "group": "none"}, {"hits_per_article": 20}, {"page": 2, "group": "none"},
    {"timeline": "auto", "date_from": date(2020, 1, 1), "date_to": date(2020, 2, 20)},
    {"facets": ("source", "category", "author", "tag", "place", "language", "year", "month")},
    {"source": ("harian contoh",)}, {"not_source": ("Warta Kota",), "facets": ("source",)},
    {"tag": ("banjir", "pemilu"), "facets": ("tag",)}, {"missing": ("source",)},
    {"present": ("author",)},
    {"date_from": date(2020, 1, 1), "date_to": date(2021, 6, 30)}, {"missing": ("date",)},
    {"date_from": date(2022, 1, 1), "missing": ("date",)}, {"author": ("tidak ada",)}, {"dates": False},
    {"sort": "newest", "group": "none"}, {"facet_limit": 2, "facet_text": "a"}, {"language": ("id",)},
    {"indexed_since": "2020-01-01"}, {"indexed_since": "2099-01-01"}, {"source": ("",), "page": 1},
)  # fmt: skip


def plain(page):
    """Return a page without what tells one index from another, and quotations, which only one has."""
    found = tuple(
        replace(hit, paragraphs=tuple(replace(one, quotations=()) for one in hit.paragraphs))
        for hit in page.articles
    )
    return replace(page, articles=found, took_ms=0.0, generation="", built_at=None, cursor=None)


def asked(index, text, fields):
    try:
        return plain(index.search(text, **fields))
    except RequestError as error:
        return str(error)


def differences(both, questions):
    """Return the questions that the two answer differently, with the first field that differs."""
    different = []
    for text, fields in questions:
        one, other = (asked(index, text, fields) for index in both)
        if one == other:
            continue
        names = [name for name in getattr(one, "__slots__", ()) if getattr(one, name) != getattr(other, name)]
        different.append((text, fields, names or (one, other)))
    return different


def test_words_and_operators_get_the_same_pages(both):
    assert differences(both, [(text, {}) for text in WORDS + OPERATORS]) == []


@pytest.mark.parametrize("texts", [("putin moskwa", "banjir"), ("presiden ATAU gempa", "kesehatan", "")])
def test_whatever_else_is_asked_the_pages_are_the_same(both, texts):
    assert differences(both, [(text, fields) for text in texts for fields in VARIED]) == []


def test_walks_go_through_the_same_results(both):
    request = SearchRequest("presiden", page_size=17, match="any")
    walked = []
    for index in both:
        page, ids = index.walk(request), []
        while True:
            ids += [(hit.article.id, hit.score) for hit in page.articles]
            if page.cursor is None:
                break
            page = index.walk(request, page.cursor)
        walked.append(ids)
        assert len(ids) == page.total_places > 40
        assert [(hit.article.id, hit.score) for hit in index.hits(request)] == ids
    assert walked[0] == walked[1]


def test_runs_for_evaluation_are_the_same(both):
    for request in (SearchRequest("harga minyak dunia", plain=True, match="any", group=group) for group in
                    ("article", "none")):  # fmt: skip
        one, other = (index.rank(request, 50) for index in both)
        assert one == other
        assert len(one) == 50


def test_paragraphs_similar_articles_and_copies_are_the_same(both):
    for text, fields in (
        ("putin moskwa", {}), ('"kerja sama" ekonomi', {"match": "all"}),
        ("harga", {"source": "harian contoh"}), ("banjir gempa", {"page": 2, "count": 5}),
        ("-putin moskwa", {}), ("judul:putin", {}), ("", {}),
    ):  # fmt: skip
        one, other = (index.paragraphs(text, **fields) for index in both)
        shown = [[(p.address, p.score, p.snippet_html) for p in found.paragraphs] for found in (one, other)]
        assert shown[0] == shown[1]
        assert (one.total, one.searched, one.ignored) == (other.total, other.searched, other.ignored)
    for article in articles()[:30:3]:
        one, other = (index.similar(article.id, 7) for index in both)
        assert [(s.article.id, s.score) for s in one] == [(s.article.id, s.score) for s in other]
        assert both[0].copies(article.id) == both[1].copies(article.id)
    assert any(both[1].copies(article.id) for article in articles())


def test_articles_and_statistics_are_the_same(both):
    first, second = both
    for article in articles()[::50]:
        assert second.article(article.id) == first.article(article.id) == article
        asked_for = SearchRequest("putin harga")
        assert second.marked_article(article.id, asked_for) == first.marked_article(article.id, asked_for)
    one, other = first.stats(), second.stats()
    for name in (
        "articles",
        "paragraphs",
        "terms",
        "sources",
        "categories",
        "first_day",
        "last_day",
        "undated",
    ):
        assert getattr(one, name) == getattr(other, name)
    assert other.engine.startswith("OpenSearch ")
    assert list(first.listed(3, 90)) == list(second.listed(3, 90))
    assert first.numbers == second.numbers
    request = SearchRequest("banjir", date_from=date(2020, 1, 1))
    assert first.matching(request) == second.matching(request)
    assert first.at_address("http://contoh.example/7") == second.at_address("http://contoh.example/7") != ()
    assert second.articles(["artikel-3", "tidak-ada", "artikel-1"]) == [articles()[3], articles()[1]]


@pytest.mark.parametrize("hidden", [(), ("kabar pesisir",)])
def test_completions_are_those_of_an_index_without_names(both, nameless, hidden):
    indexes = [without(index, hidden) if hidden else index for index in (nameless, both[1])]
    typed = "pu|put|putin|putin |putin m|presiden ru|presdi|kesehtan|banj||-pu|gempa b|presiden k|b|s|m"
    typed += '|sumber:ha|tag:|penulis:b|kategori:na|"kerja s|zzqq|kota k'
    for text in typed.split("|"):
        one, other = (index.suggest(text, 20) for index in indexes)
        assert one == other, text
    assert all(index.suggest("putin m") for index in indexes)


def test_restricted_sources_are_hidden_in_the_same_way(both):
    hiding = tuple(without(index, {"HARIAN contoh", "warta kota", "tiada"}) for index in both)
    asked = [(text, {}) for text in (*WORDS[::3], *OPERATORS[::3])]
    asked += [("putin moskwa", fields) for fields in VARIED[::3]]
    assert differences(hiding, asked) == []
    one, other = (index.stats() for index in hiding)
    for name in ("articles", "paragraphs", "terms", "sources", "categories", "rejected", "bytes_on_disk"):
        assert getattr(one, name) == getattr(other, name), name
    assert 0 < one.articles < both[0].stats().articles
    for index in hiding:
        hidden = next(article for article in articles() if article.source == "HARIAN CONTOH")
        with pytest.raises(NotFoundError):
            index.article(hidden.id)
        assert index.digest not in (both[0].digest, both[1].digest)
    for article in [one for one in articles()[:60] if one.source == "Kabar Pesisir"]:
        first, second = (index.similar(article.id, 7) for index in hiding)
        assert [(s.article.id, s.score) for s in first] == [(s.article.id, s.score) for s in second]
        assert hiding[0].copies(article.id) == hiding[1].copies(article.id)
    assert hiding[0].at_address("http://contoh.example/7") == hiding[1].at_address("http://contoh.example/7")


def test_errors_have_the_same_classes(both):
    for index in both:
        with pytest.raises(NotFoundError):
            index.article("tidak-ada")
        with pytest.raises(NotFoundError):
            index.similar("tidak-ada")
        with pytest.raises(RequestError):
            index.search("putin", page=0)
        with pytest.raises(RequestError):
            index.paragraphs("putin", 0)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("oleh:putin harga", {}), ("kutipan:harga", {}), ("tentang:putin", {}), ("harga", {"quotes": True}),
        ("harga", {"speaker": ("Putin",)}), ("harga", {"facets": ("name",)}), ("x (oleh:y ATAU z)", {}),
    ],
)  # fmt: skip
def test_what_asks_for_names_is_refused(both, text, fields):
    with pytest.raises(UnsupportedError, match="names and quotations"):
        both[1].search(text, **fields)


def test_what_a_cluster_cannot_do_is_refused(both):
    with pytest.raises(UnsupportedError, match="names and quotations"):
        both[1].name("Putin")
