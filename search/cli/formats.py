"""``warta formats``: the formats of sources that can be read, and the libraries that some of them miss."""

from __future__ import annotations

import click

from search.cli.command import command
from search.cli.language import say
from search.readers import KINDS


@command("formats")
def formats_command() -> None:
    """List the formats of sources."""
    width = max(map(len, KINDS))
    for kind in KINDS.values():
        suffixes = " ".join(kind.suffixes) or say("format_by_content")
        lacking = (
            "" if kind.is_readable else f"  {say('extra_missing', extra=kind.extra, library=kind.library)}"
        )
        click.echo(f"{kind.name:<{width}}  {suffixes}{lacking}")
