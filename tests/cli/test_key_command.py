"""``warta key``: keys are made, listed and revoked; what is stored is of no use to whoever reads it."""

import json
import stat

import pytest

from cli.warta_process import run
from search.errors import DiskError, KeysError
from search.keys import Keys


def test_a_key_is_shown_once_and_works_until_it_is_revoked(tmp_path):
    folder = tmp_path / "index"
    added = run(
        "key",
        "add",
        "arsip",
        "--scope",
        "search",
        "--scope",
        "export",
        "--source",
        "Tertutup",
        "--index",
        str(folder),
    )
    assert added.returncode == 0, added.stderr
    given = added.stdout.strip()
    file = folder / "keys.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert given.split("_", 2)[2] not in file.read_text()
    listed = json.loads(run("key", "list", "--json", "--index", str(folder)).stdout)["keys"]
    assert [(key["name"], key["scopes"], key["sources"]) for key in listed] == [
        ("arsip", ["search", "export"], ["Tertutup"])
    ]
    assert "hash" not in listed[0]
    keys = Keys(file)
    assert keys.known(given).name == "arsip"
    for other in (given + "x", given[:-1], "", "warta_", given.replace("_", "-"), "warta_x_y", "\ud800"):
        assert keys.known(other) is None
    twice = run("key", "add", "arsip", "--index", str(folder))
    assert twice.returncode == 2
    assert "arsip" in twice.stderr
    assert run("key", "revoke", "arsip", "--index", str(folder)).returncode == 0
    assert keys.known(given) is None
    assert run("key", "revoke", "arsip", "--index", str(folder)).returncode == 2


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"format": 2, "keys": []}', '{"format": 1, "keys": [{"id": 1}]}']
)
def test_a_damaged_file_is_named(tmp_path, content):
    file = tmp_path / "keys.json"
    file.write_text(content)
    with pytest.raises(KeysError) as raised:
        Keys(file).all()
    assert str(file) in str(raised.value)
    with pytest.raises(KeysError):
        Keys(file).add("a", ["search"], [])
    assert file.read_text() == content


def test_a_file_that_cannot_be_written_is_named_once_with_its_reason(tmp_path):
    file, other = tmp_path / "keys.json", tmp_path / "other"
    (tmp_path / "keys.json.new").symlink_to(other)
    with pytest.raises(DiskError) as raised:
        Keys(file).add("a", ["search"], [])
    assert str(raised.value).count("keys.json") == 1
    assert str(raised.value).endswith("(ELOOP)")
    assert not other.exists()
    assert not file.exists()


def test_what_a_killed_command_left_is_in_nobodys_way(tmp_path):
    file = tmp_path / "keys.json"
    (tmp_path / "keys.json.new").write_text('{"format": 1, "ke')
    key, given = Keys(file).add("a", ["search"], [])
    assert Keys(file).known(given) == key
