"""The entry point: the commands together, and what becomes of errors."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Any

import click

from search.cli import analysis, archive, building, evaluation, paragraphs, searching, serving, similar
from search.cli.options import RequestUsageError
from search.cli.terminal import drop_output, flush_or_drop_output, prepare_streams
from search.errors import WartaError
from search.wording.catalogue import say

_HELP = """Search Indonesian news archives.

\b
  warta reindex archive.jsonl.zst     index an archive: a file, a folder, or several
  warta add today.jsonl               add to it, or replace what has the same id
  warta search "banjir jakarta"       search it here
  warta serve                         search it in the browser

The index is a folder: --index, else the environment variable WARTA_INDEX, else ./warta-index.

Exit codes: 0 done; 1 done with rejected input, each named; 2 could not be done.
"""


class _Commands(click.Group):
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


@click.group(
    cls=_Commands,
    help=_HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(version("warta"), message="warta %(version)s")
@click.pass_context
def warta(context: click.Context) -> None:
    """Collect the commands."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (
    building.reindex_command,
    building.add_command,
    archive.delete_command,
    archive.stats_command,
    archive.check_command,
    archive.rollback_command,
    searching.search_command,
    paragraphs.paragraphs_command,
    similar.similar_command,
    analysis.analyze_command,
    evaluation.batch_command,
    evaluation.evaluate_command,
    serving.serve_command,
):
    warta.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code; no traceback for anything foreseen."""
    prepare_streams()
    try:
        code = warta.main(prog_name="warta", standalone_mode=False) or 0
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "warta"
        language = error.language if isinstance(error, RequestUsageError) else "en"
        hint = say(language, "see_help", command=path)
        code = _failed(f"{error.format_message().rstrip('.')}. {hint}", path)
    except click.ClickException as error:
        code = _failed(error.format_message())
    except WartaError as error:
        code = _failed(str(error))
    except OSError as error:
        code = _failed(
            f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
        )
        flush_or_drop_output()  # it may be standard output that failed: a full disk
    except (KeyboardInterrupt, click.Abort):
        code = _failed("interrupted")
    sys.exit(code)


def _failed(message: str, command: str = "warta") -> int:
    click.echo(f"{command}: {' '.join(message.split())}", err=True)
    return 2
