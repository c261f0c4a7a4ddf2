"""Bags of words: compiled kernel, NumPy twin, looking at every document and Whoosh find the same."""

import tempfile
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from every_document import EveryDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from random_lists import random_lists, snapshot_of
from whoosh_bags import whoosh_scores

from search.index.format.lists import encode_docs
from search.ranking import RankingSettings, best_groups
from search.ranking.bags import Bag, BagWord, Either
from search.ranking.compiled_bags import CompiledBags
from search.ranking.exhaustive_bags import ExhaustiveBags
from search.ranking.kernel.documents import Similarity
from search.ranking.kernel.paragraph_weight import TermsWeight
from search.ranking.kernel.postings import stored_list
from search.ranking.scored_lists import GROUP

DEFAULTS = RankingSettings()
TERMS = ["angin", "banjir", "cuaca", "desa", "emas", "tiada"]
OTHER_SETTINGS = st.builds(
    RankingSettings, k1=st.sampled_from([0.0, 0.2, 0.9, 1.2, 3.0]), b=st.sampled_from([0.0, 0.4, 0.75, 1.0])
)


def words(fields=("body", "body", "title"), terms=TERMS, longest_row=2):
    return st.builds(
        BagWord,
        st.sampled_from(fields),
        st.lists(st.sampled_from(terms), min_size=1, max_size=longest_row).map(tuple),
        st.sampled_from([1.0, 0.25, 3.0]) | st.floats(0.01, 10),
    )


def bags(**choice):
    either = st.builds(Either, st.lists(words(**choice), min_size=1, max_size=3).map(tuple))
    several = st.lists(words(**choice) | either, min_size=1, max_size=6).map(tuple)
    few = st.lists(words(**choice), max_size=2).map(tuple)
    return st.builds(Bag, several, st.just(()) | few, st.booleans())


def assert_same(left, right, case):
    assert left.documents.tolist() == right.documents.tolist(), case
    assert left.scores.tolist() == right.scores.tolist(), case
    assert left.total == right.total, case


@lru_cache(maxsize=2)
def every_document(snapshot):
    return EveryDocument(snapshot)


def assert_agree(snapshot, bag, k, allowed, weights=DEFAULTS, *, whoosh=True):
    """Assert that all ways give the same; return it."""
    case = (bag, k, None if allowed is None else int(allowed.sum()), weights)
    compiled, exhaustive = CompiledBags(snapshot, weights), ExhaustiveBags(snapshot, weights)
    found = compiled.best(bag, k, count=True, allowed=allowed)
    assert_same(found, exhaustive.best(bag, k, count=True, allowed=allowed), case)
    assert_same(found, every_document(snapshot).best(bag, k, weights, allowed), case)
    for ranker in (compiled, exhaustive):
        again = ranker.best(bag, k, allowed=allowed)
        assert again.total in (-1, found.total)
        assert_same(again._replace(total=found.total), found, case)
    if whoosh:
        # Whoosh adds in another order, so what is equal here may differ there in the last digit.
        scores, best = whoosh_scores(snapshot, weights, bag, allowed), found.scores.tolist()
        assert len(scores) == found.total, case
        assert best == pytest.approx(sorted(scores.values(), reverse=True)[:k], rel=1e-9), case
        assert best == pytest.approx([scores[doc] for doc in found.documents.tolist()], rel=1e-9), case
        order = list(zip((-found.scores).tolist(), found.documents.tolist(), strict=True))
        assert order == sorted(order), case
    assert found.documents.dtype == np.int64
    return found


@st.composite
def small(draw):
    """One to three segments of a few articles, some of them deleted."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shares = st.sampled_from([0.0, 0.1, 0.5, 1.0])
    segments = []
    for _ in range(draw(st.integers(1, 3))):
        sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=25))
        deleted = draw(st.sets(st.integers(0, len(sizes) - 1), max_size=5))
        if len(deleted) == len(sizes):
            deleted = set()
        terms = {term: draw(shares) for term in TERMS[:-1]} | {"ada": 1.0}
        longest = draw(st.sampled_from([2, 8, 400]))
        segments.append(random_lists(rng, sizes, terms, deleted, longest))
    return segments


def masks(snapshot, data):
    """Draw a filter: none, or a random part of the articles."""
    if data.draw(st.booleans()):
        return None
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    return rng.random(snapshot.numbers.article_count) < data.draw(st.sampled_from([0.0, 0.1, 0.7]))


@settings(max_examples=25, deadline=None)
@given(small(), st.data())
def test_small_indexes(segments, data):
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder), segments)
        for _ in range(10):
            asked = data.draw(bags()), data.draw(st.integers(1, 50))
            assert_agree(snapshot, *asked, masks(snapshot, data), data.draw(OTHER_SETTINGS))


LARGE_TERMS = {
    "angin": 0.5,
    "banjir": 0.12,
    "cuaca": 0.05,
    "desa": 0.03,
    "emas": 0.005,
    "fajar": 0.0005,
    "gading": 0.00002,
}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Two segments, the first of three windows: lists, lists with impacts, bitmaps; a tenth deleted."""
    rng = np.random.default_rng(20)
    segments = []
    for articles in (30_000, 9_000):
        sizes = rng.integers(1, 9, articles).tolist()
        deleted = np.flatnonzero(rng.random(articles) < 0.1).tolist()
        segments.append(random_lists(rng, sizes, LARGE_TERMS, deleted))
    return snapshot_of(tmp_path_factory.mktemp("large"), segments)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """One segment of two windows, nothing deleted: where the kernel knows ten scores before it begins."""
    rng = np.random.default_rng(21)
    sizes = rng.integers(1, 9, 20_000).tolist()
    return snapshot_of(tmp_path_factory.mktemp("whole"), [random_lists(rng, sizes, LARGE_TERMS)])


LARGE_BAGS = bags(terms=[*LARGE_TERMS, "tiada"])


@pytest.mark.parametrize("name", ["large", "whole"])
@settings(max_examples=150, deadline=None)
@given(LARGE_BAGS, st.integers(1, 50), st.data())
def test_large_indexes(request, name, bag, k, data):
    snapshot = request.getfixturevalue(name)
    weights = data.draw(st.just(DEFAULTS) | OTHER_SETTINGS)
    assert_agree(snapshot, bag, k, masks(snapshot, data), weights, whoosh=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["large", "whole"])
@settings(max_examples=6, deadline=None)
@given(LARGE_BAGS, st.integers(1, 50), st.data())
def test_large_indexes_as_whoosh_finds_them(request, name, bag, k, data):
    snapshot = request.getfixturevalue(name)
    assert_agree(snapshot, bag, k, masks(snapshot, data))


@pytest.mark.parametrize("name", ["large", "whole"])
@pytest.mark.parametrize("every", [False, True])
def test_equal_scores_come_in_the_order_of_documents(request, name, every):
    """Many documents of equal length hold a frequent word once: the first of them are the best."""
    snapshot = request.getfixturevalue(name)
    weights = RankingSettings(b=0.0)
    for k in (1, 10, 50):
        bag = Bag((BagWord("title", ("angin",)), BagWord("title", ("banjir",))), every=every)
        found = assert_agree(snapshot, bag, k, None, weights, whoosh=False)
        order = list(zip((-found.scores).tolist(), found.documents.tolist(), strict=True))
        assert order == sorted(order)
    assert len(set(found.scores.tolist())) < 50


@pytest.mark.parametrize("name", ["large", "whole"])
@pytest.mark.parametrize("term", ["desa", "emas", "fajar", "gading"])
@pytest.mark.parametrize("k", [1, 10, 100, 1_000])
def test_one_word_that_is_listed(request, name, term, k):
    """The more are wanted, the more of them hold the word once, twice or thrice: then its length decides."""
    snapshot = request.getfixturevalue(name)
    for k1, b in ((1.2, 0.75), (1.2, 0.0), (3.0, 1.0), (0.0, 0.0)):
        weights = RankingSettings(k1=k1, b=b)
        assert_agree(snapshot, Bag((BagWord("body", (term,)),)), k, None, weights, whoosh=False)
    excluded = (BagWord("body", ("angin",)),)
    assert_agree(snapshot, Bag((BagWord("title", (term,), 2.5),), excluded), k, None, whoosh=False)


@pytest.mark.parametrize(
    ("terms", "share"),
    [(("angin", "fajar"), 0.5), (("banjir", "cuaca", "desa", "emas"), 0.5), (("angin",), 0.1)],
)
def test_numpy_scores_few_groups(whole, monkeypatch, terms, share):
    """Bounds of groups spare most of the work, and what they leave out is not missed."""
    scored = []
    score = best_groups._score

    def counted(groups, *rest):
        scored.append(len(groups))
        return score(groups, *rest)

    monkeypatch.setattr(best_groups, "_score", counted)
    bag = Bag(tuple(BagWord("body", (term,)) for term in terms))
    found = ExhaustiveBags(whole, DEFAULTS).best(bag, 10)
    holding = np.unique(np.concatenate([whole.documents("body", term) // GROUP for term in terms]))
    assert sum(scored) < share * len(holding), (scored, len(holding))
    assert_same(
        found._replace(total=0), every_document(whole).best(bag, 10, DEFAULTS)._replace(total=0), terms
    )


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([1, 2, 63, 64, 65, 200]), min_size=1, max_size=60), bags(), st.data())
def test_articles_of_any_length(sizes, bag, data):
    """An article may be longer than the 64 documents that the kernel looks at in one step."""
    rng = np.random.default_rng(len(sizes))
    deleted = set(np.flatnonzero(rng.random(len(sizes) - 1) < 0.2).tolist())
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder), [random_lists(rng, sizes, LARGE_TERMS, deleted)])
        for _ in range(5):
            assert_agree(snapshot, bag, data.draw(st.integers(1, 50)), masks(snapshot, data))


def test_more_than_there_are(whole):
    bag = Bag((BagWord("body", ("fajar",)),))
    found = assert_agree(whole, bag, 10_000, None)
    assert 0 < len(found.documents) == found.total == whole.document_frequency("body", "fajar")
    assert assert_agree(whole, bag, 0, None, whoosh=False).total == found.total


@pytest.mark.parametrize("every", [False, True])
def test_words_that_occur_nowhere(whole, every):
    nowhere, somewhere = BagWord("body", ("tiada",)), BagWord("body", ("emas",))
    assert assert_agree(whole, Bag((nowhere,), every=every), 5, None, whoosh=False).total == 0
    assert assert_agree(whole, Bag((), every=every), 5, None, whoosh=False).total == 0
    found = assert_agree(whole, Bag((nowhere, somewhere), every=every), 5, None, whoosh=False)
    assert len(found.documents) == (0 if every else 5)
    row = BagWord("body", ("emas", "tiada"))
    assert assert_agree(whole, Bag((row,), every=every), 5, None, whoosh=False).total == 0
    assert assert_agree(whole, Bag((somewhere,), (nowhere, row), every), 5, None, whoosh=False).total > 0
    assert assert_agree(whole, Bag((somewhere,), (somewhere,), every), 5, None, whoosh=False).total == 0


def test_all_words_each_in_any_field(large):
    """A document matches where each word is in its body or in its headline; both score."""

    def places(term):
        return BagWord("body", (term,)), BagWord("title", (term,), 2.0)

    terms = ("cuaca", "desa")
    bag = Bag(tuple(Either(places(term)) for term in terms), every=True)
    found = assert_agree(large, bag, 1000, None, whoosh=False)
    wanted = set.intersection(
        *(
            {doc for field in ("body", "title") for doc in large.documents(field, term).tolist()}
            for term in terms
        )
    )
    wanted = {doc for doc in wanted if large.live[large.article_of[doc]]}
    assert set(found.documents.tolist()) == wanted and found.total == len(wanted)
    only_body = assert_agree(
        large, Bag(tuple(places(term)[0] for term in terms), every=True), 1000, None, whoosh=False
    )
    assert only_body.total < found.total
    both_fields = Bag(tuple(chain(*map(places, terms))), every=True)
    assert assert_agree(large, both_fields, 1000, None, whoosh=False).total < only_body.total


@pytest.mark.parametrize(
    ("word", "wrong"),
    [
        (("source", ("antara",)), "no field with a score"),
        (("body", ()), "no terms"),
        (("body", ("emas",), 0.0), "weight must be 1e-09 to 1e[+]09"),
        (("body", ("emas",), -1.0), "weight must be 1e-09 to 1e[+]09"),
        (("body", ("emas",), 1e39), "weight must be 1e-09 to 1e[+]09"),
        (("body", ("emas",), float("nan")), "weight must be 1e-09 to 1e[+]09"),
    ],
)
def test_impossible_words(word, wrong):
    with pytest.raises(ValueError, match=wrong):
        Bag((BagWord(*word),))


@pytest.mark.parametrize("ranker", [CompiledBags, ExhaustiveBags])
def test_a_mask_that_does_not_fit(whole, ranker):
    bag = Bag((BagWord("body", ("emas",)),))
    with pytest.raises(ValueError, match="a mask over 3 articles"):
        ranker(whole, DEFAULTS).best(bag, 5, allowed=np.ones(3, bool))


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("weights", [(1e-9, 1e-9), (1e9, 1e9), (1e-9, 1e9)])
def test_the_least_and_the_greatest_weights(whole, every, weights):
    words = tuple(BagWord("body", (term,), weight) for term in ("banjir", "emas") for weight in weights)
    assert_agree(whole, Bag(words, every=every), 10, None, whoosh=False)


@pytest.mark.parametrize("every", [False, True])
def test_more_than_memory_holds(whole, every):
    bag = Bag((BagWord("body", ("angin",)), BagWord("body", ("banjir",))), every=every)
    few, many = (CompiledBags(whole, RankingSettings()).best(bag, k) for k in (1 << 20, 1 << 61))
    assert many.documents.tolist() == few.documents.tolist()


def test_bounds_of_very_many_words_are_not_rounded_below_scores():
    # Impacts of exactly 100 / 255, and one document that is a little better than the others, the last one.
    docs = np.arange(0, 60_000, 30, dtype=np.uint32)
    lengths = np.full(65536, 200, np.uint8)
    lengths[docs[-1]] = 1
    similarity = Similarity(lengths, 1.55 * (1 + 1e-7 * np.arange(256)))
    postings = stored_list(
        [(0, encode_docs(docs, np.full(len(docs), 100, np.uint8)), None, len(docs), -1, 100, 0, 1)]
    )
    query = TermsWeight([(postings, 3.3, similarity)] * 9_999, [])
    assert [query.all(1, count)[0].tolist() for count in (False, True)] == [[docs[-1]], [docs[-1]]]
