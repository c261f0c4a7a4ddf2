"""The catalogue returns the sentence for a code and its values, with numbers in the form of the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from search.wording.messages import MESSAGES
from search.wording.system import indonesian_of

#: ``str.translate`` tables from English separators.
_SEPARATORS = {"id": str.maketrans(",.", ".,"), "en": {}}

_MOST_OF_LIBRARIES = 200


@runtime_checkable
class Coded(Protocol):
    """An object with a code of the catalogue and values: an error, a problem or a remark."""

    @property
    def code(self) -> str:
        """The code of the sentence."""

    @property
    def values(self) -> Mapping[str, object]:
        """The values in the sentence, by name."""


def say(language: str, code: str, /, **values: object) -> str:
    """Return the sentence for a code in a language, "id" or "en".

    Whole numbers get separators, and several names are separated by commas. A value with a code becomes its
    sentence in the same language, and so does an error of the operating system. Other values are inserted as
    they are.

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
    """Return a number with a fixed number of decimals: 0,04 or 0.04."""
    return f"{value:,.{digits}f}".translate(_SEPARATORS[language])


def system_said(language: str, error: OSError) -> str:
    """Return the message of an error of the operating system, without the name of the file."""
    told = error.strerror or str(error)
    return (indonesian_of(error) or told) if language == "id" else told


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
    """Return the message of a library in one line, shortened and without invisible characters.

    It may quote the content of a file, so it can contain anything.
    """
    begin = text[: 10 * _MOST_OF_LIBRARIES]
    shown = "".join(
        one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in " ".join(begin.split())
    )
    return shown if len(shown) <= _MOST_OF_LIBRARIES else shown[: _MOST_OF_LIBRARIES - 1] + "…"
