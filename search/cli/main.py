"""The entry point of the command line: the group of all commands, and the handling of errors."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from search.cli.command import Group
from search.cli.language import asked_language
from search.cli.terminal import drop_output, flush_or_drop_output, prepare_streams
from search.cli.usage import usage_said
from search.errors import WartaError
from search.parameters import LANGUAGES
from search.wording.catalogue import say, system_said

#: The commands, and the module of each. A module is imported when its command
#: is used: ``warta add`` does not wait for what only searches need.
_MODULES = {
    "reindex": "building",
    "add": "building",
    "formats": "formats",
    "inspect": "inspecting",
    "feed": "feeds",
    "watch": "watching",
    "alert": "alerts",
    "delete": "removing",
    "removed": "removing",
    "unblock": "removing",
    "purge": "removing",
    "stats": "archive",
    "check": "generations",
    "rollback": "generations",
    "backup": "keeping",
    "restore": "keeping",
    "repair": "keeping",
    "migrate": "migrating",
    "search": "searching",
    "paragraphs": "paragraphs",
    "similar": "similar",
    "analyze": "analysis",
    "batch": "evaluation",
    "evaluate": "evaluation",
    "doctor": "doctor",
    "key": "keys",
    "serve": "serving",
    "settings": "serving",
}


class _Commands(Group):
    """The group of all commands. Their output may be closed early: ``warta search ... | head -1``."""

    def list_commands(self, ctx: click.Context | None) -> list[str]:
        """Return the names of all commands."""
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context | None, cmd_name: str) -> click.Command | None:
        """Return the command with a name, or None if there is none."""
        if cmd_name not in _MODULES:
            return None
        gc.disable()  # what is imported stays: looking for garbage in it takes a tenth of the start
        try:
            module = import_module(f"search.cli.{_MODULES[cmd_name]}")
            gc.freeze()
        finally:
            gc.enable()
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, f"brief_{name}") for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and flush its output."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:  # Click would end with exit code 1, which has another meaning here
            drop_output()
            raise click.exceptions.Exit(0) from None
        return result


@click.group("warta", cls=_Commands, invoke_without_command=True, context_settings={"max_content_width": 100})
@click.version_option(package_name="warta", message="warta %(version)s", help="option_version")
@click.pass_context
def warta(context: click.Context) -> None:
    """Collect the commands."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line and end with its exit code. Every expected error is printed in one line."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # otherwise NumPy starts a thread for each processor
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
        flush_or_drop_output()  # standard output may be what failed, for example on a full disk
    except (KeyboardInterrupt, click.Abort):
        code = _failed(say(language, "interrupted"))
    gc.freeze()  # all of it goes with the process: Python would look for garbage in it three times
    sys.exit(code)


def _failed(message: str, command: str = "warta") -> int:
    click.echo(f"{command}: {' '.join(message.split())}", err=True)
    return 2
