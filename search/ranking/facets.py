"""Facets: the exact numbers of matching articles for each value of a field, and for each year or month.

Labels do not depend on the search, so they are made once for a generation.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from search.facets import Facet, FacetValue
from search.index.format.doc_values import MONTHS, IntArray
from search.index.reading.values import NO_VALUE, FieldValues
from search.ranking.counting import Counted
from search.ranking.filters import Choice

Ordinals = npt.NDArray[np.intp]


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
    name: str, values: FieldValues, counted: Counted, articles: tuple[int, int], limit: int, text: str = ""
) -> Facet:
    """Return the numbers of articles for names: of "speaker" the most frequent first.

    Of "name" those first that stand out against the archive: count times the logarithm of how many times more
    frequent a name is here than there, which is its part of the log-likelihood ratio (Dunning 1993).

    articles: how many match, and how many there are
    limit:    the names that are listed, at most MOST_NAMES
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
    shown = map(FacetValue, values.names.take(listed).tolist(), counts.take(listed).tolist())
    return Facet(name, tuple(shown), len(matching), counted.without, False)


def count_by_year(facet: Facet, values: FieldValues, years: IntArray, articles: IntArray) -> None:
    """Count the articles of the first values of a facet of names by year of publication.

    years:    the year of each article of the archive, 0 if it is not known
    articles: those that match
    """
    shown = facet.values[:WITH_YEARS]
    of_each = [values.articles_with(values.find(one.value)) for one in shown]
    if not of_each:
        return
    matching = np.zeros(len(years), bool)
    matching[articles] = True
    having = np.concatenate(of_each)
    numbers = np.repeat(np.arange(len(shown)), list(map(len, of_each)))
    kept = matching[having] & (years[having] > 0)
    known = years[having[kept]]
    if not len(known):
        return
    first, last = int(known.min()), int(known.max())
    width = last - first + 1
    counts = np.bincount(numbers[kept] * width + (known - first), minlength=len(shown) * width)
    for one, row in zip(shown, counts.reshape(-1, width).tolist(), strict=True):
        one.by_year = tuple([(first + at, count) for at, count in enumerate(row) if count])


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
