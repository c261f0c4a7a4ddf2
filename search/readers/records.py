"""What readers yield: records on their way to becoming articles, rejects and notices."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from search.readers.characters import NO_TEXT_CHARACTERS
from search.remarks import Remark

MAX_RECORD_BYTES = 16 * 2**20
"""A longer line, CSV row or text file is no article; parsing it would cost many times its size in memory."""

MAX_PAGE_BYTES = 16 * 2**20
"""A longer web page is not parsed: its tree would take many times its size in memory."""

_ESCAPED_IN_RECORDS = re.compile(f"[{NO_TEXT_CHARACTERS}\u2028\u2029]")
_SHOWN_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Reject:
    """One record that could not be used, or what is lost of a whole file.

    ``line`` counts from 1 and is the line on which the record starts; None for a plain text file or a
    whole file. ``reason`` says what is wrong and what would be right: ``said`` puts it into words on one
    line, ``message`` into English ones. ``record`` is the record as one line that can be mended and fed in
    again as JSONL; empty where there is nothing to mend but the file itself.

    ``code`` is one of:

    - ``not-json``, ``not-an-object``, ``encoding``: what is no JSON object
    - ``missing-text``, ``wrong-type``, ``bad-id``, ``bad-date``, ``control-character``, ``too-long``: an
      object that is no article
    - ``bad-row``, ``bad-header``: a CSV or TSV row or header that does not fit
    - ``damaged``, ``unreadable``: a file that cannot be read to its end, or not at all
    """

    file: str
    line: int | None
    code: str
    reason: Remark
    record: str

    def said(self, language: str) -> str:
        """Return what is wrong, and what would be right, in a language."""
        return self.reason.said(language)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.said("en")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something tolerated and worth saying once per file, such as an ignored file or an old encoding."""

    file: str
    told: Remark

    def said(self, language: str) -> str:
        """Return what was tolerated, in a language."""
        return self.told.said(language)

    @property
    def message(self) -> str:
        """What was tolerated, in English."""
        return self.said("en")


@dataclass(frozen=True, slots=True)
class Superseded:
    """The next article is a later version of one that was yielded before.

    number: how many articles were yielded before that one
    """

    number: int


class RecordError(Exception):
    """A record cannot become an article; stays inside this room, where it turns into a Reject.

    code: of the Reject; reason: what its sentence says
    """

    def __init__(self, code: str, reason: str, /, **values: object) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = Remark(reason, values)


class Record(NamedTuple):
    """One record of a source as it stands there: a row, an object, or the parts of a page.

    values: by the names of the source, of any type that JSON has
    line:   where it starts, counted from 1, or the number of the row; None where the file is one record
    raw:    the record as it was written where that is one line of JSON already, as text or as UTF-8
    """

    values: Mapping[str, object]
    line: int | None = None
    raw: str | bytes | None = None

    def as_line(self) -> str:
        """Return the record as one line of JSON."""
        if isinstance(self.raw, bytes):
            return self.raw.decode().strip()
        return as_record(self.values) if self.raw is None else self.raw


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, which come before its records: without one for the text it has no article."""

    names: tuple[str, ...]


def as_record(values: Mapping[str, object]) -> str:
    """Return ``values`` as one line of JSON in which control characters are visible as escapes."""
    line = json.dumps(values, ensure_ascii=False, default=str)
    return _ESCAPED_IN_RECORDS.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def place_of(file: str, line: int | None) -> str:
    """Return ``FILE:LINE``, or ``FILE`` where there is no line to name."""
    return file if line is None else f"{file}:{line}"


def shown(value: str) -> str:
    """Return a user's value quoted for a message: on one line, shortened, nothing invisible in it."""
    return repr(value if len(value) <= _SHOWN_LENGTH else value[:_SHOWN_LENGTH] + "…")


def shown_value(value: object) -> str:
    """Return any value that JSON has quoted for a message."""
    try:
        return shown(value if isinstance(value, str) else repr(value))
    except RecursionError:  # JSON may be nested more deeply than can be written
        return "…"


def write_reject(stream: TextIO, reject: Reject) -> None:
    """Write ``reject`` as a comment ``# FILE:LINE: MESSAGE`` and, on a line of its own, its record.

    Messages are English. A file of such pairs is JSONL: mend the records and feed it in again.
    """
    stream.write(_one_line(f"# {place_of(reject.file, reject.line)}: {reject.message}") + "\n")
    if reject.record:
        # A record that starts with '#' would be read as a comment.
        stream.write((" " if reject.record.startswith("#") else "") + reject.record + "\n")


def _one_line(text: str) -> str:
    return " ".join(text.splitlines()).encode("utf-8", "backslashreplace").decode("utf-8")
