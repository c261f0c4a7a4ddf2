"""Codes and values put into words, numbers as the language writes them."""

from __future__ import annotations

from search.wording.messages import MESSAGES

#: ``str.translate`` tables from English separators.
_SEPARATORS = {"id": str.maketrans(",.", ".,"), "en": {}}


def say(language: str, code: str, /, **values: object) -> str:
    """Return what a code means in a language, "id" or "en".

    Whole numbers are grouped, several names have commas between; every other value stands as it is.

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


def _said(language: str, value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}".translate(_SEPARATORS[language])
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
