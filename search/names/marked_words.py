"""The module finds short texts in quotation marks that are no speech, and the nicknames among them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from search.later import Pattern
from search.names.records import PERSON

if TYPE_CHECKING:
    from search.names.mentions import Mention

#: It begins with a set of characters, because the search is fast then; no word is in front of the mark.
_IN_MARKS = Pattern(r"[\"“‘](?<!\w.) ?([^\"“”‘’\n]{1,60})[\"”’](?!\w)")
_SPOKEN = frozenset(",.?!…")


def titles_in(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of short texts in quotation marks that are no speech: titles, slogans, nicknames."""
    return tuple(match.span(1) for match in _IN_MARKS.finditer(text) if match[1].rstrip()[-1:] not in _SPOKEN)


def is_in(ranges: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    """Return whether a range is inside one of these."""
    return any(first <= start and end <= last for first, last in ranges)


def is_nickname(text: str, start: int, end: int) -> bool:
    """Return whether a text in quotation marks may belong to a name around it: *"Danny"*."""
    return text[start].isupper() and text.count(" ", start, end) <= 1


def join_nicknames(text: str, mentions: list[Mention], titles: Sequence[tuple[int, int]]) -> None:
    """Write the two parts of a name with a nickname between them as one name: *Ramdhan "Danny" Pomanto*."""
    for start, end in titles:
        i = bisect_left(mentions, start, key=attrgetter("start"))
        if not 0 < i < len(mentions) or not is_nickname(text, start, end):
            continue
        first, last = mentions[i - 1], mentions[i]
        beside = first.end == start - 2 and last.start == end + 2 and text[first.end] == text[end + 1] == " "
        kinds = {first.kind, last.kind}
        if beside and last.role is None and PERSON in kinds and kinds <= {PERSON, ""}:
            written = f"{first.written} {text[start:end]} {last.written}"
            mentions[i - 1 : i + 1] = [
                first._replace(end=last.end, kind=PERSON, sure=first.sure or last.sure, written=written)
            ]
