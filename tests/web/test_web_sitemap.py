"""The sitemap: every page of an article once, in parts that robots can read."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import pytest

from search import Article
from search.index import Deletion, build, update
from web import WebSettings, create_app, sitemap

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == "application/xml; charset=utf-8"
    return [element.text for element in fromstring(response.data).iterfind(".//s:loc", SPACE)]


def test_robots_find_every_article(client, monkeypatch):
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text.splitlines()
    (part,) = addresses(client, "/sitemap.xml")
    pages = addresses(client, part)
    assert len(pages) == len(set(pages)) == client.get("/api/v1/stats").get_json(force=True)["articles"]
    for page in pages:
        assert client.get(urlsplit(page).path).status_code == 200


def test_parts_have_all_live_articles_and_days(tmp_path, monkeypatch):
    monkeypatch.setattr(sitemap, "PART", 3)
    build([Article(f"a{number}", ("Gempa.",)) for number in range(5)], tmp_path)
    update([Article("x&<y>'", ("Gempa.",)), Deletion("a1")], tmp_path)
    client = create_app(WebSettings(index_folder=tmp_path)).test_client()
    parts = addresses(client, "/sitemap.xml")
    pages = [page for part in parts for page in addresses(client, part)]
    assert len(parts) >= 2
    expected = ["a0", "a2", "a3", "a4", "x%26%3Cy%3E%27"]
    assert pages == [f"http://localhost/artikel/{name}" for name in expected]
    days = [element.text for element in fromstring(client.get(parts[0]).data).iterfind(".//s:lastmod", SPACE)]
    assert all(len(day) == len("2024-01-01") for day in days)


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999"])
def test_other_parts_there_are_none(client, number):
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml"])
def test_who_has_a_part_of_this_generation_gets_it_no_second_time(client, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    elsewhere = client.get(path, headers={"If-None-Match": first.headers["ETag"], "Host": "lain.example"})
    assert elsewhere.status_code == 200, "its addresses are others"


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-1.xml"])
def test_a_part_and_its_tag_are_of_one_generation(tmp_path, monkeypatch, path):
    build([Article("a1", ("Gempa.",))], tmp_path)
    client = create_app(WebSettings(index_folder=tmp_path)).test_client()
    before, base_of = client.get(path), sitemap.base_of

    def grown_meanwhile(form):
        if not (tmp_path / "generation-000002").exists():
            update([Article("a2", ("Gempa.",))], tmp_path)
            with ThreadPoolExecutor(1) as other:  # a thread of its own reads the newest generation
                assert other.submit(_is_opened).result()
        return base_of(form)

    def _is_opened():
        visitor, end = client.application.test_client(), time.monotonic() + 30
        while visitor.get("/readyz").get_json()["generation"] != "000002":
            assert time.monotonic() < end
        return True

    monkeypatch.setattr(sitemap, "base_of", grown_meanwhile)
    during, after = client.get(path), client.get(path)
    assert after.headers["ETag"] != before.headers["ETag"]
    known = {one.headers["ETag"]: one.data for one in (before, after)}
    assert during.data == known[during.headers["ETag"]]
