"""The module finds the files to read: it checks every source that was named, and goes through folders."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from search.addresses import shown_address
from search.errors import SourceError
from search.later import Pattern
from search.readers.formats.database_address import is_database
from search.readers.formats.passed_over import passed_over
from search.readers.kinds import (
    COMPRESSIONS,
    HEAD_BYTES,
    KINDS,
    SUFFIXES,
    kind_by_content,
    kind_by_name,
    kind_of,
)
from search.readers.labels import is_aside, is_hidden, printable
from search.readers.not_read import advice_by_content, advice_by_name
from search.readers.records import MARKDOWN, Notice, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

STANDARD_INPUT = "-"
REJECTS_NAME = Pattern(r"rejects-\d{8}T\d+Z\.jsonl")
"""The default name of a file of rejects."""

_KNOWN = {"formats": tuple(SUFFIXES), "compressions": tuple(COMPRESSIONS)}
# Files of web pages and programs, whose first bytes need not be read.
_NEVER_READ = Pattern(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4a|webm|avi|mov|wav|ogg|css|m?js|map|woff2?|ttf|otf|eot|"
    r"pyc?|php|sh|exe|dll|so|sql|rst|ya?ml|toml|ini|cfg|log|crc|lock|idx|pkl|np[yz]|pt|safetensors)"
)
# Files that describe a data set of Hugging Face, and are beside its files.
_OF_DATA_SETS = frozenset(("dataset_info.json", "dataset_infos.json", "dataset_dict.json", "state.json"))
#: A script of an archive of Twitter; others are of web pages.
_OF_TWITTER = b"window.YTD."
_NAMED_ONE_BY_ONE = 20
#: Files that lie beside articles, and hold none.
_OFTEN_BESIDE = ("not_read_picture", "not_read_pickle")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read.

    path:        its path; None is standard input
    name:        its name for messages
    format:      its kind by its name, or by its content if the name does not tell; None if neither does
    compression: "gzip", "zstd", "xz" or "bzip2" by its name, or None
    size:        its size on the disk in bytes
    named:       whether it was named as a source itself, and not found in a folder
    top:         the folder that was named and contains it; its parent folder if it was named itself
    """

    path: Path | None
    name: str
    format: str | None
    compression: str | None
    size: int
    named: bool = True
    top: Path | None = None


@dataclass(frozen=True, slots=True)
class SourceDatabase:
    """A database to read. ``address`` contains the password; ``name``, for messages, does not."""

    address: str
    name: str


Source = SourceFile | SourceDatabase | Notice | Reject


def find_sources(
    sources: Iterable[str], kind: str | None = None, not_sources: Collection[Path] = ()
) -> list[Source]:
    """Return the files and databases of ``sources`` (files, folders, addresses, "-"), in order.

    kind:        the kind of every file, or None if names and contents decide
    not_sources: the folder of the index, and files that are written; they are passed over in folders

    Folders are read in sorted order. The result has a Notice for each file in a folder that is no archive,
    and a Reject for each that cannot be read.

    Raises SourceError, which names every source that is missing, unreadable or of an unknown format, and
    every library that is not installed.
    """
    found: list[Source] = []
    problems: list[SourceError] = []
    passed_over = frozenset(map(os.path.realpath, not_sources))
    for source in [sources] if isinstance(sources, str) else sources:
        try:
            found.extend(_named(source, kind, passed_over))
        except SourceError as error:
            problems.append(error)
    if sum(isinstance(file, SourceFile) and file.path is None for file in found) > 1:
        problems.append(SourceError("input_only_once"))
    if problems:
        raise problems[0] if len(problems) == 1 else SourceError("several", reasons=problems)
    return found


def total_bytes(
    sources: Iterable[str], kind: str | None = None, not_sources: Collection[Path] = ()
) -> int | None:
    """Return the sum of the sizes of all files on the disk in bytes; None with standard input or a database.

    Raises SourceError as ``read_articles`` does.
    """
    sizes = 0
    for file in find_sources(sources, kind, not_sources):
        if isinstance(file, SourceDatabase) or (isinstance(file, SourceFile) and file.path is None):
            return None
        sizes += file.size if isinstance(file, SourceFile) else 0
    return sizes


def _named(source: str, kind: str | None, not_sources: Collection[str]) -> list[Source]:
    if source == STANDARD_INPUT:
        return [SourceFile(None, "<stdin>", kind, None, 0)]
    if is_database(str(source)):
        return [SourceDatabase(source, shown_address(source))]
    path, name = Path(source), printable(str(source))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            next(path.iterdir(), None)
            if os.path.realpath(path) in not_sources:
                raise SourceError("source_is_index", source=name)
            return list(_walk(path, kind, not_sources)) or [Notice(name, Remark("nothing_to_read", _KNOWN))]
        if not stat.S_ISREG(status.st_mode):
            raise SourceError("no_file_or_folder", source=name)
        by_name, compression = kind_by_name(path.name)
        head = b"" if kind or by_name else _head(path, compression)
        found = kind or by_name or kind_by_content(head)
        found = found or ("txt" if path.suffix.lower() in MARKDOWN else None)
        advice = None if kind or by_name else advice_by_name(path.name) or advice_by_content(head)
        if advice and found in (None, "zip"):
            raise SourceError("not_read", file=name, reason=advice)
        if found is None:
            raise SourceError("unknown_format", source=name, **_KNOWN)
        path.open("rb").close()
    except FileNotFoundError as error:
        if "://" in source:
            raise SourceError("address_is_no_source", address=shown_address(source)) from error
        raise SourceError("no_such_source", source=name) from error
    except (OSError, ValueError) as error:
        raise SourceError("cannot_be_read", file=name, reason=error) from error
    found, lacking = _readable(found, path, compression, is_asked=bool(kind))
    if lacking:
        raise SourceError("of_file", file=name, reason=lacking)
    return [SourceFile(path, name, found, compression, status.st_size, top=path.parent)]


def _readable(
    found: str, path: Path, compression: str | None, *, is_asked: bool
) -> tuple[str, Remark | None]:
    """Return the kind of a file, and a remark if the library for it is not installed.

    If it is not, the content may be of another kind: CMSs name tables in HTML ``.xls``. Raises OSError.
    """
    lacking = _lacking(found)
    other = kind_of(found, _head(path, compression)) if lacking and not is_asked else None
    return (other, _lacking(other)) if other and KINDS[other].is_text else (found, lacking)


def _lacking(kind: str) -> Remark | None:
    """Return a remark if the library for a kind is not installed, else None."""
    known = KINDS[kind]
    if known.is_readable:
        return None
    return Remark("extra_missing", {"extra": known.extra, "library": known.library})


def _head(path: Path, compression: str | None) -> bytes:
    """Return the first bytes of a file, decompressed; none if that fails. Raises OSError."""
    with path.open("rb") as raw:
        try:
            return TextStream(raw, compression).peek(HEAD_BYTES)
        except DamagedStreamError:
            return b""


def _walk(
    top: Path, kind: str | None, not_sources: Collection[str]
) -> Iterator[SourceFile | Notice | Reject]:
    visited: set[tuple[int, int]] = set()  # links may lead back to a folder above
    ignored: Counter[str] = Counter()
    pending = [top]
    while pending:
        path = pending.pop()
        name = printable(str(path))
        if not_sources and os.path.realpath(path) in not_sources:
            yield Notice(name, Remark("ignored_index" if path.is_dir() else "ignored_rejects"))
            continue
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
            if REJECTS_NAME.fullmatch(path.name):
                yield Notice(name, Remark("ignored_rejects"))
                continue
            item = _in_folder(path, top, status, kind)
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
    path: Path, top: Path, status: os.stat_result, kind: str | None
) -> SourceFile | Notice | Reject:
    name = printable(str(path))
    if not stat.S_ISREG(status.st_mode):  # opening a pipe would wait for ever
        return Notice(name, Remark("ignored_no_file"))
    if path.name in _OF_DATA_SETS:
        return Notice(name, Remark("ignored_description"))
    by_name, compression = kind_by_name(path.name)
    found, head = kind or by_name, b""
    if found is None and not _NEVER_READ.fullmatch(path.suffix.lower()):
        head = _head(path, compression)
        found = kind_by_content(head)
    elif found is None and path.suffix.lower() == ".js" and _head(path, None).startswith(_OF_TWITTER):
        found = "jsonl"
    advice = None if kind or by_name else advice_by_name(path.name) or advice_by_content(head)
    if advice and advice.code not in _OFTEN_BESIDE and found in (None, "zip"):
        return Notice(name, advice)
    if found is None:
        return Notice(name, Remark("ignored_format", _KNOWN))
    found, lacking = _readable(found, path, compression, is_asked=bool(kind))
    if lacking:
        return Reject(name, None, "unreadable", lacking, "")
    return SourceFile(path, name, found, compression, status.st_size, named=False, top=top)
