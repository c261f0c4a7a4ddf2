"""The module reads plain text: a file is an article, whose lines are paragraphs or are wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from search.readers.front_matter import front_matter
from search.readers.head_lines import (
    parts_at,
    starts_behind_rules,
    starts_below_headlines,
    starts_of_articles,
    without_head,
    without_number,
)
from search.readers.markdown import without_marks
from search.readers.press_databases import exported_articles
from search.readers.records import MARKDOWN, MAX_RECORD_BYTES, Record, Reject, shown
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark
from search.texts.lines import paragraphs_of

MAX_TITLE_LENGTH = 120

_LINE_END = re.compile(r"\r\n|\r|\n")
_RULE_AT_END = re.compile(r"(?:\n[-=*_#~]{3,}[ \t]*|\s)+\Z")
# A full stop or an ellipsis at the end; closing quotes and brackets may follow it.
_FULL_STOP_AT_END = re.compile(r"[.…][\"'”’»)\]]*\Z")


def read_plain_text(file: str, stream: TextStream) -> Iterator[Record | Reject | Remark]:
    """Yield the file as one Record without id, or one Reject if it cannot be read to its end.

    A file of several articles, each behind lines with the same labels (*Judul: ...*), is a Record for each,
    and so is what press databases export.
    """
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
    content = stream.decode(b"".join(blocks))
    lines = _LINE_END.split(content)
    front = front_matter(lines)
    if file.lower().endswith(MARKDOWN) and front is None:
        content = without_marks("\n".join(lines))
        lines = content.split("\n")
    if exported := exported_articles(lines):
        yield from (Record(fields, at + 1) for at, fields in exported.articles)
        if exported.left:
            yield Remark("parts_left", {"count": len(exported.left), "example": shown(exported.left[0])})
        return
    starts = starts_of_articles(lines) or starts_behind_rules(lines)
    if len(starts) < 2 and not front and (starts := starts_below_headlines(lines)):
        lines = [*lines]
        for number, start in enumerate(starts, 1):
            lines[start] = without_number(lines[start], number)
    if len(starts) < 2:
        if front and front.is_broken:
            yield Remark("front_matter_by_lines")
        yield Record(title_and_text(content))
        return
    for start, part in parts_at(starts, lines):
        article = "\n".join(part)
        yield Record(title_and_text(_RULE_AT_END.sub("", article)), start + 1)


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
    front = front_matter(lines)
    if front:
        return {**front.fields, "text": without_marks("\n".join(front.below)).strip("\n")}
    fields: dict[str, object] = {}
    lines = without_head(lines, fields)
    text = "\n".join(lines).strip("\n")
    first, _, rest = text.partition("\n")
    first = first.strip()
    if "title" not in fields and _is_title(first) and rest.strip() and paragraphs_of(text)[0] == first:
        behind: dict[str, object] = {}
        text = "\n".join(without_head(rest.split("\n"), behind)).strip("\n")
        fields = {
            **fields,
            "title": first,
            **{name: value for name, value in behind.items() if name != "title"},
        }
    if not text.strip():  # the lines are all that there is
        return {"text": "\n".join(_LINE_END.split(content)).strip("\n")}
    return {**fields, "text": text}


def _is_title(line: str) -> bool:
    return 0 < len(line) <= MAX_TITLE_LENGTH and not _FULL_STOP_AT_END.search(line)


def with_head(about: Mapping[str, object], paragraphs: list[str]) -> dict[str, object]:
    """Return the fields of a document: of its properties, and of the lines in front of its text.

    These count before its properties, which often are of the program or of another document. Without a title
    the first line is it, as in a plain text.
    """
    fields: dict[str, object] = {}
    text = without_head(paragraphs, fields)
    if "title" not in {**about, **fields} and len(text) > 1 and _is_title(text[0]):
        fields["title"] = text[0]
        text = without_head(text[1:], fields)
    return {**about, **fields, "paragraphs": text} if text else {**about, "paragraphs": paragraphs}
