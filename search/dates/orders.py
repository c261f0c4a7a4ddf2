"""Day before month, or month before day: what the dates of one file say about 3/4/2019.

A date such as 25/3/2019 tells the order, and so does the weekday beside a date. The order is decided at the
first date that leaves it open, by the dates that follow in the file, as far as it may be looked ahead; where
they tell nothing, the day comes first, as is usual in Indonesia.
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

    weekday: of the weekday beside it, 0 for Monday; None without one
    written: as it stands in the text
    """

    first: int
    second: int
    year: int
    weekday: int | None
    written: str

    def told(self) -> Order | None:
        """Return the only order in which it is a date; None if both are, or neither."""
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

    following: returns the dates that follow in the file, as far as it may be looked ahead
    """

    def __init__(self, following: Callable[[], Iterable[Numeric]] = tuple) -> None:
        self._following = following
        self._order: Order | None = None
        self._assumed = False
        self._witnesses: dict[Order, str] = {}
        self._open = 0
        self._example = ""

    def of(self, written: Numeric) -> Order:
        """Return the order of day and month in a date."""
        if written.first == written.second:
            return "day"
        if order := written.told():
            self._note(order, written)
            return order
        self._open += 1
        self._example = self._example or written.written
        return self._order or self._decided()

    def _note(self, order: Order, witness: Numeric) -> None:
        self._witnesses.setdefault(order, witness.written)
        self._order = self._order or order

    def _decided(self) -> Order:
        for later in self._following():
            if later.first != later.second and (order := later.told()):
                self._note(order, later)
                return order
        self._assumed, self._order = True, "day"
        return "day"

    def notices(self) -> list[Remark]:
        """Return how open dates were read, and why; nothing if there were none."""
        if self._order is None or not self._open:
            return []
        order = Remark("day_first") if self._order == "day" else Remark("month_first")
        values = {"count": self._open, "example": self._example, "order": order}
        against = self._witnesses.get("month" if self._order == "day" else "day")
        if against:
            return [Remark("order_mixed", {**values, "against": against})]
        if witness := self._witnesses.get(self._order):
            return [Remark("order_told", {**values, "witness": witness})]
        return [Remark("order_assumed", values)]
