"""Errors: problems for programs, pages for people, a traceback for nobody."""

import gc
import weakref

import pytest

import search.index
from search import Article
from web import WebSettings, create_app
from web.archive import Archive, pass_over_new, settle


def is_problem(response, status, code):
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = response.get_json(force=True)
    assert list(problem) == ["type", "title", "status", "detail", "instance", "code", "errors"]
    assert (problem["type"], problem["status"], problem["code"]) == ("about:blank", status, code)
    assert problem["title"]
    assert problem["detail"]
    for error in problem["errors"]:
        assert set(error) == {"parameter", "position", "code", "message"}
    assert response.headers["Cache-Control"] == "no-store"
    return problem


def test_a_missing_query_is_a_problem_that_names_q(client):
    problem = is_problem(client.get("/api/v1/paragraphs"), 400, "invalid_parameter")
    assert [error["parameter"] for error in problem["errors"]] == ["q"]
    assert problem["instance"] == "/api/v1/paragraphs"


@pytest.fixture
def below(index_folder):
    """Return a client of an application that a proxy shows under a path."""
    return create_app(WebSettings(index_folder=index_folder, path_prefix="/arsip")).test_client()


def test_outside_of_the_path_prefix_nothing_is_found_and_links_lead_inside(below):
    assert below.get("/arsip/?q=hujan").status_code == 200
    for address in ("/", "/?q=hujan", "/metrics", "/healthz", "/arsiparis/", "/static/warta.css"):
        response = below.get(address)
        assert response.status_code == 404, address
        assert "Werkzeug" not in response.text
    page = below.get("/?q=hujan")
    assert 'href="/arsip/"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    problem = is_problem(below.get("/api/v1/search?q=hujan"), 404, "not_found")
    assert problem["detail"].endswith("the API is under /arsip/api/v1/.")


def test_parameters_that_cannot_be_together_are_another_problem(client):
    for query, parameter in (
        ("q=a&from=2022&to=2021", "from"),
        ("page=1001", "page"),
        ("page=2&cursor=*", "cursor"),
    ):
        problem = is_problem(client.get(f"/api/v1/search?{query}"), 409, "conflicting_parameters")
        assert [error["parameter"] for error in problem["errors"]] == [parameter]
    is_problem(client.get("/api/v1/search?from=2022&to=2021&sort=x"), 400, "invalid_parameter")


@pytest.mark.parametrize(
    ("query_string", "parameter"),
    [
        ("q=" + "a" * 10_000, "q"),
        ("q=%00", "q"),
        ("q=%FF%FE", "q"),
        ("q=a&page=0", "page"),
        ("q=a&page=-3", "page"),
        ("q=a&page=99999999999999999999", "page"),
        ("q=a&sort=foo", "sort"),
        ("q=a&pagesize=3", "pagesize"),
        ("q=a&from=31/2/2023", "from"),
    ],
)
def test_each_wrong_parameter_is_named(client, query_string, parameter):
    problem = is_problem(client.get(f"/api/v1/search?{query_string}"), 400, "invalid_parameter")
    assert parameter in [error["parameter"] for error in problem["errors"]]


def test_stats_and_articles_take_no_foreign_parameters(client):
    is_problem(client.get("/api/v1/stats?q=a"), 400, "invalid_parameter")
    is_problem(client.get("/api/v1/articles/panen-2023?page=2"), 400, "invalid_parameter")


def test_what_is_not_there_is_a_problem_under_api_and_a_page_elsewhere(client, page):
    is_problem(client.get("/api/v1/articles/tidak-ada"), 404, "article_not_found")
    is_problem(client.get("/api/v1/tidak-ada"), 404, "not_found")
    assert page("/artikel/tidak-ada", 404).one("h1").text == "Artikel tidak ditemukan"
    assert page("/tidak-ada", 404).one("h1").text == "Halaman tidak ditemukan"


def test_a_method_that_is_not_allowed(client):
    response = client.post("/api/v1/search")
    is_problem(response, 405, "method_not_allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert client.delete("/").status_code == 405
    for path in ("/healthz", "/readyz", "/metrics"):
        is_problem(client.post(path), 405, "method_not_allowed")


@pytest.fixture
def broken_client(index_folder):
    app = create_app(WebSettings(index_folder=index_folder))
    app.view_functions["api.stats"] = lambda: 1 / 0
    app.view_functions["pages.search"] = lambda: 1 / 0
    return app.test_client()


def test_a_defect_shows_no_traceback(broken_client):
    problem = broken_client.get("/api/v1/stats")
    is_problem(problem, 500, "internal_server_error")
    page = broken_client.get("/")
    assert page.status_code == 500
    for response in (problem, page):
        assert "Traceback" not in response.text
        assert "division" not in response.text


@pytest.fixture
def empty_folder(tmp_path):
    return tmp_path / "belum-ada"


def test_without_an_index_everybody_is_told_what_to_run(empty_folder):
    client = create_app(WebSettings(index_folder=empty_folder)).test_client()
    problem = is_problem(client.get("/api/v1/search?q=a"), 503, "index_missing")
    assert "warta reindex" in problem["detail"]
    page = client.get("/?q=a")
    assert page.status_code == 503
    assert "Arsip belum siap" in page.text
    assert "warta reindex" in page.text
    assert page.headers["Retry-After"]
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["status"]) == (503, "unavailable")
    alive = client.get("/healthz")
    assert (alive.status_code, alive.get_json()) == (200, {"status": "ok", "generation": None})
    for response in (page, ready, client.get("/artikel/x"), client.get("/api/v1/stats")):
        assert response.status_code == 503
        assert str(empty_folder) not in response.text


def test_it_works_as_soon_as_there_is_an_index(empty_folder):
    client = create_app(WebSettings(index_folder=empty_folder)).test_client()
    assert client.get("/?q=hujan").status_code == 503
    search.index.build([Article("satu", ("Hujan turun di Bogor.",))], empty_folder)
    assert client.get("/?q=hujan").status_code == 200
    for address in ("/healthz", "/readyz"):
        assert client.get(address).get_json() == {"status": "ok", "generation": "000001"}


def test_what_is_wrong_is_said_in_the_language_that_is_asked_for(client, empty_folder):
    missing = create_app(WebSettings(index_folder=empty_folder)).test_client()
    for asking, address, indonesian, english in (
        (
            missing,
            "/api/v1/search",
            "Belum ada yang diindeks; jalankan: ",
            "Nothing has been indexed yet; run: ",
        ),
        (client, "/api/v1/x", "Tidak ada apa-apa di alamat ini; ", "There is nothing at this address; "),
    ):
        said = [
            asking.get(f"{address}?q=a{more}").get_json(force=True)["detail"]
            for more in ("", "&lang=en", "&lang=id")
        ]
        assert said[0] == said[1]
        assert said[1].startswith(english)
        assert said[2].startswith(indonesian)
    refused = client.get("/api/v1/search?q=a&page=0&lang=id").get_json(force=True)
    assert refused["detail"] == "page: harus 1 atau lebih"


def test_a_damaged_index_is_said_to_be_one(tmp_path):
    search.index.build([Article("satu", ("Hujan turun di Bogor.",))], tmp_path)
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.parent != tmp_path:
            path.write_bytes(path.read_bytes()[:10])
    client = create_app(WebSettings(index_folder=tmp_path)).test_client()
    is_problem(client.get("/api/v1/search?q=hujan"), 503, "index_damaged")
    page = client.get("/?q=hujan")
    assert page.status_code == 503
    assert "warta check" in page.text
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_the_index_is_opened_once(index_folder):
    archive = Archive(index_folder)
    assert archive.index() is archive.index()


def test_the_collector_passes_over_what_stays_until_the_next_generation():
    class Old:
        def __init__(self):
            self.itself = self

    old = Old()
    gone = weakref.ref(old)
    try:
        settle()
        assert gc.get_freeze_count() > 0
        del old
        gc.collect()
        assert gone() is not None  # a collection passes over it
        settle()
        assert gone() is None
    finally:
        gc.unfreeze()


def test_the_collector_passes_over_what_the_caches_have_before_it_would_stop_a_search():
    try:
        settle()
        frozen, cached = gc.get_freeze_count(), [[number] for number in range(60_000)]
        assert 5 <= gc.get_count()[2] <= 10  # more, and Python makes a full collection
        pass_over_new()
        assert gc.get_freeze_count() >= frozen + len(cached)
        assert gc.get_count()[2] == 0
        pass_over_new()  # there is nothing to do
    finally:
        gc.unfreeze()


def test_what_is_garbage_already_is_not_passed_over():
    class Node:
        pass

    try:
        settle()
        node = Node()
        node.itself = node  # type: ignore[attr-defined]
        gone = weakref.ref(node)
        kept = [[number] for number in range(60_000)]  # meanwhile the node becomes one of the oldest objects
        del node
        pass_over_new()
        assert kept
        assert gone() is None
    finally:
        gc.unfreeze()


def test_the_index_folder_comes_from_the_environment(monkeypatch, index_folder):
    monkeypatch.setenv("WARTA_INDEX", str(index_folder))
    assert create_app().test_client().get("/readyz").status_code == 200
    monkeypatch.delenv("WARTA_INDEX")
    assert str(WebSettings().index_folder) == "warta-index"


def test_a_page_of_paragraphs_too_far_is_told_of_no_cursor(client):
    """There is none for paragraphs."""
    problem = is_problem(client.get("/api/v1/paragraphs?q=a&page=5000"), 409, "conflicting_parameters")
    (error,) = problem["errors"]
    assert error["code"] == "paragraphs_beyond_window"
    assert "cursor" not in error["message"]
