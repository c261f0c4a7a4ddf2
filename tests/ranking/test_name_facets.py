"""The facet of names: those first that stand out, and a short list is the beginning of a long one."""

import numpy as np
import pytest

from search.index.format.values import ArticleValues
from search.index.reading.values import FieldValues
from search.ranking.counting import counted_values
from search.ranking.facets import Years, facet_of_names
from search.ranking.kernel.counts import ValueCounter


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
    counts = counted.number_of(np.arange(len(values)))
    gain = counts * np.log(np.maximum(counts, 1) / (values.frequencies * (len(matching) / 400)))
    expected = sorted(counts.nonzero()[0].tolist(), key=lambda at: -gain[at])
    facet = facet_of_names("name", values, counted, (len(matching), 400), limit)
    assert [one.value for one in facet.values] == [f"N{at:03}" for at in expected[:limit]]
    assert facet.total == len(expected)


def test_one_count_leaves_nothing_to_the_next():
    values = _values(400, 40, 3)
    counter = ValueCounter(values.starts, values.ordinals, len(values))
    for step in (9, 400, 1, 57, 9):
        matching = np.arange(0, 400, step, dtype=np.int32)
        for one, other in zip(counter.count(matching), counted_values(values, matching), strict=True):
            assert np.array_equal(one, other)


@pytest.mark.parametrize(
    ("starts", "ordinals"),
    [([], []), ([1, 1], [0]), ([0, 1], []), ([0, 2, 1], [0]), ([0, 1], [2]), ([0, 1], [-1])],
)
def test_values_that_do_not_fit_are_refused(starts, ordinals):
    with pytest.raises(ValueError, match="do not fit"):
        ValueCounter(np.array(starts, np.int64), np.array(ordinals, np.int32), 2)


@pytest.mark.parametrize("article", [-1, 1])
def test_an_article_that_does_not_exist_is_refused(article):
    counter = ValueCounter(np.array([0, 1]), np.array([0], np.int32), 2)
    with pytest.raises(ValueError, match="no such article"):
        counter.count(np.array([article], np.int32))


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
