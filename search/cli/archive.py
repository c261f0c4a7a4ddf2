"""``warta stats``: the statistics of an index."""

from __future__ import annotations

from pathlib import Path

import click

from search.as_json import stats_as_json
from search.cli.command import command
from search.cli.language import language, say
from search.cli.options import index_option, json_option, opened_index
from search.cli.terminal import print_json
from search.cli.totals import totals_said
from search.wording.catalogue import decimal


@command("stats")
@index_option
@json_option
def stats_command(index: Path | None, as_json: bool) -> None:
    """Show the statistics of the index."""
    stats = opened_index(index).stats()
    if as_json:
        print_json(stats_as_json(stats))
        return
    moment = f"{stats.built_at:%Y-%m-%d %H:%M}"
    days = say("day_to_day", first=stats.first_day, last=stats.last_day) if stats.first_day else say("none")
    rows = {
        "stat_generation": say("built_at", generation=stats.generation, moment=moment),
        "stat_articles": say("number", number=stats.articles),
        "stat_paragraphs": say("number", number=stats.paragraphs),
        "stat_terms": say("number", number=stats.terms or 0),
        "stat_dated": say("dated", days=days, undated=stats.undated),
        "stat_rejected": say("rejected_at_last", rejected=stats.rejected or 0),
        **({"stat_read": say("listed", told=told)} if (told := totals_said(stats.read)) else {}),
        "stat_size": f"{decimal(language(), (stats.bytes_on_disk or 0) / 1e6, 1)} MB",
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
