"""The module shows how sources would be read: the first articles, and the field of each key."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from search.article import Article
from search.dates.archive import ArchiveDates
from search.published import Published, day_of
from search.readers.counts import FileCounts
from search.readers.encodings import encoding_of
from search.readers.kinds import HEAD_BYTES, KINDS
from search.readers.likeness import fields_like
from search.readers.mapping import Assignment, path_name, paths_of, value_at
from search.readers.opening import Origin, ReadingOptions
from search.readers.reading import read_articles
from search.readers.records import Notice, Record, Reject, Superseded, shown_value
from search.readers.sampling import Sample
from search.readers.sources import SourceFile, find_sources
from search.readers.streams import DamagedStreamError, TextStream
from search.readers.values import is_nothing
from search.remarks import Remark

_ARTICLES = 3
_REJECTS = 5
_VALUES = 200  # the number of values of a key from which its field is guessed
_MAX_KEYS = 200


@dataclass
class Key:
    """A key of the records.

    field:   the field that it is read into, or None
    filled:  the number of records in which it has a value
    example: the first of its values, shortened for messages
    """

    field: str | None
    filled: int = 0
    example: str = ""
    values: list[object] = dataclasses.field(default_factory=list, repr=False)


@dataclass
class Inspected:
    """The result of inspecting a file, a part of one, or a table.

    kind:     a name of ``KINDS``, "sql", or "" if it is unknown
    encoding: the encoding of a text; None if it is no text, or unknown
    repeated: the number of records that are equal to an earlier one, or are not public
    keys:     name -> key of the records, in the order of their first appearance
    articles: the first articles
    rejected: code of ``Reject`` -> the number of records that would be rejected
    rejects:  the first of these for each reason
    dated:    the number of accepted articles with a date, which is between ``first`` and ``last``
    notices:  further remarks
    is_whole: whether all of it was read
    offered:  a field that no key is read into -> the key whose values look like it
    """

    file: str
    kind: str
    encoding: str | None = None
    accepted: int = 0
    repeated: int = 0
    keys: dict[str, Key] = field(default_factory=dict)
    articles: list[Article] = field(default_factory=list)
    rejected: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    dated: int = 0
    first: Published | None = None
    last: Published | None = None
    notices: list[Remark] = field(default_factory=list)
    is_whole: bool = True
    offered: dict[str, str] = field(default_factory=dict)


def inspect_sources(
    sources: Iterable[str], options: ReadingOptions, sample: Sample, stdin: BinaryIO | None = None
) -> Iterator[Inspected]:
    """Yield how each file and table of the sources would be read, judged by a sample of it.

    Raises SourceError as ``read_articles`` does.
    """
    return _inspected(_Inspection(list(sources), options), sample, stdin)


def _inspected(inspection: _Inspection, sample: Sample, stdin: BinaryIO | None) -> Iterator[Inspected]:
    for event in read_articles(
        inspection.sources,
        options=inspection.options,
        stdin=stdin,
        sample=sample,
        on_record=inspection.note_record,
    ):
        if isinstance(event, FileCounts):
            yield inspection.completed(event)
        elif isinstance(event, Article):
            inspection.note_article(event)
        elif isinstance(event, Reject | Notice):
            inspection.note(event)
        else:
            assert isinstance(event, Superseded)
    yield from inspection.left()


class _Inspection:
    def __init__(self, sources: list[str], options: ReadingOptions) -> None:
        self.sources, self.options = sources, options
        self._dates = ArchiveDates(options.texts.zone)
        self._open: dict[str, Inspected] = {}
        self._current = ""
        self._encodings = {
            item.name: item
            for item in find_sources(sources, options.kind, options.not_sources)
            if isinstance(item, SourceFile) and item.path
        }

    def _of(self, file: str, kind: str = "") -> Inspected:
        inspected = self._open.get(file)
        if inspected is None:
            inspected = self._open[file] = Inspected(file, kind)
        inspected.kind = inspected.kind or kind
        return inspected

    def note_record(self, origin: Origin, record: Record, assignment: Assignment) -> None:
        self._current = origin.name
        keys = self._of(origin.name, origin.kind).keys
        read = (*assignment.fields.items(), *assignment.halves.items())
        used = dict.fromkeys((path, name) for name, paths in read for path in paths)
        for path, name in (*used, *((path, None) for path in assignment.unused)):
            value = value_at(record.values, path)
            inner = paths_of(value) if name is None and isinstance(value, dict) else [()]
            for below in inner:
                one = value_at(value, below) if below and isinstance(value, dict) else value
                if name or not isinstance(one, dict):
                    self._note_key(keys, path_name((*path, *below)), name, one)

    @staticmethod
    def _note_key(keys: dict[str, Key], name: str, of_field: str | None, value: object) -> None:
        if name not in keys and len(keys) >= _MAX_KEYS:
            return
        key = keys.setdefault(name, Key(of_field))
        key.field = key.field or of_field
        if not is_nothing(value):
            key.filled += 1
            key.example = key.example or shown_value(value)
            if of_field is None and len(key.values) < _VALUES:
                key.values.append(value)

    def note_article(self, article: Article) -> None:
        inspected = self._of(self._current)
        if len(inspected.articles) < _ARTICLES:
            inspected.articles.append(article)
        if article.published:
            inspected.dated += 1
            inspected.first = min(inspected.first or article.published, article.published, key=day_of)
            inspected.last = max(inspected.last or article.published, article.published, key=day_of)

    def note(self, event: Reject | Notice) -> None:
        inspected = self._of(event.file)
        if isinstance(event, Reject):
            inspected.rejected[event.code] += 1
            known = any(event.reason == one.reason for one in inspected.rejects)
            if len(inspected.rejects) < _REJECTS and not known:
                inspected.rejects.append(event)
        elif event.told.code == "only_first_records":
            inspected.is_whole = False
        else:
            inspected.notices.append(event.told)

    def completed(self, counts: FileCounts) -> Inspected:
        inspected = self._of(counts.file, counts.format)
        del self._open[counts.file]
        inspected.accepted, inspected.repeated = counts.accepted, counts.repeated + counts.passed.total()
        inspected.rejected = counts.rejected
        inspected.notices += [remark for remark in counts.remarks() if remark.code != "keys_not_used"]
        inspected.encoding = self._encoding(counts.file, inspected.kind)
        inspected.offered = dict(self._offered(inspected))
        return inspected

    def left(self) -> Iterator[Inspected]:
        """Yield the results for files that could not be opened, and for containers and folders."""
        yield from self._open.values()

    def _encoding(self, file: str, kind: str) -> str | None:
        """Return the encoding of the beginning of a text on the disk."""
        source = self._encodings.get(file)
        if source is None or source.path is None or kind not in KINDS or not KINDS[kind].is_text:
            return None
        try:
            with source.path.open("rb") as raw:
                return encoding_of(TextStream(raw, source.compression).peek(HEAD_BYTES)[:HEAD_BYTES])
        except (OSError, DamagedStreamError):
            return None

    def _offered(self, inspected: Inspected) -> Iterator[tuple[str, str]]:
        """Yield the fields without a key that has values, each with the key whose values look like it."""
        has = {key.field for key in inspected.keys.values() if key.field and key.filled}
        left = {name: key.values for name, key in inspected.keys.items() if key.field is None and key.values}
        yield from fields_like(left, has, self._dates)
