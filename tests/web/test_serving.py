"""The application behind its event loop: kept answers need no thread, and are the same."""

import asyncio
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from prometheus_client import REGISTRY

from search import EmbeddedIndex
from search.backends.hiding import HidingIndex
from web import WebSettings, api, clients, exports, serving
from web.compression import encoding_of
from web.language import accepted_language
from web.serving import served

PATHS = ["/", "/api/v1/search"]


class CountingThreads(ThreadPoolExecutor):
    """Threads that count what they were asked for."""

    count = 0

    def submit(self, *arguments, **named):
        self.count += 1
        return super().submit(*arguments, **named)


@pytest.fixture
def serve(index_folder):
    """Return a function that begins to serve: it returns the application, and a function that asks it."""

    def begin(**settings):
        application = served(WebSettings(index_folder=index_folder, **settings))
        application._threads = CountingThreads(4)

        async def asked(path, query, headers):
            sent = []

            async def receive():
                await asyncio.Event().wait()

            async def send(message):
                sent.append(message)

            scope = {
                "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
                "query_string": query.encode(), "headers": [(b"host", b"localhost"), *headers],
                "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
            }  # fmt: skip
            await application(scope, receive, send)
            start, *bodies = sent
            kept = {name: value for name, value in start["headers"] if name != b"x-request-id"}
            return start["status"], kept, b"".join(one["body"] for one in bodies)

        async def all_asked(requests):
            return [await asked(*one) for one in requests]

        return application, lambda *requests: asyncio.run(all_asked(requests))

    return begin


@pytest.fixture
def give(index_folder):
    """Return a function that gives the application one request with a body, and returns what was sent."""

    def given(method, path, query, receive, send):
        headers = {"GET": [(b"host", b"a")], "POST": [(b"host", b"a"), (b"transfer-encoding", b"chunked")]}
        scope = {
            "type": "http", "http_version": "1.1", "method": method, "scheme": "http", "path": path,
            "query_string": query.encode(), "headers": headers[method], "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }  # fmt: skip
        asyncio.run(served(WebSettings(index_folder=index_folder))(scope, receive, send))

    return given


def test_a_body_that_is_none_is_a_bad_request(give):
    """The server says that the client has left when chunks are none, though it waits for an answer."""
    sent = []

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    give("POST", "/api/v1/articles", "", receive, send)
    assert sent[0]["status"] == 400


def test_slow_bodies_take_no_place_from_others(index_folder, monkeypatch):
    """Most of them have sent a few bytes only; a place is for those that have sent many."""
    monkeypatch.setattr(serving, "_BODY_SECONDS", 0.5)
    headers = [(b"host", b"a"), (b"content-type", b"application/json"), (b"content-length", b"99")]
    scope = {
        "type": "http", "http_version": "1.1", "method": "POST", "scheme": "http", "path": "/api/v1/articles",
        "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    statuses = []

    async def posted(application, *parts):
        left = list(parts)

        async def receive():
            if not left:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or len(parts) == 1}

        async def send(message):
            if "status" in message:
                statuses.append(message["status"])

        await application(scope, receive, send)

    async def all_posted():
        application = served(WebSettings(index_folder=index_folder))
        slow = [asyncio.create_task(posted(application, b"{")) for _ in range(2 * serving._BODIES)]
        slow += [asyncio.create_task(posted(application, b"{" * 70_000)) for _ in range(2 * serving._BODIES)]
        await asyncio.sleep(0.1)
        await posted(application, b'{"ids":', b' ["x"]}')
        assert statuses == [200]
        await asyncio.gather(*slow)
        assert application._bodies._value == serving._BODIES

    asyncio.run(all_posted())
    assert statuses[1:] == [408] * 4 * serving._BODIES


def test_who_does_not_take_a_file_gives_its_place_to_others(give, monkeypatch):
    monkeypatch.setattr(clients, "MOST_SECONDS", 0.05)
    waited = []

    async def receive():
        await asyncio.Event().wait()

    async def send(message):
        if message["type"] == "http.response.body":
            waited.append(exports.places.taken.total())
            await asyncio.Event().wait()

    give("GET", "/api/v1/export", "q=", receive, send)
    assert waited == [1]
    assert not exports.places.taken


def requests_counted():
    samples = [sample for metric in REGISTRY.collect() for sample in metric.samples]
    return sum(sample.value for sample in samples if sample.name == "warta_requests_total")


@pytest.mark.parametrize("path", PATHS)
def test_a_kept_answer_needs_no_thread(serve, path):
    application, ask = serve()
    counted = requests_counted()
    first, *others = ask(*[(path, "q=banjir", [])] * 3)
    assert first[0] == 200
    assert others == [first, first]
    assert application._threads.count == 1
    assert requests_counted() == counted + 3
    tag = first[1][b"etag"]
    status, headers, body = ask((path, "q=banjir", [(b"if-none-match", tag)]))[0]
    assert (status, body, headers[b"etag"]) == (304, b"", tag)
    assert application._threads.count == 1


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_is_gone_or_another_is_made_by_a_thread(serve, path):
    application, ask = serve()
    request = (path, "q=banjir", [])
    first = ask(request)[0]
    application.application.extensions["warta_answers"]._kept.clear()
    counted = requests_counted()
    again, at_once = ask(request, request)
    assert again == at_once
    assert again[1][b"etag"] == first[1][b"etag"]
    assert application._threads.count == 2
    assert requests_counted() == counted + 2  # the attempt of the loop is no request
    packed = ask((path, "q=banjir", [(b"accept-encoding", b"gzip")]))[0]
    assert packed[1][b"etag"] == first[1][b"etag"]
    assert packed[1].get(b"content-encoding") == (b"gzip" if len(first[2]) > 1_000 else None)
    assert application._threads.count == 3


def test_what_is_not_kept_is_always_made_by_a_thread(serve):
    application, ask = serve(kept_answers_mb=0)
    answers = ask(*[("/", "q=banjir", [])] * 2, *[("/api/v1/search", "q=banjir&page=x", [])] * 2)
    assert [status for status, *_ in answers] == [200, 200, 400, 400]
    assert application._threads.count == 4


def test_the_loop_makes_no_answer(serve, monkeypatch):
    application, ask = serve()
    where = []
    real = EmbeddedIndex.run
    monkeypatch.setattr(
        EmbeddedIndex, "run", lambda *given: where.append(threading.current_thread()) or real(*given)
    )
    for _ in range(3):
        ask(("/", "q=banjir", []))
        application.application.extensions["warta_answers"]._kept.clear()
    assert len(where) == 3
    assert threading.main_thread() not in where


def test_the_loop_does_not_compute_what_is_hidden(serve, monkeypatch):
    application, ask = serve(restricted_sources="Warta Satu")
    where = []
    real = HidingIndex._make
    monkeypatch.setattr(
        HidingIndex, "_make", lambda *given: where.append(threading.current_thread()) or real(*given)
    )
    for _ in range(2):
        first, again = ask(*[("/api/v1/search", "q=banjir", [])] * 2)
        assert first == again
        (hiding,) = application.application.extensions["warta"]._hiding.values()
        hiding._views._made.clear()  # as a newer generation does
    assert len(where) == application._threads.count == 2
    assert threading.main_thread() not in where


def test_a_request_is_counted_once_for_its_limit(serve):
    application, ask = serve(rate_limit="100/minute")
    left = []
    for forget in (False, False, True, False):
        if forget:
            application.application.extensions["warta_answers"]._kept.clear()
        status, headers, _ = ask(("/api/v1/search", "q=banjir", []))[0]
        assert status == 200
        left.append(headers[b"ratelimit"].split(b";")[1])
    assert left == [b"r=99", b"r=98", b"r=97", b"r=96"]
    assert application._threads.count == 2


def test_the_loop_waits_for_no_other_machine(serve):
    application, ask = serve(rate_limit_storage="redis://hitungan.example")
    ask(*[("/api/v1/search", "q=banjir", [])] * 3)
    assert application._threads.count == 3


def test_keys_of_answers_are_bounded(serve, monkeypatch):
    monkeypatch.setattr(api, "_KEYS", type(api._KEYS)(5_000))
    _, ask = serve()
    short, long = ask(*[("/api/v1/search", f"q=banjir&utm_source={'x' * size}", []) for size in (9, 9_000)])
    assert short[1][b"etag"] == long[1][b"etag"]
    assert len(api._KEYS) == 1


@pytest.mark.parametrize("read", [encoding_of, accepted_language])
def test_of_long_headers_little_is_remembered(read):
    read("id")
    tracemalloc.start()
    for n in range(20):
        read(f"a{n}{'x' * 100_000}")
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 100_000
