"""Response headers that keep a page to itself: no foreign code, no frames, no sniffing, no leaks."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from search.wording.catalogue import say
from web.links import is_host

_HEADERS = {
    # Everything a page needs comes from this server, in files: inline code is never ours.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # What an archive desk searches for is nobody else's business: publishers get no query.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Send the headers with every response, errors and files included."""
    app.before_request(_one_host)
    app.after_request(_protected)


def _one_host() -> None:
    """Refuse a request without a host, or with several (RFC 9112, 3.2): servers read it differently."""
    host = request.environ.get("HTTP_HOST", "")
    if not is_host(host) and (host or request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1"):
        raise BadRequest(say("en", "one_host_needed"))


def _protected(response: Response) -> Response:
    response.headers.extend(_HEADERS)  # nobody else sends any of them; setdefault takes ten times as long
    return response
