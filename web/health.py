"""``GET /healthz``: can this process answer searches? For load balancers and supervisors."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from search.errors import WartaError
from web.archive import current_generation
from web.problems import detail_of, index_problem

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer 200 ``{"status": "ok", "generation": ...}``, or 503 with what is wrong in ``detail``."""
    try:
        generation = current_generation()
    except WartaError as error:
        detail = detail_of(index_problem(error) or "index_damaged")
        response = jsonify(status="unavailable", detail=detail)
        response.status_code = 503
    else:
        response = jsonify(status="ok", generation=generation)
    response.headers["Cache-Control"] = "no-store"
    return response
