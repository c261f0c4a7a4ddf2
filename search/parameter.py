"""One parameter: its name in an address, the values that it takes, and what is wrong with others."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from search.clock import DEFAULT_ZONE, today_in_jakarta
from search.dates.reading import DateError, parse_date
from search.errors import Problem

Kind = Literal["text", "day", "moment", "number", "choice", "flag", "names", "list"]

#: The resources with a whole search.
SEARCHES = ("search", "page", "export", "feed", "values")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # compared in every request: by identity
class Parameter:
    """One parameter.

    name:     its name in addresses
    kind:     "text"; "day"; "moment", with its offset from UTC; "number", a whole one; "choice", one of
              ``choices``; "flag", true or false; "names", any number of names, repeated in an address;
              "list", any of ``choices``, with commas
    default:  its value if it is not given; None for "day" and "moment"
    of:       the resources of the API where it can be given; "page" means every page, "reading" only the page
              of an article
    attribute: the field of ``SearchRequest``, or the argument, that it sets, if that has another name
    least, most: bounds of a number, both included; ``most`` is also the maximum of characters or names
    choices:  the values of a choice or a list
    required_by: the resources where it must be given, and must not be blank
    foreign:  its names in other search APIs, which a wrong spelling would not suggest
    """

    name: str
    kind: Kind
    default: Any
    of: tuple[str, ...] = SEARCHES
    attribute: str = ""
    least: int = 0
    most: int | None = None
    choices: tuple[str, ...] = ()
    required_by: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field of ``SearchRequest``, or the argument, that this parameter sets."""
        return self.attribute or self.name

    def problem(self, code: str, **values: Any) -> Problem:
        """Return a problem with this parameter."""
        return Problem(self.name, code, values)

    @property
    def wrong_kind(self) -> Problem:
        """The problem of a value that is of another kind."""
        if self.kind == "number":
            return self._outside if self.most is not None else self.problem("not_a_number")
        if self.kind == "choice":
            return self.problem("not_one_of", choices=self.choices)
        return self.problem(f"not_{self.kind}")

    @property
    def _outside(self) -> Problem:
        if self.most is None:
            return self.problem("below", least=self.least)
        return self.problem("outside", least=self.least, most=self.most)

    def checked(self, value: Any, problems: list[Problem]) -> Any:
        """Return a value in the Python type of its kind, and add what is wrong with it to ``problems``.

        For names and lists, a single text and None are accepted as well; for days a moment and a text.
        """
        if self.kind == "flag":
            if not isinstance(value, bool):
                problems.append(self.wrong_kind)
        elif self.kind == "choice":
            if value not in self.choices:
                problems.append(self.wrong_kind)
        elif self.kind == "number":
            return self._number(value, problems)
        elif self.kind == "text":
            if not isinstance(value, str):
                problems.append(self.wrong_kind)
            elif self.most is not None and len(value) > self.most:
                problems.append(self.problem("too_long", most=self.most))
        elif self.kind == "day":
            return self._day(value, problems)
        elif self.kind == "moment":
            return self._moment(value, problems)
        else:
            return self._names(value, problems)
        return value

    def _number(self, value: Any, problems: list[Problem]) -> Any:
        try:
            number = operator.index(value)  # whole numbers of NumPy are accepted as well
        except TypeError:
            problems.append(self.wrong_kind)
            return value
        if isinstance(value, bool):
            problems.append(self.wrong_kind)
        elif number < self.least or (self.most is not None and number > self.most):
            problems.append(self._outside)
        return number

    def _day(self, value: Any, problems: list[Problem]) -> Any:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, str):
            return self.day(value, today_in_jakarta(), problems)
        if value is not None and not isinstance(value, date):
            problems.append(self.wrong_kind)
        return value

    def day(self, text: str, today: date, problems: list[Problem]) -> date | None:
        """Return the day of a text as in the search box: the last one for "to", else the first one.

        What is wrong with it is added to ``problems``.
        """
        try:
            days = parse_date(text, today)
        except DateError as error:
            problems.append(self.problem(error.code, **error.values))
            return None
        day = days.last if self.name == "to" else days.first
        if day is None:
            problems.append(self.problem("open_date", text=repr(text)))
        return day

    def _moment(self, value: Any, problems: list[Problem]) -> Any:
        if isinstance(value, str):
            return self.moment(value, today_in_jakarta(), problems)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=DEFAULT_ZONE)
        if isinstance(value, date):
            return datetime.combine(value, time(), DEFAULT_ZONE)
        if value is not None:
            problems.append(self.wrong_kind)
        return value

    def moment(self, text: str, today: date, problems: list[Problem]) -> datetime | None:
        """Return a moment of RFC 3339, or the beginning of a day as in the search box.

        Without an offset it is a time in Jakarta. What is wrong with it is added to ``problems``.
        """
        if "T" in text or ":" in text:
            try:
                read = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", text.strip().replace(" ", "+")))
                return read if read.tzinfo else read.replace(tzinfo=DEFAULT_ZONE)
            except ValueError:
                problems.append(self.wrong_kind)
                return None
        day = self.day(text, today, problems)
        return None if day is None else datetime.combine(day, time(), DEFAULT_ZONE)

    def _names(self, value: Any, problems: list[Problem]) -> Any:
        if value is None or isinstance(value, str):
            value = () if value is None else (value,)
        if not isinstance(value, tuple):
            if not isinstance(value, Iterable):
                problems.append(self.wrong_kind)
                return value
            value = tuple(value)
        for one in value:
            if not isinstance(one, str):
                problems.append(self.wrong_kind)
                break
            if self.choices and one not in self.choices:
                problems.append(self.problem("no_such_value", value=one, choices=self.choices))
        return value
