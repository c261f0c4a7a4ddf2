"""``warta serve``: the web page and the API under a production server."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from search.backends.embedded import EmbeddedIndex
from search.cli.command import command, option
from search.cli.language import say
from search.cli.options import index_folder, index_option
from search.errors import SettingsError

# Named, not imported: the web calls the search, never the other way round.
_APPLICATION = "web:create_app"
_STOPPING_SECONDS = 10  # a worker that was still starting may have missed that it should stop


@command("serve")
@index_option
@option("--host", default="127.0.0.1", show_default=True, help="option_host")
@option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="option_port")
@option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="option_workers")
@option("--threads", type=click.IntRange(1, 256), default=4, show_default=True, help="option_threads")
def serve_command(index: Path | None, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the page and the JSON API until interrupted; a rebuilt index is picked up meanwhile."""
    from granian.constants import Interfaces  # noqa: PLC0415 - only this command needs the server
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    folder = index_folder(index)
    EmbeddedIndex(folder)  # missing or damaged: better said here than on the first page
    address = _free_address(host, port)
    os.environ["WARTA_INDEX"] = str(folder.resolve())
    shown = f"[{host}]" if ":" in host else host
    click.echo(say("serving", address=f"http://{shown}:{port}", folder=folder), err=True)
    Server(
        _APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=threads,
        workers_kill_timeout=_STOPPING_SECONDS,
        log_level=LogLevels.warning,
    ).serve()


def _free_address(host: str, port: int) -> str:
    """Return the numeric address of ``host``, after trying that the port can be listened on there.

    The server itself would fail with a traceback.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            if os.name == "posix":  # as the server does: a port that was just given up is free
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise SettingsError("cannot_listen", host=host, port=str(port), reason=error) from error
    return str(address[0])
