"""Cross-origin requests (Fetch standard): scripts of other sites may read the API if a setting allows it."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, request

from web.problems import is_for_programs

_SHOWN = "ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
_SENT = "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-ID"
_MAX_AGE = "86400"


def init_app(app: Flask, origins: str) -> None:
    """Allow requests from some origins. origins: separated by commas; "*" for all."""
    if origins:
        app.after_request(partial(_allowed, frozenset(origins.split(","))))


def _allowed(origins: frozenset[str], response: Response) -> Response:
    if not is_for_programs(request.path):
        return response
    origin = request.headers.get("Origin", "")
    if "*" in origins:
        allowed = "*"
    else:
        response.vary.add("Origin")
        if origin not in origins:
            return response
        allowed = origin
    response.headers["Access-Control-Allow-Origin"] = allowed
    response.headers["Access-Control-Expose-Headers"] = _SHOWN
    if request.method == "OPTIONS":  # a preflight request, for which the router has set the methods
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = _SENT
        response.headers["Access-Control-Max-Age"] = _MAX_AGE
    return response
