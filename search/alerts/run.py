"""A run of the alerts: new articles become messages, and messages go to their targets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path

from search.alerts import mail, webhook
from search.alerts.manage import loaded
from search.alerts.messages import MOST_ARTICLES, ids_of, message_of, without
from search.alerts.state import Alert, AlertState, Message
from search.backends.base import Index
from search.backends.opening import open_index
from search.errors import AlertError, IndexLockedError, IndexMissingError, WartaError
from search.index.lock import Locking, locked
from search.location import Location, local_folder
from search.network.client import user_agent
from search.network.failures import FetchError
from search.settings import Settings
from search.stopping import Stop

_LOCK = "ALERTS.LOCK"
_FIRST_PAUSE, _LONGEST_PAUSE = 60.0, 6 * 3_600.0  # seconds until a message is tried again, doubled each time
_GIVEN_UP_AFTER = 7 * 86_400.0  # seconds


@dataclass
class AlertDone:
    """What a run did for one alert.

    told:    articles that its target has taken
    waiting: articles that wait for their target
    lost:    articles of messages that were given up
    problem: why something was not taken, or why the alert could not be looked at; None if nothing failed
    """

    name: str
    told: int = 0
    waiting: int = 0
    lost: int = 0
    problem: WartaError | None = None


@dataclass
class Ran:
    """What a run did. busy: another process was doing it."""

    alerts: list[AlertDone] = field(default_factory=list)
    busy: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether every alert could be looked at, and every message was taken."""
        return not any(one.problem for one in self.alerts)


def run_alerts(
    folder: Location, *, settings: Settings | None = None, stop: Stop | None = None, now: bool = False
) -> Ran:
    """Tell the alerts of the index in ``folder`` of the articles that came since they were looked at last.

    now: messages are tried again whose time has not come yet

    What one target does not take waits; the others are not held up. Raises IndexMissingError,
    IndexDamagedError, MemoryDamagedError, SettingsError.
    """
    home = local_folder(folder)
    if not AlertState.is_there(home):
        return Ran()
    settings, stop = settings or Settings.load(), stop or Stop()
    with ExitStack() as stack:
        state = stack.enter_context(closing(AlertState(home)))
        try:
            stack.enter_context(_alone(home))
        except IndexLockedError:
            return Ran(busy=True)
        alerts, ran = state.alerts(), Ran()
        index = None
        with suppress(IndexMissingError):
            index = open_index(folder) if alerts else None
        for alert in alerts:
            if stop.asked:
                break
            ran.alerts.append(_one(state, alert, index, settings, stop, now=now))
    return ran


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with locked(folder / _LOCK, Locking("warta alert run")):
        yield


def _one(
    state: AlertState, alert: Alert, index: Index | None, settings: Settings, stop: Stop, *, now: bool
) -> AlertDone:
    done = AlertDone(alert.name)
    if index is not None:
        try:
            _forget_removed(state, alert, index)
            _queue(state, alert, index, settings)
        except WartaError as error:
            done.problem = error
    waiting = state.waiting(alert.name)
    for message in waiting:
        moment = time.time()
        if stop.asked or (message.next_at > moment and not now):
            break  # the messages of an alert are taken in order
        state.sending(message)
        try:
            _send(alert, message, settings)
        except (FetchError, AlertError) as error:
            done.problem = error
            if moment - message.made_at > _GIVEN_UP_AFTER:
                state.give_up(alert.name, message)
                done.lost += message.articles
                continue
            state.failed(alert.name, message, str(error), moment + _pause(message, error))
            break
        state.taken(alert.name, message, moment)
        done.told += message.articles
    done.waiting = sum(one.articles for one in waiting) - done.told - done.lost
    return done


def _queue(state: AlertState, alert: Alert, index: Index, settings: Settings) -> None:
    """Make messages of the articles that came since an alert was looked at."""
    last = index.last_arrival
    if last <= alert.checked:
        return
    since = datetime.fromtimestamp(alert.checked + 1, timezone.utc)
    request = replace(
        loaded(dict(alert.request)), sort="arrived", indexed_since=since, hits_per_article=1, facets=(),
        collapse=False,
    )  # fmt: skip
    hits = index.hits(request)
    while some := list(islice(hits, MOST_ARTICLES)):
        new = state.untold(alert.name, (hit.article.id for hit in some))
        told = [hit for hit in some if hit.article.id in new]
        messages = [message_of(alert, told, index.generation, settings.public_url)] if told else []
        state.queue(alert.name, messages, new, alert.checked)
    state.queue(alert.name, (), (), last)


def _forget_removed(state: AlertState, alert: Alert, index: Index) -> None:
    """Take articles that were deleted since out of the messages that wait."""
    for message in state.waiting(alert.name):
        ids = ids_of(message)
        gone = set(ids) - {one.id for one in index.articles(ids)}
        if gone:
            state.replace(message, without(message, gone))


def _send(alert: Alert, message: Message, settings: Settings) -> None:
    if alert.kind == "mail":
        mail.send(alert, message, settings)
    else:
        webhook.send(alert, message, user_agent("alerts", settings.contact))


def _pause(message: Message, error: WartaError) -> float:
    asked = error.wait if isinstance(error, FetchError) and error.wait else 0.0
    return max(asked, min(_FIRST_PAUSE * 2.0 ** min(message.attempts, 20), _LONGEST_PAUSE))
