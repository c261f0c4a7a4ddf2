"""The compiled highlighter shows what the one in Python shows: marks, window and HTML, letter by letter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_marks import ANALYZERS, ODD, PLAIN, QUERIES, TEXTS, words_of

from search.query.tree import Form, Words
from search.snippets.marks import Highlighter

compiled = pytest.importorskip("search.snippets.compiled_marks")

ENDS = st.sampled_from(
    [". ", ".” ", '." ', "? ‘", "! (", "… ", ".) [", ".  “", ".\u00a0", ".\u2003", ". \n", " . "]
)
BETWEEN = st.sampled_from([" "] * 12 + ["  ", "-", ", ", "\t", " & ", " <b>", "'", '"', " — ", "/"]) | ENDS
LONG_TEXTS = st.lists(
    st.tuples(st.sampled_from(PLAIN) | st.sampled_from(ODD) | st.just("x" * 90), BETWEEN), max_size=160
).map(lambda pieces: "".join(piece + blank for piece, blank in pieces))
MORE_QUERIES = QUERIES | st.sampled_from(
    [
        '"hujan deras"~3',
        '"kota banjir"~1 jakarta',
        "di yang",
        '"di jakarta"',
        "PBB TNI",
        "x*",
        "-",
        "banjir*",
        '"as as"',
    ]
)


def both(words, analyzer, field="body"):
    return Highlighter(words, analyzer, field), compiled.CompiledHighlighter(words, analyzer, field)


@settings(deadline=None, max_examples=800)
@given(
    st.sampled_from(ANALYZERS),
    st.lists(TEXTS | LONG_TEXTS, min_size=1, max_size=3),
    MORE_QUERIES,
    st.booleans(),
    st.sampled_from(["body", "title"]),
)
def test_both_show_the_same(analyzer, texts, query, exact, field):
    plain, fast = both(words_of(query, analyzer, exact=exact), analyzer, field)
    for text in texts:  # by the same highlighter: nothing is left of the text before
        assert fast.marks(text) == plain.marks(text)
        for highlight in (True, False):
            assert fast.snippet(text, highlight) == plain.snippet(text, highlight)
            assert fast.html(text, highlight) == plain.html(text, highlight)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400), st.sampled_from(["banjir", "a", "a*", "İ", '"a b"', "1"]))
def test_any_text(text, query):
    plain, fast = both(words_of(query, ANALYZERS[0]), ANALYZERS[0])
    assert fast.snippet(text) == plain.snippet(text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("banjir", "banjir " * 300),  # more marks than are kept in a list
        ("banjir jakarta", "banjir Jakarta kota " * 40),  # more than a window tells apart
        ('"banjir jakarta"', "banjir jakarta, " * 100),
        ('"' + "kota " * 80 + '"', "kota " * 100),  # longer than a row is compiled for
        (" ".join(f'"hujan{n} deras"' for n in range(50)), "hujan7 deras"),  # more rows
        (" ".join(f"z{n}" for n in range(150)), "z9 dan z149"),
        ("banjir", "x" * 1000 + "-banjir"),  # a long odd piece
        ("banjir", "Banjir\x00 \x1f. Banjir"),
        ("kafé", "\U0001f30a kafé cafe\u0301 " * 30),
    ],
)
def test_what_is_rare_is_left_to_the_other(query, text):
    plain, fast = both(words_of(query, ANALYZERS[0]), ANALYZERS[0])
    assert fast.snippet(text) == plain.snippet(text)
    assert fast.marks(text) == plain.marks(text)
    assert any(plain.marks(text))


def test_more_traces_than_are_kept():
    words = [Words(f"z{n}", [Form((f"z{n}",), (f"z{n}",))]) for n in range(600)]
    plain, fast = both(words, ANALYZERS[0])
    assert fast.marks("z9 dan z599") == plain.marks("z9 dan z599") == ((0, 2), (7, 11))


def test_what_is_no_text_is_refused():
    fast = compiled.CompiledHighlighter(words_of("banjir", ANALYZERS[0]), ANALYZERS[0])
    with pytest.raises(TypeError):
        fast.snippet(b"banjir")
    with pytest.raises(TypeError):
        fast.marks(None)
