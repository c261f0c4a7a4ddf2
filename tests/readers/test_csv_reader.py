"""CSV and TSV: headers, delimiters, quotes, and rows that do not fit."""

import csv
import json
from datetime import date

import pytest
from reading_outcome import only_reject, read_all, written

from search.article import Article


@pytest.fixture
def read_table(tmp_path):
    def read(content, name="arsip.csv", **settings):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_all(file, **settings)

    return read


def test_columns_by_name_in_any_order_and_case(read_table):
    outcome = read_table(
        "TEXT,Halaman,id,published,Title,source,category,url\n"
        '"Satu.\n\nDua.",siapa,a-1,2019-09-10,Judul,Redaksi,Dunia,https://contoh.id\n'
    )
    assert outcome.articles == [
        Article("a-1", ("Satu.", "Dua."), "Judul", "Redaksi", date(2019, 9, 10), "Dunia", "https://contoh.id")
    ]
    assert not outcome.rejects


@pytest.mark.parametrize("day", ["tanggal", "terbit"])
@pytest.mark.parametrize("text", ["isi", "teks", " Isi "])
def test_indonesian_names(read_table, day, text):
    (article,) = read_table(
        f"judul;{text};sumber;{day};kategori;tautan\nJ;Isi, juga.;S;2020-01-02;K;U\n"
    ).articles
    assert (article.title, article.paragraphs, article.source) == ("J", ("Isi, juga.",), "S")
    assert (article.published, article.category, article.url) == (date(2020, 1, 2), "K", "U")


@pytest.mark.parametrize(
    ("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")]
)
def test_delimiters(read_table, name, delimiter):
    rows = [["id", "judul", "teks"], ["1", 'dengan , ; " \t dan', "a\nb"]]
    lines = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    (article,) = read_table("\r\n".join(lines), name).articles
    assert (article.id, article.title, article.paragraphs) == (
        "1",
        'dengan , ; "   dan'.replace("   ", " "),
        ("a", "b"),
    )


def test_empty_cells_are_missing_and_empty_rows_passed_over(read_table):
    outcome = read_table("id,title,published,text\n\n,,,Isi.\n,,, \n")
    (article,) = outcome.articles
    assert (article.title, article.published, len(article.id)) == (None, None, 16)
    assert not outcome.rejects


def test_a_row_is_numbered_by_its_first_line(read_table):
    outcome = read_table('id,text\n1,"a\nb\nc"\n\n2,\n3,"d\ne",x\n')
    assert [(reject.line, reject.code) for reject in outcome.rejects] == [(6, "missing-text"), (7, "bad-row")]


def test_a_row_that_is_no_article_is_a_record_with_its_columns(read_table):
    reject = only_reject(read_table('id,isi,tanggal,lain\n1,"a\nb",entah,x\n', strict=True))
    assert (reject.code, reject.line) == ("bad-date", 2)
    assert json.loads(reject.record) == {"id": "1", "isi": "a\nb", "tanggal": "entah", "lain": "x"}
    mended = reject.record.replace("entah", "2019-12-31").encode()
    assert read_all("-", stdin=mended).articles == [Article("1", ("a", "b"), published=date(2019, 12, 31))]


@pytest.mark.parametrize("row", ["1,J,Isi,lagi", "1,J"])
def test_wrong_number_of_cells(read_table, row):
    outcome = read_table(f"id,judul,isi\n{row}\n2,K,Lain.\n")
    assert [article.id for article in outcome.articles] == ["2"]
    (reject,) = outcome.rejects
    assert (reject.line, reject.code) == (2, "bad-row")
    assert json.loads(reject.record) == {"id": "1", "judul": "J", "cells": row.split(",")}
    assert read_all("-", stdin=written([reject])).codes == ["bad-row"]


def test_one_stray_quotation_mark_costs_one_row(read_table):
    rows = "".join(f"{n},Isi nomor {n}.\n" for n in range(2, 500))
    outcome = read_table('id,text\n1,"Tidak ditutup.\n' + rows)
    assert [article.id for article in outcome.articles] == [str(n) for n in range(2, 500)]
    (reject,) = outcome.rejects
    assert (reject.line, reject.code) == (2, "bad-row")
    assert "never closed" in reject.message
    assert json.loads(reject.record) == {"cells": ['1,"Tidak ditutup.']}


def test_a_stray_quotation_mark_far_from_the_end(read_table):
    filler = "".join(f"{n},{'isi ' * 2000}\n" for n in range(2, 2400))  # more than a row may have
    outcome = read_table('id,text\n1,"Tidak ditutup.\n' + filler + '9999,"ditutup"\n')
    assert len(outcome.articles) == 2399
    assert [(reject.line, reject.code) for reject in outcome.rejects] == [(2, "bad-row")]


def test_quotation_marks_inside_a_cell_must_be_doubled(read_table):
    outcome = read_table('id,text\n1,"Kata" dia.\n2,"""Kata"" dia."\n')
    assert outcome.texts == [('"Kata" dia.',)]
    assert [(reject.line, reject.code) for reject in outcome.rejects] == [(2, "bad-row")]
    assert json.loads(outcome.rejects[0].record) == {"cells": ['1,"Kata" dia.']}


def test_nul_bytes_are_rejected_with_their_row(read_table):
    outcome = read_table("id,text\n1,a\x00b\n2,c\n", strict=True)
    assert outcome.texts == [("c",)]
    assert [reject.line for reject in outcome.rejects] == [2]


def test_long_cells(read_table):
    text = "\n".join(["kata " * 20] * 3000)  # more than the csv module's own limit
    (article,) = read_table(f'text\n"{text}"\n').articles
    assert len(article.paragraphs) == 3000
    assert csv.field_size_limit() >= len(text)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("id,title,kolom\n1,a,b\n", "'id', 'title', 'kolom'"),
        ("id;title\n", "'id', 'title'"),
        ("Sebuah berita.\n", "'Sebuah berita.'"),
        ('"tidak ditutup\n', "tidak ditutup"),
    ],
)
def test_no_text_column_is_one_reject_naming_the_columns(read_table, content, found):
    reject = only_reject(read_table(content))
    assert (reject.code, reject.line) == ("bad-header", None)
    assert "no column is known as the text" in reject.message
    assert found in reject.message


def test_of_two_columns_for_the_same_field_the_first_with_a_value_counts(read_table):
    outcome = read_table("isi,text,isi\na,b,c\n,d,\n")
    assert outcome.texts == [("b",), ("d",)]
    (counts,) = outcome.counts
    assert {key: noted.count for key, noted in counts.unused.items()} == {"isi": 1, "isi (2)": 1}


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_table_has_no_header(read_table, content):
    assert only_reject(read_table(content)).code == "bad-header"


def test_a_header_alone_is_an_empty_archive(read_table):
    outcome = read_table("id,text\n")
    assert (outcome.articles, outcome.rejects, outcome.notices) == ([], [], [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends(read_table, line_end):
    outcome = read_table(line_end.join(["id,text", "1,a", "2,b,x", "3,c"]))
    assert outcome.texts == [("a",), ("c",)]
    assert [reject.line for reject in outcome.rejects] == [3]


def test_encodings(read_table):
    assert read_table("\ufeffid,text\n1,é\n").texts == [("é",)]
    assert read_table("id,text\n1,é\n".encode("utf-16")).texts == [("é",)]
    outcome = read_table(b"id,text\n1,a\n2,caf\xe9\n")
    assert outcome.texts == [("a",), ("café",)]
    assert [notice.message for notice in outcome.notices] == ["not UTF-8 in line 3: read as Windows-1252"]


def test_bytes_of_no_encoding_become_visible(read_table):
    reject = only_reject(read_table(b"id,text\n1,a\x81\n", strict=True))
    assert (reject.code, reject.record) == ("control-character", '{"id": "1", "text": "a\\u0081"}')
