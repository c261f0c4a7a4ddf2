"""The module reads the value of a field of a record, which is metadata of an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from search.addresses import site_of
from search.article import MAX_ID_LENGTH, usable_id
from search.dates.archive import ArchiveDates, UnreadableDateError, is_iso_day
from search.later import Pattern
from search.published import Published
from search.readers.body import MAX_METADATA_LENGTH, BodyReader, plain_line
from search.readers.counts import FileCounts
from search.readers.records import Record, RecordError, shown
from search.readers.unpublished import is_flag
from search.readers.values import Unreadable, are_numbers, is_nothing, listed, plain, strings
from search.remarks import Remark
from search.values import distinct

MAX_VALUES = 1_000
"""The maximum number of authors or of tags in an article."""

_ID = Pattern(r"[!\"$-~]+")  # printable ASCII without "#"
_Quick = Callable[[str], object]
#: The characters that separate values of a field with several values, if they are one string.
BETWEEN = {"authors": Pattern(r"[;|\n]+"), "tags": Pattern(r"[,;|\n]+")}

_AROUND_AUTHOR = Pattern(
    r"\A(?:pewarta|penulis|reporter|wartawan|jurnalis|kontributor|oleh|author|writer|by)\s*:\s*|\A(?:oleh|by)\s+"
    r"|\s+[-–]\s+(?:detik\w+|[\w.]+\.(?:com|id|net))\Z",
    re.IGNORECASE,
)


class FieldReader:
    """Reads the values of fields of one file.

    counts: the counts of the file; values that are left empty or changed are counted there
    dates:  reads dates
    body:   makes plain lines of values
    strict: whether a value that cannot be read makes its record a reject
    """

    def __init__(self, counts: FileCounts, dates: ArchiveDates, body: BodyReader, *, strict: bool) -> None:
        self._counts, self._dates, self._body, self._strict = counts, dates, body, strict

    def read_or_empty(self, value: object, field: str, record: Record) -> Any:
        """Return what a value says for a field; metadata that cannot be read is counted, and is nothing."""
        try:
            return self._read(value, field, record)
        except RecordError as error:
            if self._strict:
                raise
            self._counts.leave_empty(field, error.code, error.reason, record.line, value)
        return None

    def at_time(self, found: Published, clock: str) -> Published:
        """Return the time that a day and a time of day are together; a time remains what it is."""
        midnight = isinstance(found, datetime) and found.time() == time()
        if type(found) is not date and not midnight:
            return found
        try:
            return self._dates.read(f"{found.isoformat()[:10]} {clock.strip()}") or found
        except UnreadableDateError:
            return found

    def quick(self, field: str) -> _Quick | None:
        """Return a function that says what a field has if nothing needs to be done to the value, else None.

        It always says the same of a value, which is what ``_read`` says.
        """
        if field in DATES:
            return self._iso_day
        if field in ADDRESSES:
            return _plain_address
        if field not in _READERS:
            return plain_line
        return {"source": _plain_source, "id": _plain_id}.get(field)

    def _iso_day(self, value: str) -> object:
        try:
            return self._dates.read(value) if is_iso_day(value) else None
        except UnreadableDateError:
            return None

    def _read(self, value: object, field: str, record: Record) -> object:
        """Return what a value says for a field, or None for nothing. Raises RecordError."""
        return _READERS.get(field, FieldReader._string)(self, value, field, record)

    def _string(self, value: object, field: str, record: Record) -> str | None:
        return self._first_said(value, field, record, self._body.line)

    def _source(self, value: object, field: str, record: Record) -> str | None:
        said = self._string(value, field, record)
        return site_of(said) or said if said and "//" in said else said

    def _address(self, value: object, field: str, record: Record) -> str | None:
        return self._first_said(value, field, record, self._body.line, address=True)

    def _first_said(
        self,
        value: object,
        field: str,
        record: Record,
        read: Callable[[str, str, int | None], str],
        *,
        address: bool = False,
    ) -> str | None:
        """Return the first string in a value (see ``strings``), or None. Raises RecordError."""
        try:
            said = [read(one, field, record.line) for one in strings(value, address=address)]
        except Unreadable as error:
            raise RecordError("wrong-type", "no_string", key=field, kind=error.kind) from error
        said = list(filter(None, said))
        if not said:
            return None
        if len(said) > 1:
            self._counts.mend("first_of_several", record.line, field)
        self._refuse_long(field, len(said[0]))
        return said[0]

    @staticmethod
    def _refuse_long(field: str, length: int) -> None:
        if length > MAX_METADATA_LENGTH:
            raise RecordError("too-long", "key_too_long", key=field, length=length, most=MAX_METADATA_LENGTH)

    def _values(self, value: object, field: str, record: Record) -> tuple[str, ...]:
        """Return the distinct values of a field with several: of a list, or of a string with separators.

        Raises RecordError.
        """
        given = value
        if isinstance(value, str):
            given = listed(value)
            if given is None:
                given = BETWEEN[field].split(value)
        if are_numbers(value):  # keys of names that are elsewhere
            raise RecordError("wrong-type", "no_string", key=field, kind=Remark("kind_number"))
        try:
            said = [self._body.line(one, field, record.line) for one in strings(given)]
            values = distinct([self._name_alone(one, record) for one in said] if field == "authors" else said)
        except Unreadable as error:
            raise RecordError("wrong-type", "no_string", key=field, kind=error.kind) from error
        if len(values) > MAX_VALUES:
            raise RecordError("too-long", "too_many_values", key=field, values=len(values), most=MAX_VALUES)
        if longest := max(map(len, values), default=0):
            self._refuse_long(field, longest)
        return values

    def _name_alone(self, author: str, record: Record) -> str:
        """Return a name without what outlets write around it: *Pewarta: X*, *X - detikFinance*."""
        name = _AROUND_AUTHOR.sub("", author)
        if name != author:
            self._counts.mend("author_labels", record.line, author)
        return name

    def _date(self, value: object, field: str, record: Record) -> Published | None:
        if is_nothing(value) or is_flag(value) or value in (1, "1"):
            return None
        try:
            return self._dates.read(plain(value) if isinstance(value, dict) else value)
        except UnreadableDateError as error:
            written = shown(value if isinstance(value, str) else repr(value))
            raise RecordError("bad-date", error.code, key=field, value=written, **error.values) from error

    def _id(self, value: object, field: str, record: Record) -> str | None:
        said = self._first_said(value, field, record, self._body.name)
        if not said:
            return None
        found = usable_id(said)
        if found != said:
            if self._strict:
                raise RecordError("bad-id", "id_unusable", id=shown(said), most=MAX_ID_LENGTH)
            self._counts.mend("ids_changed", record.line, f"{shown(said)} → {found}")
        return found


def _plain_address(value: str) -> str | None:
    return None if value.lstrip().startswith("=") else plain_line(value)


def _plain_source(value: str) -> str | None:
    return None if "//" in value else plain_line(value)


def _plain_id(value: str) -> str | None:
    return value if len(value) <= MAX_ID_LENGTH and _ID.fullmatch(value) and not is_nothing(value) else None


_READERS: Mapping[str, Callable[[FieldReader, object, str, Record], object]] = {
    "id": FieldReader._id,
    "source": FieldReader._source,
    "url": FieldReader._address,
    "image": FieldReader._address,
    "published": FieldReader._date,
    "updated": FieldReader._date,
    "authors": FieldReader._values,
    "tags": FieldReader._values,
}
"""The functions that read the fields which are more than one string."""

DATES = tuple(field for field, read in _READERS.items() if read is FieldReader._date)
REPEATED = ("source", "category", "place", "language", *DATES)
ADDRESSES = tuple(field for field, read in _READERS.items() if read is FieldReader._address)
