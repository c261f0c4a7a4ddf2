"""From one surface form to its index terms: the traps of Indonesian news text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.indonesian.chain import AnalysisSettings, Analyzer, Unstemmed
from search.indonesian.tokens import tokenise
from search.indonesian.words import analyse_word

UNSTEMMED = Unstemmed()


def terms(surface, **switches):
    """(offset, exact form) of each term."""
    return [(term.offset, term.exact) for term in analyse_word(surface, UNSTEMMED, **switches).terms]


@pytest.mark.parametrize(
    ("surface", "expected", "width", "rule"),
    [
        ("Banjir", [(0, "banjir")], 1, ""),
        ("anak-anak", [(0, "anak-anak")], 1, "reduplication"),
        ("anak\u2010anak", [(0, "anak-anak")], 1, "reduplication"),
        ("buku2", [(0, "buku-buku")], 1, "reduplication"),
        ("anak²", [(0, "anak-anak")], 1, "reduplication"),
        ("China-Rusia", [(0, "china"), (1, "rusia")], 2, "compound"),
        ("COVID-19", [(0, "covid"), (1, "19"), (0, "covid19")], 2, "compound"),
        ("e-KTP", [(0, "e"), (1, "ktp"), (0, "ektp")], 2, "compound"),
        ("KTP-el", [(0, "ktp"), (1, "el"), (0, "ktpel")], 2, "compound"),
        ("di-PHK", [(0, "diphk")], 1, "affix"),
        ("KTP-nya", [(0, "ktpnya")], 1, "affix"),
        ("ke-17", [(0, "ke17"), (0, "17")], 1, "ordinal"),
        ("A.S.", [(0, "as")], 1, "initialism"),
        ("P.B.B.", [(0, "pbb")], 1, "initialism"),
        ("1.500.000", [(0, "1500000")], 1, "number"),
        ("1,5", [(0, "1,5")], 1, "number"),
        ("Jum’at", [(0, "jumat")], 1, ""),
        ("é", [(0, "e")], 1, ""),
        ("ʼ", [], 0, "compound"),
    ],
)
def test_terms_of_a_surface_form(surface, expected, width, rule):
    word = analyse_word(surface, UNSTEMMED)
    assert (terms(surface), word.width, word.rule) == (expected, width, rule)


@pytest.mark.parametrize(
    ("surface", "stem"),
    [("kota-kotanya", "kota"), ("anak-anak", "anak"), ("buku2nya", "buku"), ("anak-anak-nya", "anak")],
)
def test_reduplications_have_the_stem_of_their_half(surface, stem):
    (term,) = Analyzer().word(surface).terms
    assert term.stem == stem


def test_clearing_an_affix_stems_what_is_left():
    (term,) = Analyzer().word("KTP-nya").terms
    assert (term.exact, term.stem) == ("ktpnya", "ktp")


def test_compounds_off():
    assert terms("COVID-19", compounds=False) == [(0, "covid"), (1, "19")]
    assert terms("di-PHK", compounds=False) == [(0, "di"), (1, "phk")]


def test_reduplication_off():
    assert terms("negara-negara", reduplication=False) == [(0, "negara"), (1, "negara")]
    assert terms("buku2", reduplication=False) == [(0, "buku2")]


SURFACES = (st.text() | st.text("abAB12-.,'’²² \u00ad")).flatmap(
    lambda text: st.sampled_from([token.surface for token in tokenise(text)] or ["a"])
)


@given(SURFACES, st.sampled_from(["morphology", "snowball", "none"]), st.booleans(), st.booleans())
def test_terms_of_any_surface_form(surface, stemmer, compounds, reduplication):
    word = Analyzer(AnalysisSettings(stemmer, compounds, reduplication)).word(surface)
    assert all(term.exact and term.stem for term in word.terms)
    row = [term for i, term in enumerate(word.terms) if term.offset == i]
    assert len(row) == word.width  # a term at every position, in order, those of joined forms after them
    assert word.terms[: len(row)] == tuple(row)
    assert all(0 <= term.offset < word.width for term in word.terms)
