"""For supervisors and load balancers: ``/healthz`` says that a process lives, ``/readyz`` that it answers."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, jsonify

from search.errors import WartaError
from web.archive import current_archive, current_generation
from web.problems import detail_of, index_problem

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 ``{"status": "ok", "generation": ...}``, with null until an index is open.

    It waits for nothing, not even for an index that is being opened; ``/readyz`` does.
    """
    generation = current_archive().opened_generation()
    return _never_stored(jsonify(status="ok", generation=generation))


@blueprint.get("/readyz")
def readyz() -> Response:
    """Answer 200 ``{"status": "ok", "generation": ...}``, or 503 with what is wrong in ``detail``.

    A newer generation is opened beside the one that answers, so that a process stays ready meanwhile.
    """
    try:
        generation = current_generation()
    except WartaError as error:
        detail = detail_of(index_problem(error) or "index_damaged")
        return _never_stored(jsonify(status="unavailable", detail=detail), HTTPStatus.SERVICE_UNAVAILABLE)
    return _never_stored(jsonify(status="ok", generation=generation))


def _never_stored(response: Response, status: HTTPStatus = HTTPStatus.OK) -> Response:
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
