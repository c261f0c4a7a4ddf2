"""Options that several commands share, and what is made of their values."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from search.errors import IndexMissingError
from search.query.dates import DateRange, parse_date
from search.settings import Settings, today_in_jakarta

index_option = click.option(
    "--index",
    "index",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="The index folder. [default: $WARTA_INDEX or ./warta-index]",
)


def index_folder(given: Path | None) -> Path:
    """Return the index folder that counts: the option, else the environment's, else the default.

    Raises IndexMissingError where a file stands in its place.
    """
    folder = given or Settings.load().index_folder
    if folder.exists() and not folder.is_dir():
        raise IndexMissingError(f"{folder} is a file; the index needs a folder")
    return folder


def as_typed(text: str) -> str:
    """Return an argument as it was typed: as UTF-8, whatever the locale took its bytes for.

    Bytes that are not UTF-8 become U+FFFD, which matches nothing.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(text).decode("utf-8", "replace")
    return text


def text_value(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Take a parameter's text as it was typed (a callback of Click)."""
    return None if value is None else as_typed(value)


def text_values(
    _context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Take each of a parameter's texts as it was typed (a callback of Click)."""
    return tuple(map(as_typed, value))


def first_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """Return the first day of a date in words or numbers (a callback of Click)."""
    found = _date_range(value)
    return found.first if found else None


def last_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """Return the last day of a date in words or numbers (a callback of Click)."""
    found = _date_range(value)
    return found.last if found else None


def _date_range(value: str | None) -> DateRange | None:
    if value is None:
        return None
    try:
        return parse_date(as_typed(value), today_in_jakarta())
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
