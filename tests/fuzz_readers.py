"""Reads damaged files of every format, and checks that each ends in articles or a named error within bounds.

    python -m tests.fuzz_readers --files 1000 --seed 1              a thousand files of each format
    python -m tests.fuzz_readers --files 50 --formats a.parquet a.zip --keep folder

The files are made of good ones (``made_archives``): cut, with flipped bits, spliced, in another encoding, or
under another name; some are decompression bombs. A separate process with bounded memory reads them one by one
with ``read_articles``. It is an error if it raises an exception, uses too much time or memory, ends, reports
counts that do not add up, or loses articles without a message.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import select
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "readers")]

from made_archives import bombs, every_format  # noqa: E402

from search.article import Article  # noqa: E402
from search.errors import SourceError  # noqa: E402
from search.readers import FileCounts, Notice, Reject, read_articles, write_reject  # noqa: E402

SECONDS = 300
MEMORY_MB = 1_024  # in addition to what the process uses at its start
_PIECES = (
    *(
        b"\x00" * 64,
        b"\xff" * 16,
        b"\xff\xff\xff\x7f",
        b"\x00\x00\x00\x80",
        b"\xff" * 8,
        b"-1",
        b"1e999",
        b"\r",
    ),
    *(b"<!ENTITY a 'b'>", b"]]>", b"&#x0;", b"<![CDATA[", b'"', b"'", b"\n\n", b"{", b"[" * 2000, b"}" * 50),
    *(b'{"a":' * 500, b"<p>" * 2000, b"999999999999999999999", b"\xed\xa0\x80", b"\xc3\x28", b"\xf1"),
    *(
        "\u2028\ufeff".encode(),
        b"Content-Length: 99999999999\r\n",
        b"\x1f\x8b\x08",
        b"BZh9",
        b"\x28\xb5\x2f\xfd",
    ),
    *(b"WARC/1.0\r\n", b"<html><body>", b"SQLite format 3\x00", b"PAR1", b"ARROW1\x00\x00", b"%PDF-1.7\n"),
    b"PK\x03\x04",
)
_ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252", "utf-7", "koi8-r", "gb18030", "cp037")
_XML = (".rss", ".atom", ".xml")
_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")
# A cut at the end of a line or a page leaves a valid file.
_UNTOLD = (".jsonl", ".csv", ".tsv", ".txt", ".html", ".mbox")


@dataclass(frozen=True)
class Damaged:
    """A damaged file: its name, its content, the kind of damage, and the good file's number of articles."""

    name: str
    content: bytes
    how: str
    articles: int


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _cut_front(content: bytes, chance: random.Random) -> bytes:
    return content[chance.randrange(len(content) + 1) :]


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20, 200))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwrite(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 4))):
        place, piece = chance.randrange(len(changed)), chance.choice(_PIECES)
        changed[place : place + len(piece)] = piece
    return bytes(changed)


def _insert(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(_PIECES) + content[place:]


def _remove(content: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(content))
    return content[:begin] + content[begin + chance.randrange(1, 1 + len(content) // 4) :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(content))
    part = content[begin : begin + chance.randrange(1, 1 + len(content) // 2)]
    return content[:begin] + part * chance.choice((1, 2, 10)) + content[begin:]


def _noise(content: bytes, chance: random.Random) -> bytes:
    begin, length = chance.randrange(len(content)), chance.randrange(1, 400)
    return content[:begin] + chance.randbytes(length) + content[begin + length :]


def _number(content: bytes, chance: random.Random) -> bytes:
    """Change an integer of 2, 4 or 8 bytes, which may be a length or an offset."""
    width = chance.choice((2, 4, 8))
    changed, place = bytearray(content), chance.randrange(max(1, len(content) - width)) // width * width
    value = chance.choice((0, 1, (1 << 8 * width) - 1, (1 << 8 * width - 1) - 1, 1 << 8 * width - 1, 1 << 30))
    changed[place : place + width] = (value % (1 << 8 * width)).to_bytes(
        width, chance.choice(("little", "big"))
    )
    return bytes(changed)


_WAYS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "cut": _cut, "cut front": _cut_front, "flip": _flip, "overwrite": _overwrite, "insert": _insert,
    "remove": _remove, "repeat": _repeat, "noise": _noise, "number": _number,
}  # fmt: skip


def damaged(name: str, good: dict[str, tuple[bytes, int]], chance: random.Random) -> Damaged:
    """Return a damaged file made of a good one."""
    content, count = good[name]
    way = chance.choice((*_WAYS, *_WAYS, "splice", "encoding", "suffix", "append", "twice"))
    if way == "splice":
        other = good[chance.choice([*good])][0]
        content = content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]
    elif way == "encoding":
        content = content.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")
    elif way == "suffix":
        name = f"x{Path(chance.choice([*good])).name.removeprefix('a')}"
    elif way == "append":
        content += chance.choice(_PIECES) * chance.choice((1, 100))
    elif way == "twice":
        content = _flip(_cut(content, chance) or content, chance)
    else:
        content = _WAYS[way](content, chance)
    return Damaged(name, content, way, count)


# --- the process that reads the files ---


@dataclass(frozen=True)
class Judged:
    """What a file became: the error of the reader ("" if there is none), and counts of what it yielded."""

    wrong: str
    accepted: int = 0
    rejected: int = 0
    notices: int = 0


def judged(path: Path, how: str, articles: int) -> Judged:
    """Read a file, and return what it became."""
    try:
        found: list[object] = list(read_articles([str(path)]))
    except SourceError as error:
        said = error.said("en")
        plain = said and "\n" not in said + error.said("id")
        return Judged("" if plain else f"a message that is none: {said!r}", rejected=1)
    except Exception:
        return Judged(traceback.format_exc())
    of = [sum(isinstance(one, kind) for one in found) for kind in (Article, Reject, Notice)]
    return Judged(_wrong(found, path, how, articles), *of)


def _wrong(found: list[object], path: Path, how: str, articles: int) -> str:
    read = [one for one in found if isinstance(one, Article)]
    rejects = [one for one in found if isinstance(one, Reject)]
    notices = [one for one in found if isinstance(one, Notice)]
    counts = [one for one in found if isinstance(one, FileCounts)]
    accepted, rejected = (
        sum(one.accepted for one in counts),
        sum(sum(one.rejected.values()) for one in counts),
    )
    if (accepted, rejected) != (len(read), len(rejects)):
        return f"counted {accepted} and {rejected}, yielded {len(read)} and {len(rejects)}"
    named = len(rejects) + len(notices)
    if len(read) + named == 0 and path.stat().st_size:
        return "nothing came out of it, without a word"
    if len(read) < articles and not named and not _may_be_silent(path, how, len(read)):
        return f"{articles - len(read)} articles are missing without a word"
    return _wrong_words(rejects, notices)


def _may_be_silent(path: Path, how: str, read: int) -> bool:
    if path.name.endswith(_XML):  # without one of its entries it may still be valid
        return len(_ENTRY.findall(path.read_bytes().replace(b"\x00", b""))) <= read
    if path.name.endswith(".xls"):
        # Without its header it is a page with a table in it.
        return path.read_bytes().count(b"<tr>") - 1 <= read or read == 1
    if path.name.endswith(".warc"):  # cut between two records
        return path.read_bytes().count(b"WARC-Type: response") == read
    if path.name.endswith(".trec"):  # a piece from within an article to within another leaves valid ones
        return path.read_bytes().count(b"</DOC>") == read
    if path.name.endswith(".json"):  # a piece from within a text to within another leaves a valid array
        return _values_of_array(path.read_bytes()) == read
    return path.name.endswith(_UNTOLD) and how != "suffix"


def _values_of_array(content: bytes) -> int:
    try:
        return len(json.loads(content, strict=False))
    except ValueError:
        return -1


def _wrong_words(rejects: list[Reject], notices: list[Notice]) -> str:
    for one in (*rejects, *notices):
        for language in ("id", "en"):
            said = one.said(language)
            if not said or "\n" in said or len(said) > 5_000:
                return f"a message that is none: {said[:300]!r}"
    for reject in rejects:
        stream = io.StringIO()
        write_reject(stream, reject)
        stream.getvalue().encode("utf-8")
        if stream.getvalue().count("\n") != 1 + bool(reject.record):
            return f"a record on several lines: {stream.getvalue()[:300]!r}"
    return ""


def serve(memory_mb: int) -> None:
    """Read the files whose paths are the lines of standard input, and print the error of each."""
    import resource

    with tempfile.TemporaryDirectory() as folder:
        for name, (content, _) in every_format().items():  # imports everything
            (Path(folder) / name).write_bytes(content)
        list(read_articles([folder]))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + (memory_mb << 20)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for line in sys.stdin:
        asked = json.loads(line)
        answer = judged(Path(asked["path"]), asked["how"], asked["articles"])
        print(json.dumps(asdict(answer)), flush=True)


# --- the process that makes the files ---


class Reader:
    """A process that reads files. If it dies or takes too long, another one replaces it."""

    def __init__(self, memory_mb: int, seconds: float) -> None:
        self._memory_mb, self._seconds = memory_mb, seconds
        self._process: subprocess.Popen[str] | None = None

    def judged(self, path: Path, how: str, articles: int) -> Judged:
        """Let a file be read, and return what it became."""
        process = self._process or self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"path": str(path), "how": how, "articles": articles}) + "\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], self._seconds)[0]:
            self.close()
            return Judged(f"not read within {self._seconds} seconds")
        line = process.stdout.readline()
        if not line:
            code = process.wait()
            self.close()
            return Judged(f"the process ended (code {code})")
        return Judged(**json.loads(line))

    def _started(self) -> subprocess.Popen[str]:
        program = f"from tests.fuzz_readers import serve; serve({self._memory_mb})"
        self._process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        return self._process

    def close(self) -> None:
        """End the process and its children."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()


def files(names: list[str], count: int, seed: int) -> Iterator[Damaged]:
    """Yield ``count`` damaged files for each name. The same seed gives the same files."""
    good = every_format()
    for name in names:
        chance = random.Random(f"{seed} {name}")
        for _ in range(count):
            yield damaged(name, good, chance)


def run(
    made: Iterator[Damaged],
    keep: Path | None = None,
    memory_mb: int = MEMORY_MB,
    seconds: float = SECONDS,
    totals: Counter[str] | None = None,
) -> list[str]:
    """Let files be read, and return the errors. The files that cause them are copied to ``keep``.

    ``totals`` counts the articles of the good files, and what was accepted, rejected and said in notices.
    """
    wrong: list[str] = []
    totals = Counter() if totals is None else totals
    reader = Reader(memory_mb, seconds)
    try:
        with tempfile.TemporaryDirectory() as folder:
            for number, one in enumerate(made):
                path = Path(folder) / one.name
                path.write_bytes(one.content)
                begin = time.monotonic()
                became = reader.judged(path, one.how, one.articles)
                took = time.monotonic() - begin
                totals.update(
                    good=one.articles,
                    accepted=became.accepted,
                    rejected=became.rejected,
                    notices=became.notices,
                )
                if became.wrong:
                    wrong.append(f"{number} {one.name} ({one.how}, {took:.1f} s): {became.wrong}")
                    if keep:
                        keep.mkdir(parents=True, exist_ok=True)
                        (keep / f"{number}-{one.how.replace(' ', '-')}-{one.name}").write_bytes(one.content)
                path.unlink()
    finally:
        reader.close()
    return wrong


def main() -> None:
    """Run from the command line. The exit code is 1 if there are errors."""
    good = every_format()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=1_000, help="damaged files of each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--formats", nargs="*", default=[*good], choices=[*good], metavar="NAME")
    parser.add_argument("--memory-mb", type=int, default=MEMORY_MB)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--keep", type=Path, help="a folder for the files with which something went wrong")
    parser.add_argument("--no-bombs", action="store_true")
    asked = parser.parse_args()
    os.chdir(ROOT)
    total = 0
    if not asked.no_bombs:
        made = (Damaged(name, content, "bomb", 0) for name, content in bombs().items())
        wrong = run(made, asked.keep, asked.memory_mb, asked.seconds)
        print(f"bombs: {len(wrong)} wrong", *wrong, sep="\n  ", flush=True)
        total += len(wrong)
    for name in asked.formats:
        begin = time.monotonic()
        totals: Counter[str] = Counter()
        made = files([name], asked.files, asked.seed)
        wrong = run(made, asked.keep, asked.memory_mb, asked.seconds, totals)
        took = time.monotonic() - begin
        of = ", ".join(f"{count} {what}" for what, count in totals.items())
        print(
            f"{name}: {asked.files} files: {of}; {len(wrong)} wrong, {took:.0f} s",
            *wrong,
            sep="\n  ",
            flush=True,
        )
        total += len(wrong)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
