"""The module counts what became of the records of one file: articles, rejects, empty fields, unused keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from search.readers.formats.passed_over import passed_over
from search.readers.records import place_of, shown, shown_value
from search.remarks import Remark

_MAX_KEYS = 1_000  # more keys are counted together
_SHOWN_KEYS = 12
_LITTLE = 40  # characters
_TOLD_WITH_LITTLE = 1_000

_Key = TypeVar("_Key")


@dataclass
class Noted:
    """How often something happened.

    count:         the number of records, or of characters
    line, example: the line and the shortened value of the first time
    reason:        what was wrong with the value, or None
    """

    line: int | None
    example: str
    reason: Remark | None = None
    count: int = 0


@dataclass
class FileCounts:
    """The result of reading one file. It is complete after the last record.

    accepted: the number of records that became articles
    rejected: code of ``Reject`` -> the number of rejected records
    unlisted: code of ``Reject`` -> those of them that are only counted: there is next to nothing in them
    empty:    (field, code of ``Reject``) -> metadata that could not be read and was left empty
    unused:   key -> records in which it has a value that is read into no field
    mended:   code of a remark -> what was changed in accepted records
    versions: the number of later versions of articles that were read before
    first_version: the first of these: its id, its file and line, and those of the version before
    repeated: the number of records that are equal to an earlier one; they are left out
    passed:   why records are not public -> the number of these; they are left out
    taken:    name of a rule -> the boilerplate that it removed from texts
    is_complete: whether all of the file has been read
    tells_no_more: whether rejected records with next to nothing in them are only counted from now on
    """

    file: str
    format: str
    accepted: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    unlisted: Counter[str] = field(default_factory=Counter)
    empty: dict[tuple[str, str], Noted] = field(default_factory=dict)
    unused: dict[str, Noted] = field(default_factory=dict)
    mended: dict[str, Noted] = field(default_factory=dict)
    versions: int = 0
    first_version: tuple[str, str, str] | None = None
    repeated: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    taken: dict[str, Noted] = field(default_factory=dict)
    is_complete: bool = False
    tells_no_more: bool = False
    _with_little: int = 0

    def reject(self, code: str, size: int | None) -> bool:
        """Count a rejected record; return whether it is told as well.

        size: how many characters it has; None of what is no record. Of those with next to nothing in them,
              only the first ones are told: nothing can be mended in them, and a small file may have millions
        """
        self.rejected[code] += 1
        if size is None or size >= _LITTLE:
            return True
        if self.tells_no_more:
            self.unlisted[code] += 1
            return False
        self._with_little += 1
        self.tells_no_more = self._with_little >= _TOLD_WITH_LITTLE
        return True

    def leave_empty(self, name: str, code: str, reason: Remark, line: int | None, value: object) -> None:
        """Count that the field ``name`` of an article was left empty, because ``value`` cannot be read."""
        _note(self.empty, (name, code), line, value, 1, reason)

    def not_used(self, key: str, line: int | None, value: object) -> None:
        """Count that a key has a value and is read into no field."""
        if key in self.unused or len(self.unused) < _MAX_KEYS:
            _note(self.unused, key, line, value)
        else:
            _note(self.unused, "…", line, key)

    def mend(self, code: str, line: int | None, value: object, times: int = 1) -> None:
        """Count that something was changed ``times`` times; ``code`` is the code of the remark about it."""
        _note(self.mended, code, line, value, times)

    def later_version(self, article_id: str, line: int | None, earlier: str) -> None:
        """Count that an article is a later version of the article at ``earlier``, its file and line."""
        if self.first_version is None:
            self.first_version = (article_id, place_of(self.file, line), earlier)
        self.versions += 1

    def take_out(self, rule: str, line: int | None, text: str, times: int) -> None:
        """Count that a rule removed boilerplate from a text."""
        _note(self.taken, rule, line, text, times)

    def remarks(self) -> Iterator[Remark]:
        """Yield remarks about the file: empty fields, changes, later versions, boilerplate, unused keys."""
        for (name, _), noted in self.empty.items():
            about: dict[str, object] = {"field": name, "count": noted.count, "reason": noted.reason}
            yield Remark("left_empty", about | {"place": place_of(self.file, noted.line)})
        for code, noted in self.mended.items():
            about = {"count": noted.count, "example": noted.example}
            yield Remark(code, about | {"place": place_of(self.file, noted.line)})
        if self.first_version:
            article_id, place, earlier = self.first_version
            about = {"count": self.versions, "id": shown(article_id), "place": place, "earlier": earlier}
            yield Remark("later_versions", about)
        if self.passed:
            yield passed_over(self.passed)
        if self.unlisted:
            yield Remark("rejects_unlisted", {"count": self.unlisted.total()})
        if self.taken:
            yield Remark("boilerplate_taken", {"rules": _by_count(self.taken)})
        if self.unused:
            keys = _by_count(self.unused)
            more = [Remark("more", {"count": len(keys) - _SHOWN_KEYS})] if len(keys) > _SHOWN_KEYS else []
            yield Remark("keys_not_used", {"keys": [*keys[:_SHOWN_KEYS], *more]})


def _by_count(noted: Mapping[str, Noted]) -> list[Remark]:
    """Return names with their counts, the most frequent first."""
    listed = sorted(noted.items(), key=lambda item: -item[1].count)
    return [Remark("key_and_count", {"key": name, "count": one.count}) for name, one in listed]


def _note(
    noted: dict[_Key, Noted],
    key: _Key,
    line: int | None,
    value: object,
    times: int = 1,
    reason: Remark | None = None,
) -> None:
    entry = noted.get(key)
    if entry is None:
        entry = noted[key] = Noted(line, value if isinstance(value, str) else shown_value(value), reason)
    entry.count += times
