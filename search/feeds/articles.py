"""From what a feed says of an article, and the page that it links to, to the record of the article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from search.addresses import id_of_address
from search.article import derived_id
from search.feeds.failures import NotHandled
from search.feeds.records import Feed, Item
from search.network.addresses import same_site, without_credentials
from search.network.client import Limits, Response
from search.network.failures import FetchError
from search.readers.formats.html import page_fields
from search.readers.records import RecordError, as_record
from search.texts.markup import without_markup

PAGE_LIMITS = Limits(seconds=40, size=8 * 2**20)
PAGE_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "", "application/xml", "text/xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def fields_of_page(page: Response) -> dict[str, object]:
    """Return the fields of the article in a page. Raises FetchError where there is none."""
    if page.media_type not in _PAGE_TYPES:
        raise FetchError("is_no_page", media_type=page.media_type)
    charset = _CHARSET.search(page.headers.get("content-type", ""))
    try:
        return page_fields(page.body, page.address, charset=charset[1] if charset else None)
    except RecordError as error:
        raise FetchError("page_is_no_article", reason=error.reason) from error
    except NotHandled as error:
        raise FetchError("library_failed", kind=type(error).__name__) from error


def record_of(feed: Feed, item: Item, page: Response | None) -> tuple[str, str]:
    """Return the id and the record of an article, a line of JSON, made of a feed and perhaps a page.

    What the feed says counts before what the page says, except for the text, of which the longer one counts,
    and the publisher. Words of a feed about the page of another site are never taken for those of that site:
    it could put forged ones in place of true ones.

    Raises FetchError where neither has a text.
    """
    named = dict(item.fields)
    for name in ("title", "text"):
        if isinstance(named.get(name), str):
            named[name] = without_markup(str(named[name]))[0].strip()
    link = str(named.get("url") or "")
    at_home = bool(link) and same_site(link, feed.address)
    fields, address = named, link if at_home else ""
    if page is not None:
        found = fields_of_page(page)
        address = _canonical(str(found.get("url") or ""), page.address)
        fields = {**found, **named, "url": address}
        if "source" in found:
            fields["source"] = found["source"]
        if not at_home or _length(found) >= _length(named):
            fields.pop("text", None)
            fields["paragraphs"] = found["paragraphs"]
        else:
            fields.pop("paragraphs", None)
    if not _length(fields):
        raise FetchError("feed_without_text")
    if feed.source:
        fields["source"] = feed.source
    if link and not fields.get("url"):
        fields["url"] = link
    if fields.get("url"):
        fields["url"] = without_credentials(str(fields["url"]))
    made = id_of_address(address) if address else derived_id(feed.address, [item.key])
    fields["id"] = item.id or made
    return str(fields["id"]), as_record(fields)


def _canonical(said: str, address: str) -> str:
    """Return the address that a page gives for itself, if that is one of its site."""
    return said if said and same_site(said, address) else without_credentials(address)


def _length(fields: Mapping[str, Any]) -> int:
    """Return the number of characters of a text."""
    if "paragraphs" in fields:
        return sum(map(len, fields["paragraphs"]))
    return len(str(fields.get("text") or "").strip())
