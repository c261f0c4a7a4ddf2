"""The module opens files that contain files: zip, WACZ and tar, whose members are read as in a folder.

Nothing is written to the disk under the name of a member; names are used only in messages. A damaged file
may raise any error in zipfile and tarfile, IndexError and struct.error among them.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from search.readers.budget import Budget, DamagedStreamError
from search.readers.formats.passed_over import passed_over
from search.readers.kinds import kind_by_name
from search.readers.labels import is_aside, is_hidden, printable
from search.readers.records import Reject
from search.readers.streams import TextStream
from search.remarks import Remark

_WORKBOOKS = frozenset(("xl/workbook.xml", "xl/workbook.bin"))
_OPEN_DOCUMENT, _MAX_TYPE = b"application/vnd.oasis.opendocument.", 128
_TIMES_AT_END = 100
_MAX_HEADER_BYTES = 2**20  # for the long names and attributes of a member of a tar file


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container.

    name:   the names of the container and the member, for messages
    stream: its content, which must be read before the next member is taken
    kind, compression: as its name says
    """

    name: str
    stream: TextStream
    kind: str | None
    compression: str | None


def zip_members(file: str, stream: TextStream) -> Iterator[Member | Reject | Remark]:
    """Yield the members of a zip file in order, and at the end a remark about files that were passed over.

    Of WACZ (https://specs.webrecorder.net/wacz/1.1.1/) only the web archives are members.
    """
    skipped: Counter[str] = Counter()
    try:
        with stream.at_any_place() as raw, zipfile.ZipFile(raw) as parts:
            names = set(parts.namelist())
            is_wacz = "datapackage.json" in names and any(name.startswith("archive/") for name in names)
            for part in parts.infolist():
                name = f"{file}/{printable(part.filename)}"
                if part.filename.endswith("/") or _is_aside(part.filename):
                    continue
                if is_wacz and not part.filename.startswith("archive/"):
                    skipped[part.filename.partition("/")[0]] += 1
                    continue
                try:
                    opened = parts.open(part)
                except Exception as error:
                    yield Reject(name, None, "unreadable", _reason("zip", error), "")
                    continue
                with opened:
                    yield _member(name, part.filename, opened, stream.budget)
    except DamagedStreamError as error:
        yield Reject(file, None, "damaged", error.damage, "")
    except Exception as error:
        yield Reject(file, None, "damaged", _reason("zip", error), "")
    if skipped:
        yield passed_over(skipped)


def zipped_kind(stream: TextStream) -> str:
    """Return "docx", "epub", "spreadsheet" or "office" if a zip file is such a document, else "zip"."""
    try:
        with stream.at_any_place() as raw, zipfile.ZipFile(raw) as parts:
            names = set(parts.namelist())
            is_open_document = "content.xml" in names and "mimetype" in names
            kind = b""
            if is_open_document:
                with parts.open("mimetype") as of_document:
                    kind = of_document.read(_MAX_TYPE)
    except Exception:
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names and "mimetype" in names:
        return "epub"
    if names & _WORKBOOKS or kind.startswith(_OPEN_DOCUMENT + b"spreadsheet"):
        return "spreadsheet"
    return "office" if "[Content_Types].xml" in names or kind.startswith(_OPEN_DOCUMENT) else "zip"


def tar_members(file: str, stream: TextStream) -> Iterator[Member | Reject | Remark]:
    """Yield the members of a tar file in order, and at the end a remark about those that were passed over."""
    headers = _header_type()
    skipped: Counter[str] = Counter()
    file_for_tar = _ForTar(stream.as_file())
    try:
        with tarfile.open(
            fileobj=cast(Any, file_for_tar), mode="r|", tarinfo=headers, errors="surrogateescape"
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
            rest: Any = parts.fileobj
            if headers.ended_in:
                raise headers.ended_in
            if any(block.strip(b"\x00") for block in iter(lambda: rest.read(2**16), b"")):
                yield _rest_missing(file, Remark("more_after_end"))
            elif file_for_tar.size % tarfile.BLOCKSIZE:
                yield _rest_missing(file, Remark("tar_of_parts_of_blocks", {"size": file_for_tar.size}))
    except DamagedStreamError as error:
        yield _rest_missing(file, error.damage)
    except Exception as error:
        yield _rest_missing(file, _reason("tar", error))
    if skipped:
        yield passed_over(skipped)


def _reason(kind: str, error: BaseException) -> Remark:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Remark("document_encrypted")
    return Remark("container_damaged", {"kind": kind, "reason": error})


class _ForTar:
    """A file for tarfile that ends: tarfile itself reads on behind the end, up to the size in a header.

    size: how many bytes were read
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self._times_at_end = 0

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.size += len(data)
        self._times_at_end = 0 if data else self._times_at_end + 1
        if self._times_at_end > _TIMES_AT_END:
            raise tarfile.ReadError("unexpected end of data")
        return data


def _rest_missing(file: str, damage: Remark) -> Reject:
    return Reject(file, None, "damaged", Remark("rest_is_missing", {"damage": damage}), "")


def _header_type() -> Any:
    """Return a class for the headers of one tar file.

    It refuses very long names and attributes. It stores the error of a damaged header in the middle, which
    tarfile takes for the end of the file.
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
    """Return whether a member is not of the archive: it is hidden, of an operating system, or a README.

    The name may be empty, in damaged archives.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return any(map(is_hidden, parts)) or any(map(is_aside, parts[-1:]))


def _member(name: str, member_name: str, opened: Any, budget: Budget) -> Member:
    kind, compression = kind_by_name(member_name)
    stream = TextStream(opened, compression, budget=budget, unfolds=True, errors=(Exception,))
    return Member(name, stream, kind, compression)
