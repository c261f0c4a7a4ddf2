"""The entry point: the commands together, and what becomes of errors."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Any

import click

from search.cli import (
    analysis,
    archive,
    building,
    evaluation,
    feeds,
    formats,
    generations,
    paragraphs,
    searching,
    serving,
    similar,
    watching,
)
from search.cli.command import Group
from search.cli.language import asked_language
from search.cli.terminal import drop_output, flush_or_drop_output, prepare_streams
from search.cli.usage import usage_said
from search.errors import WartaError
from search.parameters import LANGUAGES
from search.wording.catalogue import say, system_said


class _Commands(Group):
    """A group whose commands may lose their reader halfway, as in ``warta search ... | head -1``."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command to its last flushed byte."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:  # Click would make exit code 1 of it, which means something else here
            drop_output()
            raise click.exceptions.Exit(0) from None
        return result


@click.group("warta", cls=_Commands, invoke_without_command=True, context_settings={"max_content_width": 100})
@click.version_option(version("warta"), message="warta %(version)s", help="option_version")
@click.pass_context
def warta(context: click.Context) -> None:
    """Collect the commands."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for one in (
    building.reindex_command,
    building.add_command,
    formats.formats_command,
    feeds.feed_command,
    watching.watch_command,
    archive.delete_command,
    archive.stats_command,
    generations.check_command,
    generations.rollback_command,
    searching.search_command,
    paragraphs.paragraphs_command,
    similar.similar_command,
    analysis.analyze_command,
    evaluation.batch_command,
    evaluation.evaluate_command,
    serving.serve_command,
    serving.settings_command,
):
    warta.add_command(one)


def main() -> None:
    """Run the command line and leave with its exit code; no traceback for anything foreseen."""
    prepare_streams()
    language = LANGUAGES[0]
    try:
        language = asked_language(sys.argv[1:])
        code = warta.main(prog_name="warta", standalone_mode=False, obj=language) or 0
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "warta"
        said, hint = usage_said(error, language).rstrip("."), say(language, "see_help", command=path)
        code = _failed(f"{said}{'' if said.endswith('?') else '.'} {hint}", path)
    except WartaError as error:
        code = _failed(error.said(language))
    except OSError as error:
        place = error.filename
        said = say(language, "at_place", place=place, reason=error) if place else system_said(language, error)
        code = _failed(said)
        flush_or_drop_output()  # it may be standard output that failed: a full disk
    except (KeyboardInterrupt, click.Abort):
        code = _failed(say(language, "interrupted"))
    sys.exit(code)


def _failed(message: str, command: str = "warta") -> int:
    click.echo(f"{command}: {' '.join(message.split())}", err=True)
    return 2
