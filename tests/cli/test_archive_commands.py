"""``warta stats``, ``check`` and ``rollback``: what is in the index, is it whole, and the one before."""

import json
import random
import shutil
import time
from pathlib import Path

import pytest

import search
from cli.warta_process import run, succeed
from search.index.examining import last_examined
from web import WebSettings, create_app

pytestmark = pytest.mark.usefixtures("english")

GENERATION = "generation-000001"


def flip(path, at, bit):
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def test_stats_in_words(index_folder, succeed_here):
    rows = dict(
        line.split(maxsplit=1) for line in succeed_here("stats", "--index", str(index_folder)).splitlines()
    )
    assert rows["generation"].startswith("000001, built 20")
    assert (rows["articles"], rows["paragraphs"]) == ("4", "8")
    assert rows["dated"] == "2022-03-01 to 2024-03-14; 1 without a date"
    assert rows["sources"] == "Harian Contoh 2, Kabar Pesisir 1"
    assert rows["rejected"].startswith("0 records")


def test_stats_as_json_are_those_of_the_api(index_folder, succeed_here):
    printed = json.loads(succeed_here("stats", "--json", "--index", str(index_folder)))
    client = create_app(WebSettings(index_folder=index_folder)).test_client()
    assert printed == client.get("/api/v1/stats").get_json()
    assert printed["categories"] == {"Nasional": 2, "Dunia": 1}


def test_stats_count_the_rejects_of_the_build(tmp_path, run_here):
    code, *_ = run_here("reindex", "-", "--index", tmp_path, stdin=b'{"text": "satu"}\n{}\n')
    assert code == 1
    assert "rejected     1 records" in run_here("stats", "--index", tmp_path)[1]


@pytest.mark.parametrize("command", ["stats", "check", "rollback", "serve"])
def test_without_an_index_no_folder_is_made(command, tmp_path, fail_here):
    line = fail_here(command, "--index", tmp_path / "tiada")
    assert "no index in" in line
    assert not (tmp_path / "tiada").exists()
    (tmp_path / "berkas").write_text("")
    line = fail_here(command, "--index", tmp_path / "berkas")
    assert "is a file; the index needs a folder" in line


def test_check_of_a_sound_index(two_generations):
    said = "generation 000002 (current): sound\ngeneration 000001 (previous): sound\n"
    assert succeed("check", "--index", str(two_generations)) == said


def test_check_names_damage_and_the_way_out(two_generations, run_here):
    flip(two_generations / "generation-000002" / "clusters", -1, 0)
    done = run("check", "--index", str(two_generations))
    assert done.returncode == 2
    assert done.stdout.splitlines()[0] == "generation 000002 (current): damaged"
    (line,) = done.stderr.splitlines()
    assert "clusters: contents changed" in line
    assert line.endswith("(use 'warta repair' or 'warta rollback')")
    assert run_here("rollback", "--index", two_generations)[0] == 0
    assert "(current): sound" in run_here("check", "--index", two_generations)[1]


def test_check_online_says_the_same_and_remembers_it(two_generations):
    said = succeed("check", "--index", str(two_generations))
    assert succeed("check", "--online", "--rate", "1000", "--index", str(two_generations)) == said
    at, damaged = last_examined(two_generations)
    assert abs(time.time() - at) < 100
    assert damaged == 0
    next(two_generations.glob("generation-000001/*.flat")).write_bytes(b"")
    assert run("check", "--online", "--index", str(two_generations)).returncode == 2
    assert last_examined(two_generations)[1] > 0


def test_check_of_a_damaged_previous_generation(two_generations, run_here):
    flip(two_generations / GENERATION / "clusters", -1, 0)
    code, shown, said = run_here("check", "--index", two_generations)
    assert code == 2
    assert shown.splitlines()[1] == "generation 000001 (previous): damaged"
    assert said.endswith("(the current one is sound; nothing need be done)\n")


@pytest.fixture
def check_here(run_here, folder):
    """Return a function that checks ``folder`` and gives exit code and all that was said."""

    def check():
        code, shown, said = run_here("check", "--index", folder)
        assert len(said.splitlines()) == (code != 0)
        return code, shown + said

    return check


def test_a_flipped_bit_is_found_in_every_file(folder, check_here):
    source = random.Random(2)
    paths = [path for path in sorted((folder / GENERATION).iterdir()) if path.stat().st_size]
    assert len(paths) == 9
    for path in paths:
        if path.name == "manifest.json":
            continue
        for at in (0, path.stat().st_size - 1, source.randrange(path.stat().st_size)):
            bit = source.randrange(8)
            flip(path, at, bit)
            code, said = check_here()
            assert (code, GENERATION in said) == (2, True), (path.name, at, bit)
            flip(path, at, bit)
    assert check_here() == (0, "generation 000001 (current): sound\n")


def test_a_flipped_bit_of_the_manifest_is_found(folder, check_here):
    source = random.Random(3)
    path = folder / GENERATION / "manifest.json"
    for _ in range(150):
        at, bit = source.randrange(path.stat().st_size), source.randrange(8)
        flip(path, at, bit)
        code, said = check_here()
        assert (code, GENERATION in said) == (2, True), (at, bit)
        flip(path, at, bit)


def test_a_damaged_pointer_is_named(folder, fail_here):
    (folder / "CURRENT").write_text("000001")
    for command in ("stats", "rollback", "serve"):
        assert "CURRENT does not name a generation" in fail_here(command, "--index", folder)


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_an_index_without_a_pointer_is_brought_back(two_generations, run_here, succeed_here, lose):
    flip(two_generations / GENERATION / "clusters", -1, 0)
    lose(two_generations / "CURRENT")
    code, shown, said = run_here("check", "--index", two_generations)
    assert (code, shown) == (
        2,
        "generation 000001 (not named by CURRENT): damaged\n"
        "generation 000002 (not named by CURRENT): sound\n",
    )
    assert "Sound are: 000002. Use 'warta repair' or 'warta rollback --to 000002'" in said
    assert "nothing was changed" in run_here("rollback", "--to", "1", "--index", two_generations)[2]
    assert "there are: 000001, 000002" in run_here("rollback", "--to", "7", "--index", two_generations)[2]
    said = succeed_here("rollback", "--to", "generation-000002", "--index", two_generations)
    assert said == "generation 000002 is searched now\n"
    assert search.open_index(two_generations).search("panen").total_articles == 1


def test_rollback_swaps_and_swaps_back(two_generations, succeed_here):
    opened = search.open_index(two_generations)
    assert opened.search("panen").total_articles == 1
    said = succeed("rollback", "--index", str(two_generations))
    assert said == "generation 000001 is searched again; 000002 is kept\n"
    assert opened.search("panen").total_articles == 0
    said = succeed_here("rollback", "--index", two_generations)
    assert said == "generation 000002 is searched again; 000001 is kept\n"
    assert opened.search("panen").total_articles == 1


def test_rollback_needs_a_previous_generation(folder, fail_here):
    assert "keeps no previous generation" in fail_here("rollback", "--index", folder)


def test_rollback_to_a_damaged_generation_changes_nothing(two_generations, fail_here):
    previous = two_generations / GENERATION
    before = (two_generations / "CURRENT").read_text()
    for damage in (
        lambda: flip(previous / "clusters", -1, 0),
        (previous / "manifest.json").unlink,
        lambda: shutil.rmtree(previous),
    ):
        damage()
        line = fail_here("rollback", "--index", two_generations)
        assert "nothing was changed" in line
        assert (two_generations / "CURRENT").read_text() == before


def test_backup_restore_and_repair_say_what_they_did(folder, tmp_path, succeed_here, run_here):
    kept = tmp_path / "kept"
    assert succeed_here("backup", kept, "--index", folder).startswith(
        f"generation 000001 is in {kept}, verified: "
    )
    said = succeed_here("restore", kept, "--index", folder)
    assert said == f"4 articles, 8 paragraphs of the backup in {folder}, generation 000002\n"
    assert "nothing to repair" in succeed_here("repair", "--index", folder)
    (folder / "CURRENT").unlink()
    assert succeed_here("repair", "--index", folder).startswith("generation 000002, the newest sound one")
    for path in folder.glob("generation-*/*.docs"):
        path.write_bytes(path.read_bytes().replace(b"Kapal menunggu", b"Kapal menunggX"))
    code, said, named = run_here("repair", "--index", folder)
    assert (code, named) == (1, "cannot be read any more: rob-semarang\n")
    assert said.startswith("built anew from the stored texts: 3 articles, 6 paragraphs in ")
