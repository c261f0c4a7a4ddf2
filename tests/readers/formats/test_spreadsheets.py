"""Spreadsheets of Excel and LibreOffice: an article a row, in each sheet with a header of articles."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from made_archives import articles, excel, html_table, open_document
from reading_outcome import read_all

import search.readers.kinds
from search.errors import SourceError
from search.readers.sources import find_sources

HEADER = ["No", "Tanggal Terbit", "Jam", "Judul", "Isi Berita", "Media"]


@pytest.fixture
def read_book(tmp_path):
    """Return a function that writes a spreadsheet of Excel with these sheets, and reads it."""

    def read(name="a.xlsx", fields=None, **sheets):
        book = openpyxl.Workbook()
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        del book["Sheet"]
        book.save(tmp_path / name)
        return read_all(tmp_path / name, **(fields or {}))

    return read


def test_dates_times_and_numbers_are_cells(read_book):
    outcome = read_book(
        Berita=[
            [],
            ["Kliping September"],
            HEADER,
            [
                1,
                datetime(2019, 9, 10),
                time(14, 30),
                "Panen",
                "Padi dipanen.\nHama menyerang.",
                "Harian Contoh",
            ],
            [2, datetime(2019, 9, 11, 8), None, "Banjir", "Banjir surut.", "Harian Contoh"],
            [],
            [3, "Kamis, 12/9/2019", None, 2019, "Sawah kering.", None],
        ]
    )
    assert [str(one.published) for one in outcome.articles] == [
        "2019-09-10 14:30:00+07:00", "2019-09-11 08:00:00+07:00", "2019-09-12",
    ]  # fmt: skip
    assert outcome.articles[0].paragraphs == ("Padi dipanen.", "Hama menyerang.")
    assert outcome.articles[2].title == "2019"
    assert not outcome.rejects


def test_a_row_without_text_is_named_with_its_number(read_book):
    outcome = read_book(
        Berita=[HEADER, [1, date(2019, 9, 10), None, "Panen", None, "Harian"], [2, *HEADER[1:]]]
    )
    assert [(one.line, one.code) for one in outcome.rejects] == [(2, "missing-text")]


def test_each_sheet_with_a_header_is_a_table_and_the_others_are_named(read_book):
    rows = [HEADER, [1, date(2019, 9, 10), None, "Panen", "Padi dipanen.", "Harian Contoh"]]
    outcome = read_book(
        Januari=[["id", *HEADER], [1, *rows[1]]],
        Februari=[["id", *HEADER], [1, *rows[1][:4], "Banjir surut.", None]],
        Rekap=[["bulan", "jumlah"], ["Januari", 1]],
        Kosong=[],
    )
    assert [one.id for one in outcome.articles] == ["Januari-1", "Februari-1"]
    assert [one.said("en") for one in outcome.notices if one.told.code == "sheets_chosen"] == [
        "read the sheets Januari, Februari; not read Rekap: their headers name no text of an article"
    ]
    assert "ids_of_tables" in [one.told.code for one in outcome.notices]


def test_ids_that_go_on_from_sheet_to_sheet_stay(read_book):
    outcome = read_book(
        A=[["id", "judul", "isi"], [1, "Panen", "Padi dipanen."]],
        B=[["id", "judul", "isi"], [2, "Banjir", "Banjir surut."]],
    )
    assert [one.id for one in outcome.articles] == ["1", "2"]


def test_columns_that_the_caller_names(read_book):
    sheets = {
        "Rekap": [
            ["bulan", "catatan"],
            ["Januari", "Catatan yang lebih panjang daripada uraian mana pun di sini."],
        ],
        "Data": [["kepala", "uraian"], ["Panen", "Padi dipanen."]],
    }
    assert read_book(**sheets).codes == ["missing-text"]
    (article,) = read_book(fields={"text": ["uraian"], "title": ["kepala"]}, **sheets).articles
    assert (article.title, article.paragraphs) == ("Panen", ("Padi dipanen.",))


def test_a_cell_as_long_as_excel_allows_is_said(read_book):
    outcome = read_book(
        Berita=[["judul", "isi"], ["Panen", "Padi dipanen. " * 2340 + "Padi da"], ["B", "x" * 32_766]]
    )
    (notice,) = [one for one in outcome.notices if one.told.code == "cells_cut"]
    assert notice.told.values["example"] == "Berita:2"


def test_in_a_zip_and_without_a_suffix(tmp_path):
    with zipfile.ZipFile(tmp_path / "kiriman.zip", "w") as archive:
        archive.writestr("satu.xlsx", excel(articles(2)))
        archive.writestr("dua", open_document(articles(5)[2:]))
    assert [one.id for one in read_all(tmp_path / "kiriman.zip").articles] == [
        "a-0",
        "a-1",
        "a-2",
        "a-3",
        "a-4",
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.xlsx", excel(articles(2))[:-40], "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "damaged"),
        ("a.xlsx", b"", "damaged"),
        (
            "a.xlsx",
            excel([{"judul": "isi"}])[:0] + excel(articles(1)).replace(b"sheet1", b"sheet9"),
            "damaged",
        ),
        ("a.ods", open_document(articles(2), "text"), "unknown-format"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    assert read_all(tmp_path / name).codes == [code]


def test_a_damaged_part_is_no_part(tmp_path):
    content = bytearray(excel(articles(200)))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as parts:
        about = parts.getinfo("xl/worksheets/sheet1.xml")
    content[about.header_offset + about.compress_size // 2] ^= 4
    (tmp_path / "a.xlsx").write_bytes(content)
    assert read_all(tmp_path / "a.xlsx").codes == ["damaged"]


def test_a_missing_library_is_named_with_its_extra(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_bytes(excel(articles(2)))
    (tmp_path / "tabel.xls").write_bytes(html_table(articles(2)))
    monkeypatch.setattr(
        search.readers.kinds, "find_spec", lambda library: None if library == "python_calamine" else True
    )
    with pytest.raises(SourceError, match="warta\\[spreadsheets\\]"):
        find_sources([str(tmp_path / "a.xlsx")])
    (found,) = find_sources([str(tmp_path / "tabel.xls")])
    assert found.format == "html-table"
