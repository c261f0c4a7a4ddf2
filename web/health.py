"""Health checks: ``/healthz`` says that a process runs, ``/readyz`` that it can answer searches."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, jsonify

from search.errors import WartaError
from web.archive import current_archive, current_index
from web.problems import detail_of, index_problem

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 ``{"status": "ok", "generation": ...}``; the generation is null until an index is open.

    It never waits. ``/readyz`` waits for an index that is being opened.
    """
    generation = current_archive().opened_generation()
    return _never_stored(jsonify(status="ok", generation=generation))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answer 200 ``{"status": "ok", "generation": ...}``, or 503 with the reason in ``detail``.

    A process stays ready while it opens a newer generation.
    """
    try:
        index = current_index()
        generation = index.generation
        index.ensure_readable()
    except WartaError as error:
        detail = detail_of(index_problem(error) or "index_damaged")
        return _never_stored(jsonify(status="unavailable", detail=detail), HTTPStatus.SERVICE_UNAVAILABLE)
    return _never_stored(jsonify(status="ok", generation=generation))


def _never_stored(response: Response, status: HTTPStatus = HTTPStatus.OK) -> Response:
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
