"""The module reads the lines in front of a text that are fields: a date, *Penulis: Rina*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.dates.words import MONTHS, WEEKDAYS_OF_DATES
from search.readers.names import TEXT, field_of_name, folded_name

_MOST_HEAD_LINES = 16
_MAX_VALUE = 300  # characters
#: The fields that lines in front of a text name, as in *Penulis: Rina*.
_OF_HEAD = frozenset(("title", "published", "updated", "authors", "source", "category", "tags", "url", "id"))
_LABELLED = re.compile(r"([A-Za-z][A-Za-z_/, ]{1,24}?)\s*(?::\s|\s=\s)\s*(\S.*)")
_LABEL_OF_TEXT = re.compile(r"([A-Za-z][A-Za-z_ ]{1,24}?)\s*[:=]")
_RULE = re.compile(r"[-=*_#~]{3,}")
_RULE_BETWEEN, _FIRST_LINES = re.compile(r"[-=*_#~]{5,}"), 3
_LONG_LINE, _MAX_HEADLINE = 80, 120
#: The number of an article in front of its headline, or instead of one: ``1.``, ``[1]``, ``Berita 1``.
_NUMBERED = re.compile(
    r"(?=[\[(\d]|berita|artikel|article|no\b|#)(?:(?:berita|artikel|article|no\.?)\s*)?[\[(#]?\s*(\d{1,3})(?:[.):\]]+(?:\s+|\Z)|\Z)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[A-Z][A-Za-z]+, ")
_DATE_WORDS = frozenset((*MONTHS, *WEEKDAYS_OF_DATES, "wib", "wita", "wit", "pukul", "jam", "tanggal"))
_DATE_NUMBER = re.compile(r"\d{1,4}(?:[./:-]\d{1,4})*(?:t[\d:.+z-]+)?")
_WITH_DAY = re.compile(r"\d[./-]\d{1,2}[./-]\d|\d\W+[^\W\d]{3,}\W+\d{4}|[^\W\d]{3,}\W+\d{1,2}\W+\d{4}")


def without_head(lines: list[str], fields: dict[str, object]) -> list[str]:
    """Return the lines from the first on that is neither blank nor a field; add these to ``fields``.

    A label that is no field of an article stands among them under its own name (*Halaman: 5*), if a field
    follows it. A rule and a label of the text behind the fields (*Isi:*) belong to neither.
    """
    behind = 0  # the number of lines that are read
    unknown: dict[str, object] = {}
    for number, line in enumerate(map(str.strip, lines)):
        if not line:
            continue
        if number >= _MOST_HEAD_LINES:
            break
        field, value = field_of_line(line)
        if field and field not in fields:
            fields.update({**unknown, field: value})
            unknown.clear()
            behind = number + 1
        elif fields and not unknown and (_RULE.fullmatch(line) or _is_label_of_text(line)):
            behind = number + 1
            if not _RULE.fullmatch(line):
                break
        elif fields and (match := _LABELLED.fullmatch(line)) and len(line) <= _MAX_VALUE:
            unknown[match[1]] = match[2]
        else:
            break
    return lines[behind:]


def field_of_line(line: str) -> tuple[str | None, str]:
    """Return the field that a line is, and its value; None for other lines."""
    if len(line) > _MAX_VALUE:
        return None, ""
    if match := _LABELLED.fullmatch(line):
        field = _field_of_label(match[1])
        return (field, match[2]) if field in _OF_HEAD else (None, "")
    return ("published", line) if _is_date(line) else (None, "")


def _field_of_label(label: str) -> str | None:
    """Return the field that a label means; the last of its parts counts: *Hari/Tanggal*."""
    known = field_of_name()
    for one in (label, re.split(r"[/,]", label)[-1]):
        if found := known.get(folded_name(one.strip())):
            return found[0]
    return None


def _is_label_of_text(line: str) -> bool:
    match = _LABEL_OF_TEXT.fullmatch(line)
    return match is not None and _field_of_label(match[1]) == TEXT


def starts_of_articles(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines at which the articles of one text begin; there may be one, or none.

    Several begin with the label that the text begins with, and another label of its head on the next line.
    """
    first = _first_line(lines)
    labels = [*_labels(lines[first : first + 2])]
    if len(labels) < 2:
        return []
    return [
        number for number in range(first, len(lines) - 1) if [*_labels(lines[number : number + 2])] == labels
    ]


def starts_behind_rules(lines: Sequence[str]) -> list[int]:
    """Return the same for articles with rules between them, each with a date or label in its first lines."""
    rules = [at for at, line in enumerate(lines) if _RULE_BETWEEN.fullmatch(line.strip())]
    starts = [0, *(at + 1 for at in rules)]
    parts = [
        (start, [line.strip() for line in lines[start:end] if line.strip()][:_FIRST_LINES])
        for start, end in zip(starts, [*rules, len(lines)], strict=True)
    ]
    parts = [(start, first) for start, first in parts if first]
    if len(parts) < 2 or not all(any(field_of_line(line)[0] for line in first) for _, first in parts):
        return []
    return [start for start, _ in parts]


def starts_below_headlines(lines: Sequence[str]) -> list[int]:
    """Return the same for articles that each have a headline, a line that is a field below it, and a text.

    The first begins at the top; headlines may have numbers.
    """
    first = _first_line(lines)
    starts = [
        number
        for number in range(first, len(lines) - 1)
        if (number == first or not lines[number - 1].strip())
        and _is_headline(lines[number].strip())
        and field_of_line(lines[number + 1].strip())[0]
    ]
    if len(starts) < 2 or starts[0] != first:
        return []
    parts = parts_at(starts, lines)
    return starts if all(any(len(line) >= _LONG_LINE for line in part) for _, part in parts) else []


def parts_at(starts: Sequence[int], lines: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield each part of a text with the number of its first line, given the numbers of these lines."""
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start, lines[start:end]


def _first_line(lines: Sequence[str]) -> int:
    """Return the number of the first line that is not blank; 0 if all are."""
    return next((number for number, line in enumerate(lines) if line.strip()), 0)


def without_number(headline: str, number: int) -> str:
    """Return a headline without the number of its article in front.

    >>> [without_number(line, 2) for line in ("2. Banjir Surut", "Berita 2", "2 Orang Tewas")]
    ['Banjir Surut', '', '2 Orang Tewas']
    """
    match = _NUMBERED.match(headline.strip())
    return headline.strip()[match.end() :] if match and int(match[1]) == number else headline


def _is_headline(line: str) -> bool:
    return 0 < len(line) <= _MAX_HEADLINE and line[-1] not in ".,;:" and field_of_line(line)[0] is None


def _labels(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if (match := _LABELLED.fullmatch(line.strip())) and _field_of_label(match[1]) in _OF_HEAD:
            yield match[1]


def _is_date(line: str) -> bool:
    """Return whether a line is a date and nothing else, perhaps behind a place: *Jakarta, 10 Mei 2019*."""
    if line.partition(",")[0].lower() not in WEEKDAYS_OF_DATES:
        line = _PLACE.sub("", line, count=1)
    words = re.findall(r"[^\s,|()]+", line.lower())
    return (
        0 < len(words) <= 10
        and _WITH_DAY.search(line) is not None
        and all(_is_of_date(word) for word in words if word != "-")
    )


def _is_of_date(word: str) -> bool:
    return word.strip(".") in _DATE_WORDS or _DATE_NUMBER.fullmatch(word) is not None
