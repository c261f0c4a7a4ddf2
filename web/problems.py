"""What goes wrong, said to the right audience: RFC 9457 problems under /api, pages in words elsewhere.

A problem has ``type`` (always "about:blank": ``code`` is what programs tell apart), ``title`` (the
phrase of the status), ``status``, ``detail`` (one sentence), ``instance`` (the path asked for),
``code`` and ``errors``, a list of ``{parameter, position, code, message}`` where ``position`` is a
character offset in the parameter's value or null. Messages are English, for those who write programs;
``lang=id`` asks for Indonesian.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from search.errors import (
    IndexDamagedError,
    IndexMissingError,
    NotFoundError,
    Problem,
    RequestError,
    WartaError,
)
from web.language import chosen_language

# What is wrong with the index is said without the folder's path, which goes to the log only.
INDEX_MISSING = "Nothing has been indexed yet; run: warta reindex SOURCE..."
INDEX_DAMAGED = "The index cannot be read; run: warta check, then warta rollback or warta reindex SOURCE..."

_RETRY_SECONDS = 30
_DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address; the API is under /api/v1/.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This resource can only be read, with GET or HEAD.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The request could not be answered; the fault is on this side.",
}


def init_app(app: Flask) -> None:
    """Answer every error of the application in the form its audience reads."""
    app.register_error_handler(WartaError, _answer_warta_error)
    app.register_error_handler(HTTPException, _answer_http_error)


def problem_response(
    status: HTTPStatus, code: str, detail: str, errors: tuple[Problem, ...] = ()
) -> Response:
    """Return an ``application/problem+json`` response."""
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": request.path,
        "code": code,
        "errors": [
            {
                "parameter": error.parameter,
                "position": error.position,
                "code": error.code,
                "message": error.said(_language()),
            }
            for error in errors
        ],
    }
    body = json.dumps(problem, ensure_ascii=False, indent=None)
    return Response(body, status.value, content_type="application/problem+json")


def _language() -> str:
    return chosen_language() or "en"


def _answer_warta_error(error: WartaError) -> Response:
    if isinstance(error, RequestError):
        detail = "; ".join(f"{one.parameter}: {one.said(_language())}" for one in error.problems)
        return _answer(HTTPStatus.BAD_REQUEST, "invalid_parameter", detail, error.problems)
    if isinstance(error, NotFoundError):
        return _answer(HTTPStatus.NOT_FOUND, "article_not_found", str(error))
    current_app.logger.error("%s: %s", type(error).__name__, error)
    if isinstance(error, IndexMissingError):
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "index_missing", INDEX_MISSING)
    if isinstance(error, IndexDamagedError):
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "index_damaged", INDEX_DAMAGED)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(status, "internal_server_error", _DETAILS[status])


def _answer_http_error(error: HTTPException) -> BaseResponse:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status < HTTPStatus.BAD_REQUEST:  # a redirect is an exception too
        return error.get_response()
    code = status.phrase.lower().replace(" ", "_")
    response = _answer(status, code, _DETAILS.get(status) or error.description or status.phrase)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _answer(status: HTTPStatus, code: str, detail: str, errors: tuple[Problem, ...] = ()) -> Response:
    if is_api_path(request.path):
        response = problem_response(status, code, detail, errors)
    else:
        page = render_template("error.html", code=code, status=status.value)
        response = Response(page, status.value, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def is_api_path(path: str) -> bool:
    """Return whether a program, not a person, asked for this path."""
    return path == "/api" or path.startswith("/api/")
