"""The languages of the interface, with their catalogues of texts and their formats of numbers and days.

Message ids are Indonesian, the language of the interface; ``translations/en`` has the English ones.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache, partial
from gettext import translation
from pathlib import Path

from babel.dates import format_date, format_skeleton
from flask import has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from search.parameters import SEARCH
from search.published import PartialDate, Published, without_time
from search.wording import catalogue

DEFAULT_LANGUAGE = str(SEARCH["lang"].default)

_TRANSLATIONS = Path(__file__).parent / "translations"
_MAX_DAYS = 20_000  # half a century
_MIDNIGHT = time()  # what archives write that know no time
#: The names of the time zones of Indonesia, by their UTC offsets.
_ZONES = {"+0700": "WIB", "+0800": "WITA", "+0900": "WIT", "+0000": "UTC", "": "UTC"}
_MAX_NUMBERS = 10_000  # most counts are small
_LONGEST_HEADER = 500  # the rest is not read, so that what is remembered of headers is bounded


class Language:
    """A language of the interface."""

    def __init__(self, code: str, name: str) -> None:
        """Read the catalogue.

        code: the code of the language, as in ``lang``
        name: the name of the language, in the language itself
        """
        self.code = code
        self.name = name
        self._catalogue = translation("messages", _TRANSLATIONS, [code], fallback=code == DEFAULT_LANGUAGE)
        self._day = lru_cache(_MAX_DAYS)(partial(_in_words, code))
        #: It returns a whole number with the separators of the language: 12.345 or 12,345.
        self.number: Callable[[float], str] = lru_cache(_MAX_NUMBERS)(self._number)

    def gettext(self, message: str, **values: object) -> str:
        """Return the text of a message, in which ``%(name)s`` is replaced by the value ``name``."""
        text = self._catalogue.gettext(message)
        return text % values if values else text

    def ngettext(self, one: str, several: str, count: int, /, **values: object) -> str:
        """Return the text of a message for a count; ``%(num)s`` is replaced by the count."""
        return self._catalogue.ngettext(one, several, count) % {"num": self.number(count), **values}

    def _number(self, value: float) -> str:
        return catalogue.decimal(self.code, value, 0)

    def seconds(self, milliseconds: float) -> str:
        """Return milliseconds as seconds with two decimals: 0,04 or 0.04."""
        return catalogue.decimal(self.code, milliseconds / 1000, 2)

    def score(self, value: float) -> str:
        """Return a score with three decimals: 13,282 or 13.282."""
        return catalogue.decimal(self.code, value, 3)

    def moment(self, published: Published) -> str:
        """Return the day of publication in the form of ``long_day``, and the time if it is known.

        The time is local to where the article was published: 18 September 2019, 05.15 WIB.
        """
        day = self._day(without_time(published))
        if not isinstance(published, datetime) or published.time() == _MIDNIGHT:
            return day
        separator = "." if self.code == "id" else ":"
        hours, minutes = f"{published:%z}"[:3], f"{published:%z}"[3:5]
        zone = _ZONES.get(f"{hours}{minutes}") or f"UTC{hours}" + (f":{minutes}" if minutes != "00" else "")
        return f"{day}, {published:%H}{separator}{published:%M} {zone}"

    def long_day(self, day: date | PartialDate) -> str:
        """Return a day in full: 22 Februari 2023 or February 22, 2023. A month or year is written as such."""
        return self._day(day)


def _in_words(code: str, day: date | PartialDate) -> str:
    if isinstance(day, PartialDate):
        return str(format_skeleton("yMMMM" if day.month else "y", day.first, locale=code))
    return format_date(day, "long", locale=code)


LANGUAGES = {code: Language(code, name) for code, name in (("id", "Bahasa Indonesia"), ("en", "English"))}


def chosen_language() -> str | None:
    """Return the language of ``?lang=``; None if there is none, or none that the interface has."""
    language = request.args.get("lang") if has_request_context() else None
    return language if language in LANGUAGES else None


def accepted_language(header: str, default: str = DEFAULT_LANGUAGE) -> str:
    """Return the code of the language of an answer to a program, given its ``Accept-Language`` header.

    default: the code for a header that names none of the languages; "*" names none
    """
    return _accepted_language(header[:_LONGEST_HEADER], default)


@lru_cache(1_000)
def _accepted_language(header: str, default: str) -> str:
    accepted = parse_accept_header(header, LanguageAccept)
    named = LanguageAccept([one for one in accepted if one[0] != "*"])
    return named.best_match(tuple(LANGUAGES), default) or default


def language_of(chosen: str | None) -> Language:
    """Return the language of a page: the chosen one, or else Indonesian.

    The ``Accept-Language`` header is ignored: most readers of Indonesian news have a browser that asks for
    English, and an address should show the same page to everybody.
    """
    return LANGUAGES[chosen or DEFAULT_LANGUAGE]
