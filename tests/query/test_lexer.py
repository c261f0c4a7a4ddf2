"""The query cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.fields import FIELD_NAMES
from search.query.lexer import lex

KINDS = {"word", "phrase", "open", "close", "or", "and", "not", "field", "published", "everything"}


def pieces(text):
    return [(piece.kind, piece.text) for piece in lex(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  \t\n", []),
        ("banjir jakarta", [("word", "banjir"), ("word", "jakarta")]),
        ('"hujan deras"', [("phrase", "hujan deras")]),
        ("“hujan deras” „lebat“", [("phrase", "hujan deras"), ("phrase", "lebat")]),
        ('"hujan', [("phrase", "hujan")]),
        ('""', [("phrase", "")]),
        ('a"b"c', [("word", "a"), ("phrase", "b"), ("word", "c")]),
        ("-banjir", [("not", "-"), ("word", "banjir")]),
        ("banjir -jakarta", [("word", "banjir"), ("not", "-"), ("word", "jakarta")]),
        ("(-jakarta)", [("open", "("), ("not", "-"), ("word", "jakarta"), ("close", ")")]),
        ('-"hujan deras"', [("not", "-"), ("phrase", "hujan deras")]),
        ("anak-anak", [("word", "anak-anak")]),
        ("hujan - deras", [("word", "hujan"), ("word", "-"), ("word", "deras")]),
        ("--banjir", [("word", "--banjir")]),
        ("NOT a", [("not", "NOT"), ("word", "a")]),
        ("a OR b", [("word", "a"), ("or", "OR"), ("word", "b")]),
        ("a ATAU b", [("word", "a"), ("or", "ATAU"), ("word", "b")]),
        ("a|b || c", [("word", "a"), ("or", "|"), ("word", "b"), ("or", "||"), ("word", "c")]),
        ("a DAN b AND c && d", [
            ("word", "a"), ("and", "DAN"), ("word", "b"), ("and", "AND"), ("word", "c"), ("and", "&&"),
            ("word", "d"),
        ]),
        ("a atau b dan c or not", [("word", word) for word in ["a", "atau", "b", "dan", "c", "or", "not"]]),
        ("(a b)", [("open", "("), ("word", "a"), ("word", "b"), ("close", ")")]),
        ("judul:banjir", [("field", "title"), ("word", "banjir")]),
        ("JUDUL:banjir", [("field", "title"), ("word", "banjir")]),
        ('sumber:"Harian Contoh"', [("field", "source"), ("phrase", "Harian Contoh")]),
        ("-judul:banjir", [("not", "-"), ("field", "title"), ("word", "banjir")]),
        ("judul: banjir", [("field", "title"), ("word", "banjir")]),
        ("judul::x", [("word", "judul::x")]),
        ("https://contoh.example/a", [("word", "https://contoh.example/a")]),
        ("lain:banjir", [("word", "lain:banjir")]),
        ("banjir*", [("word", "banjir*")]),
    ],
)  # fmt: skip
def test_pieces(text, expected):
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "gap", "closed"),
    [
        ('"a b"', 0, True),
        ('"a b"~3', 3, True),
        ('"a b"~999', 999, True),
        ('"a b', 0, False),
        ("”a b", 0, False),
    ],
)
def test_phrases(text, gap, closed):
    (piece,) = lex(text)
    assert (piece.kind, piece.text, piece.gap, piece.closed) == ("phrase", "a b", gap, closed)


def test_a_tilde_without_number_is_a_word():
    assert pieces('"a b"~') == [("phrase", "a b"), ("word", "~")]


@pytest.mark.parametrize(("name", "field"), FIELD_NAMES.items())
def test_every_field_name(name, field):
    assert pieces(f"{name}:x") == [("field", field), ("word", "x")]


QUERY_TEXTS = st.text(max_size=60) | st.text('ab"“~3-()|: *OR', max_size=40)


@given(QUERY_TEXTS)
def test_any_text_is_cut_in_order(text):
    found = list(lex(text))
    assert all(piece.kind in KINDS for piece in found)
    starts = [piece.start for piece in found]
    assert starts == sorted(set(starts))
    for piece in found:
        if piece.kind == "word":
            assert text.startswith(piece.text, piece.start)


@given(QUERY_TEXTS)
def test_no_letter_is_lost(text):
    """Words, phrases and field names together hold every letter of the query."""
    kept = "".join(text[p.start :].split(":")[0] if p.kind == "field" else p.text for p in lex(text))
    assert [c for c in kept if c.isalpha()] == [c for c in text if c.isalpha()]
