"""``warta delete`` by conditions, ``removed``, ``unblock`` and ``purge``."""

import errno
import json
import os
from contextlib import closing

import pytest
import zstandard

import search
from search.feeds.records import Feed, Item
from search.feeds.state import FeedState

pytestmark = pytest.mark.usefixtures("english")


def there(folder):
    index = search.open_index(folder)
    return sorted(one.id for one in index.matching(search.SearchRequest("")))


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        (["--source", "harian contoh"], ["rob-semarang", "tanpa-keterangan"]),
        (["--before", "2024"], ["banjir-jakarta", "rob-semarang", "tanpa-keterangan"]),
        (["--before", "14/3/2024"], ["rob-semarang", "tanpa-keterangan"]),
        (["--after", "februari 2024"], ["banjir-jakarta", "perundingan", "tanpa-keterangan"]),
        (["--query", "banjir -semarang"], ["perundingan", "rob-semarang", "tanpa-keterangan"]),
        (
            ["--source", "Harian Contoh", "--query", "banjir"],
            ["perundingan", "rob-semarang", "tanpa-keterangan"],
        ),
        (["--missing", "date"], ["banjir-jakarta", "perundingan", "rob-semarang"]),
        (["--url", "contoh.example/banjir"], ["perundingan", "rob-semarang", "tanpa-keterangan"]),
    ],
)
def test_articles_that_meet_all_conditions_are_deleted(folder, succeed_here, conditions, left):
    expected = 4 - len(left)
    dry = succeed_here("delete", *conditions, "--dry-run", "--index", folder)
    assert dry.startswith(f"{expected} articles, ")
    assert len(there(folder)) == 4
    said = succeed_here("delete", *conditions, "--index", folder)
    assert said.startswith(f"{expected} articles deleted: ")
    assert there(folder) == left


def test_a_dry_run_counts_by_source_and_month_and_shows_the_first(folder, succeed_here):
    said = succeed_here("delete", "--after", "2000", "--dry-run", "--index", folder).splitlines()
    assert said[0].startswith("3 articles, 6 paragraphs to be deleted from ")
    assert [" ".join(line.split()) for line in said[1:6]] == [
        "2 Harian Contoh", "1 Kabar Pesisir", "1 2022-03", "1 2024-02", "1 2024-03",
    ]  # fmt: skip
    assert said[6] == "  banjir-jakarta  2024-02-01  Banjir merendam Jakarta Timur"


@pytest.mark.parametrize(
    "conditions",
    [["--query", "banjir zzzz"], ["--query", "?!"], ["--source", "Tiada"], ["--before", "1900"]],
)
def test_what_matches_only_in_part_is_left_alone(folder, run_here, conditions):
    code, _, named = run_here("delete", *conditions, "--index", folder)
    assert (code, named) == (1, "no article meets all these conditions, so the index was left as it is\n")
    assert len(there(folder)) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Name an id, --url, or conditions"),
        (["a1", "--source", "X"], "not both"),
        (["--query", " "], "must not be blank"),
        (["--source", "Harian Contoh", "--before", "sebelum 2020"], "open"),
        (["--before", "entah"], "entah"),
        (["--before", "2020", "--after", "2021"], "There is no day after 2021-12-31"),
    ],
)
def test_wrong_use_deletes_nothing(folder, fail_here, arguments, said):
    assert said in fail_here("delete", *arguments, "--index", folder)
    assert len(there(folder)) == 4


def test_a_takedown_from_the_order_to_the_record(folder, run_here, succeed_here, tmp_path):
    source = tmp_path / "lagi.jsonl"
    source.write_text(
        '{"id": "perundingan", "text": "Datang lagi."}\n{"id": "baru", "text": "Berita baru."}\n'
    )
    code, said, named = run_here(
        "delete", "perundingan", "--url", "https://contoh.example/tiada", "--block", "--purge",
        "--reason", "court\norder 12", "--index", folder,
    )  # fmt: skip
    assert (code, named) == (0, "not in the index, and blocked: https://contoh.example/tiada\n")
    assert said.splitlines()[1].startswith("nothing deleted is on the disk any more: 3 articles")
    assert len([*folder.glob("generation-*")]) == 1
    assert succeed_here("add", source, "--index", folder).endswith(
        "; 1 kept out because they are blocked ('warta removed')\n"
    )
    record = json.loads(succeed_here("removed", "--json", "--index", folder))
    assert [(one["event"], one["id"], one["reason"], one["blocked"]) for one in record] == [
        ("removed", "perundingan", "court order 12", True),
        ("blocked", "", "court order 12", True),
        ("purged", "", "court order 12", False),
    ]
    assert "[must not come back]  court order 12" in succeed_here("removed", "--index", folder)
    assert run_here("unblock", "perundingan", "tiada", "--index", folder) == (
        1, "1 may come back\n", "never was blocked: tiada\n",
    )  # fmt: skip
    assert "1 articles added" in succeed_here("add", source, "--index", folder)
    assert "[is in the index]" in succeed_here("removed", "--index", folder)


def test_a_deletion_that_cannot_be_purged_says_that_it_is_done(folder, run_here, monkeypatch):
    """Exit code 2 would mean that nothing has changed."""
    real = os.mkdir

    def mkdir(path, *others):
        if str(path).endswith("building-000003"):
            raise OSError(errno.ENOSPC, "full", str(path))
        real(path, *others)

    monkeypatch.setattr(os, "mkdir", mkdir)
    code, said, warned = run_here("delete", "perundingan", "--purge", "--index", folder)
    assert (code, said.startswith("1 articles deleted: ")) == (1, True)
    assert warned.startswith("it is deleted, but not purged from the disk: ")


def test_purging_takes_records_of_deleted_articles_out_of_what_lies_beside_the_index(
    folder, run_here, succeed_here
):
    rejects = folder / "rejects-20260101T000000000000Z.jsonl"
    kept = [
        '{"id": "lain-1", "url": "https://contoh.example/lain"}',
        '{"id": 7, "nomor": "perundingan"}',
        "tulisan",
    ]
    gone = ['{"ID": "perundingan", "isi": ["rahasia"]}', 'rahasia {"id": "perundingan", rusak']
    rejects.write_text("".join(f"# a.jsonl:{n}: no text\n{line}\n" for n, line in enumerate(kept + gone)))
    archive = folder / "fetched"
    archive.mkdir()
    packer = zstandard.ZstdCompressor()
    frames = ['{"id": "perundingan", "text": "rahasia"}', '{"id": "lain-2", "text": "biasa"}']
    packed = [packer.compress(f"{one}\n".encode()) for one in frames]
    (archive / "2026-01.jsonl.zst").write_bytes(b"".join(packed))
    with closing(FeedState(folder)) as state:
        state.add(Feed("contoh", "https://contoh.example/rss"))
        items = [Item(key, b"1", "1", {"title": f"rahasia {key}"}, has_text=False) for key in ("k1", "k2")]
        state.name_items("contoh", items, {})
        state.put("contoh", "k1", "perundingan", frames[0])
    succeed_here("delete", "perundingan", "--index", folder)
    said = succeed_here("purge", "--index", folder)
    assert "out of rejects, of what feeds brought and of what alerts tell, too: 4 records" in said
    assert [line for line in rejects.read_text().splitlines() if line[0] != "#"] == kept
    left = zstandard.ZstdDecompressor().stream_reader((archive / "2026-01.jsonl.zst").read_bytes()).read()
    assert left.decode() == frames[1] + "\n"
    assert b"rahasia k1" not in (folder / "feeds.sqlite").read_bytes()
    assert b"rahasia k2" in (folder / "feeds.sqlite").read_bytes()
    assert "4 records" not in succeed_here("purge", "--index", folder)


def test_nothing_was_removed_yet(folder, run_here):
    assert run_here("removed", "--index", folder) == (0, "", f"nothing was removed from {folder} yet\n")
