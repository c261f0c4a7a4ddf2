"""Durations on the command line: ``90s``, ``15m``, ``2h``, ``1d``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import click

from search.cli.command import option
from search.cli.usage import WrongValue
from search.remarks import Remark

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_DURATION = re.compile(r"(\d{1,9})\s*([smhd])", re.IGNORECASE | re.ASCII)
_LONGEST = 366 * 86_400


def duration_option(name: str, least: int, code: str, **settings: Any) -> Callable[..., Any]:
    """Return an option whose value is a duration, in seconds.

    least: the minimum, in seconds
    code:  the code of its help text
    """

    def checked(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        found = _DURATION.fullmatch(value.strip())
        seconds = int(found[1]) * _UNITS[found[2].lower()] if found else -1
        if not least <= seconds <= _LONGEST:
            raise WrongValue(Remark("no_duration", {"value": repr(value), "least": duration_said(least)}))
        return seconds

    return option(name, metavar="15m", callback=checked, help=code, **settings)


def duration_said(seconds: float) -> str:
    """Return a duration as the command line writes it: 900 seconds are ``15m``."""
    whole = round(seconds)
    unit = next(unit for unit, size in reversed(_UNITS.items()) if whole % size == 0)
    return f"{whole // _UNITS[unit]}{unit}"
