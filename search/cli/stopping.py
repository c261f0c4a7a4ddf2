"""SIGTERM and Ctrl-C as a request to end, and commands that repeat their work until then."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

import click

from search.cli.language import language
from search.errors import WartaError
from search.stopping import Stop

_Result = TypeVar("_Result")


@contextmanager
def stopping() -> Iterator[Stop]:
    """Yield the object that records whether a signal asked to end. A second Ctrl-C interrupts at once."""
    stop = Stop()

    def ask(number: int, _frame: FrameType | None) -> None:
        if stop.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def repeated(work: Callable[[bool], _Result], every: int | None, stop: Stop) -> _Result:
    """Call ``work`` once, or again and again until the request to end, and return its last result.

    An error of the first call is raised. Later errors, such as a full disk, are printed, because the next
    call may succeed.

    work:  gets whether this is the first call
    every: the seconds between two calls; None for a single call
    """
    result = work(True)
    while every and not stop.sleep(every):
        try:
            result = work(False)
        except (WartaError, OSError) as error:
            reason = error.said(language()) if isinstance(error, WartaError) else error
            click.echo(f"warta: {reason}", err=True)
    return result
