"""Commands on the articles of an index: delete, stats."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from search.as_json import stats_as_json
from search.backends.embedded import EmbeddedIndex
from search.cli.command import argument, command, option
from search.cli.generations import leave_with
from search.cli.language import language, say
from search.cli.options import index_folder, index_option, json_option, text_values
from search.cli.terminal import print_json
from search.cli.waiting import WritingCommand, locking, wait_option
from search.indexing import delete
from search.wording.catalogue import decimal


@command("delete", WritingCommand)
@argument("ids", nargs=-1, required=True, metavar="ID...", callback=text_values)
@wait_option
@index_option
@option("--quiet", "-q", is_flag=True, help="option_quiet_delete")
def delete_command(ids: tuple[str, ...], wait: float, index: Path | None, quiet: bool) -> None:
    """Delete the articles with these ids, and name those that are not there."""
    folder = index_folder(index)
    done = delete(_given(ids), folder, lock=locking(wait))
    for unknown in done.unknown:
        click.echo(say("not_in_the_index", id=unknown), err=True)
    if not quiet:
        now = {"folder": folder, "generation": done.generation}
        click.echo(
            say("deleted", deleted=done.deleted, articles=done.articles, paragraphs=done.paragraphs, **now)
        )
    leave_with(done.remarks)
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
