"""Each request that may search gets a turn, for which it waits, and a budget, which bounds its cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from flask import Flask, current_app, g, request

from search.budget import Budget, exchange_budget, spending
from search.capabilities import time_factor
from search.errors import WartaError
from web.access import FREE
from web.archive import current_index
from web.at_once import AT_ONCE
from web.clients import client_name, current_client
from web.lanes import LONG_MS, Lanes, Turn
from web.settings import WebSettings

#: These blueprints answer without a search, and never wait for a turn.
_FREE = FREE | {"metrics"}
#: A piece of an export may take so many times the time of a search, because the first one orders all results.
_PIECE = 20


def init_app(app: Flask, settings: WebSettings) -> None:
    """Give a turn and a budget to every request that may search."""
    app.extensions["warta_lanes"] = Lanes(settings.threads, settings.waiting)
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    """Wait for a turn. Raises BusyError, or RequestEntityTooLarge for a body that is too long."""
    if request.blueprint in _FREE or AT_ONCE in request.environ:
        return
    if request.method == "POST":  # it is read before the turn, because a client may send it slowly
        with _lanes().body_turn():
            request.get_data()
    with suppress(WartaError):  # the search reports the error
        current_index()  # a process opens the index once, which is not part of the cost of a search

    client = current_client()

    def wanted() -> None:
        # Clients are watched only while they wait or search for long, because watching costs more than most
        # searches.
        if client is not None:
            client.when_left(budget.cancel)
        budget.check_cancelled()

    def become_long() -> None:
        wanted()
        turn.become_long(wanted)

    settings: WebSettings = current_app.config["WARTA"]
    budget = Budget(*_limits(settings), LONG_MS, become_long)
    turn = g.turn = _lanes().turn(client_name(request.remote_addr), wanted)
    g.budget_before = exchange_budget(budget)


def _end(_error: BaseException | None) -> None:
    turn: Turn | None = g.pop("turn", None)
    if turn is not None:
        exchange_budget(g.pop("budget_before"))
        turn.end()


def in_turns(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces of an iterator. Each piece is made in its own turn, so other requests need not wait.

    Raises BusyError, and what ``Budget.look`` raises.
    """
    lanes, settings, client = _lanes(), current_app.config["WARTA"], current_client()

    def made() -> Iterator[bytes]:
        while True:
            budget = Budget(*_limits(settings, _PIECE))
            if client is not None:
                client.when_left(budget.cancel)
            with lanes.file_turn(), spending(budget):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return made()


def _limits(settings: WebSettings, times: int = 1) -> tuple[int, int, int]:
    """Return what a search, or so many, may cost: milliseconds, postings, clauses."""
    milliseconds = times * settings.query_ms * time_factor(settings.index_folder)
    return milliseconds, settings.query_postings, settings.query_clauses


def _lanes() -> Lanes:
    lanes: Lanes = current_app.extensions["warta_lanes"]
    return lanes
