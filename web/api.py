"""The JSON API, version 1: ``GET`` under ``/api/v1``; every name is snake_case.

``/api/v1/search`` (parameters in ``web.parameters``) answers the page that ``search.as_json`` describes,
offsets and all, and before its ``index``::

    links    self, next, prev: relative references, null where there is no such page

Every article in it has the ``fields`` that were asked for, and its own links: self and page.
Errors are problems, see ``web.problems``. The entity tag is made of the generation, the request and
today's date (for "kemarin"), so a client that sends it back in If-None-Match learns that nothing has
changed without a search being run.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, request, url_for

from search.article import ArticleMetadata
from search.as_json import (
    article_as_json,
    page_as_json,
    paragraphs_as_json,
    similar_as_json,
    stats_as_json,
)
from search.request import SearchRequest
from search.results import ResultPage
from search.searcher.similar import DEFAULT_COUNT
from web import links
from web.archive import current_generation, current_index
from web.parameters import (
    ARTICLE_FIELDS,
    ApiSearch,
    refuse_all,
    strict_count,
    strict_paragraphs,
    strict_search,
    strict_text,
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

# Part of every entity tag: to be raised when the shape of a response changes.
_FORMAT = "2"


@blueprint.get("/search")
def search() -> Response:
    """Search the archive; see the module's text for the response."""
    today = current_app.config["WARTA"].clock()
    asked = strict_search(request.query_string, today)
    address = links.api_search_url(asked.request, asked.article_fields)
    tag = _tag(current_generation(), address, today.isoformat())
    if _is_current(tag):
        return _cached(make_response("", 304), tag)
    page = current_index().run(asked.request)
    # The generation may have changed between the look at it and the search.
    tag = _tag(page.generation, address, today.isoformat())
    return _cached(jsonify(_search_response(page, asked)), tag)


@blueprint.get("/paragraphs")
def paragraphs() -> Response:
    """Answer single paragraphs: searched, ignored, total, paragraphs, index."""
    today = current_app.config["WARTA"].clock()
    asked = strict_paragraphs(request.query_string, today)
    tag = _tag(current_generation(), "paragraphs", repr(sorted(asked.items())))
    if _is_current(tag):
        return _cached(make_response("", 304), tag)
    found = current_index().paragraphs(**asked)
    tag = _tag(found.generation, "paragraphs", repr(sorted(asked.items())))
    body = paragraphs_as_json(found, lambda metadata: _article(metadata, ARTICLE_FIELDS))
    return _cached(jsonify(body), tag)


@blueprint.get("/articles/<article_id:article_id>")
def article(article_id: str) -> Response:
    """Answer a whole article: article, paragraphs (paragraph, address, text, marks), index.

    With ``q`` the marks are the matches of that query, otherwise there are none.
    """
    text = strict_text(request.query_string)
    today = current_app.config["WARTA"].clock()
    generation = current_generation()
    tag = _tag(generation, "article", article_id, text, today.isoformat())
    if _is_current(tag):
        return _cached(make_response("", 304), tag)
    found, marks = current_index().marked_article(article_id, SearchRequest(text))
    paragraphs = [
        {
            "paragraph": number,
            "address": found.paragraph(number).address,
            "text": paragraph,
            "marks": [list(mark) for mark in marks[number]],
        }
        for number, paragraph in enumerate(found.paragraphs)
    ]
    body = {
        "article": _article(found.metadata, ARTICLE_FIELDS),
        "paragraphs": paragraphs,
        "index": {"generation": generation},
    }
    return _cached(jsonify(body), tag)


@blueprint.get("/articles/<article_id:article_id>/similar")
def similar(article_id: str) -> Response:
    """Answer articles on the same subject: results (article, score), index."""
    count = strict_count(request.query_string, DEFAULT_COUNT)
    generation = current_generation()
    tag = _tag(generation, "similar", article_id, str(count))
    if _is_current(tag):
        return _cached(make_response("", 304), tag)
    found = current_index().similar(article_id, count)
    body = similar_as_json(found, generation, lambda metadata: _article(metadata, ARTICLE_FIELDS))
    return _cached(jsonify(body), tag)


@blueprint.get("/stats")
def stats() -> Response:
    """Answer what is in the archive: the fields of ``search.backends.base.IndexStats``."""
    refuse_all(request.query_string)
    found = current_index().stats()
    tag = _tag(found.generation, "stats")
    if _is_current(tag):
        return _cached(make_response("", 304), tag)
    return _cached(jsonify(stats_as_json(found)), tag)


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


def _search_response(page: ResultPage, asked: ApiSearch) -> dict[str, Any]:
    body = page_as_json(page, lambda metadata: _article(metadata, asked.article_fields))
    index = body.pop("index")
    return {**body, "links": _page_links(page, asked), "index": index}


def _article(metadata: ArticleMetadata, wanted: tuple[str, ...]) -> dict[str, Any]:
    values = article_as_json(metadata)
    chosen: dict[str, Any] = {name: values[name] for name in wanted}
    chosen["links"] = {
        "self": url_for("api.article", article_id=metadata.id),
        "page": url_for("pages.article", article_id=metadata.id),
    }
    return chosen


def _page_links(page: ResultPage, asked: ApiSearch) -> dict[str, str | None]:
    previous, following = links.neighbours(page)

    def link(number: int | None) -> str | None:
        if number is None:
            return None
        return links.api_search_url(asked.request, asked.article_fields, page=number)

    return {"self": link(asked.request.page), "next": link(following), "prev": link(previous)}
