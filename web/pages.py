"""The pages people read: the search page with its results, and an article with its paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, current_app, request

from search.errors import RequestError
from search.results import ResultPage
from web import links, navigation
from web.answers import HTML, Asked, Body, conditional
from web.archive import current_index, stored_id
from web.language import language_of
from web.links import Links
from web.marking import marked
from web.parameters import tolerant_search
from web.rendering import current_templates
from web.wording import WORDINGS

blueprint = Blueprint("pages", __name__)

_answered = conditional(HTML, "no-cache", "Accept-Encoding")


@blueprint.get("/")
@_answered
def search() -> Asked:
    """Show the results of ``q``, or the start page without it."""
    return _asked("/", _search_page)


@blueprint.get("/artikel/<article_id:segment>")
@_answered
def article(segment: str) -> Asked:
    """Show an article; the matches of ``q`` are marked in it."""
    article_id = stored_id(segment)
    return _asked(links.article_path(article_id), lambda page: _article_page(page, article_id))


class Page:
    """A page that is being made: what was asked for, in which language, and where it leads."""

    def __init__(self, path: str, query_string: bytes, root: str, today: date) -> None:
        self.asked, self.problems, chosen = tolerant_search(query_string, today)
        self._language = language_of(chosen)
        self.wording = WORDINGS[self._language.code]
        self.links = Links(self.asked, root, chosen, path)

    def rendered(self, template: str, **shown: object) -> bytes:
        """Return the page as HTML."""
        notes = self.wording.notes_on(self.problems)
        html = current_templates().rendered(
            template, self._language, asked=self.asked, links=self.links, notes=notes, **shown
        )
        return html.encode()


def _asked(path: str, make: Callable[[Page], Body]) -> Asked:
    """Return a request for a page, which nothing is read of before its entity tag was compared."""
    today, root = current_app.config["WARTA"].clock(), links.root_of(request.environ)
    query_string = request.query_string
    key = (root, path, query_string.decode("latin-1"), today.isoformat())
    return Asked(key, lambda: make(Page(path, query_string, root, today)))


def _search_page(page: Page) -> Body:
    if page.asked.text.strip() or page.links.is_browsing:
        try:
            found = current_index().run(page.asked)
            html = page.rendered("results.html", **_around(found, page.links))
            return Body(html, bool(found.total_articles))
        except RequestError as error:  # a query that cannot be understood at all
            page.problems += error.problems
    stats = current_index().stats()
    examples = navigation.example_searches(stats, page.links)
    return Body(page.rendered("start.html", stats=stats, examples=examples))


def _around(found: ResultPage, to: Links) -> dict[str, object]:
    """Return what the results page shows: the hits, and what is around them."""
    asked = found.request
    previous, following = links.neighbours(found)
    return {
        "page": found,
        "facets": navigation.facets_of(found, to),
        "filters": navigation.filters_of(asked, to),
        "sorts": navigation.choices_of(asked, to, "sort"),
        "groups": navigation.choices_of(asked, to, "group"),
        "simpler": navigation.simpler_searches(asked, to) if not found.total_articles else [],
        "previous": previous,
        "following": following,
        "last_page": links.last_page(found),
        "beyond_window": links.last_page(found) < found.page_count,
    }


def _article_page(page: Page, article_id: str) -> Body:
    index = current_index()
    found, marks = index.marked_article(article_id, page.asked)
    first = found.paragraphs[0] if found.paragraphs else ""
    html = page.rendered(
        "article.html",
        article=found.metadata,
        title=page.wording.title_of(found.metadata, first),
        paragraphs=[marked(text, ranges) for text, ranges in zip(found.paragraphs, marks, strict=True)],
        matches=sum(map(len, marks)),
        source_url=links.source_url(found.url),
        similar=[one.article for one in index.similar(article_id)],
        back_url=page.links.search(page=page.asked.page) if page.asked.text.strip() else None,
    )
    return Body(html)
