"""Feeds, and what a fetch of them did, as JSON."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from search.addresses import shown_address
from search.errors import WartaError
from search.feeds.fetching import FeedDone
from search.feeds.records import Feed
from search.feeds.run import Fetched
from search.indexing import Added
from search.remarks import Remark


def feed_as_json(feed: Feed, waiting: int) -> dict[str, Any]:
    """Return a feed as JSON; ``waiting`` is the number of its articles that are still to be fetched."""
    return {
        "name": feed.name,
        "address": shown_address(feed.address),
        "title": feed.title,
        "source": feed.source,
        "full_text": feed.full_text,
        "every_seconds": feed.every,
        "status": feed.status,
        "problem": _problem(feed.problem),
        "fetched_at": _moment(feed.fetched_at),
        "next_at": None if feed.status == "stopped" else _moment(feed.next_at),
        "new": feed.new,
        "waiting": waiting,
    }


def fetched_as_json(fetched: Fetched) -> dict[str, Any]:
    """Return what a fetch did as JSON."""
    added = fetched.added
    now = added and (added.updated if isinstance(added, Added) else added.built)
    return {
        "feeds": [_done(done) for done in fetched.feeds],
        "not_due": fetched.not_due,
        "stopped": fetched.stopped,
        "rejected": fetched.rejected,
        "generation": now.generation if now else None,
        "articles": now.articles if now else None,
    }


def _done(done: FeedDone) -> dict[str, Any]:
    return {
        "name": done.name,
        "address": done.address,
        "moved_to": done.moved_to,
        "status": done.status,
        "problem": _problem(done.problem),
        "next_at": _moment(done.next_at),
        "named": done.named,
        "fetched": done.fetched,
        "failed": done.failed,
        "given_up": done.given_up,
        "waiting": done.waiting,
    }


def _problem(problem: WartaError | Remark | None) -> dict[str, Any] | None:
    return {"code": problem.code, "message": problem.said("en")} if problem else None


def _moment(seconds: float | None) -> str | None:
    if not seconds:
        return None
    return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")
