"""The module reads collections of TREC: articles between ``<DOC>`` and ``</DOC>``, as research has them.

::

    <DOC><DOCNO>HC-1</DOCNO><DATE>20190603</DATE><TITLE>Panen</TITLE><TEXT>Padi dipanen.</TEXT></DOC>

It is SGML: there is no element around the articles, ``&`` and ``<`` need not be escaped, and a text may be in
several elements of one name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.later import Pattern
from search.readers.records import MAX_RECORD_BYTES, Record, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

_BEGIN, _END = Pattern(rb"<DOC(?:\s[^<>]{0,100})?>", re.IGNORECASE), Pattern(rb"</DOC\s*>", re.IGNORECASE)
_OPENS = Pattern(r"<([A-Za-z][\w-]{0,40})(?:\s[^<>]{0,200})?>")
_MOST_ELEMENTS = 1_000


def read_trec(file: str, stream: TextStream) -> Iterator[Record | Reject]:
    """Yield a Record for each article, numbered by the line on which it begins."""
    waiting, line, number = b"", 1, 0
    outside = False
    try:
        for block in stream.blocks():
            waiting += block
            while end := _END.search(waiting):
                begins = [*_BEGIN.finditer(waiting, 0, end.start())]
                begin = begins[-1] if begins else None
                before = waiting[: begin.start() if begin else end.end()]
                if outside or len(begins) > 1 or before.strip():
                    yield Reject(file, line, "damaged", Remark("outside_of_docs"), "")
                    outside = False
                line += before.count(b"\n")
                if begin:
                    number += 1
                    yield Record(_fields(stream.decode(waiting[begin.end() : end.start()], line)), line)
                    line += waiting.count(b"\n", begin.start(), end.end())
                waiting = waiting[end.end() :]
            if len(waiting) > MAX_RECORD_BYTES:
                outside = True
                line += waiting.count(b"\n")
                waiting = b""
    except DamagedStreamError as error:
        yield Reject(file, line, "damaged", Remark("rest_is_missing", {"damage": error.damage}), "")
        return
    if not number and not _BEGIN.search(waiting):
        yield Reject(file, None, "unknown-format", Remark("content_unknown"), "")
    elif outside or waiting.strip():
        damage = Remark("rest_is_missing", {"damage": Remark("doc_never_closed")})
        yield Reject(file, line + _blank_lines(waiting), "damaged", damage, "")


def _blank_lines(text: bytes) -> int:
    return text[: len(text) - len(text.lstrip())].count(b"\n")


def _fields(article: str) -> dict[str, object]:
    """Return the elements of an article by their names; the texts of one name are put together."""
    fields: dict[str, object] = {}
    small, at = article.lower(), 0
    for _ in range(_MOST_ELEMENTS):
        found = _OPENS.search(article, at)
        if not found:
            break
        name = found[1].lower()
        end = small.find(f"</{name}", found.end())
        if end < 0:  # SGML lets it out; its value is not known
            at = found.end()
            continue
        value = article[found.end() : end].strip()
        before = fields.get(name)
        fields[name] = f"{before}\n\n{value}" if before else value
        at = end + len(name) + 2
    return fields
