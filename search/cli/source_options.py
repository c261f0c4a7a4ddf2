"""Options of the commands that read sources: their kind, what a database is asked, how many jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

import click

from search.cli.command import option
from search.cli.options import first_day, text_value
from search.index.jobs import MOST_JOBS
from search.indexing import reading_options
from search.readers import KINDS
from search.settings import Settings

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _moment(context: click.Context, parameter: click.Parameter, given: str | None) -> date | None:
    """Take a day as people name it, or a time as ISO 8601 has it (a callback of Click)."""
    if given and ":" in given:
        try:
            return datetime.fromisoformat(given.strip())
        except ValueError:
            pass
    return first_day(context, parameter, given)


_OPTIONS = (
    option("--format", "kind", type=click.Choice([*KINDS]), metavar="FORMAT", help="option_format"),
    option("--query", metavar="SELECT", callback=text_value, help="option_query"),
    option("--since", metavar="TIME", callback=_moment, help="option_since_of_query"),
    option("--jobs", type=click.IntRange(1, MOST_JOBS), default=None, help="option_jobs"),
)


def takes_sources(function: _Function) -> _Function:
    """Give a command the options for reading sources: as ``jobs``, and as ``options``, a ReadingOptions."""

    @wraps(function)
    def run(
        *arguments: Any,
        kind: str | None,
        query: str | None,
        since: date | None,
        jobs: int | None,
        **others: Any,
    ) -> Any:
        options = reading_options(Settings.load(), kind=kind, query=query, since=since, jobs=jobs)
        return function(*arguments, options=options, jobs=jobs, **others)

    command: Any = run
    for one in reversed(_OPTIONS):
        command = one(command)
    taken: _Function = command
    return taken
