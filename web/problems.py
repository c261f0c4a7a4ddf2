"""Errors as answers: problems of RFC 9457 for programs, and HTML pages for people.

A problem has ``type`` (always "about:blank", because programs use ``code``), ``title`` (the phrase of the
status), ``status``, ``detail`` (one sentence), ``instance`` (the path of the request), ``code`` and
``errors``, a list of ``{parameter, position, code, message}`` where ``position`` is a character offset in the
parameter's value or null. Messages are English, because programmers read them; with ``lang=id`` or
``Accept-Language: id`` they are Indonesian.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from search.errors import (
    ClusterError,
    CursorExpiredError,
    DiskError,
    IndexDamagedError,
    IndexMissingError,
    NotFoundError,
    Problem,
    QueryTooExpensiveError,
    RequestError,
    SearchCancelledError,
    UnsupportedError,
    WartaError,
)
from search.parameters import MAX_WINDOW
from search.request import SearchRequest
from search.wording.catalogue import say
from web import metrics
from web.access import RefusedError
from web.lanes import BusyError
from web.language import accepted_language, chosen_language, language_of
from web.links import Links
from web.paths import root_of
from web.rates import TooManyRequestsError
from web.rendering import current_templates

_OF_OPERATION = frozenset(("/healthz", "/readyz", "/metrics"))
_RETRY_SECONDS, _BUSY_SECONDS = 30, 2
_NOT_FOUND = {
    "no_such_article": "article_not_found",
    "no_such_field": "field_not_found",
    "no_such_person": "name_not_found",
}
_OF_CURSORS = frozenset(("cursor_unknown", "cursor_of_other_search", "cursor_expired"))
_STATUSES: dict[type[WartaError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    CursorExpiredError: HTTPStatus.GONE,
    QueryTooExpensiveError: HTTPStatus.UNPROCESSABLE_ENTITY,
    SearchCancelledError: HTTPStatus.SERVICE_UNAVAILABLE,  # the client has left, so nobody reads the answer
    UnsupportedError: HTTPStatus.NOT_IMPLEMENTED,
}
#: The codes of problems of parameters that are valid alone but not together.
_CONFLICTS = frozenset(("from_after_to", "cursor_and_page"))
_BEYOND = frozenset(("beyond_window", "paragraphs_beyond_window"))
_DETAILS = {
    HTTPStatus.NOT_FOUND: "nothing_at_address",
    HTTPStatus.METHOD_NOT_ALLOWED: "only_to_be_read",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "request_body_too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "request_body_not_json",
    HTTPStatus.INTERNAL_SERVER_ERROR: "fault_on_this_side",
}
#: Python has other phrases for these statuses in other versions.
_CODES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "body_too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
}


def init_app(app: Flask) -> None:
    """Answer every error of the application: as a problem for programs, as a page for people."""
    app.register_error_handler(WartaError, _answer_warta_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(BusyError, lambda _error: busy_response("server_busy"))


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
    return chosen_language() or accepted_language(request.headers.get("Accept-Language", ""), "en")


def busy_response(code: str) -> Response:
    """Return a response with status 503, which says when to try again."""
    metrics.count_refused(code)
    return _answer(HTTPStatus.SERVICE_UNAVAILABLE, code, detail_of(code))


def index_problem(error: WartaError) -> str | None:
    """Return the code of an error of the index, or of a temporary file; None for other errors.

    Its sentence does not name the folder, whose path is only logged.
    """
    if isinstance(error, DiskError):
        return "file_not_written"
    if isinstance(error, IndexMissingError):
        return "index_missing"
    if isinstance(error, ClusterError):
        return "index_denied" if error.code == "cluster_denies" else "index_unreachable"
    return "index_damaged" if isinstance(error, IndexDamagedError) else None


def detail_of(code: str) -> str:
    """Return the sentence for a code in the language of the current request, which is English by default."""
    return say(_language(), code, root=request.script_root)


def _is_conflict(problem: Problem) -> bool:
    """Return whether a parameter is valid alone, but not together with the others."""
    if problem.code in _BEYOND:
        page = problem.values["page"]
        return isinstance(page, int) and page <= MAX_WINDOW
    return problem.code in _CONFLICTS


def _answer_warta_error(error: WartaError) -> Response:
    said = error.said(_language())
    if isinstance(error, RequestError):
        if all(map(_is_conflict, error.problems)):
            return _answer(HTTPStatus.CONFLICT, "conflicting_parameters", said, error.problems)
        return _answer(HTTPStatus.BAD_REQUEST, "invalid_parameter", said, error.problems)
    if isinstance(error, RefusedError | TooManyRequestsError):
        return _refused(error, said)
    if isinstance(error, QueryTooExpensiveError | SearchCancelledError):
        metrics.count_refused(error.code)
    for kind, status in _STATUSES.items():
        if isinstance(error, kind):
            wrong = (Problem("cursor", error.code, error.values),) if error.code in _OF_CURSORS else ()
            return _answer(status, _NOT_FOUND.get(error.code, error.code), said, wrong)
    current_app.logger.error("%s: %s", type(error).__name__, error)
    if code := index_problem(error):
        return _answer(HTTPStatus.SERVICE_UNAVAILABLE, code, detail_of(code))
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _answer(status, "internal_server_error", detail_of(_DETAILS[status]))


def _refused(error: RefusedError | TooManyRequestsError, said: str) -> Response:
    metrics.count_refused(error.code)
    if isinstance(error, TooManyRequestsError):
        response = _answer(HTTPStatus.TOO_MANY_REQUESTS, error.code, said)
        response.headers["Retry-After"] = str(error.seconds)
        return response
    response = _answer(error.status, error.code, said)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="warta"'
    return response


def _answer_http_error(error: HTTPException) -> BaseResponse:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if status < HTTPStatus.BAD_REQUEST:  # a redirect is raised as an exception too
        return error.get_response()
    code = _CODES.get(status) or status.phrase.lower().replace(" ", "_")
    known = _DETAILS.get(status)
    response = _answer(status, code, detail_of(known) if known else error.description or status.phrase)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _answer(status: HTTPStatus, code: str, detail: str, errors: tuple[Problem, ...] = ()) -> Response:
    if is_for_programs(request.path) or request.path in _OF_OPERATION:
        response = problem_response(status, code, detail, errors)
    else:
        page = _page(code, status)
        response = Response(page, status.value, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(_BUSY_SECONDS if code == "server_busy" else _RETRY_SECONDS)
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


def is_for_programs(path: str) -> bool:
    """Return whether programs, and not people, request this path."""
    return path == "/api" or path.startswith(("/api/", "/feed."))
