"""Every form with a stem shows a trace of it, whatever the stemmer does."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import STEMMERS
from search.indonesian.lexicon import shipped
from search.indonesian.traces import of_exact, of_units, shortest, squeezed

TEXT_OF_PREFIXES = """
    me mem men meng meny menge pe pem pen peng peny per ber be ter te di ke se ku kau ng ny nge pel
    bel memper diper keber pember mempel
"""
PREFIXES = TEXT_OF_PREFIXES.split()
SUFFIXES = ["", "kan", "an", "i", "nya", "lah", "ku", "kannya", "inya", "wan", "wati"]


def made_up_words(count, seed):
    """Words with every kind of affix around roots, whole or without the first letter, and around letters."""
    chance = random.Random(seed)
    lexicon = shipped()
    roots = [*lexicon.roots, *lexicon.reviewed, *lexicon.names]
    for _ in range(count):
        root = chance.choice(roots)
        if chance.random() < 0.3:
            root = "".join(chance.choices("aiueokstpcmnlrbdgjhyw", k=chance.randint(1, 7)))
        before = "".join(chance.choices(PREFIXES, k=chance.randint(0, 3)))
        yield before + root[chance.random() < 0.4 :] + chance.choice(SUFFIXES)


def assert_shown(analyzer, word):
    for term in analyzer.word(word).terms:
        assert any(trace in word for trace in analyzer.traces.of_stem(term.stem)), (word, term)
        assert any(trace in word for trace in of_exact(term.exact)), (word, term)


@pytest.mark.parametrize("stemmer", STEMMERS)
def test_made_up_words_show_their_stems(stemmer):
    analyzer = Analyzer(AnalysisSettings(stemmer))
    for word in made_up_words(8000, seed=3):
        if word:
            assert_shown(analyzer, word)


def test_words_of_the_lexicon_show_their_stems():
    analyzer, lexicon = Analyzer(), shipped()
    for word in (*lexicon.reviewed, *lexicon.roots, *lexicon.names):
        if word.isalnum():
            assert_shown(analyzer, word)


def test_shorthand_shows_its_whole_form():
    for word in ("buku2", "buku2nya", "kota2an"):
        assert_shown(Analyzer(), word)


def test_traces():
    traces = Analyzer().traces
    assert traces.of_stem("dukung") == ("dukung",)
    assert traces.of_stem("tulis") == ("ulis",)
    assert traces.of_stem("kpk") == ("kpk", "ngpk")
    assert of_exact("buku-buku") == ("buku",)
    assert shortest(["anggur", "pengangguran", "uang"]) == ("uang", "anggur")


@pytest.mark.parametrize("beginning", ["ke", "ke1", "ke19"])
def test_an_ordinal_in_roman_numerals_shows_its_beginnings(beginning):
    pattern = of_units([], [beginning])
    assert pattern and pattern.search("pada abad ke-xix")


@given(st.text(st.sampled_from("ab -'`.,1é“\n")))
def test_what_is_squeezed_has_no_joints(text):
    assert not set(squeezed(text)) & set("-'`.,")
