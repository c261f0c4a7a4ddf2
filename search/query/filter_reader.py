"""The module reads the fields of a query that select articles: values, days, id, address."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from whoosh import query

from search.dates.reading import DateError, DateRange, parse_date
from search.dates.spans import month_span
from search.dates.words import MONTHS
from search.query.archive import Archive
from search.query.fields import FIELD_NAMES
from search.query.lexer import Piece
from search.query.tree import MISSING, Within
from search.remarks import Remark
from search.values import VALUE_FIELDS, WHOLE_NAME, folded

_OF_HOSTS = frozenset(["www", "m", "co", "go", "ac", "or", "com", "net", "org", "web", "sch", "my"])
_AROUND = "<>()[]\"'.,;"  # what stands around an address in a text
_HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
_ADDRESS = re.compile(rf"(?:https?://|www\.)\S+|{_HOST}/\S+", re.IGNORECASE)
# What a site has around the name of its source: https://www.contoh.co.id/
_SITE = re.compile(r"(?:https?://)?(?:www\.)?(?P<name>[^/.]+)[^/]*/?", re.IGNORECASE)
_MONTH_IN_NUMBERS = re.compile(r"(?P<month>[0-9]{1,2}) (?P<year>[0-9]{4})")
# Spans of other engines: 2018..2020, [2019-01-01 TO 2019-12-31], [2019 TO *].
_SPAN = re.compile(r"[\[{]?\s*([^\s\[{]+?)(?:\.\.|\s+TO\s+)([^\s\]}]+)\s*[\]}]?")
# Days before or after others: tahun:>2020, tanggal:<=2019-09-10.
_COMPARED = re.compile(r"([<>])(=?)\s*(.+)")
_OF_DAYS = ("on", "from", "to")
_MONTH_FIELDS = ("bulan", "month")
_MOST_YEARS = 50  # of which a month is asked for
_LONGEST_DATE = 6  # words
_LONGEST_NAME = 5  # words
_SHOWN = 5  # names that are told
_MOST_NAMES = 100  # that a beginning stands for


@dataclass(frozen=True)
class FilterReader:
    """The reader turns the values of fields into filters.

    It reports what it tolerated to ``note``, as a code with values.
    """

    today: date
    archive: Archive | None
    note: Callable[..., None]

    def filter(  # noqa: PLR0911 - one for each kind of field
        self, name: Piece, value: str
    ) -> list[query.Query] | None:
        """Return the filters for a value, or None if it is no value of the field and is read as words.

        name:  a piece of kind "field" whose field selects articles
        value: the text after the colon
        """
        if name.text in VALUE_FIELDS or name.text == "site":
            return [self._named(name.text, value)]
        if name.text == "article":
            return [query.Term("article", value)]
        if name.text == MISSING:
            return _missing(value)
        if name.text == "url":
            return self.address(value)
        days = self._compared(value) if name.text == "on" else None
        days = days or self._days(value)
        if days is None:
            if name.typed.lower() in _MONTH_FIELDS and (every := self._every(value)):
                return [every]
            if name.blank:  # "dari: Jakarta" is no date in the making
                return None
            self.note("unknown_date", text=value)
            return []
        first = days.first if name.text in ("on", "from") else None
        last = days.last if name.text in ("on", "to") else None
        return [query.TermRange("published", first and first.isoformat(), last and last.isoformat())]

    def value(self, name: Piece, pieces: Sequence[Piece], at: int) -> tuple[str, int]:
        """Return the value that begins with a piece, and the index of the next piece.

        For dates the longest value is read.
        """
        end = at + 1
        if name.text in _OF_DAYS and pieces[at].kind == "word":
            while end < min(len(pieces), at + _LONGEST_DATE) and pieces[end].kind == "word":
                end += 1
            if year := _year_beside(name, pieces):
                return f"{pieces[at].text} {year}", at + 1
            for shorter in range(end, at + 1, -1):
                text = " ".join(piece.text for piece in pieces[at:shorter])
                if self._days(text.lstrip("<>= ")):
                    return text, shorter
        return pieces[at].text, at + 1

    def _days(self, text: str) -> DateRange | None:
        if numbers := _MONTH_IN_NUMBERS.fullmatch(text):
            text = f"{numbers['year']}-{numbers['month'].zfill(2)}"
        elif span := _SPAN.fullmatch(text):
            text = _span_in_words(*span.groups())
        try:
            return parse_date(text, self.today)
        except DateError:
            return None

    def _compared(self, text: str) -> DateRange | None:
        """Return the days that a text with a sign of comparison says; None if it has none, or no date."""
        compared = _COMPARED.fullmatch(text)
        days = self._days(compared[3]) if compared else None
        if compared is None or days is None:
            return None
        sign, equal, _ = compared.groups()
        if sign == ">":
            return DateRange(days.first if equal else _beside(days.last, 1), None)
        return DateRange(None, days.last if equal else _beside(days.first, -1))

    def _every(self, month: str) -> query.Query | None:
        """Return the filter for a month of any year; None if it is no month, or for very many years."""
        number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
        years = self.archive.years() if self.archive else None
        if not 1 <= number <= 12 or years is None or years[1] - years[0] >= _MOST_YEARS:
            return None
        spans = [month_span(year, number) for year in range(years[0], years[1] + 1)]
        terms = [query.TermRange("published", first.isoformat(), last.isoformat()) for first, last in spans]
        return terms[0] if len(terms) == 1 else query.Or(terms)

    def names(self, name: Piece, pieces: Sequence[Piece], at: int) -> tuple[Within, int]:
        """Return who is named behind *oleh:* or *tentang:*, and the index of the next piece.

        Without quotation marks, it is as many words as the archive has a name with.
        """
        text, end = pieces[at].text.strip(), at + 1
        found = self._called(name.text, text)
        if pieces[at].kind == "word":
            longer = text
            for last in range(at + 1, min(len(pieces), at + _LONGEST_NAME)):
                if pieces[last].kind != "word":
                    break
                longer = f"{longer} {pieces[last].text}"
                if more := self._called(name.text, longer):
                    text, found, end = longer, more, last + 1
        return self._within(name.text, text, found), end

    def speaker(self, text: str) -> Within:
        """Return what a speaker says who is given by the words of their name."""
        return self._within("speaker", text, self._called("speaker", text))

    def _within(self, field: str, text: str, found: tuple[str, ...]) -> Within:
        if not found:
            self.note("no_such_name", field=Remark(f"field_{field}"), text=text)
        elif {*map(folded, found)} != {folded(text.removeprefix(WHOLE_NAME))}:
            self.note("read_as_people", text=text, names=found[:_SHOWN], count=len(found))
        return Within(field, found[:_MOST_NAMES], text)

    def _called(self, field: str, text: str) -> tuple[str, ...]:
        """Return the names that have the words of a text; behind ``WHOLE_NAME`` only the one that it is."""
        words = text.removeprefix(WHOLE_NAME)
        found = self.archive.called(field, words) if self.archive else (words,)
        if words == text:
            return found
        return tuple(one for one in found if folded(one) == folded(words)) or found

    def address(self, text: str) -> list[query.Query] | None:
        """Return the filter for the articles with an address, or None if no article has it."""
        address = text.strip(_AROUND)
        found = self.archive.at_address(address) if self.archive else ()
        if not found:
            self.note("unknown_address", text=text)
            return None
        return [_any_of("article", found)]

    def _named(self, field: str, value: str) -> query.Query:
        """Return the filter for a value that is given by its name or by the beginning of one of its words."""
        wanted = value
        if field == "site" and (site := _SITE.fullmatch(value)):
            wanted = site["name"]
        name = "source" if field == "site" else field
        found = self.archive.named(name, wanted, squeezed=field == "site") if self.archive else (wanted,)
        if not found:
            self.note("no_such_name", field=Remark(f"field_{name}"), text=value)
            return query.Term(name, wanted)
        fold = VALUE_FIELDS[name].fold
        if fold(found[0]) == fold(wanted):
            return query.Term(name, wanted)
        self.note("read_as_names", text=value, names=found[:_SHOWN], count=len(found))
        return _any_of(name, found[:_MOST_NAMES])


def _span_in_words(first: str, last: str) -> str:
    if first == "*":
        return f"sampai {last}"
    return f"sejak {first}" if last == "*" else f"dari {first} sampai {last}"


def _beside(day: date | None, step: int) -> date | None:
    """Return the day after or before another; None for none, and the day itself at an end of the calendar."""
    try:
        return day and day + timedelta(days=step)
    except OverflowError:
        return day


def _missing(value: str) -> list[query.Query] | None:
    """Return the filter for articles without the field in *tanpa:tanggal*; None if it names no field."""
    field = FIELD_NAMES.get(value.lower(), "")
    field = "date" if field == "on" else field
    return [query.Term(MISSING, field)] if field in (*VALUE_FIELDS, "date") else None


def _year_beside(name: Piece, pieces: Sequence[Piece]) -> str:
    """Return the year that *tahun:2019* asks for beside *bulan:September* or *bulan:9*."""
    if name.typed.lower() not in _MONTH_FIELDS:
        return ""
    for field, value in pairwise(pieces):
        if field.typed.lower() in ("tahun", "year") and len(value.text) == 4 and value.text.isdecimal():
            return value.text
    return ""


def words_of_address(text: str) -> str:
    """Return the words by which an address describes its page, from the end of its path or from its host.

    >>> words_of_address("https://www.contoh.example/read/4715001/banjir-di-kota-mawar-7.html?page=all")
    'banjir di kota mawar 7'
    >>> words_of_address("https://www.contoh.co.id/")
    'contoh'
    """
    page = re.split(r"[?#]", text.strip(_AROUND), maxsplit=1)[0]
    host, *path = re.sub(r"^\w+://", "", page).split("/")
    parts = [part for part in path if any(map(str.isalpha, part))]
    if parts:
        return " ".join(re.split(r"[-_+]+", re.sub(r"\.[a-z]{3,5}$", "", parts[-1]))).strip() or text
    names = [name for name in host.split(".")[:-1] if name not in _OF_HOSTS]
    return names[-1] if names else text


def is_address(text: str) -> bool:
    """Return whether a word or a phrase is the address of a web page.

    Brackets and punctuation around it are ignored.
    """
    return _ADDRESS.fullmatch(text.strip(_AROUND)) is not None


def _any_of(field: str, values: tuple[str, ...]) -> query.Query:
    terms = [query.Term(field, value) for value in values]
    return terms[0] if len(terms) == 1 else query.Or(terms)
