"""The module decides whether 3/4/2019 has the day or the month first, from the other dates of the file.

A date such as 25/3/2019 is possible in one order only, and so are some dates beside their weekday. The order
is decided at the first ambiguous date: by the earlier dates, or else by those that follow in the file. If
these are ambiguous too, the day comes first, as is usual in Indonesia.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple

from search.remarks import Remark

Order = Literal["day", "month"]


class Numeric(NamedTuple):
    """A date of three numbers with its year last.

    weekday: the weekday that is written beside it, 0 for Monday, or None
    written: the date as it is in the text
    """

    first: int
    second: int
    year: int
    weekday: int | None
    written: str

    def only_order(self) -> Order | None:
        """Return the only order in which the numbers are a date; None if both orders are, or neither."""
        ways: tuple[tuple[Order, int, int], ...]
        ways = (("day", self.second, self.first), ("month", self.first, self.second))
        readings: dict[Order, date] = {}
        for order, month, day in ways:
            with suppress(ValueError):
                readings[order] = date(self.year, month, day)
        if len(readings) == 2 and self.weekday is not None:
            readings = {order: day for order, day in readings.items() if day.weekday() == self.weekday}
        return next(iter(readings)) if len(readings) == 1 else None


class Orders:
    """The order of day and month in the dates of one file.

    following: a function that returns dates of the next records of the file
    """

    def __init__(self, following: Callable[[], Iterable[Numeric]] = tuple) -> None:
        self._following = following
        self._order: Order | None = None
        self._assumed = False
        self._witnesses: dict[Order, str] = {}
        self._ambiguous = 0
        self._example = ""

    def of(self, written: Numeric) -> Order:
        """Return which number of a date comes first, the day or the month."""
        if written.first == written.second:
            return "day"
        if order := written.only_order():
            self._note(order, written)
            return order
        self._ambiguous += 1
        self._example = self._example or written.written
        return self._order or self._decided()

    def _note(self, order: Order, witness: Numeric) -> None:
        self._witnesses.setdefault(order, witness.written)
        self._order = self._order or order

    def _decided(self) -> Order:
        for later in self._following():
            if later.first != later.second and (order := later.only_order()):
                self._note(order, later)
                return order
        self._assumed, self._order = True, "day"
        return "day"

    def notices(self) -> list[Remark]:
        """Return a remark that says how ambiguous dates were read, and why; none if there were none."""
        if self._order is None or not self._ambiguous:
            return []
        order = Remark("day_first") if self._order == "day" else Remark("month_first")
        values = {"count": self._ambiguous, "example": self._example, "order": order}
        against = self._witnesses.get("month" if self._order == "day" else "day")
        if against:
            return [Remark("order_mixed", {**values, "against": against})]
        if witness := self._witnesses.get(self._order):
            return [Remark("order_told", {**values, "witness": witness})]
        return [Remark("order_assumed", values)]
