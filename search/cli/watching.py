"""``warta watch``: files that come into a folder are taken into the index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.cli.building import name_event
from search.cli.command import argument, command, option
from search.cli.durations import duration_option
from search.cli.indexed import of_index
from search.cli.language import language, say
from search.cli.options import index_folder, index_option
from search.cli.stopping import stopping
from search.errors import WartaError
from search.remarks import Remark
from search.watching import Listener, Manner, Taken, watch


@command("watch")
@argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@option("--once", is_flag=True, help="option_once")
@duration_option("--every", 1, "option_watch_every", default="5s", show_default=True)
@duration_option("--still", 1, "option_still", default="2s", show_default=True)
@option("--mirror", is_flag=True, help="option_mirror")
@index_option
@option("--quiet", "-q", is_flag=True, help="option_quiet")
def watch_command(
    folder: Path, once: bool, every: int, still: int, mirror: bool, index: Path | None, quiet: bool
) -> None:
    """Take files as they come, until interrupted."""
    into = index_folder(index)
    report = _Report(into, quiet)
    listener = Listener(report.event, report.remark, report.problem, report.taken)
    with stopping() as stop:
        watch(into, folder, listener, manner=Manner(every, still, once, mirror), stop=stop)
    if once and stop.asked:
        raise click.Abort
    sys.exit(1 if once and report.rejected else 0)
