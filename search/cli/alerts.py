"""``warta alert``: saved searches that report new articles by a webhook or by mail."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from search.addresses import shown_address
from search.cli.command import Group, argument, command, option
from search.cli.durations import duration_option
from search.cli.language import language, say
from search.cli.options import (
    QueryCommand,
    filter_options,
    index_location,
    index_option,
    json_option,
    parameter_option,
    text_value,
    text_values,
    wrong_request,
)
from search.cli.stopping import repeated, stopping
from search.cli.terminal import print_json
from search.cli.waiting import LastingCommand
from search.errors import AlertError, RequestError
from search.location import local_folder
from search.readers.formats.needed import needed
from search.request import SearchRequest

if TYPE_CHECKING:
    from search.alerts import Alert, Ran

_LEAST_EVERY = 10  # seconds


@click.group("alert", cls=Group)
def alert_command() -> None:
    """Collect the commands on alerts. Each command imports what only alerts need."""
    needed("urllib3")


class _AddCommand(LastingCommand, QueryCommand):
    """The command ``warta alert add``."""


@command("add", _AddCommand, code="alert_add")
@argument("words", nargs=-1, metavar="[QUERY]", callback=text_values)
@option("--webhook", callback=text_value, metavar="URL", default=None, help="option_webhook")
@option("--mail", callback=text_value, metavar="ADDRESS", default=None, help="option_mail")
@option("--name", callback=text_value, metavar="NAME", default="", help="option_alert_name")
@option("--allow-private", is_flag=True, help="option_allow_private")
@filter_options("search")
@parameter_option("search", "from", "option_from")
@parameter_option("search", "to", "option_to")
@parameter_option("search", "exact", "option_exact")
@index_option
@json_option
def add_command(
    words: tuple[str, ...],
    webhook: str | None,
    mail: str | None,
    name: str,
    allow_private: bool,
    index: Path | None,
    as_json: bool,
    **fields: Any,
) -> None:
    """Add an alert."""
    from search.alerts import add_alert  # noqa: PLC0415

    try:
        request = SearchRequest(" ".join(words), **fields)
    except RequestError as error:
        raise wrong_request(error, "search") from error
    added = add_alert(
        index_location(index), request, webhook=webhook or "", mail=mail or "", name=name,
        allow_private=allow_private, language=language(),
    )  # fmt: skip
    if as_json:
        print_json({**_shown(added), "secret": added.secret or None})
        return
    click.echo(say("alert_added", name=added.name, target=shown_address(added.target)))
    if added.secret:
        click.echo(say("alert_secret", secret=added.secret))


@command("list", code="alert_list")
@index_option
@json_option
def list_command(index: Path | None, as_json: bool) -> None:
    """Show the alerts and how they are doing."""
    from search.alerts import AlertState  # noqa: PLC0415

    folder, alerts = local_folder(index_location(index)), []
    if AlertState.is_there(folder):
        with closing(AlertState(folder)) as state:
            alerts = state.alerts()
    if as_json:
        print_json({"alerts": [_shown(one) for one in alerts]})
        return
    for one in alerts:
        told = say("alert_counts", told=one.told, waiting=one.waiting, lost=one.lost)
        query = one.query or say("all_articles")
        click.echo(f"{one.name}  {query}  {shown_address(one.target)}  {told}  {one.problem}".rstrip())
    if not alerts:
        click.echo(say("no_alerts"))


@command("remove", LastingCommand, code="alert_remove")
@argument("name", metavar="NAME", callback=text_value)
@index_option
def remove_command(name: str, index: Path | None) -> None:
    """Remove an alert."""
    from search.alerts import AlertState  # noqa: PLC0415

    folder = local_folder(index_location(index))
    if not AlertState.is_there(folder):
        raise AlertError("no_such_alert", name=repr(name))
    with closing(AlertState(folder)) as state:
        state.remove(name)
    click.echo(say("alert_removed", name=name))


@command("run", LastingCommand, code="alert_run")
@duration_option("--every", _LEAST_EVERY, "option_alert_every")
@index_option
@json_option
def run_command(every: int | None, index: Path | None, as_json: bool) -> None:
    """Send messages about new articles, once or repeatedly. Waiting messages are tried first, at once."""
    from search.alerts import run_alerts  # noqa: PLC0415

    folder = index_location(index)
    with stopping() as stop:

        def send(first: bool) -> Ran:
            ran = run_alerts(folder, stop=stop, now=first)
            _say(ran, as_json)
            return ran

        ran = repeated(send, every, stop)
    sys.exit(0 if every or ran.is_clean else 1)


def _say(ran: Ran, as_json: bool) -> None:
    if as_json:
        alerts = [
            {
                "name": one.name,
                "told": one.told,
                "waiting": one.waiting,
                "lost": one.lost,
                "problem": one.problem.said("en") if one.problem else None,
            }
            for one in ran.alerts
        ]
        print_json({"busy": ran.busy, "alerts": alerts})
        return
    if ran.busy:
        click.echo(say("alerts_are_running"))
    for one in ran.alerts:
        if one.problem:
            click.echo(say("alert_failing", name=one.name, reason=one.problem, count=one.waiting), err=True)
        else:
            click.echo(say("alert_told", name=one.name, count=one.told))
        if one.lost:
            click.echo(say("alert_lost", name=one.name, count=one.lost), err=True)


def _shown(alert: Alert) -> dict[str, Any]:
    return {
        "name": alert.name,
        "request": dict(alert.request),
        "kind": alert.kind,
        "target": shown_address(alert.target),
        "told": alert.told,
        "waiting": alert.waiting,
        "lost": alert.lost,
        "problem": alert.problem or None,
        "told_at": alert.told_at,
    }


for one in (add_command, list_command, remove_command, run_command):
    alert_command.add_command(one)
