"""Mojibake: what is mended, what stays, and that runs tell the same as whole texts."""

from __future__ import annotations

import pytest
from ftfy import fix_encoding
from hypothesis import given
from hypothesis import strategies as st

from search.texts.encoding import mended

SENTENCES = [
    "“Harga naik,” kata dia – ‘kita tunggu’ … Rp1.000 per kilogram",
    "Kafé Mañana di São Paulo, naïve, Øresund, crème brûlée",
    "bahasa Arab مَكَّة dan ليلى, bahasa Rusia Москва, 日本語",
    "suhu 30°C, 5 m², ½ gelas, 10 €, £5, ± 3 ™ © ®",
    "emoji 😂 👍🏽 ❤️",
]


def read_as(text: str, encoding: str) -> str:
    """Return a text as a program shows it that takes its UTF-8 for another encoding."""
    return text.encode().decode(encoding, "replace")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "latin-1") for text in SENTENCES),
        (SENTENCES[0], "mac_roman"),
        ("Kafé, Mañana, crème brûlée, 30°C, ليلى", "mac_roman"),
    ],
)
def test_what_was_read_in_another_encoding_is_mended(text, encoding):
    found = mended(read_as(text, encoding))
    assert found.text == text
    assert found.runs
    assert found.example[1] in text


def test_windows_1252_with_what_it_has():
    text = "“Harga naik,” kata dia – Rp1.000… café"
    broken = text.encode().decode("latin-1").translate({0x9D: 0x9D})
    assert mended(broken).text == text
    assert mended("Kata â€œpresidenâ€\x9d").text == "Kata “presiden”"
    assert mended("Kata \x93presiden\x94").text == "Kata “presiden”"


def test_what_was_broken_twice_is_mended_twice():
    assert mended(read_as(read_as("é", "latin-1"), "latin-1")).text == "é"


def test_a_text_of_which_a_part_is_broken():
    text = "“Benar” dan â€œrusakâ€\x9d dan ‚Äúrusak‚Äù, Kafé dan KafÃ©, SkarsgÃ¥rd"
    assert mended(text).text == "“Benar” dan “rusak” dan “rusak”, Kafé dan Kafé, Skarsgård"


@pytest.mark.parametrize(
    "text", [*SENTENCES, "Jum’at", "A…B – C—D", "“‘kutip’”", "ﬁ ｆｕｌｌ …", "don�t", "\ud83d"]
)
def test_what_is_sound_stays(text):
    assert mended(text) == (text, 0, ("", ""))


def test_quotation_marks_and_ligatures_stay_as_they_are():
    text = "“Satu” ‘dua’ ﬂuida … 1⁄2 Ⅳ"
    assert mended(text).text == text


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=30))
def test_nothing_is_mended_that_ftfy_leaves(text):
    text = text.strip()
    found = mended(text)
    if fix_encoding(text) == text and all(fix_encoding(word) == word for word in text.split()):
        parts = {
            fix_encoding(text[i:j]) == text[i:j]
            for i in range(len(text))
            for j in range(i + 1, len(text) + 1)
        }
        if parts == {True}:
            assert found.text == text


@given(st.text(max_size=30))
def test_ascii_never_changes_and_mending_ends(text):
    found = mended(text).text
    assert [c for c in found if c.isascii() and not c.isspace()] == [
        c for c in found if c.isascii() and not c.isspace()
    ]
    assert mended(mended(found).text).text == mended(found).text
