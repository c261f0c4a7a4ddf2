"""How the value of a setting is read: a reader takes the name of a setting, for errors, and what was written.

They raise SettingsError for a value that is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from search.errors import SettingsError
from search.later import Pattern, function
from search.location import Location, location_of

Reader = Callable[[str, Any], Any]

#: What a key can be for; what may do who shows none.
SCOPES = ("search", "export", "admin")
_NO_SCOPE = "none"
#: The sets of rules for boilerplate.
SETS_OF_RULES = ("usual", "none", "all")
_names_of_rules = function("search.texts.boilerplate", "names_of_rules")
#: The characters of a comment in an HTTP header.
_COMMENT = Pattern(r"[\x20-\x27\x2a-\x5b\x5d-\x7e]{0,200}")
_ORIGIN = Pattern(r"https?://[A-Za-z0-9.\[\]:-]+")
_HEADER = Pattern(r"[A-Za-z][A-Za-z0-9-]{0,60}")
#: A name in a list: one in quotation marks, or what stands before the next comma.
_NAME = Pattern(r'\s*"((?:[^"]|"")+)"\s*(?:,|\Z)|([^,]+)')
_RATE = Pattern(r"[1-9]\d{0,8}/([1-9]\d{0,3} )?(second|minute|hour|day)s?")


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a setting: commas separate them, and one with a comma is in quotation marks.

    >>> names_in('Harian Satu, "Kabar, Dua"')
    ('Harian Satu', 'Kabar, Dua')
    """
    found = [quoted.replace('""', '"') or plain for quoted, plain in _NAME.findall(text)]
    return tuple(filter(None, map(str.strip, found)))


def with_commas(values: list[str]) -> str:
    """Return a text in which ``names_in`` finds these names."""
    return ", ".join(
        '"{}"'.format(one.replace('"', '""')) if "," in one or '"' in one else one for one in values
    )


def read_text(_name: str, value: Any) -> str:
    """Return a text as it is."""
    return str(value)


def read_names(_name: str, value: Any) -> str:
    """Return names with commas between them; ``names_in`` reads them."""
    return str(value)


def read_path(_name: str, value: Any) -> Path:
    """Return the path of a file; ``~`` is the home of the user."""
    return Path(str(value)).expanduser()


def read_location(name: str, value: Any) -> Location:
    """Return the location of an index: a folder, or a cluster."""
    return location_of(value, name)


def number_between(least: int, most: int) -> Reader:
    """Return a reader of whole numbers, both bounds included."""

    def read(name: str, value: Any) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
            raise SettingsError(
                "no_number_between", setting=name, value=repr(value), least=str(least), most=str(most)
            )
        return int(text)

    return read


def one_of(*choices: str) -> Reader:
    """Return a reader of texts that are among some."""

    def read(name: str, value: Any) -> str:
        if value not in choices:
            raise SettingsError("no_such_setting", setting=name, value=repr(value), choices=choices)
        return str(value)

    return read


def read_contact(name: str, value: Any) -> str:
    """Return an address that can be part of a comment in an HTTP header."""
    text = str(value).strip()
    if not _COMMENT.fullmatch(text):
        raise SettingsError("no_contact", setting=name, value=repr(text[:80]))
    return text


def read_flag(name: str, value: Any) -> bool:
    """Return whether true or false was written."""
    answers = {"true": True, "1": True, "false": False, "0": False}
    if (text := str(value).lower()) not in answers:
        raise SettingsError("no_such_setting", setting=name, value=repr(value), choices=["true", "false"])
    return answers[text]


def read_origins(name: str, value: Any) -> str:
    """Return origins of the web with commas between them; ``*`` is all of them."""
    origins = [origin.strip() for origin in str(value).split(",") if origin.strip()]
    for origin in origins:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise SettingsError("no_origin", setting=name, value=repr(origin))
    return ",".join(origins)


def read_scopes(name: str, value: Any) -> str:
    """Return scopes with commas between them; ``none`` is an empty text."""
    scopes = [scope.strip() for scope in str(value).split(",") if scope.strip()]
    if scopes == [_NO_SCOPE]:  # an empty variable counts as not set
        return ""
    for scope in scopes:
        if scope not in SCOPES:
            raise SettingsError(
                "no_such_setting", setting=name, value=repr(scope), choices=(*SCOPES, _NO_SCOPE)
            )
    return ",".join(scopes)


def read_header(name: str, value: Any) -> str:
    """Return the name of an HTTP header, or an empty text."""
    text = str(value)
    if text and not _HEADER.fullmatch(text):
        raise SettingsError("no_header_name", setting=name, value=repr(text[:80]))
    return text


def read_rate(name: str, value: Any) -> str:
    """Return how often something may be done, as ``60/minute``, or an empty text."""
    text = str(value).strip()
    if text and not _RATE.fullmatch(text):
        raise SettingsError("no_rate", setting=name, value=repr(text[:80]))
    return text


def read_prefix(name: str, value: Any) -> str:
    """Return a path that begins with a slash and does not end with one, or an empty text."""
    text = str(value)
    if text and (not text.startswith("/") or text.endswith("/") or not text.isascii()):
        raise SettingsError("no_path_prefix", setting=name, value=repr(value))
    return text


def read_replicas(name: str, value: Any) -> str:
    """Return the least and the most copies, as ``0-1`` or ``0-all``."""
    text = str(value).strip()
    if not re.fullmatch(r"\d{1,2}-(\d{1,2}|all)", text):
        raise SettingsError("no_replicas", setting=name, value=repr(value))
    return text


def read_timezone(name: str, value: Any) -> str:
    """Return the name of a time zone."""
    try:
        return ZoneInfo(str(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError("no_timezone", setting=name, value=repr(value)) from error


def read_rules(name: str, value: Any) -> str:
    """Return a set of rules for boilerplate, or names of rules with commas between them."""
    chosen = [one for part in str(value).split(",") if (one := part.strip())]
    for one in chosen:
        if one not in (*SETS_OF_RULES, *_names_of_rules()):
            choices = [*SETS_OF_RULES, *_names_of_rules()]
            raise SettingsError("no_such_setting", setting=name, value=repr(one), choices=choices)
    return ",".join(chosen)


def read_address(name: str, value: Any) -> str:
    """Return an address on the web without a query and without a slash at its end, or an empty text."""
    text = str(value).rstrip("/")
    if text and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise SettingsError("no_place", setting=name, value=repr(value))
    return text
