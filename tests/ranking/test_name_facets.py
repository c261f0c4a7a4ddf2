"""The facet of names: those first that stand out, and a short list is the beginning of a long one."""

import numpy as np
import pytest

from search.index.format.values import ArticleValues
from search.index.reading.values import FieldValues
from search.ranking.counting import counted_values
from search.ranking.facets import Years, facet_of_names


def _values(articles, names, seed):
    random = np.random.default_rng(seed)
    sizes = random.integers(0, 8, articles)
    codes = [random.choice(names, size, replace=False) for size in sizes]
    starts = np.append(0, np.cumsum(sizes))
    spellings = tuple(f"N{number:03}" for number in range(names))
    return FieldValues("name", ArticleValues(starts, np.concatenate(codes).astype(np.int32), spellings), None)


@pytest.mark.parametrize("limit", [0, 1, 7, 30, 39, 40, 99])
def test_a_short_list_begins_a_long_one(limit):
    values = _values(400, 40, 3)
    matching = np.arange(0, 400, 9, dtype=np.int32)
    counted = counted_values(values, matching)
    counts = counted.values
    gain = counts * np.log(np.maximum(counts, 1) / (values.frequencies * (len(matching) / 400)))
    expected = sorted(counts.nonzero()[0].tolist(), key=lambda at: -gain[at])
    facet = facet_of_names("name", values, counted, (len(matching), 400), limit)
    assert [one.value for one in facet.values] == [f"N{at:03}" for at in expected[:limit]]
    assert facet.total == len(expected)


@pytest.mark.parametrize("first", [2019, 0])
def test_years_are_those_of_matching_articles(first):
    random = np.random.default_rng(5)
    years = np.where(random.random(300) < 0.2, 0, first and random.integers(first, 2026, 300)).astype(
        np.int32
    )
    matching = np.flatnonzero(random.random(300) < 0.4)
    of_each = [np.flatnonzero(random.random(300) < share) for share in (0.5, 0.01, 0.0)]
    expected = []
    for having in of_each:
        known = [int(years[at]) for at in having if at in matching and years[at]]
        expected.append(tuple((year, known.count(year)) for year in sorted(set(known))))
    assert Years(years).count(matching, of_each) == expected
