"""Marks and snippets: what is marked, where a text is cut, and what its HTML says."""

import re
from datetime import date
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.indonesian import Analyzer
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import understand
from search.request import SearchRequest
from search.snippets import SNIPPET_LENGTH, Highlighter, choose_window, to_html

ANALYZER = Analyzer()
EXPANDER = Expander(ANALYZER, Variants.load(), lambda word: True)


def highlighter(text, field="body", **fields):
    request = SearchRequest(text, **fields)
    return Highlighter(understand(request, ANALYZER, EXPANDER, date(2024, 3, 15)).words, ANALYZER, field)


def marked(query, text, field="body", **fields):
    """Return the marked pieces of ``text``."""
    return [text[start:end] for start, end in highlighter(query, field, **fields).marks(text)]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        # stems, both ways
        ("dukungan", "Mereka mendukung penuh.", ["mendukung"]),
        ("mendukung", "Dukungan datang; para pendukung menunggu.", ["Dukungan", "pendukung"]),
        ("kota", "Di kota-kota besar, kotanya.", ["kota-kota", "kotanya"]),
        ("kota-kota", "Sebuah kota besar.", ["kota"]),
        ("buku", "Membeli buku2 baru.", ["buku2"]),
        # letters and punctuation
        ("jumat", "Pada hari Jum’at, (Jum'at).", ["Jum’at", "Jum'at"]),
        ("PUTIN", "Presiden putin.", ["putin"]),
        ("1500000", "Biaya Rp1.500.000.", ["1.500.000"]),
        # phrases
        ('"hujan deras"', "Hujan deras turun; hujan ringan, arus deras.", ["Hujan deras"]),
        ('"hujan deras"', "Hujan, deras.", ["Hujan, deras"]),
        ('"hujan turun"~2', "Hujan deras akan turun.", ["Hujan", "turun"]),
        ('"hujan turun"~1', "Hujan deras akan turun.", []),
        ('"mendukung"', "Dukungan, mendukung.", ["mendukung"]),
        # prefixes
        ("perund*", "Perundingan dan perundang-undangan.", ["Perundingan", "perundang-undangan"]),
        ("dukung*", "mendukung dukungan", ["dukungan"]),
        # compounds
        ("rusia", "Perundingan China-Rusia dibuka.", ["Rusia"]),
        ("China-Rusia", "Perundingan China-Rusia, Rusia-China.", ["China-Rusia"]),
        ("covid19", "Kasus COVID-19 turun.", ["COVID-19"]),
        ("covid", "Kasus COVID-19 turun.", ["COVID-19"]),  # an expansion of covid
        ("19", "Kasus COVID-19 turun.", ["19"]),
        ("ektp", "Membawa e-KTP.", ["e-KTP"]),
        # other names
        ("PBB", "Sidang Perserikatan Bangsa-Bangsa dibuka.", ["Perserikatan Bangsa-Bangsa"]),
        ("Perserikatan Bangsa-Bangsa", "Sidang PBB dibuka.", ["PBB"]),
        # what is not searched for
        ("banjir -jakarta", "Banjir di Jakarta.", ["Banjir"]),
        ("banjir di jakarta", "Banjir di Jakarta.", ["Banjir", "Jakarta"]),
        ("", "Banjir di Jakarta.", []),
        ("banjir", "", []),
    ],
)
def test_marks(query, text, expected):
    assert marked(query, text) == expected


def test_exact_words_only():
    assert marked("dukungan", "Dukungan, mendukung", exact=True) == ["Dukungan"]


def test_without_expansion():
    assert marked("PBB", "Perserikatan Bangsa-Bangsa", expand=False) == []


def test_fields():
    assert marked("judul:banjir rob", "Banjir rob") == ["rob"]
    assert marked("judul:banjir rob", "Banjir rob", field="title") == ["Banjir", "rob"]
    assert marked("isi:banjir", "Banjir", field="title") == []


def test_html_is_escaped_inside_and_outside_of_marks():
    text = "<script>alert(\"x\")</script> & <b>'cabai'</b>"
    marks = highlighter("script cabai").marks(text)
    html = to_html(text, marks)
    assert html == (
        "&lt;<mark>script</mark>&gt;alert(&quot;x&quot;)&lt;/<mark>script</mark>&gt; &amp; "
        "&lt;b&gt;&#x27;<mark>cabai</mark>&#x27;&lt;/b&gt;"
    )


def test_ellipses_where_text_was_cut():
    assert to_html("satu dua tiga", [(5, 8)], (5, 8)) == "…<mark>dua</mark>…"
    assert to_html("satu dua tiga", [(5, 8)], (0, 8)) == "satu <mark>dua</mark>…"
    assert to_html("satu dua tiga", [(5, 8)]) == "satu <mark>dua</mark> tiga"


def test_a_short_text_is_shown_whole():
    text = "kata " * 50
    assert choose_window(text, [(0, 4)]) == (0, len(text))
    assert choose_window("", []) == (0, 0)


SENTENCES = [f"Kalimat nomor {n} menceritakan hal lain yang tidak dicari orang." for n in range(20)]


def test_a_window_begins_at_a_sentence_and_ends_at_one():
    sentences = [*SENTENCES]
    sentences[10] = "Di sini banjir melanda."
    text = " ".join(sentences)
    marks = highlighter("banjir").marks(text)
    start, end = choose_window(text, marks)
    assert text[start:].startswith("Di sini banjir")
    assert text[end - 1] in "." and text[end] == " "
    assert end - start <= SNIPPET_LENGTH


def test_a_window_within_a_long_sentence_begins_and_ends_at_words():
    text = "kata " * 100 + "banjir " + "lagi " * 100
    start, end = choose_window(text, highlighter("banjir").marks(text))
    assert text[start - 1] == " " and text[start] != " "
    assert text[end] == " " and text[end - 1] != " "
    assert "banjir" in text[start:end]


def test_the_window_with_more_different_words_wins():
    text = "banjir banjir banjir " + "kata " * 100 + "banjir di jakarta " + "lagi " * 100
    start, end = choose_window(text, highlighter("banjir jakarta").marks(text))
    assert "banjir di jakarta" in text[start:end]


def test_without_marks_the_beginning_is_shown():
    text = " ".join(SENTENCES)
    start, end = choose_window(text, [])
    assert start == 0 and 0 < end <= SNIPPET_LENGTH


def test_a_match_near_the_end_is_shown_with_what_stands_before():
    text = "kata " * 200 + "banjir"
    start, end = choose_window(text, highlighter("banjir").marks(text))
    assert (end, text[start:end].endswith("banjir")) == (len(text), True)
    assert end - start > SNIPPET_LENGTH / 2


def test_a_phrase_at_the_end_of_a_window_is_not_cut():
    phrase = "Perserikatan Bangsa-Bangsa"
    for gap in range(40, 60):
        text = "banjir " + "kata " * gap + phrase + " lagi" * 100
        marks = highlighter(f'banjir "{phrase}"').marks(text)
        assert_no_mark_is_cut(marks, choose_window(text, marks))


def test_a_phrase_at_the_start_of_a_window_is_not_cut():
    phrase = "Perserikatan Bangsa-Bangsa"
    for gap in range(15):
        text = "kata " * 60 + phrase + " lain" * gap + " banjir jakarta " + "lagi " * 100
        marks = highlighter(f'banjir jakarta "{phrase}"').marks(text)
        assert_no_mark_is_cut(marks, choose_window(text, marks))


def test_a_match_longer_than_a_window_is_shown_whole():
    text = "kata " * 50 + "x" * (SNIPPET_LENGTH + 100) + " lagi" * 50
    marks = highlighter("xx*").marks(text)
    assert_no_mark_is_cut(marks, choose_window(text, marks))
    assert "<mark>" in to_html(text, marks, choose_window(text, marks))


def assert_no_mark_is_cut(marks, window):
    first, last = window
    for start, end in marks:
        assert (first <= start and end <= last) or end <= first or start >= last, (start, end, window)


WORDS = st.sampled_from(
    [
        "banjir",
        "Jakarta",
        "mendukung",
        "China-Rusia",
        "COVID-19",
        "hujan",
        "deras.",
        "Hujan",
        "deras,",
        "kota-kotanya",
        "PBB",
        "yang",
        "di",
        "<b>",
        "&",
        '"x"',
        "Perserikatan",
        "Bangsa-Bangsa.",
        "ʼ",
        "1,5",
        "—",
        "…",
    ]
) | st.integers(20, 400).map(lambda n: "x" * n)
TEXTS = st.lists(WORDS, max_size=120).map(" ".join) | st.text(max_size=500)
QUERIES = st.sampled_from(
    [
        "banjir jakarta",
        '"hujan deras"',
        '"hujan deras kota"~4',
        "PBB",
        "xx*",
        "rusia",
        '"perserikatan bangsa-bangsa"',
    ]
)


@settings(deadline=None, max_examples=300)
@given(TEXTS, QUERIES)
def test_snippets_of_any_text(text, query):
    marks = highlighter(query).marks(text)
    assert list(marks) == sorted(marks)
    assert all(0 <= start < end <= len(text) for start, end in marks)
    assert all(left[1] <= right[0] for left, right in pairwise(marks))
    first, last = choose_window(text, marks)
    assert 0 <= first <= last <= len(text)
    assert (first < last) == bool(text)
    assert_no_mark_is_cut(marks, (first, last))
    html = to_html(text, marks, (first, last))
    shown = re.sub("</?mark>", "", html)
    assert unescape(shown) == ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")
    inside = [text[start:end] for start, end in marks if first <= start and end <= last]
    assert [unescape(piece) for piece in re.findall("<mark>(.*?)</mark>", html, re.DOTALL)] == inside
    assert bool(inside) == bool(marks)


def test_hits_carry_their_marks(index):
    page = index.search("dukungan", hits_per_article=20)
    hits = page.articles[0].paragraphs
    for hit in hits:
        pieces = [hit.text[start:end].casefold() for start, end in hit.marks]
        assert set(pieces) <= {"dukungan", "mendukung", "pendukung"}
    assert any("<mark>mendukung</mark>" in hit.snippet_html for hit in hits)
    assert page.articles[0].title_html.startswith("<mark>Dukungan</mark>")


def test_highlight_off(index):
    hit = index.search("dukungan", highlight=False).articles[0]
    assert "<mark>" not in hit.title_html + "".join(p.snippet_html for p in hit.paragraphs)
