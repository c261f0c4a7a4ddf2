"""How sources would be read: kinds, encodings, keys and fields, a sample of articles, what is rejected."""

import json
from datetime import date

import pytest

from search.errors import SourceError
from search.readers import FieldMapping, ReadingOptions
from search.readers.inspecting import inspect_sources
from search.readers.sampling import Sample

UNKNOWN = (
    "kode;terbit_pada;kepala;uraian;tujuan;pembaca\n"
    "1;25/3/2019 14:30;Harga Beras Naik Lagi;" + "Harga beras naik. " * 4 + ";https://contoh.example/1;1200\n"
    "2;4/4/2019;Banjir Surut di Demak;" + "Banjir surut pagi ini. " * 3 + ";https://contoh.example/2;90\n"
)


@pytest.fixture
def inspected(tmp_path):
    """Return a function that writes a file and says how it would be read."""

    def inspect(name, content, sample=None, **fields):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        options = ReadingOptions(mapping=FieldMapping(fields))
        return list(inspect_sources([str(file)], options, sample or Sample()))

    return inspect


def test_keys_that_no_table_knows_are_offered_for_the_field_that_they_look_like(inspected):
    (found,) = inspected("a.csv", UNKNOWN)
    assert (found.kind, found.encoding, found.accepted, found.is_whole) == ("csv", "UTF-8", 0, True)
    assert found.rejected == {"missing-text": 2}
    assert [name for name, key in found.keys.items() if key.field] == []
    assert found.offered == {
        "text": "uraian", "published": "terbit_pada", "url": "tujuan", "title": "kepala"
    }  # fmt: skip


def test_what_is_offered_is_what_mends_it(inspected):
    offered = inspected("a.csv", UNKNOWN)[0].offered
    (found,) = inspected("b.csv", UNKNOWN, **{name: [key] for name, key in offered.items()})
    assert (found.accepted, found.dated, found.offered) == (2, 2, {})
    assert (found.first.date(), found.last) == (date(2019, 3, 25), date(2019, 4, 4))
    assert {name: key.field for name, key in found.keys.items()}["pembaca"] is None
    assert [article.title for article in found.articles] == ["Harga Beras Naik Lagi", "Banjir Surut di Demak"]


def test_dotted_keys_are_offered(inspected):
    record = {"isi": "Panen raya.", "catatan": {"waktu": "2019-09-10T14:30:00Z", "dibaca": 5}}
    (found,) = inspected("a.jsonl", json.dumps(record) + "\n")
    assert found.offered == {"published": "catatan.waktu"}
    assert set(found.keys) == {"isi", "catatan.waktu", "catatan.dibaca"}


def test_only_the_first_records_of_a_large_file_are_read(inspected):
    lines = "".join(json.dumps({"id": n, "text": f"Berita {n}."}) + "\n" for n in range(5_000))
    (found,) = inspected("a.jsonl", lines, Sample(records=10))
    assert (found.accepted, found.is_whole, len(found.articles)) == (10, False, 3)
    (found,) = inspected("b.jsonl", lines, Sample(size=1))
    assert (found.accepted, found.is_whole) == (1, False)


def test_only_the_first_files_of_a_folder_are_read(tmp_path):
    for number in range(30):
        (tmp_path / f"{number:02}.jsonl").write_text('{"text": "Panen raya."}\n')
    found = list(inspect_sources([str(tmp_path)], ReadingOptions(), Sample(files=4)))
    assert [one.accepted for one in found] == [1, 0, 0, 0, 0]  # the others say the same
    assert [told.code for told in found[-1].notices] == ["only_first_files"]
    assert found[-1].notices[0].values == {"count": 4, "left": 26}


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "UTF-8"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16-LE"),
     ("utf-16-be", "UTF-16-BE"), ("utf-32", "UTF-32")],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.txt"])
def test_encodings_are_found(inspected, name, encoding, said):
    text = "Kafé di Bekasi ramai sejak pagi."
    content = {"a.csv": f"judul,isi\nKafé,{text}\n", "a.jsonl": json.dumps({"isi": text}, ensure_ascii=False)}
    (found,) = inspected(name, content.get(name, text).encode(encoding))
    assert found.encoding == said
    assert [article.paragraphs for article in found.articles] == [(text,)]


def test_a_damaged_file_is_inspected_up_to_its_damage(inspected):
    (found,) = inspected("a.jsonl", '{"text": "Panen."}\n{"text": \n{"text": "Banjir."}\n')
    assert (found.accepted, found.rejected) == (2, {"not-json": 1})
    assert found.rejects[0].line == 2


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SourceError):
        list(inspect_sources([str(tmp_path / "tiada.csv")], ReadingOptions(), Sample()))
