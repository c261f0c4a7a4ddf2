"""What reaches the disk, and what is said when it does not."""

import errno
import os
from pathlib import Path

import pytest

import search
from search import disk
from search.errors import DiskError

FULL = Path("/dev/full")
needs_a_full_device = pytest.mark.skipif(not FULL.exists(), reason="has no device that is always full")
PACKAGE = Path(search.__file__).parent
#: What opens a file for writing, or changes a folder.
WRITING = (
    *("write_text(", "write_bytes(", 'open("w', 'open("x', 'open("a', ".tofile(", "np.save("),
    *(".mkdir(", "mkdtemp(", "TemporaryDirectory(", "os.link(", ".rename(", "rmtree("),
)


def test_only_one_module_writes_an_index():
    """Whatever is written elsewhere would fail without its name, and would not be tested to fail."""
    modules = [*(PACKAGE / "index").rglob("*.py"), *(PACKAGE / "indexing").rglob("*.py")]
    found = [
        (path.relative_to(PACKAGE).as_posix(), what)
        for path in modules
        for what in WRITING
        if what in path.read_text(encoding="utf-8")
    ]
    assert found == []


@needs_a_full_device
def test_a_full_disk_is_called_so():
    with pytest.raises(DiskError) as caught, disk.create(FULL) as stream:
        stream.write(bytes(5000))
    error = caught.value
    assert (error.code, error.errno) == ("disk_full", errno.ENOSPC)
    assert error.values["wanted"] == 5000
    assert str(error).startswith("/dev/full: the disk is full: 5,000 bytes are needed, ")
    assert "disk penuh" in error.said("id")


def test_other_failures_name_file_reason_and_number(tmp_path):
    with pytest.raises(DiskError, match=r"tiada/a: cannot be written: No such file or directory \(ENOENT\)"):
        disk.write(tmp_path / "tiada" / "a", b"")
    with pytest.raises(DiskError, match=r"EEXIST"):
        disk.write(tmp_path, b"", new=True)


def test_space_is_asked_for(tmp_path):
    disk.ask_for_space(tmp_path / "not" / "yet" / "there", 1)
    with pytest.raises(DiskError, match=r"disk is full: 1,000,000,000,000,000,000 bytes are needed"):
        disk.ask_for_space(tmp_path, 10**18)


def test_links_are_not_followed(tmp_path):
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (tmp_path / "link").symlink_to(mine)
    (tmp_path / "CURRENT.new").symlink_to(mine)
    with pytest.raises(DiskError):
        disk.write(tmp_path / "link", b"other")
    disk.replace(tmp_path / "CURRENT", b"new")
    assert mine.read_text() == "mine"
    assert (tmp_path / "CURRENT").read_bytes() == b"new"


def test_folders_are_made_with_those_above_and_forced_to_the_disk(tmp_path, monkeypatch):
    synced, real = [], os.fsync

    def fsync(descriptor):
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    if Path("/proc/self/fd").exists():
        monkeypatch.setattr(os, "fsync", fsync)
    disk.make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    assert synced in ([tmp_path.name, "a"], [])
    disk.make_folder(tmp_path / "a" / "b")
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="file"):
        disk.make_folder(tmp_path / "file")
    with pytest.raises(DiskError, match="file"):
        disk.make_folder(tmp_path / "file" / "below")


def test_temporary_folders_go(tmp_path):
    with disk.scratch(tmp_path) as made:
        disk.write(made / "a", b"1")
        assert list(tmp_path.iterdir()) == [made]
    assert list(tmp_path.iterdir()) == []


def test_a_link_or_a_copy(tmp_path, monkeypatch):
    disk.write(tmp_path / "a", b"content")
    disk.link(tmp_path / "a", tmp_path / "linked")
    assert (tmp_path / "linked").stat().st_ino == (tmp_path / "a").stat().st_ino

    def refuse(*_):
        raise OSError(errno.EMLINK, "too many links")

    monkeypatch.setattr(os, "link", refuse)
    disk.link(tmp_path / "a", tmp_path / "copied")
    assert (tmp_path / "copied").read_bytes() == b"content"
    assert (tmp_path / "copied").stat().st_ino != (tmp_path / "a").stat().st_ino
