"""Click's commands, options and arguments with help texts and usage errors in both languages.

The help text of a command or an option is a code of the catalogue. Click formats the code like a text, and
``_Formatter`` replaces it by the sentence in the language of the user.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

import click

from search.cli.language import say
from search.cli.usage import WrongUse, WrongValue, wrong_value
from search.later import Pattern
from search.parameters import LANGUAGES
from search.wording.messages import MESSAGES

_Function = TypeVar("_Function", bound=Callable[..., Any])

#: The codes of the texts that Click itself writes, by its English words.
_OF_CLICK = {
    "Options": "heading_options",
    "Commands": "heading_commands",
    "[OPTIONS]": "metavar_options",
    "[COMMAND] [ARGS]...": "metavar_command",
    "INTEGER RANGE": "metavar_integer",
    "INTEGER": "metavar_integer",
    "TEXT": "metavar_text",
    "required": "required_option",
}
_EXTRAS = Pattern(r"(?P<code>\w+)(?:  \[(?P<extras>.*)\])?")


class _Formatter(click.HelpFormatter):
    """Formats help, and replaces every code in it by its sentence."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that starts with "Usage:"."""
        for theirs in ("[OPTIONS]", "[COMMAND] [ARGS]..."):
            args = args.replace(theirs, say(_OF_CLICK[theirs]))
        super().write_usage(prog, args, prefix or f"{say('usage')} ")

    def write_heading(self, heading: str) -> None:
        """Write a heading that Click has chosen."""
        super().write_heading(_said(heading))

    def write_text(self, text: str) -> None:
        """Write the help text of a command."""
        super().write_text(_said(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Write a list of options or commands with their help texts."""
        super().write_dl([(_metavar_said(name), _extras_said(text)) for name, text in rows], *args, **kwargs)


def _said(text: str) -> str:
    code = _OF_CLICK.get(text, text)
    return say(code) if code in MESSAGES else text


def _metavar_said(names: str) -> str:
    for theirs in ("INTEGER RANGE", "INTEGER", "TEXT"):
        if names.endswith(f" {theirs}"):
            return names.removesuffix(theirs) + say(_OF_CLICK[theirs])
    return names


def _extras_said(text: str) -> str:
    """Return a help text with what Click adds in brackets, translated: ``[default: 10; x>=1]``."""
    found = _EXTRAS.fullmatch(text)
    if not found or not found["extras"]:
        return _said(text)
    extras = "; ".join(map(_extra_said, found["extras"].split("; ")))
    return f"{_said(found['code'])}  [{extras}]"


def _extra_said(extra: str) -> str:
    name, colon, value = extra.partition(": ")
    value = value.removeprefix("(").removesuffix(")")  # so Click marks a default that it was given as text
    return say("default", value=value) if colon and name == "default" else _said(extra)


class _Context(click.Context):
    formatter_class = _Formatter


class _Checked(click.Parameter):
    """A parameter that raises a WrongValue with a code if its value is wrong."""

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """Return the value of the parameter, converted to its type."""
        try:
            return super().type_cast_value(ctx, value)
        except WrongValue:
            raise
        except click.BadParameter as error:
            raise wrong_value(error, value) from error


class Option(_Checked, click.Option):
    """An option whose ``help`` is a code."""


class Argument(_Checked, click.Argument):
    """An argument."""


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)
_lang_option = option(
    "--lang", type=click.Choice(LANGUAGES), default=None, expose_value=False, help="option_lang"
)  # ``asked_language`` reads it
_help_option = click.help_option("-h", "--help", cls=Option, help="option_help")


class Command(click.Command):
    """A command with ``--lang`` and ``--help``, whose help text is looked up by a code.

    code: the code of its help text; by default the name of the command
    """

    context_class = _Context
    allow_extra_args = True  # refused here, in the language of the command line

    def __init__(self, name: str | None, code: str | None = None, **settings: Any) -> None:
        # The --help option that Click adds has a text instead of a code.
        code = code or name
        settings |= {"help": f"help_{code}", "short_help": f"brief_{code}", "add_help_option": False}
        super().__init__(name, **settings)
        _lang_option(self)
        _help_option(self)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the whole command line, also options behind arguments."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group):
            if len(rest) == 1:
                raise WrongUse("extra_argument", ctx, argument=rest[0])
            raise WrongUse("extra_arguments", ctx, arguments=" ".join(rest))
        return rest


class Group(Command, click.Group):
    """A command that consists of other commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names. Raises WrongUse, with similar names."""
        if self.get_command(ctx, args[0]) is None:
            raise WrongUse.near("command", args[0], self.list_commands(ctx), ctx)
        return super().resolve_command(ctx, args)


def command(
    name: str, kind: type[Command] = Command, code: str | None = None
) -> Callable[[_Function], Command]:
    """Return a decorator that makes a command of a function."""
    return click.command(name, cls=kind, code=code)
