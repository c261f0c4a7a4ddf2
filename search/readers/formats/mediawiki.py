"""The module reads dumps of a wiki, such as of Wikinews: every page of the main namespace is an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from search.readers.formats.passed_over import passed_over
from search.readers.formats.xml_stream import elements, local_name
from search.readers.records import Record
from search.readers.streams import TextStream
from search.remarks import Remark

WIKI_ROOT = "mediawiki"
_SITE, _PAGE = "siteinfo", "page"
#: What is no text from its beginning to its end: comments, notes, tables and other elements.
_BETWEEN = [
    (re.compile(begins, re.M | re.I), re.compile(ends, re.M | re.I))
    for begins, ends in (
        ("<!--", "-->"),
        (r"<ref\b[^<>]*(?<!/)>", "</ref>"),
        (r"^\{\|", r"^\|\}"),
        *((rf"<{name}\b", f"</{name}>") for name in ("gallery", "math", "timeline")),
    )
]
# The classes of these patterns leave out what begins another match, so that each character is read only a few
# times, whatever is not closed.
_NO_TEXT = re.compile(r"<ref\b[^<>]*/>|__[A-Z]{1,40}__", re.I)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}")
_CATEGORY = re.compile(r"\[\[(?:kategori|category) ?:([^\[\]|]+)(?:\|[^\[\]]*)?\]\]", re.I)
_FILE = re.compile(r"\[\[(?:berkas|file|gambar|image) ?:(?:[^\[\]]|\[\[[^\[\]]*\]\])*\]\]", re.I)
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|\[(?:https?:)?//[^\s\[\]]+(?:\s([^\[\]\n]*))?\]")
_MARKS = re.compile(r"'{2,5}|^[*#:;]+[ \t]*|^-{4,}$|^(={1,6})[ \t]*|(?<![ \t])[ \t]*={1,6}[ \t]*$", re.M)
_MOST_NESTED = 20


def read_wiki(stream: TextStream) -> Iterator[Record | Remark]:
    """Yield a record for each page of the main namespace; redirects and other pages are counted.

    Raises RecordError as ``elements`` does, and DamagedStreamError.
    """
    skipped: Counter[str] = Counter()
    site, number = "", 0
    for element in elements(stream.content(), (_SITE, _PAGE), roots=(WIKI_ROOT,), code="no-xml"):
        if local_name(element) == _SITE:
            site = _said(element, "sitename")
            continue
        number += 1
        if _said(element, "ns") not in ("", "0"):
            skipped["page"] += 1
        elif next(_inner(element, "redirect"), None) is not None:
            skipped["redirect"] += 1
        else:
            yield Record(_fields(element, site), number)
    if skipped:
        yield passed_over(skipped)


def _fields(page: Any, site: str) -> dict[str, object]:
    revisions = [*_inner(page, "revision")]
    times = [time for one in revisions if (time := _said(one, "timestamp"))]
    text = _said(revisions[-1], "text") if revisions else ""
    return {
        "id": _said(page, "id"),
        "title": _said(page, "title"),
        "source": site,
        "published": times[0] if times else None,
        "updated": times[-1] if len(times) > 1 else None,
        "tags": [name.strip() for name in _CATEGORY.findall(text)],
        "text": plain_of(text),
    }


def plain_of(wikitext: str) -> str:
    """Return the text of a page without its marks, templates, notes and files.

    >>> plain_of("{{tanggal|5 Mei 2019}}'''Padi''' dipanen di [[Demak|kota Demak]].<ref>A</ref>")
    'Padi dipanen di kota Demak.'
    """
    text = wikitext
    for begins, ends in _BETWEEN:
        text = _without(text, begins, ends)
    text = _NO_TEXT.sub("", text)
    for _ in range(_MOST_NESTED):
        text, count = _TEMPLATE.subn("", text)
        if not count:
            break
    text = _CATEGORY.sub("", _FILE.sub("", text))
    text = _LINK.sub(lambda match: match[1] or match[2] or "", text)
    return _MARKS.sub("", text).strip()


def _without(text: str, begins: re.Pattern[str], ends: re.Pattern[str]) -> str:
    """Return a text without what is between two patterns; what is not closed stays."""
    pieces, at = [], 0
    while (first := begins.search(text, at)) and (last := ends.search(text, first.end())):
        pieces.append(text[at : first.start()])
        at = last.end()
    return "".join([*pieces, text[at:]])


def _inner(element: Any, name: str) -> Iterator[Any]:
    return (child for child in element.iterchildren("*") if local_name(child) == name)


def _said(element: Any, name: str) -> str:
    return next((child.text or "" for child in _inner(element, name)), "").strip()
