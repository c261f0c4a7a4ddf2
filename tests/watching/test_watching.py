"""Files that come into a folder: what is taken, when, and what becomes of articles of before."""

import json
import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

import search
from search.errors import IndexDamagedError, IndexMissingError, SourceError
from search.index import Generations
from search.stopping import Stop
from search.watching import Listener, Manner, watch
from search.watching.scanning import Signature, Stillness, scan
from search.watching.state import WatchState

STILL = 0.05


def line(name, text=None):
    return json.dumps({"id": name, "text": text or f"Berita {name} tentang panen."}) + "\n"


class Desk:
    """Somebody who puts files into a folder that is watched."""

    def __init__(self, base):
        self.top, self.index = base / "masuk", base / "indeks"
        self.top.mkdir()
        self.remarks, self.problems, self.events, self.taken = [], [], [], []
        self.listener = Listener(
            self.events.append, self.remarks.append, self.problems.append, self.taken.append
        )

    def put(self, name, *texts):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(texts), encoding="utf-8")
        return path

    def once(self, **manner):
        """Let what is there be taken; return what became of it."""
        for told in (self.remarks, self.problems, self.events, self.taken):
            told.clear()
        watch(self.index, self.top, self.listener, manner=Manner(once=True, still=STILL, **manner))
        return self.taken[0] if self.taken else None

    def ids(self):
        try:
            index = search.open_index(self.index)
        except (IndexMissingError, IndexDamagedError):  # the first one is just being swapped in
            return []
        hits = index.search("", page_size=50, collapse=False).articles
        return sorted(hit.article.id for hit in hits)

    def codes(self):
        return [remark.code for remark in self.remarks]

    def generation(self):
        return Generations(self.index).pointer().current


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_files_are_taken_once(desk):
    desk.put("a.jsonl", line("a1"), line("a2"))
    desk.put("dalam/b.csv", "id,isi\nb1,Banjir surut.\n")
    taken = desk.once()
    assert sorted(taken.read.values()) == [1, 2]
    assert desk.ids() == ["a1", "a2", "b1"]
    assert (desk.once(), desk.generation()) == (None, "000001")


def test_a_new_file_adds_and_a_file_that_is_touched_does_nothing(desk):
    file = desk.put("a.jsonl", line("a1"))
    desk.once()
    os.utime(file, (1, 1))
    desk.put("b.jsonl", line("b1"))
    taken = desk.once()
    assert (len(taken.read), taken.same) == (1, 1)
    assert desk.ids() == ["a1", "b1"]
    os.utime(file, (2, 2))
    taken = desk.once()
    assert (taken.read, taken.same, taken.added) == ({}, 1, None)
    assert desk.once() is None


def test_a_file_that_is_rewritten_replaces_its_articles(desk):
    desk.put("a.jsonl", line("a1"), line("a2"))
    desk.put("b.jsonl", line("b1"), line("bersama"))
    desk.put("c.jsonl", line("bersama"))
    desk.once()
    desk.put("a.jsonl", line("a2", "Isi yang baru sekali."), line("a3"))
    desk.put("b.jsonl", line("b2"))
    desk.once()
    assert desk.ids() == ["a2", "a3", "b2", "bersama"]
    index = search.open_index(desk.index)
    assert index.article("a2").paragraphs == ("Isi yang baru sekali.",)


def test_a_text_whose_id_is_made_of_its_content_is_replaced(desk):
    desk.put("a.txt", "Judul berita\nIsi yang lama.\n")
    desk.once()
    (before,) = desk.ids()
    desk.put("a.txt", "Judul berita\nIsi yang baru.\n")
    desk.once()
    (after,) = desk.ids()
    assert before != after


def test_a_rejected_record_keeps_what_was_there(desk):
    desk.put("a.jsonl", line("a1"), line("a2"))
    desk.once()
    desk.put("a.jsonl", line("a1", "Versi baru."), '{"id": "a2", "text": \n')
    taken = desk.once()
    assert (taken.rejected, taken.kept) == (1, [str(desk.top / "a.jsonl")])
    assert desk.ids() == ["a1", "a2"]
    desk.put("a.jsonl", line("a1", "Versi baru."))
    desk.once()
    assert desk.ids() == ["a1"]


def test_a_file_that_is_emptied_keeps_what_was_there(desk):
    desk.put("a.jsonl", line("a1"))
    desk.once()
    desk.put("a.jsonl", "")
    assert desk.once().kept == [str(desk.top / "a.jsonl")]
    assert desk.ids() == ["a1"]


def test_a_file_that_is_moved_away_leaves_its_articles(desk):
    file = desk.put("a.jsonl", line("a1"))
    desk.put("b.jsonl", line("b1"))
    desk.once()
    file.unlink()
    assert desk.once() is None
    assert desk.ids() == ["a1", "b1"]


def test_with_mirror_the_articles_go_with_their_file(desk):
    desk.put("a.jsonl", line("a1"), line("bersama"))
    moved = desk.put("b.jsonl", line("b1"), line("bersama"))
    gone = desk.put("c.jsonl", line("c1"), line("bersama"))
    desk.once(mirror=True)
    gone.unlink()
    moved.rename(desk.top / "d.jsonl")
    taken = desk.once(mirror=True)
    assert (taken.gone, len(taken.read)) == (2, 1)
    assert desk.ids() == ["a1", "b1", "bersama"]


def test_a_folder_that_is_not_mounted_deletes_nothing(desk):
    file = desk.put("a.jsonl", line("a1"))
    desk.once(mirror=True)
    file.unlink()
    assert desk.once(mirror=True) is None
    assert desk.codes() == ["watched_is_empty"]
    assert desk.ids() == ["a1"]
    desk.put(".ada", "")
    assert desk.once(mirror=True).gone == 1
    assert desk.ids() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_deletes_nothing(desk):
    desk.put("dalam/a.jsonl", line("a1"))
    desk.put("b.jsonl", line("b1"))
    desk.once(mirror=True)
    (desk.top / "dalam").chmod(0)
    try:
        assert desk.once(mirror=True) is None
        assert desk.codes() == ["cannot_be_read"]
    finally:
        (desk.top / "dalam").chmod(0o755)


def test_what_is_passed_over(desk):
    for name in (".a.jsonl", "b.jsonl.part", "c.jsonl.tmp", "~", "d.jsonl~", "README.txt", ".git/x.jsonl"):
        desk.put(name, line("x"))
    desk.put("foto.jpg", "bukan arsip")
    (desk.top / "lingkar").symlink_to(desk.top)
    (desk.top / "putus.jsonl").symlink_to(desk.top / "tiada")
    os.mkfifo(desk.top / "pipa.jsonl")
    desk.once()
    assert (desk.ids(), desk.codes()) == ([], ["not_read"])
    desk.once()
    assert desk.codes() == []


def test_the_index_in_the_folder_is_no_source(desk):
    desk.index = desk.top / "indeks"
    desk.put("a.jsonl", line("a1"), "{}\n")
    desk.once()
    (rejects,) = desk.index.glob("rejects-*.jsonl")
    assert rejects.exists()
    for _ in range(2):
        assert desk.once() is None
    assert desk.ids() == ["a1"]


def test_names_of_any_bytes(desk):
    desk.put(os.fsdecode(b"a\xff\n.jsonl"), line("a1"))
    desk.once()
    assert desk.ids() == ["a1"]
    assert desk.once() is None


def test_several_versions_of_an_article_when_there_is_no_index_yet(desk):
    desk.put("a.jsonl", line("a1", "Versi pertama."), line("a1", "Versi kedua."))
    desk.put("b.jsonl", line("a1", "Versi ketiga."))
    desk.once()
    assert search.open_index(desk.index).article("a1").paragraphs == ("Versi ketiga.",)
    assert desk.ids() == ["a1"]


def test_no_folder(desk):
    with pytest.raises(SourceError):
        watch(desk.index, desk.top / "tiada", desk.listener, manner=Manner(once=True))


# --- stillness -------------------------------------------------------------------------------------------


def test_a_file_is_still_when_nothing_changed_for_a_while():
    stillness = Stillness(0.1)
    first, second = Signature(1, 1, 1), Signature(2, 1, 1)
    assert stillness.still({b"a": first, b"b": None}) == []
    time.sleep(0.06)
    assert stillness.still({b"a": second, b"b": None}) == []
    time.sleep(0.06)
    assert stillness.still({b"a": second, b"b": None}) == [b"b"]
    time.sleep(0.06)
    assert stillness.still({b"a": second}) == [b"a"]


def test_a_folder_is_looked_at_whole(tmp_path):
    (tmp_path / "a.jsonl").write_text("x")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.csv").write_text("xy")
    found = scan(tmp_path, tmp_path / "indeks")
    sizes = {Path(os.fsdecode(path)).name: signature.size for path, signature in found.files.items()}
    assert sizes == {"a.jsonl": 1, "c.csv": 2}


# --- running -------------------------------------------------------------------------------------------


@pytest.fixture
def running(desk):
    """Watch in a thread until the test is over."""
    stop, threads = Stop(), []

    def start(**manner):
        manner = Manner(every=0.05, still=0.15, **manner)
        arguments = {"manner": manner, "stop": stop}
        threads.append(
            threading.Thread(target=watch, args=(desk.index, desk.top, desk.listener), kwargs=arguments)
        )
        threads[0].start()
        return stop

    yield start
    stop.asked = True
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def wait_for(holds):
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_files_are_taken_as_they_come(desk, running):
    running()
    desk.put("a.jsonl", line("a1"))
    wait_for(lambda: desk.ids() == ["a1"])
    (desk.top / "b.jsonl.part").write_text(line("b1"))
    (desk.top / "b.jsonl.part").rename(desk.top / "b.jsonl")
    wait_for(lambda: desk.ids() == ["a1", "b1"])


def test_a_file_that_is_being_written_is_not_taken(desk, running):
    running()
    with (desk.top / "a.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(12):
            stream.write(line(f"a{number:02}"))
            stream.flush()
            time.sleep(0.05)
            assert not desk.taken
    wait_for(lambda: desk.taken)
    assert len(desk.ids()) == 12


def test_another_process_changes_the_index(desk, running):
    desk.put("lama.jsonl", line("lama"))
    desk.once()
    with Generations(desk.index).lock():
        running()
        desk.put("a.jsonl", line("a1"))
        wait_for(lambda: desk.problems)
    wait_for(lambda: "a1" in desk.ids())


def test_it_ends_while_it_waits_for_another_process(desk, running):
    desk.put("lama.jsonl", line("lama"))
    desk.once()
    with Generations(desk.index).lock():
        stop = running()
        desk.put("a.jsonl", line("a1"))
        wait_for(lambda: desk.problems)
        stop.asked = True
    assert "a1" not in desk.ids()
    desk.once()
    assert "a1" in desk.ids()


def test_a_folder_that_vanishes_and_comes_back(desk, running):
    running()
    desk.put("a.jsonl", line("a1"))
    wait_for(lambda: desk.ids() == ["a1"])
    desk.top.rename(desk.top.with_name("pindah"))
    wait_for(lambda: desk.problems)
    desk.top.with_name("pindah").rename(desk.top)
    desk.put("b.jsonl", line("b1"))
    wait_for(lambda: desk.ids() == ["a1", "b1"])
    assert len(desk.problems) == 1


def test_asked_to_end_in_the_middle_of_a_file(desk, monkeypatch):
    desk.put("a.jsonl", *(line(f"a{number}") for number in range(50)))
    stop = Stop()
    real = WatchState.note

    def note(*arguments):
        stop.asked = True
        real(*arguments)

    monkeypatch.setattr(WatchState, "note", note)
    monkeypatch.setattr("search.watching.taking._NOTED_AT_ONCE", 10)
    watch(desk.index, desk.top, desk.listener, manner=Manner(once=True, still=STILL), stop=stop)
    assert (desk.taken, desk.ids()) == ([], [])
    monkeypatch.undo()
    desk.once()
    assert len(desk.ids()) == 50


def test_what_is_remembered(desk):
    file = desk.put("a.jsonl", line("a1"))
    desk.once()
    with closing(WatchState(desk.index)) as state:
        status = file.stat()
        signature = Signature(status.st_size, status.st_mtime_ns, status.st_ino)
        assert state.files(desk.top.resolve()) == {os.fsencode(file.resolve()): signature}


def test_what_cannot_be_remembered_is_in_the_index_and_that_is_said(desk):
    """Exit code 2 would mean that nothing has changed."""
    desk.put("a.jsonl", line("a1"))
    with closing(WatchState(desk.index)):
        pass
    with closing(sqlite3.connect(desk.index / "watched.sqlite")) as memory:
        memory.execute("CREATE TRIGGER broken BEFORE INSERT ON files BEGIN SELECT RAISE(FAIL, 'broken'); END")
    (remark,) = desk.once().added.remarks
    assert (remark.code, desk.ids()) == ("added_not_remembered", ["a1"])
    with closing(sqlite3.connect(desk.index / "watched.sqlite")) as memory:
        memory.execute("DROP TRIGGER broken")
    assert desk.once().added.updated.unchanged == 1
    assert desk.once() is None
