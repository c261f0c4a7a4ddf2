"""Serve for hours under load while the index is changed and workers are killed, and check each answer.

::

    python bench/soak.py --seconds 3600 --articles 350000 --clients 50     # a million paragraphs, an hour
    python bench/soak.py --seconds 600 --articles 20000

An archive of made-up words is indexed and served. Clients search for words, over connections that stay open,
with a pause between two searches. First they do only that, for a twentieth of the time: the quiet part. Then
``warta add`` and ``warta delete`` change the archive all the time, it is indexed anew and rolled back in the
middle, and a worker is killed now and then.

An answer names the generation that it is from, and a model knows what is in each: how many articles have a
word is counted here, without Warta. Refused excess (503 ``server_busy``) is counted, a connection that a
killed worker has cut as well; anything else is an error, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import multiprocessing
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple

_COMMAND = [sys.executable, "-c", "from search.cli import main; main()"]
_SYLLABLES = [a + b for a in "bdgjklmprstw" for b in "aiou"]
_PORT = 8765
_CLIENTS_OF_PROCESS = 25
_KILL_EVERY, _SAMPLE_EVERY = 20.0, 2.0
_BATCH = 20
_AFTER_KILL = 15.0  # seconds: a client finds its connection cut when it asks again


def words(seed: int) -> list[str]:
    """Return words that no affix is taken off, the frequent ones first."""
    chosen = random.Random(seed)
    return sorted({"x" + "".join(chosen.choices(_SYLLABLES, k=3)) + "x" for _ in range(3_000)})


class Observed(NamedTuple):
    """What a client was answered.

    began, seconds: when it asked, and how long that took
    status:         of the answer, 0 where the connection was cut
    generation:     of the answer; the name of the error where the connection was cut
    word, total:    what was asked for, and how many articles have it
    """

    began: float
    seconds: float
    status: int
    generation: str
    word: str
    total: int


class Archive:
    """The made-up archive, and what is in each generation."""

    def __init__(self, folder: Path, articles: int) -> None:
        self.index, self.source = folder / "index", folder / "base.jsonl"
        self.words = words(1)
        self.base: Counter[str] = Counter()
        self.added: dict[str, str] = {}  # id -> its word, now
        self.generations: dict[str, dict[str, int]] = {}
        self.noted: list[tuple[float, str]] = []
        chosen = random.Random(2)
        weights = [1 / (1 + n) for n in range(len(self.words))]
        with self.source.open("w") as stream:
            for number in range(articles):
                text = [" ".join(chosen.choices(self.words, weights, k=40)) for _ in range(3)]
                self.base.update({word for paragraph in text for word in paragraph.split()})
                day = f"20{number % 20 + 5:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
                about = {"id": f"b{number}", "title": f"Judul {number}", "published": day, "source": "Uji"}
                stream.write(json.dumps({**about, "paragraphs": text}) + "\n")

    def run(self, *arguments: str, given: str = "") -> str:
        """Run a command, note the generation that it has made, and return what it said."""
        environment = {**os.environ, "WARTA_LANG": "en"}
        command = [*_COMMAND, *arguments, "--index", str(self.index)]
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, env=environment, check=False
        )
        if done.returncode:
            raise RuntimeError(f"warta {arguments[0]}: exit {done.returncode}: {done.stderr}")
        return done.stdout + done.stderr

    def note(self, said: str) -> str:
        """Note what is in the generation that a command names first."""
        generation = re.search(r"generation +(\d{6})", said)
        assert generation, said
        self.generations.setdefault(generation[1], dict(Counter(self.added.values())))
        self.noted.append((time.monotonic(), generation[1]))
        return generation[1]

    def expected(self, generation: str, word: str) -> int:
        """Return how many articles of a generation have a word."""
        return self.base[word] + self.generations[generation].get(word, 0)


def change(archive: Archive, end: float, errors: list[str]) -> None:
    """Change the archive all the time; in the middle, index it anew and roll that back."""
    numbers, chosen, middle = itertools.count(), random.Random(3), time.monotonic()
    middle += (end - middle) / 2
    try:
        while time.monotonic() < end:
            if middle and time.monotonic() > middle:
                before, middle = dict(archive.added), 0.0
                archive.added = {}
                archive.note(archive.run("reindex", str(archive.source), "--quiet") + _stats(archive))
                time.sleep(5)
                archive.added = before
                archive.note(archive.run("rollback"))
            if len(archive.added) > 5 * _BATCH:
                gone = chosen.sample(sorted(archive.added), _BATCH)
                for one in gone:
                    del archive.added[one]
                archive.note(archive.run("delete", *gone))
            fresh = {f"tambahan{next(numbers)}": f"xtambah{chosen.randrange(50)}x" for _ in range(_BATCH)}
            archive.added.update(fresh)
            lines = [json.dumps({"id": one, "text": f"{word} saja."}) for one, word in fresh.items()]
            archive.note(archive.run("add", "-", given="\n".join(lines)))
    except Exception as error:
        errors.append(f"the writer: {error!r}")


def _stats(archive: Archive) -> str:
    return archive.run("stats")


def clients(asked: list[str], number: int, pause: float, stop: Any, found: Any, seed: int) -> None:
    """Search with so many threads until the end, and hand over what was answered."""
    observed: list[Observed] = []
    threads = [
        threading.Thread(target=client, args=(asked, pause, stop, observed, seed * 1000 + n))
        for n in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found.put(observed)


def client(asked: list[str], pause: float, stop: Any, observed: list[Observed], seed: int) -> None:
    """Search over one connection, which is opened anew when it is cut."""
    chosen = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=60)
    while not stop.is_set():
        word = chosen.choice(asked)
        sort = chosen.choice(("relevance", "newest"))
        began = time.monotonic()
        try:
            connection.request("GET", f"/api/v1/search?exact=true&sort={sort}&q={word}&facets=source,year")
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            name = type(error).__name__
            observed.append(Observed(began, time.monotonic() - began, 0, name, word, 0))
            connection.close()
            time.sleep(0.2)
            continue
        seconds = time.monotonic() - began
        if answer.status == HTTPStatus.OK:
            said = json.loads(content)
            total, generation = said["total"]["articles"], said["index"]["generation"]
            observed.append(Observed(began, seconds, 200, generation, word, total))
        else:
            observed.append(Observed(began, seconds, answer.status, "", word, 0))
        time.sleep(chosen.uniform(0, 2 * pause))


def answers(word: str) -> bool:
    """Return whether the server answers."""
    connection = http.client.HTTPConnection("127.0.0.1", _PORT, timeout=60)
    try:
        connection.request("GET", f"/api/v1/search?q={word}")
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def sampled(pid: int) -> Iterator[tuple[int, int, int]]:
    """Yield the private memory in kB, the descriptors and the mappings of each worker."""
    for worker in children(pid):
        try:
            rollup = Path(f"/proc/{worker}/smaps_rollup").read_text()
            # Private_Clean are pages of the index that only this worker has read.
            private = sum(int(size) for size in re.findall(r"Private_Dirty: +(\d+)", rollup))
            maps = Path(f"/proc/{worker}/maps").read_text().count("\n")
            yield private, len(list(Path(f"/proc/{worker}/fd").iterdir())), maps
        except OSError:  # it was killed just now
            continue


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of all is."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def report(archive: Archive, observed: list[Observed], changed: float, kills: list[float]) -> int:
    """Print what was seen, and return how many answers were wrong or failed."""
    wrong, failed, cut, refused = [], [], 0, 0
    stale = 0.0
    for one in observed:
        if one.status == HTTPStatus.OK:
            if one.generation not in archive.generations or one.total != archive.expected(
                one.generation, one.word
            ):
                wrong.append(one)
            later = [at for at, name in archive.noted if name == one.generation]
            following = next((at for at, _ in archive.noted if later and at > later[-1]), None)
            if following is not None:
                stale = max(stale, one.began - following)
        elif one.status == HTTPStatus.SERVICE_UNAVAILABLE:
            refused += 1
        elif one.status == 0 and any(0 <= one.began + one.seconds - at < _AFTER_KILL for at in kills):
            cut += 1
        else:
            failed.append(one)
    quiet = [one.seconds for one in observed if one.status == HTTPStatus.OK and one.began < changed]
    loud = [one.seconds for one in observed if one.status == HTTPStatus.OK and one.began >= changed]
    print(f"answers: {len(quiet) + len(loud):,}, wrong: {len(wrong)}, failed: {len(failed)}")
    print(f"refused as excess: {refused}, cut by {len(kills)} kills of workers: {cut}")
    print(f"generations: {len(archive.generations)}; searched at most {stale:.2f} s after the next was there")
    for name, times in (("quiet", quiet), ("changed", loud)):
        shown = [f"p{100 * share:g} {1000 * percentile(times, share):.1f} ms" for share in (0.5, 0.95, 0.99)]
        print(f"{name:8} {len(times):8,} answers, {', '.join(shown)}")
    ratio = percentile(loud, 0.99) / max(percentile(quiet, 0.99), 1e-9)
    print(f"p99 while it is changed, by the quiet one: {ratio:.2f}")
    for one in wrong[:5]:
        known = archive.generations.get(one.generation) is not None
        print("wrong:", one, "expected", archive.expected(one.generation, one.word) if known else "unknown")
    for one in failed[:20]:
        since = min((one.began - at for at, _ in archive.noted if at < one.began), default=0.0)
        print("failed:", one, f"{since:.1f} s after the last change was noted")
    return len(wrong) + len(failed)


def soak(asked: argparse.Namespace, folder: Path) -> int:
    """Run all of it in a folder; return how many answers were wrong or failed."""
    archive = Archive(folder, asked.articles)
    archive.run("reindex", str(archive.source), "--quiet")
    archive.note(_stats(archive))
    environment = {**os.environ, "WARTA_KEPT_ANSWERS_MB": str(asked.kept)}
    served = ["serve", "--index", str(archive.index), "--port", str(_PORT), "--workers", str(asked.workers)]
    server = subprocess.Popen([*_COMMAND, *served], env=environment, stderr=subprocess.DEVNULL)
    stop, found = multiprocessing.Event(), multiprocessing.Queue()  # type: ignore[var-annotated]
    samples: list[tuple[float, list[tuple[int, int, int]]]] = []
    kills: list[float] = []
    errors: list[str] = []
    try:
        while len(children(server.pid)) < asked.workers or not answers(archive.words[0]):
            time.sleep(0.1)
        several = [*archive.words[:: len(archive.words) // 40], *(f"xtambah{n}x" for n in range(50))]
        processes = []
        for n in range(0, asked.clients, _CLIENTS_OF_PROCESS):
            number = min(_CLIENTS_OF_PROCESS, asked.clients - n)
            arguments = (several, number, asked.pause, stop, found, n)
            processes.append(multiprocessing.Process(target=clients, args=arguments))
            processes[-1].start()
        time.sleep(asked.seconds / 20)
        changed, end = time.monotonic(), time.monotonic() + asked.seconds
        writer = threading.Thread(target=change, args=(archive, end - 10, errors))
        writer.start()
        kill_at = changed + asked.seconds / 10
        while time.monotonic() < end:
            samples.append((time.monotonic() - changed, list(sampled(server.pid))))
            if time.monotonic() > kill_at and (workers := children(server.pid)):
                kills.append(time.monotonic())
                os.kill(random.choice(workers), signal.SIGKILL)
                kill_at += max(_KILL_EVERY, asked.seconds / 30)
            time.sleep(_SAMPLE_EVERY)
        writer.join()
        stop.set()
        observed = [one for _ in processes for one in found.get()]
    finally:
        stop.set()
        server.terminate()
        server.wait(30)
    bad = report(archive, observed, changed, kills)
    for quarter in range(4):
        part = [one for at, several in samples if int(4 * at / asked.seconds) == quarter for one in several]
        private, descriptors, maps = (statistics.median(values) for values in zip(*part, strict=True))
        print(
            f"quarter {quarter + 1}: a worker has {private / 1024:.0f} MB private, {descriptors:.0f}"
            f" descriptors, {maps:.0f} mappings (medians)"
        )
    for error in errors:
        print("error:", error)
    return bad + len(errors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--articles", type=int, default=20_000, help="of three paragraphs each")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two searches of a client")
    parser.add_argument("--kept", type=int, default=16, help="megabytes of answers that a worker keeps")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="warta-soak-") as folder:
        sys.exit(1 if soak(asked, Path(folder)) else 0)


if __name__ == "__main__":
    main()
