"""``warta doctor``: each thing that is wrong is found, and said with what to do."""

import errno
import json
import os
from pathlib import Path

import pytest

import search
from cli.warta_process import run
from search.cli.doctor import findings_of
from search.errors import DiskError
from search.index.generations import Generations
from search.index.lock import Locking
from search.index.mounts import file_system_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def examined(monkeypatch):
    """Return a function that gives what is found, by code."""

    def found(folder, **env):
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        return {one.remark.code: one for one in findings_of(folder)}

    return found


def levels(findings):
    return {one.level for one in findings.values()}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "index"
    search.index.build([search.Article("a", ("harga beras naik",), source="Kabar")], folder)
    folder.chmod(0o755)
    return folder


def test_a_sound_installation(folder, examined):
    done = run("doctor", "--index", str(folder))
    assert done.returncode == 0, done.stdout
    assert "generation 000001 is complete; articles: 1" in done.stdout
    with Generations(folder).lock():
        assert levels(examined(folder)) == {"ok"}  # who has the lock is said, and nothing is wrong with it


def test_what_somebody_should_look_at(folder, examined):
    (folder / "keys.json").write_text('{"format": 1, "keys": []}')
    folder.chmod(0o777)
    findings = examined(
        folder, WARTA_HSOT="x", WARTA_HOST="0.0.0.0", WARTA_USER_HEADER="X-User", WARTA_WORKERS="2",
        WARTA_RATE_LIMIT="60/minute", WARTA_RESTRICTED_SOURCES="kabar, Kabra",
    )  # fmt: skip
    assert {code for code, one in findings.items() if one.level == "look"} == {
        "unknown_variable", "doctor_user_header_from_anybody", "doctor_rates_by_worker",
        "doctor_no_such_source", "doctor_others_may_write",
    }  # fmt: skip
    assert findings["doctor_no_such_source"].remark.values == {"name": "Kabra"}
    socket = {"WARTA_UNIX_SOCKET": "/run/warta.sock", "WARTA_RATE_LIMIT": "60/minute"}
    assert "doctor_clients_unknown" in examined(folder, **socket)
    assert "doctor_clients_unknown" not in examined(folder, WARTA_PROXIES="1", **socket)


@pytest.mark.parametrize("what", ["setting", "file", "pointer", "keys"])
def test_what_is_broken(folder, what, examined):
    env = {}
    if what == "setting":
        env["WARTA_PORT"] = "many"
    elif what == "file":
        largest = max(folder.glob("generation-*/*.flat"), key=lambda path: path.stat().st_size)
        os.truncate(largest, 10)
    elif what == "pointer":
        (folder / "CURRENT").write_text("")
    else:
        (folder / "keys.json").write_text("{")
    assert "broken" in levels(examined(folder, **env))
    if what == "setting":
        done = run("doctor", "--json", "--lang", "en", "--index", str(folder), env=env)
        assert done.returncode == 2
        assert json.loads(done.stdout)["findings"]


def test_without_an_index(tmp_path, examined):
    assert levels(examined(tmp_path / "none")) == {"ok", "look"}
    assert not (tmp_path / "none").exists()


def test_a_network_file_system_is_said_when_the_index_is_changed(folder, tmp_path, monkeypatch):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/berita {folder} nfs4 rw 0 0\n")
    monkeypatch.setattr("search.index.mounts._MOUNTS", mounts)
    said = []
    with Generations(folder).lock(Locking(on_shared=lambda *one: said.append(one))):
        pass
    assert said == [(folder, "nfs4")]
    assert {one.remark.code for one in findings_of(folder)} >= {"doctor_shared_file_system"}


def test_a_file_system_without_locks_is_refused(folder, monkeypatch):
    def flock(descriptor, operation):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", flock)
    with pytest.raises(DiskError, match="has no locks"), Generations(folder).lock():
        pass


def test_the_file_system_is_known(tmp_path):
    assert file_system_of(tmp_path) or not Path("/proc/self/mounts").exists()
    assert file_system_of(tmp_path / "not" / "there") == file_system_of(tmp_path)


def test_settings_are_shown_as_a_file_has_them(tmp_path):
    done = run("settings", env={"WARTA_NAMES": "false", "WARTA_SECRET": "rahasia" * 8}, cwd=tmp_path)
    shown = {line.split()[0]: line.split(maxsplit=1)[1] for line in done.stdout.splitlines()}
    assert shown["names"] == "false  (WARTA_NAMES)"
    assert shown["secret"] == "********  (WARTA_SECRET)"
    assert shown["port"].endswith("(default)")
    assert (done.returncode, done.stderr) == (0, "")
