"""A fetch of feeds: politely and in parallel from the network, then at once into the index.

Articles wait in the memory of feeds until all are fetched, so that no other writer waits for a slow server,
and one fetch makes one generation.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from search import disk
from search.errors import FeedError, IndexLockedError, NothingToIndexError, WartaError
from search.feeds.fetching import FeedDone, Fetcher, Told
from search.feeds.keeping import file_of_today, keep
from search.feeds.records import Feed
from search.feeds.state import FeedState
from search.feeds.turns import Turns
from search.index.lock import NOT_WAITING, Locking, locked
from search.index.removals import Blocked, Removals
from search.indexing import Added, Event, Reindexed, change
from search.location import Location, local_folder
from search.network.addresses import host_of
from search.network.client import Client, user_agent
from search.network.failures import StoppedError
from search.readers import FileCounts, Reject
from search.remarks import Remark
from search.settings import Settings
from search.stopping import Stop

_HOSTS_AT_ONCE = 8
_LOCK = "FEEDS.LOCK"
_LOOKS = 0.1  # seconds between two looks whether to stop


@dataclass(frozen=True)
class Manners:
    """How hosts are treated.

    pause:         seconds between two requests to a host; its robots.txt may ask for more
    most:          articles of a feed that one fetch fetches; the others wait for the next one
    allow_private: whether addresses may be asked that are not on the public internet
    """

    pause: float = 1.0
    most: int = 200
    allow_private: bool = False


@dataclass
class Fetched:
    """What a fetch did.

    feeds:    what became of each feed that was fetched
    not_due:  names of feeds that are to be fetched later
    added:    the generation with the new articles, None where there were none
    rejected: articles that were fetched and cannot be indexed
    stopped:  whether it was asked to end before it was complete
    """

    feeds: list[FeedDone] = field(default_factory=list)
    not_due: list[str] = field(default_factory=list)
    added: Added | Reindexed | None = None
    rejected: int = 0
    stopped: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether every feed and every article could be fetched and indexed."""
        failed = any(done.failed or done.status in ("failing", "stopped") for done in self.feeds)
        return not failed and not self.rejected and not (self.added and self.added.remarks)


@contextmanager
def fetcher(
    state: FeedState,
    manners: Manners,
    stop: Stop,
    on_event: Callable[[Told], None] = lambda told: None,
    settings: Settings | None = None,
) -> Iterator[tuple[Fetcher, Client]]:
    """Yield a fetcher, and the client that it uses."""
    client = Client(user_agent("feed reader", (settings or Settings.load()).contact), manners.allow_private)
    turns = Turns(state, manners.pause, stop.sleep)
    yield Fetcher(state, client, turns, manners.most, on_event), client


def fetch(
    folder: Location,
    names: Sequence[str] = (),
    *,
    manners: Manners | None = None,
    stop: Stop | None = None,
    settings: Settings | None = None,
    on_event: Callable[[Told], None] = lambda told: None,
    lock: Locking = NOT_WAITING,
) -> Fetched:
    """Fetch feeds of the index in ``folder`` and add their new articles to it, as one generation.

    names:    the feeds, due or not; without any, all that are due
    stop:     ends the fetch early: what is fetched by then is added
    on_event: told what is worth saying, from several threads
    lock:     how long to wait for another process that changes the index, at the end

    Articles that were fetched before and not added, because the process was killed or the index locked, are
    added as well. Raises FeedError for an unknown name, IndexLockedError, IndexDamagedError,
    MemoryDamagedError, SettingsError.
    """
    manners, stop, home = manners or Manners(), stop or Stop(), local_folder(folder)
    if not FeedState.is_there(home):
        if names:
            raise FeedError("no_such_feed", name=repr(names[0]))
        return Fetched()
    with closing(FeedState(home)) as state, alone(home):
        feeds = [state.feed(name) for name in dict.fromkeys(names)] or state.feeds()
        now = time.time()
        due = [one for one in feeds if names or (one.status != "stopped" and one.next_at <= now)]
        fetched = Fetched(not_due=[one.name for one in feeds if one not in due and one.status != "stopped"])
        with fetcher(state, manners, stop, on_event, settings) as (one_by_one, client):
            _fetch_all(one_by_one, client, due, stop, fetched)
        _add_spooled(state, folder, settings, fetched, on_event, lock)
    return fetched


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the one process that fetches the feeds of a folder. Raises FeedError where another one does."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder / _LOCK, Locking("warta feed fetch")))
        except IndexLockedError as error:
            raise FeedError("feeds_are_being_fetched", folder=folder) from error
        yield


def _fetch_all(fetcher: Fetcher, client: Client, feeds: Iterable[Feed], stop: Stop, fetched: Fetched) -> None:
    """Fetch feeds, those of one host one after the other."""
    of_host = defaultdict(list)
    for feed in feeds:
        of_host[host_of(feed.address)].append(feed)

    def fetch_those(several: list[Feed]) -> None:
        for feed in several:
            fetched.feeds.append(fetcher.fetch(feed))

    with ThreadPoolExecutor(_HOSTS_AT_ONCE, "feeds") as threads:
        running: set[Future[None]] = {threads.submit(fetch_those, several) for several in of_host.values()}
        try:
            while running:
                done, running = wait(running, _LOOKS, FIRST_EXCEPTION)
                if stop.asked:
                    client.stop()
                for one in done:
                    with suppress(StoppedError):
                        one.result()
        except BaseException:  # a defect, or no memory of feeds: the other threads need not go on
            stop.asked = True
            client.stop()
            raise
    fetched.stopped = stop.asked
    fetched.feeds.sort(key=lambda done: done.name)


def _add_spooled(
    state: FeedState,
    folder: Location,
    settings: Settings | None,
    fetched: Fetched,
    on_event: Callable[[Told], None],
    lock: Locking,
) -> None:
    """Add the articles that were fetched, as one generation, and remember it."""
    spooled = state.spooled()
    if not spooled:
        return
    left: set[tuple[str, str]] = set()

    def on_record(event: Event) -> None:
        if isinstance(event, Reject) and event.line:
            feed, key = spooled[event.line - 1]
            left.add((feed, key))
            on_event(Told(feed, state.place(feed, key), event.reason, is_wrong=True))
        if isinstance(event, FileCounts):
            for (name, _), noted in event.empty.items():
                feed, key = spooled[(noted.line or 1) - 1]
                told = Remark("field_left_empty", {"field": name, "reason": noted.reason})
                on_event(Told(feed, state.place(feed, key), told))

    with tempfile.TemporaryDirectory(prefix="warta-feeds-") as scratch:
        path = Path(scratch) / "feeds.jsonl"
        with disk.create(path) as stream:
            stream.writelines(f"{state.record(feed, key)}\n".encode() for feed, key in spooled)
        try:
            fetched.added = change(
                lambda reading: reading.articles([str(path)]), folder, settings=settings, on_event=on_record,
                lock=lock,
            )  # fmt: skip
        except NothingToIndexError:  # all of them were rejected
            pass
        except IndexLockedError:
            if not lock.give_up():
                raise
            return  # asked to end: the next fetch adds them
    fetched.rejected = len(left)
    try:
        _remember(state, folder, spooled, left)
    except WartaError as error:
        if not fetched.added:
            raise
        fetched.added.later = (Remark("added_not_remembered", {"reason": error}),)


def _remember(
    state: FeedState, folder: Location, spooled: Sequence[tuple[str, str]], left: set[tuple[str, str]]
) -> None:
    """Keep what was added, and remember that it is done. Raises DiskError, MemoryDamagedError."""
    added = [one for one in spooled if one not in left]
    file = file_of_today()
    length = state.kept_length(file)
    home = local_folder(folder)
    blocked = Removals(home).blocked()  # their texts are kept nowhere
    kept = [record for feed, key in added if not _is_blocked(record := state.record(feed, key), blocked)]
    if kept:
        length = keep(home, length, file, kept)
    state.take_out(added, left, file, length)


def _is_blocked(record: str, blocked: Blocked) -> bool:
    values = json.loads(record) if blocked else {}
    known_by, url = values.get("id"), values.get("url")
    return bool((known_by and blocked.has_id(known_by)) or (url and blocked.has_address(url)))
