"""``warta serve``: the web page and the API under a production server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from search.cli.options import index_folder, index_option
from search.index import Generations

# Named, not imported: the web calls the search, never the other way round.
_APPLICATION = "web:create_app"


@click.command("serve")
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
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
    Generations(folder).pointer()  # better said here than on the first page
    os.environ["WARTA_INDEX"] = str(folder.resolve())
    click.echo(f"Warta: http://{host}:{port}  (index {folder}; stop with Ctrl+C)", err=True)
    Server(
        _APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=threads,
        log_level=LogLevels.warning,
    ).serve()
