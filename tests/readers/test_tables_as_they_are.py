"""CSV as spreadsheets, databases and scrapers write it, and what one stray quotation mark may cost."""

import csv
import io
import json
import time

import pytest
from reading_outcome import read_all


@pytest.fixture
def read_table(tmp_path):
    def read(content, name="arsip.csv", **settings):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_all(file, **settings)

    return read


def ids(outcome):
    return [article.id for article in outcome.articles]


def rejects(outcome):
    return [(reject.line, reject.code) for reject in outcome.rejects]


def test_rows_that_a_stray_mark_swallowed_are_read_again(read_table):
    rows = "".join(f"{n},J,Harga beras {n}\n" for n in range(2, 501))
    content = f'id,judul,isi\n1,A,"Kutipan tanpa tutup\n{rows}501,Z,"Desa, kota."\n502,Z,Panen.\n'
    outcome = read_table(content)
    assert ids(outcome) == [str(n) for n in range(2, 503)]
    assert rejects(outcome) == [(2, "bad-row")]
    assert outcome.articles[499].paragraphs == ("Desa, kota.",)


@pytest.mark.parametrize(
    ("content", "kept", "lost"),
    [
        # closed by a mark three rows further down
        ('id,judul,isi\n1,A,"Kami siap\n2,B,Banjir surut\n3,C,kata warga"\n', ["2", "3"], [2]),
        ('id,judul,isi\n1,A,"Kami siap\n2,B,Banjir surut\n3,C,kata warga"\n4,D,d\n', ["2", "3", "4"], [2]),
        ('isi;id\n"Kami siap;1\nBanjir surut;2\nkata warga";3\nLain;4\n', ["2", "3", "4"], [2]),
        # every cell in marks, one of them lost
        ('"id","isi"\n"1","Kata\n"2","Surut"\n"3","Panen"\n', ["2", "3"], [2]),
        ('"id","isi"\n"1","Kata "presiden" itu"\n"2","Surut"\n', ["2"], [2]),
        # several in one file
        ('id,isi\n1,"a\n2,b\n3,"c\n4,d\n5,"e, f"\n', ["2", "4", "5"], [2, 4]),
        # a broken cell over several lines, in which a line has as many cells as the table has columns
        (
            'id,judul,isi\n1,A,"Kata "presiden" di rapat.\nJakarta,Bogor,Depok sepi\nPulang."\n4,B,Desa.\n',
            ["4"],
            [2],
        ),
        (
            'tanggal,judul,isi\n2019-01-01,A,"Kata "dia" itu.\nSolo,Jogja,Kudus\n."\n2019-01-02,B,Desa.\n',
            ["2019-01-02"],
            [2],
        ),
        # a cell with a line break that is not in marks
        ("id,judul,isi,tanggal\n1,J,Baris satu\nbaris dua,2019-01-01\n2,K,Satu,2019-01-02\n", ["2"], [2]),
    ],
)
def test_reading_takes_up_again_at_the_next_row(read_table, content, kept, lost):
    outcome = read_table(content)
    names = [
        str(article.published) if "tanggal,judul" in content else article.id for article in outcome.articles
    ]
    assert names == kept
    assert rejects(outcome) == [(line, "bad-row") for line in lost]
    (counts,) = outcome.counts
    assert (counts.accepted, counts.rejected.total()) == (len(kept), len(lost))


def test_a_broken_cell_is_kept_whole_in_the_file_of_rejects(read_table):
    outcome = read_table('id,isi\n1,"Kata "dia" itu.\nBaris dua,\nBaris tiga."\n2,Surut\n')
    assert json.loads(outcome.rejects[0].record) == {
        "cells": ['1,"Kata "dia" itu.\nBaris dua,\nBaris tiga."']
    }


def test_tables_without_numbers_or_dates(read_table):
    outcome = read_table('judul,isi\nA,"Kami siap\nB,Banjir surut\nC,kata warga"\nD,Lain\n')
    assert [article.title for article in outcome.articles] == ["B", "C", "D"]
    assert rejects(outcome) == [(2, "bad-row")]


@pytest.mark.parametrize(
    "content",
    [
        'judul,isi\nA,"Kami siap\nHarga naik 1,5 persen"\nB,Lain\n',
        'judul,isi,tanggal,url\nA,"Satu\nBaris, dua",2019-01-01,https://a.id/1\nB,Dua,2019-01-02,https://a.id/2\n',
        'id,isi\n1,"Harga beras:\n10,5 persen\n12,7 persen"\n2,Lain\n',
        'isi,id\n"Daftar\nBogor, Depok\nSolo, Jogja",1\nLain,2\n',
    ],
)
def test_cells_over_several_lines_stay_whole(read_table, content):
    outcome = read_table(content)
    assert len(outcome.articles) == 2
    assert len(outcome.articles[0].paragraphs) >= 2
    assert not outcome.rejects


def test_many_stray_marks_cost_no_more_than_the_file_is_long(read_table):
    rows = "".join(f'{n},"tanpa tutup\n{n}1,baik\n' for n in range(5_000))
    started = time.monotonic()
    outcome = read_table(f"id,isi\n{rows}")
    assert (len(outcome.articles), len(outcome.rejects)) == (5_000, 5_000)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("sep=;\nid;isi\n1;Satu, dua\n", ["Satu, dua"]),
        ('"sep=|"\r\nid|isi\r\n1|Satu; dua\r\n', ["Satu; dua"]),
        ("id|judul|isi\n1|A|Satu, dua; tiga\n", ["Satu, dua; tiga"]),
        ("id\tjudul\tisi\n1\tA\tSatu, dua\n", ["Satu, dua"]),
        ('id, isi\n1, "Satu, dua"\n2, Tiga\n', ["Satu, dua", "Tiga"]),
        ('id,isi\n1, "Satu" kata dia.\n', ['"Satu" kata dia.']),
        ('id,isi\n1,"Kata \\"presiden\\" itu, kemarin."\n2,b\n', ['Kata "presiden" itu, kemarin.', "b"]),
        ('id,isi\n1,"Kata \\"dia\\".\nKata \\"mereka\\"."\n2,b\n', ['Kata "dia".|Kata "mereka".', "b"]),
        ("id,isi,tanggal,url\n1,Satu\n2,Dua,2019-01-01\n3,Tiga,,\n", ["Satu", "Dua", "Tiga"]),
        ("id,isi\n1,Satu,,\n2,Dua,\n", ["Satu", "Dua"]),
        ("\nid,isi\n\n1,Satu\n", ["Satu"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_programs_write(read_table, content, texts, encoding):
    outcome = read_table(content.encode(encoding))
    assert ["|".join(article.paragraphs) for article in outcome.articles] == texts
    assert not outcome.rejects


def test_in_tab_separated_values_marks_are_of_the_text(read_table):
    outcome = read_table(
        'id\tisi\n1\t"Kata" presiden.\n2\t"Tanpa tutup.\n3\t"Dalam ""tanda"" kutip."\n', "a.tsv"
    )
    assert outcome.texts == [('"Kata" presiden.',), ('"Tanpa tutup.',), ('Dalam "tanda" kutip.',)]
    assert not outcome.rejects


def test_a_header_of_very_many_equal_columns(read_table):
    started = time.monotonic()
    outcome = read_table("isi" + ",isi" * 16_000 + "\nSatu" + ",Dua" * 16_000 + "\n")
    assert outcome.texts == [("Satu",)]
    assert sum(noted.count for noted in outcome.counts[0].unused.values()) == 16_000
    assert time.monotonic() - started < 10


def test_the_text_may_stand_in_any_of_many_columns(read_table):
    header = ",".join(f"kolom{n}" for n in range(5_000))
    outcome = read_table(f"{header},isi\n{',' * 5_000}Satu\n")
    assert outcome.texts == [("Satu",)]


def test_texts_of_several_lines_with_as_many_commas_as_columns_are_no_rows(read_table):
    """Such lines once taught the form of the rows, and one article in a hundred was refused for it."""
    prose = (
        "Pedagang menjual beras, gula, minyak, telur, cabai, bawang, dan garam.",
        "Petani, pedagang, pengangkut, penggiling, penjual, pembeli, dan pemerintah bertemu.",
    )
    stream = io.StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(["id", "judul", "sumber", "tanggal", "kategori", "tautan", "isi"])
    for number in range(150):
        text = f"Pasar {number} ramai.\n{prose[number % 2]}\nHarga naik, kata pedagang."
        table.writerow([("pasar", "rapat")[number % 2] * (number + 1), "Pasar", "", "", "", "", text])
    outcome = read_table(stream.getvalue())
    assert rejects(outcome) == []
    assert [len(article.paragraphs) for article in outcome.articles] == [3] * 150


def test_behind_a_broken_row_a_row_may_begin_with_a_quoted_cell_and_have_several_lines(read_table):
    outcome = read_table(
        'judul,isi,tanggal\n"A","Isi satu.",2019-01-01\n"B","Isi dua.",2019-01-02\n'
        '"C","Isi "tiga" lagi.",2019-01-03\n'
        '"D","Isi empat.\nDengan koma, dan lagi.",2019-01-04\n'
    )
    assert [article.title for article in outcome.articles] == ["A", "B", "D"]
    assert [reject.line for reject in outcome.rejects] == [4]


def test_a_title_above_the_header_is_passed_over_and_said(read_table):
    for title in ("Laporan artikel\n\n", "Laporan artikel,,\n,,\n"):
        outcome = read_table(f"{title}id,judul,isi\n1,A,Satu.\n2,B,Dua.\n")
        assert (outcome.texts, outcome.codes) == ([("Satu.",), ("Dua.",)], [])
        assert [notice.told.code for notice in outcome.notices] == ["header_below_title"]


def test_a_table_in_which_no_row_has_its_empty_cells_at_the_end(read_table):
    outcome = read_table("id|isi|judul|url|tags\n1|Satu.|A\n2|Dua.\n3|Tiga\n")
    assert (outcome.texts, outcome.codes) == ([("Satu.",), ("Dua.",), ("Tiga",)], [])


def test_a_delimiter_at_the_end_of_a_row_hides_no_row_from_the_one_before(read_table):
    outcome = read_table("id|judul|isi\n1|A|Isi, satu\n2|B\n3|C|Isi tiga|\n4|D|Isi empat| |\n")
    assert ids(outcome) == ["1", "3", "4"]
    assert rejects(outcome) == [(3, "bad-row")]
