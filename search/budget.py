"""The module limits the cost of a search: clauses, postings, processor time. Beyond it, an error is raised.

A server sets a budget for each request, in the thread that answers it::

    with spending(Budget(milliseconds=250)):
        index.search("...")

All work for a search tests the budget regularly: the kernel at each block of postings
(``search.ranking.kernel.meter``), Python between the steps and in its loops (``checkpoint``). Without a
budget there is no limit. Time is the processor time of the thread, so that the same query ends in the same
way on a busy machine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic_ns, thread_time_ns

from search.errors import QueryTooExpensiveError, SearchCancelledError
from search.remarks import Remark

_MILLISECOND = 1_000_000  # nanoseconds
#: The interval in which a search tests whether it was cancelled, in nanoseconds of processor time.
_SLICE = 10 * _MILLISECOND


class Budget:
    """The limits for one search. The object belongs to its thread; only ``cancel`` is for others.

    milliseconds: of processor time of the thread; 0 for no limit
    postings:     the number that may be read into new lists, for prefixes, phrases and other forms, of which
                  each has at most one for a paragraph; 0 for no limit
    clauses:      the number of forms of words that a query may have; 0 for no limit
    long_ms:      after so many milliseconds ``on_long`` is called once; it may wait, or raise an error to end
                  the search
    """

    __slots__ = (
        "_began",
        "_cancelled",
        "_clauses",
        "_error",
        "_long_at",
        "_look_at",
        "_milliseconds",
        "_on_long",
        "_postings",
        "_postings_read",
    )

    def __init__(
        self,
        milliseconds: int = 0,
        postings: int = 0,
        clauses: int = 0,
        long_ms: int = 0,
        on_long: Callable[[], None] | None = None,
    ) -> None:
        # Every request makes one, so this is written for speed: what ``_put_off`` would set is set here.
        self._milliseconds = milliseconds
        self._postings = postings
        self._clauses = clauses
        self._on_long = on_long
        self._cancelled = False
        self._postings_read = 0
        self._error: BaseException | None = None
        first = _SLICE
        if on_long is not None and long_ms * _MILLISECOND < first:
            first = long_ms * _MILLISECOND
        if milliseconds and milliseconds * _MILLISECOND < first:
            first = milliseconds * _MILLISECOND
        self._look_at = monotonic_ns() + first
        self._began = began = thread_time_ns()
        self._long_at = began + long_ms * _MILLISECOND

    @property
    def spent_ms(self) -> float:
        """The processor time so far, in milliseconds."""
        return (thread_time_ns() - self._began) / _MILLISECOND

    def excuse(self, nanoseconds: int) -> None:
        """Do not count so much processor time, which was not spent on this search."""
        self._began += nanoseconds
        self._long_at += nanoseconds

    def cancel(self) -> None:
        """End the search at its next test of the budget. Any thread may call it."""
        self._cancelled = True

    def look(self) -> None:
        """Raise an error if the search was cancelled or has used up its time.

        The processor clock is read only if enough wall time has passed, because reading the wall clock is
        much cheaper: a thread cannot have worked longer than that.

        Raises QueryTooExpensiveError, SearchCancelledError, and the errors of ``on_long``.
        """
        if monotonic_ns() < self._look_at and not self._cancelled:
            return
        self.check_cancelled()
        now = thread_time_ns()
        if self._on_long is not None and now >= self._long_at:
            on_long, self._on_long = self._on_long, None
            on_long()
        if self._milliseconds and now >= self._began + self._milliseconds * _MILLISECOND:
            raise _too_expensive("milliseconds_of_processor", self._milliseconds)
        self._put_off(now)

    def check_cancelled(self) -> None:
        """Raise SearchCancelledError if the search was cancelled."""
        if self._cancelled:
            raise SearchCancelledError("search_cancelled")

    def _put_off(self, now: int) -> None:
        """Set the time of the next test; ``now`` is the processor time of the thread."""
        following = now + _SLICE
        if self._on_long is not None:
            following = min(following, self._long_at)
        if self._milliseconds:
            following = min(following, self._began + self._milliseconds * _MILLISECOND)
        self._look_at = monotonic_ns() + following - now

    @property
    def until_look(self) -> int:
        """The nanoseconds until the next test of the budget."""
        return max(0, self._look_at - monotonic_ns())

    def look_from_kernel(self) -> int:
        """Test the budget, and return ``until_look``; -1 after an error, which ``settle`` raises later."""
        try:
            self.look()
        except BaseException as error:
            self._error = error
            return -1
        return self.until_look

    def settle(self) -> None:
        """Raise the error by which the kernel ended early, if there is one."""
        error, self._error = self._error, None
        if error is not None:
            raise error

    def read_postings(self, count: int) -> None:
        """Count postings that will be read into a new list. Raises QueryTooExpensiveError."""
        self._postings_read += count
        if self._postings and self._postings_read > self._postings:
            raise _too_expensive("postings", self._postings)

    def check_clauses(self, count: int) -> None:
        """Compare the number of forms of a query with the limit. Raises QueryTooExpensiveError."""
        if self._clauses and count > self._clauses:
            raise _too_expensive("forms_of_words", self._clauses)


def _too_expensive(limit: str, maximum: int) -> QueryTooExpensiveError:
    return QueryTooExpensiveError("query_too_expensive", limit=Remark(limit, {"count": maximum}))


class _Current(threading.local):
    budget: Budget | None = None


_CURRENT = _Current()


def current_budget() -> Budget | None:
    """Return the budget of the search for which this thread works; None without a limit."""
    return _CURRENT.budget


def checkpoint() -> None:
    """Test the budget, if there is one. Raises as ``Budget.look`` does."""
    budget = _CURRENT.budget
    if budget is not None:
        budget.look()


def current_look() -> Callable[[], None]:
    """Return the function by which a loop tests the budget of this thread.

    Without a budget it does nothing.
    """
    budget = _CURRENT.budget
    return _no_look if budget is None else budget.look


def _no_look() -> None:
    """Do nothing."""


def read_postings(count: int) -> None:
    """Count postings that will be read into a new list, and test the budget, if there is one.

    Raises as ``Budget.look`` does.
    """
    budget = _CURRENT.budget
    if budget is not None:
        budget.read_postings(count)
        budget.look()


def exchange_budget(budget: Budget | None) -> Budget | None:
    """Set the budget of this thread, and return the one before. Most callers use ``spending``."""
    before, _CURRENT.budget = _CURRENT.budget, budget
    return before


class spending:  # noqa: N801 - it is used like a function, and a class takes a quarter of the time
    """The context in which this thread has another budget; None for no limit.

    What is done without a limit is done for all later searches, so the search that it falls into does not pay
    for it.
    """

    __slots__ = ("_before", "_began", "_budget")

    def __init__(self, budget: Budget | None) -> None:
        self._budget = budget

    def __enter__(self) -> Budget | None:
        self._before = exchange_budget(self._budget)
        self._began = 0 if self._budget or not self._before else thread_time_ns()
        return self._budget

    def __exit__(self, *_: object) -> None:
        exchange_budget(self._before)
        if self._began and self._before:
            self._before.excuse(thread_time_ns() - self._began)
