"""Response headers for security: they forbid foreign code, frames, guessing of types, and referrers."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest

from search.wording.catalogue import say
from web.paths import is_host

_HEADERS = {
    # All code and style of a page is in files of this server, so inline code is forbidden.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Searches are private, so publishers must not get the query as referrer.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def init_app(app: Flask) -> None:
    """Send the headers with every response, even with errors and files."""
    app.before_request(_one_host)
    app.after_request(_protected)


def _one_host() -> None:
    """Refuse a request with no host or several (RFC 9112, 3.2), which servers may interpret differently."""
    host = request.environ.get("HTTP_HOST", "")
    if not is_host(host) and (host or request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1"):
        raise BadRequest(say("en", "one_host_needed"))


def _protected(response: Response) -> Response:
    response.headers.extend(_HEADERS)  # nothing else sets them, and setdefault takes ten times as long
    return response
