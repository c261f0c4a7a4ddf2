"""Every call of the system by which an index changes fails in turn, under real commands and every library.

    python -m tests.failing_calls --every 1 --seed 1

``tests/failing_calls.c`` is loaded before the C library. For each command, its calls are counted: each open,
write, sync, truncation, mkdir, rename, link and removal below the index, those of SQLite too. Then the
command is run again and again, each time in a process of its own and on a fresh copy of the index. A call
fails with ENOSPC, EIO or EROFS: once, or from then on with every later one of its kind. A command that ends
with exit code 2 has changed nothing; one that ends with 0 or 1 is done; then it succeeds when nothing fails
any more.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from feeds.misbehaving_site import Site, article, entry, rss
from kills import Content, content_of

from search import Article
from search.index import update

_SOURCE = Path(__file__).with_suffix(".c")
_ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS)
_NEVER = -1


def texts(prefix: str, count: int) -> Content:
    """Return articles, by their ids."""
    return {f"{prefix}{n}": f"{prefix} berita nomor x{prefix}{n}x pagi ini" for n in range(count)}


def write(path: Path, articles: Content) -> Path:
    """Write articles into a file."""
    path.write_text("".join(json.dumps({"id": one, "text": text}) + "\n" for one, text in articles.items()))
    return path


def run(arguments: list[str]) -> int:
    """Run a command in a child process, in which calls may fail already. Return its exit code."""
    from search.cli.main import main

    sys.argv = ["warta", *arguments]
    try:
        main()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return 0


class Commands:
    """An index with a backup, a feed and a watched folder; commands, and what is in the index after each."""

    def __init__(self, place: Path, site: Site) -> None:
        self.place, self.whole = place, place / "whole"
        self.copy = place / "copy"
        self.library = ctypes.CDLL(None)
        self.library.failing_calls_count.restype = ctypes.c_long
        self.library.failing_calls_kind.restype = ctypes.c_char_p
        site.pages["/rss"] = rss(*(entry(f"/kabar{n}", f"Kabar x{n}x") for n in range(2)))
        for n in range(2):
            site.pages[f"/kabar{n}"] = article(f"Kabar x{n}x", f"kabar x{n}x")
        first, more = texts("a", 12), texts("b", 7)
        index = self.whole / "index"
        self.succeed("reindex", str(write(place / "first.jsonl", first)))
        self.succeed("backup", str(self.whole / "backup"))
        for one, text in more.items():
            update([Article(one, (text,))], index)
        self.succeed("feed", "add", f"{site.address}/rss", "--allow-private")
        self.before = first | more
        added = {"a0": "versi kedua dari xa0x", **texts("c", 4)}
        given = write(place / "given.jsonl", added)
        (place / "given.jsonl").open("a").write('{"id": "tanpa-teks"}\n')
        watched = place / "watched"
        watched.mkdir()
        shutil.copy(given, watched / "given.jsonl")
        left = {one: text for one, text in self.before.items() if one not in ("a1", "b2")}
        self.all: dict[str, tuple[list[str], Content | None]] = {
            "reindex": (["reindex", str(given)], added),
            "add, merge": (["add", str(given)], self.before | added),
            "delete": (["delete", "a1", "b2", "--block", "--reason", "uji"], left),
            "delete --purge": (["delete", "a1", "b2", "--purge"], left),
            "purge": (["purge"], self.before),
            "rollback": (["rollback"], {one: text for one, text in self.before.items() if one != "b6"}),
            "restore": (["restore", str(self.copy / "backup")], first),
            "backup": (["backup", str(self.copy / "backup")], self.before),
            "repair": (["repair"], self.before),
            "watch": (["watch", str(watched), "--once", "--still", "1s"], self.before | added),
            "feed": (["feed", "fetch", "--allow-private", "--pause", "0"], None),  # its ids are not known
        }

    def succeed(self, *arguments: str) -> None:
        """Run a command on the whole index."""
        assert self.in_child(lambda: run([*arguments, "--index", str(self.whole / "index")]))[0] in (0, 1)

    def in_child(self, do: Callable[[], int]) -> tuple[int, list[str]]:
        """Do something in a child process. Return its exit code, negative if it crashed, and its calls."""
        receiving, sending = os.pipe()
        if (child := os.fork()) == 0:
            os.close(receiving)
            nothing = os.open(os.devnull, os.O_RDWR)
            os.dup2(nothing, 1)
            os.dup2(os.open(self.place / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            try:
                code = do()
            except BaseException:
                import traceback

                traceback.print_exc()
                code = 99
            count = self.library.failing_calls_count()
            kinds = [self.library.failing_calls_kind(number).decode() for number in range(count)]
            self.library.failing_calls_begin(b"", _NEVER, 0, 0)
            with os.fdopen(sending, "w") as told:
                told.write(" ".join(kinds))
            os._exit(code)
        os.close(sending)
        with os.fdopen(receiving) as told:
            kinds = told.read().split()
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), kinds

    def attempt(
        self, name: str, fail_at: int = _NEVER, error: int = 0, for_good: bool = False
    ) -> tuple[int, list[str]]:
        """Run a command on a fresh copy of the index, with one call that fails."""
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.whole, self.copy)

        def do() -> int:
            self.library.failing_calls_begin(os.fsencode(self.copy), fail_at, error, for_good)
            return run([*self.all[name][0], "--index", str(self.copy / "index")])

        return self.in_child(do)

    def wrong(self, name: str, code: int) -> str:
        """Return what is wrong with the index after a command that ended with an exit code, else ""."""
        said = (self.place / "said").read_text(errors="replace").strip()
        if code not in (0, 1, 2):
            return f"exit {code}: {said}"
        found = content_of(self.copy / "index")
        then = self.all[name][1]
        if name == "feed":
            then = (
                found if self.before.items() <= found.items() and len(found) - len(self.before) == 2 else None
            )
        if found != (self.before if code == 2 else then):
            state = "as before" if found == self.before else "as after" if found == then else "something else"
            return f"exit {code}, and the index is {state}: {said}"
        if name == "rollback" and code != 2:
            return ""
        again, _ = self.in_child(lambda: run([*self.all[name][0], "--index", str(self.copy / "index")]))
        found = content_of(self.copy / "index")
        if again not in (0, 1) or (then is not None and found != then) or (not then and len(found) < 21):
            return f"exit {code}, then {again}: {(self.place / 'said').read_text(errors='replace').strip()}"
        left = [path.name for path in (self.copy / "index").glob("building-*")]
        return f"left over: {left}" if left else ""


def examine(commands: Commands, name: str, numbers: slice, chance: random.Random) -> tuple[Counter[str], int]:
    """Let calls of a command fail, each once and for good. Return counts, and how many were wrong.

    What was wrong is printed at once.

    numbers: which calls fail
    """
    wrong = 0

    def wrong_is(what: str) -> None:
        nonlocal wrong
        wrong += 1
        print(f"  {name}: {what}", flush=True)

    code, kinds = commands.attempt(name)
    if told := commands.wrong(name, code):
        wrong_is(f"without faults: {told}")
    counts: Counter[str] = Counter(kinds)
    for number in range(len(kinds))[numbers]:
        if (number - (numbers.start or 0)) // numbers.step % 100 == 99:
            print(f"  {name}: {number} of {len(kinds)} calls", file=sys.stderr, flush=True)
        for for_good in (False, True):
            error = chance.choice(_ERRORS)
            code, _ = commands.attempt(name, number, error, for_good)
            counts["done" if code in (0, 1) else "refused"] += 1
            if told := commands.wrong(name, code):
                how = "for good" if for_good else "once"
                wrong_is(f"{kinds[number]} {number} {how}, {errno.errorcode[error]}: {told}")
    return counts, wrong


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="let only every n-th call fail")
    parser.add_argument("--first", type=int, default=0, help="begin with this call")
    parser.add_argument("--last", type=int, help="end before this call")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--command", action="append", help="only these")
    asked = parser.parse_args()
    if "failing_calls" not in os.environ.get("LD_PRELOAD", ""):
        with tempfile.TemporaryDirectory() as scratch:
            library = Path(scratch) / "failing_calls.so"
            subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=True)
            preloaded = {**os.environ, "LD_PRELOAD": str(library), "OPENBLAS_NUM_THREADS": "1"}
            command = [sys.executable, "-m", "tests.failing_calls", *sys.argv[1:]]
            sys.exit(subprocess.run(command, env=preloaded, check=False).returncode)
    import search.cli.building
    import search.cli.feeds
    import search.cli.keeping
    import search.cli.removing
    import search.cli.watching
    import search.feeds  # noqa: F401

    everything_wrong = 0
    with tempfile.TemporaryDirectory(prefix="warta-failing-") as place, Site() as site:
        commands = Commands(Path(place), site)
        for name in asked.command or commands.all:
            began = time.monotonic()
            numbers = slice(asked.first, asked.last, asked.every)
            counts, wrong = examine(commands, name, numbers, random.Random(asked.seed))
            everything_wrong += wrong
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
            print(f"{name}: {kinds}; {wrong} wrong; {time.monotonic() - began:.0f} s", flush=True)
    sys.exit(bool(everything_wrong))


if __name__ == "__main__":
    main()
