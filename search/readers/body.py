"""The module makes paragraphs of the text of a record, without HTML, mojibake and boilerplate.

Most articles need none of these steps, and a look of a few microseconds shows it; the steps are done only
where they are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from search.later import Pattern
from search.readers.characters import NO_TEXT
from search.readers.characters import mended as without_controls
from search.readers.counts import FileCounts
from search.readers.records import RecordError, shown
from search.readers.text_settings import TextSettings
from search.readers.values import is_nothing
from search.remarks import Remark
from search.texts.boilerplate import boilerplate_of
from search.texts.cutting import cut, is_long
from search.texts.encoding import KNOWN, meant, mended
from search.texts.glance import CONTROL, DOUBT, FOREIGN, LONG, MARKUP, MAX_CHARACTERS, SIGNS, is_unseen
from search.texts.lines import WIDEST, paragraphs_of
from search.texts.markup import is_marked_up, may_be_marked_up, without_markup
from search.texts.shortcodes import without_shortcodes
from search.texts.steps import Signs, glance

MAX_PARAGRAPH_LENGTH = MAX_CHARACTERS
MAX_PARAGRAPHS = 100_000
MAX_METADATA_LENGTH = 10_000

_NO_FIELDS: Mapping[str, str] = {}
_NO_SIGNS = Signs()
#: What ``glance`` finds in a text without mojibake: nothing, or other writings; no run was replaced.
_SOUND = frozenset(((0, 0), (FOREIGN, 0), (LONG, 0), (LONG | FOREIGN, 0)))
_BREAKS = Pattern(r"[\t\r\n\u2028\u2029]+")
#: A written line break before what begins a line: it is no part of a path such as ``C:\nama``.
_WRITTEN_BREAK = Pattern(r"""_x000D_[ \n]*|(?:\\r)?\\n(?=[\s\\A-Z\d"'“‘(<]|\Z)""")
#: What WordPress and its plugins replace in a text.
_SHORTCODE = Pattern(r"\[/?(?:caption|wp_caption|gallery|embed|audio|video|playlist|vc_\w+|et_pb_\w+)\b")
_BLANK_LINE = Pattern(r"\n[ \t\r]*\n")


class Body(NamedTuple):
    """The paragraphs of an article, and the fields that its boilerplate had: author, place, source."""

    paragraphs: tuple[str, ...]
    fields: Mapping[str, str]


class BodyReader:
    """The object reads the texts of the records of one file.

    counts: the counts of the file, where changes are counted
    strict: whether a control character makes a record a reject
    """

    def __init__(self, counts: FileCounts, settings: TextSettings, *, strict: bool) -> None:
        self._counts, self._strict, self._cut = counts, strict, settings.cut
        self._boilerplate = boilerplate_of(settings.boilerplate)
        self._signs = self._boilerplate.signs

    def body(self, given: Sequence[Any], whole: bool, line: int | None) -> Body:
        """Return the paragraphs of a text; none is empty, and there may be none.

        given: the texts of the record
        whole: whether they are one text, whose lines are paragraphs or are wrapped
        line:  the line of the record

        Raises RecordError if a paragraph contains control characters (only with ``strict``) or is too long.
        """
        if self._strict:
            _refuse_controls(given)
        if whole and ("\\n" in given[0] or "_x000D_" in given[0]):
            given = (self._with_breaks(given[0], line),)
        lines: Sequence[str] = given
        if whole and "[" in given[0] and _SHORTCODE.search(given[0]):
            lines = given = (self._without_shortcodes(given[0], line),)
        if whole:
            lines = given[0].split("\n")
            if len(lines) > 2 and max(map(len, lines)) <= WIDEST:
                lines = paragraphs_of(given[0])
        paragraphs, seen, runs, first = glance(lines, self._signs, KNOWN, meant)
        if seen or len(paragraphs) > MAX_PARAGRAPHS:
            return self._worked_on(given, whole, paragraphs, seen, (runs, first), line)
        return Body(tuple(paragraphs), _NO_FIELDS)

    def _worked_on(
        self,
        given: Sequence[str],
        whole: bool,
        paragraphs: list[str],
        seen: int,
        mended: tuple[int, str],
        line: int | None,
    ) -> Body:
        """Return the paragraphs of a text that needs work, as the bits ``seen`` of ``glance`` say."""
        if seen & MARKUP and not any(map(is_marked_up, paragraphs)):
            seen &= ~MARKUP
        if seen & (MARKUP | CONTROL | DOUBT):
            paragraphs, seen, *_ = glance(self._items(given, whole, line), self._signs)
        elif mended[0]:
            self._note_mended(*mended, line)
        fields = _NO_FIELDS
        if seen & SIGNS:
            cleared = self._boilerplate.cleared(paragraphs, seen)
            paragraphs, fields = cleared.paragraphs, cleared.fields
            for rule, (text, times) in cleared.used.items():
                self._counts.take_out(rule, line, text, times)
        if seen & LONG:
            if self._cut:
                paragraphs = self._short(paragraphs, line)
            _check_lengths(paragraphs)
        return self._checked(paragraphs, fields)

    @staticmethod
    def _checked(paragraphs: list[str], fields: Mapping[str, str]) -> Body:
        if len(paragraphs) > MAX_PARAGRAPHS:
            raise RecordError(
                "too-long", "too_many_paragraphs", paragraphs=len(paragraphs), most=MAX_PARAGRAPHS
            )
        return Body(tuple(paragraphs), fields)

    def line(self, text: str, place: str, line: int | None) -> str:
        """Return a text on one line, without HTML, mojibake and control characters. Raises RecordError.

        place: the name of the field, for messages
        """
        if may_be_marked_up(text):
            text = self._unmarked(text, line)
        return _one_line(self._sound(text, place, line))

    def name(self, text: str, place: str, line: int | None) -> str:
        """Return an id on one line, in which only control characters are changed."""
        return _one_line(self._without_controls(text, place, line))

    def _items(self, given: Sequence[str], whole: bool, line: int | None) -> list[str]:
        """Return the paragraphs of texts.

        HTML, mojibake and control characters are removed from each text.
        """
        paragraphs: list[str] = []
        for number, item in enumerate(given, 1):
            text = self._unmarked(item, line) if may_be_marked_up(item) else item
            text = self._sound(text, Remark("paragraph_number", {"number": str(number)}), line)
            if whole or _BLANK_LINE.search(text) or text.count("\n") > item.count("\n"):
                paragraphs += map(_one_line, paragraphs_of(text))
            else:
                paragraphs.append(_one_line(text))
        return list(filter(None, paragraphs))

    def _with_breaks(self, text: str, line: int | None) -> str:
        r"""Return a text with line breaks where a program wrote ``\n``, or Excel ``_x000D_``, instead."""
        broken, count = _WRITTEN_BREAK.subn("\n", text)
        if count:
            self._counts.mend("breaks_written", line, shown(text), count)
        return broken

    def _without_shortcodes(self, text: str, line: int | None) -> str:
        """Return a text of WordPress without the shortcodes in it, such as ``[caption]``, counted."""
        plain = without_shortcodes(text)
        if plain != text:
            self._counts.mend("shortcodes_removed", line, shown(text))
        return plain

    def _unmarked(self, text: str, line: int | None) -> str:
        plain, tags, entities = without_markup(text)
        if tags:
            self._counts.mend("markup_removed", line, shown(text))
        elif entities:
            self._counts.mend("entities_decoded", line, shown(text))
        return plain

    def _sound(self, text: str, place: str | Remark, line: int | None) -> str:
        """Return a text without mojibake and control characters."""
        if self._strict:
            _refuse_controls((text,), place)
        if not text.isascii():
            text, runs, (was, now) = mended(text)
            if runs:
                self._counts.mend("encoding_mended", line, f"{was} → {now}", runs)
        return self._without_controls(text, place, line)

    def _note_mended(self, runs: int, first: str, line: int | None) -> None:
        self._counts.mend("encoding_mended", line, f"{first} → {meant(first)}", runs)

    def _without_controls(self, text: str, place: str | Remark, line: int | None) -> str:
        if text.isprintable():
            return text
        match = NO_TEXT.search(text)
        if not match:
            return text
        first = match[0]
        text, replaced, dropped = without_controls(text)
        if replaced:
            self._counts.mend("characters_mended", line, _point(first), replaced)
        if dropped:
            self._counts.mend("characters_dropped", line, _point(first), dropped)
        return text

    def _short(self, paragraphs: Sequence[str], line: int | None) -> list[str]:
        """Return the paragraphs; very long ones are cut."""
        short: list[str] = []
        for paragraph in paragraphs:
            parts = cut(paragraph) if is_long(paragraph) else [paragraph]
            if len(parts) > 1:
                self._counts.mend("paragraphs_cut", line, shown(paragraph))
            short += parts
        return short


def plain_line(text: str) -> str | None:
    """Return a value on one line, stripped, if nothing else needs to be done to it; None otherwise.

    It is printable, says something, and has neither tags nor entities nor mojibake.
    """
    line = text.strip()
    if (
        line.isprintable()
        and len(text) <= MAX_METADATA_LENGTH
        and "<" not in line
        and "&" not in line
        and (line.isascii() or glance((line,), _NO_SIGNS, KNOWN, meant)[1:3] in _SOUND)
        and not is_nothing(line)
    ):
        return line
    return None


def _one_line(text: str) -> str:
    if text.isprintable():
        return text.strip()
    line = " ".join(part.strip(" ") for part in _BREAKS.split(text) if part.strip(" ")).strip()
    return "" if is_unseen(line) else line


def _refuse_controls(texts: Sequence[str], place: str | Remark | None = None) -> None:
    """Raise RecordError for the first control character."""
    for number, text in enumerate(texts, 1):
        if match := NO_TEXT.search(text):
            where = place or Remark("paragraph_number", {"number": str(number)})
            character = _named(match[0])
            raise RecordError("control-character", "no_text_character", character=character, place=where)


def _check_lengths(paragraphs: Sequence[str]) -> None:
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
