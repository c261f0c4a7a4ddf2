"""Backups are complete, verified and cost what is new; a damaged index is made sound again."""

import shutil

import pytest
from archive_changes import assert_holds
from builds import current

import search
from search import Article, EmbeddedIndex, IndexDamagedError, IndexMissingError
from search.index import Deletion, Generations, build, update
from search.index.backup import backup, restore
from search.index.examining import examine
from search.index.removals import Takedown
from search.index.repair import repair
from tests.flips import damages

ARTICLES = [
    Article(
        f"a{n}",
        (f"berita nomor{n} pagi ini", f"isi kedua {n}"),
        f"Judul {n}",
        url=f"https://contoh.example/{n}",
    )
    for n in range(12)
]
NEW = Article("baru", ("Panen raya dimulai.",))
LEFT = [*ARTICLES[:3], *ARTICLES[4:], NEW]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return an index of two segments with a deleted article and a log of it."""
    folder = tmp_path_factory.mktemp("made") / "index"
    build(ARTICLES, folder)
    update([NEW], folder)
    update([Deletion("a3")], folder, takedown=Takedown("salah", blocks=True))
    return folder


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / "index")


def inodes(folder):
    return {path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def ids(folder):
    return sorted(one.id for one in EmbeddedIndex(folder).matching(search.SearchRequest("")))


def wrong_with(folder):
    return [one for one in examine(Generations(folder)) if one.wrong]


def test_a_backup_is_an_index_and_the_next_one_links_what_is_there(folder, tmp_path):
    kept = tmp_path / "a" / "cadangan"
    first = backup(folder, kept)
    assert first.linked == 0
    assert_holds(kept, LEFT)
    assert backup(folder, kept).copied == 0
    update([Article("lagi", ("Satu lagi.",))], folder)
    second = backup(folder, kept)
    assert 0 < second.copied < first.copied < second.linked + second.copied
    assert_holds(kept, [*LEFT, Article("lagi", ("Satu lagi.",))])
    assert wrong_with(kept) == []
    assert search.removed(kept) == search.removed(folder)
    old, new = (kept / f"generation-{name}" for name in Generations(kept).names())
    shared = {path.name for path in old.glob("MAIN*") if (new / path.name).exists()}
    assert shared
    assert all((old / name).stat().st_ino == (new / name).stat().st_ino for name in shared)
    assert not inodes(kept) & inodes(folder)  # damage to the one is none to the other


def test_what_was_damaged_in_a_backup_is_copied_again(folder, tmp_path):
    backup(folder, tmp_path / "kept")
    update([Article("lagi", ("Satu lagi.",))], folder)
    damaged = max((tmp_path / "kept").rglob("*.docs"), key=lambda path: path.stat().st_size)
    damaged.write_bytes(damaged.read_bytes()[:-9] + b"x" * 9)
    backup(folder, tmp_path / "kept")
    assert [one.role for one in wrong_with(tmp_path / "kept")] == ["previous"]
    assert_holds(tmp_path / "kept", [*LEFT, Article("lagi", ("Satu lagi.",))])


def test_a_damaged_index_is_not_backed_up_and_a_damaged_backup_not_restored(folder, tmp_path):
    backup(folder, tmp_path / "kept")
    for place in (folder, tmp_path / "kept"):
        for path in place.rglob("*.flat"):
            path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    with pytest.raises(IndexDamagedError, match="flat"):
        backup(folder, tmp_path / "other")
    assert not list((tmp_path / "other").glob("*-0*"))
    with pytest.raises(IndexDamagedError, match="flat"):
        restore(tmp_path / "kept", tmp_path / "third")
    assert not list((tmp_path / "third").glob("*-0*"))


def test_where_a_backup_cannot_be(folder, tmp_path):
    for place in (folder, folder / "dalam", folder / "generation-000003" / "x"):
        with pytest.raises(IndexMissingError, match="inside"):
            backup(folder, place)
    (tmp_path / "lain").mkdir()
    (tmp_path / "lain" / "catatan.txt").write_text("x")
    with pytest.raises(IndexMissingError, match="something else"):
        backup(folder, tmp_path / "lain")


def test_a_first_backup_that_was_killed_is_made_again(folder, tmp_path):
    kept = tmp_path / "cadangan"
    (kept / "building-000001").mkdir(parents=True)
    (kept / "LOCK").touch()
    backup(folder, kept)
    assert_holds(kept, LEFT)
    assert not (kept / "building-000001").exists()


def test_what_was_blocked_after_the_backup_does_not_come_back_with_it(folder, tmp_path):
    backup(folder, tmp_path / "kept")
    update([Deletion("a5")], folder, takedown=Takedown("ditarik", blocks=True))
    update([], folder, takedown=Takedown(blocks=True, urls=("http://www.contoh.example/6?utm_source=x",)))
    update([Deletion("a7")], folder)
    done = restore(tmp_path / "kept", folder)
    assert done.kept_out == 2
    assert_holds(folder, [one for one in LEFT if one.id not in ("a5", "a6")])
    assert wrong_with(folder) == []
    fresh = restore(tmp_path / "kept", tmp_path / "fresh")
    assert (fresh.articles, fresh.kept_out) == (len(LEFT), 0)
    assert update([ARTICLES[3]], tmp_path / "fresh").blocked == 1


def test_every_kind_of_damage_is_found_and_its_file_named(folder, at_length):
    assert list(damages(folder, 5000 if at_length else 60, 7)) == []


@pytest.mark.parametrize("how", ["missing", "empty", "garbage"])
def test_one_command_brings_the_newest_sound_generation_back(folder, how):
    path = folder / "CURRENT"
    path.unlink() if how == "missing" else path.write_bytes(b"" if how == "empty" else b"\x00{")
    done = repair(folder)
    assert (done.how, done.generation) == ("pointed", "000003")
    assert_holds(folder, LEFT)
    assert repair(folder).how == "sound"


def test_whatever_is_damaged_but_texts_is_computed_again(folder, tmp_path):
    generation = Generations(folder).path("000003")
    for path in sorted(generation.iterdir()):
        if path.suffix == ".docs":
            continue
        copy = shutil.copytree(folder, tmp_path / path.name)
        (copy / "generation-000003" / path.name).write_bytes(b"rusak")
        done = repair(copy)
        assert (done.how, done.lost) == ("built", ()), path.name
        found = EmbeddedIndex(copy)
        assert sorted(one.id for one in found.matching(search.SearchRequest(""))) == sorted(
            one.id for one in LEFT
        )
        assert found.article("a4") == ARTICLES[4]
        assert [one for one in wrong_with(copy) if one.role == "current"] == []


def test_an_article_whose_text_is_damaged_is_named_and_the_others_stay(folder):
    for path in folder.glob("generation-*/*.docs"):  # linked files have become copies here
        path.write_bytes(path.read_bytes().replace(b"nomor7", b"nomorX"))
    done = repair(folder)
    assert (done.how, done.lost) == ("built", ("a7",))
    assert_holds(folder, [one for one in LEFT if one.id != "a7"])


def test_an_article_is_taken_from_the_previous_generation_if_it_is_sound_there(folder):
    for path in folder.glob("generation-000003/*.docs"):
        path.write_bytes(path.read_bytes().replace(b"nomor7", b"nomorX"))
    assert repair(folder).lost == ()
    assert ids(folder) == sorted(one.id for one in LEFT)


def test_nothing_can_be_read_any_more(folder):
    for path in folder.glob("generation-*/*.docs"):
        path.write_bytes(b"")
    with pytest.raises(IndexDamagedError, match="no article can be read"):
        repair(folder)


def test_lines_of_the_log_are_saved(folder):
    update([Deletion("a4")], folder, takedown=Takedown("dua", blocks=True))
    path = folder / "removed.jsonl"
    path.write_bytes(path.read_bytes().replace(b"salah", b"benar"))
    with pytest.raises(IndexDamagedError, match="line 1"):
        update([NEW], folder)
    done = repair(folder)
    assert (done.how, done.log[1]) == ("sound", 1)
    assert done.log[0].read_bytes().count(b"benar") == 1
    assert [one.id for one in search.removed(folder)] == ["a4"]
    assert update([ARTICLES[4]], folder).blocked == 1
    assert current(folder).manifest.articles == len(LEFT) - 1


def test_generations_that_current_does_not_name_are_read_if_nothing_else_is_left(folder):
    """CURRENT was lost once, so the generation before is unnamed; then the current one is lost as a whole."""
    (folder / "CURRENT").unlink()
    assert repair(folder).generation == "000003"
    shutil.rmtree(folder / "generation-000003")
    done = repair(folder)
    assert (done.how, done.articles) == ("built", len(LEFT))
    assert ids(folder) == sorted(one.id for one in LEFT)  # what was deleted since stays deleted
    assert "current" not in [one.role for one in wrong_with(folder)]
