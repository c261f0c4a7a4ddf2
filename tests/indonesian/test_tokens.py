"""Where words begin and end, and what one number or word is folded to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.indonesian import tokens
from search.indonesian.normalise import fold
from search.indonesian.tokens import canonical_number, surface_forms, tokenise


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("", []),
        (" \n\t *** — …", []),
        ("Banjir, di Jakarta.", ["Banjir", "di", "Jakarta"]),
        ("anak-anak, kota-kotanya", ["anak-anak", "kota-kotanya"]),
        ("China-Rusia", ["China-Rusia"]),
        ("COVID-19, e-KTP, KTP-el", ["COVID-19", "e-KTP", "KTP-el"]),
        ("A.S. dan P.B.B.", ["A.S.", "dan", "P.B.B."]),
        ("di P.B.B, lalu", ["di", "P.B.B", "lalu"]),
        ("selesai.A b", ["selesai", "A", "b"]),
        ("akhir kalimat a. Kalimat b.", ["akhir", "kalimat", "a", "Kalimat", "b"]),
        ("Rp 1,5 miliar, Rp1.500.000", ["Rp", "1,5", "miliar", "Rp", "1.500.000"]),
        ("rp200 RP3", ["rp", "200", "RP", "3"]),
        ("24 Februari 2023, Rabu (10/9/2019)", ["24", "Februari", "2023", "Rabu", "10", "9", "2019"]),
        ("pukul 19.30 WIB.", ["pukul", "19.30", "WIB"]),
        ("tahun 2019.", ["tahun", "2019"]),
        ("Jum'at, Jum’at, Jumat", ["Jum'at", "Jum’at", "Jumat"]),
        ("'dikutip' ‘juga’", ["dikutip", "juga"]),
        ("Al-Qur'an", ["Al-Qur'an"]),
        ("JAKARTA, KOMPAS.com - Banjir", ["JAKARTA", "KOMPAS", "com", "Banjir"]),
        ("buku2 anak²", ["buku2", "anak²"]),
        ("satu—dua–tiga_empat", ["satu", "dua", "tiga", "empat"]),
        ("-awal akhir- a--b", ["awal", "akhir", "a", "b"]),
        ("kata\u00a0lain", ["kata", "lain"]),
        ("peme\u00adrintah", ["peme\u00adrintah"]),
        ("cafe\u0301 kafé", ["cafe\u0301", "kafé"]),
        ("non\u2011aktif anak\u2010anak", ["non\u2011aktif", "anak\u2010anak"]),
        ("日本 обед", ["日本", "обед"]),
        ("@akun #tagar a@b.id", ["akun", "tagar", "a", "b", "id"]),
    ],
)  # fmt: skip
def test_surface_forms(text, surfaces):
    assert [token.surface for token in tokenise(text)] == surfaces


@pytest.mark.parametrize(
    ("number", "canonical"),
    [
        ("1,5", "1,5"), ("1.5", "1,5"), ("1.500.000", "1500000"), ("1.500", "1500"), ("1,500", "1,500"),
        ("1,500,000", "1500000"), ("1.500.000,25", "1500000,25"), ("1,500,000.25", "1500000,25"),
        ("1,500.25", "1500,25"), ("19.30", "19,30"), ("10.9.2019", "10.9.2019"), ("1.2.3.4", "1.2.3.4"),
        ("0.500", "0500"),
    ],
)  # fmt: skip
def test_numbers(number, canonical):
    assert canonical_number(number) == canonical


@pytest.mark.parametrize(
    ("surface", "folded"),
    [
        ("Jum'at", "jumat"), ("Jum’at", "jumat"), ("Al-Qur’an", "al-quran"), ("É", "e"), ("ā", "a"),
        ("cafe\u0301", "cafe"), ("peme\u00adrintah", "pemerintah"), ("anak²", "anak2"), ("ﬁlm", "film"),
        ("non\u2011aktif", "non-aktif"), ("ＡＢＣ", "abc"), ("ʼ", ""), ("İstanbul", "istanbul"),
        ("A.S.", "a.s."),
        ("Ma\u200bta", "mata"), ("Sa`di", "sadi"),
    ],
)  # fmt: skip
def test_folding(surface, folded):
    assert fold(surface) == folded


@given(st.text() | st.text("aA1.,-'’Rp² _\u00ad\u0301"))
def test_offsets_slice_to_the_surface(text):
    tokens = list(tokenise(text))
    assert [token.surface for token in tokens] == surface_forms(text)
    at = 0
    for token in tokens:
        assert at <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.surface
        at = token.end


@given(st.text() | st.text("aA1.,-'’Rp² _\u00ad\u0301"))
def test_every_letter_and_digit_is_in_a_token(text):
    inside = "".join(token.surface for token in tokenise(text))
    assert [c for c in inside if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing(text):
    for token in tokenise(text):
        assert fold(fold(token.surface)) == fold(token.surface)
        assert not set(fold(token.surface)) & set(" '’\u00ad")


@settings(max_examples=300)
@given(st.text(st.sampled_from("aBz09 .,-'`_Rp/()é\n"), max_size=60))
def test_the_pattern_for_ascii_text_finds_what_the_general_one_finds(text):
    plain = text.replace("é", "e")
    assert surface_forms(plain) == tokens._TOKEN.findall(plain)
    assert surface_forms(text) == [token.surface for token in tokenise(text)]
