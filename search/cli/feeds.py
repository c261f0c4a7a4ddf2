"""``warta feed``: feeds are added, listed, removed and fetched."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table
from rich.text import Text

from search.addresses import shown_address
from search.cli.alerting import run_alerts_of
from search.cli.building import said_of_index
from search.cli.command import Group, argument, command, option
from search.cli.durations import duration_option
from search.cli.language import language, say
from search.cli.options import index_location, index_option, json_option, text_value, text_values
from search.cli.stopping import repeated, stopping
from search.cli.terminal import Styled, print_json
from search.cli.waiting import LastingCommand, locking
from search.errors import FeedError
from search.location import Location, local_folder
from search.readers.formats.needed import needed
from search.wording import catalogue

if TYPE_CHECKING:
    from search.feeds import Feed, FeedDone, Fetched, Told

_WRITER_SECONDS = 600.0  # a fetch waits so long for another process that changes the index
_LEAST_EVERY = 60  # seconds: no source publishes news more often


@click.group("feed", cls=Group)
def feed_command() -> None:
    """Collect the commands on feeds. Each imports what only feeds need, because it may not be installed."""
    for library in ("urllib3", "protego"):
        needed(library)


_private_option = option("--allow-private", is_flag=True, help="option_allow_private")


@command("add", LastingCommand, code="feed_add")
@argument("url", metavar="URL", callback=text_value)
@option("--name", callback=text_value, metavar="NAME", default="", help="option_feed_name")
@option("--full-text/--no-full-text", default=True, help="option_full_text")
@duration_option("--every", _LEAST_EVERY, "option_feed_every")
@option("--source", callback=text_value, metavar="NAME", default=None, help="option_feed_source")
@option("--no-check", is_flag=True, help="option_no_check")
@_private_option
@index_option
@json_option
def add_command(
    url: str,
    name: str,
    full_text: bool,
    every: int | None,
    source: str | None,
    no_check: bool,
    allow_private: bool,
    index: Path | None,
    as_json: bool,
) -> None:
    """Add a feed, after looking at what is there."""
    from search.feeds import Feed, Manners, add_feed, feed_as_json  # noqa: PLC0415

    wanted = Feed(name, url, full_text, every, source)
    manners = Manners(allow_private=allow_private)
    added = add_feed(index_location(index), wanted, check=not no_check, manners=manners)
    if as_json:
        print_json(feed_as_json(added, 0))
    else:
        click.echo(say("feed_added", name=added.name, address=shown_address(added.address)))


@command("list", code="feed_list")
@index_option
@json_option
def list_command(index: Path | None, as_json: bool) -> None:
    """Show the feeds and how their last fetches ended."""
    from search.feeds import FeedState, feed_as_json  # noqa: PLC0415

    folder, feeds = local_folder(index_location(index)), []
    if FeedState.is_there(folder):
        with closing(FeedState(folder)) as state:
            feeds = [(feed, state.wanted_count(feed.name)) for feed in state.feeds()]
    if as_json:
        print_json({"feeds": [feed_as_json(feed, waiting) for feed, waiting in feeds]})
    elif not feeds:
        click.echo(say("no_feeds"))
    else:
        _print_feeds(feeds)


def _print_feeds(feeds: list[tuple[Feed, int]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "status", "fetched_at", "new", "left", "next_at", "address"):
        table.add_column(say(f"feed_column_{column}"))
    for feed, waiting in feeds:
        fetched_at = _moment(feed.fetched_at) if feed.fetched_at else "-"
        next_at = "-" if feed.status == "stopped" else _next(feed.next_at)
        status = say(f"feed_status_{feed.status}")
        if feed.problem:
            status = f"{status}: {feed.problem.said(language())}"
        cells = (
            feed.name, status, fetched_at, say("number", number=feed.new), say("number", number=waiting),
            next_at, shown_address(feed.address),
        )  # fmt: skip
        table.add_row(*map(Text, cells))
    with Styled(wrap=True) as console:
        console.print(table)


def _next(moment: float) -> str:
    return _moment(moment) if moment > datetime.now().timestamp() else say("feed_any_time")


def _moment(seconds: float) -> str:
    """Return a time as text, in the time zone of this machine. seconds: since 1970 in UTC."""
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"


@command("remove", LastingCommand, code="feed_remove")
@argument("name", metavar="NAME", callback=text_value)
@index_option
def remove_command(name: str, index: Path | None) -> None:
    """Remove a feed."""
    from search.feeds import FeedState  # noqa: PLC0415

    folder = local_folder(index_location(index))
    if not FeedState.is_there(folder):
        raise FeedError("no_such_feed", name=repr(name))
    with closing(FeedState(folder)) as state:
        state.remove(name)
    click.echo(say("feed_removed", name=name))


@command("fetch", LastingCommand, code="feed_fetch")
@argument("names", nargs=-1, metavar="[NAME]...", callback=text_values)
@duration_option("--every", _LEAST_EVERY, "option_fetch_every")
@option("--most", type=click.IntRange(1, 100_000), default=200, show_default=True, help="option_most")
@option("--pause", type=click.IntRange(0, 3600), default=1, show_default=True, help="option_pause")
@_private_option
@index_option
@option("--quiet", "-q", is_flag=True, help="option_quiet_fetch")
@json_option
def fetch_command(
    names: tuple[str, ...],
    every: int | None,
    most: int,
    pause: int,
    allow_private: bool,
    index: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Fetch feeds and add their new articles, once or repeatedly."""
    from search.feeds import Manners, fetch  # noqa: PLC0415

    folder = index_location(index)
    manners = Manners(pause, most, allow_private)
    report = _Report(language(), quiet)
    with stopping() as stop:
        lock = locking(_WRITER_SECONDS, stop)

        def fetch_once(_first: bool) -> Fetched:
            done = fetch(folder, names, manners=manners, stop=stop, on_event=report.event, lock=lock)
            report.result(done, folder, as_json)
            if done.added:
                run_alerts_of(folder, quiet=quiet or as_json)
            return done

        fetched = repeated(fetch_once, every, stop)
    if fetched.stopped and not every:
        raise click.Abort
    sys.exit(0 if every or fetched.is_clean else 1)


class _Report:
    """Prints what is fetched. Several threads call ``event``, so the language is not that of the thread."""

    def __init__(self, language: str, quiet: bool) -> None:
        self._language, self._quiet = language, quiet

    def _say(self, code: str, **values: object) -> str:
        return catalogue.say(self._language, code, **values)

    def event(self, told: Told) -> None:
        """Print a remark on a feed or an article, unless it is only information and the command is quiet."""
        if told.is_wrong or not self._quiet:
            line = self._say("feed_place", name=told.feed, place=told.place, reason=told.remark)
            click.echo(line, err=True)

    def result(self, fetched: Fetched, folder: Location, as_json: bool) -> None:
        """Print the result of one fetch."""
        from search.feeds import fetched_as_json  # noqa: PLC0415

        if as_json:
            print_json(fetched_as_json(fetched))
            return
        for remark in fetched.added.remarks if fetched.added else ():
            click.echo(remark.said(self._language), err=True)
        for done in fetched.feeds:
            wrong = done.status in ("failing", "stopped")
            if wrong or not self._quiet:
                click.echo(self._of_feed(done), err=wrong)
        if self._quiet:
            return
        if fetched.not_due and not fetched.feeds:
            click.echo(self._say("no_feeds_due", names=tuple(fetched.not_due)))
        elif not fetched.feeds and not fetched.stopped:
            click.echo(self._say("no_feeds"))
        if fetched.added:
            click.echo(said_of_index(self._language, fetched.added, folder))

    def _of_feed(self, done: FeedDone) -> str:
        said = self._say(
            f"feed_{done.status}", name=done.name, named=done.named, fetched=done.fetched,
            reason=done.problem or "", moment=_moment(done.next_at),
        )  # fmt: skip
        if done.waiting:
            said += f"; {self._say('articles_waiting', count=done.waiting)}"
        return said


for one in (add_command, list_command, remove_command, fetch_command):
    feed_command.add_command(one)
