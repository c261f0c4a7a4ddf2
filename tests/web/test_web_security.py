"""Headers that keep a page to itself, on every response."""

import io
import sys

import pytest


@pytest.mark.parametrize(
    "address",
    ["/", "/?q=beras", "/artikel/panen-2023", "/api/v1/search?q=beras", "/api/v1/search", "/tidak-ada",
     "/healthz", "/static/warta.css"],
)  # fmt: skip
def test_every_response_is_protected(client, address):
    headers = client.get(address).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "script-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in headers


def test_everything_a_page_loads_is_there(page, client):
    root = page("/")
    files = [link["href"] for link in root.all("link") if link["rel"] in ("stylesheet", "icon")]
    files += [script["src"] for script in root.all("script")]
    assert len(files) == 3
    for file in files:
        assert client.get(file).status_code == 200


@pytest.mark.parametrize(
    ("protocol", "host", "status"),
    [
        ("HTTP/1.1", "arsip.example", 200),
        ("HTTP/1.1", "[::1]:8000", 200),
        ("HTTP/1.1", None, 400),
        ("HTTP/1.1", "", 400),
        ("HTTP/1.1", "a.example, b.example", 400),
        ("HTTP/1.1", "a.example,b.example", 400),
        ("HTTP/1.1", "a.example/<x>", 400),
        ("HTTP/1.0", None, 200),
    ],
)
def test_a_request_has_one_host(app, protocol, host, status):
    answered = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/healthz", "QUERY_STRING": "", "SERVER_NAME": "x",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": protocol, "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    if host is not None:
        environ["HTTP_HOST"] = host
    app.wsgi_app(environ, lambda line, headers, exc_info=None: answered.append(int(line[:3])))
    assert answered == [status]
