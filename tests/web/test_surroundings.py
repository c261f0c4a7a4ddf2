"""What browsers and robots ask a site for, and the help page."""

import shutil
import subprocess
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_a_browser_can_add_the_search(client, page):
    link = page("/").one("link", rel="search")
    answered = client.get(link["href"], headers={"Host": "arsip.example"})
    assert answered.content_type == link["type"] == "application/opensearchdescription+xml"
    described = ElementTree.fromstring(answered.data)
    assert len(described.find(f"{NAMESPACE}ShortName").text) <= 16
    templates = {one.get("type"): one.get("template") for one in described.findall(f"{NAMESPACE}Url")}
    assert templates["text/html"] == "http://arsip.example/?q={searchTerms}"
    address = (
        templates["text/html"].replace("{searchTerms}", "harga+beras").removeprefix("http://arsip.example")
    )
    assert client.get(address).status_code == 200
    assert (
        client.get(described.find(f"{NAMESPACE}Image").text.removeprefix("http://arsip.example")).status_code
        == 200
    )


def test_robots_read_articles_and_no_searches(client):
    lines = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /*?" in lines
    rules = RobotFileParser()
    rules.parse(lines)
    assert rules.can_fetch("x", "http://a/artikel/panen-2023")
    assert not rules.can_fetch("x", "http://a/api/v1/search")


def test_there_is_an_icon(client):
    moved = client.get("/favicon.ico")
    assert moved.status_code == 301
    assert client.get(moved.headers["Location"]).content_type.startswith("image/svg+xml")


def test_the_box_for_other_sites_leads_here(client):
    script = client.get("/kotak.js", headers={"Host": "arsip.example"})
    assert 'form.action = "http://arsip.example/";' in script.text
    assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "__WARTA__" not in script.text


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node to read JavaScript")
def test_the_box_is_sound_javascript(client, tmp_path):
    file = tmp_path / "kotak.js"
    file.write_text(client.get("/kotak.js").text, "utf-8")
    assert subprocess.run(["node", "--check", file], check=False).returncode == 0


def test_every_example_of_the_help_page_is_a_search(page):
    """Names of sources and categories are those of the archive."""
    examples = [one.one("a") for one in page("/bantuan").all("dt") if one.all("a")]
    assert len(examples) > 15
    assert 'gempa sumber:"Kabar Pasar"' in [link.text for link in examples]
    assert "gempa -kategori:Ekonomi" in [link.text for link in examples]
    for link in examples:
        shown = page(link["href"])
        assert " ".join(shown.one("input", id="q")["value"].split()) == link.text
        assert shown.all("p", class_="note") == []


def test_help_is_reached_from_every_page(page):
    assert page("/?q=beras&lang=en").one("footer").all("a", href="/bantuan?lang=en")
