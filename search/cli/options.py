"""Options that several commands share, and the conversion of their values."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from search.capabilities import ensure_folder
from search.cli.command import Command, option
from search.cli.usage import WrongUse, WrongValue
from search.clock import today_in_jakarta
from search.dates.reading import DateError, DateRange, parse_date
from search.errors import IndexMissingError, RequestError
from search.later import Pattern
from search.location import Location, location_of
from search.parameter import Parameter
from search.parameters import parameters_of
from search.remarks import Remark
from search.settings import Settings, read_setting
from search.values import VALUE_FIELDS

if TYPE_CHECKING:
    from search.backends.base import Index

index_option = option(
    "--index",
    "index",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR|URL",
    help="option_index",
)
json_option = option("--json", "as_json", is_flag=True, help="option_json")

_Command = TypeVar("_Command", bound=Callable[..., Any])


def parameter_option(resource: str, name: str, code: str) -> Callable[[_Command], _Command]:
    """Return the option for a parameter of ``search.parameters``, with its type, bounds and default.

    The command gets the value under the name of the parameter's field. A flag that is on by default becomes
    ``--no-...``.

    code: the code of its help text
    """
    one = parameters_of(resource)[name]
    declared, settings = (option_of(one), one.field), _SETTINGS[one.kind](one)
    return option(*declared, help=code, **settings)


def filter_options(resource: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds the options for all filters by values that a resource has."""

    def decorated(command: _Command) -> _Command:
        for name in ("present", "missing"):
            command = parameter_option(resource, name, f"option_only_{name}")(command)
        for name in reversed(VALUE_FIELDS):
            command = parameter_option(resource, f"not_{name}", f"option_not_{name}")(command)
        for name in reversed(VALUE_FIELDS):
            command = parameter_option(resource, name, f"option_only_{name}")(command)
        return command

    return decorated


def setting_option(name: str, code: str, **click_settings: Any) -> Callable[[_Command], _Command]:
    """Return the option for a field of ``Settings``. By default, its value is that of the settings.

    code: the code of its help text
    """
    default = {one.name: one.default for one in fields(Settings)}[name]
    shown = {} if default in (None, "") else {"show_default": str(default)}
    kinds: dict[type, Any] = {int: int, str: str, type(None): click.Path(path_type=Path)}

    def settled(_context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        if value is None:
            return getattr(Settings.load(), name)
        return read_setting(name, parameter.opts[0], value)

    declared = {"type": kinds[type(default)], "default": None, "callback": settled, **shown}
    return option(f"--{name.replace('_', '-')}", name, help=code, **declared, **click_settings)


def option_of(one: Parameter) -> str:
    """Return the name of the option for a parameter. The text of a query is an argument, not an option."""
    if one.name == "q":
        return "QUERY"
    no = "no-" if one.kind == "flag" and one.default else ""
    return f"--{no}{one.name.replace('_', '-')}"


def _of_number(one: Parameter) -> dict[str, Any]:
    return {"type": click.IntRange(one.least, one.most), "default": one.default, "show_default": True}


def _of_choice(one: Parameter) -> dict[str, Any]:
    return {"type": click.Choice(one.choices), "default": one.default, "show_default": True}


def _of_names(_one: Parameter) -> dict[str, Any]:
    return {"multiple": True, "metavar": "NAME", "callback": text_values}


def _of_list(one: Parameter) -> dict[str, Any]:
    return {"multiple": True, "type": click.Choice(one.choices), "metavar": "FIELD"}


def _of_day(one: Parameter) -> dict[str, Any]:
    return {"metavar": "DATE", "callback": first_day if one.name == "from" else last_day}


def _of_moment(_one: Parameter) -> dict[str, Any]:
    return {"metavar": "DATE", "callback": text_value}  # SearchRequest parses and checks it


def _of_flag(one: Parameter) -> dict[str, Any]:
    return {"is_flag": True, "callback": _negated if one.default else None}


def _negated(_context: click.Context, _parameter: click.Parameter, value: bool) -> bool:
    return not value


_SETTINGS: dict[str, Callable[[Parameter], dict[str, Any]]] = {
    "number": _of_number,
    "choice": _of_choice,
    "names": _of_names,
    "list": _of_list,
    "day": _of_day,
    "moment": _of_moment,
    "flag": _of_flag,
}


def wrong_request(error: RequestError, resource: str) -> WrongUse:
    """Return the error of a command line whose options make no valid request; it names the wrong options."""
    names = {name: option_of(one) for name, one in parameters_of(resource).items()}
    reasons = [
        Remark("of_parameter", {"parameter": names.get(p.parameter, p.parameter), "reason": p})
        for p in error.problems
    ]
    return WrongUse("several", reasons=reasons)


def index_location(given: Path | None) -> Location:
    """Return where the index is that counts: the option, else the environment's, else the default.

    Raises IndexMissingError where a file stands in the place of a folder, SettingsError for an address of a
    cluster that cannot be used.
    """
    location = location_of(given, "--index") if given else Settings.load().index_folder
    if isinstance(location, Path) and location.exists() and not location.is_dir():
        raise IndexMissingError("folder_is_a_file", folder=location)
    return location


def index_folder(given: Path | None, what: str) -> Path:
    """Return the index folder that counts, see ``index_location``.

    what: what a command needs a folder for, one of ``search.capabilities.NOT_IN_CLUSTERS``

    Raises UnsupportedError where the index is in a cluster.
    """
    location = index_location(given)
    ensure_folder(location, what)
    assert isinstance(location, Path)
    return location


def opened_index(given: Path | None) -> Index:
    """Return the index that counts, opened. Raises as ``index_location`` and ``open_index`` do."""
    from search.backends.opening import open_index  # noqa: PLC0415 - who adds articles needs no searcher

    return open_index(index_location(given))


def as_typed(text: str) -> str:
    """Return an argument decoded as UTF-8, even if Python has decoded it by another locale.

    Bytes that are not UTF-8 become U+FFFD, which matches nothing.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(text).decode("utf-8", "replace")
    return text


def text_value(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """Return the text of a parameter, decoded as UTF-8 (a callback of Click)."""
    return None if value is None else as_typed(value)


def text_values(
    _context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the texts of a parameter, decoded as UTF-8 (a callback of Click)."""
    return tuple(as_typed(one).replace(_EXCLUDES, "-") for one in value)


# While Click parses the options, this private-use character replaces the hyphen of an excluded word.
_EXCLUDES = "\ue0f1"
_EXCLUDED = Pattern(r"\A-(?=[^\W\d_]{2}|[\"'(“‘])")


class QueryCommand(Command):
    """A command with a query in which *-jakarta* excludes a word: all options but -h have two hyphens."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options of the command line."""
        return super().parse_args(ctx, [_EXCLUDED.sub(_EXCLUDES, one) for one in args])


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
    except DateError as error:
        raise WrongValue(error) from error
