"""CURRENT, the lock beside it, and what becomes of generations that are not needed."""

import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from builds import generation, holds
from test_generations import HOLD_THE_LOCK, PROJECT

from search import EmbeddedIndex, IndexDamagedError, IndexLockedError
from search.index import Generations, build
from search.index.lock import FOREVER, Locking
from search.index.pointer import Pointer


@pytest.mark.parametrize("seed", range(8))
def test_every_flipped_bit_of_the_pointer_is_seen(folder, seed):
    path = folder / "CURRENT"
    content = path.read_bytes()
    places = [(at, bit) for at in range(len(content)) for bit in range(8)]
    for at, bit in random.Random(seed).sample(places, 40):
        changed = bytearray(content)
        changed[at] ^= 1 << bit
        path.write_bytes(changed)
        with pytest.raises(IndexDamagedError, match="CURRENT"):
            Generations(folder).pointer()
    for size in range(len(content)):
        path.write_bytes(content[:size])
        with pytest.raises(IndexDamagedError, match="CURRENT"):
            Generations(folder).pointer()


def test_the_pointer_of_an_older_version_is_read(folder):
    build(generation(2), folder)
    (folder / "CURRENT").write_text('{"current": "000001", "previous": "000002"}\n')
    assert Generations(folder).pointer() == Pointer("000001", "000002", 2)
    assert holds(folder, 1)
    build(generation(3), folder)
    assert holds(folder, 3)
    assert Generations(folder).names() == ["000001", "000003"]


def test_the_pointer_vouches_for_the_manifest(folder):
    """Nobody can put another generation in the place of the current one."""
    build(generation(2), folder)
    (folder / "generation-000002").rename(folder / "mine")
    (folder / "generation-000001").rename(folder / "generation-000002")
    with pytest.raises(IndexDamagedError, match="vouches"):
        EmbeddedIndex(folder)


def test_what_no_pointer_named_is_not_removed(folder):
    build(generation(2), folder)
    (folder / "CURRENT").unlink()
    build(generation(3), folder)
    assert holds(folder, 3)
    assert Generations(folder).names() == ["000001", "000002", "000003"]
    with Generations(folder).lock():
        pointer, remarks = Generations(folder).rollback("000001")
    assert (pointer.current, pointer.previous, remarks) == ("000001", "000003", ())
    build(generation(4), folder)
    build(generation(5), folder)
    assert Generations(folder).names() == ["000002", "000004", "000005"]


def test_an_older_generation_that_could_not_be_removed_goes_later(folder, monkeypatch):
    build(generation(2), folder)
    with monkeypatch.context() as patch:
        patch.setattr("search.disk.remove", lambda folder: False)
        build(generation(3), folder)
    assert Generations(folder).names() == ["000001", "000002", "000003"]
    with Generations(folder).lock():
        assert Generations(folder).names() == ["000002", "000003"]


@pytest.fixture
def other(folder):
    """Return another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD_THE_LOCK, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout.readline() == "locked\n"
        yield process
        process.kill()


def test_who_has_the_lock_is_told(folder, other):
    with pytest.raises(IndexLockedError) as caught:
        build(generation(2), folder)
    values = caught.value.values
    assert (values["pid"], values["host"], values["command"]) == (str(other.pid), socket.gethostname(), "-c")
    assert f"changed by -c (process {other.pid} on " in str(caught.value)
    assert json.loads((folder / "LOCK").read_text())["pid"] == other.pid


def test_a_lock_without_a_name(folder, other):
    for content in (b"", b"{", b"[1]", b'{"pid": 1}', b"\xff" * 9000):
        (folder / "LOCK").write_bytes(content)
        with pytest.raises(IndexLockedError, match="by another process"):
            build(generation(2), folder)


def test_waiting_for_the_lock(folder, other):
    began, told = time.monotonic(), []
    with pytest.raises(IndexLockedError):
        build(generation(2), folder, lock=Locking("", 0.3, told.append))
    assert time.monotonic() - began >= 0.3
    assert [error.values["pid"] for error in told] == [str(other.pid)]
    threading.Timer(0.2, other.kill).start()
    built = build(generation(2), folder, lock=Locking("", FOREVER))
    assert built.generation == "000002"
    assert json.loads((folder / "LOCK").read_text())["pid"] == os.getpid()
    assert holds(folder, 2)


def test_the_lock_is_no_link(folder, tmp_path):
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (folder / "LOCK").unlink()
    (folder / "LOCK").symlink_to(mine)
    with pytest.raises(OSError, match="LOCK"):
        build(generation(2), folder)
    assert mine.read_text() == "mine"
    assert holds(Path(folder), 1)
