"""``--field`` and ``--strict``: which keys are read, and what becomes of metadata that cannot be."""

import pytest

import search
from cli.warta_process import as_jsonl

ODD = as_jsonl(
    [{"id": "a", "text": "Panen.", "meta": {"kapan": "2019-09-10"}, "published": "entah", "skor": 1}]
)


def published(folder):
    return search.open_index(folder).article("a").published


def test_what_was_not_read_is_said_once_a_file(tmp_path, run_here, english):
    code, _, warned = run_here("reindex", "-", "--index", tmp_path / "i", stdin=ODD.encode())
    assert code == 0
    assert warned.splitlines()[0].startswith(
        "<stdin>: published left empty in 1 article, <stdin>:1: published 'entah'"
    )
    assert warned.splitlines()[1] == "<stdin>: not used: meta (1); skor (1)"
    assert published(tmp_path / "i") is None


@pytest.mark.parametrize("command", ["reindex", "add"])
def test_keys_by_the_word_of_the_user(folder, run_here, english, command):
    arguments = (command, "-", "--index", folder, "--field", "published=tiada,meta.kapan")
    code, _, warned = run_here(*arguments, stdin=ODD.encode())
    assert code == 0
    assert warned == "<stdin>: not used: published (1); skor (1)\n"
    assert str(published(folder)) == "2019-09-10"


@pytest.mark.parametrize("command", ["reindex", "add"])
def test_strictly(folder, run_here, english, command):
    code, _, warned = run_here(
        command, "-", "--index", folder, "--strict", stdin=ODD.encode() + b'{"text": "b"}\n'
    )
    assert code == 1
    assert "rejected: <stdin>:1: published 'entah' is not a date" in warned


@pytest.mark.parametrize("given", ["judul", "judul=title", "=title", "published"])
def test_fields_that_there_are_not_are_named(given, fail_here, english):
    assert f"'{given}' must be FIELD=KEY,... with one of these fields: id, title, source" in fail_here(
        "reindex", "-", "--field", given
    )


OLD = as_jsonl([{"id": n, "text": f"Naskah lama nomor{n}."} for n in range(500)])
NEW = as_jsonl([{"id": n, "text": f"Naskah baru nomor{n}."} for n in range(100, 300)])


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_reindexing_and_adding_mean_the_same(tmp_path, run_here, english, jobs):
    (tmp_path / "lama.jsonl").write_text(OLD)
    (tmp_path / "baru.jsonl").write_text(NEW + NEW.splitlines()[0] + "\n")
    once = tmp_path / "sekali"
    sources = (tmp_path / "lama.jsonl", tmp_path / "baru.jsonl")
    code, said, warned = run_here("reindex", *sources, "--index", once, "--jobs", str(jobs))
    assert code == 0
    assert said.splitlines()[-1].startswith("500 articles, 500 paragraphs")
    assert "200 articles are later versions of ids that came before, and the last one counts" in warned
    run_here("reindex", sources[0], "--index", tmp_path / "dua")
    code, said, _ = run_here("add", sources[1], "--index", tmp_path / "dua")
    assert said.startswith("0 articles added, 200 replaced: 500 articles")
    for folder in (once, tmp_path / "dua"):
        index = search.open_index(folder)
        assert [index.search(query).total_articles for query in ("lama", "baru", "nomor150")] == [300, 200, 1]
        assert index.article("150").paragraphs == ("Naskah baru nomor150.",)
    assert run_here("check", "--index", once)[0] == 0


def test_ids_as_the_source_has_them(tmp_path, run_here, english):
    stdin = as_jsonl([{"id": "a b#1", "text": "Panen."}, {"id": 1239.0, "text": "Banjir."}]).encode()
    run_here("reindex", "-", "--index", tmp_path / "i", stdin=stdin)
    index = search.open_index(tmp_path / "i")
    assert index.article("a b#1").id == "a%20b%231"
    assert index.article("1239").paragraphs == ("Banjir.",)
    assert run_here("delete", "a b#1", "--index", tmp_path / "i")[0] == 0
    assert search.open_index(tmp_path / "i").search("panen").total_articles == 0
