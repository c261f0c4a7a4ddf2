"""The JSON API, version 1: resources under ``/api/v1``, whose names are in snake_case.

``web.openapi`` describes all of them, ``web.problems`` makes the errors, and ``web.answers`` the entity tags.
The tags depend on the day, because words such as "kemarin" do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from flask import Blueprint, Response, request

from search.article import Article
from search.as_json import Json, page_as_json, paragraphs_as_json, similar_as_json, stats_as_json
from search.cache import Cache
from search.errors import NotFoundError
from search.facets import FacetValue
from search.parameters import MAX_WINDOW
from search.request import SearchRequest, fields_of
from search.results import ResultPage, Suggestion
from search.values import VALUE_FIELDS
from web import links, paths
from web.answers import JSON, Asked, Body, conditional
from web.archive import current_generation, current_index, stored_id
from web.cursors import current_cursors
from web.parameters import ApiSearch
from web.posted import posted_ids
from web.resources import (
    Resource,
    article_maker,
    base_of,
    page_links,
    preferred_language,
    searched,
    today,
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

# With no-cache, clients see a new generation at once.
_answered = conditional(JSON, "public, no-cache", "Accept-Encoding, Accept-Language")

#: The keys of the answers to the searches that came last: to read a search costs more than its kept answer.
_KEYS: Cache[tuple[bytes, str, str, date], tuple[str, ...]] = Cache(5_000)
#: Longer query strings are read each time; a client may make them hundreds of kilobytes long.
_LONGEST_KNOWN = 1_000  # bytes

_Marks = Sequence[tuple[tuple[int, int], ...]]


@blueprint.get("/search")
@_answered
def search() -> Asked:
    """Answer a search: a page of results, or a part of a walk through all results."""
    kept = request.query_string, preferred_language(), base_of("absolute"), today()
    known = len(request.query_string) <= _LONGEST_KNOWN
    key = _KEYS.get_or_make(kept, _search_key) if known else _search_key()

    def answer() -> Body:
        asked, address, base = _asked()
        if cursor := asked.others["cursor"]:
            begun = current_cursors().read(cursor, address.search)
            page = current_index().walk(asked.request, begun)
        else:
            page = current_index().run(asked.request)
        content = orjson.dumps(_search_response(page, asked, address, base))
        return Body(content, bool(page.total_articles))

    return Asked(key, answer)


def _asked() -> tuple[ApiSearch, links.SearchAddress, str]:
    """Return the search of the current request, its address, and the first part of links."""
    asked = searched("search")
    base = base_of(asked.others["links"])
    return asked, links.api_search_address(asked, base), base


def _search_key() -> tuple[str, ...]:
    """Return what the answer to the current request depends on, the same for all ways to write the search."""
    asked, address, _ = _asked()
    return str(address), asked.others["cursor"], today().isoformat()


def _search_response(page: ResultPage, asked: ApiSearch, address: links.SearchAddress, base: str) -> Json:
    others = asked.others
    article = article_maker(others["fields"], base)
    body = page_as_json(page, article, others["lang"])
    index = body.pop("index")
    cursor = current_cursors().written(page.cursor, address.search) if page.cursor else None
    if given := others["cursor"]:
        shown: Json = {"self": address.with_cursor(given), "next": None, "prev": None}
        if cursor:
            shown["next"] = address.with_cursor(cursor)
    else:
        shown = page_links(
            lambda number: address.with_(page=number), page.request.page, links.last_page(page)
        )
    return {**body, "cursor": cursor, "links": shown, "index": index}


@blueprint.get("/paragraphs")
@_answered
def paragraphs() -> Asked:
    """Answer with single paragraphs."""
    resource = Resource("paragraphs")
    asked = resource.asked
    arguments = {
        name: value
        for name, value in resource.given.items()
        if name not in ("fields", "hit_fields", "links", "lang")
    }

    def answer() -> Json:
        found = current_index().paragraphs(**arguments)
        body = paragraphs_as_json(found, resource.article, asked["hit_fields"])
        index = body.pop("index")
        last = -(-min(found.total, MAX_WINDOW) // asked["count"])
        shown = page_links(
            lambda number: resource.address("/api/v1/paragraphs", page=number), asked["page"], last
        )
        return {**body, "links": shown, "index": index}

    return resource.answered(make=answer)


@blueprint.get("/articles")
@_answered
def articles() -> Asked:
    """Answer with several articles, given their ids in the address."""
    resource = Resource("articles")
    ids, with_text = resource.asked["ids"], resource.asked["text"]
    return resource.answered(make=lambda: _several(ids, with_text, resource))


@blueprint.post("/articles")
def articles_post() -> Response:
    """Answer with many articles, given their ids in the body of the request."""
    resource = Resource("articles_post")
    ids, with_text = posted_ids(request)
    return Response(orjson.dumps(_several(ids, with_text, resource)), content_type=JSON)


def _several(ids: Iterable[str], with_text: bool, resource: Resource) -> Json:
    generation, asked = current_generation(), dict.fromkeys(ids)
    found = {one.id: one for one in current_index().articles(asked)}
    shown: list[Json] = [{"article": resource.article(one.metadata)} for one in found.values()]
    if with_text:
        for value, one in zip(shown, found.values(), strict=True):
            value["paragraphs"] = _paragraphs_of(one)
    missing = [article_id for article_id in asked if article_id not in found]
    total = {"articles": len(shown)}
    return {"total": total, "articles": shown, "missing": missing, "index": {"generation": generation}}


@blueprint.get("/articles/<article_id:segment>")
@_answered
def article(segment: str) -> Asked:
    """Answer with a whole article. With ``q``, the marks are the matches of this query."""
    resource, article_id = Resource("article"), stored_id(segment)
    asked = SearchRequest(resource.asked["text"])

    def answer() -> Json:
        generation = current_generation()
        found, marks = current_index().marked_article(article_id, asked)
        return {
            "article": resource.article(found.metadata),
            "paragraphs": _paragraphs_of(found, marks),
            "index": {"generation": generation},
        }

    return resource.answered(article_id, today().isoformat(), make=answer)


def _paragraphs_of(found: Article, marks: _Marks | None = None) -> list[Json]:
    return [
        {
            "paragraph": number,
            "address": f"{found.id}#{number}",
            "text": text,
            "marks": [list(mark) for mark in marks[number]] if marks else [],
        }
        for number, text in enumerate(found.paragraphs)
    ]


@blueprint.get("/articles/<article_id:segment>/similar")
@_answered
def similar(segment: str) -> Asked:
    """Answer with articles on the same subject."""
    resource, article_id = Resource("similar"), stored_id(segment)

    def answer() -> Json:
        generation = current_generation()
        found = current_index().similar(article_id, resource.asked["count"])
        return similar_as_json(found, generation, resource.article)

    return resource.answered(article_id, make=answer)


@blueprint.get("/values/<field>")
@_answered
def values(field: str) -> Asked:
    """Answer with the values of a field, and their numbers of articles in the results of a search."""
    if field not in VALUE_FIELDS:
        raise NotFoundError("no_such_field", field=repr(field), fields=tuple(VALUE_FIELDS))
    asked = searched("values")
    others, base = asked.others, base_of(asked.others["links"])
    number, size = others["number"], others["size"]
    counting = replace(
        asked.request, facets=(field,), facet_limit=MAX_WINDOW, page_size=1, hits_per_article=1
    )

    def address(page: int) -> str:
        given: dict[str, Any] = {**fields_of(asked.request), **others, "number": page}
        return links.address_of("values", f"{base}/api/v1/values/{field}", given)

    def answer() -> Body:
        page = current_index().run(counting)
        facet = page.facets[field]
        first = (number - 1) * size
        body = {
            "field": field,
            "values": [_value(one, field, base) for one in facet.values[first : first + size]],
            "total": {"values": facet.total, "missing": facet.missing, "articles": page.total_articles},
            "links": page_links(address, number, -(-len(facet.values) // size)),
            "index": {"generation": page.generation},
        }
        return Body(orjson.dumps(body))

    return Asked((address(number), today().isoformat()), answer)


def _value(one: FacetValue, field: str, base: str) -> Json:
    asked = replace(SearchRequest(""), **{field: (one.value,)})  # type: ignore[arg-type]
    shown = {
        "search": str(links.SearchAddress(f"{base}/api/v1/search", asked)),
        "page": str(links.SearchAddress(f"{base}/", asked)),
    }
    return {"value": one.value, "count": one.count, "links": shown}


@blueprint.get("/suggest")
@_answered
def suggest() -> Asked:
    """Answer with completions of a query that is still being typed."""
    resource = Resource("suggest")

    def answer() -> Json:
        generation = current_generation()
        found = current_index().suggest(resource.asked["text"], resource.asked["count"])
        shown = [_suggestion(one, resource.base) for one in found]
        return {"suggestions": shown, "index": {"generation": generation}}

    return resource.answered(make=answer)


def _suggestion(one: Suggestion, base: str) -> Json:
    asked = SearchRequest(one.text)
    shown = {
        "search": str(links.SearchAddress(f"{base}/api/v1/search", asked)),
        "page": paths.article_path(one.article, base)
        if one.article
        else str(links.SearchAddress(f"{base}/", asked)),
    }
    return {
        "text": one.text,
        "kind": one.kind,
        "count": one.count,
        "article": one.article,
        "role": one.role,
        "links": shown,
    }


@blueprint.get("/stats")
@_answered
def stats() -> Asked:
    """Answer with the statistics of the archive: the fields of ``search.results.IndexStats``."""
    return Resource("stats").answered(make=lambda: stats_as_json(current_index().stats()))
