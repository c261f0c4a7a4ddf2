"""The best paragraphs: compiled kernel, scoring all that match and Whoosh find the same."""

import tempfile
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_lists import random_lists, snapshot_of
from random_paragraph_queries import TERMS, tree_of, trees, word
from whoosh import query
from whoosh_paragraphs import whoosh_scores

from search.index.format.lists import encode_docs
from search.query.tree import AllWords, Form, Words
from search.ranking import RankingSettings
from search.ranking.compiled_paragraphs import CompiledParagraphs
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.kernel.documents import Similarity
from search.ranking.kernel.paragraph_weight import TermsWeight
from search.ranking.kernel.postings import stored_list
from search.ranking.paragraphs import MOST_WORDS
from search.ranking.weight import Weight

DEFAULTS = RankingSettings()
OTHER_SETTINGS = st.builds(
    RankingSettings, k1=st.sampled_from([0.0, 0.2, 0.9, 1.2, 3.0]), b=st.sampled_from([0.0, 0.4, 0.75, 1.0])
)


def compiled(snapshot, weights=DEFAULTS):
    return CompiledParagraphs(Weight(snapshot, weights))


def assert_same(left, right, case):
    assert left.documents.tolist() == right.documents.tolist(), case
    assert left.scores.tolist() == right.scores.tolist(), case
    assert left.total == right.total, case


def assert_agree(snapshot, tree, k, allowed, weights=DEFAULTS, *, whoosh=True):
    """Assert that all ways give the same; return it."""
    case = (tree, k, None if allowed is None else int(allowed.sum()), weights)
    scorer = compiled(snapshot, weights).scorer(tree)
    found = scorer.top(k, count=True, allowed=allowed)
    exhaustive = ExhaustiveParagraphs(snapshot, weights).scorer(tree)
    assert_same(found, exhaustive.top(k, count=True, allowed=allowed), case)
    again = scorer.top(k, allowed=allowed)
    assert again.total in (-1, found.total)
    assert_same(again._replace(total=found.total), found, case)
    if whoosh:
        # Whoosh adds in another order, so what is equal here may differ there in the last digit.
        scores, best = whoosh_scores(snapshot, weights, tree, allowed), found.scores.tolist()
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
    return rng.random(snapshot.doc_values.article_count) < data.draw(st.sampled_from([0.0, 0.1, 0.7]))


@settings(max_examples=25, deadline=None)
@given(small(), st.data())
def test_small_indexes(segments, data):
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder), segments)
        for _ in range(10):
            asked = data.draw(trees()), data.draw(st.integers(1, 50))
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


LARGE_TREES = trees(terms=[*LARGE_TERMS, "tiada"])


@pytest.mark.parametrize("name", ["large", "whole"])
@settings(max_examples=150, deadline=None)
@given(LARGE_TREES, st.integers(1, 50), st.data())
def test_large_indexes(request, name, tree, k, data):
    snapshot = request.getfixturevalue(name)
    weights = data.draw(st.just(DEFAULTS) | OTHER_SETTINGS)
    assert_agree(snapshot, tree, k, masks(snapshot, data), weights, whoosh=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["large", "whole"])
@settings(max_examples=6, deadline=None)
@given(LARGE_TREES, st.integers(1, 50), st.data())
def test_large_indexes_as_whoosh_finds_them(request, name, tree, k, data):
    snapshot = request.getfixturevalue(name)
    assert_agree(snapshot, tree, k, masks(snapshot, data))


@pytest.mark.parametrize("name", ["large", "whole"])
@pytest.mark.parametrize("every", [False, True])
def test_equal_scores_come_in_the_order_of_documents(request, name, every):
    """Many documents of equal length hold a frequent word once: the first of them are the best."""
    snapshot = request.getfixturevalue(name)
    weights = RankingSettings(b=0.0)
    for k in (1, 10, 50):
        tree = tree_of([word("title", "angin"), word("title", "banjir")], every=every)
        found = assert_agree(snapshot, tree, k, None, weights, whoosh=False)
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
        assert_agree(snapshot, word("body", term), k, None, weights, whoosh=False)
    excluded = [word("body", "angin")]
    boosted = word("title", term, boost=2.5)
    assert_agree(snapshot, tree_of([boosted], excluded), k, None, whoosh=False)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([1, 2, 63, 64, 65, 200]), min_size=1, max_size=60), trees(), st.data())
def test_articles_of_any_length(sizes, tree, data):
    """An article may be longer than the 64 documents that the kernel looks at in one step."""
    rng = np.random.default_rng(len(sizes))
    deleted = set(np.flatnonzero(rng.random(len(sizes) - 1) < 0.2).tolist())
    with tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(Path(folder), [random_lists(rng, sizes, LARGE_TERMS, deleted)])
        for _ in range(5):
            assert_agree(snapshot, tree, data.draw(st.integers(1, 50)), masks(snapshot, data))


def test_more_than_there_are(whole):
    tree = word("body", "fajar")
    found = assert_agree(whole, tree, 10_000, None)
    assert 0 < len(found.documents) == found.total == whole.document_frequency("body", "fajar")
    assert assert_agree(whole, tree, 0, None, whoosh=False).total == found.total


@pytest.mark.parametrize("every", [False, True])
def test_words_that_occur_nowhere(whole, every):
    nowhere, somewhere = word("body", "tiada"), word("body", "emas")

    def found_of(parts, excluded=()):
        return assert_agree(whole, tree_of(parts, excluded, every), 5, None, whoosh=False)

    assert found_of([nowhere]).total == 0
    assert found_of([]).total == 0
    assert found_of([query.NullQuery]).total == 0
    assert len(found_of([nowhere, somewhere]).documents) == (0 if every else 5)
    row = word("body", "emas", "tiada")
    assert found_of([row]).total == 0
    assert found_of([somewhere], [nowhere, row]).total > 0
    assert found_of([somewhere], [somewhere]).total == 0


def test_all_words_each_in_any_field(large):
    """A document matches where each word is in its body or in its headline; both score."""

    def places(term):
        return word("body", term), word("title", term, boost=2.0)

    terms = ("cuaca", "desa")
    tree = tree_of([query.Or(places(term)) for term in terms], every=True)
    found = assert_agree(large, tree, 1000, None, whoosh=False)
    wanted = set.intersection(
        *(
            {doc for field in ("body", "title") for doc in large.documents(field, term).tolist()}
            for term in terms
        )
    )
    wanted = {doc for doc in wanted if large.live[large.article_of[doc]]}
    assert set(found.documents.tolist()) == wanted and found.total == len(wanted)
    only_body = tree_of([places(term)[0] for term in terms], every=True)
    in_body = assert_agree(large, only_body, 1000, None, whoosh=False)
    assert in_body.total < found.total
    both_fields = tree_of(list(chain(*map(places, terms))), every=True)
    assert assert_agree(large, both_fields, 1000, None, whoosh=False).total < in_body.total
    # A word in two fields is one that any of them may hold.
    either = tree_of([Words(term, word("body", term).forms) for term in terms], every=True)
    assert assert_agree(large, either, 1000, None, whoosh=False).total == found.total


RANKERS = pytest.mark.parametrize("searcher", [compiled, ExhaustiveParagraphs])


@RANKERS
@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (word("source", "antara"), "no field with a score"),
        (word("body"), "no terms"),
        (word("body", "emas", boost=0.0), "weight must be 1e-09 to 1e[+]09"),
        (word("body", "emas", boost=-1.0), "weight must be 1e-09 to 1e[+]09"),
        (word("body", "emas", boost=1e39), "weight must be 1e-09 to 1e[+]09"),
        (word("body", "emas", boost=float("nan")), "weight must be 1e-09 to 1e[+]09"),
    ],
)
def test_impossible_words(whole, searcher, wrong, problem):
    nowhere = word("body", "tiada")
    for tree in (wrong, tree_of([nowhere, wrong], every=True), tree_of([nowhere], [wrong])):
        with pytest.raises(ValueError, match=problem):
            searcher(whole, DEFAULTS).scorer(tree)


@RANKERS
def test_too_many_words(whole, searcher):
    emas, both = word("body", "emas"), Words("emas", word("body", "emas").forms)
    for words in ([emas] * MOST_WORDS, [both] * (MOST_WORDS // 2)):
        assert searcher(whole, DEFAULTS).scorer(query.Or(words)) is not None
        for tree in (query.Or([*words, emas]), tree_of(words, [emas])):
            with pytest.raises(ValueError, match="at most 10,000 words, not 10,001"):
                searcher(whole, DEFAULTS).scorer(tree)


@RANKERS
@pytest.mark.parametrize(
    "tree",
    [
        query.Every(),
        query.Term("source", "antara"),
        query.Not(word("body", "emas")),
        AllWords([word("body", "emas"), AllWords([word("body", "desa")])]),
        Words("emas", [Form(("emas",), ("emas",)), Form(("desa",), ("desa",), weight=0.8)]),
        Words("emas", [Form(("em",), ("em",))], prefix=True),
        Words("emas desa", [Form(("emas", "desa"), ("emas", "desa"), gap=2)], quoted=True),
    ],
)
def test_what_is_not_of_the_grammar(whole, searcher, tree):
    for asked in (tree, AllWords([word("body", "desa"), tree])):
        if not isinstance(asked, AllWords) or not isinstance(tree, query.Not):
            with pytest.raises(TypeError, match="a search over paragraphs"):
                searcher(whole, DEFAULTS).scorer(asked)


@RANKERS
def test_a_mask_that_does_not_fit(whole, searcher):
    scorer = searcher(whole, DEFAULTS).scorer(word("body", "emas"))
    with pytest.raises(ValueError, match="a mask over 3 articles"):
        scorer.top(5, allowed=np.ones(3, bool))


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("weights", [(1e-9, 1e-9), (1e9, 1e9), (1e-9, 1e9)])
def test_the_least_and_the_greatest_weights(whole, every, weights):
    words = [word("body", term, boost=weight) for term in ("banjir", "emas") for weight in weights]
    assert_agree(whole, tree_of(words, every=every), 10, None, whoosh=False)


@pytest.mark.parametrize("every", [False, True])
def test_more_than_memory_holds(whole, every):
    scorer = compiled(whole).scorer(tree_of([word("body", "angin"), word("body", "banjir")], every=every))
    few, many = (scorer.top(k) for k in (1 << 20, 1 << 61))
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
