"""A record becomes an Article: what cannot be read of its metadata is left empty and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from search.addresses import site_of
from search.article import MAX_ID_LENGTH, Article, derived_id, usable_id
from search.clock import DEFAULT_ZONE
from search.dates.archive import ArchiveDates, UnreadableDateError
from search.published import Published
from search.readers.characters import NO_TEXT, mended
from search.readers.counts import FileCounts
from search.readers.mapping import Assignment, FieldMapping, Path, path_name, value_at
from search.readers.names import TEXT
from search.readers.records import Record, RecordError, shown
from search.readers.values import Unreadable, is_nothing, kind_of, paragraphs, strings
from search.remarks import Remark
from search.values import distinct

MAX_PARAGRAPH_LENGTH = 100_000
MAX_PARAGRAPHS = 100_000
MAX_METADATA_LENGTH = 10_000
MAX_VALUES = 1_000
"""The authors or tags of an article."""

_MAX_KEYS_SHOWN = 20
#: What stands between the values of a field with several where they are one string.
_BETWEEN = {"authors": re.compile(r"[;|\n]+"), "tags": re.compile(r"[,;|\n]+")}

_PRINTABLE = bytes(range(0x20, 0x7F))
_LINE_ENDS = re.compile(r"[\r\n\u2028\u2029]+")
_BREAKS = re.compile(r"[\t\r\n]+")


class ArticleMaker:
    """Makes the articles of one file.

    counts:  of the file; what is left empty, mended or not used is counted there
    mapping: finds the keys of each field
    following: returns the records that follow in the file, as far as it may be looked ahead
    zone:    the time zone of the archive
    strict:  whether metadata that cannot be read makes a record a reject
    """

    def __init__(
        self,
        counts: FileCounts,
        mapping: FieldMapping,
        following: Callable[[], Iterable[object]] = tuple,
        *,
        zone: tzinfo = DEFAULT_ZONE,
        strict: bool = False,
    ) -> None:
        self._counts, self._mapping, self._strict = counts, mapping, strict
        self._dates = ArchiveDates(zone, lambda: self._dates_of(following()))

    def article(self, record: Record) -> Article:
        """Return the article of a record. Raises RecordError where it has no text that can be used."""
        values = record.values
        assignment = self._mapping.assignment(values)
        text = self._text(assignment, record)
        found: dict[str, Any] = {}
        for field, paths in assignment.fields.items():
            if field != TEXT and (value := self._first(record, field, paths, assignment)):
                found[field] = value
        for path in assignment.unused:
            if not is_nothing(value := value_at(values, path)):
                self._counts.not_used(path_name(path), record.line, value)
        if assignment.values:
            found = {**_fixed(assignment.values), **found}
        if "source" not in found and (url := found.get("url")) and assignment.fields.get("source") != ():
            self._add_source(found, url, record)
        article_id = found.pop("id", None) or derived_id(found.get("title"), text)
        return Article(article_id, text, **found)

    def _add_source(self, found: dict[str, Any], url: str, record: Record) -> None:
        """Take the site of an article for its source, where nothing else says who published it."""
        if site := site_of(url):
            found["source"] = site
            self._counts.mend("source_of_address", record.line, f"{shown(url)} → {site}")

    def notices(self) -> list[Remark]:
        """Return what is worth saying of the file besides its counts, once it has been read."""
        return self._dates.notices()

    def _dates_of(self, records: Iterable[object]) -> Iterator[object]:
        """Yield the values that are read as dates."""
        for record in records:
            if isinstance(record, Record):
                fields = self._mapping.assignment(record.values).fields
                for field in _DATES:
                    for path in fields.get(field, ()):
                        yield value_at(record.values, path)

    def _first(self, record: Record, field: str, paths: Sequence[Path], assignment: Assignment) -> Any:
        """Return the first value of a field that says something, in order of preference of its keys."""
        found = None
        for path in paths:
            value = value_at(record.values, path)
            if value is None:
                continue
            if found is not None:
                if field not in assignment.known and not is_nothing(value):
                    self._counts.not_used(path_name(path), record.line, value)
                continue
            try:
                found = self._read(value, field, record)
            except RecordError as error:
                if self._strict:
                    raise
                self._counts.leave_empty(field, error.code, error.reason, record.line, value)
        return found

    def _read(self, value: object, field: str, record: Record) -> object:
        """Return what a value says for a field; None for nothing. Raises RecordError."""
        return _READERS.get(field, ArticleMaker._string)(self, value, field, record)

    def _string(self, value: object, field: str, record: Record) -> str | None:
        if (
            isinstance(value, str) and value.isprintable() and len(value) <= MAX_METADATA_LENGTH
        ):  # nearly always
            return None if is_nothing(value) else value.strip()
        return self._metadata(value, field, record, address=False)

    def _source(self, value: object, field: str, record: Record) -> str | None:
        said = self._string(value, field, record)
        return site_of(said) or said if said and "//" in said else said

    def _address(self, value: object, field: str, record: Record) -> str | None:
        return self._metadata(value, field, record, address=True)

    def _metadata(self, value: object, field: str, record: Record, *, address: bool) -> str | None:
        try:
            said = [self._clean(one, field, record) for one in strings(value, address=address)]
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
        """Return the distinct values of a field with several: a list, or a string with marks between."""
        given = value
        if isinstance(value, str):
            given = _BETWEEN[field].split(value)
        try:
            values = distinct([self._clean(one, field, record) for one in strings(given)])
        except Unreadable as error:
            raise RecordError("wrong-type", "no_string", key=field, kind=error.kind) from error
        if len(values) > MAX_VALUES:
            raise RecordError("too-long", "too_many_values", key=field, values=len(values), most=MAX_VALUES)
        if longest := max(map(len, values), default=0):
            self._refuse_long(field, longest)
        return values

    def _date(self, value: object, field: str, record: Record) -> Published | None:
        if is_nothing(value):
            return None
        try:
            return self._dates.read(value)
        except UnreadableDateError as error:
            written = shown(value if isinstance(value, str) else repr(value))
            raise RecordError("bad-date", error.code, key=field, value=written, **error.values) from error

    def _id(self, value: object, field: str, record: Record) -> str | None:
        said = self._metadata(value, field, record, address=False)
        if not said:
            return None
        found = usable_id(said)
        if found != said:
            if self._strict:
                raise RecordError("bad-id", "id_unusable", id=shown(said), most=MAX_ID_LENGTH)
            self._counts.mend("ids_changed", record.line, f"{shown(said)} → {found}")
        return found

    def _text(self, assignment: Assignment, record: Record) -> tuple[str, ...]:
        values, paths = record.values, assignment.fields.get(TEXT, ())
        kept: tuple[str, ...] = ()
        for path in paths:
            value = value_at(values, path)
            if kept:
                if TEXT not in assignment.known and not is_nothing(value):
                    self._counts.not_used(path_name(path), record.line, value)
                continue
            try:
                given = paragraphs(value)
            except Unreadable as error:
                raise RecordError(
                    "wrong-type", "no_text_value", key=path_name(path), kind=error.kind
                ) from error
            # A string has a paragraph a line; a list has them as they are.
            items = _lines(given[0]) if len(given) == 1 and isinstance(value, str) else given
            kept = _kept_as_they_are(items) or self._kept_one_by_one(items, record)
        if kept:
            return kept
        if isinstance(values.get("cells"), list):  # how a row that did not fit its header was put aside
            raise RecordError("bad-row", "cells_without_names")
        if paths:
            raise RecordError("missing-text", "text_is_empty", keys=[*map(path_name, paths)])
        raise RecordError("missing-text", "no_text", keys=[*map(str, values)][:_MAX_KEYS_SHOWN])

    def _kept_one_by_one(self, items: Sequence[object], record: Record) -> tuple[str, ...]:
        kept = []
        for number, item in enumerate(items, 1):
            if not isinstance(item, str):
                raise RecordError("wrong-type", "no_list_of_strings", number=str(number), kind=kind_of(item))
            for line in _lines(item) if "\u2028" in item or "\u2029" in item else [item]:
                paragraph = self._clean(line, Remark("paragraph_number", {"number": str(number)}), record)
                if not paragraph:
                    continue
                if len(paragraph) > MAX_PARAGRAPH_LENGTH:
                    raise RecordError(
                        "too-long", "paragraph_too_long", number=str(number), length=len(paragraph),
                        most=MAX_PARAGRAPH_LENGTH,
                    )  # fmt: skip
                kept.append(paragraph)
        if len(kept) > MAX_PARAGRAPHS:
            raise RecordError("too-long", "too_many_paragraphs", paragraphs=len(kept), most=MAX_PARAGRAPHS)
        return tuple(kept)

    def _clean(self, text: str, place: str | Remark, record: Record) -> str:
        """Return ``text`` on one line, without characters that no text has."""
        if text.isprintable():
            return text.strip()
        if match := NO_TEXT.search(text):
            if self._strict:
                raise RecordError(
                    "control-character", "no_text_character", character=_named(match[0]), place=place
                )
            text, replaced, dropped = mended(text)
            if replaced:
                self._counts.mend("characters_mended", record.line, _point(match[0]), replaced)
            if dropped:
                self._counts.mend("characters_dropped", record.line, _point(match[0]), dropped)
        return " ".join(part.strip(" ") for part in _BREAKS.split(text) if part.strip(" ")).strip()


_READERS: Mapping[str, Callable[[ArticleMaker, object, str, Record], object]] = {
    "id": ArticleMaker._id,
    "source": ArticleMaker._source,
    "url": ArticleMaker._address,
    "image": ArticleMaker._address,
    "published": ArticleMaker._date,
    "updated": ArticleMaker._date,
    "authors": ArticleMaker._values,
    "tags": ArticleMaker._values,
}
"""How the value of a field is read, where it is not one string."""

_DATES = tuple(field for field, read in _READERS.items() if read is ArticleMaker._date)


def _fixed(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: (value,) if name in _BETWEEN else value for name, value in values.items()}


def _lines(text: str) -> list[str]:
    """Return the lines of a text; regular expressions take ten times as long as ``str.split``."""
    if "\r" in text or "\u2028" in text or "\u2029" in text:
        return _LINE_ENDS.split(text)
    return text.split("\n")


def _kept_as_they_are(items: Sequence[Any]) -> tuple[str, ...] | None:
    """Return the paragraphs where nothing but blanks around them needs attention: nearly always."""
    try:
        joined = "".join(items)
    except TypeError:
        return None
    if not _is_printable(joined) or len(items) > MAX_PARAGRAPHS:
        return None
    if len(joined) > MAX_PARAGRAPH_LENGTH and max(map(len, items)) > MAX_PARAGRAPH_LENGTH:
        return None
    return tuple(filter(None, map(str.strip, items)))


def _is_printable(text: str) -> bool:
    """Return ``text.isprintable()``, of ASCII in half the time; regular expressions take longer."""
    return not text.encode().translate(None, _PRINTABLE) if text.isascii() else text.isprintable()


def _point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _named(character: str) -> Remark:
    point = {"point": _point(character)}
    if "\ud800" <= character <= "\udfff":
        return Remark("surrogate", point)
    return Remark("noncharacter" if character >= "\ufffe" else "control", point)
