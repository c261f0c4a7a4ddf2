"""Files that contain files: zip, WACZ and tar, whose members are read as if they stood in a folder.

Nothing is written to the disk under the name of a member: names are labels, whatever they are.
"""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from search.readers.budget import Budget, DamagedStreamError
from search.readers.formats.passed_over import passed_over
from search.readers.kinds import kind_by_name
from search.readers.labels import is_aside, is_hidden, printable
from search.readers.records import Reject
from search.readers.streams import TextStream
from search.remarks import Remark

MEMBER_ERRORS = (
    *(OSError, ValueError, EOFError, RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile),
    *(tarfile.TarError, MemoryError),
)
"""What reading a damaged member raises; RuntimeError where it needs a password."""

_MAX_HEADER_BYTES = 2**20  # of the long names and attributes of a member of a tar file


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container.

    name:   of the container and the member, for messages
    stream: to be read before the next member is asked for
    kind, compression: as its name tells
    """

    name: str
    stream: TextStream
    kind: str | None
    compression: str | None


def zip_members(file: str, stream: TextStream) -> Iterator[Member | Reject | Remark]:
    """Yield the members of a zip file in its order, and at the end what was passed over.

    Of WACZ (https://specs.webrecorder.net/wacz/1.1.1/) only the web archives are members.
    """
    skipped: Counter[str] = Counter()
    try:
        with stream.at_any_place() as raw, zipfile.ZipFile(raw) as parts:
            names = set(parts.namelist())
            is_wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
            for part in parts.infolist():
                name = f"{file}/{printable(part.filename)}"
                if part.is_dir() or _is_aside(part.filename):
                    continue
                if is_wacz and not part.filename.startswith("archive/"):
                    skipped[part.filename.partition("/")[0]] += 1
                    continue
                try:
                    opened = parts.open(part)
                except MEMBER_ERRORS as error:
                    yield Reject(name, None, "unreadable", _reason("zip", error), "")
                    continue
                with opened:
                    yield _member(name, part.filename, opened, stream.budget)
    except DamagedStreamError as error:
        yield Reject(file, None, "damaged", error.damage, "")
    except MEMBER_ERRORS as error:
        yield Reject(file, None, "damaged", _reason("zip", error), "")
    if skipped:
        yield passed_over(skipped)


def zipped_kind(stream: TextStream) -> str:
    """Return "docx", "epub" or "office" where a zip file is such a document, else "zip"."""
    try:
        with stream.at_any_place() as raw, zipfile.ZipFile(raw) as parts:
            names = set(parts.namelist())
    except (DamagedStreamError, *MEMBER_ERRORS):
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names and "mimetype" in names:
        return "epub"
    return "office" if "[Content_Types].xml" in names else "zip"


def tar_members(file: str, stream: TextStream) -> Iterator[Member | Reject | Remark]:
    """Yield the members of a tar file in its order, and at the end what was passed over."""
    headers = _header_type()
    skipped: Counter[str] = Counter()
    try:
        with tarfile.open(
            fileobj=stream.as_file(), mode="r|", tarinfo=headers, errors="surrogateescape"
        ) as parts:
            for part in parts:
                name = f"{file}/{printable(part.name)}"
                if part.isdir() or _is_aside(part.name):
                    continue
                opened = parts.extractfile(part) if part.isreg() else None
                if opened is None:
                    skipped["link" if part.issym() or part.islnk() else "device"] += 1
                else:
                    yield _member(name, part.name, opened, stream.budget)
        if headers.ended_in:
            raise headers.ended_in
    except DamagedStreamError as error:
        yield _rest_missing(file, error.damage)
    except MEMBER_ERRORS as error:
        yield _rest_missing(file, _reason("tar", error))
    if skipped:
        yield passed_over(skipped)


def _reason(kind: str, error: BaseException) -> Remark:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Remark("document_encrypted")
    return Remark("container_damaged", {"kind": kind, "reason": error})


def _rest_missing(file: str, damage: Remark) -> Reject:
    return Reject(file, None, "damaged", Remark("rest_is_missing", {"damage": damage}), "")


def _header_type() -> Any:
    """Return a class for the headers of one tar file.

    It refuses long names and attributes without bound, and remembers what is wrong with a header in the
    middle, which tarfile takes for the end of the file.
    """

    class Header(tarfile.TarInfo):
        ended_in: Exception | None = None

        @classmethod
        def frombuf(cls, buf: Any, encoding: Any, errors: Any) -> Header:
            try:
                return super().frombuf(buf, encoding, errors)
            except (tarfile.EOFHeaderError, tarfile.EmptyHeaderError):  # type: ignore[attr-defined]
                raise
            except tarfile.HeaderError as error:
                cls.ended_in = error
                raise

        def _proc_member(self, tar: tarfile.TarFile) -> Any:
            if self.size > _MAX_HEADER_BYTES and self.type in b"LKxgX":
                raise tarfile.ReadError(f"a header of {self.size} bytes")
            return super()._proc_member(tar)  # type: ignore[misc]

    return Header


def _is_aside(name: str) -> bool:
    """Return whether a member is what a folder has besides its files: hidden, of a system, a README."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return not parts or any(map(is_hidden, parts)) or is_aside(parts[-1])


def _member(name: str, own_name: str, opened: Any, budget: Budget) -> Member:
    kind, compression = kind_by_name(own_name)
    stream = TextStream(opened, compression, budget=budget, unfolds=True, errors=MEMBER_ERRORS)
    return Member(name, stream, kind, compression)
