"""The module reads plain text: a file is an article, whose lines are paragraphs or are wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.dates.words import MONTHS, WEEKDAYS_OF_DATES
from search.readers.names import field_of_name, folded_name
from search.readers.records import MAX_RECORD_BYTES, Record, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark
from search.texts.lines import paragraphs_of

MAX_TITLE_LENGTH = 120

_LINE_END = re.compile(r"\r\n|\r|\n")
_MOST_HEAD_LINES = 10
_MAX_VALUE = 300  # characters
#: The fields that lines in front of a text name, as in *Penulis: Rina*.
_OF_HEAD = frozenset(("title", "published", "updated", "authors", "source", "category", "tags", "url", "id"))
_LABELLED = re.compile(r"([A-Za-z][A-Za-z ]{1,24})\s*:\s+(\S.*)")
_PLACE = re.compile(r"[A-Z][A-Za-z]+, ")
_DATE_WORDS = frozenset((*MONTHS, *WEEKDAYS_OF_DATES, "wib", "wita", "wit", "pukul", "jam", "tanggal"))
_DATE_NUMBER = re.compile(r"\d{1,4}(?:[./:-]\d{1,4})*(?:t[\d:.+z-]+)?")
_WITH_DAY = re.compile(r"\d[./-]\d{1,2}[./-]\d|\d\W+[^\W\d]{3,}\W+\d{4}|[^\W\d]{3,}\W+\d{1,2}\W+\d{4}")
# A full stop or an ellipsis at the end; closing quotes and brackets may follow it.
_FULL_STOP_AT_END = re.compile(r"[.…][\"'”’»)\]]*\Z")


def read_plain_text(file: str, stream: TextStream) -> Iterator[Record | Reject]:
    """Yield the file as one Record without id, or one Reject if it cannot be read to its end."""
    blocks: list[bytes] = []
    size = 0
    try:
        for block in stream.blocks():
            blocks.append(block)
            size += len(block)
            if size > MAX_RECORD_BYTES:
                reason = Remark("file_too_long", {"most": MAX_RECORD_BYTES})
                yield Reject(file, None, "too-long", reason, "")
                return
    except DamagedStreamError as error:
        # The Reject has no record, because half an article would be accepted when it is read again.
        yield Reject(file, None, "damaged", Remark("article_is_incomplete", {"damage": error.damage}), "")
        return
    yield Record(title_and_text(stream.decode(b"".join(blocks))))


def title_and_text(content: str) -> dict[str, object]:
    r"""Return the fields ``text``, ``title`` and others that stand in lines of their own before the text.

    The first line is the title if more lines follow, it has at most 120 characters and no full stop at its
    end (also none before closing quotes), and it does not go on in the next line of a wrapped text. It may
    end with a question or exclamation mark: one headline in twenty of news archives does, and hardly any
    short first paragraph.

    Lines before the title or directly behind it that are a date, or a known name and a value (*Penulis:
    Rina*), are fields.

    >>> title_and_text("Siapa Juara?\n\nTim itu menang.\n")
    {'title': 'Siapa Juara?', 'text': 'Tim itu menang.'}
    >>> title_and_text("10 September 2019\nSiapa Juara?\nPenulis: Rina\n\nTim itu menang.\n")
    {'published': '10 September 2019', 'title': 'Siapa Juara?', 'authors': 'Rina', 'text': 'Tim itu menang.'}
    """
    lines = [line.rstrip() for line in _LINE_END.split(content)]
    fields: dict[str, object] = {}
    lines = _without_head(lines, fields)
    text = "\n".join(lines).strip("\n")
    first, _, rest = text.partition("\n")
    first = first.strip()
    is_title = first and len(first) <= MAX_TITLE_LENGTH and not _FULL_STOP_AT_END.search(first)
    if "title" not in fields and is_title and rest.strip() and paragraphs_of(text)[0] == first:
        behind: dict[str, object] = {}
        text = "\n".join(_without_head(rest.split("\n"), behind)).strip("\n")
        fields = {
            **fields,
            "title": first,
            **{name: value for name, value in behind.items() if name != "title"},
        }
    if not text.strip():  # the lines are all that there is
        return {"text": "\n".join(_LINE_END.split(content)).strip("\n")}
    return {**fields, "text": text}


def _without_head(lines: list[str], fields: dict[str, object]) -> list[str]:
    """Return the lines from the first on that is neither blank nor a field; add these to ``fields``."""
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        field, value = _field_of_line(line.strip())
        if not field or field in fields or number >= _MOST_HEAD_LINES:
            return lines[number:]
        fields[field] = value
    return []


def _field_of_line(line: str) -> tuple[str | None, str]:
    if len(line) > _MAX_VALUE:
        return None, ""
    if match := _LABELLED.fullmatch(line):
        field, _ = field_of_name().get(folded_name(match[1]), (None, 0))
        return (field, match[2]) if field in _OF_HEAD else (None, "")
    return ("published", line) if _is_date(line) else (None, "")


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
