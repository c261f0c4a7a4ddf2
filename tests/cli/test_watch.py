"""``warta watch`` in the terminal: what it says, its exit codes, and how it ends."""

import signal

import pytest

from cli.warta_process import as_jsonl, start, succeed, wait_until

ONCE = ("--once", "--still", "1s")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Be in a folder that has a folder to watch, and will have the index."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "masuk").mkdir()
    return tmp_path


def put(place, name, *articles):
    (place / "masuk" / name).write_text(as_jsonl(articles), encoding="utf-8")


PANEN, BANJIR = {"id": "a", "text": "Panen raya."}, {"id": "b", "text": "Banjir surut."}


def test_once(place, succeed_here, run_here):
    put(place, "a.jsonl", PANEN)
    assert succeed_here("watch", "masuk", *ONCE).splitlines() == [
        "1 berkas dibaca, 0 berkas sudah tidak ada",
        "1 artikel, 1 paragraf di warta-index, generasi 000001",
    ]
    assert succeed_here("watch", "masuk", *ONCE) == ""
    put(place, "b.jsonl", BANJIR, {"id": "c"})
    code, shown, said = run_here("watch", "masuk", *ONCE)
    assert code == 1
    assert "1 artikel ditambahkan, 0 diganti: 2 artikel" in shown
    assert said.splitlines()[0].startswith(f"ditolak: {place}/masuk/b.jsonl:2: tidak ada teks")
    assert run_here("watch", "masuk", *ONCE)[0] == 0


@pytest.mark.usefixtures("english")
def test_what_cannot_be_watched(place, fail_here):
    assert fail_here("watch", "tiada", "--once") == f"warta: {place}/tiada: not a folder"
    assert "'2' is not a length of time" in fail_here("watch", "masuk", "--every", "2")
    assert "Missing argument 'FOLDER'" in fail_here("watch")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_takes_what_comes_until_it_is_asked_to_end(place, number):
    process = start("watch", "masuk", "--every", "1s", "--still", "1s")
    put(place, "a.jsonl", PANEN)
    assert process.stdout.readline() == b"1 berkas dibaca, 0 berkas sudah tidak ada\n"
    process.stdout.readline()
    put(place, "b.jsonl", BANJIR)
    wait_until(lambda: b"000002" in (place / "warta-index" / "CURRENT").read_bytes(), "the second file")
    process.send_signal(number)
    _, errors = process.communicate(timeout=10)
    assert (process.returncode, errors) == (0, b"")
    assert "2 artikel" in succeed("search", "panen | banjir")
