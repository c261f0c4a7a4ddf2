"""Commands that change an index, and their option ``--wait``: they wait for the lock, or name its owner."""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

import click

from search.cli.command import Command, option
from search.cli.language import language, say
from search.cli.terminal import lasting_output
from search.cli.usage import WrongValue
from search.errors import IndexLockedError
from search.index.generations import Remarks
from search.index.lock import FOREVER, Locking
from search.remarks import Remark
from search.settings import Settings
from search.stopping import Stop
from search.wording.catalogue import system_said

_WAIT, _ALWAYS = "--wait", "--wait=always"


def _give_way() -> None:
    """Lower the priority of the process: on a busy machine, searches go before what changes the index."""
    if hasattr(os, "setpriority"):
        least = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, max(least, Settings.load().nice))


class LastingCommand(Command):
    """A command that changes something, gives way to searches, and goes on where its output fails."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. If it is done and could not say so, the exit code is 1, as of other remarks."""
        _give_way()
        with lasting_output() as failed:
            result = super().invoke(ctx)
        lost = [error for error in failed if not isinstance(error, BrokenPipeError)]  # who closes it knows
        if lost:
            reason = system_said(language(), lost[0])
            with lasting_output():
                click.echo(say("output_lost", reason=reason), err=True)
            ctx.exit(1)
        return result


class WritingCommand(LastingCommand):
    """A command that may wait for the lock. What follows ``--wait`` is its value only if it is a number."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options of the command line."""
        end = args.index("--") if "--" in args else len(args)
        given = [
            _ALWAYS if one == _WAIT and not _is_number(following) else one
            for one, following in pairwise([*args[:end], ""])
        ]
        return super().parse_args(ctx, [*given, *args[end:]])


def _is_number(text: str) -> bool:
    return _seconds(text) is not None


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if isfinite(seconds) and seconds >= 0 else None


def _wait(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float:
    if value is None:
        return 0.0
    seconds = FOREVER if f"{_WAIT}={value}" == _ALWAYS else _seconds(value)
    if seconds is None:
        raise WrongValue(Remark("no_seconds", {"value": repr(value)}))
    return seconds


wait_option = option(_WAIT, metavar="[SECONDS]", default=None, callback=_wait, help="option_wait")


def locking(wait: float, stop: Stop | None = None) -> Locking:
    """Return the way in which the running command locks the index. It stops waiting when it is asked to end.

    wait: the longest time to wait, in seconds
    """
    stop = stop or Stop()
    command = click.get_current_context().command_path
    return Locking(command, wait, _say_waiting, lambda: stop.asked, _say_shared)


def _say_waiting(error: IndexLockedError) -> None:
    click.echo(say("waiting", reason=error), err=True)


def _say_shared(folder: Path, kind: str) -> None:
    click.echo(say("doctor_shared_file_system", folder=folder, kind=kind), err=True)


def leave_with(remarks: Remarks) -> None:
    """Print what failed after a generation was swapped in, and then end the program with exit code 1."""
    for remark in remarks:
        click.echo(say(remark.code, **remark.values), err=True)
    if remarks:
        sys.exit(1)
