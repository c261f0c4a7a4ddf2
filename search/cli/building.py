"""``warta reindex`` and ``add``: sources into an index, the progress, the names of what could not be used."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from search.cli.options import index_folder, index_option
from search.cli.progress import ProgressDisplay
from search.index.jobs import MOST_JOBS
from search.indexing import Rejected, add, reindex
from search.indonesian import AnalysisSettings
from search.indonesian.chain import STEMMERS
from search.readers import Notice, Reject

_NAMED_REJECTS = 100  # the file of rejects names every one


class _Events:
    """Prints rejects and notices as they happen, rejects up to a number that can still be read."""

    def __init__(self, display: ProgressDisplay) -> None:
        self._display = display
        self._rejected = 0

    def __call__(self, event: Reject | Notice) -> None:
        if isinstance(event, Notice):
            self._display.say(f"{event.file}: {event.message}")
            return
        self._rejected += 1
        if self._rejected <= _NAMED_REJECTS:
            where = event.file if event.line is None else f"{event.file}:{event.line}"
            self._display.warn(f"rejected: {where}: {event.message}")
        elif self._rejected == _NAMED_REJECTS + 1:
            self._display.warn("more are rejected; all of them are named in the file of rejects")


_sources_argument = click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
_rejects_option = click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A new file for records that cannot be used. [default: one in the index folder]",
)
_quiet_option = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors and rejects.")


def _refuse_to_overwrite(rejects: Path | None) -> None:
    if rejects and rejects.exists():
        raise click.BadParameter(
            f"{rejects} exists already; nothing is overwritten", param_hint="'--rejects'"
        )


def _name_rejects(done: Rejected) -> None:
    if done.rejected:
        kinds = ", ".join(f"{code} {count:,}" for code, count in sorted(done.rejects_by_code.items()))
        click.echo(f"{done.rejected:,} rejected ({kinds}): see {done.rejects_file}", err=True)


@click.command("reindex", short_help="Build an index from files and swap it in.")
@_sources_argument
@index_option
@_rejects_option
@click.option(
    "--stemmer",
    type=click.Choice(STEMMERS),
    default="morphology",
    show_default=True,
    help="How words are brought to their stems; searches over this index then do the same.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, MOST_JOBS),
    default=1,
    show_default=True,
    help="Processes that analyse and write; each makes a segment of the index.",
)
@_quiet_option
def reindex_command(
    sources: tuple[str, ...],
    index: Path | None,
    rejects: Path | None,
    stemmer: str,
    jobs: int,
    quiet: bool,
) -> None:
    """Build a new index from every SOURCE and swap it in.

    SOURCE is a file or a folder (with all folders in it): JSONL, CSV, TSV or plain text, also compressed
    as .gz, .zst or .xz; "-" reads JSONL from standard input. The new index holds what the sources hold,
    and nothing of the old one.

    Searches go on over the old index until the new one is complete and verified; 'warta rollback' brings
    the old one back.

    Records that cannot be used are named, counted and written to a file of rejects. Mend them there, and
    give that file along with the same sources next time. The exit code is 1 then.
    """
    folder = index_folder(index)
    _refuse_to_overwrite(rejects)
    with ProgressDisplay(quiet) as display:
        done = reindex(
            sources,
            folder,
            analysis=AnalysisSettings(stemmer=stemmer),
            rejects_file=rejects,
            jobs=jobs,
            on_progress=display.update,
            on_event=_Events(display),
        )
    _name_rejects(done)
    if not quiet:
        click.echo(
            f"{done.built.articles:,} articles, {done.built.paragraphs:,} paragraphs"
            f" in {folder}, generation {done.built.generation}"
        )
    if done.rejected:
        sys.exit(1)


@click.command("add", short_help="Add articles to the index.")
@_sources_argument
@index_option
@_rejects_option
@_quiet_option
def add_command(sources: tuple[str, ...], index: Path | None, rejects: Path | None, quiet: bool) -> None:
    """Add the articles of every SOURCE to the index.

    SOURCE is what it is for 'warta reindex'. An article whose id is in the index already is a new version
    and replaces the old one; of several versions the last one counts. The analysis is that of the index.

    Searches go on over the old index until the new one is complete and verified; 'warta rollback' brings
    the old one back.

    Records that cannot be used are named, counted and written to a file of rejects. Mend them there and
    add that file. The exit code is 1 then.
    """
    folder = index_folder(index)
    _refuse_to_overwrite(rejects)
    with ProgressDisplay(quiet) as display:
        done = add(
            sources, folder, rejects_file=rejects, on_progress=display.update, on_event=_Events(display)
        )
    _name_rejects(done)
    if not quiet:
        now = done.updated
        click.echo(
            f"{now.added:,} articles added, {now.replaced:,} replaced: {now.articles:,} articles,"
            f" {now.paragraphs:,} paragraphs in {folder}, generation {now.generation}"
        )
    if done.rejected:
        sys.exit(1)
