"""The facet of names: those first that stand out, and a short list is the beginning of a long one."""

import numpy as np
import pytest

from search.index.format.values import ArticleValues
from search.index.reading.values import FieldValues
from search.ranking.counting import counted_values
from search.ranking.facets import facet_of_names


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
