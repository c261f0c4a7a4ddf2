"""What LexisNexis, Nexis Uni and Factiva export as text: many articles in one file, each with its fields."""

import io
from textwrap import dedent

import docx
import pytest
from reading_outcome import read_all

from search.readers.press_databases import exported_articles

LEXIS = """

                               1 of 2 DOCUMENTS


                              The Jakarta Post

                          September 10, 2019 Tuesday

Rice prices rise again in Cipinang as
stocks run thin

BYLINE: Nama Penulis, The Jakarta Post

SECTION: BUSINESS; Pg. 13

LENGTH: 312 words

DATELINE: Jakarta

   Rice prices rose by two hundred rupiah per kilogram at the market of
Cipinang since the beginning of this week, traders said.

NOTE: Stocks have been thin since the dry season.

   Traders wait for supplies.

LOAD-DATE: September 11, 2019

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                   Copyright 2019 PT. Contoh
                              All Rights Reserved


                               2 of 2 DOCUMENTS

                   Copyright 2019 Harian Contoh
                              All Rights Reserved
                              Harian Contoh

                       September 12, 2019 Thursday
                             Final Edition

SECTION: Nasional

LENGTH: 20 words

HEADLINE: Banjir surut di Demak

BODY:

   Banjir surut sejak Selasa pagi.

   Warga pulang.
"""
UNI = """
Page 1 of 2
Rice prices rise again
Rice prices rise again
The Jakarta Post
September 10, 2019 Tuesday

Copyright 2019 The Jakarta Post All Rights Reserved
Section: BUSINESS; Pg. 13
Length: 312 words
Byline: Nama Penulis

Body

Rice prices rose by two hundred rupiah.

Traders wait.

Graphic

 A photo

Load-Date: September 11, 2019

End of Document
Flood recedes
Harian Contoh
September 12, 2019 Thursday 8:05 AM GMT

Length: 31 words

Body

Flood recedes in Demak.

Load-Date: September 13, 2019

End of Document
"""
FACTIVA = """
Business
Rice prices rise again in Cipinang as stocks run thin

Nama Penulis
312 words
10 September 2019
14:30
The Jakarta Post
JKPO
13
English
(c) 2019 The Jakarta Post

Rice prices rose by two hundred rupiah.

Traders wait.

Document JKPO000020190910ef9a00001

Banjir surut
31 kata
12 September 2019
Harian Contoh
HRCON
Bahasa Indonesia

Banjir surut sejak Selasa.

Document HRCON000020190912ef9c0000a

Search Summary
Text beras
"""
TAGGED = """
SE  Business
HD  Rice prices rise again
BY  By Nama Penulis
WC  312 words
PD  10 September 2019
ET  14:30
SN  The Jakarta Post
SC  JKPO
LA  English
CY  (c) 2019 The Jakarta Post
LP
Rice prices rose by two hundred rupiah.

TD
Traders wait.

Stocks are thin.

CO  bulog : Bulog
PUB PT. Contoh
AN
Document JKPO000020190910ef9a00001
"""


@pytest.fixture
def read_text(tmp_path):
    def read(text):
        (tmp_path / "a.txt").write_text(text)
        return read_all(tmp_path / "a.txt")

    return read


def test_lexisnexis(read_text):
    outcome = read_text(LEXIS)
    first, second = outcome.articles
    assert first.title == "Rice prices rise again in Cipinang as stocks run thin"
    assert (first.source, str(first.published), first.category) == (
        "The Jakarta Post",
        "2019-09-10",
        "BUSINESS",
    )
    assert (first.authors, first.place, first.language) == (("Nama Penulis",), "Jakarta", "ENGLISH")
    assert first.paragraphs == (
        "Rice prices rose by two hundred rupiah per kilogram at the market of Cipinang since the beginning of"
        " this week, traders said.",
        "NOTE: Stocks have been thin since the dry season.",
        "Traders wait for supplies.",
    )
    assert (second.title, second.source) == ("Banjir surut di Demak", "Harian Contoh")
    assert second.paragraphs == ("Banjir surut sejak Selasa pagi.", "Warga pulang.")
    assert not outcome.rejects


def test_nexis_uni(read_text):
    first, second = read_text(UNI).articles
    assert (first.title, first.source) == ("Rice prices rise again", "The Jakarta Post")
    assert (first.category, first.authors) == ("BUSINESS", ("Nama Penulis",))
    assert first.paragraphs == ("Rice prices rose by two hundred rupiah.", "Traders wait.")
    assert (second.title, str(second.published)) == ("Flood recedes", "2019-09-12 15:05:00+07:00")
    assert second.paragraphs == ("Flood recedes in Demak.",)


def test_nexis_uni_as_a_document_of_word(tmp_path):
    document = docx.Document()
    for line in filter(None, UNI.split("\n")):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    (tmp_path / "a.docx").write_bytes(stream.getvalue())
    articles = read_all(tmp_path / "a.docx").articles
    assert [one.title for one in articles] == ["Rice prices rise again", "Flood recedes"]


def test_factiva(read_text):
    outcome = read_text(FACTIVA)
    first, second = outcome.articles
    assert (first.id, first.source) == ("JKPO000020190910ef9a00001", "The Jakarta Post")
    assert first.title == "Rice prices rise again in Cipinang as stocks run thin"
    assert (first.category, first.authors, str(first.published)) == (
        "Business", ("Nama Penulis",), "2019-09-10 14:30:00+07:00",
    )  # fmt: skip
    assert first.paragraphs == ("Rice prices rose by two hundred rupiah.", "Traders wait.")
    assert (second.title, second.language) == ("Banjir surut", "Bahasa Indonesia")
    assert second.paragraphs == ("Banjir surut sejak Selasa.",)
    assert [one.said("en") for one in outcome.notices if one.told.code == "parts_left"] == [
        "1 part between the articles is no article: 'Search Summary'"
    ]


def test_factiva_with_tags(read_text):
    (article,) = read_text(TAGGED).articles
    assert (article.title, article.authors) == ("Rice prices rise again", ("Nama Penulis",))
    assert (article.source, str(article.published)) == ("The Jakarta Post", "2019-09-10 14:30:00+07:00")
    assert article.paragraphs == (
        "Rice prices rose by two hundred rupiah.",
        "Traders wait.",
        "Stocks are thin.",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Panen raya\n\nBab 1 of 5\nPadi dipanen.\n",
        "Document 1 of 2\n\nDokumen itu hilang.\n",
        "Judul\n\n312 words\nBody\nEnd of Document\n",
        "Document JKPO000020190910ef9a00001\n\nPadi dipanen.\n",
        "HD adalah singkatan.\nWC umum ditutup.\n312 kata\nPadi dipanen.\n",
        "LENGTH: 312 words\n\nPadi dipanen.\n",
    ],
)
def test_other_texts_are_no_exports(text):
    assert exported_articles(dedent(text).split("\n")) is None
