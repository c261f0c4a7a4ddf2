"""Kills real commands at random moments: nothing is lost, nothing half, and "done" is done.

    python -m tests.kills --times 500 --seed 1

An index is changed by ``warta reindex``, ``add``, ``delete`` (with and without ``--purge``), ``rollback``,
``purge``, ``backup``, ``restore``, ``watch`` and ``feed fetch`` (from a real site on this machine), in
processes of their own; *merge* is an ``add`` to an index with as many segments as it may have. Most commands
are killed by SIGKILL: half of them after a random time, up to a little longer than they take, the others at
a random time after they have begun a generation. Then the index is read as a whole: it is what it was
before, or what it would have been after; if the command had said that it was done, it is the latter. So is a
backup. What a killed fetch had fetched may come with a later one, a killed watch may take a file once more.

The table at the end has, for each command, how many were killed, and what was found then: the index of before
or of after.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from feeds.misbehaving_site import Site, article, entry, rss, text

from search import Article, EmbeddedIndex
from search.index import Generations, update
from search.index.merging.policy import MAX_SEGMENTS
from search.index.verify import check

_COMMAND = [sys.executable, "-c", "from search.cli import main; main()"]
_SIZE = 60
_OUTCOMES = ("before", "after", "done", "refused")  # what killed commands left, and how the others ended
_LONGEST = 120.0
Content = dict[str, str]  # the text of each article, by its id


def content_of(folder: Path) -> Content:
    """Return what is in an index, after reading every byte of it."""
    index = EmbeddedIndex(folder)
    assert check(index.snapshot) == [], "damaged"
    live = [about.id for about, _ in index.listed(0, index.numbers)]
    found = {article.id: article.paragraphs[0] for article in index.articles(live)}
    assert len(found) == index.stats().articles
    some = next(iter(found.values()), None)
    assert some is None or index.search(f'"{some}"', exact=True).total_articles >= 1, "not searched"
    return found


class Run:
    """An index, what is in it, and commands that are killed."""

    def __init__(self, folder: Path, seed: int, site: Site) -> None:
        self.folder, self.index, self.chosen = folder, folder / "index", random.Random(seed)
        self.site = site
        self.offered: list[str] = []  # the first paragraphs of the articles of the feed
        self.fetched: set[str] = set()  # those that do not come again, because a fetch said that it was done
        self.brought: set[str] = set()  # those that killed fetches have brought, and that may come again
        self.number = 0
        self.said = b""  # by the last command
        self.took = dict.fromkeys(self.commands({}), 1.5)
        self.ended: Counter[tuple[str, str]] = Counter()
        self.backed_up: Content | None = None
        self.previous: Content | None = None
        self.now = self.articles(_SIZE)
        self.file(self.now)
        assert self.command(["reindex", str(folder / "given.jsonl")], None) == 0
        site.pages["/rss"] = rss()
        assert self.command(["feed", "add", f"{site.address}/rss", "--allow-private"], None) == 0

    def publish(self) -> None:
        """Put three more articles on the site, whose feed has them all."""
        for _ in range(3):
            number = len(self.offered)
            self.offered.append(text(f"kabar x{number}x")[0])
            self.site.pages[f"/kabar{number}"] = article(f"Kabar x{number}x", f"kabar x{number}x")
        entries = [entry(f"/kabar{n}", f"Kabar x{n}x") for n in range(len(self.offered))]
        self.site.pages["/rss"] = rss(*entries)

    def articles(self, count: int) -> Content:
        """Return new articles, some of them new versions of old ones."""
        self.number += 1
        ids = [f"a{self.chosen.randrange(3 * _SIZE)}" for _ in range(count)]
        return {one: f"versi x{self.number}x dari artikel {one}" for one in ids}

    def file(self, articles: Content) -> None:
        """Write articles into the file that commands read."""
        lines = [json.dumps({"id": one, "text": text}) for one, text in articles.items()]
        (self.folder / "given.jsonl").write_text("".join(f"{line}\n" for line in lines))

    def commands(self, fresh: Content) -> dict[str, tuple[list[str], Content | None]]:
        """Return the commands, and what is in the index after each; None for another generation's content."""
        given, now = str(self.folder / "given.jsonl"), getattr(self, "now", {})
        gone = self.chosen.sample(sorted(now), min(len(now), 5)) or ["tiada"]
        left = {one: text for one, text in now.items() if one not in gone}
        return {
            "reindex": (["reindex", given], fresh),
            "reindex in processes": (["reindex", given, "--jobs", "2"], fresh),
            "add": (["add", given], {**now, **fresh}),
            "merge": (["add", given], {**now, **fresh}),
            "delete": (["delete", *gone], left),
            "delete and purge": (["delete", *gone, "--purge"], left),
            "purge": (["purge"], now),
            "rollback": (["rollback"], self.previous if hasattr(self, "previous") else None),
            "backup": (["backup", str(self.folder / "backup")], now),
            "restore": (["restore", str(self.folder / "backup")], getattr(self, "backed_up", None)),
            "watch": (["watch", str(self.folder / "watched"), "--once"], {**now, **fresh}),
            "feed": (["feed", "fetch", "--allow-private", "--pause", "0"], None),
        }

    def command(self, arguments: list[str], after: float | None, *, begun: bool = False) -> int | None:
        """Run a command, and kill it after some seconds; return its exit code, None if it was killed.

        begun: whether the seconds count from the moment at which it has begun a generation
        """
        command = [*_COMMAND, *arguments, "--index", str(self.index)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if begun:
            before = set(self.folder.glob("*/building-*"))
            while process.poll() is None and set(self.folder.glob("*/building-*")) <= before:
                time.sleep(0.001)
        try:
            _, self.said = process.communicate(timeout=after if after is not None else _LONGEST)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return None
        return process.returncode

    def fill(self) -> None:
        """Add articles until one more segment makes a merge necessary."""
        while len(EmbeddedIndex(self.index).snapshot.segments) < MAX_SEGMENTS:
            fresh = self.articles(2)
            update([Article(one, (text,)) for one, text in fresh.items()], self.index)
            self.previous, self.now = self.now, {**self.now, **fresh}

    def killed(self) -> int:
        """Return the number of commands that were killed."""
        return sum(count for (_, outcome), count in self.ended.items() if outcome in ("before", "after"))

    def step(self) -> None:
        """Run one command and look at what it left. Raises AssertionError."""
        fresh = self.articles(8)
        name = self.chosen.choice(sorted(self.took))
        if name == "merge":
            self.fill()
        arguments, then = self.commands(fresh)[name]
        if (name == "rollback" and not self.has_previous()) or (name == "restore" and self.backed_up is None):
            return
        self.file(fresh)
        if name == "watch":
            watched = self.folder / "watched"
            watched.mkdir(exist_ok=True)
            (self.folder / "given.jsonl").replace(watched / f"{self.number}.jsonl")
            then = {**self.now, **self.not_taken(watched)}
        if name == "feed":
            self.publish()
        kills = self.chosen.random() < 0.85
        begun = kills and self.chosen.random() < 0.5
        after = self.chosen.uniform(0, (0.3 if begun else 1.1) * self.took[name]) if kills else None
        began = time.monotonic()
        code = self.command(arguments, after, begun=begun)
        if code is not None:
            self.took[name] = (self.took[name] + time.monotonic() - began) / 2
        self.wait_for_children()
        found = content_of(self.index)
        allowed = [self.now, then] if code not in (0, 1) else [then]
        if name == "rollback" and then is None:  # what the kept generation has is not known here
            allowed = [self.now, found]
        if name == "feed":
            self.check_fetched(found, done=code == 0)  # 1 says that a source could not be reached
            allowed = [found]
        assert found in allowed, f"{name}: exit {code}, killed after {after}"
        assert code in (None, 0, 1), f"{name}: exit {code}, {self.said!r}"
        outcome = "done" if code in (0, 1) else "refused" if code is not None else "before"
        self.ended[name, "after" if outcome == "before" and found != self.now else outcome] += 1
        if name == "backup":
            self.check_backup(done=code == 0)
        applied = found != self.now or code in (0, 1)
        if name != "backup":
            self.remember_previous(name, applied, changes=then != self.now)
        if name == "watch" and found == self.now:  # taken by the next round, as what is in it then
            for left in (self.folder / "watched").glob("*.jsonl"):
                left.unlink()
        self.now = found

    def remember_previous(self, name: str, applied: bool, changes: bool) -> None:
        """Remember what the generation before the current one has; None if it is not known here."""
        known = name not in ("purge", "delete and purge", "rollback") if applied else changes
        if applied or not changes:
            self.previous = self.now if known else None

    def not_taken(self, watched: Path) -> Content:
        """Return the articles of the files that a watch will take.

        One that was killed between the change of the index and remembering it takes its files once more.
        """
        state = self.index / "watched.sqlite"
        known = set()
        if state.exists():
            with closing(sqlite3.connect(state)) as memory:
                known = {os.fsdecode(path) for (path,) in memory.execute("SELECT path FROM files")}
        found: Content = {}
        for path in sorted(watched.glob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns):
            if str(path.resolve()) not in known:
                lines = map(json.loads, path.read_text().splitlines())
                found |= {values["id"]: values["text"] for values in lines}
        return found

    def check_fetched(self, found: Content, *, done: bool) -> None:
        """Check what a fetch left: all that was there, and the feed's articles once, all if it is done.

        An article that was fetched before and deleted since does not come again, unless its fetch was killed.
        """
        assert self.now.items() <= found.items(), "a fetch lost articles"
        added = [one for known_by, one in found.items() if known_by not in self.now]
        assert len(set(added)) == len(added), "fetched twice"
        assert set(added) <= set(self.offered) - self.fetched, "fetched what was there already"
        if done:
            missing = set(self.offered) - self.fetched - self.brought - set(found.values())
            assert not missing, f"{len(missing)} not fetched; {self.said!r}"
            self.fetched = set(self.offered)
        else:
            self.brought |= set(added)

    def check_backup(self, *, done: bool) -> None:
        """Check that a backup is the last one or that of now, the latter if it is done."""
        folder = self.folder / "backup"
        found = content_of(folder) if (folder / "CURRENT").exists() else None
        assert found == self.now or (found == self.backed_up and not done), "not the backup that it was or is"
        self.backed_up = found

    def has_previous(self) -> bool:
        """Return whether there is a generation to return to."""
        generations = Generations(self.index)
        previous = generations.pointer().previous
        return previous is not None and generations.path(previous).is_dir()

    def wait_for_children(self) -> None:
        """Wait until the processes that a killed command had started are gone, and with them the lock."""
        end = time.monotonic() + _LONGEST
        while True:
            try:
                with Generations(self.index).lock():
                    return
            except Exception:
                assert time.monotonic() < end, "the lock stays"
                time.sleep(0.05)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="warta-kills-") as folder, Site() as site:
        run = Run(Path(folder), asked.seed, site)
        while (killed := run.killed()) < asked.times:
            if killed % 50 == 0:
                print(f"{killed} kills", file=sys.stderr, flush=True)
            try:
                run.step()
            except AssertionError as error:
                sys.exit(f"after {killed} kills, seed {asked.seed}: {error}")
        left = [path.name for path in run.index.glob("building-*")]
    print(f"{'':22}{''.join(f'{outcome:>9}' for outcome in _OUTCOMES)}")
    for name in sorted(run.took):
        print(f"{name:22}{''.join(f'{run.ended[name, outcome]:9}' for outcome in _OUTCOMES)}")
    print(f"{killed} kills; nothing lost, nothing half, left over: {left}")


if __name__ == "__main__":
    main()
