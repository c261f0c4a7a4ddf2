"""XML that defines entities: refused, because a kilobyte of it can stand for terabytes of text."""

from __future__ import annotations

import re

from search.readers.records import RecordError

# What may stand before the first element: declaration, comments, instructions, the document type.
_ENTITY = re.compile(rb"<!ENTITY|<!\[", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z_]")


def refuse_entities(head: bytes) -> None:
    """Raise RecordError ``xml-entities`` if the XML that begins with ``head`` defines entities.

    Definitions stand in the document type, before the first element. External ones are never fetched by the
    parsers that Warta uses; internal ones are what "billion laughs" is made of (CVE-2003-1564). No feed,
    sitemap or export of a CMS needs either.
    """
    plain = head.replace(b"\x00", b"")  # of UTF-16 and UTF-32
    entity = _ENTITY.search(plain)
    first = _FIRST_ELEMENT.search(plain)
    if entity and (not first or entity.start() < first.start()):
        raise RecordError("xml-entities", "xml_defines_entities")
