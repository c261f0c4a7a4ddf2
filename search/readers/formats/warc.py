"""Web archives: WARC (ISO 28500) and the older ARC; headers are parsed with warcio.

Only what a server answered with status 200 and HTML can be an article; everything else is counted.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from search.readers.budget import Budget
from search.readers.decompression import decompressed
from search.readers.documents import Document
from search.readers.formats.needed import needed
from search.readers.formats.passed_over import passed_over
from search.readers.formats.warc_records import FoundRecord, NoRecord, find_records
from search.readers.records import MAX_PAGE_BYTES, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

_HTML = ("text/html", "application/xhtml+xml")
_PASSED = ("request", "metadata", "warcinfo", "arc_header")  # archives have as many of them as of answers
_ENCODED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


def read_warc(file: str, stream: TextStream) -> Iterator[Document | Reject | Remark]:
    """Yield the pages of a web archive; at the end, how many records of which kinds were passed over."""
    needed("warcio.statusandheaders")
    skipped: Counter[str] = Counter()
    wrong_lengths: list[int] = []
    number = 0
    for found in find_records(stream):
        number += 1
        if isinstance(found, NoRecord):
            yield Reject(file, number, "damaged", _no_record(found), "")
            continue
        if found.has_wrong_length:
            wrong_lengths.append(found.offset)
        try:
            kind, page = _page(found, number, stream.budget)
        except DamagedStreamError as error:
            kind, page = "", Reject(file, number, "damaged", error.damage, "")
        except Exception as error:  # warcio raises what its parsing meets: of its own, ValueError, EOFError
            kind, page = "", Reject(file, number, "damaged", Remark("warc_damaged", {"reason": error}), "")
        if isinstance(page, Document) and found.is_cut:
            page = Reject(file, number, "damaged", Remark("warc_cut_short", {"offset": found.offset}), "")
        if page:
            yield page
        elif kind not in _PASSED:
            skipped[kind] += 1
    if not number:
        yield Reject(file, None, "damaged", Remark("warc_empty"), "")
    if wrong_lengths:
        yield Remark("warc_lengths_wrong", {"count": len(wrong_lengths), "offset": wrong_lengths[0]})
    if skipped:
        yield passed_over(skipped)


def _no_record(found: NoRecord) -> Remark:
    if found.damage:
        return Remark("rest_is_missing", {"damage": found.damage})
    return Remark("warc_no_record", {"offset": found.offset, "size": found.size})


def _page(found: FoundRecord, number: int, budget: Budget) -> tuple[str, Document | Reject | None]:
    """Return what a record is, and its page where it is one.

    Raises DamagedStreamError where the page is packed and cannot be unpacked, and what warcio raises.
    """
    kind, said, address, seen = _about(found)
    content = io.BytesIO(found.content)
    encoding = transfer = ""
    if kind == "response" and address.startswith(("http:", "https:")):
        headers = needed("warcio.statusandheaders").StatusAndHeadersParser([], verify=False).parse(content)
        if headers.get_statuscode() != "200":
            return str(headers.get_statuscode())[:40], None
        said = headers.get_header("Content-Type", "")
        encoding = headers.get_header("Content-Encoding", "").strip().lower()
        transfer = headers.get_header("Transfer-Encoding", "").strip().lower()
    elif kind != "resource":
        return kind, None
    media, _, parameters = said.lower().partition(";")
    if media.strip() not in _HTML:
        return media.strip() or "?", None
    rest = content
    if transfer == "chunked":
        rest = needed("warcio.bufferedreaders").ChunkedDataReader(content)
    options = {
        "address": address or None,
        "charset": parameters.partition("charset=")[2].strip(" \"'") or None,
        "seen": seen,
    }
    return media, Document("html", _unpacked(rest.read(), encoding, budget), number, options)


def _about(found: FoundRecord) -> tuple[str, str, str, str | None]:
    """Return of which type a record is, what it says of its content, its address, and its date."""
    if found.kind == "arc":
        address, _, day, media, _ = found.header.decode("utf-8", "replace").split()
        kind = "arc_header" if address.startswith("filedesc:") else "response"
        moment = day.ljust(14, "0")
        seen = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}T{moment[8:10]}:{moment[10:12]}:{moment[12:14]}Z"
        return kind, media, address, seen
    parser = needed("warcio.statusandheaders").StatusAndHeadersParser([], verify=False)
    headers: Any = parser.parse(io.BytesIO(found.header))
    return (
        headers.get_header("WARC-Type", "?").strip().lower()[:40],
        headers.get_header("Content-Type", ""),
        headers.get_header("WARC-Target-URI", "").strip("<> ").replace(" ", "%20"),
        headers.get_header("WARC-Date"),
    )


def _unpacked(content: bytes, encoding: str, budget: Budget) -> bytes:
    """Return the content of a page as a browser would see it, the beginning of one that is too long.

    What is not packed, although its headers say so, is as it is: many programs write it like that.
    Raises DamagedStreamError.
    """
    packing = _ENCODED.get(content[:2]) or _ENCODED.get(content[:4])
    if encoding in ("gzip", "x-gzip", "zstd") and packing:
        unpacked = bytearray()
        for piece in decompressed([content], packing, budget):
            unpacked += piece
            if len(unpacked) > MAX_PAGE_BYTES:
                break
        return bytes(unpacked)
    if encoding == "deflate":
        for wbits in (15, -15):
            try:
                return zlib.decompressobj(wbits).decompress(content, MAX_PAGE_BYTES + 1)
            except zlib.error:
                continue
    if encoding == "br" and not content.lstrip().startswith(b"<"):
        brotli = needed("brotli")
        try:
            unpacker = brotli.Decompressor()
            unpacked = bytearray(unpacker.process(content, output_buffer_limit=MAX_PAGE_BYTES + 1))
        except brotli.error as error:
            raise DamagedStreamError("data_damaged", compression="Brotli", reason=error) from error
        if not unpacker.is_finished() and len(unpacked) <= MAX_PAGE_BYTES:
            raise DamagedStreamError("data_cut_short", compression="Brotli")
        return bytes(unpacked)
    return content
