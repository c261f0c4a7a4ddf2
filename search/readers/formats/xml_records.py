"""The module reads other XML: a row of elements, each with fields of an article as elements or attributes.

::

    <arsip><berita nomor="1"><judul>...</judul><tanggal>...</tanggal><isi>...</isi></berita> ... </arsip>
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from search.readers.formats.mediawiki import WIKI_ROOT, read_wiki
from search.readers.formats.needed import needed
from search.readers.formats.nitf import NEWSML_ITEM, NEWSML_ROOTS, is_nitf, newsml_fields, nitf_fields
from search.readers.formats.xml_entities import refuse_entities
from search.readers.formats.xml_stream import elements, local_name
from search.readers.names import SUMMARY, TEXT, field_of
from search.readers.records import MAX_RECORD_BYTES, Record, RecordError, Reject, shown
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark
from search.texts.markup import ELEMENTS

_DUBLIN_CORE = "{http://purl.org/dc/"
_HEAD_BYTES = 256 * 2**10
_MAX_DEPTH = 8
#: Elements of other XML that are headings of its text; in HTML they are in no text.
_HEADINGS = frozenset(("title", "head"))
_PARAGRAPH = "p"
#: Elements that say with an attribute which field they are: of mysqldump, Solr, Elasticsearch's and others.
_NAMED = frozenset(
    ("field", "str", "date", "int", "long", "arr", "text", "column", "col", "property", "value")
)


def read_xml(file: str, stream: TextStream) -> Iterator[Record | Reject | Remark]:
    """Yield a record for each element that has an element or attribute for a text."""
    number = 0
    try:
        root, name = _names(stream.peek(_HEAD_BYTES))
        if is_nitf(root):
            yield Record(nitf_fields(_root(stream)))
            return
        if root == WIKI_ROOT:
            yield from read_wiki(stream)
            return
        if root in NEWSML_ROOTS:
            items = (
                [_root(stream)]
                if root == NEWSML_ITEM
                else elements(stream.content(), (NEWSML_ITEM,), roots=(root,), code="no-xml")
            )
            for number, item in enumerate(items, 1):
                yield Record(newsml_fields(item), number)
            return
        if name is None:
            raise RecordError("unknown-format", "xml_without_records", found=shown(root))
        if name == root:
            yield Record(_fields(_root(stream), 0))
            return
        for number, element in enumerate(
            elements(stream.content(), (name,), roots=(root,), code="no-xml"), 1
        ):
            yield Record(_fields(element, 0), number)
    except RecordError as error:
        yield Reject(file, number + 1 if number else None, error.code, error.reason, "")
    except DamagedStreamError as error:
        yield Reject(file, number + 1, "damaged", Remark("rest_is_missing", {"damage": error.damage}), "")


def _names(head: bytes) -> tuple[str, str | None]:
    """Return the names of the outermost element and of the first element with a text in it, or None."""
    refuse_entities(head)
    parser = needed("lxml.etree").XMLPullParser(
        events=("start", "end"), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    parser.feed(head)
    root, text, summary = "", None, None
    for event, element in parser.read_events():
        if not isinstance(element.tag, str):
            continue
        if event == "end":
            if element is text:
                break
            if text is None and _paragraphs_beside_fields(element):
                return root, local_name(element)
        elif text is None:
            root = root or local_name(element)
            if any(map(_is_text, element.attrib)):
                return root, local_name(element)
            if _is_text(_name(element)) and element.getparent() is not None:
                text = element
            elif _is_summary(element):
                summary = element if summary is None else summary
    text = summary if text is None else text
    while text is not None and (inner := _text_inside(text)) is not None:
        text = inner
    if text is not None and _paragraphs_beside_fields(text):
        return root, local_name(text)
    return root, None if text is None else local_name(text.getparent())


def _text_inside(element: Any) -> Any:
    """Return the text of an article in an element that has the name of a text but is the article: *article*.

    It is one if there are other fields beside the text in it, or no fields beside the element itself.
    """
    fields = [(_field_of(local_name(child)), child) for child in element.iterchildren("*")]
    beside = map(local_name, element.itersiblings("*", preceding=True))
    if any(field not in ("", TEXT) for field, _ in fields) or not any(map(_field_of, beside)):
        return next((child for field, child in fields if field == TEXT), None)
    return None


def _paragraphs_beside_fields(element: Any) -> list[str]:
    """Return the paragraphs of an article that stand beside its fields, without an element around them.

    ``<berita tanggal="2019-09-05"><judul>...</judul><p>...</p><p>...</p></berita>``
    """
    fields = [_field_of(local_name(child)) for child in element.iterchildren("*")]
    if TEXT in fields or not any(fields):
        return []
    return [
        "".join(child.itertext()) for child in element.iterchildren("*") if local_name(child) == _PARAGRAPH
    ]


def _name(element: Any) -> str:
    """Return what an element is: what it says of itself, as those of databases and Solr do, or its name.

    ``<field name="judul">``, ``<str name="judul">``
    """
    named = element.get("name") if local_name(element) in _NAMED else None
    return named or local_name(element)


def _is_summary(element: Any) -> bool:
    """Return whether an element describes what it stands in, as in Dublin Core, and not a whole feed."""
    parent = element.getparent()
    return (
        parent is not None
        and parent.getparent() is not None
        and _field_of(local_name(element)) == SUMMARY
        and any(_field_of(local_name(one)) == "title" for one in parent.iterchildren("*"))
    )


def _is_text(name: str) -> bool:
    return _field_of(name) == TEXT


def _field_of(name: str) -> str:
    """Return the field that has a name, or an empty string."""
    return (field_of(name) or ("",))[0]


def _root(stream: TextStream) -> Any:
    """Return the outermost element, which is an article itself."""
    content = stream.whole(MAX_RECORD_BYTES)
    if content is None:
        raise RecordError("too-long", "document_too_long", most=MAX_RECORD_BYTES)
    etree = needed("lxml.etree")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise RecordError("damaged", "document_unreadable", reason=error) from error


def _is_list(element: Any) -> bool:
    """Return whether an element is a list, as Scrapy writes it: ``<tags><value>beras</value></tags>``."""
    children = list(element.iterchildren("*"))
    return all(local_name(child) == "value" and not child.attrib and not len(child) for child in children)


def _fields(element: Any, depth: int) -> dict[str, object]:
    """Return attributes and inner elements by their names; several of one name become a list."""
    fields: dict[str, object] = {
        name.rpartition("}")[2]: value
        for name, value in element.attrib.items()
        if name != "name" or local_name(element) not in (*_NAMED, "table")
    }
    several: set[str] = set()
    for child in element.iterchildren("*"):
        name, value = _name(child), _value(child, depth + 1)
        if child.tag.startswith(_DUBLIN_CORE):
            name = f"dc:{name}" if name != "identifier" or "://" not in str(value) else "url"
        before = fields.get(name)
        if name in several and isinstance(before, list):
            before.append(value)
        elif before is not None:
            several.add(name)
            fields[name] = [before, value]
        else:
            fields[name] = value
    if paragraphs := _paragraphs_beside_fields(element):
        fields.pop(_PARAGRAPH, None)  # of Dublin Core it has another name
        fields[TEXT] = paragraphs
    return fields


def _value(element: Any, depth: int) -> object:
    """Return the text of an element; its items, if it is a list; its HTML if it has both text and elements.

    Otherwise the result is its fields.
    """
    if not len(element):
        return (element.text or "").strip()
    if local_name(element) == "arr" or _is_list(element):
        return [_value(child, depth + 1) for child in element.iterchildren("*")]
    texts = [element.text, *(child.tail for child in element)]
    if depth >= _MAX_DEPTH or any(text and text.strip() for text in texts) or _is_text(local_name(element)):
        return _html_inside(element)
    return _fields(element, depth)


def _html_inside(element: Any) -> str:
    """Return what is in an element as HTML, in which an element that HTML has not is a block or in a line.

    *<sec><title>* of JATS and *<head>* of TEI are headings of the text.
    """
    etree = needed("lxml.etree")
    inside = deepcopy(element)
    for one in [*inside.iterdescendants("*")]:
        name = local_name(one).lower()
        if name in _HEADINGS and not len(one) and local_name(one.getparent()).lower() not in _HEADINGS:
            one.tag = "h2"
        elif name in ELEMENTS:
            one.tag = name
        else:
            in_line = (one.tail or "").strip() or (one.getparent().text or "").strip()
            one.tag = "span" if in_line else "div"
    etree.cleanup_namespaces(inside)
    inner = "".join(etree.tostring(child, encoding="unicode") for child in inside)
    return f"{inside.text or ''}{inner}".strip()
