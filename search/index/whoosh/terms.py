"""The module reads the dictionary of a segment for Whoosh: terms, their statistics, their matchers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec.base import EmptyCursor, FieldCursor, TermsReader
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.reading import TermNotFound

from search.index.format.documents import field_lengths
from search.index.format.field import FieldLists, fields_in
from search.index.format.sections import Sections
from search.index.whoosh.matcher import FlatMatcher
from search.index.whoosh.term_info import FlatTermInfo

Term = tuple[str, bytes]


class FlatCursor(FieldCursor):  # type: ignore[misc]
    """A cursor in the dictionary of one field."""

    def __init__(self, terms: FlatTerms, lists: FieldLists, fieldobj: FieldType) -> None:
        self._terms = terms
        self._lists = lists
        self._fieldobj = fieldobj
        self.first()

    def _go(self, ordinal: int) -> Any:
        self._ordinal = min(ordinal, len(self._lists))
        self._text = self._fieldobj.from_bytes(self._lists.term(self._ordinal)) if self.is_valid() else None
        return self._text

    def first(self) -> Any:
        """Go to the first term and return it, None if there is none."""
        self._lists.ensure_dictionary_sound()
        return self._go(0)

    def find(self, term: str | bytes) -> Any:
        """Go to the first term that is ``term`` or greater and return it, None if there is none."""
        return self._go(
            self._lists.first_from(term if isinstance(term, bytes) else self._fieldobj.to_bytes(term))
        )

    def next(self) -> Any:
        """Go to the next term and return it, None if there is none."""
        return self._go(self._ordinal + 1)

    def text(self) -> Any:
        """Return the current term, None behind the last one."""
        return self._text

    def term_info(self) -> FlatTermInfo | None:
        """Return the statistics of the current term, None behind the last one."""
        return self._terms.info(self._lists, self._ordinal) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Return whether there is a current term."""
        return self._ordinal < len(self._lists)


class FlatTerms(TermsReader):  # type: ignore[misc]
    """The dictionaries of all fields of a segment.

    sections:  the file ``SEGMENT.flat``
    documents: the file ``SEGMENT.docs``, for the lengths
    """

    def __init__(self, sections: Sections, documents: Sections) -> None:
        """Map the fields. Raises IndexDamagedError if their sections do not fit together."""
        self._fields = {name: FieldLists(sections, name) for name in fields_in(sections)}
        self._documents = documents

    def field(self, fieldname: str) -> FieldLists | None:
        """Return the lists of a field, None if the segment has no such field."""
        return self._fields.get(fieldname)

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldLists, int]:
        """Return the lists of a field, and the ordinal of a term. Raises KeyError for an unknown term."""
        lists = self._fields[fieldname]
        ordinal = lists.find(text)
        if ordinal < 0:
            raise KeyError((fieldname, text))
        return lists, ordinal

    def info(self, lists: FieldLists, ordinal: int) -> FlatTermInfo:
        """Return the statistics of a term."""
        return FlatTermInfo(lists, ordinal, lambda: field_lengths(self._documents, lists.name))

    def __contains__(self, term: Term) -> bool:
        try:
            self._find(*term)
        except KeyError:
            return False
        return True

    def indexed_field_names(self) -> list[str]:
        """Return the names of all fields that have terms."""
        return [name for name, lists in self._fields.items() if len(lists)]

    def cursor(self, fieldname: str, fieldobj: FieldType) -> FieldCursor:
        """Return a cursor in the dictionary of a field."""
        lists = self._fields.get(fieldname)
        return FlatCursor(self, lists, fieldobj) if lists is not None else EmptyCursor()

    def terms(self) -> Iterator[Term]:
        """Yield all terms of all fields."""
        for name, lists in self._fields.items():
            for term in lists.terms_from(0):
                yield name, term

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield all terms from a prefix on, to the end of the last field."""
        for lists, ordinal in self._from(fieldname, prefix):
            for term in lists.terms_from(ordinal):
                yield lists.name, term

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[FieldLists, int]]:
        names = list(self._fields)
        if fieldname not in names:
            return
        yield self._fields[fieldname], self._fields[fieldname].first_from(prefix)
        for name in names[names.index(fieldname) + 1 :]:
            yield self._fields[name], 0

    def items(self) -> Iterator[tuple[Term, FlatTermInfo]]:
        """Yield all terms of all fields with their statistics."""
        for lists in self._fields.values():
            yield from self._items(lists, 0)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, FlatTermInfo]]:
        """Yield all terms from a prefix on, to the end of the last field, with their statistics."""
        for lists, ordinal in self._from(fieldname, prefix):
            yield from self._items(lists, ordinal)

    def _items(self, lists: FieldLists, ordinal: int) -> Iterator[tuple[Term, FlatTermInfo]]:
        for number, term in enumerate(lists.terms_from(ordinal), ordinal):
            yield (lists.name, term), self.info(lists, number)

    def term_info(self, fieldname: str, text: bytes) -> FlatTermInfo:
        """Return the statistics of a term. Raises TermNotFound."""
        try:
            return self.info(*self._find(fieldname, text))
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from None

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the occurrences of a term in all documents. Raises KeyError."""
        return float(self.info(*self._find(fieldname, text)).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return the number of documents that contain a term. Raises KeyError."""
        lists, ordinal = self._find(fieldname, text)
        return lists.document_frequency(ordinal)

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> FlatMatcher:
        """Return the matcher of a term. Raises TermNotFound."""
        try:
            lists, ordinal = self._find(fieldname, text)
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from None
        return FlatMatcher(lists, ordinal, (fieldname, text), format_, scorer, self.info(lists, ordinal))

    def close(self) -> None:
        """Release the file. It is unmapped when nothing uses its arrays any more."""
        self._fields = {}
