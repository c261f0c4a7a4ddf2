"""Plain text: a file is an article, whose lines are paragraphs or wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.readers.records import MAX_RECORD_BYTES, Record, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark
from search.texts.lines import paragraphs_of

MAX_TITLE_LENGTH = 120

_LINE_END = re.compile(r"\r\n|\r|\n")
# A full stop or an ellipsis, also before closing quotes and brackets.
_FULL_STOP_AT_END = re.compile(r"[.…][\"'”’»)\]]*\Z")


def read_plain_text(file: str, stream: TextStream) -> Iterator[Record | Reject]:
    """Yield the file as one Record without id, or one Reject where it cannot be read to its end."""
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
        # No record: fed in again as it is, half an article would pass for a whole one.
        yield Reject(file, None, "damaged", Remark("article_is_incomplete", {"damage": error.damage}), "")
        return
    yield Record(title_and_text(stream.decode(b"".join(blocks))))


def title_and_text(content: str) -> dict[str, object]:
    r"""Return the fields ``title`` (where the first line is one) and ``text``.

    The first line is the title where more lines follow, it has at most 120 characters and no full stop at
    its end, nor before closing quotes there, and does not go on in the next line of a wrapped text. A
    question or exclamation mark may end it: in news archives one headline in twenty ends so, and hardly any
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
