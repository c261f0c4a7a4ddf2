"""The language of the command line: the last ``--lang``, else WARTA_LANG, else Indonesian."""

from __future__ import annotations

from collections.abc import Sequence

import click

from search.errors import SettingsError
from search.parameters import LANGUAGES
from search.settings import Settings
from search.wording import catalogue


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for.

    It is looked for before the arguments are parsed: what is wrong with them is said in it. Raises
    SettingsError for an unusable WARTA_LANG.
    """
    asked = ""
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            break
        if argument == "--lang":
            asked = next(given, "")
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    if asked in LANGUAGES:
        return asked
    try:
        return Settings.load().language
    except SettingsError:
        if asked:  # which is what the parser finds wrong
            return LANGUAGES[0]
        raise


def language() -> str:
    """Return the language of the command that runs."""
    context = click.get_current_context(silent=True)
    return str(context.obj) if context and context.obj else LANGUAGES[0]


def say(code: str, /, **values: object) -> str:
    """Return what a code means in the language of the command that runs."""
    return catalogue.say(language(), code, **values)
