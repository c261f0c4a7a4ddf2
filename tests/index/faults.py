"""Faults: a step on the way to the disk fails, once or from then on, with the error that is given."""

import builtins
import errno
import io
import os
import re
from contextlib import contextmanager
from itertools import count
from pathlib import Path

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)
#: The functions through which files and folders change, and the index of the argument that names them.
BY_PATH = {"open": 0, "mkdir": 0, "rename": 1, "replace": 1, "link": 1, "unlink": 0, "rmdir": 0}
_VARYING = re.compile(r"(?<=MAIN_)\w{16}|(?<=temporary-)\w{8}")
BY_DESCRIPTOR = ("write", "fsync", "ftruncate")


class Faults:
    """Counts the steps below a folder, and lets one of them fail.

    steps: what each step was, in order: its kind and the name of its file, without what varies
    """

    def __init__(self, folder, fail_at=None, error=errno.EIO, for_good=False):
        self.folder = str(folder)
        self.steps = []
        self._fail_at, self._error, self._for_good = fail_at, error, for_good
        self._numbers = count()

    def step(self, kind, path):
        """Note a step. Raises OSError if it is the one that fails."""
        if not str(path).startswith(self.folder):
            return
        self.steps.append((kind, _VARYING.sub("*", Path(path).name)))
        number = next(self._numbers)
        if self._fail_at is None or number < self._fail_at:
            return
        if number == self._fail_at or (self._for_good and kind == self.steps[self._fail_at][0]):
            raise OSError(self._error, os.strerror(self._error), str(path))

    @contextmanager
    def injected(self, monkeypatch):
        """Let steps pass here, while this context lasts."""
        with monkeypatch.context() as patch:
            for name, at in BY_PATH.items():
                patch.setattr(os, name, self._by_path(name, getattr(os, name), at))
            for name in BY_DESCRIPTOR:
                patch.setattr(os, name, self._by_descriptor(name, getattr(os, name)))
            reading = self._reading(io.open)
            patch.setattr(io, "open", reading)
            patch.setattr(builtins, "open", reading)
            yield

    def _by_path(self, name, real, at):
        def do(*arguments, **options):
            if not options.get("dir_fd"):  # removing a tree counts once for each folder
                self.step(name, os.fspath(arguments[at]))
            return real(*arguments, **options)

        return do

    def _by_descriptor(self, name, real):
        def do(descriptor, *others):
            self.step(name, Path(f"/proc/self/fd/{descriptor}").readlink())
            return real(descriptor, *others)

        return do

    def _reading(self, real):
        def do(file, *arguments, **options):
            if not isinstance(file, int):
                self.step("read", os.fspath(file))
            return real(file, *arguments, **options)

        return do
