"""The manifest of a generation: what it holds, under which analysis, and a checksum of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from search.errors import IndexDamagedError
from search.index.format.sections import Sections, checksummed_part
from search.index.reading.opened_segment import EXTENSIONS

FORMAT = 4
_FILE = "manifest.json"
_READ = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a generation holds.

    built_at: RFC 3339, UTC
    analysis: the fields of AnalysisSettings under which the terms were made
    files:    name -> (bytes, BLAKE2b-256 in hexadecimal) of every file but the manifest; of a file of
              sections it is that of header and table, which hold checksums of the rest
    """

    built_at: str
    articles: int
    paragraphs: int
    rejected: int
    analysis: dict[str, Any]
    files: dict[str, tuple[int, str]]
    format: int = FORMAT

    @property
    def built(self) -> datetime:
        """The moment of the build."""
        return datetime.fromisoformat(self.built_at)

    @property
    def bytes_on_disk(self) -> int:
        """Size of all files."""
        return sum(size for size, _ in self.files.values())

    def save(self, folder: Path) -> None:
        """Write the manifest into the generation's folder."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / _FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Manifest:
        """Read it back. Raises IndexDamagedError where it is missing, unreadable or of another format."""
        path = folder / _FILE
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            manifest = cls(
                **{**values, "files": {n: (int(s), str(d)) for n, (s, d) in values["files"].items()}}
            )
            _ = manifest.built  # raises where it is no moment
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexDamagedError(
                f"{path} is missing or damaged ({error}); reindex, or 'warta rollback'"
            ) from error
        if manifest.format != FORMAT:
            raise IndexDamagedError(
                f"{folder} has index format {manifest.format}, this version reads format {FORMAT}: reindex"
            )
        return manifest


def checksums(folder: Path, known: Mapping[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Return what a manifest says of every file in a generation's folder, the manifest aside.

    known: of segments' files that the generation before has as well, and which are not read again
    """
    paths = [path for path in sorted(folder.iterdir()) if path.is_file() and path.name != _FILE]
    unchanged = {name: of_file for name, of_file in known.items() if name.endswith(EXTENSIONS)}
    return {path.name: unchanged.get(path.name) or (path.stat().st_size, _digest(path)) for path in paths}


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=32)
    if part := checksummed_part(path):
        digest.update(part)
        return digest.hexdigest()
    with path.open("rb") as stream:
        while block := stream.read(_READ):
            digest.update(block)
    return digest.hexdigest()


def check_files(folder: Path, manifest: Manifest, *, contents: bool) -> list[str]:
    """Return what is wrong with the files, one sentence each; ``contents`` reads and sums every byte."""
    wrong = []
    for name, (size, digest) in manifest.files.items():
        path = folder / name
        if not path.is_file():
            wrong.append(f"{path}: missing")
        elif path.stat().st_size != size:
            wrong.append(f"{path}: {path.stat().st_size:,} bytes, should be {size:,}")
        elif contents and (_digest(path) != digest or _sections_differ(path)):
            wrong.append(f"{path}: contents changed since it was built (checksum differs)")
    return wrong


def _sections_differ(path: Path) -> bool:
    """Read every byte of a file whose digest is right, if it is one of sections."""
    return checksummed_part(path) is not None and bool(Sections(path).verify())
