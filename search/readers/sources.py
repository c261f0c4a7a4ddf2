"""Which files a call reads: checks every source that was named and walks the folders among them."""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from search.addresses import shown_address
from search.errors import SourceError
from search.readers.formats.database import is_database
from search.readers.formats.passed_over import passed_over
from search.readers.kinds import COMPRESSIONS, HEAD_BYTES, KINDS, SUFFIXES, kind_by_content, kind_by_name
from search.readers.labels import is_aside, is_hidden, printable
from search.readers.records import Notice, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

STANDARD_INPUT = "-"

_KNOWN = {"formats": tuple(SUFFIXES), "compressions": tuple(COMPRESSIONS)}
# What pages and programs are made of; reading the first bytes of each would tell nothing.
_NEVER_READ = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4a|webm|avi|mov|wav|ogg|css|m?js|map|woff2?|ttf|otf|eot|"
    r"pyc?|php|sh|exe|dll|so|sql|md|rst|ya?ml|toml|ini|cfg|log|crc|lock|idx|pkl|np[yz]|pt|safetensors)"
)
# Beside the files of a data set of Hugging Face: what describes them.
_OF_DATA_SETS = frozenset(("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"))
_NAMED_ONE_BY_ONE = 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; ``path`` None is standard input, ``size`` is in bytes as they lie on the disk.

    name:        how messages call it
    format:      its kind by its name, or by its content where the name tells none; None where neither does
    compression: "gzip", "zstd", "xz" or "bzip2", or None where the name says nothing
    named:       whether it was named itself, and not found in a folder
    """

    path: Path | None
    name: str
    format: str | None
    compression: str | None
    size: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class SourceDatabase:
    """A database to read, by its address, which has its password; ``name`` has none."""

    address: str
    name: str


Source = SourceFile | SourceDatabase | Notice | Reject


def find_sources(sources: Iterable[str], kind: str | None = None) -> list[Source]:
    """Return the files that ``sources`` (files, folders, addresses, "-") stand for, in order.

    kind: of every file, whatever its name and content say

    Folders are walked in sorted order. A Notice stands for each file in a folder that is no archive, a Reject
    for each that cannot be reached.

    Raises SourceError naming every source that is missing, unreadable or of an unknown format, and every
    library that is not installed.
    """
    found: list[Source] = []
    problems: list[SourceError] = []
    for source in [sources] if isinstance(sources, str) else sources:
        try:
            found.extend(_named(source, kind))
        except SourceError as error:
            problems.append(error)
    if sum(isinstance(file, SourceFile) and file.path is None for file in found) > 1:
        problems.append(SourceError("input_only_once"))
    if problems:
        raise problems[0] if len(problems) == 1 else SourceError("several", reasons=problems)
    return found


def total_bytes(sources: Iterable[str], kind: str | None = None) -> int | None:
    """Return the sum of the files' sizes in bytes, compressed as they are.

    None with standard input or a database. Raises SourceError as ``read_articles`` does.
    """
    sizes = 0
    for file in find_sources(sources, kind):
        if isinstance(file, SourceDatabase) or (isinstance(file, SourceFile) and file.path is None):
            return None
        sizes += file.size if isinstance(file, SourceFile) else 0
    return sizes


def _named(source: str, kind: str | None) -> list[Source]:
    if source == STANDARD_INPUT:
        return [SourceFile(None, "<stdin>", kind, None, 0)]
    if is_database(source):
        return [SourceDatabase(source, shown_address(source))]
    path, name = Path(source), printable(str(source))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            next(path.iterdir(), None)
            return list(_walk(path, kind)) or [Notice(name, Remark("nothing_to_read", _KNOWN))]
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("no_file_or_folder", source=name)
        by_name, compression = kind_by_name(path.name)
        found = kind or by_name or _by_content(path, compression)
        if found is None:
            raise SourceError("unknown_format", source=name, **_KNOWN)
        path.open("rb").close()
    except FileNotFoundError as error:
        if "://" in source:
            raise SourceError("address_is_no_source", address=shown_address(source)) from error
        raise SourceError("no_such_source", source=name) from error
    except (OSError, ValueError) as error:
        raise SourceError("cannot_be_read", file=name, reason=error) from error
    lacking = _lacking(found)
    if lacking:
        raise SourceError("of_file", file=name, reason=lacking)
    return [SourceFile(path, name, found, compression, status.st_size)]


def _lacking(kind: str) -> Remark | None:
    """Return what is to be said where the library that a kind needs is not installed."""
    known = KINDS[kind]
    if known.is_readable:
        return None
    return Remark("extra_missing", {"extra": known.extra, "library": known.library})


def _by_content(path: Path, compression: str | None) -> str | None:
    """Return the kind of a file that its first bytes tell. Raises OSError."""
    with path.open("rb") as raw:
        try:
            return kind_by_content(TextStream(raw, compression).peek(HEAD_BYTES))
        except DamagedStreamError:
            return None


def _walk(top: Path, kind: str | None) -> Iterator[SourceFile | Notice | Reject]:
    visited: set[tuple[int, int]] = set()  # links may lead back up
    ignored: Counter[str] = Counter()
    pending = [top]
    while pending:
        path = pending.pop()
        name = printable(str(path))
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                identity = (status.st_dev, status.st_ino)
                if identity not in visited:
                    visited.add(identity)
                    with os.scandir(path) as found:
                        children = sorted((child.name for child in found), reverse=True)
                    if "CURRENT" in children:
                        yield Notice(name, Remark("ignored_index"))
                        continue
                    pending.extend(path / child for child in children if not is_hidden(child))
                continue
            if is_aside(path.name):
                continue
            item = _in_folder(path, name, status, kind)
        except OSError as error:
            yield Reject(name, None, "unreadable", Remark("unreadable", {"reason": error}), "")
            continue
        if isinstance(item, Notice):
            ignored[path.suffix.lower() or "?"] += 1
            if sum(ignored.values()) > _NAMED_ONE_BY_ONE:
                continue
        yield item
    if sum(ignored.values()) > _NAMED_ONE_BY_ONE:
        yield Notice(printable(str(top)), passed_over(ignored))


def _in_folder(
    path: Path, name: str, status: os.stat_result, kind: str | None
) -> SourceFile | Notice | Reject:
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        return Notice(name, Remark("ignored_no_file"))
    if path.name in _OF_DATA_SETS:
        return Notice(name, Remark("ignored_description"))
    by_name, compression = kind_by_name(path.name)
    found = kind or by_name
    if found is None and not _NEVER_READ.fullmatch(path.suffix.lower()):
        found = _by_content(path, compression)
    if found is None:
        return Notice(name, Remark("ignored_format", _KNOWN))
    lacking = _lacking(found)
    if lacking:
        return Reject(name, None, "unreadable", lacking, "")
    return SourceFile(path, name, found, compression, status.st_size, named=False)
