"""Commands against the loss of an index: ``warta backup``, ``warta restore`` and ``warta repair``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.cli.command import argument, command, option
from search.cli.language import language, say
from search.cli.options import index_folder, index_option
from search.cli.waiting import WritingCommand, leave_with, locking, wait_option
from search.index.backup import backup, restore
from search.index.repair import repair
from search.wording.catalogue import decimal

_NAMED = 20  # so many of the lost articles are listed
_folder_argument = argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
_quiet_option = option("--quiet", "-q", is_flag=True, help="option_quiet")


def _megabytes(size: int) -> str:
    return f"{decimal(language(), size / 1e6, 1)} MB"


@command("backup", WritingCommand)
@_folder_argument
@wait_option
@index_option
@_quiet_option
def backup_command(folder: Path, wait: float, index: Path | None, quiet: bool) -> None:
    """Copy the current generation into another folder."""
    done = backup(index_folder(index, "cluster_backups"), folder, lock=locking(wait))
    if not quiet:
        sizes = {"copied": _megabytes(done.copied), "linked": _megabytes(done.linked)}
        click.echo(say("backed_up", folder=folder, generation=done.generation, **sizes))
    leave_with(done.remarks)


@command("restore", WritingCommand)
@_folder_argument
@wait_option
@index_option
@_quiet_option
def restore_command(folder: Path, wait: float, index: Path | None, quiet: bool) -> None:
    """Make a backup the current generation."""
    into = index_folder(index, "cluster_backups")
    done = restore(folder, into, lock=locking(wait))
    if not quiet:
        counts = {"articles": done.articles, "paragraphs": done.paragraphs, "generation": done.generation}
        said = say("restored", folder=into, **counts)
        click.echo(f"{said}; {say('kept_out', count=done.kept_out)}" if done.kept_out else said)
    leave_with(done.remarks)


@command("repair", WritingCommand)
@wait_option
@index_option
@_quiet_option
def repair_command(wait: float, index: Path | None, quiet: bool) -> None:
    """Make a new generation of the undamaged parts of an index."""
    folder = index_folder(index, "cluster_backups")
    done = repair(folder, lock=locking(wait))
    for one in done.lost[:_NAMED]:
        click.echo(say("lost_article", id=one), err=True)
    if len(done.lost) > _NAMED:
        click.echo(say("more", count=len(done.lost) - _NAMED), err=True)
    if not quiet:
        counts = {"articles": done.articles, "paragraphs": done.paragraphs}
        click.echo(say(f"repair_{done.how}", folder=folder, generation=done.generation, **counts))
    kept, lines = done.log
    if kept:
        click.echo(say("log_mended", file=kept, count=lines), err=True)
    leave_with(done.remarks)
    if done.lost or lines:
        sys.exit(1)
