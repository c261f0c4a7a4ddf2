"""The module reads web pages.

Trafilatura finds the article in a page (https://trafilatura.readthedocs.io).
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from search.addresses import id_of_address, is_address
from search.readers.formats.needed import needed
from search.readers.formats.page_metadata import PageMetadata, page_metadata
from search.readers.head_lines import without_head
from search.readers.records import MAX_PAGE_BYTES, RecordError

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_CHARSET_BYTES = 4096  # where a charset is searched for; the HTML standard requires only 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_ERROR_PAGE = re.compile(
    r"\b(?:404|403|not found|tidak ditemukan|access denied|forbidden|just a moment|attention required)\b",
    re.I,
)
_LISTING = re.compile(
    r"/(?:tags?|topik|topic|kategori|category|kanal|indeks|index|author|penulis|page|search|cari|arsip|archives?)"
    r"(?:/|\.html?\Z|\.php\Z|\Z)",
    re.I,
)
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|(?:baca )?selengkapnya|read more)\W*\Z", re.I)
_TEASERS = 3  # a page with so many article elements with a linked headline is a list
# The minimum for a page without a declared type, if most of its words are no article.
_MIN_WORDS = 25

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def page_fields(
    content: bytes,
    address: str | None = None,
    *,
    charset: str | None = None,
    seen: str | None = None,
    beside: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return the fields of the article in a web page.

    content: the page as it was sent, decompressed
    address: its address, if it is known
    charset: the encoding that the server named
    seen:    when it was fetched, RFC 3339: the date of an article that gives none
    beside:  what the record that has the page says itself; it counts before the page

    Raises RecordError: ``no-article`` if the page is a list of articles, an error page or has no text,
    ``too-long`` if it has more than MAX_PAGE_BYTES. Raises SourceError if trafilatura is not installed.
    """
    if len(content) > MAX_PAGE_BYTES:
        raise RecordError("too-long", "page_too_long", length=len(content), most=MAX_PAGE_BYTES)
    trafilatura = needed("trafilatura")
    text = _DECLARATION.sub("", decoded_page(content, charset)).strip()
    if (
        "html" not in text[:50].lower()
    ):  # without this element trafilatura does not take a part of a page for HTML
        text = f"<html>{text}"
    tree = trafilatura.load_html(text) if "<" in text[6:] else None
    if tree is None:
        raise RecordError("no-article", "page_empty")
    about = page_metadata(tree)
    visible = _visible_words(tree)
    listed = _teasers(tree) >= _TEASERS
    headings = [heading.text_content() for heading in tree.iter("h1")][:3]
    _unwrap_layout(tree)
    extracted = trafilatura.bare_extraction(tree, url=address, with_metadata=True, include_comments=False)
    paragraphs = _paragraphs(extracted, about, headings)
    _check(paragraphs, about, address, visible, listed, extracted.title if extracted else None)
    return {**_fields(extracted, about, paragraphs, address, seen), **(beside or {})}


def decoded_page(content: bytes, charset: str | None = None) -> str:
    """Return the decoded text of a page: by its mark, else as UTF-8, else as the server or the page says.

    UTF-8 is tried before the declared encoding, because other text is hardly ever valid UTF-8, and pages
    often declare a wrong encoding. The last choice is Windows-1252.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        said = _CHARSET.search(content[:_CHARSET_BYTES])
    for name in (charset, said and said[1].decode("ascii")):
        try:
            # Text that is declared as Latin-1 is usually Windows-1252 (https://encoding.spec.whatwg.org/).
            encoding = codecs.lookup(name or "").name
            return content.decode("cp1252" if encoding in ("iso8859-1", "ascii") else encoding, "replace")
        except LookupError:
            continue
    return content.decode("cp1252", "replace")


def _visible_words(tree: Any) -> int:
    texts = tree.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return sum(len(text.split()) for text in texts)


def _teasers(tree: Any) -> int:
    return int(tree.xpath("count(//article[.//h1//a or .//h2//a or .//h3//a or .//a//h2 or .//a//h3])"))


def _unwrap_layout(tree: Any) -> None:
    """Replace tables that are used for the layout by divisions: their cells contain paragraphs or breaks.

    Otherwise their rows would be taken for rows of figures, and a whole article for one of them.
    """
    for table in tree.xpath("//table[.//td//p or .//td[count(.//br) > 2]]"):
        for element in table.iter("table", "tbody", "tr", "td", "th"):
            element.tag = "div"


def _paragraphs(extracted: Any, about: PageMetadata, headings: list[str]) -> list[str]:
    """Return the paragraphs of an extracted text without the title and the lines above it."""
    lines = [line for line in map(str.strip, (extracted.text or "").split("\n") if extracted else ()) if line]
    titles = [*headings, about.fields.get("title"), extracted.title if extracted else None]
    known = {_folded(title) for title in titles if title}
    above = max((number for number, line in enumerate(lines[:3], 1) if _folded(line) in known), default=0)
    return lines[above:]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _check(
    paragraphs: list[str],
    about: PageMetadata,
    address: str | None,
    visible: int,
    listed: bool,
    title: str | None,
) -> None:
    """Raise RecordError if the page is no article."""
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if not words:
        raise RecordError("no-article", "page_without_text")
    if about.declared:
        return
    path = urlsplit(address).path if address else ""
    if _ERROR_PAGE.search(title or paragraphs[0]) and words < 4 * _MIN_WORDS:
        raise RecordError("no-article", "page_of_error", title=title or paragraphs[0][:80])
    cut = sum(1 for paragraph in paragraphs if _CUT_SHORT.search(paragraph))
    front = about.declared is False and address is not None and path in ("", "/")
    if listed or cut * 3 > len(paragraphs) or front or _LISTING.search(path):
        raise RecordError("no-article", "page_is_list")
    if words < _MIN_WORDS and words * 2 < visible:
        raise RecordError("no-article", "page_of_few_words", words=words)


def _fields(
    extracted: Any, about: PageMetadata, paragraphs: list[str], address: str | None, seen: str | None
) -> dict[str, object]:
    url = _url(extracted.url, address) or about.fields.get("url")
    head: dict[str, object] = {}  # a line with the date has the time, which trafilatura does not return
    paragraphs = without_head(paragraphs, head) or paragraphs
    fields: dict[str, object] = {
        "title": extracted.title,
        "published": extracted.date,
        "authors": [name.strip() for name in (extracted.author or "").split(";") if name.strip()],
        "source": extracted.sitename or extracted.hostname,
        "language": extracted.language,
        "tags": [tag.strip() for text in extracted.tags or () for tag in text.split(",") if tag.strip()],
        "category": next(iter(extracted.categories or ()), None),
        "image": extracted.image,
    }
    fields |= head
    fields |= about.fields
    fields |= {"url": url, "paragraphs": paragraphs}
    fields["published"] = fields["published"] or seen
    if url:
        fields["id"] = id_of_address(url)
    return {name: value for name, value in fields.items() if value}


def _url(canonical: str | None, address: str | None) -> str | None:
    """Return the canonical address of a page.

    Its own address if all pages of the site give the front page.
    """
    if not is_address(canonical):
        return address if is_address(address) else None
    if address and urlsplit(canonical).path in ("", "/") and urlsplit(address).path not in ("", "/"):
        return address
    return canonical
