"""The module reads sitemaps (https://www.sitemaps.org/protocol.html): addresses of pages or sitemaps.

Sitemaps for Google News (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)
have titles and dates as well, but no texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from search.addresses import is_address, shown_address
from search.readers.formats.xml_stream import elements, local_name
from search.readers.records import RecordError, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

MAX_ADDRESSES = 1_000_000
"""The maximum number of addresses that are read from a sitemap; the protocol allows 50,000."""

_NEWS = {"title": "title", "publication_date": "published", "name": "source", "language": "language"}


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address in a sitemap.

    address:  the address of a page or of another sitemap
    is_index: whether it is the address of another sitemap
    changed:  when the page was changed, as it is written in the sitemap
    fields:   the fields of an article that a news sitemap gives
    """

    address: str
    is_index: bool
    changed: str | None = None
    fields: dict[str, object] = field(default_factory=dict)


def sitemap_entries(blocks: Iterable[bytes]) -> Iterator[SitemapEntry]:
    """Yield the addresses of a sitemap, at most MAX_ADDRESSES of them.

    blocks: the decompressed sitemap in pieces

    Entries without a valid address are left out. Raises RecordError: ``xml-entities``, ``no-sitemap`` if it
    is none, ``damaged`` if it is cut short. Raises DamagedStreamError as ``blocks`` does.
    """
    entries = elements(blocks, ("url", "sitemap"), roots=("urlset", "sitemapindex"), code="no-sitemap")
    for number, element in enumerate(entries):
        if number == MAX_ADDRESSES:
            return
        values: dict[str, str] = {}
        for part in element.iterdescendants():
            if part.text and part.text.strip():
                values.setdefault(local_name(part), part.text.strip())
        address = values.get("loc", "")
        if is_address(address):
            is_index = local_name(element) == "sitemap"
            yield SitemapEntry(address, is_index, values.get("lastmod"), _news(values, address))


def _news(values: dict[str, str], address: str) -> dict[str, object]:
    """Return the fields of an article that a news sitemap gives."""
    if "publication_date" not in values:
        return {}
    fields: dict[str, object] = {key: values[name] for name, key in _NEWS.items() if name in values}
    if "keywords" in values:
        fields["tags"] = [tag for tag in map(str.strip, values["keywords"].split(",")) if tag]
    return {**fields, "url": address}


def read_sitemap(file: str, stream: TextStream) -> Iterator[Reject]:
    """Yield a Reject for a sitemap file, because it has addresses and no texts."""
    count = 0
    example = ""
    try:
        for entry in sitemap_entries(stream.content()):
            count += 1
            example = example or entry.address
    except RecordError as error:
        yield Reject(file, None, error.code, error.reason, "")
    except DamagedStreamError as error:
        yield Reject(file, None, "damaged", Remark("rest_is_missing", {"damage": error.damage}), "")
    else:
        if not count:
            yield Reject(file, None, "no-text", Remark("sitemap_is_empty"), "")
    if count:
        about = {"count": count, "example": shown_address(example)}
        yield Reject(file, None, "no-text", Remark("sitemap_without_texts", about), "")
