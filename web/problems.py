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
from urllib.parse import quote

from flask import Flask, Response, current_app, request
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
from search.request import SearchRequest
from search.wording.catalogue import say
from web.language import chosen_language, language_of
from web.links import Links, root_of
from web.rendering import current_templates

_RETRY_SECONDS = 30
_DETAILS = {
    HTTPStatus.NOT_FOUND: "nothing_at_address",
    HTTPStatus.METHOD_NOT_ALLOWED: "only_to_be_read",
    HTTPStatus.INTERNAL_SERVER_ERROR: "fault_on_this_side",
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


def index_problem(error: WartaError) -> str | None:
    """Return the code of what is wrong with the index, if it is that.

    Its sentence names no folder: the path goes to the log only.
    """
    if isinstance(error, IndexMissingError):
        return "index_missing"
    return "index_damaged" if isinstance(error, IndexDamagedError) else None


def detail_of(code: str) -> str:
    """Return the sentence for a code in the language of this request, by default English."""
    return say(_language(), code)


def _answer_warta_error(error: WartaError) -> Response:
    if isinstance(error, RequestError):
        said = error.said(_language())
        return _answer(HTTPStatus.BAD_REQUEST, "invalid_parameter", said, error.problems)
    if isinstance(error, NotFoundError):
        return _answer(HTTPStatus.NOT_FOUND, "article_not_found", error.said(_language()))
    current_app.logger.error("%s: %s", type(error).__name__, error)
    if code := index_problem(error):
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, code, detail_of(code))
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(status, "internal_server_error", detail_of(_DETAILS[status]))


def _answer_http_error(error: HTTPException) -> BaseResponse:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status < HTTPStatus.BAD_REQUEST:  # a redirect is an exception too
        return error.get_response()
    code = status.phrase.lower().replace(" ", "_")
    known = _DETAILS.get(status)
    response = _answer(status, code, detail_of(known) if known else error.description or status.phrase)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _answer(status: HTTPStatus, code: str, detail: str, errors: tuple[Problem, ...] = ()) -> Response:
    if is_api_path(request.path):
        response = problem_response(status, code, detail, errors)
    else:
        page = _page(code, status)
        response = Response(page, status.value, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _page(code: str, status: HTTPStatus) -> str:
    chosen, root = chosen_language(), root_of(request.environ)
    asked = SearchRequest("")
    shown = {
        "asked": asked,
        "links": Links(asked, root, chosen, quote(request.path)),
        "code": code,
        "status": status.value,
    }
    return current_templates().rendered("error.html", language_of(chosen), **shown)


def is_api_path(path: str) -> bool:
    """Return whether a program, not a person, asked for this path."""
    return path == "/api" or path.startswith("/api/")
