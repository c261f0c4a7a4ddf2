"""The module reads EPUB (https://www.w3.org/TR/epub-33/), a zip file of pages; each page is an article."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from search.readers.formats.html import decoded_page
from search.readers.formats.needed import needed
from search.readers.formats.xml_entities import refuse_entities
from search.readers.records import RecordError

_MAX_PART_BYTES = 32 * 2**20
_MAX_UNPACKED_BYTES = 512 * 2**20
_BLOCKS = (
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "pre", "td", "th", "dt", "dd"),
    *("figcaption", "div", "section", "article", "body"),
)
_MIN_WORDS = 20  # the minimum for a chapter; covers, tables of contents and imprints have fewer


def epub_fields(content: bytes) -> Iterator[dict[str, object]]:
    """Yield the fields of each chapter of a book, in reading order.

    Raises RecordError: ``no-article`` if no page has a text, ``encrypted``, ``damaged``, ``too-long``,
    ``xml-entities``. Raises SourceError if lxml is not installed.
    """
    needed("lxml")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            yield from _Book(parts).chapters()
    except (RecordError, MemoryError):
        raise
    except Exception as error:  # zipfile, zlib and lxml raise many errors
        raise RecordError("damaged", "document_unreadable", reason=error) from error


class _Book:
    def __init__(self, parts: zipfile.ZipFile) -> None:
        self._parts = parts
        self._left = _MAX_UNPACKED_BYTES
        if "META-INF/rights.xml" in parts.namelist():
            raise RecordError("encrypted", "document_encrypted")
        container = self._xml("META-INF/container.xml")
        self._package = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        self._root = self._xml(self._package)

    def chapters(self) -> Iterator[dict[str, object]]:
        about = self._about()
        identifier = self._about_it("identifier")
        files = {
            item.get("id"): item.get("href")
            for item in self._root.xpath("//*[local-name()='manifest']/*[local-name()='item']")
            if (item.get("media-type") or "").endswith(("html+xml", "html"))
            and "nav" not in (item.get("properties") or "").split()
        }
        count = 0
        for number, reference in enumerate(self._root.xpath("//*[local-name()='itemref']"), 1):
            name = files.get(reference.get("idref"))
            if not name:
                continue
            title, paragraphs = self._page(unquote(name))
            if sum(len(paragraph.split()) for paragraph in paragraphs) >= _MIN_WORDS or (
                paragraphs and len(files) == 1
            ):
                count += 1
                chapter_id = {"id": f"{identifier}-{number}"} if identifier else {}
                yield {
                    **about,
                    **chapter_id,
                    "title": title or self._about_it("title"),
                    "paragraphs": paragraphs,
                }
        if not count:
            raise RecordError("no-article", "document_without_text", pages=len(files))

    def _about(self) -> dict[str, object]:
        values = {
            "published": self._about_it("date"),
            "source": self._about_it("publisher") or self._about_it("title"),
            "authors": [name.strip() for name in self._root.xpath("//*[local-name()='creator']/text()")],
            "language": self._about_it("language"),
            "tags": [name.strip() for name in self._root.xpath("//*[local-name()='subject']/text()")],
        }
        return {name: value for name, value in values.items() if value}

    def _about_it(self, name: str) -> str:
        text: str = self._root.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{name}'])")
        return text.strip()

    def _page(self, name: str) -> tuple[str | None, list[str]]:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self._package), name))
        text = decoded_page(self._part(path))
        text = text[text.find("<html") :] if "<html" in text else text
        tree = needed("lxml.html").document_fromstring(f"<!doctype html>{text}")
        for unseen in tree.xpath("//script|//style|//nav|//head"):
            unseen.drop_tree()
        title: str | None = None
        paragraphs: list[str] = []
        for kind, block in _blocks(tree):
            if title is None and not paragraphs and kind in ("h1", "h2", "h3"):
                title = block
            else:
                paragraphs.append(block)
        return title, paragraphs

    def _xml(self, name: str) -> Any:
        content = self._part(name)
        refuse_entities(content)
        etree = needed("lxml.etree")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        root = etree.fromstring(content, parser)
        if root is None:
            raise RecordError("damaged", "document_unreadable", reason=name)
        return root

    def _part(self, name: str) -> bytes:
        with self._parts.open(name) as part:
            content = part.read(_MAX_PART_BYTES + 1)
        self._left -= len(content)
        if len(content) > _MAX_PART_BYTES or self._left < 0:
            raise RecordError("too-long", "document_unfolds_too_far", most=_MAX_UNPACKED_BYTES)
        return content


def _blocks(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts of the innermost block elements, each with the name of its element."""
    for element in tree.iter(*_BLOCKS):
        text = [element.text or ""]
        for child in element:
            if child.tag not in _BLOCKS:
                text.append(child.text_content() if isinstance(child.tag, str) and child.tag != "br" else " ")
            text.append(child.tail or "")
        joined = " ".join("".join(text).split())
        if joined:
            yield element.tag, joined
