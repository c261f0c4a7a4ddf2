"""Lists and objects in the cells of tables, and texts whose column has a name of its own."""

import csv
import json

import pytest
from reading_outcome import read_all

from search.readers.cells import in_cell

TEXT = "Harga beras naik dua ratus rupiah per kilogram di pasar induk. " * 3


def read(tmp_path, name, rows, **fields):
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return read_all(tmp_path / name, **fields)


@pytest.mark.parametrize(
    "written",
    [
        {"judul": "['Beras Naik']", "penulis": "['Rina Wati']", "tag": "['beras', 'pasar']", "isi": TEXT},
        {
            "judul": json.dumps({"rendered": "Beras Naik"}),
            "penulis": json.dumps([{"id": 1, "name": "Rina Wati"}]),
            "tag": str([{"nama": "beras"}, {"nama": "pasar"}]),
            "isi": json.dumps({"rendered": f"<p>{TEXT}</p>"}),
        },
        {
            "data": json.dumps(
                {"judul": "Beras Naik", "penulis": "Rina Wati", "tag": ["beras", "pasar"], "isi": TEXT}
            )
        },
    ],
    ids=["list-of-python", "json", "whole-record"],
)  # fmt: skip
def test_what_programs_write_into_cells_is_read(tmp_path, written):
    (article,) = read(tmp_path, "a.csv", [[*written], [*written.values()]]).articles
    assert (article.title, article.authors, article.tags) == (
        "Beras Naik",
        ("Rina Wati",),
        ("beras", "pasar"),
    )
    assert article.paragraphs == (TEXT.strip(),)


@pytest.mark.parametrize(
    "title", ["[Foto] Banjir", "[1, 2]", "{siapa}", "['a', b]", "[]", "{'a': open('x')}"]
)
def test_other_brackets_remain(tmp_path, title):
    assert in_cell(title) is None
    (article,) = read(tmp_path, "a.csv", [["judul", "isi"], [title, TEXT]]).articles
    assert article.title == (None if title == "[]" else title)


def test_a_cell_that_is_nested_deeply_remains(tmp_path):
    assert in_cell("['" + "[" * 20_000 + "']" + "]" * 20_000) is None
    assert in_cell("{'a':" + "[" * 5_000 + "]" * 5_000 + "}") is None


def test_json_in_a_string_of_json_is_read(tmp_path):
    file = tmp_path / "a.jsonl"
    inner = json.dumps({"judul": "Beras Naik", "isi": TEXT, "tanggal": "2019-09-05"})
    file.write_text("".join(json.dumps({"id": number, "payload": inner}) + "\n" for number in (1, 2)))
    found = [(one.id, one.title, str(one.published)) for one in read_all(file).articles]
    assert found == [("1", "Beras Naik", "2019-09-05"), ("2", "Beras Naik", "2019-09-05")]


def test_a_column_with_long_texts_is_the_text(tmp_path):
    rows = [["Title", "Date", "Kolom Panjang", "Label"], ["Beras Naik", "2019-09-05", TEXT, "1"]]
    outcome = read(tmp_path, "a.csv", rows)
    (article,) = outcome.articles
    assert (article.title, str(article.published), article.paragraphs) == (
        "Beras Naik",
        "2019-09-05",
        (TEXT.strip(),),
    )
    (notice,) = outcome.notices
    assert notice.told.values["columns"] == ["Kolom Panjang = text"]


def test_a_table_of_short_values_has_no_text(tmp_path):
    rows = [["Title", "Date", "Label"], ["Beras Naik", "2019-09-05", "1"]]
    assert read(tmp_path, "a.csv", rows).codes == ["bad-header"]


def test_a_profile_beside_the_table_comes_before_its_content(tmp_path):
    (tmp_path / "warta.toml").write_text('[fields]\ntext = ["pendek"]\n')
    (article,) = read(tmp_path, "a.csv", [["pendek", "panjang"], ["Padi dipanen.", TEXT]]).articles
    assert article.paragraphs == ("Padi dipanen.",)
