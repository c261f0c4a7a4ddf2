"""Whatever is asked and whatever is stored: an answer that helps, never a failure, never foreign markup.

Every page and resource gets every value in every parameter, over an archive with markup, endless words and
right-to-left text in every field.
"""

import json
import re
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from html_document import parsed

import search.index
from search.article import Article
from search.parameters import PARAMETERS, parameters_of
from web import WebSettings, create_app
from web.openapi.resources import RESOURCES

MARKUP = "<script>alert(1)</script><b onclick=\"x()\">tebal</b> & 'satu' {{7*7}} %(x)s </title>]]>"
TURNED = "\u202eعاجل: زلزال\u202c \u200f"
ENDLESS = "x" * 900
IDS = (
    "x/similar", "../up", ".", "..", "a%2Fb", "😀", "a~b", "javascript:alert(1)", "<b>", '"',
    "?q=1&x", "x" * 200,
)  # fmt: skip


def hostile(name, text):
    return Article(
        name, (f"gempa {text}", text, "gempa"), f"gempa {text}", text, None, text,
        f"https://contoh.example/?q={text}", (text,), (text, "ok"), text, None, text, text, text,
    )  # fmt: skip


STORED = (
    *[hostile(name, MARKUP) for name in IDS],
    hostile("turned", TURNED),
    hostile("endless", ENDLESS),
    hostile("long", "kata panjang " * 300),
    Article("bare", ("gempa",)),
)
# As they stand in an address: some are no text.
VALUES = [
    *map(quote, (
        "a" * 10_000, '"' * 300, '"gempa "bumi "di', "(" * 300 + "gempa", "yang di dan", "!?.,;:-–…", TURNED,
        MARKUP, "😀🌋 gempa", '"><img src=x onerror=alert(1)>', "2019-02-30", "2023-13-45", "1000000000",
        "-1", "1e9", "", " ", "../up", "x/similar", "a b#c", "gempa\r\nSet-Cookie: a=b", "*", "AND OR NOT",
        "judul:(",
        "dari:2019-02-30", "sampai:entah", "^1e400", "gempa~99999999999",
        " OR ".join(f"{first}{second}*" for first in "abcdefghij" for second in "aeiou"),
    )),
    "%00", "gempa%00", "%FF%FE", "%ED%A0%80", "%", "%zz",
]  # fmt: skip
ARTICLES = [f"/artikel/{quote(name, safe='')}" for name in ("bare", "x/similar", "none")]
PAGES = ("/", "/bantuan", "/api", *ARTICLES)
OF_PAGES = [one.name for one in PARAMETERS if {"page", "reading"} & set(one.of)]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile") / "index"
    search.index.build(STORED, folder)
    app = create_app(WebSettings(index_folder=folder))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client()


def clean(response):
    """Assert that a page has nothing that runs but our own files, and return it."""
    assert "Set-Cookie" not in response.headers
    root = parsed(response.text)
    for element in root.all():
        assert element.tag not in ("img", "iframe", "object", "style", "b") or not element.attributes
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert not re.match(r"\s*(javascript|data|vbscript):", element[name] or "", re.IGNORECASE)
    for script in root.all("script"):
        if script["type"] == "application/ld+json":
            json.loads("".join(script.children))
        else:
            assert script["src"].startswith("/static/")
            assert not script.children
    return root


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_every_page_answers_everything(client, value):
    asked = ["q=" + value, f"q=gempa&{'&'.join(f'{name}={value}' for name in OF_PAGES if name != 'q')}"]
    for path in PAGES:
        for query in asked if path == "/" else asked[1:]:
            response = client.get(f"{path}?{query}")
            assert response.status_code == (404 if path == "/artikel/none" else 200), (path, query[:200])
            clean(response)


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_every_resource_answers_everything(client, value):
    """Each parameter is judged by itself: the problem names every one that is wrong."""
    for one in RESOURCES:
        if one.method != "get":
            continue
        path = one.path.format(id="bare", field="source", kind="atom")
        given = [name for name in parameters_of(one.name) if name != "lang"]
        for names in ([name for name in given if name == "q"], given):
            response = client.get(f"{path}?{'&'.join(f'{name}={value}' for name in names)}")
            assert response.status_code < 500, (path, names)
            assert "Set-Cookie" not in response.headers
            if response.status_code == 200:
                continue
            assert response.content_type == "application/problem+json"
            problem = response.get_json(force=True)
            assert problem["code"]
            assert problem["title"]
            assert problem["detail"]
            for error in problem.get("errors", ()):
                assert error["parameter"] in given, (path, error)
                assert error["message"]


NOWHERE = (
    "x/similar/similar", "../../etc/passwd", "a b#c", "<script>", "\u202e", "😀😀", "x" * 3_000, "~", "~zz",
    "~2", "~00", "~ff",
)  # fmt: skip
BROKEN = ("%00", "%FF", "%ED%A0%80", "../..", "x?y", "%2e%2e")


@pytest.mark.parametrize("segment", [*[quote(name, safe="") for name in NOWHERE], *BROKEN])
def test_unknown_ids_are_said_to_be_unknown(client, segment):
    for path in (
        "/artikel/{}",
        "/kutipan/{}",
        "/nama/{}",
        "/api/v1/articles/{}",
        "/api/v1/articles/{}/similar",
    ):
        response = client.get(path.format(segment))
        assert response.status_code in (200, 308, 400, 404), path
        if response.status_code >= 400:
            if path.startswith("/api"):
                assert response.content_type == "application/problem+json"
            else:
                clean(response)


@pytest.mark.parametrize("name", IDS)
def test_stored_ids_lead_to_their_articles(client, name):
    """The API's links and the page's lead there, whatever signs an id has."""
    found = client.get("/api/v1/articles", query_string={"id": name}).get_json()["articles"][0]["article"]
    for address in found["links"].values():
        assert client.get(address).status_code == 200, address
    assert client.get(found["links"]["self"]).get_json()["article"]["id"] == name


def test_every_link_of_a_page_leads_somewhere(client):
    """Links are made of stored values: each has to survive the way into an address and back."""
    links, forms = {}, 0
    for start in (
        "/",
        "/?q=gempa&page_size=50&collapse=false",
        "/?q=gempa&lang=en",
        "/?q=zzzz+gempa+kkkk&source=x",
    ):
        root = clean(client.get(f"/?{start}"))
        forms += len(root.all("form"))
        for one in root.all("a"):
            address = urlsplit(one["href"])
            if not address.netloc and address.path:
                # One link of a kind: the same parameters, whatever their values.
                kind = (address.path, tuple(sorted({name for name, _ in parse_qsl(address.query)})))
                links.setdefault(kind, one["href"])
    assert forms > 6
    assert len(links) > 40
    for address in links.values():
        response = client.get(address)
        assert response.status_code in (200, 303), address
        if response.content_type.startswith("text/html") and response.status_code == 200:
            clean(response)
