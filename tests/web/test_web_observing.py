"""What an operator sees: request ids, lines in the log, numbers for Prometheus."""

import json
import logging

import pytest
from prometheus_client.parser import text_string_to_metric_families

from web import WebSettings, create_app


def numbers(client):
    """Return the metrics by name and labels."""
    response = client.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain")
    families = text_string_to_metric_families(response.text)
    return {(one.name, *sorted(one.labels.values())): one.value for f in families for one in f.samples}


def test_requests_and_searches_are_counted(client):
    before = numbers(client)

    def more(*key):
        return numbers(client).get(key, 0) - before.get(key, 0)

    for address in (
        "/?q=beras",
        "/?q=beras+sekali+lagi",
        "/?q=zzzqqq",
        "/tidak-ada",
        "/api/v1/search?q=beras",
    ):
        client.get(address)
    assert more("warta_requests_total", "200", "pages.search") == 3
    assert more("warta_requests_total", "404", "none") == 1
    assert more("warta_request_seconds_count", "api.search") == 1
    assert more("warta_searches_total", "none") == 1
    assert more("warta_searches_total", "some") == 3


def test_what_is_in_the_index(client):
    found, stats = numbers(client), client.get("/api/v1/stats").get_json()
    assert found["warta_index_ready",] == 1
    assert found["warta_index_articles",] == stats["articles"]
    assert found["warta_index_generation",] == int(stats["generation"])
    assert 0 <= found["warta_index_age_seconds",] < 1e6


def test_without_an_index_there_are_numbers_all_the_same(tmp_path):
    found = numbers(create_app(WebSettings(index_folder=tmp_path)).test_client())
    assert found["warta_index_ready",] == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-123_x.Y", True), ("", False), ("a b", False), ("x" * 65, False), ("satu;dua", False)],
)
def test_an_id_is_kept_or_given(client, given, kept):
    answered = client.get("/?q=beras", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert (answered == given) is kept
    assert answered != client.get("/?q=beras").headers["X-Request-ID"]


@pytest.fixture
def lines(caplog):
    logger = logging.getLogger("warta.access")
    logger.addHandler(caplog.handler)  # so that the application adds none of its own
    logger.setLevel(logging.INFO)
    logger.propagate = False
    yield lambda: [record.getMessage() for record in caplog.records if record.name == "warta.access"]
    logger.removeHandler(caplog.handler)
    logger.propagate = True


def served(index_folder, **settings):
    return create_app(WebSettings(index_folder=index_folder, **settings)).test_client()


def test_a_line_names_no_query(index_folder, lines):
    client = served(index_folder, log_format="json")
    answered = client.get("/?q=rahasia")
    (line,) = map(json.loads, lines())
    assert line["id"] == answered.headers["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/", 200)
    assert 0 < line["ms"] < 10_000
    assert "rahasia" not in lines()[0]


def test_a_line_names_the_query_if_asked_for(index_folder, lines):
    served(index_folder, log_format="text", log_queries=True).get("/?q=rahasia")
    (line,) = lines()
    assert line.endswith(" q=rahasia")


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_line_can_be_forged(index_folder, lines, log_format):
    client = served(index_folder, log_format=log_format, log_queries=True)
    client.get("/artikel/x%0A2026 palsu%1b[31m%E2%80%A8y?q=a%0Ab")
    (line,) = lines()
    assert "\n" not in line
    assert line.isprintable()


def test_nothing_is_logged_unless_asked_for(client, lines):
    client.get("/?q=beras")
    assert lines() == []
