"""Errors of usage as codes and values: those that Click raises, and those of the commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from search.remarks import Remark
from search.wording.catalogue import Coded, say


class WrongUse(click.UsageError):
    """An error of a whole command line, with the code and the values of its message."""

    def __init__(self, code: str, ctx: click.Context | None = None, /, **values: object) -> None:
        self.code = code
        self.values: Mapping[str, object] = values
        super().__init__(say("en", code, **values), ctx)

    @classmethod
    def near(cls, kind: str, name: str, known: Sequence[str], ctx: click.Context | None) -> WrongUse:
        """Return the error of an unknown "command" or "option", with the known names that are similar."""
        from difflib import get_close_matches  # noqa: PLC0415 - only for what is misspelt

        meant = [repr(one) for one in get_close_matches(name, known)]
        values = {kind: repr(name), **({"nearest": meant} if meant else {})}
        return cls(f"no_such_{kind}_near" if meant else f"no_such_{kind}", ctx, **values)


class WrongValue(click.BadParameter):
    """A value that its option or argument refuses, with the reason. Click adds the parameter."""

    def __init__(
        self, reason: Coded, ctx: click.Context | None = None, param: click.Parameter | None = None
    ) -> None:
        self.reason = reason
        super().__init__(say("en", reason.code, **reason.values), ctx, param)


def wrong_value(error: click.BadParameter, value: Any) -> click.UsageError:
    """Return the error of a value that Click refused for its type; for an unknown type, Click's own error."""
    kind = error.param.type if error.param else None
    shown = repr(value)
    if isinstance(kind, click.Choice):
        reason = Remark("no_choice", {"value": shown, "choices": [*map(repr, kind.choices)]})
    elif isinstance(kind, click.IntRange):
        number = _whole(value)
        reason = Remark("no_integer", {"value": shown})
        if number is not None:
            reason = Remark("outside_range", {"value": str(number), "range": _range(kind)})
    elif isinstance(kind, click.Path):
        code = "is_a_folder" if Path(value).is_dir() and not kind.dir_okay else "not_readable"
        reason = Remark(code, {"file": shown})
    else:
        return error
    return WrongValue(reason, error.ctx, error.param)


def _whole(value: Any) -> int | None:
    try:
        return int(value)
    except ValueError:
        return None


def _range(kind: click.IntRange) -> str:
    if kind.max is None:
        return f"x>={kind.min}"
    return f"{kind.min}<=x<={kind.max}"


def usage_said(error: click.UsageError, language: str) -> str:
    """Return the message of a usage error in a language."""
    coded = _coded(error)
    return say(language, coded.code, **coded.values) if coded else error.format_message()


def _coded(error: click.UsageError) -> Coded | None:
    if isinstance(error, Coded):
        return error
    if isinstance(error, click.MissingParameter) and error.param:
        code = "argument_missing" if isinstance(error.param, click.Argument) else "option_missing"
        return Remark(code, {"name": error.param.get_error_hint(error.ctx)})
    if isinstance(error, WrongValue) and error.param:
        name = error.param.get_error_hint(error.ctx)
        return Remark("invalid_value", {"name": name, "reason": error.reason})
    if isinstance(error, click.NoSuchOption):
        known = [name for one in error.ctx.command.params for name in one.opts] if error.ctx else []
        return WrongUse.near("option", error.option_name, known, error.ctx)
    if isinstance(error, click.BadOptionUsage):
        return Remark(_misused(error), {"option": repr(error.option_name)})
    return None


def _misused(error: click.BadOptionUsage) -> str:
    of_command = error.ctx.command.params if error.ctx else []
    flags = {name for one in of_command if getattr(one, "is_flag", False) for name in one.opts}
    return "option_takes_no_value" if error.option_name in flags else "option_needs_value"
