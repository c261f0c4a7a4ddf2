"""Feeds of a search: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, in order of publication or of arrival."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from email.utils import format_datetime
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson
from flask import Blueprint

from search.article import ArticleMetadata
from search.as_json import Json
from search.clock import DEFAULT_ZONE
from search.parameters import PARAGRAPH_FIELDS
from search.published import Published, day_of
from search.results import ArticleHit, ResultPage
from web import links, navigation, paths
from web.answers import Asked, Body, conditional
from web.archive import current_index, headline_of
from web.language import DEFAULT_LANGUAGE, language_of
from web.parameters import ApiSearch
from web.resources import base_of, searched, today
from web.source_links import source_url
from web.wording import WORDINGS

blueprint = Blueprint("feeds", __name__)

#: The kinds of feeds, and their media types.
KINDS = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
_CACHED = "public, max-age=60"
# Characters that XML 1.0 cannot contain, not even as a reference.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATOM = "http://www.w3.org/2005/Atom"
_CREATOR = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True)
class _Feed:
    """A feed before it is written.

    home:     the address of the page with the same search
    address:  the address of the feed itself
    changed:  the time when the index was built
    url_of:   returns the address of the page of an article
    """

    title: str
    language: str
    home: str
    address: str
    changed: datetime
    hits: tuple[ArticleHit, ...]
    url_of: Callable[[ArticleMetadata], str]


def _view(kind: str, content_type: str, written: Callable[[_Feed], bytes]) -> None:
    """Add the view of a kind of feed."""

    @blueprint.get(f"/feed.{kind}", endpoint=kind)
    @conditional(content_type, _CACHED, "Accept-Encoding, Accept-Language, Host")
    def feed() -> Asked:
        asked = searched("feed")
        count, base = asked.others["count"], base_of("absolute")
        request = replace(
            asked.request,
            sort="arrived" if asked.request.sort == "arrived" else "newest",
            page_size=count, hits_per_article=1, facets=(), hit_fields=PARAGRAPH_FIELDS,
        )  # fmt: skip
        address = links.feed_address(f"{base}/feed.{kind}", asked.request, asked.others)

        def answer() -> Body:
            return Body(written(_feed(current_index().run(request), asked, address, base)))

        return Asked((address, today().isoformat()), answer)


def _feed(found: ResultPage, asked: ApiSearch, address: str, base: str) -> _Feed:
    language = asked.others["lang"]
    wording = WORDINGS[language_of(language).code]
    chosen = None if language == DEFAULT_LANGUAGE else language
    to = links.Links(replace(asked.request, page_size=10), base, chosen)
    about = asked.request.text.strip() or wording.browsed(navigation.filters_of(asked.request, to))
    return _Feed(
        title=f"Warta: {about}",
        language=language,
        home=to.search(),
        address=address,
        changed=found.built_at or datetime.now(timezone.utc),
        hits=found.articles,
        url_of=lambda about: paths.article_path(about.id, base),
    )


def _moment(published: Published) -> datetime:
    """Return the time of publication. If only the day is known, it is the beginning of the day in Jakarta."""
    if isinstance(published, datetime):
        return published if published.tzinfo else published.replace(tzinfo=timezone.utc)
    return datetime.combine(day_of(published), datetime.min.time(), DEFAULT_ZONE)


def _changed(about: ArticleMetadata, feed: _Feed) -> datetime:
    """Return the time of the last change, which every entry of Atom must have."""
    known = about.updated or about.published
    return _moment(known) if known else feed.changed


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()}).text = _clean(text)


def _written(root: Element) -> bytes:
    return bytes(tostring(root, "utf-8", xml_declaration=True))


def _summary(hit: ArticleHit) -> str:
    return " … ".join(one.snippet_html for one in hit.paragraphs)


def _atom(feed: _Feed) -> bytes:
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.language})
    _text(root, "id", feed.home)
    _text(root, "title", feed.title)
    _text(root, "updated", feed.changed.isoformat())
    SubElement(SubElement(root, "author"), "name").text = "Warta"
    SubElement(root, "link", rel="self", type=KINDS["atom"], href=feed.address)
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.home)
    for hit in feed.hits:
        about, entry = hit.article, SubElement(root, "entry")
        _text(entry, "id", feed.url_of(about))
        _text(entry, "title", headline_of(about))
        SubElement(entry, "link", rel="alternate", type="text/html", href=feed.url_of(about))
        if url := source_url(about.url):
            SubElement(entry, "link", rel="via", href=_clean(url))
        _text(entry, "updated", _changed(about, feed).isoformat())
        if about.published:
            _text(entry, "published", _moment(about.published).isoformat())
        for name in about.authors or filter(None, [about.source]):
            _text(SubElement(entry, "author"), "name", name)
        for name in filter(None, [about.category, *about.tags]):
            SubElement(entry, "category", term=_clean(name))
        _text(entry, "summary", _summary(hit), type="html")
    return _written(root)


def _rss(feed: _Feed) -> bytes:
    root = Element("rss", {"version": "2.0", "xmlns:atom": _ATOM, "xmlns:dc": _CREATOR})
    channel = SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.home)
    _text(channel, "description", feed.title)
    _text(channel, "language", feed.language)
    _text(channel, "lastBuildDate", format_datetime(feed.changed))
    SubElement(channel, "atom:link", rel="self", type=KINDS["rss"], href=feed.address)
    for hit in feed.hits:
        about, item = hit.article, SubElement(channel, "item")
        _text(item, "title", headline_of(about))
        _text(item, "link", feed.url_of(about))
        _text(item, "guid", feed.url_of(about), isPermaLink="true")
        _text(item, "description", _summary(hit))
        if about.published:
            _text(item, "pubDate", format_datetime(_moment(about.published)))
        for name in about.authors or filter(None, [about.source]):
            _text(item, "dc:creator", name)
        for name in filter(None, [about.category, *about.tags]):
            _text(item, "category", name)
    return _written(root)


def _json(feed: _Feed) -> bytes:
    items = [_item(hit, feed) for hit in feed.hits]
    return orjson.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.home,
            "feed_url": feed.address,
            "language": feed.language,
            "items": items,
        }
    )


def _item(hit: ArticleHit, feed: _Feed) -> Json:
    about = hit.article
    values: Json = {
        "id": feed.url_of(about),
        "url": feed.url_of(about),
        "external_url": source_url(about.url),
        "title": headline_of(about),
        "content_html": _summary(hit),
        "date_published": _moment(about.published).isoformat() if about.published else None,
        "date_modified": _moment(about.updated).isoformat() if about.updated else None,
        "authors": [{"name": name} for name in about.authors or filter(None, [about.source])],
        "tags": [*filter(None, [about.category, *about.tags])],
        "language": about.language,
    }
    return {name: value for name, value in values.items() if value or name == "content_html"}


for _kind, _of in {"atom": _atom, "rss": _rss, "json": _json}.items():
    _view(_kind, f"{KINDS[_kind]}; charset=utf-8" if _kind != "json" else KINDS[_kind], _of)
