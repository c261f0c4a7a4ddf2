"""Requests to a server that misbehaves: each has an end, and says what was wrong."""

import gzip
import socket
import threading
import time
import tracemalloc
import zlib

import pytest

from feeds.misbehaving_site import Reply, Site
from search.errors import FeedError
from search.network import lines as network
from search.network.addresses import request_address
from search.network.client import Client, Limits, seconds_to_wait
from search.network.failures import FetchError, StoppedError
from search.network.lines import is_public

LIMITS = Limits(seconds=0.7, size=200_000, redirects=4)
BOMB = gzip.compress(bytes(30_000_000), 1)
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def get(address, limits=LIMITS, **settings):
    return Client("Warta/test", allow_private=True).get(address, limits, "*/*", **settings)


def failure(address, **settings):
    """Return the error that a request ends with, which it must do in time."""
    began = time.monotonic()
    with pytest.raises(FetchError) as caught:
        get(address, **settings)
    assert time.monotonic() - began < LIMITS.seconds + 1
    return caught.value


def deflated(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def test_an_ordinary_answer(site):
    site.pages["/a"] = Reply(b"Isi", headers={"ETag": '"1"'})
    answer = get(request_address(f"{site.address}/a?x=1&y=ä b#c"))
    assert (answer.status, answer.body, answer.media_type) == (200, b"Isi", "text/html")
    assert answer.validators == {"If-None-Match": '"1"'}
    _, path, headers = site.requests[0]
    assert path == "/a?x=1&y=%C3%A4%20b"
    assert headers["User-Agent"] == "Warta/test"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", deflated)],
)
def test_compressed_bodies(site, encoding, packed):
    body = b"Panen raya. " * 500
    site.pages["/"] = Reply(packed(body), headers={"Content-Encoding": encoding})
    assert get(site.address).body == body


def drips(request):
    request.raw(OK + b"Content-Length: 1000\r\n\r\n", *[b"x"] * 1000, pause=0.05)


def drips_without_length(request):
    request.raw(OK + b"\r\n", *[b"x"] * 1000, pause=0.05)


def slow_headers(request):
    request.raw(b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 90, pause=0.05)


def says_nothing(request):
    request.server.ending.wait(3)


def never_ends(request):
    request.raw(OK + b"\r\n", *[b"x" * 50_000] * 1000)


def continues_for_ever(request):
    request.raw(*[b"HTTP/1.1 100 Continue\r\n\r\n"] * 1000, pause=0.02)


def cut_body(request):
    request.raw(OK + b"Content-Length: 1000\r\n\r\n", b"x" * 500)


def cut_chunk(request):
    request.raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"40\r\nx")


def no_chunks(request):
    request.raw(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"panen raya\r\n")


def cuts_the_connection(request):
    request.raw()


def resets(request):
    request.reset()


def no_http(request):
    request.raw(b"SSH-2.0-OpenSSH_9.2\r\n", b"x" * 100)


def endless_header(request):
    request.raw(b"HTTP/1.1 200 OK\r\nX: ", *[b"x" * 10_000] * 20)


def countless_headers(request):
    request.raw(OK, *[b"X-%d: y\r\n" % n for n in range(500)], b"\r\n")


def bomb(request):
    return Reply(BOMB, headers={"Content-Encoding": "gzip"})


def bomb_in_bomb(request):
    return Reply(gzip.compress(BOMB), headers={"Content-Encoding": "gzip, gzip"})


def false_compression(request):
    return Reply(b"panen raya", headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (drips, "too_slow"),
        (drips_without_length, "too_slow"),
        (slow_headers, "too_slow"),
        (says_nothing, "too_slow"),
        (continues_for_ever, "too_slow"),
        (never_ends, "body_too_large"),
        (cut_body, "body_cut_short"),
        (cut_chunk, "body_cut_short"),
        (no_chunks, "body_cut_short"),
        (cuts_the_connection, "connection_lost"),
        (resets, "connection_lost"),
        (no_http, "no_http"),
        (endless_header, "no_http"),
        (countless_headers, "no_http"),
        (bomb, "body_too_large"),
        (bomb_in_bomb, "body_too_large"),
        (false_compression, "cannot_be_decompressed"),
    ],
)
def test_misbehaviour_has_an_end_and_a_name(site, behaviour, code):
    site.pages["/"] = behaviour
    error = failure(site.address)
    assert error.code == code
    assert error.passing == (code != "body_too_large")


def test_nothing_new_is_no_answer_to_who_knows_nothing(site):
    site.pages["/"] = Reply(b"", 304, None)
    error = failure(site.address)
    assert (error.code, error.values["status"]) == ("answered_with", "304")


def test_a_bomb_takes_little_memory(site):
    site.pages["/"] = Reply(BOMB, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        assert failure(site.address).code == "body_too_large"
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_body_longer_than_said_is_read_as_long_as_said(site):
    site.pages["/"] = lambda request: request.raw(OK + b"Content-Length: 5\r\n\r\n", b"panen raya")
    assert get(site.address).body == b"panen"


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error = failure(f"http://127.0.0.1:{free.getsockname()[1]}/")
    assert (error.code, error.passing) == ("connection_failed", True)


def test_a_name_that_is_not_there():
    error = failure("http://tiada.invalid/")
    assert (error.code, error.values["host"]) == ("host_unknown", "tiada.invalid")


def test_tls_where_there_is_none(site):
    assert failure(site.address.replace("http:", "https:")).code == "no_secure_connection"


# --- redirects -------------------------------------------------------------------------------------------


def redirect(to, status=302):
    return Reply(b"", status, headers={"Location": to})


def test_redirects_are_followed_and_permanent_ones_remembered(site):
    site.pages |= {"/a": redirect("/b", 301), "/b": redirect("c", 308), "/c": redirect("/d", 302)}
    site.pages |= {"/d": Reply(b"di sini"), "/e": redirect("/d", 302)}
    answer = get(f"{site.address}/a")
    assert (answer.body, answer.address) == (b"di sini", f"{site.address}/d")
    assert answer.moved_to == f"{site.address}/c"
    assert get(f"{site.address}/e").moved_to is None


def test_redirects_in_circles(site):
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert failure(f"{site.address}/a").code == "redirected_in_circles"


def test_a_wall_of_cookies(site):
    """A site that sets a cookie and comes back to the same address until it sees it."""
    reply = redirect("/")
    reply.headers["Set-Cookie"] = "setuju=1"
    site.pages["/"] = reply
    assert failure(site.address).code == "redirected_in_circles"


def test_endless_redirects(site):
    site.pages["/"] = lambda request: redirect(f"/?{len(site.requests)}")
    assert failure(site.address).code == "too_many_redirects"
    assert len(site.requests) == LIMITS.redirects + 1


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("", "redirected_nowhere"),
        ("file:///etc/passwd", "no_web_address"),
        ("ftp://contoh.example/", "no_web_address"),
        ("javascript:alert(1)", "no_web_address"),
        ("http://", "redirected_in_circles"),
        ("http://[::1", "no_address"),
        ("http://a b/", "no_address"),
        ("//%00/", "no_address"),
    ],
)
def test_redirects_that_lead_nowhere(site, location, code):
    site.pages["/"] = redirect(location)
    with pytest.raises(FeedError) as caught:
        get(site.address)
    assert caught.value.code == code


# --- addresses -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.8.8.8",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_what_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.0.1",
        "202.95.140.1",
        "223.255.255.1",
        "2001:4860:4860::8888",
        "2400:cb00::1",
        "2a00:1450::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)
def test_what_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0",
    ],
)
def test_no_way_of_writing_it_leads_to_this_machine(site, host):
    port = site.server_address[1]
    with pytest.raises(FeedError) as caught:
        Client("Warta/test").get(f"http://{host}:{port}/", LIMITS, "*/*")
    assert caught.value.code in ("private_address", "host_unknown")
    assert not site.requests


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[fe80::1]"])
def test_the_end_of_an_ipv6_address_is_not_taken_for_its_port(host):
    with pytest.raises(FeedError) as caught:
        Client("Warta/test").get(f"http://{host}/", LIMITS, "*/*")
    assert (caught.value.code, caught.value.values["host"]) == ("private_address", host.strip("[]"))


@pytest.fixture
def open_127_0_0_1(monkeypatch):
    """Let 127.0.0.1 count as public, and 127.0.0.2 not."""
    closed = [one for one in network._CLOSED_4 if str(one) != "127.0.0.0/8"]
    monkeypatch.setattr(network, "_CLOSED_4", (*closed, network.IPv4Network("127.0.0.2/32")))


@pytest.mark.usefixtures("open_127_0_0_1")
def test_a_redirect_to_a_private_address_is_not_followed(site):
    with Site("127.0.0.2") as inner:
        inner.pages["/"] = Reply(b"rahasia")
        site.pages["/"] = redirect(f"{inner.address}/")
        with pytest.raises(FetchError) as caught:
            Client("Warta/test").get(site.address, LIMITS, "*/*")
        assert (caught.value.code, inner.requests) == ("private_address", [])


@pytest.mark.usefixtures("open_127_0_0_1")
def test_a_name_is_looked_up_once(site, monkeypatch):
    """DNS rebinding: a name that means another address a moment later leads to the one that was checked."""
    answers = iter(["127.0.0.1", "127.0.0.2"])

    def look_up(_host, port, **_settings):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    site.pages["/"] = Reply(b"umum")
    port = site.server_address[1]
    client = Client("Warta/test")
    assert client.get(f"http://berganti.example:{port}/", LIMITS, "*/*").body == b"umum"
    with pytest.raises(FetchError) as caught:
        client.get(f"http://berganti.example:{port}/", LIMITS, "*/*")
    assert caught.value.code == "private_address"


@pytest.mark.usefixtures("open_127_0_0_1")
def test_of_several_addresses_only_public_ones_are_asked(site, monkeypatch):
    port = site.server_address[1]
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    site.pages["/"] = Reply(b"umum")
    assert Client("Warta/test").get("http://dua.example/", LIMITS, "*/*").body == b"umum"


# --- credentials -----------------------------------------------------------------------------------------


def test_credentials_stay_within_their_site(site):
    with Site("127.0.0.2") as other:
        site.pages |= {"/a": redirect("/b"), "/b": redirect(f"{other.address}/c")}
        other.pages["/c"] = Reply(b"ada")
        answer = get(site.address.replace("http://", "http://budi:raha%3Asia@") + "/a")
        sent = [headers.get("Authorization") for _, _, headers in (*site.requests, *other.requests)]
    assert sent == ["Basic YnVkaTpyYWhhOnNpYQ=="] * 2 + [None]
    assert "raha" not in answer.address


def test_no_message_shows_credentials(site):
    site.pages["/"] = redirect("/")
    address = site.address.replace("http://", "http://budi:rahasia@") + "/?token=rahasia"
    site.pages["/"] = redirect(f"{site.address}/?token=rahasia")
    error = failure(address)
    assert error.code == "redirected_in_circles"
    assert "rahasia" not in f"{error} {error.said('id')} {error.values}"


# --- statuses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "passing"),
    [
        (401, "needs_access", False), (403, "needs_access", False), (404, "answered_with", False),
        (410, "is_gone", False), (429, "asked_to_wait", True), (500, "answered_with", True),
        (502, "answered_with", True), (503, "asked_to_wait", True), (418, "answered_with", False),
    ],
)  # fmt: skip
def test_statuses(site, status, code, passing):
    site.pages["/"] = Reply(b"", status)
    error = failure(site.address)
    assert (error.code, error.passing, error.gone) == (code, passing, status == 410)


def test_how_long_a_server_asks_to_wait(site):
    site.pages["/"] = Reply(b"", 429, headers={"Retry-After": "120"})
    assert failure(site.address).wait == 120
    now = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 100))
    assert 95 < seconds_to_wait(now) <= 100
    assert seconds_to_wait("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert seconds_to_wait("9" * 5000) == 7 * 86_400
    for nothing in ("", "besok", "-5", "1e9", "²", "Mon, 99 Foo 9999"):
        assert seconds_to_wait(nothing) is None


# --- the end of a run ------------------------------------------------------------------------------------


def test_a_client_that_is_stopped_cuts_its_connections(site):
    site.pages["/"] = says_nothing
    client = Client("Warta/test", allow_private=True)
    threading.Timer(0.2, client.stop).start()
    began = time.monotonic()
    with pytest.raises(StoppedError):
        client.get(site.address, Limits(seconds=20, size=1000), "*/*")
    assert time.monotonic() - began < 2
    with pytest.raises(StoppedError):
        client.get(site.address, LIMITS, "*/*")
