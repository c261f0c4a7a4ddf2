"""Takedowns: what is recorded of them, what must not come back, and that purged text is on no disk."""

import hashlib
import json
import shutil

import pytest
from archive_changes import assert_holds, stored
from builds import current
from faults import ERRORS, Faults

import search
from search import Article, EmbeddedIndex, IndexDamagedError, WartaError, disk
from search.index import Deletion, Generations, build, update
from search.index.examining import examine
from search.index.purge import purge
from search.index.removals import Removals, Takedown
from search.index.repair import repair

SECRET = Article("r1", ("Kalimat rahasiazx ini ditarik.",), "Judul rahasiazx", url="https://contoh.example/a")
OTHERS = [
    Article("a1", ("Harga beras naik.", "Panen raya."), "Beras", "Harian Contoh"),
    Article("a2", ("Banjir surut.",), "Banjir", "Kabar Pesisir"),
    Article("a3", ("Gempa ringan.",)),
]
OF_THE_FOLDER = {"removed.jsonl", "CURRENT", "CURRENT.new"}
WHY = Takedown("permintaan narasumber", blocks=True)


def take_down(folder, *ids):
    return update([Deletion(one) for one in ids], folder, takedown=WHY)


@pytest.fixture
def folder(tmp_path):
    """Return an index of two segments, of which a third or less is the article to be taken down."""
    build([*OTHERS, SECRET], tmp_path / "index")
    update([Article("a4", ("Berita keempat.",))], tmp_path / "index")
    return tmp_path / "index"


def files_with(folder, text):
    return [path for path in folder.rglob("*") if path.is_file() and text in path.read_bytes().lower()]


def test_the_record_has_everything_but_the_text(folder):
    take_down(folder, "r1", "tidak-ada")
    removed, blocked = search.removed(folder)
    content = b"Judul rahasiazx\nKalimat rahasiazx ini ditarik.\n"
    assert (removed.event, removed.id, removed.url) == ("removed", "r1", "https://contoh.example/a")
    assert removed.generation == "000003"
    assert removed.sha256 == hashlib.sha256(content).hexdigest()
    assert (removed.reason, removed.blocks) == ("permintaan narasumber", True)
    assert (blocked.event, blocked.id, blocked.sha256) == ("blocked", "tidak-ada", "")
    assert b"rahasiazx" not in (folder / "removed.jsonl").read_bytes()


def test_what_is_blocked_comes_neither_by_its_id_nor_by_its_address(folder):
    take_down(folder, "r1", "tidak-ada")
    same_page = Article("lain", ("Teks lain.",), url="http://www.contoh.example/a?utm_source=rss")
    new = Article("baru", ("Berita baru.",))
    done = update([SECRET, same_page, new, Article("tidak-ada", ("Datang juga.",))], folder)
    assert (done.added, done.blocked) == (1, 3)
    assert_holds(folder, [*OTHERS, Article("a4", ("Berita keempat.",)), new])
    assert search.unblock(["https://contoh.example/a", "zz"], folder) == ["zz"]
    assert update([SECRET, same_page], folder).added == 2


def test_blocked_articles_stay_out_of_a_new_index(folder):
    take_down(folder, "r1")
    first, last = Article("a1", ("Versi pertama.",)), Article("a1", ("Versi kedua.",))
    built = build(
        [first, SECRET, Article("a2", ("Lama.",)), last, Article("a2", ("Baru.",))], folder,
        superseded=lambda: [0, 2],
    )  # fmt: skip
    assert (built.articles, built.blocked) == (2, 1)
    assert_holds(folder, [last, Article("a2", ("Baru.",))])


def test_deletions_that_are_no_takedowns_are_not_recorded(folder):
    update([Deletion("r1")], folder)
    assert search.removed(folder) == []


@pytest.mark.parametrize("damage", ["change", "take out", "unseal"])
def test_a_log_that_was_changed_is_noticed(folder, damage):
    for one in ("a1", "a2", "a3"):
        take_down(folder, one)
    path = folder / "removed.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    if damage == "change":
        lines[1] = lines[1].replace(b"narasumber", b"keluarga..")
    elif damage == "take out":
        del lines[1]
    else:
        lines[1] = b'{"id": "a2"}\n'
    path.write_bytes(b"".join(lines))
    with pytest.raises(IndexDamagedError, match="line 2"):
        search.removed(folder)


def test_what_a_killed_run_appended_is_cut_off(folder):
    take_down(folder, "a1")
    path = folder / "removed.jsonl"
    whole = path.read_bytes()
    [line] = whole.splitlines()
    path.write_bytes(whole + line.replace(b"000003", b"000004") + b"\n" + line[:50])
    update([Article("a5", ("Kelima.",))], folder)
    assert path.read_bytes() == whole
    assert [one.id for one in search.removed(folder)] == ["a1"]


@pytest.mark.parametrize("segments_left", [True, False])
def test_purged_text_is_in_no_file(folder, segments_left):
    gone = ["r1"] if segments_left else ["r1", *(one.id for one in OTHERS), "a4"]
    assert files_with(folder, b"rahasiazx")
    take_down(folder, *gone)
    assert files_with(folder, b"rahasiazx")
    done = purge(folder, reason="surat 12")
    assert files_with(folder, b"rahasiazx") == []
    assert [path.name for path in folder.glob("generation-*")] == [f"generation-{done.generation}"]
    left = [*OTHERS, Article("a4", ("Berita keempat.",))] if segments_left else []
    assert_holds(folder, left)
    assert EmbeddedIndex(folder).search("rahasiazx OR banjir").total_articles == len(left[:1])
    last = search.removed(folder)[-1]
    assert (last.event, last.reason, last.generation) == ("purged", "surat 12", done.generation)
    with pytest.raises(WartaError, match="no previous"), Generations(folder).lock():
        Generations(folder).rollback()
    update([Article("a9", ("Sesudahnya.",))], folder)
    assert_holds(folder, [*left, Article("a9", ("Sesudahnya.",))])


def test_purging_without_deletions_removes_what_older_generations_have(folder):
    build(OTHERS, folder)
    assert files_with(folder, b"rahasiazx")
    purge(folder)
    assert files_with(folder, b"rahasiazx") == []
    assert_holds(folder, OTHERS)


def test_a_folder_that_cannot_be_removed_is_told(folder, monkeypatch):
    take_down(folder, "r1")
    remove = disk.remove
    monkeypatch.setattr(disk, "remove", lambda path: "generation" not in path.name and remove(path))
    [remark] = purge(folder).remarks
    assert remark.code == "purge_left"
    assert "generation-000002" in remark.said("en")


@pytest.mark.parametrize("command", [lambda folder: take_down(folder, "r1"), purge], ids=["delete", "purge"])
def test_a_takedown_that_failed_has_not_happened(folder, tmp_path, monkeypatch, command):
    """Each kind of step fails: the log says what is in the index, at the latest after the next run."""
    if command is purge:
        take_down(folder, "r1")
    before, lines = stored(current(folder)), search.removed(folder)
    steps = Faults(tmp_path / "a")
    shutil.copytree(folder, tmp_path / "a")
    with steps.injected(monkeypatch):
        command(tmp_path / "a")
    after, more = stored(current(tmp_path / "a")), len(search.removed(tmp_path / "a"))
    kinds = {}
    for number, step in enumerate(steps.steps):
        kinds.setdefault((step[0], step[1] if step[1] in OF_THE_FOLDER else ""), number)
    for number in kinds.values():
        copy = tmp_path / f"b{number}"
        shutil.copytree(folder, copy)
        with Faults(copy, number, ERRORS[number % len(ERRORS)]).injected(monkeypatch):
            try:
                command(copy)
            except WartaError:
                failed = True
            else:
                failed = False
        assert stored(current(copy)) == (before if failed else after)
        with Generations(copy).lock():
            log = search.removed(copy)
        assert len(log) == (len(lines) if failed else more)
        shutil.rmtree(copy)


def test_words_of_deleted_articles_are_offered_nowhere(tmp_path):
    words = ["pelabuhan", "pelabuhin", "kelapa", "kelapu", "kelapi", "gubernur", "gubernor"]
    articles = [
        Article(f"{word}{n}", (f"berita {word} hari ini", "pembuka"), f"Kabar {word}")
        for word in words
        for n in range(3)
    ]
    gone = [one for one in articles if one.id.startswith(("pelabuhin", "kelapu", "gubernor1"))]
    left = [one for one in articles if one not in gone]
    build(articles, tmp_path / "deleted")
    update([Deletion(one.id) for one in gone[:4]], tmp_path / "deleted")
    update([Deletion(one.id) for one in gone[4:]], tmp_path / "deleted")
    build(left, tmp_path / "fresh")
    deleted, fresh = EmbeddedIndex(tmp_path / "deleted"), EmbeddedIndex(tmp_path / "fresh")
    assert deleted.snapshot.deleted
    for typed in ("pelabuhen", "pelabuhin", "kelap", "kelapq", "gubernir", "kelap*", "pelabuh?n", "kelapo~1"):
        offered, right = deleted.search(typed), fresh.search(typed)
        assert offered.interpretation.correction == right.interpretation.correction, typed
        assert offered.interpretation.notes == right.interpretation.notes, typed
        assert (offered.total_articles, offered.facets) == (right.total_articles, right.facets), typed
        assert deleted.suggest(typed, 8) == fresh.suggest(typed, 8), typed
    for near in ("pelabuhan", "gubernor", "kelapa"):
        assert deleted.snapshot.near_words(near) == fresh.snapshot.near_words(near)
    assert json.dumps(deleted.stats().sources) == json.dumps(fresh.stats().sources)
    assert Removals(tmp_path / "deleted").lines() == []


def test_lines_that_are_missing_at_the_end_of_the_log_are_found(folder):
    """Without them, an article that must not come back would come back."""
    log = folder / "removed.jsonl"
    update([Deletion("a1")], folder, takedown=Takedown("salah", blocks=True))
    first = log.read_bytes()
    update([Deletion("a2")], folder, takedown=Takedown("salah", blocks=True))
    blocked = log.read_bytes()
    assert search.unblock(["a1"], folder) == []
    for whole, left in ((log.read_bytes(), blocked), (log.read_bytes(), first), (log.read_bytes(), b"")):
        log.write_bytes(left)
        wrong = [one.said("en") for examined in examine(Generations(folder)) for one in examined.wrong]
        assert len(wrong) == 1
        assert "removed.jsonl: lines at its end are missing" in wrong[0]
        for change in (lambda: update([Article("a2", ("x",))], folder), lambda: search.purge(folder)):
            with pytest.raises(IndexDamagedError, match="lines at its end"):
                change()
        log.write_bytes(whole)
    log.unlink()
    assert repair(folder).log == (log, 1)
    assert not [examined for examined in examine(Generations(folder)) if examined.wrong]
    assert update([Article("a2", ("x",))], folder).added == 1
