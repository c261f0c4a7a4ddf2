"""Feeds of any search: valid Atom, RSS and JSON Feed, by publication or by arrival, found by browsers."""

from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import feedparser
import pytest

from search import Article
from search.index import build, update
from web import WebSettings, create_app

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, address, status=200, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == status, response.text
    return response


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_feeds_are_read_by_a_feed_reader(client, kind):
    response = feed(client, f"/feed.{kind}?q=harga+beras&count=5&lang=en")
    assert response.content_type == f"application/{kind}+xml; charset=utf-8"
    read = feedparser.parse(response.data)
    assert not read.bozo
    assert read.version == {"atom": "atom10", "rss": "rss20"}[kind]
    assert read.feed.title == "Warta: harga beras"
    assert read.feed.link == "http://localhost/?q=harga+beras&lang=en"
    (own,) = [link.href for link in read.feed.links if link.rel == "self"]
    assert feed(client, own.removeprefix("http://localhost")).data == response.data
    assert len(read.entries) == 5
    moments = [entry.published_parsed for entry in read.entries if "published_parsed" in entry]
    assert moments == sorted(moments, reverse=True)
    for entry in read.entries:
        assert entry.id == entry.link
        assert entry.link.startswith("http://localhost/artikel/")
        assert client.get(urlsplit(entry.link).path).status_code == 200
        assert "<mark>" in entry.summary or entry.title


def test_atom_has_what_its_specification_wants(client):
    """RFC 4287, 4.1.1 and 4.1.2: one id, title and updated each, an author, a link of kind alternate."""
    root = fromstring(feed(client, "/feed.atom?missing=date").data)
    entries = root.findall(f"{ATOM}entry")
    assert entries, "undated articles have a moment too"
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = one.findall(f"{ATOM}{name}")
            assert found.text
        moment = datetime.fromisoformat(one.find(f"{ATOM}updated").text)
        assert moment.tzinfo
        assert [link.get("rel") for link in one.findall(f"{ATOM}link")].count("alternate") == 1
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert len({one.find(f"{ATOM}id").text for one in entries}) == len(entries)


def test_json_feed(client):
    response = feed(client, "/feed.json?q=gabah")
    assert response.content_type == "application/feed+json"
    read = response.get_json(force=True)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert {"title", "home_page_url", "feed_url", "items"} <= set(read)
    for item in read["items"]:
        assert item["id"] == item["url"]
        assert item["title"]
        assert None not in item.values()


def test_an_unchanged_feed_is_not_sent_again(client):
    for kind in ("atom", "rss", "json"):
        tag = feed(client, f"/feed.{kind}?q=beras").headers["ETag"]
        assert feed(client, f"/feed.{kind}?q=beras", 304, **{"If-None-Match": tag}).data == b""
        assert feed(client, f"/feed.{kind}?q=gabah", 200, **{"If-None-Match": tag})


def test_markup_and_what_xml_cannot_contain(tmp_path):
    build([Article("a<b>&\"'", ("Gempa <b>&amp; \x0b\ufffe tsunami",), 'Gempa <i>"&\x0b')], tmp_path)
    client = create_app(WebSettings(index_folder=tmp_path)).test_client()
    for kind in ("atom", "rss"):
        read = feedparser.parse(feed(client, f"/feed.{kind}?q=gempa").data)
        assert not read.bozo
        assert "&lt;b&gt;" in read.entries[0].summary or "&lt;b" in read.entries[0].summary


def test_by_arrival_and_since_then(tmp_path):
    build([Article("lama", ("Gempa dulu.",), "Gempa lama", published=datetime(2024, 5, 1))], tmp_path)
    update(
        [Article("susulan", ("Gempa kemarin.",), "Gempa susulan", published=datetime(1999, 5, 1))], tmp_path
    )
    client = create_app(WebSettings(index_folder=tmp_path)).test_client()

    def titles(query):
        return [one["title"] for one in feed(client, f"/feed.json?{query}").get_json(force=True)["items"]]

    assert titles("q=gempa") == ["Gempa lama", "Gempa susulan"]
    assert titles("q=gempa&sort=arrived") == ["Gempa susulan", "Gempa lama"]
    hour = timedelta(hours=1)
    now = datetime.now(timezone.utc)
    assert len(titles(f"indexed_since={(now - hour):%Y-%m-%dT%H:%M:%SZ}")) == 2
    assert titles(f"indexed_since={(now + hour):%Y-%m-%dT%H:%M:%S}%2B00:00") == []
    found = client.get("/api/v1/search?sort=arrived&indexed_since=7d").get_json(force=True)
    assert [one["article"]["id"] for one in found["results"]] == ["susulan", "lama"]


@pytest.mark.parametrize("query", ["count=0", "count=101", "sort=relevance", "page=2", "indexed_since=x"])
def test_what_a_feed_cannot_do_is_refused(client, query):
    assert feed(client, f"/feed.atom?{query}", 400).content_type == "application/problem+json"


def test_pages_name_their_feeds(page, client):
    for address in ("/", "/?q=harga+beras&source=Harian+Contoh&sort=oldest&page=2&lang=en", "/?q=qqqq"):
        root = page(address)
        named = {link["type"]: link["href"] for link in root.all("link") if link["rel"] == "alternate"}
        assert len(named) == 3
        for media_type, href in named.items():
            assert feed(client, href).content_type.startswith(media_type)
    assert "source=Harian+Contoh" in href or address == "/?q=qqqq"


def test_results_can_be_taken_along(page, client):
    root = page("/?q=harga+beras&category=Ekonomi&facets=source&timeline=year&page=2")
    taking = root.one("section", aria_labelledby="bawa")
    addresses = [link["href"] for link in taking.all("a")]
    assert len(addresses) == 6
    for address in addresses:
        assert client.get(address).status_code == 200
        assert "category=Ekonomi" in address
