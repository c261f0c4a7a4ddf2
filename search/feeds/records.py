"""A feed, an article that it names, and a document of it, as they are remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from search.remarks import Remark


@dataclass(frozen=True)
class Feed:
    """A feed, and how its last fetch ended.

    full_text:  whether the articles that it links to are fetched
    every:      seconds between two fetches, or None: at every fetch of all feeds
    source:     the publisher of its articles where that is not to be taken from the feed
    status:     "new", "ok", "unchanged", "failing" or "stopped"
    problem:    what went wrong at the last fetch, or None
    fetched_at, next_at: seconds since 1970; it is not fetched before ``next_at``
    new:        articles of the last fetch that were new or had changed
    failures:   fetches that failed since one succeeded
    own_ids:    whether its own ids tell its entries apart
    """

    name: str
    address: str
    full_text: bool = True
    every: float | None = None
    source: str | None = None
    title: str | None = None
    status: str = "new"
    problem: Remark | None = None
    fetched_at: float | None = None
    next_at: float = 0.0
    new: int = 0
    failures: int = 0
    own_ids: bool = True


@dataclass(frozen=True)
class Item:
    """An article that a feed names.

    key:         what it is known by within its feed
    fingerprint: of what the feed says of it
    rank:        later ones are fetched first
    fields:      of an article, as far as the feed has them
    has_text:    whether the feed has its text, and not only a description
    id:          of the article, once it is decided
    attempts:    to fetch it that failed
    """

    key: str
    fingerprint: bytes
    rank: str
    fields: Mapping[str, Any]
    has_text: bool = False
    id: str | None = None
    attempts: int = 0


@dataclass(frozen=True)
class ReadDocument:
    """What is remembered of a document of a feed.

    validators: headers that ask for it only if it has changed
    changed:    the moment of its change, as the index of sitemaps wrote it
    read_at:    seconds since 1970, 0 if it was never read
    """

    validators: Mapping[str, str] = field(default_factory=dict)
    changed: str | None = None
    read_at: float = 0.0
