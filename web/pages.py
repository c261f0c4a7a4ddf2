"""The pages people read: the search page with its results, and an article with its paragraphs."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template, request

from search.errors import Problem, RequestError
from search.request import SearchRequest
from search.results import IndexStats, ResultPage
from web import links, metrics, navigation, wording
from web.archive import current_index
from web.marking import marked
from web.parameters import tolerant_search

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def search() -> Response:
    """Show the results of ``q``, or the start page without it."""
    asked, problems = _asked()
    index = current_index()
    if not asked.text.strip():
        return _start_page(index.stats(), asked, problems)
    try:
        page = metrics.counted(index.run(asked))
    except RequestError as error:  # a query that cannot be understood at all
        return _start_page(index.stats(), asked, problems + error.problems)
    return _page("results.html", asked, problems, page=page, **_around(page))


@blueprint.get("/artikel/<article_id:article_id>")
def article(article_id: str) -> Response:
    """Show an article; the matches of ``q`` are marked in it."""
    asked, problems = _asked()
    found, marks = current_index().marked_article(article_id, asked)
    first = found.paragraphs[0] if found.paragraphs else ""
    return _page(
        "article.html",
        asked,
        problems,
        article=found.metadata,
        title=wording.title_of(found.metadata, first),
        paragraphs=[marked(text, ranges) for text, ranges in zip(found.paragraphs, marks, strict=True)],
        matches=sum(map(len, marks)),
        source_url=links.source_url(found.url),
        similar=[one.article for one in current_index().similar(article_id)],
        back_url=links.search_url(asked) if asked.text.strip() else None,
    )


def _asked() -> tuple[SearchRequest, tuple[Problem, ...]]:
    return tolerant_search(request.query_string, current_app.config["WARTA"].clock())


def _around(page: ResultPage) -> dict[str, object]:
    """Return what the result page shows around its hits."""
    asked = page.request
    previous, following = links.neighbours(page)
    return {
        "facets": navigation.facets_of(page),
        "filters": navigation.filters_of(asked),
        "sorts": navigation.choices_of(asked, "sort"),
        "groups": navigation.choices_of(asked, "group"),
        "simpler": navigation.simpler_searches(asked) if not page.total_articles else [],
        "previous": previous,
        "following": following,
        "last_page": links.last_page(page),
        "beyond_window": links.last_page(page) < page.page_count,
    }


def _start_page(stats: IndexStats, asked: SearchRequest, problems: tuple[Problem, ...]) -> Response:
    return _page("start.html", asked, problems, stats=stats, examples=navigation.example_searches(stats))


def _page(template: str, asked: SearchRequest, problems: tuple[Problem, ...], **shown: object) -> Response:
    html = render_template(
        template,
        asked=asked,
        notes=wording.notes_on(problems),
        **shown,
    )
    response = make_response(html)
    response.headers["Cache-Control"] = "no-cache"
    return response
