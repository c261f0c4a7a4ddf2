"""JSON whose records are lists, the first with the names: as Sheets, spreadsheets and scripts write it."""

import json

import pytest
from reading_outcome import read_all

ROWS = [
    ["judul", "tanggal", "isi"],
    ["Panen", "2019-09-10", "Padi dipanen."],
    ["Banjir", None, "Banjir surut."],
]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\n".join(map(json.dumps, ROWS)) + "\n",
        "[\n" + ",\n".join(map(json.dumps, ROWS)) + "\n]\n",
    ],
)
def test_rows_below_their_names(tmp_path, content):
    (tmp_path / "a.json").write_text(content)
    outcome = read_all(tmp_path / "a.json")
    assert [(one.title, one.paragraphs) for one in outcome.articles] == [
        ("Panen", ("Padi dipanen.",)), ("Banjir", ("Banjir surut.",)),
    ]  # fmt: skip
    assert str(outcome.articles[0].published) == "2019-09-10"
    assert not outcome.rejects


def test_what_is_no_row_is_named(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([*ROWS, ["a", "b", "c", "d"]])[:-1] + ', {"isi": "Padi."}]')
    outcome = read_all(tmp_path / "a.json")
    assert len(outcome.articles) == 2
    assert outcome.codes == ["bad-row", "not-json"]


def test_a_list_that_is_cut_off_is_named(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(ROWS)[:-10])
    outcome = read_all(tmp_path / "a.json")
    assert len(outcome.articles) == 1
    assert outcome.codes == ["not-json"]


def test_lists_of_words_are_no_rows(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps(["satu", "dua"]) + "\n")
    assert read_all(tmp_path / "a.jsonl").codes == ["not-an-object"]


def test_headline_and_date_in_an_object_beside_the_text(tmp_path):
    article = {
        "header": {"title": "Panen", "date": "2019-09-10"},
        "body": {"paragraphs": [{"text": "Padi."}]},
    }
    (tmp_path / "a.jsonl").write_text(json.dumps({"url": "https://contoh.example/a", "article": article}))
    (found,) = read_all(tmp_path / "a.jsonl").articles
    assert (found.title, str(found.published), found.paragraphs) == ("Panen", "2019-09-10", ("Padi.",))


def test_notes_of_evernote(tmp_path):
    note = (
        "<note><title>Panen</title><created>20190910T073000Z</created><tag>beras</tag><note-attributes>"
        "<author>Nama Penulis</author><source-url>https://contoh.example/a</source-url></note-attributes><content>"
        '<![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>'
        "<div>Padi dipanen.</div><div>Hama menyerang.</div></en-note>]]></content></note>"
    )
    (tmp_path / "a.enex").write_text(f'<?xml version="1.0"?><en-export>{note}</en-export>')
    (found,) = read_all(tmp_path / "a.enex").articles
    assert found.paragraphs == ("Padi dipanen.", "Hama menyerang.")
    assert (found.title, found.authors, found.url) == ("Panen", ("Nama Penulis",), "https://contoh.example/a")
