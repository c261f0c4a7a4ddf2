"""Small random archives and query texts over the same few words, so that queries meet them."""

from datetime import date

from hypothesis import strategies as st

from search.article import Article
from search.published import PartialDate

VOCABULARY = [
    "banjir",
    "Jakarta",
    "mendukung",
    "dukungan",
    "didukung",
    "China-Rusia",
    "Rusia",
    "china",
    "COVID-19",
    "covid19",
    "kota-kota",
    "kota",
    "yang",
    "di",
    "PBB",
    "Perserikatan",
    "Bangsa-Bangsa",
    "izin",
    "ijin",
    "hujan",
    "deras",
]
SENTENCES = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)
SOURCES = ("Harian Contoh", "Kabar Dunia", None)
DAYS = (date(2022, 3, 1), date(2023, 12, 31), date(2024, 2, 1), PartialDate(2022), PartialDate(2022, 3), None)


@st.composite
def archives(draw):
    """One to six articles of one to four paragraphs."""
    return [
        Article(
            f"a{number}",
            tuple(draw(st.lists(SENTENCES, min_size=1, max_size=4))),
            draw(st.none() | SENTENCES),
            draw(st.sampled_from(SOURCES)),
            draw(st.sampled_from(DAYS)),
            draw(st.sampled_from(("Dunia", "Nasional", None))),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


WORDS = st.sampled_from(
    [
        *VOCABULARY,
        '"hujan deras"',
        '"banjir jakarta"~2',
        '"dukungan rusia china"~1',
        "dukung*",
        "ko*",
        "judul:rusia",
        "isi:banjir",
        "judul:(kota rusia)",
        "tidakada",
        '"COVID-19"',
    ]
)
FILTERS = st.sampled_from(
    [
        'sumber:"harian contoh"',
        "kategori:dunia",
        "dari:2023",
        "sampai:2023-12-31",
        "tanggal:2024-02-01",
        "id:a1",
        "sumber:lain",
    ]
)
PIECES = st.one_of(WORDS, WORDS, WORDS, FILTERS)
TERMS = st.one_of(
    PIECES,
    PIECES,
    PIECES.map("-{}".format),
    st.tuples(PIECES, PIECES).map(" | ".join),
    st.lists(PIECES, min_size=1, max_size=3).map(lambda words: f"({' '.join(words)})"),
    st.lists(PIECES, min_size=1, max_size=3).map(lambda words: f"-({' '.join(words)})"),
    st.tuples(PIECES, PIECES).map(lambda pair: f"({pair[0]} -{pair[1]})"),
)
QUERIES = st.lists(TERMS, min_size=1, max_size=4).map(" ".join)
UNSTRUCTURED = st.lists(WORDS, min_size=1, max_size=4).map(" | ".join)
