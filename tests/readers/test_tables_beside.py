"""Tables about the files beside them: *metadata.csv* with a column of file names."""

import pytest

from search.article import Article
from search.readers import FileCounts, Notice, Reject, read_articles, total_bytes

TEXTS = {
    "0001.txt": "Harga beras di pasar turun seribu rupiah.\n\nPedagang senang.\n",
    "0002.txt": "Jembatan Diperbaiki\n\nWarga diminta memakai jalan lain.\n",
}
HEADER = "filename,judul,tanggal,media\n"
ROWS = (
    "0001.txt,Harga Beras Turun,2023-05-01,Harian Satu\n0002.txt,Jembatan Diperbaiki,2023-05-02,Harian Dua\n"
)


def read(folder, table, name="metadata.csv", texts=TEXTS, below="."):
    """Write the texts and a table, and return the articles by title and all other events."""
    (folder / below).mkdir(exist_ok=True)
    for file, text in texts.items():
        (folder / below / file).write_text(text)
    (folder / name).write_text(table)
    events = list(read_articles([str(folder)]))
    articles = [event for event in events if isinstance(event, Article)]
    return {one.title: one for one in articles}, [one for one in events if not isinstance(one, Article)]


def rejected(events):
    return [(one.line, one.reason.code) for one in events if isinstance(one, Reject)]


def test_files_have_what_their_rows_say(tmp_path):
    articles, others = read(tmp_path, HEADER + ROWS)
    assert {one.title: (str(one.published), one.source) for one in articles.values()} == {
        "Harga Beras Turun": ("2023-05-01", "Harian Satu"),
        "Jembatan Diperbaiki": ("2023-05-02", "Harian Dua"),
    }
    assert articles["Jembatan Diperbaiki"].paragraphs == ("Warga diminta memakai jalan lain.",)
    assert [one.told.code for one in others if isinstance(one, Notice)] == ["fields_of_files"]
    assert not rejected(others)


@pytest.mark.parametrize(
    ("header", "name_of"),
    [
        ("berkas", "{}.txt"),
        ("id", "{}"),
        ("path", "./teks/{}.txt"),
        ("path", r"teks\{}.TXT"),
        ("Nama File", "teks/{}"),
    ],
)
def test_files_are_named_as_people_name_them(tmp_path, header, name_of):
    rows = "".join(f"{name_of.format(n)}\tJudul {n}\t2023-05-01\n" for n in ("0001", "0002"))
    articles, others = read(tmp_path, f"{header}\tjudul\ttanggal\n{rows}", "daftar.tsv", below="teks")
    assert set(articles) == {"Judul 0001", "Judul 0002"}
    assert not rejected(others)


def test_a_table_of_json_lines(tmp_path):
    articles, _ = read(tmp_path, '{"file_name": "0001.txt", "title": "Satu"}\n', "metadata.jsonl")
    assert set(articles) == {"Satu", "Jembatan Diperbaiki"}


def test_rows_and_files_without_each_other_are_told(tmp_path):
    table = HEADER + ROWS + "0003.txt,Tidak Ada,2023-05-03,Harian\n0001.txt,Lagi,2023-05-03,Harian\n"
    articles, others = read(tmp_path, table, texts={**TEXTS, "0004.txt": "Tanpa baris di tabel.\n"})
    assert set(articles) == {"Harga Beras Turun", "Jembatan Diperbaiki", None}
    assert rejected(others) == [(4, "row_of_no_file"), (5, "row_of_same_file")]
    counts = {one.file.rpartition("/")[2]: one for one in others if isinstance(one, FileCounts)}
    assert counts["metadata.csv"].rejected.total() == 2


def test_another_title_leaves_the_first_line_in_the_text(tmp_path):
    articles, _ = read(tmp_path, "file,judul\n0001.txt,Satu\n0002.txt,Dua\n")
    assert articles["Dua"].paragraphs == ("Jembatan Diperbaiki", "Warga diminta memakai jalan lain.")


def test_what_no_field_has_is_told_once(tmp_path):
    _, others = read(tmp_path, "file,judul,warna\n0001.txt,Satu,biru\n0002.txt,Dua,merah\n")
    unused = {one.file: one.unused for one in others if isinstance(one, FileCounts) and one.unused}
    assert [*unused] == [str(tmp_path / "metadata.csv")]
    assert [(key, one.count) for (found,) in [unused.values()] for key, one in found.items()] == [
        ("warna", 2)
    ]


@pytest.mark.parametrize(
    "table",
    [
        "judul,tanggal,isi\nSatu,2023-05-01,Sebuah artikel yang utuh.\n",  # an archive of its own
        "nomor,judul\nx,Satu\ny,Dua\n",  # names no file
    ],
)
def test_other_tables_are_read_as_archives(tmp_path, table):
    _, others = read(tmp_path, table)
    assert not any(isinstance(one, Notice) and one.told.code == "fields_of_files" for one in others)


def test_bytes_are_counted_whole(tmp_path):
    read(tmp_path, HEADER + ROWS)
    told = []
    list(read_articles([str(tmp_path)], on_bytes=told.append))
    assert sum(told) == total_bytes([str(tmp_path)])
