"""Copies of one text on the page and in the API: listed below the one that leads, apart on request."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from html_document import parsed

import search.index
from search import Article
from web import WebSettings, create_app

WORDS = " ".join(f"kata{number} baris" for number in range(40))
TEXT = f"Harga gabah naik di tingkat petani. {WORDS}"


def wire(article_id, source, title="Harga gabah naik", text=TEXT, day=1):
    return Article(
        article_id, (text, "Petani menyambut harga gabah itu."), title, source, date(2023, 5, day), "Ekonomi"
    )


ARTICLES = (
    wire("satu", "Harian Contoh"),
    wire("dua", "Kabar <Pasar>", "Gabah & beras naik", day=2),
    wire("tiga", None, None),
    wire("lain", "Kabar Pasar", "Gabah disimpan", text="Petani menyimpan gabah sambil menunggu harga."),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copies")
    search.index.build(ARTICLES, folder)
    return create_app(WebSettings(index_folder=folder, clock=lambda: date(2023, 6, 1))).test_client()


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    return parsed(response.text)


def answered(client, parameters):
    return client.get(f"/api/v1/search?{parameters}").get_json()


def test_copies_are_listed_below_the_article_that_leads(client):
    root = shown(client, "/?q=harga+gabah&sort=oldest")
    assert root.one("p", class_="count").text.startswith("8 paragraf di 4 artikel")
    results = root.all("article", class_="result")
    assert len(results) == 2
    copies = root.one("details", class_="copies")
    assert copies.one("summary").text == "2 artikel yang hampir sama"
    links = copies.one("ul").all("a")
    assert [link.text for link in links] == [
        "Harga gabah naik di tingkat petani. kata0 baris kata1…",
        "Gabah & beras naik",
    ]
    assert links[1]["href"] == "/artikel/dua?q=harga+gabah&sort=oldest"
    assert copies.all("span", class_="source")[0].text == "Kabar <Pasar>"


def test_copies_of_other_outlets_are_counted_as_outlets(client):
    query = "/?q=harga+gabah+petani&source=Harian+Contoh&source=Kabar+%3CPasar%3E"
    assert shown(client, query).one("details", class_="copies").one("summary").text == "juga di 1 media"
    english = shown(client, f"{query}&lang=en").one("details", class_="copies")
    assert english.one("summary").text == "also at 1 outlet"
    assert all("lang=en" in link["href"] for link in english.all("a"))


def test_copies_can_be_shown_one_by_one_and_put_together_again(client):
    apart = shown(client, "/?q=harga+gabah").one("details", class_="copies").one("a", class_="undo")
    root = shown(client, apart["href"])
    assert len(root.all("article", class_="result")) == 4
    assert not root.all("details", class_="copies")
    chip = root.one("ul", class_="chips").one("a")
    assert chip.text == "Hapus saringan Artikel yang hampir sama tidak digabung ×"
    assert "collapse" not in parse_qs(urlsplit(chip["href"]).query)
    assert len(shown(client, chip["href"]).all("article", class_="result")) == 2


def test_pages_hold_places(client):
    root = shown(client, "/?q=harga+gabah&page_size=1")
    assert root.one("span", class_="here").text == "Halaman 1 dari 2"
    last = shown(client, "/?q=harga+gabah&page_size=1&page=2")
    assert not last.all("a", rel="next")
    assert len(last.all("article", class_="result")) == 1


def test_paragraphs_are_listed_for_themselves(client):
    root = shown(client, "/?q=harga+gabah&group=none")
    assert len(root.all("article", class_="result")) == 8
    assert not root.all("details", class_="copies")


def test_the_api_lists_duplicates(client):
    answer = answered(client, "q=harga+gabah&sort=oldest")
    assert answer["total"] == {"articles": 4, "paragraphs": 8, "exact": True}
    with_copies = next(result for result in answer["results"] if result["duplicates"])
    assert [copy["id"] for copy in with_copies["duplicates"]] == ["tiga", "dua"]
    assert with_copies["more_duplicates"] == 0
    for copy in with_copies["duplicates"]:
        assert client.get(copy["links"]["self"]).get_json()["article"] == copy
    assert [result["duplicates"] for result in answer["results"] if result is not with_copies] == [[]]


def test_fields_are_those_of_copies_too(client):
    results = answered(client, "q=harga+gabah&fields=source")["results"]
    copies = [copy for result in results for copy in result["duplicates"]]
    assert [list(copy) for copy in copies] == [["id", "source", "links"]] * 2


def test_the_api_tells_copies_apart_on_request(client):
    answer = answered(client, "q=harga+gabah&collapse=false")
    assert len(answer["results"]) == 4
    assert all(result["duplicates"] == [] for result in answer["results"])
    assert "collapse=false" in answer["links"]["self"]


def test_the_pages_of_the_api_hold_places(client):
    answer = answered(client, "q=harga+gabah&page_size=1")
    assert answer["links"]["next"].endswith("page=2&page_size=1")
    assert client.get(answer["links"]["next"]).get_json()["links"]["next"] is None


def test_facets_count_copies(client):
    values = answered(client, "q=harga+gabah")["facets"]["source"]
    assert sum(value["count"] for value in values) == 3
    assert answered(client, "q=harga+gabah")["facets"]["year"][0]["count"] == 4
