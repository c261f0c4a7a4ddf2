"""Near words against a slow, obvious search; what the usual slips cost."""

from collections import Counter
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.spelling import LONGEST, SpellingWords, neighbours, spelt_terms
from search.spelling.edits import PLAIN, SLIPS, as_letters, edit_costs
from search.spelling.words import most_edits


def slow_cost(typed, word, costs):
    """Follow the definition for one pair of words."""

    @cache
    def cost(i, j):
        if not i and not j:
            return 0.0
        ways = []
        if i:
            ways.append(cost(i - 1, j) + costs.extra[ord(typed[i - 1]), ord(typed[i - 2]) if i > 1 else 0])
        if j:
            ways.append(cost(i, j - 1) + costs.missing[ord(word[j - 1]), ord(word[j - 2]) if j > 1 else 0])
        if i and j:
            ways.append(cost(i - 1, j - 1) + costs.letter[ord(typed[i - 1]), ord(word[j - 1])])
        if i > 1 and j > 1 and typed[i - 2 : i] == word[j - 2 : j][::-1]:
            ways.append(cost(i - 2, j - 2) + costs.swap)
        for ours, theirs in costs.groups:
            if typed[:i].encode().endswith(ours) and word[:j].encode().endswith(theirs):
                ways.append(cost(i - len(ours), j - len(theirs)) + costs.group)
        return float(min(ways))

    return cost(len(typed), len(word))


def slow_neighbours(typed, words):
    near = {}
    for word in words:
        if slow_cost(typed, word, PLAIN) <= most_edits(min(len(typed), len(word))):
            near[word] = slow_cost(typed, word, SLIPS)
    return near


# Few letters, so that many words are near; those of the slips among them.
spelt = st.text("aeihkuys", min_size=3, max_size=11)


@settings(max_examples=150, deadline=None)
@given(st.sets(spelt, max_size=40), spelt)
def test_neighbours_are_those_of_the_definition(words, typed):
    found = SpellingWords.build(dict.fromkeys(words, 2)).neighbours(typed)
    expected = slow_neighbours(typed, words)
    assert {one.word for one in found} == set(expected)
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    for one in found:
        assert one.cost == pytest.approx(expected[one.word], abs=2e-3)


@settings(max_examples=150, deadline=None)
@given(st.lists(spelt, max_size=12), spelt, st.sampled_from([PLAIN, SLIPS]))
def test_compiled_costs_are_those_of_numpy(words, typed, costs):
    compiled = pytest.importorskip("search.spelling._edits")
    letters = as_letters(np.array(words, "S24"))
    expected = edit_costs(typed.encode(), letters, costs)
    assert compiled.edit_costs(typed.encode(), letters, costs).tolist() == expected.tolist()


def test_what_is_no_letter_is_refused():
    compiled = pytest.importorskip("search.spelling._edits")
    letters = as_letters(np.array([b"aku\xff"], "S24"))
    with pytest.raises(ValueError, match="no letters"):
        compiled.edit_costs(b"aku", letters, PLAIN)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.dictionaries(spelt, st.integers(1, 3), max_size=9), min_size=1, max_size=4), spelt, st.data()
)
def test_the_words_of_several_segments_are_those_of_one(parts, typed, data):
    """Each but the first files its unique words, which may occur in another one as well."""
    segments, together = [], Counter()
    for number, counts in enumerate(parts):
        words = sorted(counts)
        counted = (np.array(words, f"S{LONGEST}"), np.array([counts[word] for word in words], np.uint32))
        segments.append(SpellingWords.of([counted], 1 if number else 2))
        together.update(counts)
    assert neighbours(segments, typed) == SpellingWords.build(together).neighbours(typed)
    gone = {word: data.draw(st.integers(0, count)) for word, count in together.items()}
    left = Counter({word: count - gone[word] for word, count in together.items()})
    least = data.draw(st.integers(0, 4))
    expected = SpellingWords.build(left).neighbours(typed, least)
    assert neighbours(segments, typed, least, left.__getitem__) == expected


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(spelt, st.integers(2, 9), max_size=40), spelt, st.integers(0, 10))
def test_rare_words_can_be_left_out(frequencies, typed, least):
    words = SpellingWords.build(frequencies)
    every = words.neighbours(typed)
    assert words.neighbours(typed, least) == [one for one in every if one.frequency >= least]


@settings(max_examples=150, deadline=None)
@given(spelt, st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.sampled_from("aehks")), max_size=2))
def test_a_word_is_found_from_whatever_two_edits_make_of_it(word, edits):
    typed = word
    for kind, place, letter in edits:
        at = place % len(typed)
        typed = (
            typed[:at] + letter + typed[at:],
            typed[:at] + typed[at + 1 :],
            typed[:at] + letter + typed[at + 1 :],
            typed[:at] + typed[at : at + 2][::-1] + typed[at + 2 :],
        )[kind]
    words = SpellingWords.build({word: 2, "zzzzz": 2})
    near = slow_neighbours(typed, [word]) if len(typed) >= 3 else {}
    assert [one.word for one in words.neighbours(typed)] == list(near)


@pytest.mark.parametrize(
    ("typed", "near", "far"),
    [
        ("jskarta", "jakarta", "jokarta"),  # the next key
        ("korupssi", "korupsi", "korupasi"),  # a doubled letter
        ("pebruari", "februari", "sebruari"),  # f, p, v
        ("yakarta", "jakarta", "lakarta"),  # y, j
        ("asasi", "azasi", "abasi"),  # z, s, j
        ("quran", "kuran", "buran"),  # q, k
        ("quran", "khuran", "bouran"),  # q, kh
        ("silakan", "silahkan", "silarkan"),  # -h-
        ("tahuh", "tahu", "tahum"),  # -h
        ("nasehat", "nasihat", "nasbhat"),  # e, i
        ("telor", "telur", "telar"),  # o, u
        ("sarat", "syarat", "sbarat"),  # sy
        ("pakailah", "pakelah", "pakuilah"),  # ai, e
        ("banijr", "banjir", "banixr"),  # swapped
        ("perusahan", "perusahaan", "prusahan"),  # forgotten more often than added
        ("pertamia", "pertamina", "pertama"),
    ],
)
def test_usual_slips_cost_less_than_others(typed, near, far):
    words = SpellingWords.build({near: 2, far: 1000})
    costs = {one.word: one.cost for one in words.neighbours(typed)}
    assert costs[near] < costs.get(far, 3)


def test_only_repeated_words_of_plain_letters_are_suggested():
    words = SpellingWords.build({"banjir": 1, "banjur": 2, "banj1r": 9, "banjír": 9, "ba": 9, "x" * 25: 9})
    assert [one.word for one in words.neighbours("banjir")] == ["banjur"]
    assert words.neighbours("ba") == words.neighbours("banj1r") == words.neighbours("") == []


def test_short_words_are_one_edit_away():
    words = SpellingWords.build({"kota": 2, "kopi": 2, "koran": 2})
    assert [one.word for one in words.neighbours("kota")] == ["kota"]
    assert {one.word for one in words.neighbours("kotan")} == {"kota", "koran"}
    assert {one.word for one in words.neighbours("korat")} == {"koran"}


def test_words_of_several_dictionaries_are_counted_together():
    terms = [b"2024", b"ba", b"banjir", b"gubernur", "é".encode(), b"x" * 25, b"xyz"]
    starts = np.cumsum([0, *map(len, terms)], dtype=np.uint32)
    encoded = np.frombuffer(b"".join(terms), np.uint8)
    one = spelt_terms(encoded, starts, np.array([9, 9, 1, 4, 9, 9, 1], np.uint32))
    assert dict(zip(one[0].tolist(), one[1].tolist(), strict=True)) == {
        b"banjir": 1,
        b"gubernur": 4,
        b"xyz": 1,
    }
    other = np.array([b"banjir", b"rob"]), np.array([1, 1], np.uint32)
    words = SpellingWords.of([one, other])
    filed = np.unique(words.word_of)
    assert dict(zip(words.words[filed].tolist(), words.frequency[filed].tolist(), strict=True)) == {
        b"banjir": 2,
        b"gubernur": 4,
    }
    assert words.frequencies(np.array([b"rob", b"tiada", b"zzz"], "S24")).tolist() == [1, 0, 0]
    assert words.neighbours("gubenur") == SpellingWords.build({"gubernur": 4}).neighbours("gubenur") != []
    assert len(SpellingWords.of([]).words) == 0
