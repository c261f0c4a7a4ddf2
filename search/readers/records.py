"""The module has the records that readers yield: Record, Reject, Notice, Superseded and Columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TextIO

from search.later import Pattern
from search.readers.characters import NO_TEXT_CHARACTERS
from search.remarks import Remark

MAX_RECORD_BYTES = 16 * 2**20
"""The maximum size of a line, CSV row or text file; parsing a longer one would need too much memory."""

MAX_PAGE_BYTES = 16 * 2**20
"""The maximum size of a web page; parsing a longer one would need too much memory."""

_ESCAPED_IN_RECORDS = Pattern(f"[{NO_TEXT_CHARACTERS}\u2028\u2029]")
MARKDOWN = (".md", ".markdown")
"""The suffixes of notes in Markdown."""

_SHOWN_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that cannot be used, or the loss of a whole file.

    file:   the name of the file
    line:   the number of the line on which the record begins, from 1; None for a whole file
    code:   the kind of problem, see below
    reason: what is wrong, and what would be right; ``said`` returns it as a sentence on one line
    record: the record as one line of JSON, which can be corrected and read again; "" if there is none

    ``code`` is one of:

    - ``not-json``, ``not-an-object``, ``encoding``: no JSON object
    - ``missing-text``, ``wrong-type``, ``bad-id``, ``bad-date``, ``control-character``, ``too-long``: an
      object that is no article
    - ``bad-row``, ``bad-header``: a CSV or TSV row or header that does not fit
    - ``damaged``, ``unreadable``: a file that cannot be read to its end, or not at all
    - ``encrypted``, ``no-article``, ``no-text``, ``unknown-format``, ``no-feed``, ``no-sitemap``, ``no-xml``,
      ``xml-entities``: a file or document that is no archive or article
    """

    file: str
    line: int | None
    code: str
    reason: Remark
    record: str

    def said(self, language: str) -> str:
        """Return what is wrong, and what would be right, as a sentence in a language ("id" or "en")."""
        return self.reason.said(language)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return self.said("en")


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark about a file that is made once, such as about an ignored file or an old encoding."""

    file: str
    told: Remark

    def said(self, language: str) -> str:
        """Return the remark as a sentence in a language ("id" or "en")."""
        return self.told.said(language)

    @property
    def message(self) -> str:
        """The remark as an English sentence."""
        return self.said("en")


@dataclass(frozen=True, slots=True)
class Superseded:
    """The next article is a later version of one that was yielded before.

    number: how many articles were yielded before that one
    """

    number: int


class RecordError(Exception):
    """A record cannot become an article. The error stays inside this room, where it becomes a Reject.

    code:   the code of the Reject
    reason: the reason of the Reject
    """

    def __init__(self, code: str, reason: str, /, **values: object) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = Remark(reason, values)


class Record(NamedTuple):
    """One record of a source: a row, an object, or the parts of a page.

    values: key of the source -> value, of any type that JSON has
    line:   the line on which it begins, or the number of the row, from 1; None if the file is one record
    raw:    the record as it was written if this is one line of JSON, as text or as UTF-8, else None
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
    """The columns of a table, which are yielded before its records."""

    names: tuple[str, ...]


def as_record(values: Mapping[str, object]) -> str:
    """Return ``values`` as one line of JSON, in which control characters are escaped."""
    line = json.dumps(values, ensure_ascii=False, default=str)
    return _ESCAPED_IN_RECORDS.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def place_of(file: str, line: int | None) -> str:
    """Return ``FILE:LINE``, or ``FILE`` if ``line`` is None."""
    return file if line is None else f"{file}:{line}"


def shown(value: str) -> str:
    """Return a user's value for a message: quoted, on one line, shortened, without invisible characters."""
    return repr(value if len(value) <= _SHOWN_LENGTH else value[:_SHOWN_LENGTH] + "…")


def shown_value(value: object) -> str:
    """Return any value that JSON has quoted for a message."""
    try:
        return shown(value if isinstance(value, str) else repr(value))
    except RecursionError:  # JSON may be nested more deeply than can be written
        return "…"


def write_reject(stream: TextIO, reject: Reject) -> None:
    """Write ``reject`` as a comment ``# FILE:LINE: MESSAGE``, and its record on the next line.

    Messages are English. A file of such pairs is JSONL: the records can be corrected and read again.
    """
    stream.write(_one_line(f"# {place_of(reject.file, reject.line)}: {reject.message}") + "\n")
    if reject.record:
        # A record that starts with '#' would be read as a comment.
        stream.write((" " if reject.record.startswith("#") else "") + reject.record + "\n")


def _one_line(text: str) -> str:
    return " ".join(text.splitlines()).encode("utf-8", "backslashreplace").decode("utf-8")
