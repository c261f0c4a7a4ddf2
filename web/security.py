"""Response headers that keep a page to itself: no foreign code, no frames, no sniffing, no leaks."""

from __future__ import annotations

from flask import Flask, Response

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
    app.after_request(_protected)


def _protected(response: Response) -> Response:
    response.headers.extend(_HEADERS)  # nobody else sends any of them; setdefault takes ten times as long
    return response
