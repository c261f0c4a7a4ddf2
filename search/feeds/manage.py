"""Adding a feed: what is at its address is looked at first."""

from __future__ import annotations

import re
import unicodedata
from contextlib import closing
from dataclasses import replace

from search.addresses import shown_address
from search.errors import FeedError
from search.feeds.documents import declared_feeds
from search.feeds.items import entries_of
from search.feeds.records import Feed
from search.feeds.run import Manners, fetcher
from search.feeds.state import FeedState
from search.location import Location, local_folder
from search.network.addresses import host_of, request_address
from search.settings import Settings
from search.stopping import Stop

_NAME = re.compile(r"[^\W_][\w.-]{0,59}")
_NO_NAME = re.compile(r"[^\w.]+")


def checked_name(name: str) -> str:
    """Return a name for a feed. Raises FeedError where commands could not take it as one."""
    if not _NAME.fullmatch(name):
        raise FeedError("no_feed_name", name=repr(name[:80]))
    return name


def add_feed(
    folder: Location,
    feed: Feed,
    *,
    check: bool = True,
    manners: Manners | None = None,
    settings: Settings | None = None,
) -> Feed:
    """Add a feed to those of the index in ``folder``, and return it as it is remembered.

    feed:  without a name it gets one from its host and its title
    check: whether it is fetched first: what is no feed is refused, and where it has moved is remembered

    Raises FeedError where there is no feed, naming those that a page declares, or where the name or address
    is there already; MemoryDamagedError; SettingsError.
    """
    feed = replace(feed, address=request_address(feed.address))
    if feed.name:
        checked_name(feed.name)
    with closing(FeedState(local_folder(folder))) as state:
        if check:
            with fetcher(state, manners or Manners(), Stop(), settings=settings) as (asking, _):
                document = asking.document(feed.address)
            assert document is not None  # nothing was said of what is known
            if document.kind == "page":
                found = tuple(map(shown_address, declared_feeds(document)))
                raise FeedError("page_declares_feeds" if found else "page_without_feed", feeds=found)
            feed = replace(feed, address=document.response.moved_to or feed.address)
            if document.kind == "feed":
                feed = replace(feed, title=entries_of(document, feed).title)
            elif not feed.full_text:
                raise FeedError("sitemap_has_no_text")
        if not feed.name:
            feed = replace(feed, name=_free_name(feed, {one.name for one in state.feeds()}))
        state.add(feed)
        return state.feed(feed.name)


def _free_name(feed: Feed, taken: set[str]) -> str:
    """Return a name that no other feed has, made of the host."""
    host = host_of(feed.address).partition(":")[0].removeprefix("www.")
    plain = _NO_NAME.sub("-", unicodedata.normalize("NFKC", host)).strip("-.")[:50] or "feed"
    number = 1
    name = plain
    while name in taken:
        number += 1
        name = f"{plain}-{number}"
    return name
