"""What lies between the commands and the terminal: encodings, pipes that close, JSON, styled text."""

from __future__ import annotations

import json
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH = 200  # columns where there is no terminal to ask


def prepare_streams() -> None:
    """Make standard output take every character, and be there at all (``>&-`` closes it).

    A terminal whose encoding lacks a character shows ``?`` for it.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - lives as long as we do
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def drop_output() -> None:
    """Send what is still to be written nowhere, so that the interpreter does not fail over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def flush_or_drop_output() -> None:
    """Write what is still to be written, or drop it where that cannot be done."""
    try:
        sys.stdout.flush()
    except OSError:
        drop_output()


def print_json(values: Any) -> None:
    """Print JSON: as UTF-8, or with escapes where standard output has another encoding."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(values, ensure_ascii=not unicode, indent=2))


class Styled:
    """Collects styled text; ``show`` prints it, with colours and links on a terminal only.

    Rich would print by itself, but answers a closed pipe by exit code 1.
    """

    def __init__(self, *, wrap: bool = False) -> None:
        """Wrap lines at words with ``wrap`` (tables need it), else leave that to the terminal."""
        from rich.console import Console  # noqa: PLC0415 - a tenth of what a short command takes

        width = None if sys.stdout.isatty() else _PIPE_WIDTH
        self.console = Console(highlight=False, width=width, soft_wrap=not wrap)

    def __enter__(self) -> Console:
        self.console.begin_capture()
        return self.console

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        text = self.console.end_capture()
        if kind is None:
            click.echo(text, nl=False, color=True)  # what may not be coloured is plain already
