"""Single paragraphs in the API."""

PARAGRAPHS = "/api/v1/paragraphs"


def test_the_response_has_the_documented_parts(api):
    answer = api(f"{PARAGRAPHS}?q=harga+di+gabah&count=2")
    assert list(answer) == ["searched", "ignored", "total", "paragraphs", "links", "index"]
    assert (answer["searched"], answer["ignored"]) == (["harga", "gabah"], ["di"])
    assert answer["total"]["paragraphs"] > len(answer["paragraphs"]) == 2
    first = answer["paragraphs"][0]
    assert {
        "paragraph",
        "address",
        "score",
        "text",
        "snippet",
        "snippet_html",
        "marks",
        "article",
    } == first.keys()
    assert first["address"] == f"{first['article']['id']}#{first['paragraph']}"
    whole = api(first["article"]["links"]["self"])
    assert whole["article"] == first["article"]
    assert whole["paragraphs"][first["paragraph"]]["text"] == first["text"]
    assert "<mark>" in first["snippet_html"]


def test_filters_and_all_words(api):
    every = api(f"{PARAGRAPHS}?q=harga+beras&match=all&count=1000")
    some = api(f"{PARAGRAPHS}?q=harga+beras&match=all&count=1000&source=Kabar+Pasar&from=2021&to=2021")
    assert 0 < some["total"]["paragraphs"] < every["total"]["paragraphs"]
    assert {one["article"]["source"] for one in some["paragraphs"]} == {"Kabar Pasar"}
    assert {one["article"]["published"][:4] for one in some["paragraphs"]} == {"2021"}


def test_problems(api):
    for asked, parameter, message in (
        ("", "q", "required"),
        ("q=+", "q", "required"),
        ("q=a&q=b", "q", "given more than once"),
        ("q=a&count=0", "count", "must be a whole number from 1 to 1,000"),
        ("q=a&count=dua", "count", "must be a whole number"),
        ("q=a&count=1&count=2", "count", "given more than once"),
        ("q=a&match=most", "match", "must be one of all, any"),
        ("q=a&limit=2", "limit", "unknown parameter; did you mean 'count'?"),
        ("q=a&size=2", "size", "unknown parameter; did you mean 'count'?"),
        ("q=a&page=0", "page", "must be 1 or more"),
        ("q=a&from=besok+lusa+x", "from", ""),
        ("q=a&from=2022&to=2021", "from", "must not be later than"),
        ("q=a&page=11&count=1000", "page", "beyond number 10,000"),
    ):
        status = 409 if "to=" in asked or "page=11" in asked else 400
        (problem,) = api(f"{PARAGRAPHS}?{asked}", status)["errors"]
        assert problem["parameter"] == parameter
        assert message in problem["message"]


def test_what_has_not_changed_is_not_sent_again(client):
    first = client.get(f"{PARAGRAPHS}?q=beras")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"{PARAGRAPHS}?q=beras", headers=tag).status_code == 304
    assert client.get(f"{PARAGRAPHS}?q=beras&count=2", headers=tag).status_code == 200
