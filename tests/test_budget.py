"""What a search may cost: past it, it ends with what was exceeded, in the kernel and in its oracle."""

import random
import threading
import time

import pytest

import search
from search import Article, Budget, QueryTooExpensiveError, SearchCancelledError, spending
from search.budget import checkpoint, current_budget

WORDS = [f"{a}{b}{c}" for a in "bdgkmprst" for b in "aeiou" for c in ("lam", "kan", "sin", "ta")]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    chosen = random.Random(1)
    articles = [
        Article(f"a{n}", tuple(" ".join(chosen.choices(WORDS, k=30)) for _ in range(5))) for n in range(400)
    ]
    folder = tmp_path_factory.mktemp("budget") / "index"
    search.index.build(articles, folder)
    return search.open_index(folder)


def limit_of(raised):
    return raised.value.values["limit"].code


EXPENSIVE = [
    {"text": "balam belam bilam", "match": "any", "page_size": 100},
    {"text": "ba* be* ma* me*"},
    {"text": '"balam belam"'},
    {"text": "balam belam", "group": "none", "match": "any"},
    {"text": "balam ATAU belam", "explain": True, "hits_per_article": 20},
    {"text": "balam -belam", "timeline": "day"},
]


@pytest.mark.parametrize("asked", EXPENSIVE)
def test_a_search_ends_when_its_time_is_up(index, asked):
    budget = Budget(milliseconds=1)
    while budget.spent_ms < 1:  # so that the first look ends it
        pass
    with spending(budget), pytest.raises(QueryTooExpensiveError) as raised:
        index.search(**asked)
    assert limit_of(raised) == "milliseconds_of_processor"
    assert index.search(**asked).total_articles  # nothing of it stays


def test_a_search_does_not_pay_for_what_all_later_ones_use(index, tmp_path):
    def work(milliseconds):
        end = time.thread_time() + milliseconds / 1000
        while time.thread_time() < end:
            pass

    with spending(Budget(milliseconds=40)) as budget:
        work(5)
        with spending(None):
            work(100)
        checkpoint()
        assert 5 <= budget.spent_ms < 40
        work(40)
        with pytest.raises(QueryTooExpensiveError):
            checkpoint()
    folder = tmp_path / "index"
    search.index.build([Article("a", ("Gempa bumi.",))], folder)
    began = time.thread_time()
    with spending(Budget(milliseconds=500)) as budget:  # the first request to a server may open the index
        opened = search.open_index(folder, background=True)
        assert 1000 * (time.thread_time() - began) > 2 * budget.spent_ms
        opened.search("gempa")


@pytest.mark.parametrize("asked", EXPENSIVE)
def test_a_budget_that_suffices_changes_nothing(index, asked):
    with spending(Budget(100_000, 10**9, 10**6, 1, lambda: None)):
        bounded = index.search(**asked)
    free = index.search(**asked)
    assert (bounded.articles, bounded.total_paragraphs) == (free.articles, free.total_paragraphs)


def test_paragraphs_end_as_well(index):
    budget = Budget(milliseconds=1)
    while budget.spent_ms < 1:
        pass
    with spending(budget), pytest.raises(QueryTooExpensiveError):
        index.paragraphs("balam belam bilam")


@pytest.mark.parametrize("text", ["ka*", '"pasin pesin"', "ke*"])
def test_postings_that_are_read_into_new_lists_are_counted(index, text):
    with spending(Budget(postings=3)), pytest.raises(QueryTooExpensiveError) as raised:
        index.search(text)
    assert limit_of(raised) == "postings"


def test_forms_are_counted(index):
    with spending(Budget(clauses=3)), pytest.raises(QueryTooExpensiveError) as raised:
        index.search("?alam")
    assert limit_of(raised) == "forms_of_words"
    assert "3" in raised.value.said("id")


def test_a_search_that_is_cancelled_ends(index):
    budget = Budget()
    threading.Timer(0.05, budget.cancel).start()
    ends = time.monotonic() + 20
    with spending(budget), pytest.raises(SearchCancelledError):
        while time.monotonic() < ends:
            index.search("balam belam", match="any")


def test_what_comes_after_long_work_is_called_once(index):
    called = []
    budget = Budget(10_000, long_ms=1, on_long=lambda: called.append(1))
    with spending(budget):
        while budget.spent_ms < 30:
            index.search("balam belam bilam", match="any")
    assert called == [1]


def test_what_it_raises_ends_the_search(index):
    def refused():
        raise LookupError("no place")

    budget = Budget(10_000, long_ms=1, on_long=refused)
    with spending(budget), pytest.raises(LookupError):
        while budget.spent_ms < 2000:
            index.search("balam belam bilam", match="any")


def test_budgets_are_of_one_thread_and_nest():
    outer, inner, seen = Budget(), Budget(), []
    with spending(outer):
        with spending(inner):
            assert current_budget() is inner
        assert current_budget() is outer
        other = threading.Thread(target=lambda: seen.append(current_budget()))
        other.start()
        other.join()
    assert seen == [None]
    assert current_budget() is None
    checkpoint()


def test_neighbours_that_the_archive_has_only_apart_are_no_pair(tmp_path):
    """*adalah-a x-y*: each is a phrase of words that there are, and neither phrase occurs."""
    texts = ("satu dua tiga", "dua satu empat", "tiga lima", "empat enam")
    search.index.build([Article(f"a{n}", (text,)) for n, text in enumerate(texts)], tmp_path / "index")
    index = search.open_index(tmp_path / "index")
    for match in ("all", "any"):
        assert not index.search('satu-enam lima-dua "tiga empat"', match=match, exact=False).total_articles


def test_without_the_kernel_it_ends_too(index):
    from search.ranking.choose import ExhaustiveArticles

    opened = index._opened
    kept = opened.articles
    opened.articles = lambda: ExhaustiveArticles(opened.snapshot, opened.ranking)
    try:
        budget = Budget(milliseconds=1)
        while budget.spent_ms < 1:
            pass
        with spending(budget), pytest.raises(QueryTooExpensiveError):
            index.search("balam belam")
    finally:
        opened.articles = kept
