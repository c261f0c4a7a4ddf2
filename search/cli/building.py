"""``warta reindex`` and ``warta add``: they index sources, show the progress, and name rejected records."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.cli.alerting import run_alerts_of
from search.cli.command import argument, command, option
from search.cli.language import language, say
from search.cli.options import index_location, index_option
from search.cli.progress import ProgressDisplay
from search.cli.source_options import takes_sources
from search.cli.totals import totals_said
from search.cli.usage import WrongValue
from search.cli.waiting import WritingCommand, leave_with, locking, wait_option
from search.index.update import Updated
from search.indexing import Added, Event, Reindexed, Rejected, add, reindex
from search.indonesian import AnalysisSettings
from search.indonesian.chain import STEMMERS
from search.location import Location
from search.readers import FileCounts, Notice, ReadingOptions
from search.readers.records import place_of
from search.remarks import Remark
from search.wording import catalogue

_NAMED_REJECTS = 100  # the file of rejects names all of them


class Events:
    """Prints notices and rejects as they happen; of the rejects, only the first hundred."""

    def __init__(self, display: ProgressDisplay) -> None:
        self._display = display
        self._rejected = 0

    def __call__(self, event: Event) -> None:
        """Print an event."""
        if isinstance(event, FileCounts):
            for told in event.remarks():
                self._display.say(say("at_place", place=event.file, reason=told))
            return
        if isinstance(event, Notice):
            self._display.say(say("at_place", place=event.file, reason=event.told))
            return
        self._rejected += 1
        if self._rejected <= _NAMED_REJECTS:
            place = place_of(event.file, event.line)
            self._display.warn(say("rejected_record", place=place, reason=event.reason))
        elif self._rejected == _NAMED_REJECTS + 1:
            self._display.warn(say("more_rejected"))


def _new_file(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
    """Return the path of a file that must not exist yet (a callback of Click)."""
    if path and path.exists():
        raise WrongValue(Remark("is_there", {"file": path}))
    return path


_sources_argument = argument("sources", nargs=-1, required=True, metavar="SOURCE...")
_rejects_option = option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    callback=_new_file,
    help="option_rejects",
)
_quiet_option = option("--quiet", "-q", is_flag=True, help="option_quiet")


def said_of_index(language: str, done: Added | Reindexed, folder: Location) -> str:
    """Return a sentence on how a build or an addition changed the index in ``folder``."""
    now = done.updated if isinstance(done, Added) else done.built
    values = {"articles": now.articles, "paragraphs": now.paragraphs, "generation": now.generation}
    code = "built"
    if isinstance(now, Updated):
        code = "added_and_unchanged" if now.unchanged else "added"
        values |= {"added": now.added, "replaced": now.replaced, "unchanged": now.unchanged}
    said = catalogue.say(language, code, folder=folder, **values)
    return f"{said}; {catalogue.say(language, 'kept_out', count=now.blocked)}" if now.blocked else said


def name_rejects(done: Rejected) -> None:
    """Print the number of rejected records and the file that names them."""
    if done.rejected:
        counts = sorted(done.rejects_by_code.items())
        kinds = [f"{code} {say('number', number=count)}" for code, count in counts]
        click.echo(say("rejected", count=done.rejected, kinds=kinds, file=done.rejects_file), err=True)


def _report(done: Added | Reindexed, folder: Location, quiet: bool) -> None:
    """Print the result of a build or an addition, and end the program with its exit code."""
    name_rejects(done)
    if not quiet:
        if done.files > 1 and (told := totals_said(done.read.as_dict())):
            click.echo(say("read_of_files", count=done.files, told=told))
        click.echo(said_of_index(language(), done, folder))
    run_alerts_of(folder, quiet=quiet)
    leave_with(done.remarks)
    if done.rejected:
        sys.exit(1)


@command("reindex", WritingCommand)
@_sources_argument
@takes_sources
@index_option
@_rejects_option
@option(
    "--stemmer",
    type=click.Choice(STEMMERS),
    default="morphology",
    show_default=True,
    help="option_stemmer_of_index",
)
@wait_option
@_quiet_option
def reindex_command(
    sources: tuple[str, ...],
    index: Path | None,
    rejects: Path | None,
    stemmer: str,
    options: ReadingOptions,
    jobs: int | None,
    wait: float,
    quiet: bool,
) -> None:
    """Build a new generation of the sources and swap it in."""
    folder = index_location(index)
    with ProgressDisplay(quiet, language()) as display:
        done = reindex(
            sources,
            folder,
            analysis=AnalysisSettings(stemmer=stemmer),
            options=options,
            rejects_file=rejects,
            jobs=jobs,
            on_progress=display.update,
            on_event=Events(display),
            lock=locking(wait),
        )
    _report(done, folder, quiet)


@command("add", WritingCommand)
@_sources_argument
@takes_sources
@wait_option
@index_option
@_rejects_option
@_quiet_option
def add_command(
    sources: tuple[str, ...],
    wait: float,
    index: Path | None,
    rejects: Path | None,
    options: ReadingOptions,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Add the articles of the sources to the index."""
    folder = index_location(index)
    with ProgressDisplay(quiet, language()) as display:
        done = add(
            sources,
            folder,
            options=options,
            rejects_file=rejects,
            on_progress=display.update,
            on_event=Events(display),
            lock=locking(wait),
        )
    _report(done, folder, quiet)
