"""Commands on the index as it stands: delete, stats, check, rollback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from search.as_json import stats_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.options import index_folder, index_option, text_values
from search.cli.terminal import print_json
from search.errors import IndexDamagedError
from search.index import Generations, Snapshot
from search.index.manifest import Manifest, check_files
from search.index.verify import check
from search.indexing import delete


@click.command("delete", short_help="Delete articles from the index.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", callback=text_values)
@index_option
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors and ids that are not there.")
def delete_command(ids: tuple[str, ...], index: Path | None, quiet: bool) -> None:
    """Delete the articles with these IDs.

    "-" reads ids from standard input, one a line. 'warta rollback' brings the articles back.

    Ids that are not in the index are named, and the exit code is 1 then.
    """
    folder = index_folder(index)
    done = delete(_given(ids), folder)
    for unknown in done.unknown:
        click.echo(f"not in the index: {unknown}", err=True)
    if not quiet:
        click.echo(
            f"{done.deleted:,} articles deleted: {done.articles:,} articles, {done.paragraphs:,} paragraphs"
            f" in {folder}, generation {done.generation}"
        )
    if done.unknown:
        sys.exit(1)


def _given(ids: tuple[str, ...]) -> Iterator[str]:
    for one in ids:
        if one == "-":
            for line in sys.stdin.buffer:
                if article_id := line.decode("utf-8", "replace").strip():
                    yield article_id
        else:
            yield one


@click.command("stats")
@index_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, in the shape of the HTTP API.")
def stats_command(index: Path | None, as_json: bool) -> None:
    """Show what is in the index."""
    stats = EmbeddedIndex(index_folder(index)).stats()
    if as_json:
        print_json(stats_as_json(stats))
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


@click.command("check", short_help="Look for damage in the index.")
@index_option
def check_command(index: Path | None) -> None:
    """Look for damage: read every byte of the index and compare checksums and counts.

    The previous generation, which 'warta rollback' brings back, is checked as well. The exit code is 2
    where anything is damaged.
    """
    generations = Generations(index_folder(index))
    pointer = generations.pointer()
    wrong = {}
    for name, role in ((pointer.current, "current"), (pointer.previous, "previous")):
        if name:
            wrong[role] = _damage(generations, name)
            click.echo(f"generation {name} ({role}): {'damaged' if wrong[role] else 'sound'}")
    if any(wrong.values()):
        rest = "rollback' or 'warta reindex" if wrong.get("previous") == [] else "reindex"
        mend = f"use 'warta {rest}'" if wrong["current"] else "the current one is sound; nothing need be done"
        raise IndexDamagedError("; ".join(chain.from_iterable(wrong.values())) + f" ({mend})")


def _damage(generations: Generations, name: str) -> list[str]:
    """Return what is wrong with a generation, one sentence each."""
    folder = generations.path(name)
    try:
        return check(Snapshot(folder, name))
    except IndexDamagedError as error:
        cannot_be_opened = [str(error)]
    try:  # the checksums say more exactly which file it is
        return check_files(folder, Manifest.load(folder), contents=True) or cannot_be_opened
    except IndexDamagedError:
        return cannot_be_opened


@click.command("rollback", short_help="Bring the previous index back.")
@index_option
def rollback_command(index: Path | None) -> None:
    """Bring the previous index back; once more undoes it.

    It is checked first, and stays where it is if it is damaged.
    """
    generations = Generations(index_folder(index))
    generations.pointer()  # where there is no index, no folder is made for its lock
    with generations.lock():
        previous = generations.pointer().previous
        if previous and (wrong := _damage(generations, previous)):
            raise IndexDamagedError(
                f"nothing was changed: generation {previous} is damaged: {'; '.join(wrong)}"
            )
        pointer = generations.rollback()
    click.echo(f"generation {pointer.current} is searched again; {pointer.previous} is kept")
