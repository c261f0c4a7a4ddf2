"""The compiled tables of strings and their twin: the same numbers, in the order in which strings are met."""

from array import array

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.compiled import COMPILED
from search.index.inversion import forms as forms_module
from search.index.inversion import steps
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.vocabulary import Vocabulary
from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.chain import STEMMERS
from search.indonesian.units import forms_and_units
from search.indonesian.words import analyse_word

compiled = pytest.mark.skipif(not COMPILED, reason="not compiled: no C compiler at install time")
BOTH = [forms_module, pytest.param(steps, marks=compiled)]

# What decides where tokens begin and end, in every order; and any text at all.
PIECES = st.sampled_from(
    [
        *"aZrRpPmM19 .,-'`_/&\n\x00\t\x7f",
        *"\u2019\u2018\u201c\u2010\u2011\u2013\u2014\u2026\u2028\xa0\xab\xad\u200b",
        *("Rp", "A.S.", "B.C", "1.500,75", "kata", "Jum\u2019at", "COVID-19"),
        *(
            " ",
            " ",
            "10",
            "2019",
            "1,5",
            "km",
            "m²",
            "km³,",
            "magnitudo",
            "skala",
            "Richter",
            "SR",
            "10km",
            "juta",
            "T",
            "persen",
            "%",
            "dolar",
            "AS",
            "Rp",
            "US$",
            "$",
        ),
        *(
            "UU",
            "Undang-Undang",
            "No",
            "No.",
            "Nomor",
            "Tahun",
            "th",
            "Peraturan",
            "Presiden",
            "ke",
            "H",
            "S.",
        ),
        *(" & ", " - ", "\u2013", ". ", ":", "#", "PrayFor", "09:45", "XI", "Xi"),
        *(
            "meter",
            "persegi",
            " per ",
            "jam",
            "/jam",
            "derajat",
            "C",
            "\xb0",
            " (UU) ",
            "\u20ac",
            "\xa3",
            "\u2212",
        ),
        *("\xe9", "e\u0301", "\u0660", "½", "日", "\U0001f600", "ʼ", "´"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=40
)


def tokens_of(module, texts):
    forms, tokens, ends = module.SurfaceForms(), array("I"), array("Q")
    forms.extend(tokens, ends, tuple(texts))
    return forms, tokens, ends


@pytest.mark.parametrize("module", BOTH)
@settings(max_examples=500, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_tokens_are_the_surface_forms_and_units(module, texts):
    forms, tokens, ends = tokens_of(module, texts)
    starts = [0, *ends]
    found = [[forms.string(n) for n in tokens[a:b]] for a, b in zip(starts, ends, strict=False)]
    assert found == [forms_and_units(text) for text in texts]
    assert len(forms) == len(set(tokens))
    hashes = [forms_module.word_hash(forms.string(n)) for n in range(len(forms))]
    assert forms.word_hashes().tolist() == hashes


@pytest.mark.parametrize("module", BOTH)
def test_many_forms_keep_their_numbers(module):
    words = [f"kata{n}" for n in range(30_000)]
    forms, tokens, _ = tokens_of(module, [" ".join(words), " ".join(words)])
    assert tokens.tolist() == [*range(30_000)] * 2
    assert [forms.string(n) for n in range(30_000)] == words
    with pytest.raises(IndexError):
        forms.string(30_000)


STRINGS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text("ab\0", max_size=20)


@pytest.mark.parametrize("module", BOTH)
@given(st.lists(STRINGS, max_size=20))
def test_strings_are_numbered_as_they_are_met(module, strings):
    numbers = module.StringNumbers()
    distinct = list(dict.fromkeys(strings))
    assert numbers.numbers_of(strings).tolist() == [distinct.index(string) for string in strings]
    assert [numbers.number_of(string) for string in strings] == numbers.numbers_of(strings).tolist()
    assert [numbers.string(number) for number in range(len(numbers))] == distinct
    encoded, starts = numbers.encoded()
    assert encoded.tobytes() == "".join(distinct).encode()
    assert np.diff(starts).tolist() == [len(string.encode()) for string in distinct]


@pytest.mark.parametrize("module", BOTH)
@given(st.lists(STRINGS | st.from_regex(r"(berita-){1,3}\d{0,5}", fullmatch=True), max_size=60))
def test_a_dictionary_is_in_byte_order(module, strings):
    numbers = module.StringNumbers()
    numbers.numbers_of(strings)
    dictionary = Dictionary.of(numbers)
    terms = [
        dictionary.terms[a:b].tobytes()
        for a, b in zip(dictionary.starts, dictionary.starts[1:], strict=False)
    ]
    assert terms == sorted(set(map(str.encode, strings)))
    assert [numbers.string(number).encode() for number in dictionary.order.tolist()] == terms
    kept = np.arange(len(terms)) % 3 == 0
    some = dictionary.select(kept)
    assert some.terms.tobytes() == b"".join(terms[::3])
    assert some.order.tolist() == dictionary.order[kept].tolist()


@pytest.mark.parametrize("module", BOTH)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_plain_words_are_folded_forms(module, texts):
    forms, _, _ = tokens_of(module, texts)
    words = module.StringNumbers()
    first = len(forms) // 2
    for number, word in enumerate(forms.plain_words(first, words).tolist(), first):
        form = forms.string(number)
        if word == forms_module.NOT_PLAIN:
            assert not forms_module.is_plain_form(form)
        else:
            assert words.string(word) == form.lower()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(TEXTS | st.sampled_from(["Kota-kotanya buku2 DI-PHK", "mempelajari 2 A2 dua2"]), max_size=6),
    st.sampled_from(STEMMERS),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_a_vocabulary_holds_what_each_form_becomes(texts, stemmer, compounds, reduplication, units):
    forms, tokens, ends = steps.SurfaceForms(), array("I"), array("Q")
    analyzer = Analyzer(AnalysisSettings(stemmer, compounds, reduplication, units))
    vocabulary = Vocabulary(forms, analyzer)
    for text in texts:  # a run each
        forms.extend(tokens, ends, (text,))
        vocabulary.analyse_new_forms()
    assert len(vocabulary.widths) == len(vocabulary.starts) - 1 == len(forms)
    some = np.arange(0, len(forms), 2)
    of_some = vocabulary.of_forms(some)
    for at, form in enumerate(some.tolist()):
        here, there = (slice(*one.starts[n : n + 2]) for one, n in ((of_some, at), (vocabulary, form)))
        for name in ("offsets", "stems", "exacts"):
            assert getattr(of_some, name)[here].tolist() == getattr(vocabulary, name)[there].tolist()
    assert of_some.widths.tolist() == vocabulary.widths[some].tolist()
    assert np.diff(of_some.counted).tolist() == np.diff(vocabulary.counted)[some].tolist()
    dictionary = vocabulary.dictionary()
    term_of = {}
    for place, number in enumerate(dictionary.order.tolist()):
        term_of[number] = (
            dictionary.terms[dictionary.starts[place] : dictionary.starts[place + 1]].tobytes().decode()
        )
    for number in range(len(forms)):
        word = analyse_word(
            forms.string(number),
            analyzer.stemmer,
            compounds=compounds,
            reduplication=reduplication,
            units=units,
        )
        of_form = slice(vocabulary.starts[number], vocabulary.starts[number + 1])
        found = zip(
            vocabulary.offsets[of_form].tolist(),
            map(term_of.get, vocabulary.exacts[of_form].tolist()),
            map(term_of.get, vocabulary.stems[of_form].tolist()),
            strict=True,
        )
        assert list(found) == sorted(word.terms, key=lambda term: term.offset)
        assert vocabulary.widths[number] == word.width
