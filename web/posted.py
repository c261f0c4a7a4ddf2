"""The bodies of POST requests, which are read with bounds."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Request
from werkzeug.exceptions import UnsupportedMediaType

from search.errors import Problem, RequestError

MAX_IDS, MAX_LENGTH = 1_000, 1_000
#: The maximal size of a body in bytes. The application refuses a longer body before it is read.
MAX_BYTES = 1 << 20
_BODY = "body"


def posted_ids(request: Request) -> tuple[list[str], bool]:
    """Return the ids of ``{"ids": [...], "text": true}``, and whether the text is requested.

    Raises RequestError, and the HTTP errors 413 and 415.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    content = request.get_data()  # the body was read before the request got its turn
    try:
        body: Any = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise RequestError(Problem(_BODY, "body_no_json", {"reason": str(error)}, error.pos)) from None
    if not isinstance(body, dict):
        raise RequestError(Problem(_BODY, "body_no_object"))
    problems = [
        Problem(str(name)[:60], "unknown_parameter", {"known": ("ids", "text")})
        for name in body
        if name not in ("ids", "text")
    ]
    ids, text = body.get("ids"), body.get("text", False)
    if not isinstance(ids, list) or not all(
        isinstance(one, str) and 0 < len(one) <= MAX_LENGTH for one in ids
    ):
        problems.append(Problem("ids", "no_ids", {"most": MAX_LENGTH}))
    elif not 1 <= len(ids) <= MAX_IDS:
        problems.append(Problem("ids", "outside_ids", {"most": MAX_IDS}))
    if not isinstance(text, bool):
        problems.append(Problem("text", "not_flag"))
    if problems:
        raise RequestError(*problems)
    assert isinstance(ids, list)
    return ids, text
