"""What `stem` passes over without looking is what `explain`, which looks at everything, leaves as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compiled import COMPILED
from search.indonesian.affixes import analyses, possible_root, readings, seeming
from search.indonesian.morphology import MorphologicalStemmer

STEMMER = MorphologicalStemmer()
ROOTS = sorted(STEMMER.lexicon.roots)
WORDS = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(
            [
                "",
                *[
                    "me",
                    "mem",
                    "meng",
                    "meny",
                    "pe",
                    "peng",
                    "di",
                    "ber",
                    "ter",
                    "ke",
                    "se",
                    "ng",
                    "ny",
                    "kau",
                ],
            ]
        ),
        st.sampled_from(["", "per", "ke", "se", "ber"]),
        st.sampled_from(ROOTS) | st.text("abeiknrstuy", max_size=6),
        st.sampled_from(["", "kan", "an", "i", "wan", "wati"]),
        st.sampled_from(["", "nya", "ku", "mu", "lah", "kah", "pun", "nyalah", "kulah"]),
    ),
) | st.text(max_size=5)


@given(WORDS)
def test_stem_and_explain_agree(word):
    assert STEMMER.stem(word) == STEMMER.explain(word).form


@given(WORDS)
def test_analyses_are_the_readings_whose_root_may_be(word):
    possible = [
        reading
        for reading in readings(word)
        if (reading[0] == word or possible_root(reading[0])) and not seeming(*reading[:2])
    ]
    assert [tuple(analysis) for analysis in analyses(word)] == possible
    assert len(word) < 3 or readings(word)[0] == (word, "", "")


@pytest.mark.skipif(not COMPILED, reason="not compiled: no C compiler at install time")
@given(WORDS)
def test_the_compiled_readings_are_those_of_the_oracle(word):
    from search.indonesian.compiled_affixes import readings as compiled

    assert compiled(word) == readings(word)
