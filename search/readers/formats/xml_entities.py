"""The module refuses XML that defines entities, because a kilobyte of it can mean terabytes of text."""

from __future__ import annotations

import re

from search.readers.records import RecordError

# Entities are defined in the document type, in front of the first element.
_ENTITY = re.compile(rb"<!ENTITY|<!\[", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z_]")


def refuse_entities(head: bytes) -> None:
    """Raise RecordError ``xml-entities`` if the XML that begins with ``head`` defines entities.

    Definitions are in the document type, in front of the first element. The parsers of Warta never fetch
    external entities; internal ones make the attack "billion laughs" (CVE-2003-1564). No feed, sitemap or
    export of a CMS needs either.
    """
    plain = head.replace(b"\x00", b"")  # UTF-16 and UTF-32 have zero bytes
    entity = _ENTITY.search(plain)
    first = _FIRST_ELEMENT.search(plain)
    if entity and (not first or entity.start() < first.start()):
        raise RecordError("xml-entities", "xml_defines_entities")
