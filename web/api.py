"""The JSON API, version 1: ``GET`` under ``/api/v1``; every name is snake_case.

``/api/v1/search`` (parameters in ``web.parameters``) answers::

    query    text, interpreted (the query in words), mode, let_go, ignored, expanded, dates, notes,
             corrections (better queries, at most one)
    total    articles and paragraphs that match; exact: always true
    took_ms  wall time of the search in milliseconds
    facets   for each facet a list of {value, count, selected}; count is articles
    results  article (the metadata, and its links), title_html, score, hits, more_hits (matching
             paragraphs that are not in hits)
    hits     paragraph (its number from 0), address (ARTICLEID#N), score, text (all of it),
             snippet ([start, end] of the part shown), snippet_html (escaped, matches in <mark>),
             marks ([[start, end], ...]); explanation with explain=true
    links    self, next, prev: relative references, null where there is no such page
    index    generation, built_at

All offsets are half-open and count characters (Unicode code points) of ``text``, whatever was cut
for ``snippet_html``. Errors are problems, see ``web.problems``. The entity tag is made of the
generation, the request and today's date (for "kemarin"), so a client that sends it back in
If-None-Match learns that nothing has changed without a search being run.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, request, url_for

from search.article import ArticleMetadata
from search.backends.base import IndexStats
from search.request import SearchRequest
from search.results import ArticleHit, Explanation, Interpretation, ParagraphHit, ResultPage
from web import links
from web.archive import current_generation, current_index
from web.parameters import ARTICLE_FIELDS, ApiSearch, refuse_all, strict_search, strict_text

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

# Part of every entity tag: to be raised when the shape of a response changes.
_FORMAT = "1"


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


@blueprint.get("/stats")
def stats() -> Response:
    """Answer what is in the archive: the fields of ``search.backends.base.IndexStats``."""
    refuse_all(request.query_string)
    found = current_index().stats()
    tag = _tag(found.generation, "stats")
    if _is_current(tag):
        return _cached(make_response("", 304), tag)
    return _cached(jsonify(_stats(found)), tag)


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
    return {
        "query": _query(page.request.text, page.interpretation),
        "total": {"articles": page.total_articles, "paragraphs": page.total_paragraphs, "exact": True},
        "took_ms": round(page.took_ms, 2),
        "facets": {name: [asdict(value) for value in facet.values] for name, facet in page.facets.items()},
        "results": [_result(hit, asked.article_fields) for hit in page.articles],
        "links": _page_links(page, asked),
        "index": {
            "generation": page.generation,
            "built_at": page.built_at.isoformat() if page.built_at else None,
        },
    }


def _query(text: str, interpretation: Interpretation) -> dict[str, Any]:
    return {
        "text": text,
        "interpreted": interpretation.text,
        "corrections": [interpretation.correction] if interpretation.correction else [],
        "mode": interpretation.mode,
        "let_go": list(interpretation.let_go),
        "ignored": list(interpretation.ignored),
        "expanded": [asdict(expanded) for expanded in interpretation.expanded],
        "dates": list(interpretation.dates),
        "notes": list(interpretation.notes),
    }


def _result(hit: ArticleHit, article_fields: tuple[str, ...]) -> dict[str, Any]:
    return {
        "article": _article(hit.article, article_fields),
        "title_html": hit.title_html,
        "score": hit.score,
        "hits": [_hit(hit.article.id, paragraph) for paragraph in hit.paragraphs],
        "more_hits": hit.more,
    }


def _article(metadata: ArticleMetadata, wanted: tuple[str, ...]) -> dict[str, Any]:
    published = metadata.published
    values = {
        "id": metadata.id,
        "title": metadata.title,
        "source": metadata.source,
        "published": published.isoformat() if published else None,
        "category": metadata.category,
        "url": metadata.url,
        "paragraph_count": metadata.paragraph_count,
    }
    chosen: dict[str, Any] = {name: values[name] for name in wanted}
    chosen["links"] = {
        "self": url_for("api.article", article_id=metadata.id),
        "page": url_for("pages.article", article_id=metadata.id),
    }
    return chosen


def _hit(article_id: str, hit: ParagraphHit) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "paragraph": hit.number,
        "address": f"{article_id}#{hit.number}",
        "score": hit.score,
        "text": hit.text,
        "snippet": list(hit.snippet),
        "snippet_html": hit.snippet_html,
        "marks": [list(mark) for mark in hit.marks],
    }
    if hit.explanation:
        shown["explanation"] = _explanation(hit.explanation)
    return shown


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "label": explanation.label,
        "value": explanation.value,
        "parts": [_explanation(part) for part in explanation.parts],
    }


def _page_links(page: ResultPage, asked: ApiSearch) -> dict[str, str | None]:
    previous, following = links.neighbours(page)

    def link(number: int | None) -> str | None:
        if number is None:
            return None
        return links.api_search_url(asked.request, asked.article_fields, page=number)

    return {"self": link(asked.request.page), "next": link(following), "prev": link(previous)}


def _stats(found: IndexStats) -> dict[str, Any]:
    values = asdict(found)
    for name in ("built_at", "first_day", "last_day"):
        values[name] = values[name].isoformat() if values[name] else None
    return values
