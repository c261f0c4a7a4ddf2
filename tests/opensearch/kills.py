"""Kills nodes of a real cluster, and commands that change an index in it, at random moments.

    python -m tests.opensearch.kills --times 40 --seed 1

An index, with a slice for each year or without, is changed by ``warta reindex``, ``add``, ``delete`` and
``rollback``. Meanwhile a node, the elected manager or two of three nodes are killed by SIGKILL and started
again some seconds later, or a node stands still, or the command itself is killed. Then the index is read as
a whole. Of a command that said that it was done, it has all. Of another one, each article is as before or as
after; a generation is swapped in as a whole or not at all. All the time a word is searched for, of articles
that no command changes: no answer may have another total.

The table at the end has, for each fault, how many commands were done, refused or killed, and the answers
meanwhile. Java, and the jars of ``make .venv/opensearch.stamp``, are needed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import search
from opensearch.conftest import SOONER_MISSED, nodes_module
from opensearch.test_faults import Watching, manager
from search.backends.opensearch.checking import check
from search.backends.opensearch.cluster import Cluster
from search.location import location_of

_COMMAND = [sys.executable, "-c", "from search.cli import main; main()"]
_KEPT = {f"t{n}": {"id": f"t{n}", "text": "Kabar yang tetap.", "published": "2020-05-01"} for n in range(50)}
_YEARS = [None, *range(2012, 2027)]
_FAULTS = (
    "none",
    "a node",
    "the manager",
    "two nodes",
    "a standstill",
    "the command",
    "a node and the command",
)
_LONGEST = 300.0
#: A copy whose recovery hung because of a fault is not waited for by other copies, and is tried again soon.
_RECOVERY = [
    "cluster.routing.allocation.node_concurrent_recoveries=16",
    "indices.recovery.internal_action_timeout=20s",
    "indices.recovery.internal_action_long_timeout=40s",
]
Content = dict[str, str]  # the text of each article, by its id


class Run:
    """An index in a cluster, what is in it, and what happens to both."""

    def __init__(self, nodes, folder: Path, seed: int, slices: str) -> None:
        self.nodes, self.given, self.chosen = nodes, folder / "given.jsonl", random.Random(seed)
        self.address = nodes.location(f"kills-{slices}")
        own = {"WARTA_INDEX": self.address, "WARTA_LANG": "en", "WARTA_OPENSEARCH_SLICES": slices}
        self.environment = {**os.environ, **own, "HOME": str(folder), "WARTA_OPENSEARCH_SHARDS": "1"}
        self.number, self.took = 0, {"reindex": 4.0, "add": 4.0, "delete": 3.0, "rollback": 2.0}
        self.ended: Counter[tuple[str, str]] = Counter()
        self.previous: Content | None = None
        self.now = self.file(_KEPT | self.articles(300))
        code, said = self.command(["reindex", str(self.given)]).wait_for()
        assert code == 0, said

    def articles(self, count: int) -> dict[str, dict[str, str]]:
        """Return new articles, some of them new versions of old ones, of other years."""
        self.number += 1
        made = {}
        for name in (f"a{self.chosen.randrange(900)}" for _ in range(count)):
            made[name] = {"id": name, "text": f"versi x{self.number}x dari artikel {name}"}
            if year := self.chosen.choice(_YEARS):
                made[name]["published"] = f"{year}-05-01"
        return made

    def file(self, articles: dict[str, dict[str, str]]) -> Content:
        """Write articles into the file that commands read, and return their texts."""
        self.given.write_text("".join(f"{json.dumps(one)}\n" for one in articles.values()))
        return {name: one["text"] for name, one in articles.items()}

    def command(self, arguments: list[str]) -> Command:
        """Start a command."""
        return Command(arguments, self.environment)

    def content(self) -> Content:
        """Return what is in the index, after comparing it with what a search finds."""
        index = search.open_index(self.address)
        live = [about.id for about, _ in index.listed(0, index.numbers)]
        assert len(live) == len(set(live)), "an article is there twice"
        found = {article.id: article.paragraphs[0] for article in index.articles(live)}
        assert len(found) == index.stats().articles == index.search("", page_size=1).total_articles
        for text in self.chosen.sample(sorted(found.values()), min(3, len(found))):
            there = sum(one == text for one in found.values())
            assert index.search(f'"{text}"', exact=True).total_articles == there, f"{text}: not found"
        return found

    def step(self) -> None:
        """Run a command, let something happen to it, and look at what is left. Raises AssertionError."""
        name, fault = self.chosen.choice(sorted(self.took)), self.chosen.choice(_FAULTS)
        if name == "rollback" and self.previous is None:
            return
        gone = self.chosen.sample(sorted(set(self.now) - set(_KEPT)), 30)
        if name == "reindex":
            then = self.file(_KEPT | self.articles(300))
        elif name == "delete":
            then = {one: text for one, text in self.now.items() if one not in gone}
        else:
            then = self.previous if name == "rollback" else {**self.now, **self.file(self.articles(300))}
        assert then is not None
        sources = {"delete": gone, "rollback": []}.get(name, [str(self.given)])
        with Watching(search.open_index(self.address), "tetap") as watching:
            began = time.monotonic()
            command = self.command([name, *sources])
            time.sleep(self.chosen.uniform(0, 1.1 * self.took[name]))
            killed = self.happen(fault, command)
            code, said = command.wait_for()
            if fault == "none":
                self.took[name] = (self.took[name] + time.monotonic() - began) / 2
            self.start_nodes()
        what = f"{name}, {fault}: exit {code}, {said[-400:]!r}"
        assert not (watching.wrong or watching.other), f"{what}: {watching.wrong[:3]}, {watching.other[:3]}"
        assert killed or code in (0, 2), what
        assert "Traceback" not in said, what
        if code != 0:  # what it had sent appears with the next command
            Cluster(location_of(self.address)).refresh(location_of(self.address).name)
        found = self.content()
        if code == 0:
            assert found == then, f"{what}: it said that it was done"
        elif name in ("reindex", "rollback"):
            assert found in (self.now, then), f"{what}: neither of before nor of after"
        else:
            either = {one: {self.now.get(one), then.get(one)} for one in {*self.now, *then, *found}}
            assert all(found.get(one) in texts for one, texts in either.items()), f"{what}: of neither"
        self.ended[fault, "done" if code == 0 else "killed" if killed else "refused"] += 1
        self.ended[fault, "right"] += watching.answers
        self.ended[fault, "errors"] += watching.errors
        swapped = name in ("reindex", "rollback") and (code == 0 or found != self.now)
        if swapped:
            self.previous = self.now if name == "reindex" else None
        self.now = found

    def start_nodes(self) -> None:
        """Start the nodes that were killed, and wait until all shards are there, if not all copies."""
        for node in self.nodes.nodes:
            if node.process is None:
                self.nodes.start_node(node)
        self.nodes.wait("yellow")

    def happen(self, fault: str, command: Command) -> bool:
        """Let a fault happen; return whether the command was killed."""
        cluster = Cluster(location_of(self.address))
        elected = manager(self.nodes, cluster)
        if fault == "a standstill":
            still = self.chosen.choice(self.nodes.nodes)
            still.send(signal.SIGSTOP)
            time.sleep(self.chosen.uniform(0, 15))
            still.send(signal.SIGCONT)
        victims = {
            "a node": [self.chosen.choice(self.nodes.nodes)],
            "a node and the command": [self.chosen.choice(self.nodes.nodes)],
            "the manager": [elected],
            "two nodes": self.chosen.sample(self.nodes.nodes, 2),
        }.get(fault, [])
        for victim in victims:
            victim.end(signal.SIGKILL)
        if killed := "the command" in fault:
            time.sleep(self.chosen.uniform(0, 1))
            killed = command.kill()
        if victims:
            time.sleep(self.chosen.uniform(0, 20))
            self.start_nodes()
        return killed


class Command:
    """A command that runs."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [*_COMMAND, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self._said = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout
        self._said = self._process.stdout.read()

    def kill(self) -> bool:
        """Kill it; return whether it ran."""
        runs = self._process.poll() is None
        self._process.kill()
        return runs

    def wait_for(self) -> tuple[int, str]:
        """Return its exit code and what it said. Raises TimeoutExpired where it does not end."""
        code = self._process.wait(_LONGEST)
        self._reader.join(10)
        return code, self._said.decode(errors="replace")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ended: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory(prefix="warta-kills-") as folder:
        nodes = nodes_module().LocalCluster(
            Path(folder) / "nodes", heap_mb=300, settings=[*SOONER_MISSED, *_RECOVERY]
        )
        try:
            nodes.start()
            runs = [Run(nodes, Path(folder), asked.seed, slices) for slices in ("none", "year")]
            for number in range(asked.times):
                print(f"{number} of {asked.times}", file=sys.stderr, flush=True)
                runs[number % 2].step()
            for run in runs:
                wrong = [one for _, _, one in check(Cluster(location_of(run.address))) if one]
                assert not wrong, f"not sound: {wrong}"
                ended += run.ended
        finally:
            nodes.stop()
    columns = ("done", "refused", "killed", "right", "errors")
    print(f"{'':24}{''.join(f'{column:>9}' for column in columns)}")
    for fault in _FAULTS:
        print(f"{fault:24}{''.join(f'{ended[fault, column]:9}' for column in columns)}")
    print("nothing lost, nothing half, no wrong total")


if __name__ == "__main__":
    main()
