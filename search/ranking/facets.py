"""Facets: the exact numbers of matching articles for each value of a field, and for each year or month.

Labels do not depend on the search, so they are made once for a generation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from search.facets import Facet, FacetValue
from search.index.format.doc_values import MONTHS, IntArray
from search.index.reading.values import NO_VALUE, FieldValues
from search.ranking.counting import Counted
from search.ranking.filters import Choice

Indexes = npt.NDArray[np.intp]
#: The years that have any article, and how many each has.
ByYear = tuple[tuple[int, int], ...]
#: Counts the matching articles of some sets by year.
CountByYear = Callable[[Sequence[IntArray]], list[ByYear]]

#: The names that a facet lists: what comes behind them stands out nowhere.
MOST_NAMES = 100
#: The names of a facet that are counted by year: those that a page shows.
WITH_YEARS = 8


def facet_of_values(
    name: str, values: FieldValues, counted: Counted, choice: Choice, limit: int, text: str = ""
) -> Facet:
    """Return the numbers of articles for the values of a field, the most frequent first, then by name.

    choice: the values that the filter of the field chooses; they are always listed, even without an article
    limit:  the maximal number of other values
    text:   if given, other values are listed only if they contain it
    """
    matching = counted.among(values.containing(text)) if text else counted
    first = _most_frequent(matching.numbers, limit)
    listed, numbers = matching.values.take(first), matching.numbers.take(first)
    flags = []
    if choice.wanted or choice.unwanted:
        wanted, unwanted = values.chosen(choice.wanted), values.chosen(choice.unwanted)
        listed = np.union1d(listed, (wanted | unwanted).nonzero()[0])
        numbers = counted.number_of(listed)
        in_order = _most_frequent(numbers, len(listed))
        listed, numbers = listed.take(in_order), numbers.take(in_order)
        flags = [(one.take(listed) != 0).tolist() for one in (wanted, unwanted)]
    shown = map(FacetValue, values.names.take(listed).tolist(), numbers.tolist(), *flags)
    return Facet(
        name, (*shown, *_strange(values, choice)), len(matching.values), counted.without, choice.missing
    )


def facet_of_names(
    name: str, values: FieldValues, counted: Counted, articles: tuple[int, int], limit: int, text: str = "",
    by_year: CountByYear | None = None,
) -> Facet:  # fmt: skip
    """Return the numbers of articles for names: of "speaker" the most frequent first.

    Of "name" those first that stand out against the archive: count times the logarithm of how many times more
    frequent a name is here than there, which is its part of the log-likelihood ratio (Dunning 1993).

    articles: how many match, and how many there are
    limit:    the names that are listed, at most MOST_NAMES
    by_year:  counts the first ``WITH_YEARS`` names by year
    """
    limit = min(limit, MOST_NAMES)
    matching = counted.among(values.containing(text)) if text else counted
    names, numbers = matching.values, matching.numbers
    here, everywhere = articles
    if name == "speaker" or here == everywhere or not len(names):
        listed = _most_frequent(numbers, limit)
    else:
        expected = values.frequencies.take(names) * (max(here, 1) / max(everywhere, 1))
        gain = numbers * np.log(numbers / expected)
        best = np.arange(len(gain))
        if 0 < limit < len(gain):
            best = (gain >= np.partition(gain, -limit)[-limit]).nonzero()[0]
        listed = best.take(np.argsort(-gain.take(best), kind="stable")[:limit])
    first = names.take(listed)
    shown = tuple(map(FacetValue, values.names.take(first).tolist(), numbers.take(listed).tolist()))
    if by_year and len(first):
        of_each = [values.articles_with(one) for one in first[:WITH_YEARS].tolist()]
        for value, years in zip(shown, by_year(of_each), strict=False):
            value.by_year = years
    return Facet(name, shown, len(names), counted.without, False)


class Years:
    """The year of each article.

    years: int32[A], 0 where the year is not known
    """

    def __init__(self, years: IntArray) -> None:
        known = years[years > 0]
        self._before = int(known.min()) - 1 if len(known) else 0
        numbers = np.where(years > 0, years - self._before, 0)  # 0 where it is not known
        # A search copies them, so they are as narrow as they can be.
        self._numbers = numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))

    def count(self, matching: IntArray, of_each: Sequence[IntArray]) -> list[ByYear]:
        """Return how many matching articles of some sets were published in each year that has any.

        matching: articles
        of_each:  the articles of each set
        """
        numbers = np.zeros_like(self._numbers)
        numbers[matching] = self._numbers[matching]
        counts = [np.bincount(numbers[articles]).tolist() for articles in of_each]
        return [
            tuple([(self._before + year, count) for year, count in enumerate(row) if year and count])
            for row in counts
        ]


def _strange(values: FieldValues, choice: Choice) -> Iterator[FacetValue]:
    """Yield the values of a filter that no article of the archive has."""
    wanted, unwanted = ({values.fold(one): one for one in some} for some in (choice.wanted, choice.unwanted))
    for form, spelling in (unwanted | wanted).items():
        if values.find(spelling) == NO_VALUE:
            yield FacetValue(spelling, 0, form in wanted, form in unwanted)


def _most_frequent(numbers: IntArray, limit: int) -> Indexes:
    """Return the indexes of the ``limit`` highest numbers, the highest first; of equal ones the first."""
    if len(numbers) <= limit:
        return (-numbers).argsort(kind="stable")
    # Numbers and indexes stay below 2^31, so one integer has both.
    keys = (-numbers << 32) + np.arange(len(numbers))
    highest = np.argpartition(keys, limit - 1)[:limit]
    return highest.take(keys.take(highest).argsort())


class Calendar:
    """The labels of all months from ``first`` to ``last`` (see ``DocValues.month``), and of their years."""

    def __init__(self, first: int, last: int) -> None:
        months = range(first, last + 1)
        self._months = np.array([f"{at // MONTHS:04}-{at % MONTHS:02}" for at in months], object)
        self._is_month = np.array([at % MONTHS > 0 for at in months], bool)
        years = np.array([at // MONTHS for at in months], np.intp)
        self._years = np.array([f"{year:04}" for year in np.unique(years).tolist()], object)
        self._year_of = years - (years[0] if len(years) else 0)  # by month

    def facet(self, name: str, counted: Counted, missing: bool) -> Facet:
        """Return the number of articles for each "year" ("2019") or "month" ("2019-09"), in time order.

        Articles of which only the year is known have no month, and are not counted in one.

        counted: by month, from the first on
        missing: whether undated articles are asked for
        """
        if name == "year":
            years = np.bincount(self._year_of[counted.values], counted.numbers).astype(np.int64)
            labels, shown = self._years, Counted.of_all(years, counted.without)
        else:
            labels, shown = self._months, counted.among(self._is_month)
        values = tuple(map(FacetValue, labels.take(shown.values).tolist(), shown.numbers.tolist()))
        return Facet(name, values, len(values), counted.without, missing)
