"""Options of the commands that read sources: fields, formats, the query of a database, the number of jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

import click

from search.cli.command import option
from search.cli.options import first_day, setting_option, text_value, text_values
from search.cli.usage import WrongValue
from search.index.jobs import MAX_JOBS
from search.indexing import reading_options, text_settings
from search.readers import FIELDS, KINDS, FieldMapping, named_profile, shipped_profiles
from search.remarks import Remark
from search.settings import Settings

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _moment(context: click.Context, parameter: click.Parameter, given: str | None) -> date | None:
    """Return the time that a date in words, or a time in ISO 8601, means (a callback of Click)."""
    if given and ":" in given:
        try:
            return datetime.fromisoformat(given.strip())
        except ValueError:
            pass
    return first_day(context, parameter, given)


def _chosen(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return the names of keys for each field, of title=judul,headline (a callback of Click)."""
    chosen: dict[str, list[str]] = {}
    for one in text_values(context, parameter, given):
        field, equals, names = one.partition("=")
        if not equals or field not in FIELDS:
            raise WrongValue(Remark("no_field_and_keys", {"value": repr(one), "fields": FIELDS}))
        chosen.setdefault(field, []).extend(name for part in names.split(",") if (name := part.strip()))
    return chosen


_OPTIONS = (
    option(
        "--field", "chosen", multiple=True, metavar="FIELD=KEY,...", callback=_chosen, help="option_field"
    ),
    option("--profile", type=click.Choice([*shipped_profiles()]), metavar="NAME", help="option_profile"),
    option("--strict", is_flag=True, help="option_strict"),
    option("--format", "kind", type=click.Choice([*KINDS]), metavar="FORMAT", help="option_format"),
    setting_option("timezone", "option_timezone", metavar="ZONE"),
    setting_option("boilerplate", "option_boilerplate", metavar="RULE,..."),
    option("--keep-boilerplate", is_flag=True, help="option_keep_boilerplate"),
    setting_option("long_paragraphs", "option_long_paragraphs", metavar="cut|keep"),
    option("--query", metavar="SELECT", callback=text_value, help="option_query"),
    option("--since", metavar="TIME", callback=_moment, help="option_since_of_query"),
    option("--jobs", type=click.IntRange(1, MAX_JOBS), default=None, help="option_jobs"),
)


def takes_sources(function: _Function) -> _Function:
    """Add the options for reading sources. The command gets ``jobs`` and ``options``, a ReadingOptions."""

    @wraps(function)
    def run(
        *arguments: Any,
        chosen: dict[str, list[str]],
        profile: str | None,
        strict: bool,
        kind: str | None,
        query: str | None,
        since: date | None,
        jobs: int | None,
        timezone: str,
        boilerplate: str,
        keep_boilerplate: bool,
        long_paragraphs: str,
        **others: Any,
    ) -> Any:
        mapping = FieldMapping(chosen, named_profile(profile) if profile else None)
        texts = text_settings(timezone, "none" if keep_boilerplate else boilerplate, long_paragraphs)
        options = reading_options(
            Settings.load(), mapping=mapping, strict=strict, kind=kind, query=query, since=since, jobs=jobs,
            texts=texts,
        )  # fmt: skip
        return function(*arguments, options=options, jobs=jobs, **others)

    command: Any = run
    for one in reversed(_OPTIONS):
        command = one(command)
    taken: _Function = command
    return taken
