"""The module merges neighbouring segments into one, without their deleted articles.

The result is, byte for byte, the segment that ``ArticleWriter`` would write from the same articles. The
posting lists of each source are decoded into a run of rows, like the runs that the writer writes to disk, and
are encoded in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.disk import ask_for_space, create, errors_about, scratch
from search.errors import IndexDamagedError
from search.index.format.doc_values import OPTIONAL_FIELDS, DocValues
from search.index.format.documents import field_lengths, write_lengths
from search.index.format.field import FieldLists
from search.index.format.mentions import Mentions
from search.index.format.names import (
    ARTICLES_EXTENSION,
    DOCS_EXTENSION,
    FLAT_EXTENSION,
    STORED,
    TEXT_FIELDS,
)
from search.index.format.sections import Sections, SectionsWriter
from search.index.format.segment import EXTENSIONS, Segment, new_name
from search.index.format.signatures import Signatures
from search.index.format.spelling import write_spelling
from search.index.format.steps import decode_rows
from search.index.format.values import ArticleValues
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.field_writer import Documents, write_field
from search.index.inversion.token_pool import Run
from search.index.reading.opened_segment import OpenedSegment

Array = npt.NDArray[Any]

_FIELDS = (*TEXT_FIELDS, "article", "source", "category", "published")
_STORED_FIELDS = ("text", "about")
_ROWS_AT_ONCE = 1 << 20


def merge_segments(folder: Path, sources: Sequence[OpenedSegment], *, first: bool = True) -> Segment:
    """Write the live articles of some segments, in order, as a new segment in ``folder``.

    first: whether it will be the first segment of its index

    Every byte of the sources is compared with its checksum first. Raises IndexDamagedError, and ValueError if
    all articles are deleted.
    """
    for one, extension in ((one, extension) for one in sources for extension in EXTENSIONS):
        if wrong := one.files.file(extension).verify():
            raise IndexDamagedError("damaged_here", wrong=wrong[0])
    if not any(one.alive.any() for one in sources):
        raise ValueError("no article is left of these segments")
    ask_for_space(folder, sum(_live_bytes(one) for one in sources))
    with scratch(folder) as temporary:
        return _Merge(sources, folder, temporary).write(first)


def _live_bytes(segment: OpenedSegment) -> int:
    """Return the approximate size of the live articles' texts, a lower bound for what is written."""
    share = segment.alive.sum() / len(segment.alive)
    return int(share * segment.files.file(DOCS_EXTENSION).size(f"{STORED}text/bytes"))


class _Merge:
    """One merge.

    scratch: an empty folder for temporary files
    """

    def __init__(self, sources: Sequence[OpenedSegment], folder: Path, scratch: Path) -> None:
        self._sources, self._folder, self._scratch = sources, folder, scratch
        self._documents_kept = [
            np.repeat(one.alive, np.diff(one.doc_values.first_paragraph)) for one in sources
        ]
        self._doc_values = DocValues.joined([one.doc_values.some(one.alive) for one in sources], window=1)
        self._merged = Segment(new_name(), self._doc_values.paragraph_count, self._doc_values.article_count)

    def write(self, first: bool) -> Segment:
        """Write all files of the segment."""
        lengths = self._write_documents()
        self._write_fields(lengths)
        write_spelling(self._folder, self._merged.name, first=first)
        numbers = self._new_numbers([one.alive for one in self._sources])
        signatures = (
            (number, one.files.signatures) for number, one in zip(numbers, self._sources, strict=True)
        )
        mentions = Mentions.joined(
            [
                one.files.mentions.some(kept)
                for one, kept in zip(self._sources, self._documents_kept, strict=True)
            ]
        )
        self._doc_values.save(
            self._path(ARTICLES_EXTENSION), Signatures.of_all(signatures), self._values(), mentions
        )
        return self._merged

    def _values(self) -> dict[str, ArticleValues]:
        """Return the values of the optional fields."""
        return {
            field: ArticleValues.joined([one.files.values(field).some(one.alive) for one in self._sources])
            for field in OPTIONAL_FIELDS
        }

    def _path(self, extension: str) -> Path:
        return self._merged.path(self._folder, extension)

    @staticmethod
    def _new_numbers(kept: Sequence[npt.NDArray[np.bool_]]) -> list[Array]:
        """Return the new numbers of what is kept, counted through all sources; -1 for the others."""
        numbers = np.cumsum(np.concatenate(kept)) - 1
        ends = np.cumsum([len(one) for one in kept])[:-1]
        return [np.where(one, part, -1) for one, part in zip(kept, np.split(numbers, ends), strict=True)]

    def _write_documents(self) -> dict[str, Array]:
        """Write the stored fields and lengths; return the lengths by field."""
        files = [one.files.file(DOCS_EXTENSION) for one in self._sources]
        file = SectionsWriter(self._path(DOCS_EXTENSION))
        for name in _STORED_FIELDS:
            self._write_stored(file, f"{STORED}{name}", files)
        noted, lengths = {}, {}
        for field in TEXT_FIELDS:
            lengths[field] = self._lengths(field, files)
            noted[field] = write_lengths(file, field, lengths[field])
        file.note("documents", self._doc_values.paragraph_count)
        file.note("lengths", noted)
        file.close()
        return lengths

    def _write_stored(self, file: SectionsWriter, name: str, sources: Sequence[Sections]) -> None:
        columns: dict[str, list[Array]] = {"sizes": [], "kinds": [], "checksums": []}
        for source, kept in zip(sources, self._documents_kept, strict=True):
            columns["sizes"].append(np.diff(source.array(f"{name}/starts").astype(np.int64))[kept])
            for column in ("kinds", "checksums"):
                columns[column].append(source.array(f"{name}/{column}")[kept])
        sizes = np.concatenate(columns["sizes"])
        file.begin(f"{name}/bytes", "|u1")
        for part in self._stored_bytes(name, sources):
            file.append(part.data)
        file.end(f"{name}/bytes")
        file.write(f"{name}/starts", np.append(0, np.cumsum(sizes)).astype("<u8"))
        for column in ("kinds", "checksums"):
            file.write(f"{name}/{column}", np.concatenate(columns[column]))

    def _stored_bytes(self, name: str, sources: Sequence[Sections]) -> Iterator[Array]:
        """Yield the stored bytes of the documents that are kept; those of neighbours come together."""
        for source, kept in zip(sources, self._documents_kept, strict=True):
            starts, stored = source.array(f"{name}/starts"), source.array(f"{name}/bytes")
            bounds = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]])))
            for first, end in bounds.reshape(-1, 2).tolist():
                yield stored[int(starts[first]) : int(starts[end])]

    def _lengths(self, field: str, sources: Sequence[Sections]) -> Array:
        lengths = []
        for source, kept in zip(sources, self._documents_kept, strict=True):
            of_source = field_lengths(source, field)
            assert of_source is not None  # ArticleWriter writes the lengths of every field
            lengths.append(of_source[: len(kept)][kept].astype(np.int64))
        return np.concatenate(lengths)

    def _write_fields(self, lengths: dict[str, Array]) -> None:
        doc_values = self._doc_values
        article_of = np.repeat(
            np.arange(doc_values.article_count, dtype=np.uint32), np.diff(doc_values.first_paragraph)
        )
        new_numbers = self._new_numbers(self._documents_kept)
        file = SectionsWriter(self._path(FLAT_EXTENSION))
        for field in _FIELDS:
            dictionary, runs = self._runs(field, new_numbers)
            documents = None
            if field in TEXT_FIELDS:
                texts = doc_values.paragraph_count if field.startswith("body") else doc_values.article_count
                documents = Documents.of(lengths[field], article_of, texts)
            write_field(file, field, runs, dictionary, self._scratch, documents)
            for spooled in self._scratch.glob("*.rows"):
                with suppress(OSError):  # the folder is removed as well
                    spooled.unlink()
        file.close()

    def _runs(self, field: str, new_numbers: Sequence[Array]) -> tuple[Dictionary, list[Run]]:
        """Return all terms of a field, and the rows of each source, mapped from a file."""
        fields = [one.fields[field] for one in self._sources]
        terms = [list(lists.terms_from(0)) for lists in fields]
        in_order = sorted(set(chain.from_iterable(terms)))
        ordinal = {term: number for number, term in enumerate(in_order)}
        sizes = np.fromiter(map(len, in_order), np.int64, len(in_order))
        joined = np.frombuffer(b"".join(in_order), np.uint8)
        dictionary = Dictionary(np.arange(len(in_order)), joined, np.append(0, np.cumsum(sizes)))
        runs = []
        for source, (lists, of_source, numbers) in enumerate(zip(fields, terms, new_numbers, strict=True)):
            counts = np.zeros(len(in_order), np.int64)
            path = self._scratch / f"{field}-{source}.rows"
            parts = [np.empty(0, np.int64)]
            with create(path) as spool:
                for rows, of_terms in _decoded(lists, numbers):
                    spool.write(rows.data)
                    parts.append(of_terms)
            ordinals = np.fromiter(map(ordinal.__getitem__, of_source), np.int64, len(of_source))
            counts[ordinals] = np.concatenate(parts)
            with errors_about(path, code="cannot_be_read"):
                mapped = np.memmap(path, np.uint64, "r") if path.stat().st_size else np.empty(0, np.uint64)
            runs.append(Run(np.append(0, np.cumsum(counts)), mapped.view(np.ndarray)))
        return dictionary, runs


def _decoded(lists: FieldLists, new_number: Array) -> Iterator[tuple[Array, Array]]:
    """Yield the results of ``decode_rows`` for all terms, in order, some terms at a time."""
    size_of_list = lists.list_starts if lists.position_starts is None else lists.position_starts
    part = size_of_list[:-1].astype(np.int64) // _ROWS_AT_ONCE  # a position takes at least one byte
    bounds = [0, *(np.flatnonzero(part[1:] != part[:-1]) + 1).tolist(), len(lists)]
    for some in (slice(first, end) for first, end in pairwise(bounds) if first < end):
        encoded = _some(lists.lists_stream, lists.list_starts, some)
        positions = _some(lists.positions_stream, lists.position_starts, some)
        try:
            yield decode_rows(*encoded, lists.df[some].astype(np.int64), *positions, new_number)
        except ValueError as error:
            raise lists.damaged("undecodable", reason=error) from error


def _some(stream: Array | None, starts: Array | None, lists: slice) -> tuple[Array, Array]:
    """Return the part of a stream with some lists, and the offset of each in it and the end."""
    if stream is None or starts is None:
        return np.empty(0, np.uint8), np.empty(0, np.int64)
    bounds = starts[lists.start : lists.stop + 1].astype(np.int64)
    return stream[bounds[0] : bounds[-1]], bounds - bounds[0]
