"""Plain text: a file is an article, a line is a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.readers.records import MAX_RECORD_BYTES, Record, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

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
    its end, nor before closing quotes there. A question or exclamation mark may end it: in news archives
    one headline in twenty ends so, and hardly any short first paragraph.

    >>> title_and_text("Siapa Juara?\nTim itu menang.")
    {'title': 'Siapa Juara?', 'text': 'Tim itu menang.'}
    """
    lines = [line for line in _LINE_END.split(content) if line.strip()]
    first = lines[0].strip() if lines else ""
    if len(lines) > 1 and len(first) <= MAX_TITLE_LENGTH and not _FULL_STOP_AT_END.search(first):
        return {"title": first, "text": "\n".join(lines[1:])}
    return {"text": "\n".join(lines)}
