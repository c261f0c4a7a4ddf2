"""The module reads mail, such as newsletters: a mailbox, a message, or a page that a browser saved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from search.readers.documents import Document
from search.readers.formats.passed_over import passed_over
from search.readers.records import Record, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

MAX_MESSAGE_BYTES = 64 * 2**20
"""The maximum size of a message with what is attached to it."""

_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_FEW_WORDS = 20  # a plain text that only says where the page of the message is
_SAVED_PAGE = "Snapshot-Content-Location"


def read_mail(file: str, stream: TextStream) -> Iterator[Record | Document | Reject | Remark]:
    """Yield a Record for each message, and at the end a remark about what was attached to them."""
    attached: Counter[str] = Counter()
    line = 0
    try:
        for line, raw in _messages(stream):
            if len(raw) > MAX_MESSAGE_BYTES:
                reason = Remark("document_too_long", {"most": MAX_MESSAGE_BYTES})
                yield Reject(file, line, "too-long", reason, "")
                continue
            try:
                yield _read(raw, line, attached)
            except Exception as error:  # headers and parts may be broken in any way
                reason = Remark("document_unreadable", {"reason": str(error)})
                yield Reject(file, line, "damaged", reason, "")
    except DamagedStreamError as error:
        told = Remark("rest_is_missing", {"damage": error.damage})
        yield Reject(file, line + 1, "damaged", told, "")
    if attached:
        yield passed_over(attached)


def _messages(stream: TextStream) -> Iterator[tuple[int, bytes]]:
    """Yield the number of the first line of each message, and its bytes; of a very long one only a part."""
    lines: list[bytes] = []
    start, size, is_box, is_blank = 1, 0, False, True
    for number, line in enumerate(stream.lines(cut=True), 1):
        if number == 1 and line.startswith(b"From "):
            is_box = True
        elif is_box and is_blank and line.startswith(b"From "):
            yield start, _ESCAPED.sub(rb"\1", b"\n".join(lines))
            lines, start, size = [], number, 0
        elif size <= MAX_MESSAGE_BYTES:
            lines.append(line)
            size += len(line) + 1
        is_blank = not line.strip()
    if any(map(bytes.strip, lines)):
        yield start, _ESCAPED.sub(rb"\1", b"\n".join(lines)) if is_box else b"\n".join(lines)


def _read(raw: bytes, line: int, attached: Counter[str]) -> Record | Document:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    address = message.get(_SAVED_PAGE)
    html = message.get_body(("html",))
    if address and html is not None:
        content = html.get_payload(decode=True)
        options = {"address": str(address), "charset": html.get_content_charset() or "utf-8"}
        return Document("html", content if isinstance(content, bytes) else b"", None, options)
    attached.update(part.get_content_type() for part in message.iter_attachments())
    plain = _text(message.get_body(("plain",)))
    name, sender = parseaddr(str(message.get("From", "")))
    return Record(
        {
            "id": str(message.get("Message-ID", "")).strip().strip("<>"),
            "title": str(message.get("Subject", "")),
            "source": name or sender.rpartition("@")[2],
            "published": str(message.get("Date", "")),
            "text": plain if html is None or len(plain.split()) >= _FEW_WORDS else _text(html),
        },
        line,
    )


def _text(part: Any) -> str:
    """Return the text of a part of a message, also where its encoding is of an unknown name."""
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError):
        return bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
