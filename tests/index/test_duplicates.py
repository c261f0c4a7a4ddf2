"""Copies of one text are found, other texts are not, whatever the order and the size of the archive."""

import os
import random
import subprocess
import sys
from array import array
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from builds import current
from hypothesis import given
from hypothesis import strategies as st

from search import Article
from search.index import build
from search.index.copies import changes, duplicates
from search.index.copies.changes import changed_clusters
from search.index.copies.duplicates import Duplicates, signatures, similarities
from search.index.copies.shingles import MIN_WORDS
from search.index.format.signatures import Signatures
from search.index.inversion.steps import SurfaceForms

SYLLABLES = ("ba", "di", "gu", "jang", "ka", "lum", "mo", "nyi", "ra", "sang", "tu")
WORDS = [left + right for left in SYLLABLES for right in SYLLABLES]


def sentence(seed, length):
    """Words at random: the same for the same seed, in nearly no run of five words like another seed's."""
    return random.Random(seed).choices(WORDS, k=length)


def tokens_of(*texts):
    """Tokens of texts (each a string, or several paragraphs), where each text's end, and the word hashes."""
    forms, tokens, ends, ends_of_texts = SurfaceForms(), array("I"), array("Q"), array("Q")
    for text in texts:
        forms.extend(tokens, ends, (text,) if isinstance(text, str) else text)
        ends_of_texts.append(len(tokens))
    return np.array(tokens, np.uint32), np.array(ends_of_texts, np.uint64), forms.word_hashes()


def clusters_of(*texts):
    found = Duplicates()
    found.add(*tokens_of(*texts))
    return found.clusters().tolist()


def signature_of(text):
    return signatures(*tokens_of(text))[1]


LONG = sentence(1, 200)
TEXT = " ".join(LONG)


def test_the_same_text_is_found_however_it_is_set():
    in_two = (" ".join(LONG[:90]), " ".join(LONG[90:]))
    shouted = TEXT.upper().replace(" ", " \u2013 ", 3)
    punctuated = f"JAKARTA: “{TEXT.replace(' ', ', ', 20)}.”"
    invisible = TEXT.replace("ang", "a\u00adng")
    assert clusters_of(TEXT, in_two, shouted, punctuated, invisible) == [0] * 5


@pytest.mark.parametrize("seed", range(8))
def test_small_edits_are_found(seed):
    chance, edited = random.Random(seed), list(LONG)
    for _ in range(4):
        edited[chance.randrange(len(edited))] = "diganti"
    del edited[-10:]
    assert clusters_of(TEXT, " ".join(["Liputan", "kami", *edited])) == [0, 0]


def test_different_articles_are_not_found():
    assert clusters_of(*(" ".join(sentence(seed, 150)) for seed in range(300))) == list(range(300))


def test_a_shared_background_is_not_a_copy():
    """Half of the text is the same, as where an outlet follows its own story up."""
    for seed in range(20):
        other = " ".join([*LONG[:100], *sentence(100 + seed, 100)])
        assert clusters_of(TEXT, other) == [0, 1]


@pytest.mark.parametrize("length", [0, 1, 4, 5, 12, MIN_WORDS - 1])
def test_short_articles_are_never_copies(length):
    short = " ".join(LONG[:length])
    assert clusters_of(short, short, short) == [0, 1, 2]


def test_an_article_of_enough_words_can_be_a_copy():
    text = " ".join(LONG[:MIN_WORDS])
    assert clusters_of(text, f"*** {text} ***", "... " * 100, "... " * 100) == [0, 0, 2, 3]


def test_no_article_at_all():
    assert clusters_of() == []


def varied(seed, base, kept):
    """Return a base text in which each word is kept with this probability, or else becomes a new one."""
    chance = random.Random(seed)
    return " ".join(word if chance.random() < kept else f"lain{chance.getrandbits(60)}" for word in base)


def exact_similarity(left, right):
    """Jaccard similarity of the sets of five-word shingles, from its definition."""
    sets = []
    for text in (left, right):
        words = text.split()
        sets.append({tuple(words[i : i + 5]) for i in range(len(words) - 4)})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_estimates_scatter_around_the_exact_similarity():
    """By sqrt(J (1 - J) / 128), the standard deviation of a share of 128 independent places."""
    deviations = []
    for seed in range(400):
        words = sentence(seed, 200)
        texts = (" ".join(words), varied(seed, words, 1 - seed % 40 / 400))
        exact = exact_similarity(*texts)
        (estimate,) = similarities(*map(signature_of, texts))
        if 0 < exact < 1:
            deviations.append((estimate - exact) / np.sqrt(exact * (1 - exact) / 128))
    assert len(deviations) > 300
    assert abs(np.mean(deviations)) < 4 / np.sqrt(len(deviations))
    assert 0.8 < np.std(deviations) < 1.2


TEXTS = [varied(n, sentence(1000 + n % 5, 120), 0.99 - n % 7 / 100) for n in range(40)]


def partition(order, texts=TEXTS):
    found = clusters_of(*(texts[n] for n in order))
    for place, first in enumerate(found):
        assert first <= place
        assert found[first] == first
    groups = {}
    for number, cluster in zip(order, found, strict=True):
        groups.setdefault(cluster, set()).add(number)
    return {frozenset(group) for group in groups.values()}


IN_ORDER = partition(range(len(TEXTS)))


def test_the_texts_behind_the_next_test_are_some_alike_and_some_not():
    assert 5 < len(IN_ORDER) < 35


@given(st.permutations(range(len(TEXTS))))
def test_the_order_makes_no_difference(order):
    assert partition(order) == IN_ORDER


@pytest.mark.parametrize("seed", range(4))
def test_the_order_makes_no_difference_among_many_neighbours(seed):
    """So many share a band that not all are compared: whoever is must not depend on the order."""
    crowd = [varied(n, LONG, 0.96) for n in range(100)]
    order = list(range(len(crowd)))
    in_order = partition(order, crowd)
    assert 10 < len(in_order) < 95
    random.Random(seed).shuffle(order)
    assert partition(order, crowd) == in_order


def test_a_crowd_of_copies_is_one_cluster():
    crowd = [TEXT] * 500 + [varied(n, LONG, 0.995) for n in range(500)]
    random.Random(0).shuffle(crowd)
    assert clusters_of(*crowd) == [0] * 1000


def test_articles_may_come_in_several_parts():
    tokens, ends, hashes = tokens_of(*TEXTS)
    found, start = Duplicates(), 0
    for some in np.split(np.arange(len(TEXTS)), [1, 17, 17, 30]):
        end = int(ends[some[-1]]) if len(some) else start
        found.add(tokens[start:end], ends[some] - np.uint64(start), hashes)
        start = end
    assert found.clusters().tolist() == clusters_of(*TEXTS)


def test_signatures_are_the_same_in_every_process():
    program = (
        "from array import array\n"
        "import numpy as np\n"
        "from search.index.inversion.steps import SurfaceForms\n"
        "from search.index.copies.duplicates import signatures\n"
        "forms, tokens, ends = SurfaceForms(), array('I'), array('Q')\n"
        "forms.extend(tokens, ends, ('kata ' * 30 + 'lain ' * 9,))\n"
        "print(signatures(np.array(tokens), np.array(ends), forms.word_hashes())[1][0].tolist())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert printed.pop().count(b",") == 127


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(
    st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=14)
)))  # fmt: skip
def test_connected_articles_are_named_by_the_first(drawn):
    count, pairs = drawn
    found = np.arange(count, dtype=np.int32)
    left, right = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    duplicates._connect(found, left, right)
    reached = [{n} for n in range(count)]
    for _ in range(count):
        for a, b in pairs:
            reached[a] |= reached[b]
            reached[b] |= reached[a]
    assert found.tolist() == [min(group) for group in reached]


def test_a_build_keeps_the_clusters(tmp_path):
    texts = [TEXT, "Lain sama sekali.", f"Jakarta - {TEXT}", "Lain sama sekali."]
    build([Article(f"a{n}", (text,)) for n, text in enumerate(texts)], tmp_path)
    snapshot = current(tmp_path)
    assert snapshot.doc_values.cluster.tolist() == [0, 1, 0, 3]
    assert snapshot.doc_values.cluster.dtype == np.int32
    assert snapshot.has_copies.tolist() == [True, False, True, False]
    assert snapshot.doc_values.inconsistencies() == []


@pytest.mark.parametrize("wrong", [[0, 1, 0, -1], [0, 1, 3, 3], [1, 1, 1, 3], [0, 1, 0, 9], [0, 0, 1, 3]])
def test_impossible_clusters_are_named(tmp_path, wrong):
    build([Article(f"a{n}", ("penanda",)) for n in range(4)], tmp_path)
    numbers = replace(current(tmp_path).doc_values, cluster=np.array(wrong, np.int32))
    assert [found.code for found in numbers.inconsistencies()] == ["misnamed_clusters"]


def slow_clusters(values, live):
    """Follow the definition: compare all that share a band, and join what is alike."""
    reached = {article: {article} for article in live}
    bands = {article: values[article].view(np.uint32) for article in live}
    for band in range(32):
        sharing = {}
        for article in live:
            sharing.setdefault(int(bands[article][band]), []).append(article)
        for together in sharing.values():
            for left, right in combinations(together, 2):
                if np.mean(values[left] == values[right]) >= 0.65 and reached[left] is not reached[right]:
                    joined = reached[left] | reached[right]
                    reached.update(dict.fromkeys(joined, joined))
    return [min(reached[article]) if article in reached else article for article in range(len(values))]


def like(value, chance, changed):
    """Return a signature that differs from another in some of its bytes."""
    other = value.copy()
    for place in chance.sample(range(128), changed):
        other[place] = chance.randrange(256)
    return other


@pytest.mark.parametrize("seed", range(30))
def test_clusters_after_changes_are_those_of_everything_compared(seed, monkeypatch):
    """In some rounds few may share a band, so that there are crowds; in some many articles change."""
    chance = random.Random(seed)
    if seed % 3 == 0:
        monkeypatch.setattr(changes, "MAX_COMPARED", 5)
        monkeypatch.setattr(duplicates, "MAX_COMPARED", 5)
    monkeypatch.setattr(changes, "_ROWS_AT_ONCE", 7)
    monkeypatch.setattr(changes, "MAX_CHANGED", 8 + seed)
    values = np.array([[chance.randrange(256) for _ in range(128)] for _ in range(4)], np.uint8)
    for _ in range(60):
        base = values[chance.randrange(len(values))]
        values = np.append(values, [like(base, chance, chance.choice([0, 3, 10, 30, 45, 60]))], axis=0)
    with_one = np.array(sorted(chance.sample(range(len(values)), 58)), np.int32)
    live, ever, clusters = set(), set(), np.arange(len(values), dtype=np.int32)
    for _ in range(12):
        others = sorted(set(range(len(values))) - live)
        added = chance.sample(others, chance.randrange(min(7, len(others) + 1)))
        removed = chance.sample(sorted(live), chance.randrange(min(6, len(live) + 1)))
        there = np.array(sorted({*ever, *added} & set(with_one.tolist())), np.int32)
        at = np.searchsorted(there, 20)
        parts = [Signatures(some, values[some]) for some in (there[:at], there[at:])]
        live, ever = (live | set(added)) - set(removed), ever | set(added)
        dead = np.array([number in ever - live for number in range(len(values))])
        clusters = changed_clusters(clusters, parts, added, removed, dead)
        left = np.array(sorted(live & set(with_one.tolist())), np.int32)
        again = duplicates.clusters_of(Signatures(left, values[left]), len(values))
        assert clusters.tolist() == again.tolist()
        if seed % 3:
            assert again.tolist() == slow_clusters(values, left.tolist())
