"""The module reads plain text: a file is an article, whose lines are paragraphs or are wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.readers.records import MAX_RECORD_BYTES, Record, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark
from search.texts.lines import paragraphs_of

MAX_TITLE_LENGTH = 120

_LINE_END = re.compile(r"\r\n|\r|\n")
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
    r"""Return the fields ``text`` and, if the first line is one, ``title``.

    The first line is the title if more lines follow, it has at most 120 characters and no full stop at its
    end (also none before closing quotes), and it does not go on in the next line of a wrapped text. It may
    end with a question or exclamation mark: one headline in twenty of news archives does, and hardly any
    short first paragraph.

    >>> title_and_text("Siapa Juara?\n\nTim itu menang.\n")
    {'title': 'Siapa Juara?', 'text': 'Tim itu menang.'}
    """
    lines = [line.rstrip() for line in _LINE_END.split(content)]
    text = "\n".join(lines).strip("\n")
    first, _, rest = text.partition("\n")
    first = first.strip()
    is_title = first and len(first) <= MAX_TITLE_LENGTH and not _FULL_STOP_AT_END.search(first)
    if is_title and rest.strip() and paragraphs_of(text)[0] == first:
        return {"title": first, "text": rest.strip("\n")}
    return {"text": text}
