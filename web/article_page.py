"""The page of an article: its text with marks, links to other articles, versions, and citations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup

from search.article import Article, ArticleMetadata, fingerprint
from search.errors import NotFoundError
from search.published import instant_of
from search.request import SearchRequest
from search.values import VALUE_FIELDS
from web import links
from web.archive import current_index, first_words
from web.citations import FORMATS, Cited, citation
from web.comparing import Piece, differences
from web.marking import marked
from web.page import Page
from web.source_links import source_url

_SIMILAR_SHOWN = 5
_STORY_SEARCHED, _STORY_EACH_WAY = 20, 5


class Shown(NamedTuple):
    """A paragraph on the page.

    name:  its fingerprint, which its permanent address contains; equal paragraphs have the same one
    named: whether it is the first paragraph with this fingerprint, to which the address leads
    asked: whether the current address leads to it
    """

    number: int
    html: Markup
    name: str
    named: bool
    address: str
    matches: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The paragraph to which an address leads: its number in the address, and now (None if it is gone)."""

    was: int | None
    number: int | None

    @property
    def moved(self) -> bool:
        """Whether its number has changed since the address was made."""
        return self.number is not None and self.was is not None and self.was != self.number


@dataclass(frozen=True, slots=True)
class Version:
    """A copy of the article, and the address of the page that compares the two."""

    about: ArticleMetadata
    compared: str
    selected: bool


class Browsed(NamedTuple):
    """The values of an article, each with the address of the list of all articles that have it."""

    source: list[tuple[str, str]]
    category: list[tuple[str, str]]
    author: list[tuple[str, str]]
    tag: list[tuple[str, str]]
    place: list[tuple[str, str]]


def article_page(page: Page, article_id: str) -> bytes:
    """Return the page as HTML. Raises NotFoundError."""
    index = current_index()
    wanted = page.reading
    shown_search = SearchRequest(wanted["find"]) if wanted["find"].strip() else page.asked
    found, marks = index.marked_article(article_id, shown_search)
    asked = _asked_paragraph(wanted["paragraph"], found.paragraphs)
    about, to = found.metadata, page.links
    paragraphs = _paragraphs(found, marks, asked, page)
    cited = _cited(page, found, asked)
    permanent = page.origin + to.permanent(about.id)
    compared = _compared(wanted["compare"], found)
    similar = [one.article for one in index.similar(article_id, _STORY_SEARCHED)]
    return page.rendered(
        "article.html",
        today=page.today,
        article=about,
        browsed=Browsed(*[_having(name, found, to) for name in Browsed._fields]),
        title=cited.title,
        paragraphs=paragraphs,
        matching=[one.number for one in paragraphs if one.matches],
        matches=sum(one.matches for one in paragraphs),
        found_for=shown_search.text.strip(),
        asked_paragraph=asked,
        source_url=source_url(about.url),
        similar=similar[:_SIMILAR_SHOWN],
        story=_story(about, similar),
        versions=_versions(article_id, wanted["compare"], page),
        compared=compared,
        back_url=to.search(page=page.asked.page) if page.is_search else None,
        neighbours=_neighbours(page, article_id),
        permanent=permanent,
        citations=[_form(page, cited, form) for form in FORMATS],
        cited=cited,
        structured=_structured(about, cited.title, permanent, found.paragraphs),
    )


class Form(NamedTuple):
    """A citation in one format, and the address of a file with it."""

    form: str
    text: str
    file: str


def _form(page: Page, cited: Cited, form: str) -> Form:
    name = "" if cited.number is None else fingerprint(cited.paragraph)
    file = page.links.citation(cited.about.id, form, cited.number, name)
    return Form(form, citation(cited, form, page.wording), file)


def citation_of(page: Page, article_id: str, form: str) -> str:
    """Return the citation of an article, or of the paragraph in its address. Raises NotFoundError."""
    found = current_index().article(article_id)
    return citation(
        _cited(page, found, _asked_paragraph(page.reading["paragraph"], found.paragraphs)), form, page.wording
    )


def _having(name: str, found: Article, to: links.Links) -> list[tuple[str, str]]:
    listed = []
    for value in VALUE_FIELDS[name].values(found):
        only: dict[str, Any] = {name: (value,)}
        listed.append((value, to.other_search(SearchRequest("", **only))))
    return listed


def _cited(page: Page, found: Article, asked: Asked | None) -> Cited:
    about = found.metadata
    title = about.title or first_words(found.paragraphs[0])
    if asked is None or asked.number is None:
        return Cited(about, title, page.origin + page.links.permanent(about.id))
    one = found.paragraph(asked.number)
    address = page.links.permanent(about.id, one.number, one.fingerprint)
    return Cited(about, title, page.origin + address, one.number, one.text)


def _asked_paragraph(wanted: str, paragraphs: Sequence[str]) -> Asked | None:
    number, dash, name = wanted.strip().lower().partition("-")
    was = int(number) if number.isascii() and number.isdecimal() and len(number) < 7 else None
    if was is None and not dash:
        return None
    if not name:  # a number without a fingerprint leads to the paragraph that now has this number
        return Asked(was, was if was is not None and was < len(paragraphs) else None)
    places = [place for place, text in enumerate(paragraphs) if fingerprint(text) == name]
    nearest = min(places, key=lambda place: abs(place - (was or 0)), default=None)
    return Asked(was, nearest)


def _paragraphs(
    found: Article, marks: Sequence[Sequence[tuple[int, int]]], asked: Asked | None, page: Page
) -> list[Shown]:
    shown, names = [], set()
    for number, (text, ranges) in enumerate(zip(found.paragraphs, marks, strict=True)):
        name = fingerprint(text)
        address = page.links.paragraph(found.id, number, name)
        here = asked is not None and asked.number == number
        shown.append(Shown(number, marked(text, ranges), name, name not in names, address, len(ranges), here))
        names.add(name)
    return shown


def _story(about: ArticleMetadata, similar: Sequence[ArticleMetadata]) -> list[ArticleMetadata]:
    """Return this article and the similar articles before and after it, in order of time."""
    if not about.published:
        return []
    here = instant_of(about.published)
    others = [one for one in similar if one.published and one.id != about.id]
    dated = sorted((instant_of(one.published), one.id, one) for one in others if one.published)
    before = [one for when, _, one in dated if when < here]
    after = [one for when, _, one in dated if when >= here]
    if not before and not after:
        return []
    return [*before[-_STORY_EACH_WAY:], about, *after[:_STORY_EACH_WAY]]


def _versions(article_id: str, compared: str, page: Page) -> list[Version]:
    copies = current_index().copies(article_id)
    return [Version(one, page.links.comparison(article_id, one.id), one.id == compared) for one in copies]


def _compared(other_id: str, found: Article) -> list[list[Piece]] | None:
    if not other_id:
        return None
    try:
        other = current_index().article(other_id)
    except NotFoundError:
        return None
    return differences(found.paragraphs, other.paragraphs)


def _neighbours(page: Page, article_id: str) -> tuple[str | None, str | None]:
    """Return the addresses of the previous and the next hit of the search that led to this article."""
    if not page.is_search:
        return None, None
    index, here = current_index(), page.asked.page
    found = index.run(page.on_page(here))
    ids = list(dict.fromkeys(hit.article.id for hit in found.articles))
    if article_id not in ids:
        return None, None
    place = ids.index(article_id)
    previous_page, next_page = links.neighbours(found)
    before: tuple[str, int] | None = (ids[place - 1], here) if place else None
    after: tuple[str, int] | None = (ids[place + 1], here) if place + 1 < len(ids) else None
    if before is None and previous_page and (there := index.run(page.on_page(previous_page)).articles):
        before = there[-1].article.id, previous_page
    if after is None and next_page and (there := index.run(page.on_page(next_page)).articles):
        after = there[0].article.id, next_page
    addresses = [page.links.hit(*one) if one else None for one in (before, after)]
    return addresses[0], addresses[1]


def _structured(about: ArticleMetadata, title: str, permanent: str, paragraphs: Sequence[str]) -> Markup:
    """Return the article as a NewsArticle of schema.org, in JSON that cannot end a script element."""
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "url": permanent,
        "inLanguage": about.language or "id",
        "datePublished": about.published.isoformat() if about.published else None,
        "dateModified": about.updated.isoformat() if about.updated else None,
        "author": [{"@type": "Person", "name": name} for name in about.authors],
        "publisher": {"@type": "Organization", "name": about.source} if about.source else None,
        "articleSection": about.category,
        "keywords": list(about.tags),
        "isBasedOn": source_url(about.url),
        "description": paragraphs[0][:300] if paragraphs else None,
    }
    text = json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escaped)
    return Markup(text)
