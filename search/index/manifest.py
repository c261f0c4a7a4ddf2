"""The module reads and writes the manifest of a generation: segments, counts, analysis, checksums.

Checksums form a tree. The manifest contains a digest of itself, and the size and digest of every other file.
For a file of sections, this is the digest of its header and table, which contain a checksum of each section.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from search.disk import errors_about, write
from search.errors import IndexDamagedError
from search.index.format.names import CLUSTERS, TOMBSTONES
from search.index.format.sealed import sealed, unsealed
from search.index.format.sections import OnRead, Sections, checksummed_part, read_on
from search.index.format.segment import EXTENSIONS, Segment
from search.later import Pattern
from search.remarks import Remark

FORMAT = 7
_UNSEALED_FORMATS = range(1, 5)
FILE = "manifest.json"
_FILE_NAME = Pattern(r"\w[\w.]*", re.ASCII)
_READ = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """The contents of a generation.

    built_at: when it was built, RFC 3339, UTC
    articles, paragraphs: their numbers, without deleted ones
    rejected: the number of records that the last build rejected
    read:     further counts of the records of the last build, by name
    analysis: the fields of AnalysisSettings by which the terms were made
    segments: the segments in order
    files:    name -> (bytes, BLAKE2b-256 in hexadecimal) of every file except the manifest
    digest:   the BLAKE2b-256 of the manifest, and so of the whole generation; "" until it is saved. Two
              builds have different digests, because the time of the build is a part of the manifest
    """

    built_at: str
    articles: int
    paragraphs: int
    rejected: int
    analysis: dict[str, Any]
    segments: tuple[Segment, ...]
    files: dict[str, tuple[int, str]]
    digest: str = ""
    read: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def built(self) -> datetime:
        """The time of the build."""
        return datetime.fromisoformat(self.built_at)

    @property
    def bytes_on_disk(self) -> int:
        """The size of all files, in bytes."""
        return sum(size for size, _ in self.files.values())

    def save(self, folder: Path) -> None:
        """Write the manifest into the folder of the generation, and force it to the disk.

        Raises DiskError.
        """
        write(folder / FILE, sealed(self._values(), indent=1))

    def _values(self) -> dict[str, Any]:
        values = {"format": FORMAT, **asdict(self), "segments": [one._asdict() for one in self.segments]}
        del values["digest"]
        return values

    @classmethod
    def load(cls, folder: Path, root: str = "") -> Manifest:
        """Read the manifest.

        Raises IndexDamagedError if it is missing, changed or of another format, or if its digest is not
        ``root``.
        """
        path = folder / FILE
        try:
            contents = path.read_bytes()
            values = json.loads(contents)
            if values["format"] not in _UNSEALED_FORMATS:
                values = unsealed(contents, indent=1)
            index_format, digest = values.pop("format"), values.pop("digest", "")
            if index_format == FORMAT:
                if root and digest != root:
                    raise IndexDamagedError("manifest_of_another", file=path)
                return cls._of({**values, "digest": digest})
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise IndexDamagedError("manifest_damaged", file=path, reason=error) from error
        formats = {"found": str(index_format), "known": str(FORMAT)}
        raise IndexDamagedError("other_index_format", folder=folder, index=folder.parent, **formats)

    @classmethod
    def _of(cls, values: dict[str, Any]) -> Manifest:
        """Return the manifest with these values.

        Raises ValueError, TypeError or LookupError for other values.
        """
        segments = tuple(Segment(**one) for one in values["segments"])
        files = {name: (size, digest) for name, (size, digest) in values["files"].items()}
        manifest = cls(**{**values, "segments": segments, "files": files})
        _ = manifest.built  # raises if it is no moment
        counts = (manifest.articles, manifest.paragraphs, manifest.rejected, *(n for n, _ in files.values()))
        if not all(type(count) is int and count >= 0 for count in counts):
            raise ValueError("a count is no number")
        if any(type(one) is not int for counts in manifest.read.values() for one in counts.values()):
            raise ValueError("what was read is no number")
        names = [segment.name for segment in segments]
        if not names or len(set(names)) < len(names) or not all(one.is_possible for one in segments):
            raise ValueError("its segments are impossible")
        needed = {f"{name}{extension}" for name in names for extension in EXTENSIONS} | {CLUSTERS, TOMBSTONES}
        if missing := sorted(needed - files.keys()):
            raise ValueError(f"it has no checksum of {missing[0]}")
        if not all(map(_FILE_NAME.fullmatch, files)):
            raise ValueError("a file lies outside of the generation")
        return manifest


def checksums(folder: Path, known: Mapping[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Return the entries of the manifest for all files in a folder except the manifest.

    known: entries of the generation before; files of segments with an entry here are not read again
    """
    paths = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name != FILE]
    unchanged = {name: of_file for name, of_file in known.items() if name.endswith(EXTENSIONS)}
    return {path.name: unchanged.get(path.name) or (path.stat().st_size, _digest(path)) for path in paths}


def _digest(path: Path, on_read: OnRead = read_on) -> str:
    digest = hashlib.blake2b(digest_size=32)
    with errors_about(path, code="cannot_be_read"):
        if part := checksummed_part(path):
            digest.update(part)
            return digest.hexdigest()
        with path.open("rb") as stream:
            while block := stream.read(_READ):
                digest.update(block)
                on_read(len(block))
    return digest.hexdigest()


def check_files(
    folder: Path, manifest: Manifest, *, contents: bool, on_read: OnRead = read_on
) -> list[Remark]:
    """Return what is wrong with the files.

    Of a file of sections, header and table are always compared: they tell one file from that of another
    generation, which is sound by itself.

    contents: whether every byte is read and compared with its checksum
    on_read:  is called with the number of bytes after each piece that was read
    """
    wrong = []
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        if not path.is_file():
            wrong.append(Remark("file_missing", {"file": path}))
        elif path.stat().st_size != size:
            sizes = {"found": path.stat().st_size, "right": size}
            wrong.append(Remark("file_of_other_size", {"file": path, **sizes}))
        elif _is_of_another(path, digest) or (
            contents and (_digest(path, on_read) != digest or _sections_differ(path, on_read))
        ):
            wrong.append(Remark("file_changed", {"file": path}))
    return wrong


def _is_of_another(path: Path, digest: str) -> bool:
    """Return whether header and table of a file of sections differ from its digest; others have none."""
    with errors_about(path, code="cannot_be_read"):
        part = checksummed_part(path)
    return part is not None and hashlib.blake2b(part, digest_size=32).hexdigest() != digest


def _sections_differ(path: Path, on_read: OnRead) -> bool:
    """Return whether a section of a file differs from its checksum; other files have no sections."""
    return checksummed_part(path) is not None and bool(Sections(path).verify(on_read))
