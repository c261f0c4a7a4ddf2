"""Options that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from search.query.dates import DateRange, parse_date
from search.settings import Settings, today_in_jakarta

index_option = click.option(
    "--index",
    "index",
    type=click.Path(path_type=Path, file_okay=True),
    default=None,
    metavar="DIR",
    help="The index folder. [default: $WARTA_INDEX or ./warta-index]",
)


def index_folder(given: Path | None) -> Path:
    """Return the index folder that counts: the option, else the environment's, else the default."""
    return given or Settings.load().index_folder


class DateParameter(click.ParamType[DateRange]):
    """A day, month, year or relative day, as ``search.query.dates.parse_date`` reads it."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> DateRange:
        """Return the range of days, or fail with what would be right."""
        if isinstance(value, DateRange):
            return value
        try:
            return parse_date(str(value), today_in_jakarta())
        except ValueError as error:
            self.fail(str(error), param, ctx)


def first_day(given: DateRange | None) -> date | None:
    """Return the first day of a given date."""
    return given.first if given else None


def last_day(given: DateRange | None) -> date | None:
    """Return the last day of a given date."""
    return given.last if given else None
