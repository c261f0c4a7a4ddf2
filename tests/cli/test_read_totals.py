"""What became of the records of all sources together: in the last lines of a build, in ``warta stats``."""

import json

import pytest

import search
from cli.warta_process import run
from search.indexing import add, delete, reindex
from search.read_totals import ReadTotals


@pytest.fixture
def folder(tmp_path):
    records = {
        "a.jsonl": [
            {"id": "a1", "text": "<p>Panen raya.</p>", "published": "kapan-kapan", "dibaca": 5},
            {"id": "a1", "text": "Panen raya dimulai.", "dibaca": 6},
            {"id": "a2", "title": "tanpa isi"},
        ],
        "b.jsonl": [{"id": "b1", "text": "JAKARTA - Banjir surut.", "dibaca": 7, "suka": 1}] * 2,
    }
    for name, of_file in records.items():
        (tmp_path / "arsip").mkdir(exist_ok=True)
        (tmp_path / "arsip" / name).write_text("".join(json.dumps(one) + "\n" for one in of_file))
    return tmp_path


READ = {
    "rejected": {"missing-text": 1},
    "empty": {"published": 1},
    "unused": {"dibaca": 4, "suka": 2},
    "changed": {"markup_removed": 1},
    "taken": {"place-capitals": 2},
    "left_out": {"earlier": 1, "same": 1},
}


def test_counts_of_all_files_are_kept_with_the_index(folder):
    done = reindex([str(folder / "arsip")], folder / "i")
    assert (done.read.as_dict(), done.files) == (READ, 2)
    assert search.open_index(folder / "i").stats().read == READ
    delete(["b1"], folder / "i")
    assert search.open_index(folder / "i").stats().read == READ
    (folder / "c.jsonl").write_text('{"id": "c1", "text": "Harga beras naik."}\n')
    add([str(folder / "c.jsonl")], folder / "i")
    assert search.open_index(folder / "i").stats().read == {} == ReadTotals().as_dict()


@pytest.mark.usefixtures("english")
def test_the_last_lines_name_what_became_of_records(folder):
    done = run("reindex", str(folder / "arsip"), "--index", str(folder / "i"))
    said = (
        "left empty published (1); passed over earlier versions (1), the same record (1); mended HTML (1);"
        " taken out of texts place-capitals (2); not used dibaca (4), suka (2)"
    )
    assert done.stdout.splitlines()[0] == f"of 2 files: {said}"
    assert done.stdout.splitlines()[1].startswith("2 articles, 2 paragraphs in ")
    lines = run("stats", "--index", str(folder / "i")).stdout.splitlines()
    assert [line.split(maxsplit=1)[1] for line in lines if line.startswith("read ")] == [said]
