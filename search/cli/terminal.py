"""The output of commands: encodings, pipes that are closed early, JSON, styled text."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

import click

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH = 200  # columns, if the output is not a terminal


def prepare_streams() -> None:
    """Make sure that standard output exists (``>&-`` closes it) and accepts every character.

    A terminal whose encoding lacks a character shows ``?`` for it.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as we do
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def drop_output(stream: TextIO | None = None) -> None:
    """Discard the output that is still buffered, so that the interpreter does not fail when it flushes it.

    stream: standard output by default
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())


def flush_or_drop_output() -> None:
    """Write the output that is still buffered, or discard it if this fails."""
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()


class _Lasting:
    """A stream whose first error is noted; what is written after it is discarded."""

    def __init__(self, stream: TextIO, failed: list[OSError]) -> None:
        self._stream, self._failed = stream, failed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text, or discard it; return its length."""
        with self._noting():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is buffered, or discard it."""
        with self._noting():
            self._stream.flush()

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self._failed.append(error)
            drop_output(self._stream)


@contextmanager
def lasting_output() -> Iterator[list[OSError]]:
    """Let what cannot be printed be discarded in this context. Yields a list of what failed.

    A command that changes something is neither ended by its output (``2>&1 | head -1``), nor does it say that
    it has failed because a full disk has its log.
    """
    failed: list[OSError] = []
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (_Lasting(stream, failed) for stream in streams)
    try:
        yield failed
        sys.stdout.flush()
    finally:
        sys.stdout, sys.stderr = streams


def print_json(values: Any) -> None:
    """Print JSON in UTF-8, or with escapes if standard output has another encoding."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(values, ensure_ascii=not unicode, indent=2))


class Styled:
    """A context that collects styled text and prints it at its end, on a terminal with colours and links.

    The console of Rich does not print by itself, because it ends the program with exit code 1 if a pipe is
    closed.
    """

    def __init__(self, *, wrap: bool = False) -> None:
        """Set whether lines are wrapped at words, as tables need it, or by the terminal."""
        from rich.console import Console  # noqa: PLC0415 - a tenth of what a short command takes

        width = None if sys.stdout.isatty() else _PIPE_WIDTH
        self.console = Console(highlight=False, width=width, soft_wrap=not wrap)

    def __enter__(self) -> Console:
        self.console.begin_capture()
        return self.console

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        text = self.console.end_capture()
        if kind is None:
            click.echo(text, nl=False, color=True)  # the text has no styles if colours are not allowed
