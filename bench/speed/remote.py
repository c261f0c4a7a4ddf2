"""Starts the process of an engine and exchanges lines of JSON with it; ``worker`` is the other end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from bench import lucene

_ROOT = Path(__file__).parents[2]
_JAVA = Path(__file__).parent / "lucene" / "LuceneWorker.java"


class UnavailableError(Exception):
    """The engine cannot run on this machine. The text gives the reason in a few words."""


class EngineError(Exception):
    """The engine could not execute a command."""


class Remote:
    """A context with an engine in a separate process. Raises UnavailableError."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        command = _command(name, folder)
        (folder / "logs").mkdir(exist_ok=True)
        with (folder / "logs" / f"{name}.log").open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                cwd=_ROOT,
                env={**os.environ, "PYTHONPATH": str(_ROOT)},
            )
        try:
            self.about = self.ask("about")
        except EngineError as error:
            self.close()
            raise UnavailableError(str(error)) from error

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Let the engine execute a command, and return its answer. Raises EngineError with its message."""
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # what it said before it ended is still to be read
        line = self._process.stdout.readline()
        if not line:
            raise EngineError(f"{self.name} ended while it was told to {command}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise EngineError(answer["error"])
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def __enter__(self) -> Remote:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()


def _command(name: str, folder: Path) -> list[str]:
    if name == "lucene":
        return _java(folder)
    python = os.environ.get("XAPIAN_PYTHON", "/usr/bin/python3") if name == "xapian" else sys.executable
    if shutil.which(python) is None:
        raise UnavailableError(f"{python} is not there")
    return [python, "-m", "bench.speed.worker", name]


@cache
def _java(folder: Path) -> list[str]:
    try:
        return lucene.command(_JAVA, folder, folder / "classes", "-Xmx6g", "-XX:+UseSerialGC")
    except lucene.NoLuceneError as error:
        raise UnavailableError(str(error)) from error
