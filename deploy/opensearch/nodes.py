"""Starts OpenSearch nodes on this machine without Docker: ``python deploy/opensearch/nodes.py --help``.

The jars come from Maven Central into a folder (``make`` does that), and Java runs them. Nodes find one
another by their ports on 127.0.0.1, and nobody else reaches them.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
#: Where ``make`` puts jars and classes.
BUILT = HERE.parents[1] / ".venv" / "opensearch"
_START_SECONDS = 180


@dataclass
class Node:
    """One node: its name, its ports, and its process while it runs."""

    name: str
    http: int
    transport: int
    home: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self.http}"

    def send(self, number: signal.Signals) -> None:
        """Send a signal to its process, by its id."""
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, number)

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """End its process and wait for it."""
        self.send(number)
        if self.process:
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            if self.process.stdin:
                self.process.stdin.close()
            self.process = None


class LocalCluster:
    """Some nodes that make one cluster, with their data in a folder."""

    def __init__(
        self, folder: Path, count: int = 3, heap_mb: int = 400, settings: Sequence[str] = ()
    ) -> None:
        ports = free_ports(2 * count)
        self.nodes = [
            Node(f"n{i + 1}", ports[2 * i], ports[2 * i + 1], folder / f"n{i + 1}") for i in range(count)
        ]
        self._heap, self._settings = heap_mb, settings

    def start(self) -> None:
        """Start all nodes that do not run, and wait until the cluster is there."""
        for node in self.nodes:
            if node.process is None:
                self.start_node(node)
        self.wait()

    def start_node(self, node: Node) -> None:
        """Start one node; see ``wait``."""
        node.home.mkdir(parents=True, exist_ok=True)
        names = ",".join(one.name for one in self.nodes)
        seeds = ",".join(f"127.0.0.1:{one.transport}" for one in self.nodes)
        settings = [
            "cluster.name=warta",
            f"node.name={node.name}",
            f"path.home={node.home}",
            f"path.data={node.home / 'data'}",
            f"path.logs={node.home / 'logs'}",
            "network.host=127.0.0.1",
            f"http.port={node.http}",
            f"transport.port={node.transport}",
            f"discovery.seed_hosts={seeds}",
            f"cluster.initial_cluster_manager_nodes={names}",
            "cluster.routing.allocation.disk.threshold_enabled=false",
            *self._settings,
        ]
        java = [
            "java",
            f"-Xms{self._heap}m",
            f"-Xmx{self._heap}m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
        ]
        if self._heap > 600:
            java.pop()  # worth the compiler's time
        java += ["-XX:+ExitOnOutOfMemoryError", "-Dlog4j2.disable.jmx=true"]
        java += [f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"]
        java += ["-cp", f"{BUILT / 'classes'}:{BUILT / 'lib'}/*", "LocalNode"]
        with (node.home / "out.log").open("ab") as log:
            node.process = subprocess.Popen(
                [*java, *settings], stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )  # a node ends when its input does: with this process, even if that is killed

    def wait(self, status: str = "green", nodes: int | None = None) -> float:
        """Wait until so many nodes are together and the indexes have a status; return the seconds it took."""
        started = time.monotonic()
        count = len(self.nodes) if nodes is None else nodes
        path = f"/_cluster/health?wait_for_nodes=>={count}&wait_for_status={status}&timeout=5s"
        while time.monotonic() - started < _START_SECONDS:
            for node in self.nodes:
                if node.process is None or node.process.poll() is not None:
                    continue
                try:
                    with urllib.request.urlopen(f"http://{node.address}{path}", timeout=10) as answer:
                        health = json.load(answer)
                    if not health["timed_out"]:
                        return time.monotonic() - started
                except (OSError, urllib.error.URLError, ValueError):
                    time.sleep(0.5)
        logs = "\n".join((one.home / "out.log").read_text("utf-8", "replace")[-1500:] for one in self.nodes)
        raise TimeoutError(f"the cluster did not become {status} in {_START_SECONDS} s\n{logs}")

    def stop(self) -> None:
        """Stop all nodes, each by the id of its process."""
        for node in self.nodes:
            node.send(signal.SIGCONT)
            node.send(signal.SIGTERM)
        for node in self.nodes:
            node.end()

    def location(self, name: str) -> str:
        """Return the address of an index, with all hosts."""
        return f"opensearch://{','.join(node.address for node in self.nodes)}/{name}"


def free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def main() -> None:
    """Run some nodes until interrupted, and a command beside them, in which {index} is the address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=3)
    parser.add_argument("--heap", type=int, default=512, help="megabytes of each node")
    parser.add_argument("--data", type=Path, default=Path("opensearch-data"))
    parser.add_argument("--name", default="warta", help="the name of the index")
    parser.add_argument(
        "command", nargs=argparse.REMAINDER, help="run this with WARTA_INDEX set, and end with it"
    )
    given = parser.parse_args()
    if not shutil.which("java") or not (BUILT / "classes").is_dir():
        sys.exit("Java and the jars are needed: make .venv/opensearch.stamp")
    cluster = LocalCluster(given.data.resolve(), given.nodes, given.heap)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    command = None
    try:
        cluster.start()
        print(f"WARTA_INDEX={cluster.location(given.name)}", flush=True)
        if given.command:
            environment = {**os.environ, "WARTA_INDEX": cluster.location(given.name)}
            command = subprocess.Popen(given.command, env=environment, start_new_session=True)
            sys.exit(command.wait())
        signal.pause()
    except KeyboardInterrupt:
        pass
    finally:
        if command and command.poll() is None:
            os.killpg(command.pid, signal.SIGTERM)  # also what a shell has started
            command.wait()
        cluster.stop()


if __name__ == "__main__":
    main()
