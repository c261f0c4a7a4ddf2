"""People and organisations: facets, pages of their own, suggestions, and names that are suppressed."""

from datetime import date

import pytest
from html_document import parsed

from search import Article
from search.index import build
from tests.index.said_articles import said_articles
from web import WebSettings, create_app


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names") / "index"
    build(said_articles(), folder)
    return folder


def opened(folder, **settings):
    return create_app(WebSettings(index_folder=folder, **settings)).test_client()


@pytest.fixture(scope="module")
def client(folder):
    return opened(folder)


def test_the_page_of_a_person(client):
    answer = client.get("/nama/ridwan%20kamil")
    assert answer.status_code == 200
    page = parsed(answer.text)
    assert page.all("h1")[0].text == "Ridwan Kamil"
    assert "Gubernur Jawa Barat" in answer.text and "disebut di 5 artikel" in answer.text
    quotation = page.one("ol", class_="quotations").all("a")[0]
    assert client.get(quotation["href"]).status_code == 200 and quotation["href"].endswith("#p0")
    assert 'class="said">Tanggul akan diperbaiki,' in answer.text
    feed = page.one("link", type="application/atom+xml")["href"]
    assert "Apa kata mereka" in client.get(feed).text
    english = client.get("/nama/Ridwan%20Kamil?lang=en").text
    assert "named in 5 articles" in english and "Latest quotations" in english


@pytest.mark.parametrize("name", ["Siapa Saja", "subsidi", "%22", "~2F", "a" * 3000, "Bandung"])
def test_nobody_has_no_page(client, name):
    answer = client.get(f"/nama/{name}")
    assert answer.status_code == 404
    assert "Nama ini tidak ada di sini" in answer.text


def test_the_years_of_names_are_drawn_on_one_scale(tmp_path):
    """Bars below each other are of the same year, also of a name that has one year only."""
    minister, governor = "Menteri Keuangan Sri Mulyani", "Gubernur Jawa Barat Ridwan Kamil"
    years = ((minister, 2019), (minister, 2021), (minister, 2022), (governor, 2021), (governor, 2021))
    articles = [
        Article(f"a{n}", (f"{who} membahas subsidi.",), "Subsidi", published=date(year, 5, 1 + n))
        for n, (who, year) in enumerate(years)
    ]
    build(articles, tmp_path / "index")
    page = parsed(opened(tmp_path / "index").get("/?q=subsidi&collapse=false").text)
    drawn = {
        one["aria-label"]: (one["viewbox"], one.one("path")["d"]) for one in page.all("svg", class_="years")
    }
    assert drawn == {
        "2019: 1, 2021: 1, 2022: 1": ("0 0 4 10", "M0 10v-10h.8v10zM2 10v-10h.8v10zM3 10v-10h.8v10z"),
        "2021: 2": ("0 0 4 10", "M2 10v-10h.8v10z"),
    }


def test_facets_lead_to_what_names_mention_and_say(client):
    page = parsed(client.get("/?q=subsidi").text)
    links = [link["href"] for each in page.all("ul", class_="values") for link in each.all("a")]
    assert any("tentang%3A%22%3DRidwan+Kamil%22" in link for link in links)
    assert any("speaker=Ridwan+Kamil" in link for link in links) and "/nama/Ridwan%20Kamil" in links
    api = client.get("/api/v1/search?q=subsidi&facets=speaker,name").get_json()
    speakers = {one["value"]: one["count"] for one in api["facets"]["speaker"]}
    assert speakers["Joko Widodo"] == 5 and speakers["Ridwan Kamil"] == 3
    assert "by_year" not in api["facets"]["speaker"][0]
    counted = client.get("/api/v1/search?q=subsidi&facets=name&timeline=auto").get_json()["facets"]["name"]
    assert [one["by_year"] for one in counted] == [{"2019": one["count"]} for one in counted]
    within = client.get("/api/v1/search?q=subsidi&speaker=Ridwan+Kamil&quotes=true").get_json()
    assert within["total"]["paragraphs"] == 3
    said = within["results"][0]["hits"][0]["quotations"]
    assert [one["speaker"] for one in said if one["asked"]] == ["Ridwan Kamil"] * 2


def test_quotations_are_read_only_where_they_are_asked_for(client):
    whole = client.get("/api/v1/search?q=subsidi").get_json()["results"]
    part = client.get("/api/v1/search?q=subsidi&hit_fields=snippet_html,score").get_json()["results"]
    hits = [pair for a, b in zip(whole, part, strict=True) for pair in zip(a["hits"], b["hits"], strict=True)]
    assert any(one["quotations"] for one, _ in hits)
    assert all(
        list(other) == ["score", "snippet_html"] and other.items() <= one.items() for one, other in hits
    )
    words = "q=subsidi&speaker=Ridwan+Kamil"
    [shown] = client.get(f"/api/v1/search?{words}&hit_fields=snippet_html&page_size=1").get_json()["results"]
    assert shown["hits"] and all('class="said"' in one["snippet_html"] for one in shown["hits"])
    wrong = client.get("/api/v1/search?q=subsidi&hit_fields=snippet,kutipan")
    assert wrong.status_code == 400 and "kutipan" in wrong.text and "hit_fields" in wrong.text


def test_names_are_suggested_with_their_roles(client):
    found = client.get("/api/v1/suggest?q=ridw").get_json()["suggestions"]
    [one] = [one for one in found if one["kind"] == "name"]
    assert (one["text"], one["role"]) == ('tentang:"Ridwan Kamil"', "Gubernur Jawa Barat")
    [one] = client.get("/api/v1/suggest?q=oleh:ridw").get_json()["suggestions"]
    assert one["text"] == 'oleh:"Ridwan Kamil"'


def test_pages_of_people_can_be_switched_off(folder):
    client = opened(folder, name_pages="organisations")
    assert client.get("/nama/Ridwan%20Kamil").status_code == 404
    assert "/nama/" not in client.get("/?q=subsidi").text
    assert client.get('/?q=oleh:"Ridwan+Kamil"').status_code == 200


def test_a_suppressed_name_is_nobodys(folder, monkeypatch):
    monkeypatch.setenv("WARTA_SUPPRESSED_NAMES", "Ridwan Kamil, Orang Lain")
    client = opened(folder)
    assert client.get("/nama/Ridwan%20Kamil").status_code == 404
    api = client.get("/api/v1/search?q=tanggul&facets=speaker,name").get_json()
    names = {one["value"] for facet in ("speaker", "name") for one in api["facets"][facet]}
    assert "Ridwan Kamil" not in names and api["total"]["paragraphs"]  # the articles stay as they are
    said = [one for result in api["results"] for hit in result["hits"] for one in hit["quotations"]]
    assert said and "Ridwan Kamil" not in {one["speaker"] for one in said}
    assert client.get('/api/v1/search?q=oleh:"Ridwan+Kamil"').get_json()["total"]["articles"] == 0
    assert not client.get("/api/v1/suggest?q=oleh:ridw").get_json()["suggestions"]


@pytest.mark.parametrize("setting", ["WARTA_SUPPRESSED_NAMES=Ridwan Kamil", "WARTA_NAME_PAGES=organisations"])
def test_a_kept_page_is_not_current_after_a_name_was_suppressed(client, folder, setting, monkeypatch):
    kept = client.get("/?q=subsidi")
    known = {"If-None-Match": kept.headers["ETag"]}
    assert client.get("/?q=subsidi", headers=known).status_code == 304 and "/nama/Ridwan%20Kamil" in kept.text
    monkeypatch.setenv(*setting.split("=", 1))
    again = opened(folder).get("/?q=subsidi", headers=known)
    assert again.status_code == 200 and "/nama/Ridwan%20Kamil" not in again.text
