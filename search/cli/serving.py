"""``warta serve``: the web page and the API under a production server."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click

from search.backends.embedded import EmbeddedIndex
from search.cli.options import index_folder, index_option

# Named, not imported: the web calls the search, never the other way round.
_APPLICATION = "web:create_app"
_STOPPING_SECONDS = 10  # a worker that was still starting may have missed that it should stop


@click.command("serve", short_help="Serve the web page and the JSON API.")
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is all.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on."
)
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes.")
@click.option(
    "--threads", type=click.IntRange(1, 256), default=4, show_default=True, help="Threads a process."
)
def serve_command(index: Path | None, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the page and the JSON API until interrupted.

    A rebuilt index is picked up while serving.
    """
    from granian.constants import Interfaces  # noqa: PLC0415 - only this command needs the server
    from granian.log import LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    folder = index_folder(index)
    EmbeddedIndex(folder)  # missing or damaged: better said here than on the first page
    address = _free_address(host, port)
    os.environ["WARTA_INDEX"] = str(folder.resolve())
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Warta: http://{shown}:{port}  (index {folder}; stop with Ctrl+C)", err=True)
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
        raise click.ClickException(
            f"cannot listen on {host} port {port}: {error.strerror}; choose others with --host and --port"
        ) from error
    return str(address[0])
