"""The language of the interface, and numbers and days as that language writes them.

Message ids are Indonesian, the language of the interface; ``translations/en`` holds the English ones.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from flask import Flask, has_request_context, request
from flask_babel import Babel

from search.parameters import SEARCH
from search.published import PartialDate, Published

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT_LANGUAGE = SEARCH["lang"].default


def init_app(app: Flask) -> None:
    """Give the application its translations and the templates their formats."""
    Babel(app, default_locale=DEFAULT_LANGUAGE, locale_selector=current_language)
    app.add_template_filter(number)
    app.add_template_filter(seconds)
    app.add_template_filter(score)
    app.add_template_filter(long_day)
    app.add_template_global(current_language)
    app.add_template_global(other_languages)


def chosen_language() -> str | None:
    """Return the language named by ``?lang=``, None where there is none or we do not speak it."""
    language = request.args.get("lang") if has_request_context() else None
    return language if language in LANGUAGES else None


def current_language() -> str:
    """Return the language of this page: ``?lang=``, else Indonesian.

    What the browser asks for is not followed: most readers of Indonesian news have a browser that asks for
    English, and one address should look the same to everybody it is sent to.
    """
    return chosen_language() or str(DEFAULT_LANGUAGE)


def number(value: float) -> str:
    """Return a number with the separators of the current language: 12.345 or 12,345."""
    return format_decimal(value, locale=current_language())


def seconds(milliseconds: float) -> str:
    """Return milliseconds as seconds with two decimals: 0,04 or 0.04."""
    return format_decimal(milliseconds / 1000, format="0.00", locale=current_language())


def score(value: float) -> str:
    """Return a score with three decimals: 13,282 or 13.282."""
    return format_decimal(value, format="#,##0.000", locale=current_language())


def long_day(day: Published) -> str:
    """Return a day in full, 22 Februari 2023 or February 22, 2023; a month or a year as what it is."""
    if isinstance(day, PartialDate):
        pattern = "yMMMM" if day.month else "y"
        return str(format_skeleton(pattern, day.first, locale=current_language()))
    return format_date(day, "long", locale=current_language())


def other_languages() -> list[tuple[str, str, str]]:
    """Return code, name and address of this page in each language that it is not in."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    path = quote(request.script_root + request.path)
    return [
        (code, name, f"{path}?{urlencode([*kept, ('lang', code)])}")
        for code, name in LANGUAGES.items()
        if code != current_language()
    ]
