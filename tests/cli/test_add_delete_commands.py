"""``warta add`` and ``warta delete``: an index changed in place, and what is said of it."""

import os
import time
from pathlib import Path

import pytest

import search
from cli.warta_process import as_jsonl, start, succeed

pytestmark = pytest.mark.usefixtures("english")

NEW = as_jsonl(
    [
        {"id": "baru", "text": "Panen raya dimulai."},
        {"id": "rob-semarang", "title": "Rob surut", "text": "Air rob di Semarang sudah surut."},
    ]
).encode()


def totals(folder, *queries):
    index = search.open_index(folder)
    return [index.search(query).total_articles for query in queries]


def test_articles_are_added_and_replaced(folder):
    said = succeed("add", "-", "--index", str(folder), stdin=NEW)
    counts = "1 articles added, 1 replaced: 5 articles, 8 paragraphs"
    assert said == f"{counts} in {folder}, generation 000002\n"
    assert totals(folder, "panen", "surut", "pelabuhan", "banjir") == [1, 1, 0, 1]
    assert succeed("check", "--index", str(folder)).count("sound") == 2


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="the system has no priorities of POSIX")
def test_what_changes_an_index_gives_way_to_searches(folder):
    adding = start("add", "-", "--index", str(folder), env={"WARTA_NICE": "19"})
    end = time.monotonic() + 20
    while os.getpriority(os.PRIO_PROCESS, adding.pid) != 19 and time.monotonic() < end:
        time.sleep(0.02)
    priority = os.getpriority(os.PRIO_PROCESS, adding.pid)
    said, _ = adding.communicate(NEW, 30)
    assert (priority, adding.returncode) == (19, 0)
    assert b"1 articles added, 1 replaced" in said


def test_the_last_version_in_a_source_counts(folder, tmp_path, succeed_here):
    source = tmp_path / "berita.jsonl"
    source.write_text(as_jsonl({"id": "baru", "text": f"Versi nomor{n}."} for n in range(3)))
    said = succeed_here("add", source, "--index", folder)
    assert said.startswith("1 articles added, 0 replaced: 5 articles, 9 paragraphs")
    assert totals(folder, "nomor2", "nomor1 OR nomor0") == [1, 0]


def test_rejects_are_named_and_the_rest_is_added(folder, run_here):
    code, said, warned = run_here("add", "-", "--index", folder, stdin=b'{"id": "b1"}\n' + NEW)
    assert code == 1
    assert said.startswith("1 articles added, 1 replaced: ")
    assert warned.splitlines()[0].startswith("rejected: <stdin>:1: ")
    (rejects,) = folder.glob("rejects-*.jsonl")
    assert str(rejects) in warned.splitlines()[1]
    assert "rejected     1 records" in run_here("stats", "--index", folder)[1]


def test_quiet_says_nothing(folder, succeed_here):
    assert succeed_here("add", "-", "-q", "--index", folder, stdin=NEW) == ""
    assert succeed_here("delete", "baru", "-q", "--index", folder) == ""
    assert totals(folder, "panen", "surut") == [0, 1]


def test_nothing_usable_changes_nothing(folder, fail_here):
    assert "the index was left as it is" in fail_here("add", "-", "--index", folder, stdin=b"")
    assert search.open_index(folder).generation == "000001"


def test_who_stops_reading_its_output_does_not_end_it(folder):
    """``warta add ... 2>&1 | head -1`` was ended by its second line, and said that it was done."""
    receiving, sending = os.pipe()
    os.close(receiving)
    process = start("add", "-", "--index", str(folder), stdout=sending, stderr=sending)
    os.close(sending)
    process.communicate(b'{"id": "b1"}\n' + NEW, timeout=30)
    assert process.returncode == 1  # a record was rejected
    assert totals(folder, "panen", "surut") == [1, 1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_log_on_a_full_disk_does_not_make_it_fail(folder):
    """Exit code 2 means that nothing has changed."""
    with Path("/dev/full").open("wb") as full:
        process = start("add", "-", "--index", str(folder), stdout=full)
        _, said = process.communicate(NEW, timeout=30)
    assert said == b"it is done, but not everything could be printed: No space left on device\n"
    assert process.returncode == 1
    assert totals(folder, "panen", "surut") == [1, 1]


@pytest.mark.parametrize("arguments", [("add", "-"), ("delete", "a")])
def test_without_an_index(arguments, tmp_path, fail_here):
    line = fail_here(*arguments, "--index", tmp_path / "tiada", stdin=NEW)
    assert "warta reindex" in line
    assert not (tmp_path / "tiada").exists()


def test_articles_are_deleted_and_brought_back(folder, succeed_here):
    said = succeed("delete", "perundingan", "tanpa-keterangan", "--index", str(folder))
    assert said == f"2 articles deleted: 2 articles, 4 paragraphs in {folder}, generation 000002\n"
    assert totals(folder, "perundingan", "gempa", "banjir") == [0, 0, 2]
    succeed_here("rollback", "--index", folder)
    assert totals(folder, "perundingan", "gempa", "banjir") == [1, 1, 2]


def test_ids_come_from_standard_input_too(folder, succeed_here):
    said = succeed_here(
        "delete", "perundingan", "-", "--index", folder, stdin=b"banjir-jakarta\n\nrob-semarang\n"
    )
    assert said.startswith("3 articles deleted: 1 articles, 2 paragraphs")


def test_unknown_ids_are_named(folder, run_here):
    code, said, named = run_here("delete", "tiada", "perundingan", "juga-tiada", "--index", folder)
    assert (code, named) == (1, "not in the index: tiada\nnot in the index: juga-tiada\n")
    assert said.startswith("1 articles deleted: 3 articles")
    code, said, named = run_here("delete", "perundingan", "--index", folder)
    assert (code, named) == (1, "not in the index: perundingan\n")
    assert said.startswith("0 articles deleted: 3 articles")
    assert said.endswith("generation 000002\n")


def test_no_ids_on_standard_input(folder, fail_here):
    assert "no id" in fail_here("delete", "-", "--index", folder)
