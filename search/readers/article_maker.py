"""The module makes an Article of a record; metadata that cannot be read is left empty and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from search.addresses import site_of
from search.article import Article, derived_id
from search.dates.archive import ArchiveDates
from search.later import Pattern
from search.readers.body import Body, BodyReader
from search.readers.counts import FileCounts
from search.readers.field_values import BETWEEN, DATES, REPEATED, FieldReader
from search.readers.mapping import Assignment, FieldMapping, Path, path_name, value_at
from search.readers.names import TEXT
from search.readers.records import Record, RecordError, shown
from search.readers.simple_values import Simple
from search.readers.steps import read_simple
from search.readers.text_settings import TextSettings
from search.readers.values import Unreadable, is_nothing, paragraphs
from search.remarks import Remark

_MAX_KEYS_SHOWN = 20
#: Formats whose reader leaves out the rows that are not public, or whose rows the caller has chosen.
_OF_ROWS = ("sqlite", "sql")
#: A time of day in a column of its own, beside the day.
_CLOCK = Pattern(
    r"\s*(?:(?:pukul|pkl\.?|jam)\s*)?\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d+)?)?|\.\d\d)"
    r"(?:\s*(?:[ap]\.?m\.?|wib|wita|wit|utc|gmt|z|[+-]\d\d:?\d\d))?\s*",
    re.IGNORECASE,
)


class NotPublicError(Exception):
    """A record was never published, or is published no more; ``why`` is what it says about itself."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ArticleMaker:
    """The object makes the articles of one file.

    counts:    the counts of the file; metadata that is left empty, changed or not used is counted there
    mapping:   finds the keys of each field
    following: a function that returns the next records of the file
    texts:     how dates and texts are read
    strict:    whether metadata that cannot be read makes a record a reject
    """

    def __init__(
        self,
        counts: FileCounts,
        mapping: FieldMapping,
        following: Callable[[], Iterable[object]] = tuple,
        *,
        texts: TextSettings = TextSettings(),  # noqa: B008 - it never changes
        strict: bool = False,
    ) -> None:
        self._counts, self._mapping = counts, mapping
        self._all = counts.format in _OF_ROWS
        #: For fields with values that many articles share: value -> what it says.
        self._known: dict[str, dict[str, Any]] = {field: {} for field in REPEATED}
        self._planned: tuple[Assignment | None, list[Simple]] = None, []
        self._dates = ArchiveDates(texts.zone, lambda: self._dates_of(following()))
        self._body = BodyReader(counts, texts, strict=strict)
        self._fields = FieldReader(counts, self._dates, self._body, strict=strict)

    def article(self, record: Record) -> Article:
        """Return the article of a record.

        Raises RecordError if it has no usable text, or a value of a wrong type; NotPublicError if it is a
        draft.
        """
        values = record.values
        assignment = self._mapping.assignment(values)
        if assignment.tell and not self._all:
            self._pass_over(assignment, values)
        text, lifted = self._text(assignment, record)
        row = _EMPTY.copy()
        for simple in read_simple(values, self._plan(assignment), row):
            if said := self._first(record, simple.field, simple.paths, assignment):
                row[simple.place] = said
        for field, halves in assignment.halves.items():
            if field != TEXT:
                place = Article._fields.index(field)
                said = _together(field, [_words(value_at(values, path)) for path in halves])
                row[place] = self._fields.read_or_empty(said, field, record) or row[place]
        if assignment.unused:
            self._count_unused(assignment, record)
        if assignment.values:
            _add(_fixed(assignment.values), row)
        if row[_SOURCE] is None and (url := row[_URL]) and assignment.fields.get("source") != ():
            row[_SOURCE] = self._source_of(url, record)
        if lifted:
            _add(lifted, row)
        row[_TEXT_PLACE] = text
        row[0] = row[0] or derived_id(row[_TITLE], text)
        return Article._make(row)

    @staticmethod
    def _pass_over(assignment: Assignment, values: Mapping[str, object]) -> None:
        """Raise NotPublicError if the record says that it is a draft, or deleted."""
        assert assignment.tell
        if why := assignment.tell([value_at(values, path) for path in assignment.state]):
            raise NotPublicError(why)

    def _count_unused(self, assignment: Assignment, record: Record) -> None:
        for path in assignment.unused:
            value = value_at(record.values, path)
            if value is not None and not is_nothing(value):
                self._counts.not_used(path_name(path), record.line, value)

    def _plan(self, assignment: Assignment) -> list[Simple]:
        """Return the fields except the text."""
        planned, plan = self._planned
        if planned is not assignment:
            plan = [
                Simple(
                    Article._fields.index(field),
                    field,
                    paths,
                    paths[0][0] if len(paths) == 1 == len(paths[0]) else None,
                    self._known.get(field),
                    self._fields.quick(field),
                )
                for field, paths in assignment.fields.items()
                if field != TEXT
            ]
            self._planned = assignment, plan
        return plan

    def _source_of(self, url: str, record: Record) -> str | None:
        """Return the site of an article's address as its source; no other key says who published it."""
        if site := site_of(url):
            self._counts.mend("source_of_address", record.line, f"{shown(url)} → {site}")
        return site

    def notices(self) -> list[Remark]:
        """Return remarks about the file in addition to its counts; call it after the last record."""
        return self._dates.notices()

    def _dates_of(self, records: Iterable[object]) -> Iterator[object]:
        """Yield the values of records that are read as dates."""
        for record in records:
            if isinstance(record, Record):
                fields = self._mapping.assignment(record.values).fields
                for field in DATES:
                    for path in fields.get(field, ()):
                        yield value_at(record.values, path)

    def _first(self, record: Record, field: str, paths: Sequence[Path], assignment: Assignment) -> Any:
        """Return the first value of a field that is not empty, in the order of preference of its keys."""
        found, clock = None, ""
        for path in paths:
            value = value_at(record.values, path)
            if value is None:
                continue
            if field in DATES and len(paths) > 1 and isinstance(value, str) and _CLOCK.fullmatch(value):
                clock = clock or value
            elif found is None:
                found = self._fields.read_or_empty(value, field, record)
            elif field not in assignment.known and not is_nothing(value):
                self._counts.not_used(path_name(path), record.line, value)
        if not clock:
            return found
        fields = self._fields
        return fields.at_time(found, clock) if found else fields.read_or_empty(clock, field, record)

    def _body_of(self, value: object, path: Path, record: Record) -> Body:
        try:
            given = paragraphs(value)
        except Unreadable as error:
            raise RecordError("wrong-type", "no_text_value", key=path_name(path), kind=error.kind) from error
        # Each line of a string is a paragraph; the items of a list are paragraphs themselves.
        return self._body.body(given, isinstance(value, str) and len(given) == 1, record.line)

    def _text(self, assignment: Assignment, record: Record) -> Body:
        """Return the text of the first key that has one. Raises RecordError if none has."""
        values, paths = record.values, assignment.fields.get(TEXT, ())
        body, halves = Body((), {}), assignment.halves.get(TEXT, ())
        for path in paths:
            value = value_at(values, path)
            if path in halves:
                both = [part for half in halves if isinstance(part := value_at(values, half), str)]
                value = "\n\n".join(part for part in both if not is_nothing(part))
                if body.paragraphs:  # of the other half
                    continue
            if body.paragraphs:
                if TEXT not in assignment.known and not is_nothing(value):
                    self._counts.not_used(path_name(path), record.line, value)
                continue
            body = self._body_of(value, path, record)
        if body.paragraphs:
            return body
        if isinstance(values.get("cells"), list):  # a rejected row that did not fit its header
            raise RecordError("bad-row", "cells_without_names")
        if paths:
            raise RecordError("missing-text", "text_is_empty", keys=[*map(path_name, paths)])
        raise RecordError(
            "missing-text", "no_text", keys=[path_name((str(key),)) for key in values][:_MAX_KEYS_SHOWN]
        )


def _words(value: object) -> str:
    """Return a part of a value; an empty string for nothing, and for what is no text and no whole number."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value).strip() if is_number or (isinstance(value, str) and not is_nothing(value)) else ""


def _together(field: str, parts: Sequence[str]) -> str:
    """Return what the parts of a value are together."""
    if field not in DATES:
        return " ".join(filter(None, parts))
    if not parts[0].isdecimal():  # the date is in one column, and its parts once more in others
        return parts[0]
    if all(part.isdecimal() for part in parts) and len(parts[-1]) == 4:
        return "-".join(part.zfill(2) for part in reversed(parts))
    return " ".join(parts)


def _add(given: Mapping[str, Any], row: list[Any]) -> None:
    """Add values to the row of an article, unless it has one: from its text, or fixed ones of a profile."""
    for name, value in given.items():
        place = Article._fields.index("authors" if name == "author" else name)
        if not row[place]:
            row[place] = (value,) if name == "author" else value


#: The row of an article without any value.
_EMPTY: list[Any] = [None, *Article("", ())[1:]]
_TEXT_PLACE, _TITLE, _SOURCE, _URL = map(Article._fields.index, ("paragraphs", "title", "source", "url"))


def _fixed(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: (value,) if name in BETWEEN else value for name, value in values.items()}
