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

Ordinals = npt.NDArray[np.intp]
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
    counts = counted.values
    matching = (counts != 0).nonzero()[0]  # looking at numbers one by one takes three times as long
    if text:
        matching = matching[values.containing(text)[matching]]
    listed = _most_frequent(counts, matching, limit)
    shown: tuple[FacetValue, ...]
    if choice.wanted or choice.unwanted:
        wanted, unwanted = values.chosen(choice.wanted), values.chosen(choice.unwanted)
        chosen = (wanted | unwanted).nonzero()[0]
        if text or len(listed) < len(matching) or not counts.take(chosen).all():
            listed = np.union1d(listed, chosen)
            listed = _most_frequent(counts, listed, len(listed))
        flags = [(one.take(listed) != 0).tolist() for one in (wanted, unwanted)]
        named = values.names.take(listed).tolist(), counts.take(listed).tolist()
        shown = (*map(FacetValue, *named, *flags), *_strange(values, choice))
    else:
        shown = tuple(map(FacetValue, values.names.take(listed).tolist(), counts.take(listed).tolist()))
    return Facet(name, shown, len(matching), counted.without, choice.missing)


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
    counts, limit = counted.values, min(limit, MOST_NAMES)
    matching = (counts != 0).nonzero()[0]
    if text:
        matching = matching[values.containing(text)[matching]]
    here, everywhere = articles
    if name == "speaker" or here == everywhere or not len(matching):
        listed = _most_frequent(counts, matching, limit)
    else:
        found = counts.take(matching)
        gain = found * np.log(
            found / (values.frequencies.take(matching) * (max(here, 1) / max(everywhere, 1)))
        )
        best = np.arange(len(gain))
        if 0 < limit < len(gain):
            best = (gain >= np.partition(gain, -limit)[-limit]).nonzero()[0]
        listed = matching.take(best.take(np.argsort(-gain.take(best), kind="stable")[:limit]))
    shown = tuple(map(FacetValue, values.names.take(listed).tolist(), counts.take(listed).tolist()))
    if by_year and len(listed):
        first = listed[:WITH_YEARS].tolist()
        for one, years in zip(shown, by_year([values.articles_with(at) for at in first]), strict=False):
            one.by_year = years
    return Facet(name, shown, len(matching), counted.without, False)


class Years:
    """The year of each article.

    years: int32[A], 0 where the year is not known
    """

    def __init__(self, years: IntArray) -> None:
        known = years[years > 0]
        self._before = int(known.min()) - 1 if len(known) else 0
        self._width = int(known.max()) - self._before + 1 if len(known) else 1
        self._numbers = np.where(years > 0, years - self._before, 0)  # 0 where it is not known

    def count(self, matching: IntArray, of_each: Sequence[IntArray]) -> list[ByYear]:
        """Return how many matching articles of some sets were published in each year that has any.

        matching: articles
        of_each:  the articles of each set
        """
        numbers = np.zeros_like(self._numbers)
        numbers[matching] = self._numbers[matching]
        rows = np.repeat(np.arange(len(of_each)) * self._width, list(map(len, of_each)))
        counts = np.bincount(
            rows + numbers[np.concatenate(of_each)], minlength=len(of_each) * self._width
        ).reshape(-1, self._width)
        years = range(self._before + 1, self._before + self._width)
        return [
            tuple([one for one in zip(years, row, strict=True) if one[1]]) for row in counts[:, 1:].tolist()
        ]


def _strange(values: FieldValues, choice: Choice) -> Iterator[FacetValue]:
    """Yield the values of a filter that no article of the archive has."""
    wanted, unwanted = ({values.fold(one): one for one in some} for some in (choice.wanted, choice.unwanted))
    for form, spelling in (unwanted | wanted).items():
        if values.find(spelling) == NO_VALUE:
            yield FacetValue(spelling, 0, form in wanted, form in unwanted)


def _most_frequent(counts: IntArray, ordinals: Ordinals, limit: int) -> Ordinals:
    """Return the ``limit`` most frequent of some values, given in order, the most frequent first."""
    if len(ordinals) > limit:
        # Counts and ordinals stay below 2^31, so one integer has both.
        keys = (-counts.take(ordinals) << 32) + ordinals
        ordinals = np.sort(ordinals.take(np.argpartition(keys, limit - 1)[:limit]))
    in_order: Ordinals = ordinals.take((-counts.take(ordinals)).argsort(kind="stable"))
    return in_order


class Calendar:
    """The labels of all months from ``first`` to ``last`` (see ``DocValues.month``), and of their years."""

    def __init__(self, first: int, last: int) -> None:
        months = range(first, last + 1)
        self._months = np.array([f"{at // MONTHS:04}-{at % MONTHS:02}" for at in months], object)
        self._is_month = np.array([at % MONTHS > 0 for at in months], bool)
        starts = [index for index, at in enumerate(months) if index == 0 or at % MONTHS == 0]
        self._years = np.array([f"{months[start] // MONTHS:04}" for start in starts], object)
        self._starts = np.array(starts, np.intp)  # the index of each year's first month

    def facet(self, name: str, counted: Counted, missing: bool) -> Facet:
        """Return the number of articles for each "year" ("2019") or "month" ("2019-09"), in time order.

        Articles of which only the year is known have no month, and are not counted in one.

        counted: by month, from the first on
        missing: whether undated articles are asked for
        """
        labels, counts = self._months, counted.values
        if name == "year":
            labels = self._years
            counts = np.add.reduceat(counts, self._starts) if len(labels) else counts
        else:
            counts = counts * self._is_month
        shown = counts.nonzero()[0]
        values = tuple(map(FacetValue, labels.take(shown).tolist(), counts.take(shown).tolist()))
        return Facet(name, values, len(values), counted.without, missing)
