"""What a generation is verified with: an even sample of what was written."""

from collections import Counter

import pytest

from search.article import Article
from search.index.verify import SAMPLE_SIZE, Samples


def drawn(count, seed=0):
    samples = Samples()
    samples._random.seed(seed)
    for place in range(count):
        samples.consider(Article(f"a{place}", ("satu", f"dua {place}")), place)
    return samples.drawn


@pytest.mark.parametrize("count", [1, SAMPLE_SIZE - 1, SAMPLE_SIZE, SAMPLE_SIZE + 1, 5 * SAMPLE_SIZE])
def test_as_many_as_there_are_up_to_the_size_of_a_sample(count):
    found = drawn(count)
    assert len(found) == len({sample.article for sample in found}) == min(count, SAMPLE_SIZE)
    for place, article_id, number, text in found:
        assert article_id == f"a{place}"
        assert text == ["satu", f"dua {place}"][number]


def test_every_article_is_as_likely_as_any_other():
    rounds, count = 400, 10 * SAMPLE_SIZE
    met = Counter(sample.article * 10 // count for seed in range(rounds) for sample in drawn(count, seed))
    expected = rounds * SAMPLE_SIZE / 10
    assert all(abs(met[tenth] - expected) < 6 * expected**0.5 for tenth in range(10))
