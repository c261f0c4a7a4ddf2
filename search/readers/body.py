"""The text of a record becomes paragraphs: without HTML, mojibake and boilerplate, none of them very long.

Most articles need nothing of this, which is found out in some microseconds; only what needs it is worked on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from search.readers.characters import NO_TEXT
from search.readers.characters import mended as without_controls
from search.readers.counts import FileCounts
from search.readers.records import RecordError, shown
from search.readers.text_settings import TextSettings
from search.readers.values import kind_of
from search.remarks import Remark
from search.texts.boilerplate import Boilerplate
from search.texts.cutting import MAY_BE_LONG, cut, is_long
from search.texts.encoding import SOUND, mended
from search.texts.lines import WIDEST, paragraphs_of
from search.texts.markup import may_be_marked_up, without_markup

MAX_PARAGRAPH_LENGTH = 100_000
MAX_PARAGRAPHS = 100_000

_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"
_BREAKS = re.compile(r"[\t\r\n\u2028\u2029]+")
_WITHIN_LINES = frozenset("\t\r\u2028\u2029")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class Body(NamedTuple):
    """The paragraphs of an article, and the fields that stood among them: author, place, source."""

    paragraphs: tuple[str, ...]
    fields: dict[str, str]


class BodyReader:
    """Reads the texts of the records of one file.

    counts: of the file; what is changed is counted there
    strict: whether a character that no text has makes a record a reject
    """

    def __init__(self, counts: FileCounts, settings: TextSettings, *, strict: bool) -> None:
        self._counts, self._strict, self._cut = counts, strict, settings.cut
        self._boilerplate = Boilerplate(settings.boilerplate)

    def body(self, given: Sequence[Any], whole: bool, line: int | None) -> Body:
        """Return the paragraphs of a text, none of which is empty; there may be none.

        given: the paragraphs of the record
        whole: they are one text, whose lines are paragraphs or wrapped
        line:  of the record

        Raises RecordError where a paragraph is no text, or too long.
        """
        for number, item in enumerate(given, 1):
            if not isinstance(item, str):
                raise RecordError("wrong-type", "no_list_of_strings", number=str(number), kind=kind_of(item))
        joined = "\n".join(given)
        paragraphs: list[str]
        if (whole or joined.count("\n") == len(given) - 1) and not may_be_marked_up(joined):
            paragraphs = self._lines(joined, given, whole, line)
        else:
            paragraphs = self._items(given, whole, line)
        body = Body(tuple(paragraphs), {})
        if self._boilerplate.may_find(paragraphs, joined):
            body = self._without_boilerplate(paragraphs, line)
        if self._cut and body.paragraphs and max(map(len, body.paragraphs)) > MAY_BE_LONG:
            body = Body(tuple(self._short(body.paragraphs, line)), body.fields)
        _check_lengths(body.paragraphs)
        return body

    def line(self, text: str, place: str, line: int | None) -> str:
        """Return a text on one line, mended; ``place`` is how it is called. Raises RecordError."""
        if may_be_marked_up(text):
            text = self._unmarked(text, line)
        return _one_line(self._sound(text, place, line))

    def name(self, text: str, place: str, line: int | None) -> str:
        """Return an id on one line, in which nothing is changed but characters that no text has."""
        return _one_line(self._without_controls(text, _odd_characters(text), place, line))

    def _lines(self, joined: str, given: Sequence[str], whole: bool, line: int | None) -> list[str]:
        """Return the paragraphs of a text without markup that has a line for each of the given ones."""
        odd = _odd_characters(joined)
        if odd:
            if self._strict or not _WITHIN_LINES.isdisjoint(odd):
                return self._items(given, whole, line)
            joined = self._sound(joined, "text", line)
        lines = joined.split("\n")
        if whole and len(lines) > 2 and max(map(len, lines)) <= WIDEST:
            return paragraphs_of(joined)
        return list(filter(None, map(str.strip, lines)))

    def _items(self, given: Sequence[str], whole: bool, line: int | None) -> list[str]:
        """Return the paragraphs of texts, each of which is worked on by itself."""
        paragraphs: list[str] = []
        for number, item in enumerate(given, 1):
            text = self._unmarked(item, line) if may_be_marked_up(item) else item
            text = self._sound(text, Remark("paragraph_number", {"number": str(number)}), line)
            if whole or _BLANK_LINE.search(text) or text.count("\n") > item.count("\n"):
                paragraphs += map(_one_line, paragraphs_of(text))
            else:
                paragraphs.append(_one_line(text))
        return list(filter(None, paragraphs))

    def _unmarked(self, text: str, line: int | None) -> str:
        plain, tags, entities = without_markup(text)
        if tags:
            self._counts.mend("markup_removed", line, shown(text))
        elif entities:
            self._counts.mend("entities_decoded", line, shown(text))
        return plain

    def _sound(self, text: str, place: str | Remark, line: int | None) -> str:
        """Return a text without mojibake, and without characters that no text has."""
        odd = _odd_characters(text)
        if not odd:
            return text
        if not self._strict or not _has_controls(odd):
            text, runs, (was, now) = mended(text)
            if runs:
                self._counts.mend("encoding_mended", line, f"{was} → {now}", runs)
                odd = _odd_characters(text)
        return self._without_controls(text, odd, place, line)

    def _without_controls(self, text: str, odd: frozenset[str], place: str | Remark, line: int | None) -> str:
        if not _has_controls(odd):
            return text
        first = NO_TEXT.findall(text)[0]
        if self._strict:
            character = _named(first)
            raise RecordError("control-character", "no_text_character", character=character, place=place)
        text, replaced, dropped = without_controls(text)
        if replaced:
            self._counts.mend("characters_mended", line, _point(first), replaced)
        if dropped:
            self._counts.mend("characters_dropped", line, _point(first), dropped)
        return text

    def _without_boilerplate(self, paragraphs: Sequence[str], line: int | None) -> Body:
        cleared = self._boilerplate.cleared(paragraphs)
        for rule, (first, times) in cleared.used.items():
            self._counts.take_out(rule, line, first, times)
        return Body(tuple(cleared.paragraphs), cleared.fields)

    def _short(self, paragraphs: Sequence[str], line: int | None) -> list[str]:
        """Return the paragraphs with those of very many words cut."""
        short: list[str] = []
        for paragraph in paragraphs:
            parts = cut(paragraph) if is_long(paragraph) else [paragraph]
            if len(parts) > 1:
                self._counts.mend("paragraphs_cut", line, shown(paragraph))
            short += parts
        return short


def _odd_characters(text: str) -> frozenset[str]:
    """Return the characters of a text that may need attention: all but ASCII and what is sound by itself."""
    others = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return frozenset(others.decode("utf-8", "surrogatepass")) - SOUND if others else frozenset()


def _has_controls(characters: frozenset[str]) -> bool:
    return NO_TEXT.search("".join(characters)) is not None


def is_plain(text: str) -> bool:
    """Say whether a text on one line needs no attention: printable ASCII, no tags, no entities."""
    return text.isascii() and text.isprintable() and not may_be_marked_up(text)


def _one_line(text: str) -> str:
    if text.isprintable():
        return text.strip()
    return " ".join(part.strip(" ") for part in _BREAKS.split(text) if part.strip(" ")).strip()


def _check_lengths(paragraphs: Sequence[str]) -> None:
    if len(paragraphs) > MAX_PARAGRAPHS:
        raise RecordError("too-long", "too_many_paragraphs", paragraphs=len(paragraphs), most=MAX_PARAGRAPHS)
    if not paragraphs or max(map(len, paragraphs)) <= MAX_PARAGRAPH_LENGTH:
        return
    for number, paragraph in enumerate(paragraphs, 1):
        if len(paragraph) > MAX_PARAGRAPH_LENGTH:
            raise RecordError(
                "too-long", "paragraph_too_long",
                number=str(number), length=len(paragraph), most=MAX_PARAGRAPH_LENGTH,
            )  # fmt: skip


def _point(character: str) -> str:
    return f"U+{ord(character):04X}"


def _named(character: str) -> Remark:
    point = {"point": _point(character)}
    if "\ud800" <= character <= "\udfff":
        return Remark("surrogate", point)
    return Remark("noncharacter" if character >= "\ufffe" else "control", point)
