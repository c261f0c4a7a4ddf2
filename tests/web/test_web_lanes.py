"""Searches in lanes: who waits for whom, who is refused, and that health waits for nobody."""

import threading
import time

import pytest

from search.budget import current_budget
from web import WebSettings, create_app
from web.archive import current_index
from web.lanes import BusyError, Lanes


def in_thread(function):
    done = []
    thread = threading.Thread(target=lambda: done.append(function()), daemon=True)
    thread.start()
    return thread, done


def test_a_search_that_turned_out_long_leaves_its_place():
    lanes = Lanes(1, 8)
    first = lanes.turn("a")
    waiting, done = in_thread(lambda: lanes.turn("b"))
    waiting.join(0.05)
    assert not done
    first.become_long()
    waiting.join(5)
    assert done
    second = done[0]
    long, ended = in_thread(second.become_long)  # the long lane has one place
    third = lanes.turn("c")
    long.join(0.05)
    assert not ended
    first.end()
    first.end()  # nothing happens
    long.join(5)
    assert ended
    second.end()
    third.end()
    with lanes.turn("a"):
        pass


def test_who_comes_after_those_that_may_wait_is_refused_at_once():
    lanes = Lanes(1, 1)
    with lanes.turn("a"):
        waiting, done = in_thread(lambda: lanes.turn("b"))
        while not lanes._clients["b"]:
            time.sleep(0.001)
        time.sleep(0.02)
        began = time.monotonic()
        with pytest.raises(BusyError):
            lanes.turn("c")
        assert time.monotonic() - began < 1
    waiting.join(5)
    done[0].end()
    assert not lanes._clients


def test_one_client_gets_half_of_the_places():
    lanes = Lanes(4, 4)
    turns = [lanes.turn("a") for _ in range(4)]
    with pytest.raises(BusyError):
        lanes.turn("a")
    turns.pop().end()
    lanes.turn("a")


def served(index_folder, **settings):
    return create_app(WebSettings(index_folder=index_folder, **settings))


def test_health_and_files_wait_for_nobody(index_folder):
    app = served(index_folder, threads=1, waiting=0)
    lanes = app.extensions["warta_lanes"]
    client = app.test_client()
    with lanes.turn("somebody"):
        for address in ("/healthz", "/readyz", "/metrics", "/robots.txt"):
            assert client.get(address).status_code == 200, address
        for address in ("/?q=beras", "/api/v1/search?q=beras", "/api/v1/stats", "/artikel/a1"):
            refused = client.get(address)
            assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2"), address
        assert client.get("/api/v1/search?q=beras").get_json(force=True)["code"] == "server_busy"
        assert "ramai" in client.get("/?q=beras").text
    assert client.get("/?q=beras").status_code == 200


def test_a_search_beyond_its_budget_is_a_problem_that_says_so(index_folder):
    client = served(index_folder, query_clauses=1).test_client()
    refused = client.get("/api/v1/search?q=be*a?").get_json(force=True)
    assert (refused["status"], refused["code"]) == (422, "query_too_expensive")
    assert "1 form of a word" in refused["detail"]
    assert "terlalu luas" in client.get("/?q=be*a?").text
    assert client.get("/api/v1/export?q=be*a?").status_code == 422
    assert client.get("/api/v1/search?q=beras").status_code in (200, 422)


def test_a_request_that_waits_for_its_turn_has_not_become_long(index_folder, monkeypatch):
    monkeypatch.setattr("web.turns.LONG_MS", 0)  # as if waiting, or a collection of garbage, had cost more
    monkeypatch.setattr("web.lanes._LOOK_SECONDS", 0.01)
    app = served(index_folder, threads=1, waiting=2)
    lanes, client = app.extensions["warta_lanes"], app.test_client()
    with lanes.turn("somebody"):
        waiting, done = in_thread(lambda: client.get("/?q=beras").status_code)
        while waiting.is_alive() and not lanes._clients["127.0.0.1"]:
            time.sleep(0.001)
        waiting.join(0.03)
        assert not done
    waiting.join(5)
    assert done == [200]


def test_every_turn_ends(index_folder):
    app = served(index_folder, threads=1, waiting=0)
    client = app.test_client()
    for address in ("/?q=beras", "/tidak-ada", "/api/v1/search?page=x", "/api/v1/export?q=beras", "/acak"):
        client.get(address)
    with app.extensions["warta_lanes"].turn("somebody"):
        pass


def test_opening_the_index_is_no_part_of_what_the_first_search_costs(index_folder):
    app = create_app(WebSettings(index_folder=index_folder))
    with app.test_request_context("/api/v1/search?q=harga"):
        app.preprocess_request()
        budget = current_budget()
        began = time.thread_time()
        current_index()
        assert budget is not None
        assert budget.spent_ms < 50 + 1000 * (time.thread_time() - began)
        assert time.thread_time() - began < 0.005  # it is open
        app.do_teardown_request()
