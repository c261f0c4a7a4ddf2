"""One fetch of one feed: what it names, then the articles that are wanted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from search.addresses import id_of_address, shown_address
from search.errors import FeedError
from search.feeds.articles import PAGE_ACCEPT, PAGE_LIMITS, record_of
from search.feeds.documents import ACCEPT, MAX_DOCUMENT_BYTES, Document, declared_feeds, document_of
from search.feeds.failures import PostponedError
from search.feeds.items import Named, Sitemaps, entries_of
from search.feeds.records import Feed, Item
from search.feeds.robots import Robots
from search.feeds.state import FeedState
from search.feeds.turns import Turns
from search.network.addresses import host_of
from search.network.client import Client, Limits, Response
from search.network.failures import OF_HOST, FetchError
from search.remarks import Remark

DOCUMENT_LIMITS = Limits(seconds=60, size=MAX_DOCUMENT_BYTES)
MOST_ATTEMPTS = 5
"""An article that could not be fetched so often is given up."""

_MOST_SECONDS = 1_800.0  # of one fetch: then it adds what it has, and the next one goes on
_MOST_FAILURES = 3
_FIRST_RETRY = 600.0  # seconds, doubled with every failure
_LAST_RETRY = 86_400.0
_WAIT_UNSAID = 300.0  # seconds, where a server asks to wait and does not say for how long
_EARLY = 0.9  # of the time between two fetches: a timer is never quite on time


def retry_after(failures: int, wait: float | None = None) -> float:
    """Return the seconds until something is tried again that has failed so often."""
    return max(min(_FIRST_RETRY * 2.0 ** min(failures - 1, 20), _LAST_RETRY), wait or 0.0)


@dataclass
class FeedDone:
    """What became of one feed.

    status:   "ok", "unchanged", "failing", "stopped", or "waiting" where its host is to be left alone
    problem:  why it is failing, stopped or waiting
    named:    articles that are new or have changed in the feed
    fetched:  articles that are to be added
    failed:   articles that could not be fetched, of which ``given_up`` are not tried again
    waiting:  articles that later fetches will fetch
    moved_to: the new address of the feed, where it has moved for good
    next_at:  seconds since 1970: it is not fetched before
    """

    name: str
    address: str
    status: str = "ok"
    problem: FeedError | None = None
    named: int = 0
    fetched: int = 0
    failed: int = 0
    given_up: int = 0
    waiting: int = 0
    moved_to: str | None = None
    next_at: float = 0.0


@dataclass(frozen=True)
class Told:
    """Something to be told while feeds are fetched.

    place:     the address that it is about, as it may be shown
    is_wrong:  whether something could not be fetched
    """

    feed: str
    place: str
    remark: Remark
    is_wrong: bool = False


class Fetcher:
    """Fetches feeds and articles politely; threads share it."""

    def __init__(
        self, state: FeedState, client: Client, turns: Turns, most: int, on_event: Callable[[Told], None]
    ) -> None:
        self._state, self._client, self._turns = state, client, turns
        self._robots = Robots(state, client, turns)
        self._most, self._on_event = most, on_event
        self._failures: Counter[str] = Counter()  # of hosts, one after the other
        self._end = time.monotonic() + _MOST_SECONDS

    def get(
        self, address: str, limits: Limits, accept: str, validators: Mapping[str, str] | None = None
    ) -> Response:
        """Return what is at an address, if robots.txt allows it, when it is this program's turn.

        Raises FetchError, PostponedError, StoppedError.
        """
        with self._turns.visit() as visit:

            def before(next_address: str) -> None:
                visit.leave()  # robots.txt may have to be asked for first
                self._robots.check(next_address)
                visit.go_to(next_address)

            try:
                response = self._client.get(address, limits, accept, validators, before)
            except FetchError as error:
                self._heed(error, str(error.values.get("host") or host_of(address)))
                raise
            self._failures.pop(host_of(address), None)
            return response

    def _heed(self, error: FetchError, host: str) -> None:
        """Leave a host alone that asked for it, or that is out of order."""
        if error.code == "asked_to_wait":
            self._turns.postpone(host, _WAIT_UNSAID if error.wait is None else error.wait)
        elif error.code in OF_HOST:
            self._failures[host] += 1
            if self._failures[host] >= _MOST_FAILURES:
                self._turns.rest(host)

    def document(self, address: str, validators: Mapping[str, str] | None = None) -> Document | None:
        """Return the document at an address, None where it has not changed. Raises as ``get`` does."""
        response = self.get(address, DOCUMENT_LIMITS, ACCEPT, validators)
        return None if response.status == 304 else document_of(response)

    def fetch(self, feed: Feed) -> FeedDone:
        """Fetch a feed, and the articles of it that are wanted. Raises StoppedError."""
        done = FeedDone(feed.name, shown_address(feed.address))
        try:
            self._read(feed, done)
        except PostponedError as error:
            done.status, done.problem, done.next_at = "waiting", error, error.until
        except FeedError as error:
            self._note_failure(feed, done, error)
        else:
            self._note_success(feed, done)
        if done.status != "stopped":
            self._fetch_articles(feed, done)
        done.waiting = self._state.wanted_count(feed.name)
        return done

    # --- the feed ------------------------------------------------------------------------------------

    def _read(self, feed: Feed, done: FeedDone) -> None:
        document = self.document(feed.address, self._state.document(feed.name, feed.address).validators)
        if document is None:
            done.status = "unchanged"
            return
        named = self._named(feed, document)
        documents = dict(named.documents)
        if document.kind == "feed":
            documents[feed.address] = (document.response.validators, None)
        elif document.response.address in documents:  # it may have been led elsewhere
            documents[feed.address] = documents.pop(document.response.address)
        for remark in named.remarks:
            self._on_event(Told(feed.name, done.address, remark))
        if named.own_ids != feed.own_ids:
            self._state.change(feed.name, own_ids=named.own_ids)
        done.named = self._state.name_items(feed.name, named.items, documents)
        if not feed.title and named.title:
            self._state.change(feed.name, title=named.title)
        moved_to = document.response.moved_to
        if moved_to and moved_to != feed.address:
            self._move(feed, done, moved_to)

    def _named(self, feed: Feed, document: Document) -> Named:
        if document.kind == "feed":
            return entries_of(document, feed)
        if document.kind == "sitemap":
            return Sitemaps(feed, self._state, self.document).read(document)
        feeds = tuple(map(shown_address, declared_feeds(document)))
        code = "page_in_place_of_feed" if feeds else "page_without_feed"
        raise FetchError(code, feeds=feeds, passing=True)

    def _move(self, feed: Feed, done: FeedDone, address: str) -> None:
        """Remember the new address of a feed that has moved for good."""
        if self._state.move(feed.name, feed.address, address):
            done.moved_to = shown_address(address)
            told = Remark("feed_moved", {"address": done.moved_to})
        else:
            told = Remark("feed_moved_to_another", {"address": shown_address(address)})
        self._on_event(Told(feed.name, done.address, told))

    def _note_success(self, feed: Feed, done: FeedDone) -> None:
        now = time.time()
        done.next_at = now + feed.every * _EARLY if feed.every else 0.0
        self._state.change(
            feed.name, status=done.status, problem=None, failures=0, fetched_at=now, next_at=done.next_at,
            new=done.named,
        )  # fmt: skip

    def _note_failure(self, feed: Feed, done: FeedDone, error: FeedError) -> None:
        now = time.time()
        gone = isinstance(error, FetchError) and error.gone
        wait = error.wait if isinstance(error, FetchError) else None
        done.status, done.problem = "stopped" if gone else "failing", error
        done.next_at = now + max(retry_after(feed.failures + 1, wait), feed.every or 0.0)
        self._state.change(
            feed.name, status=done.status, problem=Remark(error.code, error.values), fetched_at=now,
            failures=feed.failures + 1, next_at=done.next_at, new=0,
        )  # fmt: skip

    # --- its articles --------------------------------------------------------------------------------

    def _fetch_articles(self, feed: Feed, done: FeedDone) -> None:
        for item in self._state.wanted(feed.name, time.time(), self._most):
            if time.monotonic() > self._end:
                return
            try:
                self._fetch_article(feed, item, done)
            except PostponedError:
                continue  # nothing was asked: a later fetch does it
            except FeedError as error:
                self._note_failed_article(feed, item, done, error)

    def _fetch_article(self, feed: Feed, item: Item, done: FeedDone) -> None:
        link = str(item.fields.get("url") or "")
        if link and item.id is None and self._state.is_known(id_of_address(link), feed.full_text):
            self._state.settle(feed.name, item.key, "added", id_of_address(link))
            return
        page = None
        if link and feed.full_text:
            try:
                page = self.get(link, PAGE_LIMITS, PAGE_ACCEPT)
            except FetchError as error:
                self._fall_back(feed, item, error)
        try:
            article_id, record = record_of(feed, item, page)
        except FetchError as error:
            if page is None:
                raise
            self._fall_back(feed, item, error)
            article_id, record = record_of(feed, item, None)
        self._state.put(feed.name, item.key, article_id, record)
        done.fetched += 1

    def _fall_back(self, feed: Feed, item: Item, error: FetchError) -> None:
        """Let the text of the feed do where the page cannot be had, or raise the error.

        A page that may be had later is waited for, a few times.
        """
        last = not error.passing or item.attempts + 1 >= MOST_ATTEMPTS
        if not last or not item.fields.get("text"):
            raise error
        told = Remark("feed_text_only", {"reason": error})
        self._on_event(Told(feed.name, _place(item), told))

    def _note_failed_article(self, feed: Feed, item: Item, done: FeedDone, error: FeedError) -> None:
        attempts = item.attempts + 1
        done.failed += 1
        passing = isinstance(error, FetchError) and error.passing
        if passing and attempts < MOST_ATTEMPTS:
            wait = error.wait if isinstance(error, FetchError) else None
            self._state.try_again(feed.name, item.key, attempts, time.time() + retry_after(attempts, wait))
            told = Remark("article_later", {"reason": error, "attempt": attempts, "most": MOST_ATTEMPTS})
        else:
            done.given_up += 1
            self._state.settle(feed.name, item.key, "left")
            told = Remark("article_given_up", {"reason": error})
        self._on_event(Told(feed.name, _place(item), told, is_wrong=True))


def _place(item: Item) -> str:
    """Return what messages call an article."""
    return shown_address(str(item.fields.get("url") or item.fields.get("title") or item.key))
