"""Commands on the index as a whole: reindex, stats, check, rollback."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from search.backends.embedded import EmbeddedIndex
from search.cli.options import index_folder, index_option
from search.cli.progress import ProgressDisplay
from search.errors import IndexDamagedError
from search.index import Generations, Snapshot
from search.index.verify import check
from search.indonesian import AnalysisSettings
from search.indonesian.chain import STEMMERS
from search.readers import Notice, Reject
from search.reindex import reindex

_NAMED_REJECTS = 20


@click.command("reindex")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@index_option
@click.option(
    "--rejects",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where records that cannot be used go. [default: a new file in the index folder]",
)
@click.option(
    "--stemmer",
    type=click.Choice(STEMMERS),
    default="morphology",
    show_default=True,
    help="How words are brought to their stems.",
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors and rejects.")
def reindex_command(
    sources: tuple[str, ...], index: Path | None, rejects: Path | None, stemmer: str, quiet: bool
) -> None:
    """Build a new index from SOURCE and swap it in.

    SOURCE is a file or a folder (walked recursively): JSONL, CSV, TSV or plain text, also as .gz, .zst
    or .xz; "-" reads JSONL from standard input. Searches go on over the old index until the new one is
    complete and verified; 'warta rollback' brings the old one back.

    Records that cannot be used are named, counted and written to a file. Mend them there, and give that
    file along with the others next time.
    """
    folder = index_folder(index)
    if rejects and rejects.exists():
        raise click.UsageError(f"--rejects: {rejects} exists already; nothing is overwritten")
    with ProgressDisplay(quiet) as display:
        named = 0

        def name(event: Reject | Notice) -> None:
            nonlocal named
            if isinstance(event, Notice):
                display.say(f"{event.file}: {event.message}")
                return
            named += 1
            if named <= _NAMED_REJECTS:
                where = event.file if event.line is None else f"{event.file}:{event.line}"
                display.warn(f"rejected: {where}: {event.message}")

        done = reindex(
            sources,
            folder,
            analysis=AnalysisSettings(stemmer=stemmer),
            rejects_file=rejects,
            on_progress=display.update,
            on_event=name,
        )
    if not quiet:
        click.echo(
            f"{done.built.articles:,} articles, {done.built.paragraphs:,} paragraphs"
            f" in {folder}, generation {done.built.generation}"
        )
    if done.rejected:
        kinds = ", ".join(f"{code} {count:,}" for code, count in sorted(done.rejects_by_code.items()))
        click.echo(f"{done.rejected:,} rejected ({kinds}): see {done.rejects_file}", err=True)
        sys.exit(1)


@click.command("stats")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def stats_command(index: Path | None, as_json: bool) -> None:
    """Show what is in the index."""
    stats = EmbeddedIndex(index_folder(index)).stats()
    if as_json:
        click.echo(json.dumps(asdict(stats), default=str, ensure_ascii=False, indent=2))
        return
    days = f"{stats.first_day} to {stats.last_day}" if stats.first_day else "none"
    rows = {
        "generation": f"{stats.generation}, built {stats.built_at:%Y-%m-%d %H:%M} UTC",
        "articles": f"{stats.articles:,}",
        "paragraphs": f"{stats.paragraphs:,}",
        "terms": f"{stats.terms:,}",
        "dated": f"{days}; {stats.undated:,} without a date",
        "rejected": f"{stats.rejected:,} records at the last build",
        "size": f"{stats.bytes_on_disk / 1e6:,.1f} MB",
        "engine": stats.engine,
        "sources": _most(stats.sources),
        "categories": _most(stats.categories),
    }
    for name, value in rows.items():
        click.echo(f"{name:<12} {value}")


def _most(counts: dict[str, int], shown: int = 8) -> str:
    listed = [f"{name} {count:,}" for name, count in list(counts.items())[:shown]]
    more = [f"{len(counts) - shown:,} more"] if len(counts) > shown else []
    return ", ".join([*listed, *more]) or "none"


@click.command("check")
@index_option
def check_command(index: Path | None) -> None:
    """Read every byte of the index and compare checksums and counts.

    The previous generation, which 'warta rollback' brings back, is checked as well.
    """
    generations = Generations(index_folder(index))
    pointer = generations.pointer()
    wrong = []
    for name in [pointer.current] + ([pointer.previous] if pointer.previous else []):
        folder = generations.path(name)
        try:
            found = check(Snapshot(folder, name))
        except IndexDamagedError as error:
            found = [str(error)]
        role = "current" if name == pointer.current else "previous"
        click.echo(f"generation {name} ({role}): {'damaged' if found else 'sound'}")
        wrong += found
    if wrong:
        raise IndexDamagedError("; ".join(wrong) + ". Use 'warta rollback' or reindex")


@click.command("rollback")
@index_option
def rollback_command(index: Path | None) -> None:
    """Bring the previous index back; once more undoes it."""
    generations = Generations(index_folder(index))
    with generations.lock():
        previous = generations.pointer().previous
        if previous:
            Snapshot(generations.path(previous), previous)  # never swap a damaged one in
        pointer = generations.rollback()
    click.echo(f"generation {pointer.current} is searched again; {pointer.previous} is kept")
