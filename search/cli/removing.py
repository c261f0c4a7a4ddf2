"""Commands for the deletion of articles: ``warta delete``, ``removed``, ``unblock`` and ``purge``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from search.article import ArticleMetadata, usable_id
from search.capabilities import ensure_folder
from search.cli.command import argument, command, option
from search.cli.language import say
from search.cli.options import (
    filter_options,
    first_day,
    index_folder,
    index_location,
    index_option,
    json_option,
    last_day,
    text_value,
    text_values,
    wrong_request,
)
from search.cli.terminal import print_json
from search.cli.usage import WrongUse, WrongValue
from search.cli.waiting import WritingCommand, leave_with, locking, wait_option
from search.errors import IndexMissingError, NotFoundError, RequestError, WartaError
from search.index.generations import Generations, Remarks
from search.index.removals import Removal, Removals
from search.indexing import delete, removed, unblock
from search.location import Location
from search.readers.labels import printable
from search.remarks import Remark
from search.traces import purge


def _day(day_of: Callable[..., date | None]) -> Callable[..., date | None]:
    """Return the callback of Click for a day. A range that is open at this end is refused."""

    def day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
        found = day_of(context, parameter, value)
        if value is not None and found is None:
            raise WrongValue(Remark("open_date", {"text": repr(value)}))
        return found

    return day


def _not_blank(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise WrongValue(Remark("blank_value"))
    return text_value(context, parameter, value)


_SHOWN = 5  # a dry run lists so many articles, months and values
_reason_option = option("--reason", callback=text_value, default="", metavar="TEXT", help="option_reason")


@command("delete", WritingCommand)
@argument("ids", nargs=-1, metavar="[ID]...", callback=text_values)
@option("--url", "urls", multiple=True, metavar="URL", callback=text_values, help="option_delete_url")
@option("--query", metavar="QUERY", callback=_not_blank, help="option_delete_query")
@option("--before", metavar="DATE", callback=_day(first_day), help="option_before")
@option("--after", metavar="DATE", callback=_day(last_day), help="option_after")
@filter_options("search")
@option("--dry-run", is_flag=True, help="option_dry_run")
@_reason_option
@option("--block", is_flag=True, help="option_block")
@option("--purge", "purging", is_flag=True, help="option_purge")
@wait_option
@index_option
@option("--quiet", "-q", is_flag=True, help="option_quiet_delete")
def delete_command(
    ids: tuple[str, ...],
    urls: tuple[str, ...],
    query: str | None,
    before: date | None,
    after: date | None,
    dry_run: bool,
    reason: str,
    block: bool,
    purging: bool,
    wait: float,
    index: Path | None,
    quiet: bool,
    **filters: Any,
) -> None:
    """Delete the articles with given ids or addresses, or those that match a query, and name unknown ones."""
    folder = index_location(index)
    if purging or block or reason:
        ensure_folder(folder, "cluster_takedowns")
    conditions = {name: value for name, value in filters.items() if value}
    if before and after and before <= after + timedelta(days=1):
        raise WrongUse("no_day_between", before=before, after=after)
    conditions |= {"date_to": before - timedelta(days=1)} if before else {}
    conditions |= {"date_from": after + timedelta(days=1)} if after else {}
    conditions |= {"text": query} if query else {}
    chosen, unknown = _chosen(folder, ids, urls, conditions)
    if dry_run:
        _show_dry_run(folder, chosen, unknown)
        return
    if unknown and not chosen and not block:
        _name_unknown(unknown)
        sys.exit(1)
    done = delete(chosen, folder, reason=reason, block=block, urls=unknown, lock=locking(wait))
    unknown += done.unknown
    _name_unknown(unknown, "not_in_the_index_blocked" if block else "not_in_the_index")
    if not quiet:
        now = {"folder": folder, "generation": done.generation}
        click.echo(
            say("deleted", deleted=done.deleted, articles=done.articles, paragraphs=done.paragraphs, **now)
        )
    remarks = done.remarks
    if purging:
        assert isinstance(folder, Path)
        try:
            remarks += _purge(folder, reason, wait, quiet)
        except WartaError as error:
            if not done.deleted:
                raise
            remarks += (Remark("deleted_not_purged", {"reason": error}),)
    leave_with(remarks)
    if unknown and not block:
        sys.exit(1)


def _chosen(
    folder: Location, ids: tuple[str, ...], urls: tuple[str, ...], conditions: dict[str, Any]
) -> tuple[list[str], list[str]]:
    """Return the ids of the articles to delete, and the addresses that no article has."""
    if conditions and (ids or urls):
        raise WrongUse("names_and_conditions")
    if conditions:
        chosen = [one.id for one in _matching(folder, conditions)]
        if not chosen:
            click.echo(say("nothing_matches"), err=True)
            sys.exit(1)
        return chosen, []
    if not ids and not urls:
        raise WrongUse("nothing_to_delete")
    at = {url: _at_address(folder, url) for url in urls}
    chosen = [*_given(ids), *(one for found in at.values() for one in found)]
    return [*dict.fromkeys(chosen)], [url for url, found in at.items() if not found]


def _given(ids: tuple[str, ...]) -> Iterator[str]:
    for one in ids:
        if one == "-":
            for line in sys.stdin.buffer:
                if article_id := line.decode("utf-8", "replace").strip():
                    yield article_id
        else:
            yield one


def _opened(location: Location) -> Any:
    from search.backends.opening import open_index  # noqa: PLC0415 - ids alone need no searcher

    return open_index(location)


def _matching(folder: Location, conditions: dict[str, Any]) -> Sequence[ArticleMetadata]:
    from search.request import SearchRequest  # noqa: PLC0415

    try:
        request = SearchRequest(**{"text": "", **conditions})
    except RequestError as error:
        raise wrong_request(error, "search") from error
    found: Sequence[ArticleMetadata] = _opened(folder).matching(request)
    return found


def _at_address(folder: Location, url: str) -> list[str]:
    return [*_opened(folder).at_address(url)]


def _name_unknown(unknown: Sequence[str], code: str = "not_in_the_index") -> None:
    for one in unknown:
        click.echo(say(code, id=one), err=True)


def _show_dry_run(folder: Location, ids: Sequence[str], unknown: Sequence[str]) -> None:
    """Print what would be deleted: numbers by source and by month, and the first articles."""
    opened = _opened(folder)
    found: list[ArticleMetadata] = []
    missing = list(unknown)
    for one in ids:
        try:
            found.append(opened.article(usable_id(one)).metadata)
        except NotFoundError:
            missing.append(one)
    _name_unknown(missing)
    paragraphs = sum(one.paragraph_count for one in found)
    now = {"folder": folder, "generation": opened.generation}
    click.echo(say("would_be_deleted", articles=len(found), paragraphs=paragraphs, **now))
    sources = Counter(one.source or say("without_source") for one in found)
    months = Counter(one.published.isoformat()[:7] if one.published else say("undated") for one in found)
    for counts in (sources.most_common(), sorted(months.items())):
        for name, count in counts[:_SHOWN]:
            click.echo(f"  {say('number', number=count):>7}  {name}")
        if len(counts) > _SHOWN:
            click.echo(f"           {say('more', count=len(counts) - _SHOWN)}")
    for about in found[:_SHOWN]:
        day = about.published.isoformat()[:10] if about.published else "-"
        click.echo(f"  {about.id}  {day}  {about.title or say('untitled')}")
    if len(found) > _SHOWN:
        click.echo(f"  {say('more', count=len(found) - _SHOWN)}")
    if missing:
        sys.exit(1)


@command("removed")
@index_option
@json_option
def removed_command(index: Path | None, as_json: bool) -> None:
    """List the articles that were deleted, with time and reason."""
    folder = index_folder(index, "cluster_takedowns")
    Generations(folder).pointer()
    lines, blocked = removed(folder), Removals(folder).blocked()
    here = _still_there(folder, lines)
    kept_out = [one.blocks and (blocked.has_id(one.id) or blocked.has_address(one.url)) for one in lines]
    if as_json:
        states = [
            {"blocked": out, "in_index": one.id in here} for one, out in zip(lines, kept_out, strict=True)
        ]
        print_json([{**asdict(one), **state} for one, state in zip(lines, states, strict=True)])
        return
    if not lines:
        click.echo(say("nothing_removed", folder=folder), err=True)
    for one, is_blocked in zip(lines, kept_out, strict=True):
        facts = [one.at.replace("T", " ")[:16], say(f"event_{one.event}"), one.id or one.url]
        facts += [say("removed_blocks")] if is_blocked else []
        facts += [say("removed_is_back")] if one.id in here else []
        click.echo(printable("  ".join([*facts, one.reason]).rstrip()))


def _still_there(folder: Path, lines: Sequence[Removal]) -> set[str]:
    """Return the ids of the log that are in the index again."""
    try:
        opened = _opened(folder) if lines else None
    except IndexMissingError:
        return set()
    there = set()
    for one in {line.id for line in lines if line.id}:
        try:
            if opened is not None and opened.article(one):
                there.add(one)
        except NotFoundError:
            continue
    return there


@command("unblock", WritingCommand)
@argument("names", nargs=-1, required=True, metavar="ID...", callback=text_values)
@wait_option
@index_option
def unblock_command(names: tuple[str, ...], wait: float, index: Path | None) -> None:
    """Allow that articles which were deleted with --block are indexed again."""
    others = unblock(names, index_folder(index, "cluster_takedowns"), lock=locking(wait))
    for one in others:
        click.echo(say("not_blocked", id=one), err=True)
    if count := len(names) - len(others):
        click.echo(say("unblocked", count=count))
    if others:
        sys.exit(1)


@command("purge", WritingCommand)
@_reason_option
@wait_option
@index_option
@option("--quiet", "-q", is_flag=True, help="option_quiet")
def purge_command(reason: str, wait: float, index: Path | None, quiet: bool) -> None:
    """Remove everything that was deleted from the disk."""
    leave_with(_purge(index_folder(index, "cluster_takedowns"), reason, wait, quiet))


def _purge(folder: Path, reason: str, wait: float, quiet: bool) -> Remarks:
    """Purge an index and print what was done. Return what failed afterwards."""
    done = purge(folder, lock=locking(wait), reason=reason)
    if not quiet:
        counts = {"articles": done.articles, "paragraphs": done.paragraphs}
        click.echo(say("purged", folder=folder, generation=done.generation, **counts))
        if done.traces:
            click.echo(say("purged_traces", count=done.traces))
    return done.remarks
