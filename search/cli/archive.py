"""Commands on the index as it stands: delete, stats, check, rollback."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import click

from search.as_json import stats_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.command import argument, command, option
from search.cli.language import language, say
from search.cli.options import index_folder, index_option, json_option, text_values
from search.cli.terminal import print_json
from search.errors import IndexDamagedError
from search.index import Generations, Snapshot
from search.index.manifest import Manifest, check_files
from search.index.verify import check
from search.indexing import delete
from search.wording.catalogue import Coded, decimal


@command("delete")
@argument("ids", nargs=-1, required=True, metavar="ID...", callback=text_values)
@index_option
@option("--quiet", "-q", is_flag=True, help="option_quiet_delete")
def delete_command(ids: tuple[str, ...], index: Path | None, quiet: bool) -> None:
    """Delete the articles with these ids, and name those that are not there."""
    folder = index_folder(index)
    done = delete(_given(ids), folder)
    for unknown in done.unknown:
        click.echo(say("not_in_the_index", id=unknown), err=True)
    if not quiet:
        now = {"folder": folder, "generation": done.generation}
        click.echo(
            say("deleted", deleted=done.deleted, articles=done.articles, paragraphs=done.paragraphs, **now)
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


@command("stats")
@index_option
@json_option
def stats_command(index: Path | None, as_json: bool) -> None:
    """Show what is in the index."""
    stats = EmbeddedIndex(index_folder(index)).stats()
    if as_json:
        print_json(stats_as_json(stats))
        return
    moment = f"{stats.built_at:%Y-%m-%d %H:%M}"
    days = say("day_to_day", first=stats.first_day, last=stats.last_day) if stats.first_day else say("none")
    rows = {
        "stat_generation": say("built_at", generation=stats.generation, moment=moment),
        "stat_articles": say("number", number=stats.articles),
        "stat_paragraphs": say("number", number=stats.paragraphs),
        "stat_terms": say("number", number=stats.terms),
        "stat_dated": say("dated", days=days, undated=stats.undated),
        "stat_rejected": say("rejected_at_last", rejected=stats.rejected),
        "stat_size": f"{decimal(language(), stats.bytes_on_disk / 1e6, 1)} MB",
        "stat_engine": stats.engine,
        "stat_sources": _most(stats.sources),
        "stat_categories": _most(stats.categories),
    }
    for code, value in rows.items():
        click.echo(f"{say(code):<12} {value}")


def _most(counts: dict[str, int], shown: int = 8) -> str:
    listed = [f"{name} {say('number', number=count)}" for name, count in list(counts.items())[:shown]]
    more = [say("more", count=len(counts) - shown)] if len(counts) > shown else []
    return ", ".join([*listed, *more]) or say("none")


@command("check")
@index_option
def check_command(index: Path | None) -> None:
    """Look for damage: read every byte of both generations, and compare checksums and counts."""
    generations = Generations(index_folder(index))
    pointer = generations.pointer()
    wrong = {}
    for name, role in ((pointer.current, "current"), (pointer.previous, "previous")):
        if name:
            wrong[role] = _damage(generations, name)
            state = say("damaged" if wrong[role] else "sound")
            click.echo(say(f"generation_{role}", generation=name, state=state))
    if any(wrong.values()):
        mend = "mend_by_rollback" if wrong.get("previous") == [] else "mend_by_reindex"
        raise IndexDamagedError(
            mend if wrong["current"] else "current_is_sound", wrong=[*chain.from_iterable(wrong.values())]
        )


def _damage(generations: Generations, name: str) -> Sequence[Coded]:
    """Return what is wrong with a generation."""
    folder = generations.path(name)
    try:
        return check(Snapshot(folder, name))
    except IndexDamagedError as error:
        cannot_be_opened = [error]
    try:  # the checksums say more exactly which file it is
        return check_files(folder, Manifest.load(folder), contents=True) or cannot_be_opened
    except IndexDamagedError:
        return cannot_be_opened


@command("rollback")
@index_option
def rollback_command(index: Path | None) -> None:
    """Bring the previous index back, unless it is damaged."""
    generations = Generations(index_folder(index))
    generations.pointer()  # where there is no index, no folder is made for its lock
    with generations.lock():
        previous = generations.pointer().previous
        if previous and (wrong := _damage(generations, previous)):
            raise IndexDamagedError("no_rollback_to_damage", generation=previous, wrong=wrong)
        pointer = generations.rollback()
    click.echo(say("rolled_back", current=pointer.current, previous=pointer.previous))
