"""``warta watch``: it adds the files that appear in a folder to the index."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.cli.alerting import run_alerts_of
from search.cli.building import Events, said_of_index
from search.cli.command import argument, command, option
from search.cli.durations import duration_option
from search.cli.language import language, say
from search.cli.options import index_location, index_option
from search.cli.progress import ProgressDisplay
from search.cli.stopping import stopping
from search.cli.waiting import LastingCommand
from search.errors import WartaError
from search.location import Location
from search.remarks import Remark
from search.watching import Listener, Manner, Taken, watch


@command("watch", LastingCommand)
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
    """Add files as they appear, until interrupted."""
    into = index_location(index)
    report = _Report(into, quiet)
    events = Events(ProgressDisplay(quiet, language()))
    listener = Listener(events, report.remark, report.problem, report.done)
    with stopping() as stop:
        watch(into, folder, listener, manner=Manner(every, still, once, mirror), stop=stop)
    if once and stop.asked:
        raise click.Abort
    sys.exit(1 if once and report.failed else 0)


class _Report:
    """Prints what became of the files."""

    def __init__(self, folder: Location, quiet: bool) -> None:
        self.failed = False
        self._folder, self._quiet = folder, quiet

    def remark(self, remark: Remark) -> None:
        """Print a remark on the folder."""
        if not self._quiet:
            click.echo(say(remark.code, **remark.values), err=True)

    def problem(self, error: WartaError) -> None:
        """Print an error that may be temporary."""
        click.echo(f"warta: {error.said(language())}", err=True)

    def taken(self, taken: Taken) -> None:
        """Print what became of a batch of files."""
        self.failed = self.failed or bool(taken.rejected)
        for file in taken.kept:
            self.remark(Remark("watched_kept", {"file": file}))
        for remark in taken.added.remarks if taken.added else ():
            click.echo(remark.said(language()), err=True)
            self.failed = True
        if self._quiet:
            return
        if taken.read or taken.gone:
            click.echo(say("watched_taken", read=len(taken.read), gone=taken.gone))
        if taken.added:
            click.echo(said_of_index(language(), taken.added, self._folder))

    def done(self, taken: Taken) -> None:
        """Print what became of a batch of files, and run the alerts."""
        self.taken(taken)
        if taken.added:
            run_alerts_of(self._folder, quiet=self._quiet)
