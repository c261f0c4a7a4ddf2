"""Marks are where the terms of the analysis stand that are looked for."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.indonesian import AnalysisSettings, Analyzer
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import understand
from search.request import SearchRequest
from search.snippets import Highlighter, highlighter

ANALYZERS = [Analyzer(AnalysisSettings(stemmer)) for stemmer in ("morphology", "snowball", "none")]


VARIANTS = Variants.load()


def words_of(query, analyzer, **fields):
    expander = Expander(analyzer, VARIANTS, lambda word: True)
    return understand(SearchRequest(query, **fields), analyzer, expander, date(2024, 3, 15)).words


def places(text, analyzer):
    """Return every term of a text: position, stem, exact form, start, end."""
    found = []
    for token, word, position in analyzer.words(text):
        parts, at = [], token.start
        for part in token.surface.replace("\u2010", "-").replace("\u2011", "-").split("-"):
            parts.append((at, at + len(part)))
            at += len(part) + 1
        for i, term in enumerate(word.terms):
            part_of = word.width > 1 and len(parts) == word.width and i == term.offset
            start, end = parts[i] if part_of else (token.start, token.end)
            found.append((position + term.offset, term.stem, term.exact, start, end))
    return found


def rows(found, terms, column, gap):
    """Return the places of every row of terms: all ways are tried, and the shortest from each start wins."""
    shortest = {}
    ways = [[place] for place in found if place[column] == terms[0]]
    for term in terms[1:]:
        ways = [
            [*way, place]
            for way in ways
            for place in found
            if place[column] == term and 1 <= place[0] - way[-1][0] <= gap + 1
        ]
    for way in ways:
        known = shortest.setdefault(way[0], way)
        if way[-1][0] < known[-1][0]:
            shortest[way[0]] = way
    return shortest.values()


def obvious_marks(words, text, analyzer, field):
    """Analyse all of the text; phrases with a gap are left to the callers to avoid."""
    found, ranges = places(text, analyzer), []
    for word in words:
        if field not in word.fields:
            continue
        for form in word.forms:
            if word.prefix:
                ranges += [p[3:] for p in found if p[2].startswith(form.exacts[0])]
                continue
            terms, column = (form.exacts, 2) if word.exact else (form.stems, 1)
            ranges += [(row[0][3], row[-1][4]) for row in rows(found, terms, column, 0)]
    merged = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


TEXT_OF_PLAIN = """
    banjir Jakarta mendukung dukungan menulis penulis tulisan menyapu memilih mengecat penyontek
    hujan deras. Hujan deras, kota putin (KPK) TNI AS as Joko Widodo Jokowi Amerika Serikat
    Perserikatan terpilih perdana pengangguran dikemukakan di yang 2019 19 buku2 buku2nya
"""
PLAIN = TEXT_OF_PLAIN.split()
TEXT_OF_ODD = """
    China-Rusia COVID-19 covid19 kota-kotanya anak-anak-nya sayur-mayur Bangsa-Bangsa. PBB P.B.B.
    A.S. b.a di-PHK e-KTP KTP-el ektp non-aktif nonaktif anti-korupsi Jum'at Jum’at jumat Sa`di
    'banjir' “hujan” kafé cafe\u0301 cafe pe\u00adrintah ﬁlm film İstanbul istanbul \u212aota 日本 ʼ
    1.500.000 1500000 Rp1.500.000 1,5 1.5 2019-2024 10.9.2019 — - … non\u2011aktif ʼ-banjir _banjir_
    x/banjir 3-0 3–0 10km km 10 % 20% Rp5 US$ $5 juta H&M & H.S H. S. HS Contoh #BanjirJakarta2019 XI Xi xi
    09:45 09.45 No. UU 11/2020 Tahun 2020 ke-74 ke 74 persen - ribu 10.000
"""
UNITS = [
    "10 km",
    "3 - 0",
    "Rp 5 juta",
    "UU No. 11 Tahun 2020",
    "H & M",
    "H. S. Contoh",
    "20 persen",
    "10 ribu",
]
ODD = [*TEXT_OF_ODD.split(), *UNITS, "\u00a0", "\n"]
PIECES = st.sampled_from(PLAIN) | st.sampled_from(ODD)
TEXTS = st.builds(
    lambda pieces, blanks: "".join(piece + blank for piece, blank in zip(pieces, blanks, strict=False)),
    st.lists(PIECES | st.text(max_size=6), max_size=25),
    st.lists(st.sampled_from([" ", " ", " ", "  ", "", "\n", "-", ", "]), min_size=25, max_size=25),
)
QUERIES = st.lists(
    PIECES | st.sampled_from(["buk*", "perund*", "1.50*", "anak-a*", "judul:banjir"]), min_size=1, max_size=4
).flatmap(lambda words: st.sampled_from([" ".join(words), f'"{" ".join(words)}"', f'banjir "{words[0]}"']))


@settings(deadline=None, max_examples=600)
@given(st.sampled_from(ANALYZERS), TEXTS, QUERIES, st.booleans(), st.sampled_from(["body", "title"]))
def test_marks_are_those_of_a_whole_analysis(analyzer, text, query, exact, field):
    words = words_of(query, analyzer, exact=exact)
    assert Highlighter(words, analyzer, field).marks(text) == obvious_marks(words, text, analyzer, field)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("nonaktif", "Ia non-aktif.", ["non-aktif"]),
        ("pbb", "Sidang P.B.B. dibuka.", ["P.B.B."]),
        ('"hujan deras"', "Hujan  -  deras, hujan ringan", ["Hujan  -  deras"]),
        ("film", "ﬁlm", ["ﬁlm"]),
        ("istanbul jakarta", "İstanbul, Jakarta", ["İstanbul", "Jakarta"]),
        ("muka", "yang dikemukakan", ["dikemukakan"]),
        ("sayur", "sayur-mayur", ["sayur-mayur"]),
        ("10km", "Lari 10 km, bukan 10 kg.", ["10 km"]),
        ("3-0", "Menang 3 - 0 dan 3–0, bukan 30.", ["3 - 0", "3–0"]),
        ("Rp1,5 T", "Sebesar Rp 1,5 triliun.", ["Rp 1,5 triliun"]),
        ("UU 11/2020", "Menurut UU No. 11 Tahun 2020, UU 11", ["UU No. 11 Tahun 2020"]),
        ("HS Contoh", "Almarhum H. S. Contoh", ["H. S", "Contoh"]),
        ("H&M", "Gerai H & M, pintu H dan M", ["H & M"]),
        ("10:45", "Pukul 10.45 WIB", ["10.45"]),
        ("cianjur", "Tagar #PrayForCianjur", ["#PrayForCianjur"]),
        ("XI", "Kelas XI, Xi Jinping", ["XI"]),
        ("10.000", "Sebesar 10 ribu", ["10 ribu"]),
    ],
)
def test_terms_that_show_no_trace(query, text, expected):
    marks = highlighter(words_of(query, ANALYZERS[0]), ANALYZERS[0]).marks(text)
    assert [text[start:end] for start, end in marks] == expected
