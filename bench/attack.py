"""Attacks a server with expensive searches, and measures how long other clients wait meanwhile.

::

    python bench/attack.py warta-index                     # 12 clients for 10 seconds
    python bench/attack.py warta-index --clients 100

The other clients request ``/healthz``, ``/metrics``, and a search for one rare word, each ten times a second.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

_FREQUENT = [
    *("yang", "di", "dan", "ini", "itu", "dari", "dengan", "untuk", "pada", "akan", "tidak", "dalam", "oleh"),
    *("ke", "juga", "ada", "tersebut", "karena", "bisa", "menjadi", "saat", "sudah", "telah", "kata", "para"),
]


def expensive(chosen: random.Random) -> str:
    """Return the address of an expensive search, which is different in each call."""
    words = chosen.sample(_FREQUENT, 20)
    every = quote(" ".join(words))
    beginnings = " ".join(f"{chosen.choice('mpdbkst')}{chosen.choice('aeiou')}*" for _ in range(12))
    return chosen.choice(
        (
            f"/api/v1/search?match=any&page_size=100&hits_per_article=20&explain=true&q={every}",
            f"/api/v1/search?page_size=100&q={quote(beginnings)}",
            f"/?match=any&page_size=100&q={quote(' '.join(words) + ' -' + ' -'.join(words[:9]))}",
            f"/api/v1/search?group=none&match=any&q={every}",
            f"/?q={quote(' '.join('*' + word[-2:] for word in words))}",
            f"/api/v1/export?format=xlsx&q={quote(words[0])}",
        )
    )


class Run:
    """The answers to attackers and to other clients."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port, self.end = port, time.monotonic() + seconds
        self.statuses: Counter[str] = Counter()
        self.waited: dict[str, list[float]] = {}

    def get(self, address: str, timeout: float) -> int:
        """Return the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()

    def attack(self, number: int) -> None:
        """Send expensive searches, one after the other."""
        chosen = random.Random(number)
        while time.monotonic() < self.end:
            try:  # some hang up
                status = str(self.get(expensive(chosen), 0.5 if number % 3 == 0 else 60))
            except (OSError, http.client.HTTPException) as error:
                status = type(error).__name__
            self.statuses[status] += 1

    def wait(self, address: str) -> None:
        """Request an address ten times a second, and record the time of each answer."""
        times = self.waited.setdefault(address, [])
        while time.monotonic() < self.end:
            began = time.perf_counter()
            status = self.get(address, 60)
            times.append(time.perf_counter() - began)
            if status != 200:
                self.statuses[f"{address}: {status}"] += 1
            time.sleep(0.1)


OTHERS = ("/healthz", "/readyz", "/metrics", "/api/v1/search?q=gempa+bumi+palu")


def together(function: Callable[[Any], None], values: Iterable[Any]) -> None:
    threads = [threading.Thread(target=function, args=(value,)) for value in values]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def attacked(port: int, seconds: float, clients: int) -> Counter[str]:
    """Attack from a separate process, and return the answers."""
    run = Run(port, seconds)
    together(run.attack, range(clients))
    return run.statuses


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index")
    parser.add_argument("--clients", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=10)
    asked = parser.parse_args()
    port = free_port()
    command = [sys.executable, "-c", "from search.cli import main; main()"]
    server = subprocess.Popen([*command, "serve", "--index", asked.index, "--port", str(port)])
    try:
        for _ in range(200):
            try:
                if Run(port, 1).get("/?q=gempa", 10) == 200:
                    break
            except OSError:
                time.sleep(0.1)
        with multiprocessing.Pool(1) as attackers:  # so that they do not slow down what is measured
            attack = attackers.apply_async(attacked, (port, asked.seconds, asked.clients))
            run = Run(port, asked.seconds)
            together(run.wait, OTHERS)
            run.statuses.update(attack.get())
    finally:
        server.terminate()
    print(f"{asked.clients} attackers for {asked.seconds:.0f} s were answered: {dict(run.statuses)}")
    for address, times in run.waited.items():
        milliseconds = sorted(1000 * one for one in times)
        worst, median = milliseconds[-1], statistics.median(milliseconds)
        print(f"{address:34} {len(times):4} times, median {median:7.1f} ms, worst {worst:7.1f} ms")


if __name__ == "__main__":
    main()
