"""The module has what the exports of press databases have in common: their dates, and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(
    rf"(?:(?:{_MONTHS}) \d{{1,2}}, \d{{4}}|\d{{1,2}} [A-Z][a-z]+ \d{{4}})\b(?:,? [A-Z][a-z]+day\b)?[^.]*"
)
DAY = re.compile(rf"(?:{_MONTHS}) \d{{1,2}}, \d{{4}}|\d{{1,2}} [A-Z][a-z]+ \d{{4}}")
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?")
COPYRIGHT = re.compile(r"(?:\(c\)|©|Copyright\b|Hak Cipta\b|All Rights Reserved)", re.IGNORECASE)

BY = re.compile(r"(?:By|Oleh|Reporter|Penulis):? +", re.IGNORECASE)

Fields = dict[str, object]


def parts_of(lines: Sequence[str], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the places of the first line with text of each part, and of the line behind its last one."""
    start = 0
    for end in (*ends, len(lines)):
        first = next((at for at in range(start, end) if lines[at]), None)
        if first is not None:
            yield first, end
        start = end + 1
