"""``warta key``: it makes, lists and revokes keys of the API."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from search.cli.command import Group, argument, command, option
from search.cli.language import say
from search.cli.options import index_location, index_option, json_option, text_value, text_values
from search.cli.terminal import print_json
from search.cli.waiting import LastingCommand
from search.keys import EVERY_SOURCE, Key, Keys
from search.location import local_folder
from search.setting_values import SCOPES
from search.settings import Settings


@click.group("key", cls=Group)
def key_command() -> None:
    """Collect the commands on keys."""


@command("add", LastingCommand, code="key_add")
@argument("name", metavar="NAME", callback=text_value)
@option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="option_scope")
@option("--source", "sources", multiple=True, callback=text_values, metavar="NAME", help="option_key_source")
@index_option
@json_option
def add_command(
    name: str, scopes: tuple[str, ...], sources: tuple[str, ...], index: Path | None, as_json: bool
) -> None:
    """Make a key and print it; it cannot be shown again."""
    key, given = keys_of(local_folder(index_location(index))).add(name, scopes or ("search",), sources)
    if as_json:
        print_json({**_shown(key), "key": given})
        return
    click.echo(given)
    click.echo(say("key_added", name=key.name, scopes=key.scopes), err=True)


@command("list", code="key_list")
@index_option
@json_option
def list_command(index: Path | None, as_json: bool) -> None:
    """List the names and the scopes of the keys, without the keys themselves."""
    keys = keys_of(local_folder(index_location(index))).all()
    if as_json:
        print_json({"keys": [_shown(key) for key in keys]})
        return
    for key in keys:
        sources = say("every_restricted_source") if EVERY_SOURCE in key.sources else ", ".join(key.sources)
        click.echo(f"{key.id}  {key.name}  {', '.join(key.scopes)}  {sources or '-'}  {key.created[:10]}")
    if not keys:
        click.echo(say("no_keys"))


@command("revoke", LastingCommand, code="key_revoke")
@argument("name", metavar="NAME", callback=text_value)
@index_option
def revoke_command(name: str, index: Path | None) -> None:
    """Remove a key. Requests with it are refused from then on."""
    key = keys_of(local_folder(index_location(index))).revoke(name)
    click.echo(say("key_revoked", name=key.name, id=key.id))


for _command in (add_command, list_command, revoke_command):
    key_command.add_command(_command)


def keys_of(folder: Path) -> Keys:
    """Return the keys of an index, from the file that the settings name or else from its folder."""
    return Keys(Settings.load().keys_file_of(folder))


def _shown(key: Key) -> dict[str, object]:
    values = asdict(key)
    del values["hash"]
    return values
