"""The language of the command line: the last ``--lang``, or else WARTA_LANG, or else Indonesian."""

from __future__ import annotations

from collections.abc import Sequence

import click

from search.errors import SettingsError
from search.parameters import LANGUAGES
from search.settings import Settings
from search.wording import catalogue


def asked_language(arguments: Sequence[str]) -> str:
    """Return the language that a command line asks for.

    It is determined before the arguments are parsed, because errors in them are printed in it. Raises
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
        if asked:  # the parser reports this error later
            return LANGUAGES[0]
        raise


def language() -> str:
    """Return the language of the running command: "id" or "en"."""
    context = click.get_current_context(silent=True)
    return str(context.obj) if context and context.obj else LANGUAGES[0]


def say(code: str, /, **values: object) -> str:
    """Return the sentence for a code in the language of the running command."""
    return catalogue.say(language(), code, **values)
