"""``warta migrate``: a whole index from one place to another."""

from __future__ import annotations

from pathlib import Path

import click

from search.cli.command import argument, command, option
from search.cli.language import language, say
from search.cli.options import index_location
from search.cli.progress import ProgressDisplay
from search.cli.waiting import WritingCommand, leave_with, locking, wait_option

_place = click.Path(path_type=Path)


@command("migrate", WritingCommand)
@argument("source", metavar="FROM", type=_place)
@argument("target", metavar="TO", type=_place)
@wait_option
@option("--quiet", "-q", is_flag=True, help="option_quiet")
def migrate_command(source: Path, target: Path, wait: float, quiet: bool) -> None:
    """Copy an index from a folder into a cluster, from a cluster into a folder, or from one to another."""
    from search.indexing.clusters import migrate  # noqa: PLC0415 - an extra

    into = index_location(target)
    with ProgressDisplay(quiet, language()) as display:
        done = migrate(index_location(source), into, on_progress=display.update, lock=locking(wait))
    if not quiet:
        counts = {"articles": done.articles, "paragraphs": done.paragraphs, "generation": done.generation}
        click.echo(say("built", folder=into, **counts))
    leave_with(done.remarks)
