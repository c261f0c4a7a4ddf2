"""Lines to paragraphs: a line each, or what blank lines separate where lines are wrapped."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.texts.lines import paragraphs_of

ARTICLE = [
    "Harga beras di pasar tradisional naik lagi pekan ini. Pedagang menyebut pasokan dari sentra produksi"
    " berkurang sejak awal bulan, sementara permintaan tetap tinggi menjelang hari raya.",
    '"Kami menunggu kiriman dari Karawang," kata seorang pedagang. Ia biasanya menerima dua truk sehari, kini'
    " hanya satu, itu pun datang terlambat karena hujan deras yang membuat jalan licin dan berlubang.",
    "Dinas perdagangan akan menggelar operasi pasar di lima kecamatan mulai Senin depan. Warga diminta"
    " membeli secukupnya agar semua kebagian, dan melapor bila ada yang menimbun.",
]


def wrapped(paragraphs: list[str], width: int, between: str = "\n\n", indent: str = "") -> str:
    return between.join(
        textwrap.fill(text, width, initial_indent=indent, break_on_hyphens=False, break_long_words=False)
        for text in paragraphs
    )


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_wrapped_lines_are_joined(width, ends):
    assert paragraphs_of(wrapped(ARTICLE, width).replace("\n", ends)) == ARTICLE


def test_paragraphs_that_are_indented_instead_of_apart():
    assert paragraphs_of(wrapped(ARTICLE, 72, between="\n", indent="    ")) == ARTICLE


def test_a_text_that_is_indented_as_a_whole():
    assert paragraphs_of(textwrap.indent(wrapped(ARTICLE, 72), "    ")) == ARTICLE


def test_an_address_may_be_longer_than_the_lines():
    text = [
        *ARTICLE,
        "Baca https://contoh.id/" + "a" * 120 + " sampai selesai, lalu kirim pendapat ke redaksi kami.",
    ]
    assert paragraphs_of(wrapped(text, 72)) == text


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n \t\n"])
def test_a_line_that_was_not_wrapped_is_a_paragraph(between):
    assert paragraphs_of(between.join(ARTICLE)) == ARTICLE


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Bahan:",
            "- beras 1 kilogram",
            "- santan 500 mililiter",
            "- daun salam",
            "- garam",
            "Cara memasak:",
        ],
        [
            "Malam ini hujan turun",
            "di atas atap seng",
            "dan aku menghitung",
            "satu per satu",
            "rindu yang datang",
        ],
        ["Klasemen", "1. Persib 40 poin", "2. Persija 38 poin", "3. Arema 35 poin", "4. Bali United 33 poin"],
        ["kata " * 20] * 50,
        ["Satu kalimat pendek.", "Dua kalimat pendek.", "Tiga kalimat pendek.", "Empat kalimat pendek."],
        ["Jakarta, 10 September 2019", "Kepada Yth.", "Redaksi Harian Contoh", "di Jakarta"],
    ],
)
def test_lists_poems_and_letters_keep_their_lines(lines):
    assert paragraphs_of("\n".join(lines)) == [line.strip() for line in lines]


@given(st.text("ab .,\n\r\t -", max_size=300))
def test_no_letter_is_lost(text):
    assert "".join("".join(paragraphs_of(text)).split()) == "".join(text.split())
    assert all(paragraph and paragraph == paragraph.strip() for paragraph in paragraphs_of(text))
