"""``warta serve`` runs the page and the API under a production server; ``warta settings`` shows settings."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from search import disk
from search.addresses import shown_address
from search.backends.opening import open_index
from search.cli.command import command
from search.cli.language import language, say
from search.cli.options import index_location, index_option, json_option, setting_option
from search.cli.terminal import print_json
from search.errors import ClusterError, DiskError, SettingsError
from search.settings import Settings, load_with_origins, name_of, unknown_variables

# The application is named and not imported, because `search` never imports `web`.
_APPLICATION = "web.serving"
# Seconds for which a thread keeps the interpreter while others wait; a tenth of the default, since answers
# are short.
_SWITCH_SECONDS = 0.0005
_STOPPING_SECONDS = 10  # seconds; a worker that was still starting may have missed the signal to stop
# If all workers die, they are started again, with longer and longer pauses, because the cause may be
# temporary.
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 30.0
_COUNTERS = "PROMETHEUS_MULTIPROC_DIR"  # the variable of prometheus-client
_COUNTER_BYTES = 1 << 19  # thrice what all endpoints, statuses and problems take


@command("serve")
@index_option
@setting_option("host", "option_host")
@setting_option("port", "option_port")
@setting_option("unix_socket", "option_unix_socket", metavar="PATH")
@setting_option("workers", "option_workers")
@setting_option("threads", "option_threads")
@setting_option("path_prefix", "option_path_prefix", metavar="/PATH")
@setting_option("proxies", "option_proxies")
@setting_option("log_format", "option_log_format")
def serve_command(index: Path | None, **given: Any) -> None:
    """Serve the page and the JSON API until interrupted. New generations are opened meanwhile."""
    location = index_location(index)
    try:
        open_index(location)  # missing or damaged: better said here than on the first page
    except ClusterError as error:
        if error.code == "cluster_denies":
            raise
        click.echo(f"warta: {error.said(language())}", err=True)  # pages say so until the cluster is back
    host, port, unix_socket, prefix = (given[n] for n in ("host", "port", "unix_socket", "path_prefix"))
    listening: dict[str, Any]
    if unix_socket:
        _ensure_socket_free(unix_socket)
        where, listening = f"unix:{unix_socket}", {"uds": unix_socket}
    else:
        listening = {"address": _free_address(host, port), "port": port}
        where = f"http://{f'[{host}]' if ':' in host else host}:{port}{prefix}"
    _ensure_counting(Settings.load())
    click.echo(say("serving", address=where, folder=location), err=True)
    os.environ["WARTA_INDEX"] = str(location.resolve() if isinstance(location, Path) else location)
    os.environ["WARTA_PROXIES"] = str(given["proxies"])
    os.environ["WARTA_PATH_PREFIX"] = prefix
    os.environ["WARTA_LOG_FORMAT"] = given["log_format"]
    os.environ["WARTA_THREADS"] = str(given["threads"])
    with TemporaryDirectory(prefix="warta-") as counts:
        os.environ.setdefault(_COUNTERS, counts)  # workers write their counters there
        _serve({**listening, "workers": given["workers"]})


def _serve(settings: dict[str, Any]) -> None:
    """Serve until interrupted. If all workers die, the server is started again."""
    from granian.constants import Interfaces  # noqa: PLC0415 - only this command needs the server
    from granian.log import LOGGING_CONFIG, LogLevels  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    theirs: Any = LOGGING_CONFIG["handlers"]
    log_to_stderr = {"handlers": {**theirs, "console": {**theirs["console"], "stream": "ext://sys.stderr"}}}
    pause = _FIRST_PAUSE_SECONDS
    while True:
        server = Server(
            _APPLICATION,
            **settings,
            interface=Interfaces.ASGINL,  # the server does not log its start and its end
            websockets=False,
            workers_kill_timeout=_STOPPING_SECONDS,
            respawn_failed_workers=True,
            log_level=LogLevels.error,
            log_dictconfig=log_to_stderr,
        )
        started = time.monotonic()
        ended = threading.Event()
        threading.Thread(target=_report_dead_workers, args=(server, ended), daemon=True).start()
        with suppress(SystemExit):  # the server ends so if its workers died
            # The loader imports the application by its name, so that no module of the working folder replaces
            # it.
            server.serve(target_loader=load_application, wrap_loader=False)
        ended.set()
        if time.monotonic() - started > _LONGEST_PAUSE_SECONDS:
            pause = _FIRST_PAUSE_SECONDS
        if _interrupted(server, 0):
            return
        click.echo(say("workers_died", seconds=int(pause)), err=True)
        if _interrupted(server, pause):
            return
        pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)


def _report_dead_workers(server: Any, ended: threading.Event) -> None:
    """Report workers that died while the server replaced another one, which it does not notice."""
    reported: set[Any] = set()
    dead_before: set[Any] = set()
    while not ended.wait(1):
        dead = {worker for worker in list(server.wrks) if worker.inner.pid and not worker.is_alive()}
        for worker in dead & dead_before - reported:  # after a second, the server has still not replaced it
            server.interrupt_children.append(worker.idx)
            server.main_loop_interrupt.set()
        reported |= dead & dead_before
        dead_before = dead


def load_application() -> Any:
    """Return the application. It runs in the process of a worker, which ends if the server is killed."""
    reserve_counters()
    sys.setswitchinterval(_SWITCH_SECONDS)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    served = importlib.import_module(_APPLICATION).served()
    archive = served.application.extensions["warta"]
    threading.Thread(target=archive.keep_up, name="warta-opening", daemon=True).start()
    return served


def reserve_counters() -> None:
    """Make the files of this process's counters, before prometheus-client maps them into memory.

    It makes files without blocks: on a full disk, the first count would end the process (SIGBUS). If there is
    no space now, this process counts in its memory, and ``/metrics`` has the counts of whoever answers.
    """
    folder = os.environ.get(_COUNTERS, "")
    try:
        for kind in ("counter", "histogram"):
            disk.write(Path(folder) / f"{kind}_{os.getpid()}.db", bytes(_COUNTER_BYTES))
    except DiskError as error:
        os.environ.pop(_COUNTERS, None)
        click.echo(f"warta: {error}", err=True)


def _end_with(parent: int) -> None:
    """End this process when its parent has ended; otherwise it would keep the port occupied."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_STOPPING_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def _interrupted(server: Any, seconds: float) -> bool:
    """Wait for some seconds, and return whether the server was asked to stop meanwhile."""
    end = time.monotonic() + seconds
    while not server.interrupt_signal and time.monotonic() < end:
        time.sleep(0.1)  # the signal handler of the server is still installed, and sets this flag
    return bool(server.interrupt_signal)


def _ensure_socket_free(path: Path) -> None:
    """Remove a socket on which no process listens. Raises SettingsError if the path is anything else."""
    try:
        if path.is_socket():
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
                if trial.connect_ex(str(path)) == 0:
                    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
            path.unlink()
        elif path.exists():
            raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as trial:
            trial.bind(str(path))
        path.unlink()
    except OSError as error:
        raise SettingsError("cannot_listen_on_socket", path=path, reason=error) from error


def _ensure_counting(settings: Settings) -> None:
    """Raise SettingsError if requests cannot be counted where a setting says; every worker would end."""
    if not settings.rate_limit and not settings.key_rate_limit:
        return
    from limits.storage import storage_from_string  # noqa: PLC0415 - only this command needs it

    try:
        storage_from_string(settings.rate_limit_storage)
    except Exception as error:  # of one of many libraries
        shown = shown_address(settings.rate_limit_storage)
        reason = str(error).replace(settings.rate_limit_storage, shown)
        raise SettingsError("no_rate_storage", value=repr(shown), reason=reason) from error


def _free_address(host: str, port: int) -> str:
    """Return the numeric address of ``host``. Raises SettingsError if the port cannot be listened on.

    Without this check, the server would end with a traceback.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            if os.name == "posix":  # the server sets it too, so a port that was just released counts as free
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise SettingsError("cannot_listen", host=host, port=str(port), reason=error) from error
    return str(address[0])


#: Settings whose values are never shown, and what is printed in their place.
_HIDDEN = "********"
_SECRETS = ("secret", "smtp_password", "opensearch_password", "opensearch_token")


@command("settings")
@json_option
def settings_command(as_json: bool) -> None:
    """Show all settings, with their values and the origins of the values."""
    settings, origins = load_with_origins()
    values = {name_of(one.name): getattr(settings, one.name) for one in fields(Settings)}
    values |= {name: _HIDDEN for name in _SECRETS if values[name]}
    values["rate_limit_storage"] = shown_address(values["rate_limit_storage"])
    unknown = unknown_variables()
    if as_json:
        rows = {name: {"value": _plain(value), "origin": origins[name]} for name, value in values.items()}
        print_json({"settings": rows, "unknown_variables": unknown})
        return
    width = max(map(len, values))
    for name, value in values.items():
        click.echo(f"{name:{width}}  {_shown(value)}  ({origins[name] or say('setting_default')})")
    for name in unknown:
        click.echo(say("unknown_variable", variable=name), err=True)


def _shown(value: Any) -> str:
    """Return a value as a settings file has it."""
    if value in (None, ""):
        return say("setting_none")
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value
