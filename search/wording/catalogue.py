"""Codes and values put into words, numbers as the language writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from search.wording.messages import MESSAGES
from search.wording.system import INDONESIAN

#: ``str.translate`` tables from English separators.
_SEPARATORS = {"id": str.maketrans(",.", ".,"), "en": {}}

_MOST_OF_LIBRARIES = 200


@runtime_checkable
class Coded(Protocol):
    """Whatever has a code of the catalogue and its values: an error, a problem, a remark."""

    @property
    def code(self) -> str:
        """What is to be said."""

    @property
    def values(self) -> Mapping[str, object]:
        """What it names."""


def say(language: str, code: str, /, **values: object) -> str:
    """Return what a code means in a language, "id" or "en".

    Whole numbers are grouped, several names have commas between. What has a code itself is said in the same
    language, and so is what the operating system says; every other value stands as it is.

    >>> say("id", "too_long", most=1000), say("en", "paragraphs", count=1)
    ('paling banyak 1.000 huruf', '1 paragraph')
    """
    message = MESSAGES[code]
    if language == "id":
        text = message.indonesian
    else:
        text = message.english_one if message.english_one and values.get("count") == 1 else message.english
    return text.format(**{name: _said(language, value) for name, value in values.items()})


def decimal(language: str, value: float, digits: int) -> str:
    """Return a number with so many decimals: 0,04 or 0.04."""
    return f"{value:,.{digits}f}".translate(_SEPARATORS[language])


def system_said(language: str, error: OSError) -> str:
    """Return what the operating system says, without the file that it is about."""
    told = error.strerror or str(error)
    return INDONESIAN.get(error.errno or 0, told) if language == "id" else told


def _said(language: str, value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, int) and isinstance(value, Coded):
        return say(language, value.code, **value.values)
    if isinstance(value, int):
        return f"{value:,}".translate(_SEPARATORS[language])
    if isinstance(value, tuple | list):
        between = "; " if any(isinstance(item, Coded) for item in value) else ", "
        return between.join(_said(language, item) for item in value)
    if isinstance(value, OSError):
        return library_said(system_said(language, value))
    return (
        (library_said(str(value)) or type(value).__name__) if isinstance(value, BaseException) else str(value)
    )


def library_said(text: str) -> str:
    """Return what a library says, which may quote a file: on one line, bounded, nothing invisible in it."""
    begin = text[: 10 * _MOST_OF_LIBRARIES]
    shown = "".join(
        one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in " ".join(begin.split())
    )
    return shown if len(shown) <= _MOST_OF_LIBRARIES else shown[: _MOST_OF_LIBRARIES - 1] + "…"
