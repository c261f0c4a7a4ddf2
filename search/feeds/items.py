"""What the documents of a feed name: articles, with what is said of each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from search.addresses import id_of_address, shown_address
from search.errors import FeedError
from search.feeds.documents import Document
from search.feeds.failures import NotHandled, PostponedError
from search.feeds.records import Feed, Item
from search.feeds.state import FeedState
from search.network.addresses import request_address, without_credentials
from search.network.failures import FetchError
from search.readers.formats.feed_file import FeedEntry, feed_entries
from search.readers.formats.sitemap import SitemapEntry, sitemap_entries
from search.readers.records import RecordError
from search.remarks import Remark

_MOST_ITEMS = 100_000
"""Articles that one fetch takes note of; two full sitemaps have as many."""

_MOST_SITEMAPS = 50
_DEEPEST = 3  # indexes of indexes; the protocol has one


@dataclass
class Named:
    """What was read of a feed.

    items:     the articles that it names
    documents: validators, and the moment of change that an index says, of each document that was read
    remarks:   what is worth saying of it
    own_ids:   whether ids of its own tell its entries apart
    title:     what it calls itself
    """

    items: list[Item] = field(default_factory=list)
    documents: dict[str, tuple[Mapping[str, str], str | None]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    own_ids: bool = True
    title: str | None = None


def entries_of(document: Document, feed: Feed) -> Named:
    """Return what a feed in RSS or Atom names. Raises FetchError where nothing in it can be read."""
    named = Named(own_ids=feed.own_ids)
    entries: list[FeedEntry] = []
    content_type = document.response.headers.get("content-type")
    try:
        for entry in feed_entries(
            document.body, content_type=content_type, address=document.response.address
        ):
            if not entry.no_article:
                entries.append(entry)
    except RecordError as error:
        if not entries:
            raise FetchError("feed_cannot_be_read", reason=error.reason, passing=True) from error
        named.remarks.append(error.reason)
    except NotHandled as error:
        raise FetchError("library_failed", kind=type(error).__name__) from error
    links = defaultdict(set)
    for entry in entries:
        links[entry.own_id].add(entry.fields.get("url"))
    if named.own_ids and any(own and len(several) > 1 for own, several in links.items()):
        named.own_ids = False
        named.remarks.append(Remark("ids_are_shared"))
    for number, entry in enumerate(entries[:_MOST_ITEMS]):
        named.items.append(_item_of_entry(entry, f"{_MOST_ITEMS - number:06d}", named.own_ids))
    named.title = next((str(e.fields["source"]) for e in entries if e.fields.get("source")), None)
    return named


def _item_of_entry(entry: FeedEntry, rank: str, own_ids: bool) -> Item:
    fields = dict(entry.fields)
    link = str(fields.pop("url", ""))
    if link:
        try:
            fields["url"] = without_credentials(request_address(link))
        except FeedError:  # too long, or of a host that cannot be
            link = ""
    fields.pop("id", None)  # it is made of the address of the page, which may be another one
    key = entry.own_id if own_ids else None
    key = key or (id_of_address(link) if link else _digest(fields).hex())
    return Item(key, _digest(fields), rank, fields, entry.has_text)


def _digest(fields: Mapping[str, Any]) -> bytes:
    told = [fields.get(name) for name in ("title", "url", "published", "updated", "text")]
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Sitemaps:
    """Reads a sitemap, and those that an index names; a document that has not changed is not read again.

    read: fetches a document with its validators; None where it has not changed since
    """

    def __init__(
        self, feed: Feed, state: FeedState, read: Callable[[str, Mapping[str, str]], Document | None]
    ) -> None:
        self._feed, self._state, self._read = feed, state, read
        self._named = Named()
        self._keys: set[str] = set()
        self._left = _MOST_SITEMAPS

    def read(self, document: Document) -> Named:
        """Return what a sitemap names, and all sitemaps below it. Raises FetchError if it cannot be read."""
        self._take(document, document.response.address, None, 1)
        return self._named

    def _take(self, document: Document, address: str, changed: str | None, depth: int) -> None:
        """Take note of one sitemap, which is remembered as read once everything that it names is."""
        named, further = self._named, []
        complete = True
        try:
            for entry in sitemap_entries([document.body]):
                if entry.is_index:
                    further.append(entry)
                elif len(named.items) < _MOST_ITEMS:
                    self._take_entry(entry)
                else:
                    complete = False
        except RecordError as error:
            if not named.items and not further:
                raise FetchError("feed_cannot_be_read", reason=error.reason, passing=True) from error
            named.remarks.append(error.reason)
            complete = False
        for entry in self._in_order(further):
            complete &= self._follow(entry, depth + 1)
        if complete:
            # An index says nothing of what has changed in sitemaps whose moment of change it does not name.
            named.documents[address] = ({} if further else document.response.validators, changed)

    def _in_order(self, entries: list[SitemapEntry]) -> list[SitemapEntry]:
        """Return sitemaps in the order of reading: the latest changes, then those not read for longest."""
        read_at = {
            entry.address: 0.0
            if entry.changed
            else self._state.document(self._feed.name, entry.address).read_at
            for entry in entries
        }
        latest_first = sorted(entries, key=lambda entry: entry.changed or "", reverse=True)
        return sorted(latest_first, key=lambda entry: read_at[entry.address])

    def _take_entry(self, entry: SitemapEntry) -> None:
        try:
            address = without_credentials(request_address(entry.address))
        except FeedError:
            return
        key = id_of_address(address)
        if key in self._keys:
            return
        self._keys.add(key)
        fields = {**entry.fields, "url": address}
        told = repr([entry.changed, fields.get("title")]).encode("utf-8", "surrogatepass")
        rank = str(entry.changed or fields.get("published") or "")
        self._named.items.append(Item(key, hashlib.blake2b(told, digest_size=16).digest(), rank, fields))

    def _follow(self, entry: SitemapEntry, depth: int) -> bool:
        """Read a sitemap that an index names. Returns whether nothing of it is left for another fetch."""
        try:
            address = request_address(entry.address)
            known = self._state.document(self._feed.name, address)
            if entry.changed and entry.changed == known.changed:
                return True
            if not self._left or depth > _DEEPEST or len(self._named.items) >= _MOST_ITEMS:
                return False
            self._left -= 1
            document = self._read(address, known.validators)
            if document is None:
                self._named.documents[address] = (known.validators, entry.changed)
            elif document.kind == "sitemap":
                self._take(document, address, entry.changed, depth)
            else:
                raise FetchError("no_sitemap")
        except FeedError as error:
            if not isinstance(error, PostponedError):
                place = shown_address(entry.address)
                self._named.remarks.append(Remark("at_place", {"place": place, "reason": error}))
            return False
        return True
