"""Answers at once: what the event loop may answer itself, without a thread (``web.serving``).

The loop asks the application for an answer from the cache. Nobody else is served meanwhile, so whatever would
take longer than to look there raises NotKeptError, and a thread makes the answer.
"""

from __future__ import annotations

from pathlib import Path

from flask import request

from web.settings import WebSettings

#: Keys of the environment of a request: only an answer from the cache is wanted; the answer is in the cache;
#: how the request was counted by ``web.rates``.
AT_ONCE, KEPT, COUNTED = "warta.at_once", "warta.kept", "warta.counted"


class NotKeptError(BaseException):
    """The answer is not in the cache, though only one from there is wanted. Flask makes no page of it."""


def ensure_may_take_long() -> None:
    """Raise NotKeptError if the event loop waits for the answer."""
    if AT_ONCE in request.environ:
        raise NotKeptError


def asks_no_other_machine(settings: WebSettings) -> bool:
    """Return whether a kept answer needs nothing of another machine, for which the event loop would wait."""
    return isinstance(settings.index_folder, Path) and settings.rate_limit_storage.startswith("memory:")
