"""The entry point: the commands together, and what becomes of errors."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version

import click

from search.cli import archive, evaluation, searching, serving
from search.errors import WartaError

_HELP = """Search over Indonesian news archives.

\b
  warta reindex archive.jsonl.zst     index an archive
  warta search "banjir jakarta"       search it
  warta serve                         search it in the browser

The index folder is --index, else the environment variable WARTA_INDEX, else ./warta-index.
Exit codes: 0 done; 1 done with rejected input, each named; 2 could not be done.
"""


@click.group(help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("warta"), message="warta %(version)s")
def warta() -> None:
    """Collect the commands."""


for command in (
    archive.reindex_command,
    archive.stats_command,
    archive.check_command,
    archive.rollback_command,
    searching.search_command,
    searching.analyze_command,
    evaluation.batch_command,
    evaluation.evaluate_command,
    serving.serve_command,
):
    warta.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code; no traceback for anything foreseen."""
    try:
        code = warta.main(prog_name="warta", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.Abort:
        code = _failed("interrupted")
    except click.ClickException as error:
        error.show()
        code = 2
    except WartaError as error:
        code = _failed(str(error))
    except BrokenPipeError:  # the reader of our output had enough, as in `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        code = _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        code = _failed("interrupted")
    sys.exit(code or 0)


def _failed(message: str) -> int:
    click.echo(f"warta: {message}", err=True)
    return 2
