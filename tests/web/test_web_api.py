"""The JSON API over a real index."""

import re
import time
from html import unescape
from urllib.parse import quote

import pytest

import search.index
from search import Article
from web import WebSettings, create_app

SEARCH = "/api/v1/search"


def test_a_response_has_the_documented_parts_in_order(api):
    answer = api(f"{SEARCH}?q=harga+gabah")
    assert list(answer) == [
        "query", "total", "took_ms", "facets", "facet_totals", "timeline", "results", "links", "index",
    ]  # fmt: skip
    assert answer["query"]["text"] == "harga gabah"
    assert set(answer["query"]) == {
        "text", "interpreted", "corrections", "mode", "let_go", "ignored", "asking", "expanded", "dates",
        "notes", "note_codes", "offers",
    }  # fmt: skip
    assert answer["total"] == {"articles": 1, "paragraphs": 6, "exact": True}
    assert answer["took_ms"] > 0
    assert answer["index"]["generation"] == "000001"
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", answer["index"]["built_at"])


def test_a_result_has_the_article_and_its_paragraphs(api):
    (result,) = api(f"{SEARCH}?q=harga+gabah")["results"]
    assert result["article"] == {
        "id": "panen-2023",
        "title": "Panen raya dimulai, harga gabah turun",
        "source": "Harian Contoh",
        "published": "2023-02-22",
        "category": "Ekonomi",
        "url": "https://contoh.example/ekonomi/panen-raya?id=7",
        "paragraph_count": 7,
        "authors": ["Redaksi Panen", "Tim Foto"],
        "tags": ["panen raya", "Harga Gabah"],
        "place": "Indramayu",
        "updated": "2023-02-23T06:15:00+07:00",
        "language": "id",
        "image": "https://contoh.example/panen.jpg",
        "image_caption": "Petani memanen padi.",
        "links": {"self": "/api/v1/articles/panen-2023", "page": "/artikel/panen-2023"},
    }
    assert len(result["hits"]) == 3
    assert result["more_hits"] == 3
    hit = result["hits"][0]
    assert hit["address"] == f"panen-2023#{hit['paragraph']}"
    marked = {hit["text"][start:end].lower() for start, end in hit["marks"]}
    assert marked <= {"harga", "gabah"}
    start, end = hit["snippet"]
    shown = unescape(re.sub("<[^>]*>", "", hit["snippet_html"])).strip("… ")
    assert shown in hit["text"][start:end]


def test_facets_count_articles(api):
    facets = api(f"{SEARCH}?q=harga+beras")["facets"]
    assert list(facets) == ["source", "category", "year"]
    assert {value["value"]: value["count"] for value in facets["source"]} == {
        "Kabar Pasar": 9,
        "Harian Contoh": 8,
        "Warta Ekonomi Rakyat": 8,
    }
    assert list(api(f"{SEARCH}?q=harga+beras&facets=month")["facets"]) == ["month"]
    assert api(f"{SEARCH}?q=harga+beras&facets=")["facets"] == {}


def test_repeated_filters_mean_any_of_them(api):
    answer = api(f"{SEARCH}?q=harga+beras&source=Harian+Contoh&source=Kabar+Pasar")
    assert answer["total"]["articles"] == 17
    assert {result["article"]["source"] for result in answer["results"]} <= {"Harian Contoh", "Kabar Pasar"}


def test_dates_filter_with_both_ends_included(api):
    answer = api(f"{SEARCH}?q=harga+beras&from=2021-02-02&to=2021-02-02")
    assert [result["article"]["id"] for result in answer["results"]] == ["beras-01"]
    assert api(f"{SEARCH}?q=harga+beras&from=2022&to=2022")["total"]["articles"] == 6


def test_sorting_by_date(api):
    for sort, backwards in (("newest", True), ("oldest", False)):
        results = api(f"{SEARCH}?q=harga+beras&page_size=100&sort={sort}")["results"]
        days = [result["article"]["published"] for result in results]
        assert days == sorted(days, reverse=backwards)


def test_paging_leads_through_all_results_and_back(api):
    address, seen, pages = f"{SEARCH}?q=harga+beras&page_size=10", [], []
    while address:
        answer = api(address)
        pages.append(answer["links"]["self"])
        seen += [result["article"]["id"] for result in answer["results"]]
        address = answer["links"]["next"]
    assert len(pages) == 3
    assert len(seen) == len(set(seen)) == 25
    assert answer["links"]["prev"] == pages[1]
    assert api(pages[0])["links"]["prev"] is None


def test_a_page_beyond_the_last_is_empty_and_leads_back(api):
    answer = api(f"{SEARCH}?q=harga+beras&page=50")
    assert answer["results"] == []
    assert answer["links"]["next"] is None
    assert "page=3" in answer["links"]["prev"]


def test_grouping_none_lists_paragraphs(api):
    answer = api(f"{SEARCH}?q=harga+gabah&group=none")
    assert len(answer["results"]) == 6
    assert all(len(result["hits"]) == 1 for result in answer["results"])


def test_fields_choose_what_is_said_of_an_article(api):
    (result,) = api(f"{SEARCH}?q=harga+gabah&fields=title")["results"]
    assert list(result["article"]) == ["id", "title", "links"]
    assert "fields=id%2Ctitle" in api(f"{SEARCH}?q=harga+gabah&fields=title")["links"]["self"]


def test_explain_gives_the_parts_of_a_score(api):
    hit = api(f"{SEARCH}?q=harga+gabah&explain=true")["results"][0]["hits"][0]
    assert hit["explanation"]["value"] == pytest.approx(hit["score"])
    assert "explanation" not in api(f"{SEARCH}?q=harga+gabah")["results"][0]["hits"][0]


def test_highlight_false_leaves_the_snippet_plain(api):
    hit = api(f"{SEARCH}?q=harga+gabah&highlight=false")["results"][0]["hits"][0]
    assert "<mark>" not in hit["snippet_html"]


def test_markup_in_an_article_is_escaped(api):
    (result,) = api(f"{SEARCH}?q=bakau+pesisir")["results"]
    for html in (result["title_html"], *(hit["snippet_html"] for hit in result["hits"])):
        assert re.sub("</?mark>", "", html).count("<") == 0
    assert result["article"]["title"].startswith("<script>")


def test_an_article_comes_whole_and_with_marks_for_a_query(api):
    plain = api("/api/v1/articles/panen-2023")
    assert [paragraph["paragraph"] for paragraph in plain["paragraphs"]] == list(range(7))
    assert all(paragraph["marks"] == [] for paragraph in plain["paragraphs"])
    marked = api("/api/v1/articles/panen-2023?q=gabah")["paragraphs"][1]
    assert [marked["text"][start:end] for start, end in marked["marks"]] == ["gabah"]


def test_an_id_of_odd_characters_is_reached_by_its_own_link(api):
    (result,) = api(f"{SEARCH}?q=bakau")["results"]
    assert result["article"]["id"] == "<b>/panjang id?&#1"
    assert api(result["article"]["links"]["self"])["article"] == result["article"]


def test_stats(api):
    found = api("/api/v1/stats")
    assert (found["articles"], found["paragraphs"], found["undated"]) == (29, 61, 1)
    assert (found["first_day"], found["last_day"]) == ("2020-01-13", "2023-12-24")


@pytest.mark.parametrize("path", [f"{SEARCH}?q=beras", "/api/v1/articles/panen-2023", "/api/v1/stats"])
def test_an_entity_tag_saves_the_answer(client, path):
    first = client.get(path)
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == tag
    assert "no-cache" in again.headers["Cache-Control"]
    assert client.get(path, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_an_entity_tag_is_of_the_whole_request(client):
    addresses = [
        "q=beras", "q=harga", "q=beras&page=2", "q=beras&exact=true", "q=beras&source=Kabar+Pasar",
        "q=beras&fields=title", "q=beras&facets=year",
    ]  # fmt: skip
    tags = [client.get(f"{SEARCH}?{address}").headers["ETag"] for address in addresses]
    assert len(set(tags)) == len(tags)
    assert client.get(f"{SEARCH}?page=1&q=beras").headers["ETag"] == tags[0]


def test_a_new_generation_is_seen_and_changes_the_entity_tag(tmp_path):
    search.index.build([Article("satu", ("Hujan turun di Bogor.",))], tmp_path)
    client = create_app(WebSettings(index_folder=tmp_path)).test_client()

    def ask(tag):
        return client.get(f"{SEARCH}?q=hujan", headers={"If-None-Match": tag})

    first = ask('"none yet"')
    search.index.build(
        [Article("satu", ("Hujan turun di Bogor.",)), Article("dua", ("Hujan reda.",))], tmp_path
    )
    end = time.monotonic() + 30
    while (second := ask(first.headers["ETag"])).status_code == 304:  # it is still being opened
        assert time.monotonic() < end, "the new generation is not seen"
        time.sleep(0.01)
    assert second.status_code == 200
    assert second.get_json()["total"]["articles"] == 2
    assert second.get_json()["index"]["generation"] != first.get_json()["index"]["generation"]


def test_head_answers_without_a_body(client):
    response = client.head(f"{SEARCH}?q=beras")
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["ETag"]


@pytest.mark.parametrize(
    "query", ['"', '"" -', "(((", "judul:", "OR", "-", "*", "~~~", "\u202e", "😀", "a" * 1_000]
)
def test_no_query_is_an_error(client, query):
    response = client.get(f"{SEARCH}?q={quote(query)}")
    assert response.status_code == 200, response.text
