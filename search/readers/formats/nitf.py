"""The module reads an article in NITF or NewsML-G2, formats of the IPTC which agencies send.

They are described at https://iptc.org/standards/nitf/ and https://iptc.org/standards/newsml-g2/.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from typing import Any

from search.readers.formats.needed import needed
from search.readers.formats.xml_stream import local_name

#: Field -> where it stands, in order of preference; the first that says something counts.
_PLACES = {
    "id": ("//doc-id/@id-string",),
    "title": ("//hedline/hl1", "//hedline", "/nitf/head/title"),
    "published": ("//date.issue/@norm", "//date.release/@norm", "//story.date/@norm", "//story.date"),
    "place": ("//dateline/location", "//location"),
    "source": ("//pubdata/@name", "//distributor", "//doc.copyright/@holder"),
    "category": ("//pubdata/@position.section", "//fixture/@fix-id"),
    "image": ("//media[@media-type='image']/media-reference/@source",),
    "image_caption": ("//media-caption",),
}
_SEVERAL = {"authors": ("//byline//person", "//byline"), "tags": ("//key-list/keyword/@key",)}


#: The same for NewsML-G2, without the namespaces.
_PLACES_G2 = {
    "id": ("/*/@guid",),
    "title": ("//contentMeta/headline", "//itemMeta/title"),
    "published": ("//contentCreated", "//firstCreated", "//versionCreated"),
    "updated": ("//contentModified",),
    "place": ("//contentMeta/located/name", "//dateline"),
    "source": ("//infoSource/name", "//itemMeta/provider/name", "//copyrightHolder/name"),
    "language": ("//contentMeta/language/@tag",),
    "image_caption": ("//remoteContent//caption",),
}
_SEVERAL_G2 = {
    "authors": ("//contentMeta/creator/name", "//contentMeta/by"),
    "tags": ("//keyword", "//contentMeta/subject/name"),
}
NEWSML_ITEM, NEWSML_ROOTS = "newsItem", ("newsItem", "newsMessage")


def is_nitf(root: str) -> bool:
    """Return whether an outermost element with this name is an article in this format."""
    return root == "nitf"


def nitf_fields(root: Any) -> dict[str, object]:
    """Return the fields of an article, given its outermost element; the text is HTML."""
    fields = _fields_at(root, _PLACES, _SEVERAL)
    fields["text"] = "\n".join(_content(block) for block in root.xpath("//body.content"))
    return fields


def newsml_fields(item: Any) -> dict[str, object]:
    """Return the fields of an item in NewsML-G2; the text is HTML."""
    item = deepcopy(item)  # alone, so that no other item is looked into
    for element in item.iter("*"):
        with suppress(ValueError):  # a name of a damaged file
            element.tag = local_name(element)
    needed("lxml.etree").cleanup_namespaces(item)
    fields = _fields_at(item, _PLACES_G2, _SEVERAL_G2)
    blocks = item.xpath("//contentSet//body | //contentSet/inlineData")
    fields["text"] = "\n".join(_content(block) for block in blocks)
    return fields


def _fields_at(
    root: Any, places_of_one: Mapping[str, tuple[str, ...]], places_of_several: Mapping[str, tuple[str, ...]]
) -> dict[str, object]:
    fields: dict[str, object] = {}
    for field, places in {**places_of_one, **places_of_several}.items():
        found = next((said for place in places if (said := _said(root, place))), [])
        if found:
            fields[field] = found if field in places_of_several else found[0]
    return fields


def _said(root: Any, place: str) -> list[str]:
    texts = (one if isinstance(one, str) else "".join(one.itertext()) for one in root.xpath(place))
    return [line for line in (" ".join(text.split()) for text in texts) if line]


def _content(block: Any) -> str:
    etree = needed("lxml.etree")
    parts = (
        etree.tostring(child, encoding="unicode")
        for child in block.iterchildren("*")
        if child.tag not in ("media", "note")
    )
    return f"{block.text or ''}{''.join(parts)}".strip()
