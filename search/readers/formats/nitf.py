"""The module reads an article in the News Industry Text Format of the IPTC, which agencies send.

The format is described at https://iptc.org/standards/nitf/.
"""

from __future__ import annotations

from typing import Any

from search.readers.formats.needed import needed

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


def is_nitf(root: str) -> bool:
    """Return whether an outermost element with this name is an article in this format."""
    return root == "nitf"


def nitf_fields(root: Any) -> dict[str, object]:
    """Return the fields of an article, given its outermost element; the text is HTML."""
    fields: dict[str, object] = {}
    for field, places in (_PLACES | _SEVERAL).items():
        found = next((said for place in places if (said := _said(root, place))), [])
        if found:
            fields[field] = found if field in _SEVERAL else found[0]
    fields["text"] = "\n".join(_content(block) for block in root.xpath("//body.content"))
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
