"""The module reads XML of any length, one element at a time; it accepts common damage, but no entities."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from html.entities import html5
from itertools import chain
from typing import Any

from search.readers.formats.needed import needed
from search.readers.formats.xml_entities import refuse_entities
from search.readers.records import RecordError, shown
from search.remarks import Remark

MAX_ELEMENT_BYTES = 64 * 2**20
"""The maximum number of bytes between two wanted elements, because they are in memory."""

_HEAD_BYTES = 64 * 2**10
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_FIRST_ELEMENT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)[\s/>]")
_BEFORE_IT = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*>", re.DOTALL)
# Characters that XML forbids (https://www.w3.org/TR/xml/#charsets) and some exports contain.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_DECLARATION = re.compile(r"\A\s*<\?xml.*?\?>", re.DOTALL)
_LONGEST_ENTITY = 33


def elements(
    blocks: Iterable[bytes], names: Iterable[str], *, roots: Iterable[str], code: str
) -> Iterator[Any]:
    """Yield the elements with one of ``names``, in any namespace, as elements of lxml.

    blocks: the document in pieces
    names:  local names; an element is emptied when the next one is taken
    roots:  the allowed local names of the outermost element
    code:   the code of the RecordError for another outermost element

    Common faults are corrected: characters that XML forbids, names of HTML's characters (``&nbsp;``), bytes
    of Windows-1252. Raises RecordError: ``code``; ``xml-entities``; ``too-long`` if more than
    MAX_ELEMENT_BYTES are between two elements; ``damaged`` at the end of a document that is cut short or has
    lost elements, as in the text of others.
    """
    pieces = iter(blocks)
    head = b""
    for piece in pieces:
        head += piece
        if len(head) >= _HEAD_BYTES:
            break
    refuse_entities(head)
    texts = _texts(chain((head,), pieces), _encoding(head))
    begin = next(texts, "")
    first = _FIRST_ELEMENT.search(_BEFORE_IT.sub("", begin))
    roots = frozenset(roots)
    if not first or first[1] not in roots:
        name = shown(first[1]) if first else Remark("none")
        raise RecordError(code, "xml_of_another_kind", found=name, expected=sorted(roots))
    yield from _parsed(chain((_DECLARATION.sub("", begin),), texts), frozenset(names), roots)


def _parsed(texts: Iterable[str], names: frozenset[str], roots: frozenset[str]) -> Iterator[Any]:
    etree = needed("lxml.etree")
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{name}" for name in names | roots], encoding="utf-8", recover=True,
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    waiting, complete = 0, False
    marks = _Marks(names)
    for text in texts:
        marks.look_for(text)
        raw = text.encode("utf-8")
        for start in range(0, len(raw), _HEAD_BYTES):
            piece = raw[start : start + _HEAD_BYTES]
            waiting += len(piece)
            parser.feed(piece)
            for _, element in parser.read_events():
                waiting = 0
                complete = local_name(element) in roots
                marks.met(element)
                if not complete and not _is_inside(element, names):
                    yield element
                    _empty(element)
            if waiting > MAX_ELEMENT_BYTES:
                raise RecordError("too-long", "element_too_long", most=MAX_ELEMENT_BYTES)
    if not complete:
        raise RecordError("damaged", "xml_cut_short")
    if marks.lost > 0:
        raise RecordError("damaged", "xml_elements_lost", count=marks.lost)


class _Marks:
    """Counts the wanted elements that begin with another element: in the text, and as they were parsed.

    Those that are only in the text are behind the end of the document, or in a text whose end is damaged.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self._names, self._rest = names, ""
        self._mark = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})(?:\s[^<>]*)?>\s*<")
        self.lost = 0

    def look_for(self, text: str) -> None:
        """Count in a further piece of the document."""
        text = self._rest + text
        end = 0
        for match in self._mark.finditer(text):
            self.lost += 1
            end = match.end()
        start = max(end, text.rfind("<", 0, text.rfind("<")), len(text) - _HEAD_BYTES)
        self._rest = text[start:]

    def met(self, element: Any) -> None:
        """Count an element that was parsed."""
        if local_name(element) in self._names and len(element) and not (element.text or "").strip():
            self.lost -= 1


def _is_inside(element: Any, names: frozenset[str]) -> bool:
    """Return whether an element is inside another wanted one, as the author of an item is.

    An element inside one of the same name is not: the end tag of the outer one is damaged.
    """
    name = local_name(element)
    return any(local_name(above) in names - {name} for above in element.iterancestors())


def _empty(element: Any) -> None:
    """Empty an element, and remove everything before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace."""
    tag: str = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2]


def _encoding(head: bytes) -> str:
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    declared = _DECLARED.search(head)
    try:
        encoding = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
    except LookupError:
        return "utf-8"
    # Without a byte order mark, a text in a wide encoding would have an unreadable declaration.
    return "utf-8" if encoding.startswith(("utf-16", "utf-32", "ascii")) else encoding


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as_windows_1252", _as_windows_1252)


def _texts(blocks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Yield the document as text without forbidden characters; an entity is never divided."""
    decoder = codecs.getincrementaldecoder(encoding)("as_windows_1252")
    rest = ""
    for block in blocks:
        text = rest + decoder.decode(block)
        start = text.rfind("&", max(0, len(text) - _LONGEST_ENTITY))
        rest = text[start:] if start >= 0 else ""
        yield _mended(text[: len(text) - len(rest)])
    yield _mended(rest + decoder.decode(b"", final=True))


def _mended(text: str) -> str:
    return _ENTITY.sub(_character, _FORBIDDEN.sub("", text))


def _character(match: re.Match[str]) -> str:
    """Return the character of a name of HTML; names that XML itself has are not changed."""
    return match[0] if match[1] in _OF_XML else html5.get(f"{match[1]};", match[0])
