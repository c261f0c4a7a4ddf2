"""A Postgres server for one run: the one that PGHOST names, or else a new one in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_INSTALLED = Path("/usr/lib/postgresql")  # Debian keeps the server's programs out of PATH
_ACCOUNT = "postgres"  # the server refuses to run as root


class NoServerError(Exception):
    """No server can be started. The text gives the reason in a few words."""


@contextmanager
def postgres_server() -> Iterator[dict[str, str]]:
    """Yield the environment in which psql finds a server. Raises NoServerError.

    A new server listens only on a socket in its folder, and is stopped and removed at the end.
    """
    if os.environ.get("PGHOST"):
        yield dict(os.environ)
        return
    programs = _programs()
    account = _ACCOUNT if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="warta-pg-"))  # not in the cache: a socket's path must be short
    control = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    try:
        if account:
            _given_to(folder, account)
        _run([str(programs / "initdb"), "-D", str(folder / "data"), "-U", "bench", "-A", "trust"], account)
        listening = f"-k {folder} -c listen_addresses=''"
        _run([*control, "-l", str(folder / "log"), "-o", listening, "start"], account)
        try:
            yield {**os.environ, "PGHOST": str(folder), "PGUSER": "bench", "PGDATABASE": "postgres"}
        finally:
            _run([*control, "-m", "immediate", "stop"], account)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(_INSTALLED.glob("*/bin"), key=lambda folder: _version(folder.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").is_file() and (folder / "pg_ctl").is_file():
            return folder
    raise NoServerError("no server (PGHOST is not set, and Postgres is not installed)")


def _version(name: str) -> float:
    try:
        return float(name)
    except ValueError:
        return 0.0


def _given_to(folder: Path, account: str) -> None:
    try:
        shutil.chown(folder, account)
    except LookupError as error:
        raise NoServerError(f"no server (root cannot start one without an account {account})") from error


def _run(command: list[str], account: str | None) -> None:
    # Output goes to files that the server may keep open: a pipe would wait for it.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, check=False, user=account, cwd="/")
        if done.returncode:
            said.seek(0)
            lines = said.read().strip().splitlines()
            raise NoServerError(f"{Path(command[0]).name}: {lines[-1] if lines else done.returncode}")
