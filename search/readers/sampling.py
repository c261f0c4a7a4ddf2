"""The module limits reading to the first records of each source."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from search.readers.documents import Document
from search.readers.opening import ENDS, Items
from search.readers.records import Record
from search.remarks import Remark


@dataclass(frozen=True, slots=True)
class Sample:
    """How much is read at most: the number of files, and of each file the records and the bytes on disk."""

    files: int = 20
    records: int = 1_000
    size: int = 64 * 2**20


class Meter:
    """The object counts bytes that are read, and calls ``on_bytes`` with them."""

    def __init__(self, on_bytes: Callable[[int], None] | None) -> None:
        self.read = 0
        self._on_bytes = on_bytes

    def __call__(self, count: int) -> None:
        """Count bytes that were read from the disk."""
        self.read += count
        if self._on_bytes:
            self._on_bytes(count)


def sampled(items: Items, sample: Sample, meter: Meter) -> Items:
    """Yield the items of a source up to the end of the sample, and a remark if there are more."""
    count, begin = 0, meter.read
    with closing(cast("Any", items)):
        for origin, value in items:
            if isinstance(value, Record | Document):
                if count == sample.records or (count and meter.read - begin > sample.size):
                    yield origin, Remark("only_first_records", {"count": count})
                    yield origin, ENDS
                    return
                count += 1
            yield origin, value
