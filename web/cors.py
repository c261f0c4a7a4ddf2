"""Cross-origin requests (Fetch standard): scripts of other sites read the API if a setting lets them."""

from __future__ import annotations

from functools import partial

from flask import Flask, Response, request

from web.problems import is_for_programs

_SHOWN = "ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
_SENT = "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-ID"
_MAX_AGE = "86400"


def init_app(app: Flask, origins: str) -> None:
    """Answer requests from these origins, with commas; "*" for all."""
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
    if request.method == "OPTIONS":  # a preflight; the router has said which methods there are
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = _SENT
        response.headers["Access-Control-Max-Age"] = _MAX_AGE
    return response
