# ruff: noqa: PTH112, PTH115, PTH118, PTH120
"""Power cuts: what a process does to files is recorded, and states of a disk after a cut are made of it.

A disk has what was synced: the content of a file as of its last ``fsync``, the entries of a folder as of its
last. Of what came later it may have any part, in any order: each entry that was made, renamed or removed is
there or not, each file that was not synced is empty, zeros, or a beginning.
"""

import io
import os
import random
from contextlib import contextmanager
from pathlib import Path


class File:
    """A file: what the disk has of it for certain, None if that is nothing."""

    def __init__(self, synced=None):
        self.synced = synced

    def content(self, chance):
        """Return what is there after a cut."""
        if self.synced is not None:
            return self.synced
        return chance.choice((b"", bytes(100), b'{"current": "0'))


class Disk:
    """What a folder has on the disk for certain, and the changes since then."""

    def __init__(self, folder):
        self.folder = str(folder)
        self.entries = {}  # path -> File, or None for a folder, as the process sees it
        for path in Path(folder).rglob("*"):
            self.entries[str(path)] = None if path.is_dir() else File(path.read_bytes())
        self.certain = dict(self.entries)
        self.pending = []  # (folder, kind, path, other), in order
        self.cuts = []

    def change(self, kind, path, other=None):
        """Note that an entry is made ("file", "folder"), linked, renamed or removed."""
        path, other = os.fspath(path), None if other is None else os.fspath(other)
        if not path.startswith(self.folder):
            return
        file = File() if kind == "file" else None
        self.pending.append((os.path.dirname(path), kind, path, other, file))
        _apply(self.entries, *self.pending[-1][1:])
        self.note()

    def sync(self, descriptor):
        """Note that a file or the entries of a folder are forced to the disk."""
        path = os.readlink(f"/proc/self/fd/{descriptor}")
        if not path.startswith(self.folder):
            return
        if os.path.isdir(path):
            for _, *change in [one for one in self.pending if one[0] == path]:
                _apply(self.certain, *change)
            self.pending = [one for one in self.pending if one[0] != path]
        else:
            file = self.entries.get(path) or File()
            self.entries[path] = file
            file.synced = Path(path).read_bytes()
        self.note()

    def note(self):
        """Remember this moment: what is certain, and what may be."""
        files = {id(one): one.synced for one in self.entries.values() if one is not None}
        self.cuts.append((dict(self.certain), list(self.pending), files))

    def after_cut(self, number, place, seed):
        """Make a state that the disk may be in if power is cut at a moment, in another folder."""
        chance = random.Random(seed)
        certain, pending, contents = self.cuts[number]
        entries = dict(certain)
        likely = chance.choice((0.0, 0.5, 0.9))
        for _, *change in pending:
            if chance.random() < likely:
                _apply(entries, *change)
        for path, file in sorted(entries.items()):
            target = Path(place, os.path.relpath(path, self.folder))
            if os.path.dirname(path) != self.folder and entries.get(os.path.dirname(path), 0) is not None:
                continue  # in a folder that is not there
            if file is None:
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(File(contents.get(id(file), file.synced)).content(chance))

    @contextmanager
    def recorded(self, monkeypatch):
        """Note what is done to files, while this context lasts."""
        with monkeypatch.context() as patch:
            for name, kind in (("mkdir", "folder"), ("unlink", "removed"), ("rmdir", "removed")):
                patch.setattr(os, name, self._by_path(getattr(os, name), kind))
            for name, kind in (("rename", "renamed"), ("replace", "renamed"), ("link", "linked")):
                patch.setattr(os, name, self._by_two_paths(getattr(os, name), kind))
            patch.setattr(os, "open", self._opening(os.open))
            patch.setattr(os, "fsync", self.sync)  # nothing is cut here, so nothing need be synced
            patch.setattr(io, "open", self._writing(io.open))
            yield

    def _by_path(self, real, kind):
        def do(path, *arguments, dir_fd=None, **options):
            if dir_fd is not None:
                path, options = os.path.join(os.readlink(f"/proc/self/fd/{dir_fd}"), path), {}
            done = real(path, *arguments, **options)
            self.change(kind, path)
            return done

        return do

    def _by_two_paths(self, real, kind):
        def do(old, new, **options):
            done = real(old, new, **options)
            self.change(kind, new, old)
            return done

        return do

    def _opening(self, real):
        def do(path, flags, *arguments, **options):
            new = flags & os.O_CREAT and not os.path.lexists(path)
            descriptor = real(path, flags, *arguments, **options)
            if new:
                self.change("file", path)
            return descriptor

        return do

    def _writing(self, real):
        def do(file, mode="r", *arguments, **options):
            new = isinstance(file, str | Path) and "r" not in mode and not os.path.lexists(file)
            stream = real(file, mode, *arguments, **options)
            if new:
                self.change("file", file)
            return stream

        return do


def _apply(entries, kind, path, other, file):
    """Change entries; what a change needs may not be there, if the one before it is lost."""
    if kind == "removed":
        entries.pop(path, None)
    elif kind == "folder":
        entries.setdefault(path, None)
    elif kind == "file":
        entries[path] = file
    elif kind == "linked":
        if other in entries:
            entries[path] = entries[other]
    elif other in entries:  # renamed
        entries[path] = entries.pop(other)
        for inner in [one for one in entries if one.startswith(other + os.sep)]:
            entries[path + inner[len(other) :]] = entries.pop(inner)
