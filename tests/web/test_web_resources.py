"""The resources of the API beside a search: batches, values, walks, links, languages, other origins."""

from urllib.parse import quote

import pytest

import search.index
from search import Article
from web import WebSettings, create_app
from web.cursors import Cursors

SEARCH = "/api/v1/search"


def test_without_words_everything_comes_newest_first(api):
    answer = api(f"{SEARCH}?source=Kabar+Pasar&page_size=100")
    days = [result["article"]["published"] for result in answer["results"]]
    assert len(days) == answer["total"]["articles"] == 9
    assert days == sorted(days, reverse=True)
    assert api(SEARCH)["total"]["articles"] == api("/api/v1/stats")["articles"]


def test_a_walk_reaches_every_result_once(api):
    wanted = api(f"{SEARCH}?q=harga+beras&page_size=100")
    seen, address = [], f"{SEARCH}?q=harga+beras&page_size=7&cursor=*"
    while address:
        answer = api(address)
        seen += [result["article"]["id"] for result in answer["results"]]
        assert answer["total"] == wanted["total"]
        assert (answer["cursor"] is None) == (answer["links"]["next"] is None)
        address = answer["links"]["next"]
    assert seen == [result["article"]["id"] for result in wanted["results"]]
    assert api(f"{SEARCH}?q=harga+beras")["cursor"] is None


def test_a_walk_may_change_how_much_comes_at_a_time_and_nothing_else(api):
    cursor = api(f"{SEARCH}?q=harga+beras&page_size=7&cursor=*")["cursor"]
    more = api(f"{SEARCH}?q=harga+beras&page_size=100&cursor={cursor}")
    assert len(more["results"]) == 18
    for changed in ("q=harga", "q=harga+beras&sort=newest", "q=harga+beras&source=x"):
        assert api(f"{SEARCH}?{changed}&cursor={cursor}", 404)["code"] == "cursor_of_other_search"
    signed = Cursors("")._serializer
    generation, today, place, search = signed.loads(cursor)
    for forged in (
        [generation, today, -1, search], [generation, today, "9", search], [generation, today, 1.5, search],
        [generation, today, True, search], [generation, 0, place, search], [generation, 10**9, place, search],
        [generation, 10**30, place, search], [generation, None, place, search], [7, today, place, search],
        [generation, today], "abcd", 5,
    ):  # fmt: skip
        given = f"{SEARCH}?q=harga+beras&page_size=7&cursor={signed.dumps(forged)}"
        assert api(given, 404)["code"] == "cursor_unknown", forged
    altered = cursor[:9] + ("B" if cursor[9] == "A" else "A") + cursor[10:]
    for wrong in ("x", cursor[:-1], f"{cursor}x", altered, "a.b.c", "%F0%9F%98%80"):
        assert api(f"{SEARCH}?q=harga+beras&cursor={wrong}", 404)["code"] == "cursor_unknown"
    (wrong,) = api(f"{SEARCH}?q=harga+beras&cursor=x", 404)["errors"]
    assert (wrong["parameter"], wrong["code"]) == ("cursor", "cursor_unknown")
    assert wrong["message"].endswith("begin with cursor=*")


def test_a_blank_id_is_answered_with_what_an_id_is(api):
    (wrong,) = api("/api/v1/articles?id=", 400)["errors"]
    assert (wrong["parameter"], wrong["code"]) == ("id", "required_ids")


def test_a_walk_is_told_when_its_generation_is_gone(tmp_path):
    for text in ("Hujan turun di Bogor.", "Hujan reda.", "Hujan lagi."):
        search.index.build([Article(str(n), (text,)) for n in range(20)], tmp_path)
        client = create_app(WebSettings(index_folder=tmp_path)).test_client()
        if text.startswith("Hujan turun"):
            address = client.get(f"{SEARCH}?q=hujan&cursor=*").get_json()["links"]["next"]
        elif text == "Hujan reda.":
            assert len(client.get(address).get_json()["results"]) == 10
    problem = client.get(address)
    assert (problem.status_code, problem.get_json(force=True)["code"]) == (410, "cursor_expired")


def test_hits_say_what_is_asked_for(api):
    (hit, *_) = api(f"{SEARCH}?q=harga+gabah&hit_fields=snippet_html,address")["results"][0]["hits"]
    assert list(hit) == ["address", "snippet_html"]
    (paragraph, *_) = api("/api/v1/paragraphs?q=gabah&hit_fields=score&fields=id")["paragraphs"]
    assert list(paragraph) == ["score", "article"]
    assert list(paragraph["article"]) == ["id", "links"]


def test_several_articles_come_in_the_order_of_their_ids(api, client):
    ids = ["panen-2023", "tidak ada", "<b>/panjang id?&#1", "tanpa-judul", "panen-2023"]
    answer = api("/api/v1/articles?" + "&".join(f"id={quote(one, safe='')}" for one in ids))
    assert [one["article"]["id"] for one in answer["articles"]] == [ids[0], ids[2], ids[3]]
    assert answer["missing"] == ["tidak ada"]
    assert answer["total"] == {"articles": len(answer["articles"])}
    assert "paragraphs" not in answer["articles"][0]
    posted = client.post("/api/v1/articles?fields=title", json={"ids": ids, "text": True}).get_json()
    assert posted["missing"] == ["tidak ada"]
    assert list(posted["articles"][0]["article"]) == ["id", "title", "links"]
    whole = api("/api/v1/articles/panen-2023")["paragraphs"]
    assert posted["articles"][0]["paragraphs"] == whole


@pytest.mark.parametrize(
    ("sent", "content_type", "status", "code"),
    [
        (b"", "application/json", 400, "invalid_parameter"),
        (b"{", "application/json", 400, "invalid_parameter"),
        (b"[]", "application/json", 400, "invalid_parameter"),
        (b'{"ids": []}', "application/json", 400, "invalid_parameter"),
        (b'{"ids": [1]}', "application/json", 400, "invalid_parameter"),
        (b'{"ids": ["a"], "text": 1}', "application/json", 400, "invalid_parameter"),
        (b'{"ids": ["a"], "teks": true}', "application/json", 400, "invalid_parameter"),
        (b'{"ids": ["\xff"]}', "application/json", 400, "invalid_parameter"),
        (b"ids=a", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b'{"ids": ["' + b"a" * 2_000_000 + b'"]}', "application/json", 413, "body_too_large"),
    ],
)
def test_a_body_that_cannot_be_used_is_a_problem(client, sent, content_type, status, code):
    response = client.post("/api/v1/articles", data=sent, content_type=content_type)
    assert (response.status_code, response.get_json(force=True)["code"]) == (status, code)


def test_at_most_a_hundred_articles_by_address_and_a_thousand_by_post(client, api):
    assert api("/api/v1/articles?" + "&".join(f"id={n}" for n in range(100)))["articles"] == []
    (error,) = api("/api/v1/articles?" + "&".join(f"id={n}" for n in range(101)), 400)["errors"]
    assert (error["parameter"], error["message"]) == ("id", "at most 100 values")
    assert api(f"/api/v1/search?{'&'.join(200 * ['source=a'])}")["results"] == []
    (error,) = api(f"/api/v1/search?{'&'.join(201 * ['source=a'])}", 400)["errors"]
    assert error["code"] == "too_many_parameters"
    assert api(f"{SEARCH}?=x", 400)["detail"] == "a value has no parameter's name; write name=value"
    assert client.post("/api/v1/articles", json={"ids": ["a"] * 1001}).status_code == 400
    assert api("/api/v1/articles", 400)["errors"][0]["parameter"] == "id"


def test_values_are_counted_and_paged(api):
    answer = api("/api/v1/values/source")
    assert [(one["value"], one["count"]) for one in answer["values"]][:2] == [
        ("Harian Contoh", 9), ("Kabar Pasar", 9),
    ]  # fmt: skip
    assert answer["total"]["articles"] == api("/api/v1/stats")["articles"]
    pages, address = [], "/api/v1/values/source?page_size=2"
    while address:
        page = api(address)
        pages += page["values"]
        address = page["links"]["next"]
    assert pages == answer["values"]
    found = api("/api/v1/values/source?q=harga+gabah&facet_text=harian")
    assert [one["value"] for one in found["values"]] == ["Harian Contoh"]
    assert api(found["values"][0]["links"]["search"])["total"]["articles"] == 9
    assert api("/api/v1/values/warna", 404)["code"] == "field_not_found"


def test_paragraphs_are_paged(api):
    whole = api("/api/v1/paragraphs?q=harga&count=50")["paragraphs"]
    pages, address = [], "/api/v1/paragraphs?q=harga&count=7"
    while address:
        answer = api(address)
        pages += answer["paragraphs"]
        address = answer["links"]["next"]
    assert [one["address"] for one in pages[:50]] == [one["address"] for one in whole]
    assert len(pages) == answer["total"]["paragraphs"]


@pytest.mark.parametrize(
    "address",
    [f"{SEARCH}?q=gabah", f"{SEARCH}?q=gabah&cursor=*&page_size=1", "/api/v1/articles/panen-2023",
     "/api/v1/articles?id=panen-2023", "/api/v1/values/source", "/api/v1/paragraphs?q=gabah", "/api/v1"],
)  # fmt: skip
def test_links_are_absolute_on_request(api, address):
    def links_in(value):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from (inner.values() if name == "links" else links_in(inner))
        elif isinstance(value, list):
            for inner in value:
                yield from links_in(inner)

    relative = [link for link in links_in(api(address)) if link]
    absolute = list(links_in(api(f"{address}{'&' if '?' in address else '?'}links=absolute")))
    assert relative and all(link.startswith("/") for link in relative)
    assert all(link.startswith("http://localhost/") for link in absolute if link)


def test_an_answer_speaks_the_language_that_the_client_accepts(api, client):
    asked = f"{SEARCH}?q=(gabah"
    for header, note in (
        ("en-US,en;q=0.9", "A bracket"), ("id", "Tanda"), ("fr", "Tanda"), ("en;q=0.1,id", "Tanda"),
        ("*", "Tanda"), (";;", "Tanda"),
    ):  # fmt: skip
        assert api(asked, **{"Accept-Language": header})["query"]["notes"][0].startswith(note), header
    assert "lang=en" in api(asked, **{"Accept-Language": "en"})["links"]["self"]
    assert api(f"{asked}&lang=id", **{"Accept-Language": "en"})["query"]["notes"][0].startswith("Tanda")
    assert "Accept-Language" in client.get(asked).headers["Vary"]
    detail = api("/api/v1/articles/x", 404, **{"Accept-Language": "id"})["detail"]
    assert detail.startswith("tidak ada artikel")
    for header in ("en", "fr", "*", "", ";;"):  # "*" is what fetch() of Node.js sends
        detail = api("/api/v1/articles/x", 404, **{"Accept-Language": header})["detail"]
        assert detail.startswith("no article"), header


AWKWARD = ["x/similar", "../up", "a b#c", ".", "..", "a//b", "/", "~2F", "é?&=%2F", "a\\b", "100%", "+", ";x"]


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    folder = tmp_path_factory.mktemp("awkward")
    articles = [Article(one, (f"Sungai meluap {n}.",)) for n, one in enumerate([*AWKWARD, "x"])]
    search.index.build(articles, folder)
    return create_app(WebSettings(index_folder=folder)).test_client()


@pytest.mark.parametrize("article_id", AWKWARD)
def test_an_article_of_any_id_is_at_its_own_links(awkward, article_id):
    (result,) = awkward.get(f"{SEARCH}?q=id:%22{quote(article_id, safe='')}%22").get_json()["results"] or [
        None
    ]
    links = result["article"]["links"]
    assert awkward.get(links["self"]).get_json()["article"]["id"] == article_id
    assert "results" in awkward.get(f"{links['self']}/similar").get_json()
    page = awkward.get(links["page"])
    assert page.status_code == 200
    assert f'<link rel="canonical" href="{links["page"]}">' in page.text.replace("&amp;", "&")


def test_older_addresses_lead_to_their_articles(awkward):
    assert awkward.get("/api/v1/articles/a//b").get_json()["article"]["id"] == "a//b"
    assert awkward.get("/artikel/a%20b%23c").status_code == 200
    assert "results" in awkward.get("/api/v1/articles/x/similar").get_json()


def test_other_origins_may_read_only_if_a_setting_says_so(index_folder, client):
    assert (
        "Access-Control-Allow-Origin"
        not in client.get(SEARCH, headers={"Origin": "https://a.example"}).headers
    )
    some = create_app(WebSettings(index_folder=index_folder, cors_origins="https://a.example")).test_client()
    allowed = some.get(f"{SEARCH}?q=a", headers={"Origin": "https://a.example"})
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert "ETag" in allowed.headers["Access-Control-Expose-Headers"]
    refused = some.get(f"{SEARCH}?q=a", headers={"Origin": "https://b.example"})
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert "Origin" in allowed.headers["Vary"] and "Origin" in refused.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in some.get("/", headers={"Origin": "https://a.example"}).headers
    every = create_app(WebSettings(index_folder=index_folder, cors_origins="*")).test_client()
    preflight = every.options(
        "/api/v1/articles",
        headers={"Origin": "https://c.example", "Access-Control-Request-Method": "POST"},
    )
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("text", ["%20", "%09", "%E2%80%83", "%00", "%FF"])
def test_blank_texts_of_values_hide_none(awkward, text):
    """The archive has no value at all, in which nothing could be found."""
    assert awkward.get(f"/?facet_text={text}&q=sungai").status_code == 200
    answer = awkward.get(f"{SEARCH}?q=sungai&facet_text={text}")
    assert answer.status_code in (200, 400)
