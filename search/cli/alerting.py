"""After a command has added articles, the alerts of the index are run."""

from __future__ import annotations

import os

import click

from search.cli.language import language, say
from search.errors import WartaError
from search.location import Location, local_folder

_FILE = "alerts.sqlite"  # the file of search.alerts.state, which is imported only if there are alerts


def run_alerts_of(folder: Location, *, quiet: bool) -> None:
    """Run the alerts of an index, if it has any. Messages that cannot be sent now wait for the next run."""
    if not os.path.lexists(local_folder(folder) / _FILE):
        return
    try:
        from search.alerts import run_alerts  # noqa: PLC0415 - slow to import, and few indexes have alerts

        ran = run_alerts(folder)
    except WartaError as error:
        click.echo(f"warta: {error.said(language())}", err=True)
        return
    for done in ran.alerts:
        if done.problem:
            said = say("alert_failing", name=done.name, reason=done.problem, count=done.waiting)
            click.echo(said, err=True)
        elif done.told and not quiet:
            click.echo(say("alert_told", name=done.name, count=done.told))
