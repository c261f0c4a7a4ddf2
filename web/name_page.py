"""The page of a person or an organisation: roles, coverage over time, latest quotations, named with whom."""

from __future__ import annotations

from flask import current_app

from search.errors import NotFoundError
from search.request import SearchRequest
from search.results import NameProfile
from web import navigation
from web.archive import current_index
from web.links import Links, about_text, said_text
from web.page import Page
from web.paths import decoded_id
from web.timeline import bars_of


def has_page(kind: str) -> bool:
    """Return whether names of a kind have pages here."""
    wanted = current_app.config["WARTA"].name_pages
    return wanted == "all" or (wanted == "organisations" and kind == "organisation")


def name_page(page: Page, segment: str) -> bytes:
    """Return the page as HTML. Raises NotFoundError."""
    name = decoded_id(segment)
    profile = current_index().name(name)
    if not has_page(profile.kind):
        raise NotFoundError("no_such_person", name=repr(name))
    about = page.links_around(SearchRequest(about_text(profile.name)))
    said = page.links_around(SearchRequest(said_text(profile.name), sort="newest"))
    return page.rendered(
        "name.html",
        profile=profile,
        bars=bars_of(profile.timeline, about),
        about_url=about.search(),
        said_url=said.search(),
        feed_url=said.feed("atom"),
        others=_others(profile, page.links),
        hits=profile.latest,
    )


def _others(profile: NameProfile, to: Links) -> list[navigation.Choice]:
    return [navigation.Choice(one.value, to.name(one.value), one.count) for one in profile.others]
