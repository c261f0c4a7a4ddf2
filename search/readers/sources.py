"""Which files a call reads: checks every source that was named and walks the folders among them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from search.errors import SourceError
from search.readers.records import Notice, Reject
from search.remarks import Remark

STANDARD_INPUT = "-"

_FORMATS = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".jl": "jsonl",
    ".jsonlines": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "txt",
}
_COMPRESSIONS = {".gz": "gzip", ".zst": "zstd", ".xz": "xz"}
_KNOWN = {"formats": tuple(_FORMATS), "compressions": tuple(_COMPRESSIONS)}
_PASSED_OVER = ("readme", "license", "licence")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; ``path`` None is standard input, ``size`` is in bytes as they lie on the disk.

    ``name`` is how messages call it; ``format`` is "jsonl", "csv", "tsv" or "txt"; ``compression`` is
    "gzip", "zstd", "xz", or None where the suffix says nothing.
    """

    path: Path | None
    name: str
    format: str
    compression: str | None
    size: int


def find_sources(sources: Iterable[str]) -> list[SourceFile | Notice | Reject]:
    """Return the files that ``sources`` (files, folders, "-") stand for, in order; folders are sorted.

    A Notice stands for each file in a folder that is no archive, a Reject for each that cannot be reached.

    Raises SourceError naming every source that is missing, unreadable or of an unknown format.
    """
    found: list[SourceFile | Notice | Reject] = []
    problems: list[SourceError] = []
    for source in [sources] if isinstance(sources, str) else sources:
        try:
            found.extend(_named(source))
        except SourceError as error:
            problems.append(error)
    if sum(isinstance(file, SourceFile) and file.path is None for file in found) > 1:
        problems.append(SourceError("input_only_once"))
    if problems:
        raise problems[0] if len(problems) == 1 else SourceError("several", reasons=problems)
    return found


def total_bytes(sources: Iterable[str]) -> int | None:
    """Return the sum of the files' sizes in bytes, compressed as they are; None with standard input.

    Raises SourceError as ``read_articles`` does.
    """
    files = [file for file in find_sources(sources) if isinstance(file, SourceFile)]
    return None if any(file.path is None for file in files) else sum(file.size for file in files)


def _named(source: str) -> list[SourceFile | Notice | Reject]:
    if source == STANDARD_INPUT:
        return [SourceFile(None, "<stdin>", "jsonl", None, 0)]
    path, name = Path(source), _printable(str(source))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            next(path.iterdir(), None)
            return list(_walk(path)) or [Notice(name, Remark("nothing_to_read", _KNOWN))]
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("no_file_or_folder", source=name)
        kind = _kind(path.name)
        if kind is None:
            raise SourceError("unknown_format", source=name, **_KNOWN)
        path.open("rb").close()
    except FileNotFoundError as error:
        raise SourceError("no_such_source", source=name) from error
    except (OSError, ValueError) as error:
        raise SourceError("cannot_be_read", file=name, reason=error) from error
    return [SourceFile(path, name, *kind, status.st_size)]


def _walk(top: Path) -> Iterator[SourceFile | Notice | Reject]:
    visited: set[tuple[int, int]] = set()  # links may lead back up
    pending = [top]
    while pending:
        path = pending.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                identity = (status.st_dev, status.st_ino)
                if identity not in visited:
                    visited.add(identity)
                    children = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
                    if any(child.name == "CURRENT" for child in children):
                        yield Notice(_printable(str(path)), Remark("ignored_index"))
                        continue
                    pending.extend(child for child in children if not child.name.startswith("."))
                continue
        except OSError as error:
            reason = Remark("unreadable", {"reason": error})
            yield Reject(_printable(str(path)), None, "unreadable", reason, "")
            continue
        if not path.name.lower().startswith(_PASSED_OVER):
            yield _in_folder(path, status)


def _in_folder(path: Path, status: os.stat_result) -> SourceFile | Notice:
    name, kind = _printable(str(path)), _kind(path.name)
    if kind is None:
        return Notice(name, Remark("ignored_format", _KNOWN))
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        return Notice(name, Remark("ignored_no_file"))
    return SourceFile(path, name, *kind, status.st_size)


def _kind(name: str) -> tuple[str, str | None] | None:
    """Return format and compression by the suffixes of ``name``, or None where they are not known."""
    stem = Path(name.lower())
    compression = _COMPRESSIONS.get(stem.suffix)
    if compression:
        stem = stem.with_suffix("")
    file_format = _FORMATS.get(stem.suffix)
    return (file_format, compression) if file_format else None


def _printable(path: str) -> str:
    """Return ``path`` on one line and fit for UTF-8, whatever bytes the file system holds."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in path)
