"""Measures whole requests with a public load tool: API and page, compared with an empty Flask application.

    python bench/load.py INDEX QUERIES [--workers 2] [--connections 8] [--seconds 10] [--rounds 3]
                         [--accept-encoding gzip]

QUERIES has one query a line. All applications run under the same server, granian, with the same number of
workers, and are loaded one after the other in each round by wrk (Debian has it), which asks for the queries
in turn over connections that are kept alive. The median of the rounds counts. Warta runs twice: as it is,
where an answer that was asked for before is kept, and with ``WARTA_KEPT_ANSWERS_MB=0``, where every request
is searched and made anew. "CPU" is the time of all processes of the server, per request.

A request that is not answered with 200, or not at all, is counted as an error.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote_plus

ROOT = Path(__file__).resolve().parent.parent
EMPTY = """
from flask import Flask

def create_app():
    app = Flask("empty")
    app.get("/")(lambda: "")
    return app
"""
# wrk requests one address; with a script it can request those of a list in turn.
SCRIPT = """
local requests, number = {}, 0
function init()  -- not before: only now wrk knows the Host
  for line in io.lines("%(addresses)s") do requests[#requests + 1] = wrk.format("GET", line, %(headers)s) end
  number = math.random(#requests)
end
function request() number = number %% #requests + 1; return requests[number] end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("FOUND %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
"""
TICKS = os.sysconf("SC_CLK_TCK")


class Load(NamedTuple):
    """The results of one run of the load tool: requests per second, milliseconds, errors."""

    rate: float
    p50: float
    p99: float
    cpu: float
    errors: int


class Served(NamedTuple):
    """A running application, and the path that is requested, with or without queries."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    path: str

    def cpu_seconds(self) -> float:
        """Return the CPU time of a process and all its descendants, in seconds."""
        return sum(_cpu_seconds(pid) for pid in _family(self.process.pid))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def started(command: list[str], port: int, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until it answers, and stop it at the end of the context."""
    search_path = os.pathsep.join(filter(None, (environment.pop("path", ""), str(ROOT))))
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": search_path, **environment})
    try:
        for _ in range(150):
            with contextlib.suppress(ConnectionError, urllib.error.URLError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            time.sleep(0.2)
        else:
            raise SystemExit(f"did not begin to answer: {' '.join(command)}")
        yield process
    finally:
        process.terminate()
        process.wait(30)


def loaded(served: Served, addresses: list[str], arguments: argparse.Namespace, seconds: int) -> Load:
    """Load an application for some seconds."""
    accepted = arguments.accept_encoding
    headers = f'{{["Accept-Encoding"] = "{accepted}"}}' if accepted else "{}"
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "addresses"), Path(folder, "load.lua")
        listed.write_text("".join(f"{address}\n" for address in addresses))
        script.write_text(SCRIPT % {"addresses": listed, "headers": headers})
        command = ["wrk", "-t1", f"-c{arguments.connections}", f"-d{seconds}", "--latency", "-s", str(script)]
        before = served.cpu_seconds()
        output = subprocess.run(
            [*command, f"http://127.0.0.1:{served.port}"], capture_output=True, text=True, check=True
        ).stdout
        cpu = served.cpu_seconds() - before
    found = re.search(r"^FOUND (\d+) (\d+) (\d+) (\d+) (\d+)$", output, re.MULTILINE)
    if not found:
        raise SystemExit(output)
    requests, duration, p50, p99, errors = map(int, found.groups())
    return Load(requests * 1e6 / duration, p50 / 1000, p99 / 1000, cpu * 1000 / max(1, requests), errors)


def measured(arguments: argparse.Namespace) -> dict[str, list[Load]]:
    """Run every application, and load them in turn."""
    queries = [line for line in arguments.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    workers = str(arguments.workers)
    warta = [sys.executable, "-c", "from search.cli import main; main()", "serve", "--workers", workers]
    warta += ["--threads", "1", "--index", str(arguments.index), "--port"]
    found: dict[str, list[Load]] = {}
    with contextlib.ExitStack() as running:
        folder = running.enter_context(tempfile.TemporaryDirectory())
        Path(folder, "empty_application.py").write_text(EMPTY)
        ports = [free_port() for _ in range(3)]
        empty = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", workers]
        empty += ["--blocking-threads", "1", "--log-level", "error", "--port", str(ports[0])]
        base = running.enter_context(started([*empty, "empty_application:create_app"], ports[0], path=folder))
        kept = running.enter_context(started([*warta, str(ports[1])], ports[1]))
        anew = running.enter_context(started([*warta, str(ports[2])], ports[2], WARTA_KEPT_ANSWERS_MB="0"))
        all_served = [
            Served("empty Flask application", base, ports[0], "/"),
            Served("API", kept, ports[1], "/api/v1/search"),
            Served("page", kept, ports[1], "/"),
            Served("API, nothing kept", anew, ports[2], "/api/v1/search"),
            Served("page, nothing kept", anew, ports[2], "/"),
        ]
        for number in range(arguments.rounds + 1):
            for served in all_served:
                addresses = [served.path]
                if served.process is not base:
                    addresses = [f"{served.path}?q={quote_plus(query)}" for query in queries]
                one = loaded(served, addresses, arguments, arguments.seconds)
                if number:  # the first round fills the caches of the processes
                    found.setdefault(served.name, []).append(one)
    return found


def table(found: dict[str, list[Load]]) -> Iterator[str]:
    """Yield the lines of a table of medians."""
    base, *_ = (median(loads) for loads in found.values())
    yield "| | requests/s | of the empty one | p50 ms | p99 ms | CPU ms | errors |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name, loads in found.items():
        one = median(loads)
        yield (
            f"| {name} | {one.rate:,.0f} | {one.rate / base.rate:.2f} | {one.p50:.2f} | {one.p99:.2f}"
            f" | {one.cpu:.2f} | {sum(load.errors for load in loads)} |"
        )


def median(loads: list[Load]) -> Load:
    """Return the medians of several runs."""
    return Load(*(statistics.median(values) for values in zip(*loads, strict=True)))


def main() -> None:
    """Measure all applications, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--accept-encoding", default="")
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed: apt-get install wrk")
    for line in table(measured(arguments)):
        print(line)


if __name__ == "__main__":
    main()
