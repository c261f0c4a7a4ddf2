"""The bounded memory: what stays, what makes room, and what threads do to it together."""

import random
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search.cache
from search.cache import Cache


def keep(cache, *keys):
    for key in keys:
        cache.get_or_make(key, str.upper, key)


def kept(cache, keys):
    return "".join(key for key in keys if key in cache)


def test_what_is_known_is_not_made_again():
    cache, made = Cache(3), []

    def make(key):
        made.append(key)
        return key.upper()

    assert [cache.get_or_make(key, make, key) for key in "abaab"] == list("ABAAB")
    assert made == ["a", "b"]


def test_nothing_is_a_result_as_well():
    cache, made = Cache(3), []
    for _ in range(3):
        assert cache.get_or_make("a", made.append, "a") is None
    assert made == ["a"]


def test_a_hit_renews_the_place():
    cache = Cache(3)
    keep(cache, *"abc", "a", "d")
    assert kept(cache, "abcd") == "acd"
    keep(cache, "c", "c", "e", "f")
    assert kept(cache, "abcdef") == "cef"


def test_a_hit_that_takes_no_lock_renews_the_place_as_well():
    """Renewed by a first hit, then hit again: it outlives what was made meanwhile and never asked for."""
    cache = Cache(3)
    keep(cache, "a", "a", "b", "c")
    assert "a" in cache.recent
    keep(cache, "a", "d")
    assert kept(cache, "abcd") == "acd"
    keep(cache, "e")  # nothing was hit since
    assert kept(cache, "abcde") == "ade"


def test_sizes_bound_it():
    cache = Cache(10, len)
    keep(cache, "aaaa", "bbbb", "aaaa", "cccc")
    assert (kept(cache, ["aaaa", "bbbb", "cccc"]), cache.total_size) == ("aaaacccc", 8)


def test_what_is_too_large_is_not_kept():
    cache = Cache(10, len)
    keep(cache, "aaaa", "b" * 11)
    assert kept(cache, ["aaaa", "b" * 11]) == "aaaa"
    assert cache.get_or_make("b" * 11, str.upper, "b" * 11) == "B" * 11


def test_two_threads_that_miss_together_count_once():
    cache, both = Cache(100, len), threading.Barrier(2)
    results = []

    def make():
        both.wait(10)  # both have missed
        return ["made"] * 10

    def ask():
        results.append(cache.get_or_make("a", make))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results[0] is results[1]
    assert (cache.total_size, len(cache)) == (10, 1)


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.integers(1, 5))
def test_what_was_hit_outlives_what_was_not(keys, most):
    """Since the last entry made room; and what is left is never less than there is room for."""
    cache, there, hit = Cache(most), set(), set()
    for key in keys:
        known = key in there
        assert (key in cache) == known
        keep(cache, key)
        if known:
            hit.add(key)
            continue
        gone = {one for one in there if one not in cache}
        assert len(gone) == (len(there) == most)
        assert not gone & hit or there == hit
        there = (there | {key}) - gone
        hit = hit if not gone else set()


def test_what_is_hit_lately_is_bounded_too(monkeypatch):
    monkeypatch.setattr(search.cache, "_MAX_RECENT", 4)
    cache = Cache(100)
    for _ in range(3):
        keep(cache, *"abcdefgh")
        assert len(cache.recent) <= 4
    assert len(cache) == 8


@pytest.mark.parametrize("most", [3, 40])
def test_threads_leave_it_sound(most):
    cache, wrong = Cache(most, len), []

    def ask(seed):
        source = random.Random(seed)
        for _ in range(3000):
            key = source.choice("abcdefghijkl") * source.randint(1, 3)
            if cache.get_or_make(key, str.upper, key) != key.upper():
                wrong.append(key)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []
    held = [key for letter in "abcdefghijkl" for key in (letter, 2 * letter, 3 * letter) if key in cache]
    assert cache.total_size == sum(map(len, held)) <= most
    assert set(cache.recent) <= set(held)
