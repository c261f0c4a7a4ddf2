"""Similar articles in the API and on the article's page."""

SIMILAR = "/api/v1/articles/beras-03/similar"


def test_the_response_has_the_documented_parts(api):
    answer = api(SIMILAR)
    assert list(answer) == ["results", "index"]
    assert answer["index"] == {"generation": "000001"}
    assert 1 <= len(answer["results"]) <= 5
    found = answer["results"][0]
    assert list(found) == ["article", "score"]
    assert found["article"] == api(found["article"]["links"]["self"])["article"]
    assert found["article"]["id"].startswith("beras-")
    scores = [one["score"] for one in answer["results"]]
    assert scores == sorted(scores, reverse=True)


def test_the_article_itself_is_not_among_them(api):
    assert "beras-03" not in [one["article"]["id"] for one in api(f"{SIMILAR}?count=20")["results"]]


def test_as_many_as_asked_for(api):
    assert len(api(f"{SIMILAR}?count=2")["results"]) == 2
    assert api(f"{SIMILAR}?count=2")["results"] == api(SIMILAR)["results"][:2]


def test_none(api):
    assert api("/api/v1/articles/tanpa-judul/similar")["results"] == []


def test_odd_ids(api):
    assert api("/api/v1/articles/%3Cb%3E/panjang%20id%3F%26%231/similar")["results"] == []


def test_problems(api):
    for asked, parameter, message in (
        ("count=0", "count", "must be a whole number from 1 to 20"),
        ("count=21", "count", "must be a whole number from 1 to 20"),
        ("count=dua", "count", "must be a whole number"),
        ("count=", "count", "must be a whole number"),
        ("count=2&count=3", "count", "given more than once"),
        ("q=beras", "q", "unknown parameter"),
    ):
        problem = api(f"{SIMILAR}?{asked}", 400)
        assert problem["code"] == "invalid_parameter"
        assert problem["errors"][0]["parameter"] == parameter
        assert problem["errors"][0]["message"].startswith(message)
    problem = api("/api/v1/articles/tidak-ada/similar", 404)
    assert (problem["code"], problem["instance"]) == (
        "article_not_found",
        "/api/v1/articles/tidak-ada/similar",
    )


def test_nothing_new_is_not_sent_again(client):
    first = client.get(SIMILAR)
    again = client.get(SIMILAR, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{SIMILAR}?count=3").headers["ETag"] != first.headers["ETag"]


def test_the_page_of_an_article_lists_them(page, api):
    box = page("/artikel/beras-03").one("aside", class_="similar")
    assert box.one("h2").text == "Berita serupa"
    assert box["aria-labelledby"] == box.one("h2")["id"]
    results = api(SIMILAR)["results"]
    assert [link["href"] for link in box.all("a")] == [one["article"]["links"]["page"] for one in results]
    assert [link.text for link in box.all("a")] == [one["article"]["title"] for one in results]
    assert box.all("time")


def test_the_page_in_english(page):
    box = page("/artikel/beras-03?lang=en").one("aside", class_="similar")
    assert box.one("h2").text == "Similar articles"
    assert all(link["href"].endswith("?lang=en") for link in box.all("a"))


def test_no_box_where_nothing_is_similar(page):
    assert page("/artikel/tanpa-judul").all("aside", class_="similar") == []
