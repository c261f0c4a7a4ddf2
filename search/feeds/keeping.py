"""What was fetched, kept as an archive of its own: ``fetched/2026-11.jsonl.zst``, a file a month.

Feeds forget, and an index that is made anew has only what its sources have: this is the source. Each fetch
appends one frame of Zstandard. A file counts only as long as the memory of feeds says: what a killed process
wrote beyond that is cut off.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from pathlib import Path

import zstandard

from search import disk

FOLDER = "fetched"
_LEVEL = 9


def keep(folder: Path, known_length: int, name: str, records: Iterable[str]) -> int:
    """Append records, lines of JSON, to a file; return its new length in bytes.

    folder:       of the index
    known_length: up to which the file is whole, in bytes

    Raises DiskError.
    """
    target = folder / FOLDER
    disk.make_folder(target)
    path = target / name
    with disk.append(path) as stream:
        with disk.errors_about(path):
            whole = min(known_length, path.stat().st_size)  # somebody may have moved it away
            os.truncate(path, whole)
        packer = zstandard.ZstdCompressor(level=_LEVEL).compressobj()
        length = whole
        for record in records:
            length += stream.write(packer.compress(record.encode("utf-8") + b"\n"))
        length += stream.write(packer.flush())
        disk.sync(stream, path)
    disk.sync_entries(target)
    return length


def kept_files(folder: Path) -> list[Path]:
    """Return the files of an index folder in which fetched articles are kept."""
    return sorted((folder / FOLDER).glob("*.jsonl.zst"))


def rewritten(path: Path, is_gone: Callable[[str], bool]) -> tuple[int, int]:
    """Take records out of a file; return how many, and its length in bytes then.

    Raises DiskError.
    """
    fresh, count = path.with_name(f"{path.name}.new"), 0
    packer = zstandard.ZstdCompressor(level=_LEVEL).compressobj()
    with (
        disk.errors_about(path, code="cannot_be_read"),
        path.open("rb") as packed,
        disk.create(fresh) as stream,
    ):
        unpacked = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
        length = 0
        with io.TextIOWrapper(unpacked, encoding="utf-8", newline="\n") as records:
            for record in records:
                if is_gone(record):
                    count += 1
                else:
                    length += stream.write(packer.compress(record.encode("utf-8")))
        length += stream.write(packer.flush())
        disk.sync(stream, fresh)
    if not count:
        fresh.unlink()
        return 0, 0
    with disk.errors_about(path):
        fresh.replace(path)
    disk.sync_entries(path.parent)
    return count, length


def file_of_today() -> str:
    """Return the name of the file to which a fetch appends."""
    return f"{datetime.now(timezone.utc):%Y-%m}.jsonl.zst"
