"""The turn and the budget of each request that may search: what it waits for, and what it may cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from flask import Flask, current_app, g, request

from search.budget import Budget, exchange_budget, spending
from search.errors import WartaError
from web.access import FREE
from web.archive import current_index
from web.clients import current_client
from web.lanes import LONG_MS, Lanes, Turn
from web.settings import WebSettings

#: What answers without a search, and never waits for one.
_FREE = FREE | {"metrics"}
#: The pieces of an export are parts of one long search: the first of them orders all results.
_PIECE = 20


def init_app(app: Flask, settings: WebSettings) -> None:
    """Give every request that may search its turn and its budget."""
    app.extensions["warta_lanes"] = Lanes(settings.threads, settings.waiting)
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    """Wait for a turn. Raises BusyError, and RequestEntityTooLarge for what is posted."""
    if request.blueprint in _FREE:
        return
    if request.method == "POST":  # read before the turn: somebody may send it as slowly as they like
        with _lanes().body_turn():
            request.get_data()
    with suppress(WartaError):  # the search says what is wrong
        current_index()  # a process opens it once, which is no part of what a search costs

    client = current_client()

    def wanted() -> None:
        if client is not None:  # watched only while they wait or search for long, for it costs more than most
            client.when_left(budget.cancel)
        budget.look()

    def become_long() -> None:
        wanted()
        turn.become_long(wanted)

    settings: WebSettings = current_app.config["WARTA"]
    limits = (settings.query_ms, settings.query_postings, settings.query_clauses)
    budget = Budget(*limits, LONG_MS, become_long)
    turn = g.turn = _lanes().turn(request.remote_addr or "", wanted)
    g.budget_before = exchange_budget(budget)


def _end(_error: BaseException | None) -> None:
    turn: Turn | None = g.pop("turn", None)
    if turn is not None:
        exchange_budget(g.pop("budget_before"))
        turn.end()


def in_turns(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield what an iterator yields; each piece is made in a turn of its own.

    So however many pieces there are, they stop nobody else. Raises BusyError, and as ``Budget.look`` does.
    """
    lanes, settings, client = _lanes(), current_app.config["WARTA"], current_client()

    def made() -> Iterator[bytes]:
        while True:
            budget = Budget(_PIECE * settings.query_ms, settings.query_postings, settings.query_clauses)
            if client is not None:
                client.when_left(budget.cancel)
            with lanes.file_turn(), spending(budget):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    return made()


def _lanes() -> Lanes:
    lanes: Lanes = current_app.extensions["warta_lanes"]
    return lanes
