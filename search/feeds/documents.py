"""What is at the address of a feed: RSS, Atom, a sitemap, an index of sitemaps, or a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO

from search.errors import FeedError
from search.network.addresses import request_address
from search.network.client import Response
from search.network.failures import FetchError
from search.readers.streams import DamagedStreamError, TextStream

MAX_DOCUMENT_BYTES = 50 * 2**20
"""What the protocol of sitemaps allows."""

MAX_FEED_BYTES = 16 * 2**20
"""A feed has the last articles only; a longer one is none, and its tree would take many times its size."""

ACCEPT = (
    "application/atom+xml,application/rss+xml,application/rdf+xml,application/xml;q=0.9,text/xml;q=0.9,"
    "text/html;q=0.5,*/*;q=0.1"
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_KINDS = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "urlset": "sitemap", "sitemapindex": "sitemap",
    "html": "page", "!doctype html": "page", "head": "page", "body": "page",
}  # fmt: skip
_ROOT = re.compile(
    rb"<(?:[\w-]{1,20}:)?(rss|feed|rdf|urlset|sitemapindex|html|head|body|!doctype\s+html)(?=[\s>/])",
    re.IGNORECASE,
)
_WHERE_ROOTS_STAND = 64 * 2**10  # bytes: comments and warnings of programs may come before
_MOST_DECLARED = 10


@dataclass(frozen=True)
class Document:
    """A document that was fetched: ``kind`` is "feed", "sitemap" or "page", ``body`` is decompressed."""

    kind: str
    body: bytes
    response: Response


def document_of(response: Response) -> Document:
    """Return what an answer brought. Raises FetchError where it is none of the three."""
    body = _decompressed(response.body)
    root = _ROOT.search(body[:_WHERE_ROOTS_STAND].replace(b"\x00", b""))  # of UTF-16 and UTF-32
    if not root:
        code = "document_unknown" if body.strip() else "document_empty"
        raise FetchError(code, media_type=response.media_type or "?", passing=True)
    kind = _KINDS[" ".join(root[1].decode("ascii").lower().split())]
    if kind == "feed" and len(body) > MAX_FEED_BYTES:
        raise FetchError("body_too_large", most=MAX_FEED_BYTES)
    return Document(kind, body, response)


def _decompressed(body: bytes) -> bytes:
    """Return a body that is a compressed file, such as sitemap.xml.gz, decompressed up to a bound."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    pieces, size = [], 0
    try:
        for piece in TextStream(BytesIO(body), "gzip").blocks():
            size += len(piece)
            if size > MAX_DOCUMENT_BYTES:
                raise FetchError("body_too_large", most=MAX_DOCUMENT_BYTES)
            pieces.append(piece)
    except DamagedStreamError as error:
        raise FetchError("document_damaged", damage=error.damage, passing=True) from error
    return b"".join(pieces)


def declared_feeds(page: Document) -> list[str]:
    """Return the addresses of the feeds that a page declares (RSS autodiscovery), in its order."""
    parser = _Links()
    parser.feed(page.body[: _WHERE_ROOTS_STAND * 8].decode("utf-8", "replace"))
    base = page.response.address
    found: dict[str, None] = {}
    for address in parser.feeds:
        try:
            found[request_address(address, request_address(parser.base, base) if parser.base else base)] = (
                None
            )
        except FeedError:  # no address on the web
            continue
    return list(found)[:_MOST_DECLARED]


class _Links(HTMLParser):
    """Collects what a page declares with ``<link rel="alternate">``."""

    def __init__(self) -> None:
        super().__init__()
        self.feeds: list[str] = []
        self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "").strip() for name, value in attrs}
        if tag == "base" and not self.base:
            self.base = values.get("href", "")
        relations = values.get("rel", "").lower().split()
        kind = values.get("type", "").partition(";")[0].strip().lower()
        if tag == "link" and values.get("href") and "alternate" in relations and kind in _FEED_TYPES:
            self.feeds.append(values["href"])
