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
