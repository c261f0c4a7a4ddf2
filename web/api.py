"""The JSON API, version 1: ``GET`` under ``/api/v1``; every name is snake_case.

``/api/v1/search`` (parameters in ``search.parameters``) answers the page that ``search.as_json`` describes,
offsets and all, and before its ``index``::

    links    self, next, prev: relative references, null where there is no such page

Every article in it has the ``fields`` that were asked for, and its own links: self and page.
Errors are problems, see ``web.problems``. The entity tag is made of the generation, the request and
today's date (for "kemarin"), so a client that sends it back in If-None-Match learns that nothing has
changed without a search being run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, NamedTuple

from flask import Blueprint, Response, current_app, jsonify, make_response, request, url_for

from search.article import ArticleMetadata
from search.as_json import (
    Json,
    article_as_json,
    page_as_json,
    paragraphs_as_json,
    similar_as_json,
    stats_as_json,
)
from search.parameters import SEARCH, parameters_of
from search.request import SearchRequest
from search.results import ResultPage
from web import links, metrics
from web.archive import current_generation, current_index
from web.parameters import ApiSearch, strict_search, strict_values

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

# Part of every entity tag: to be raised when the shape of a response changes.
_FORMAT = "3"


class Asked(NamedTuple):
    """A request that was read.

    key:    what its answer depends on beside the generation
    answer: makes the generation that was read, and the body of the answer
    """

    key: tuple[str, ...]
    answer: Callable[[], tuple[str, Json]]


def conditional(view: Callable[..., Asked]) -> Callable[..., Response]:
    """Let a view answer with its entity tag, or with 304 and without a search where the client knows it."""

    @wraps(view)
    def answered(**arguments: Any) -> Response:
        asked = view(**arguments)
        tag = _tag(current_generation(), *asked.key)
        if _is_current(tag):
            return _cached(make_response("", 304), tag)
        # The generation may have changed between the look at it and the search.
        generation, body = asked.answer()
        return _cached(jsonify(body), _tag(generation, *asked.key))

    return answered


def _today() -> date:
    today: date = current_app.config["WARTA"].clock()
    return today


@blueprint.get("/search")
@conditional
def search() -> Asked:
    """Search the archive; see the module's text for the response."""
    today = _today()
    asked = strict_search(request.query_string, today)

    def answer() -> tuple[str, Json]:
        page = metrics.counted(current_index().run(asked.request))
        return page.generation, _search_response(page, asked)

    return Asked((links.api_search_url(asked), today.isoformat()), answer)


@blueprint.get("/paragraphs")
@conditional
def paragraphs() -> Asked:
    """Answer single paragraphs: searched, ignored, total, paragraphs, index."""
    asked = strict_values("paragraphs", request.query_string, _today())

    def answer() -> tuple[str, Json]:
        found = current_index().paragraphs(**asked)
        return found.generation, paragraphs_as_json(found, _article)

    return Asked(("paragraphs", repr(sorted(asked.items()))), answer)


@blueprint.get("/articles/<article_id:article_id>")
@conditional
def article(article_id: str) -> Asked:
    """Answer a whole article: article, paragraphs (paragraph, address, text, marks), index.

    With ``q`` the marks are the matches of that query, otherwise there are none.
    """
    today = _today()
    asked = SearchRequest(strict_values("article", request.query_string, today).get("text", ""))

    def answer() -> tuple[str, Json]:
        generation = current_generation()
        found, marks = current_index().marked_article(article_id, asked)
        shown = [
            {
                "paragraph": number,
                "address": found.paragraph(number).address,
                "text": paragraph,
                "marks": [list(mark) for mark in marks[number]],
            }
            for number, paragraph in enumerate(found.paragraphs)
        ]
        index = {"generation": generation}
        return generation, {"article": _article(found.metadata), "paragraphs": shown, "index": index}

    return Asked(("article", article_id, asked.text, today.isoformat()), answer)


@blueprint.get("/articles/<article_id:article_id>/similar")
@conditional
def similar(article_id: str) -> Asked:
    """Answer articles on the same subject: results (article, score), index."""
    asked = strict_values("similar", request.query_string, _today())
    count = asked.get("count", parameters_of("similar")["count"].default)

    def answer() -> tuple[str, Json]:
        generation = current_generation()
        found = current_index().similar(article_id, count)
        return generation, similar_as_json(found, generation, _article)

    return Asked(("similar", article_id, str(count)), answer)


@blueprint.get("/stats")
@conditional
def stats() -> Asked:
    """Answer what is in the archive: the fields of ``search.results.IndexStats``."""
    strict_values("stats", request.query_string, _today())

    def answer() -> tuple[str, Json]:
        found = current_index().stats()
        return found.generation, stats_as_json(found)

    return Asked(("stats",), answer)


def _tag(*parts: str) -> str:
    digest = hashlib.blake2b(digest_size=12)
    for part in (_FORMAT, *parts):
        digest.update(part.encode("utf-8", "surrogatepass") + b"\x00")
    return digest.hexdigest()


def _is_current(tag: str) -> bool:
    known = request.if_none_match
    return not known.star_tag and known.contains_weak(tag)  # "*" would need a look at what exists


def _cached(response: Response, tag: str) -> Response:
    # Weak, because took_ms differs; no-cache, because a new generation has to be seen at once.
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _search_response(page: ResultPage, asked: ApiSearch) -> Json:
    body = page_as_json(page, lambda metadata: _article(metadata, asked.article_fields), asked.language)
    index = body.pop("index")
    return {**body, "links": _page_links(page, asked), "index": index}


def _article(metadata: ArticleMetadata, wanted: tuple[str, ...] = SEARCH["fields"].default) -> Json:
    values = article_as_json(metadata)
    chosen: Json = {name: values[name] for name in wanted}
    chosen["links"] = {
        "self": url_for("api.article", article_id=metadata.id),
        "page": url_for("pages.article", article_id=metadata.id),
    }
    return chosen


def _page_links(page: ResultPage, asked: ApiSearch) -> dict[str, str | None]:
    previous, following = links.neighbours(page)

    def link(number: int | None) -> str | None:
        return None if number is None else links.api_search_url(asked, page=number)

    return {"self": link(asked.request.page), "next": link(following), "prev": link(previous)}
