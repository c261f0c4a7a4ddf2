"""The module reads web archives, WARC (ISO 28500) and the older ARC; warcio parses their headers.

Only answers with status 200 and HTML can be articles; everything else is counted.
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
# These are not counted, because there are as many of them as answers.
_PASSED = ("request", "metadata", "warcinfo", "arc_header")
_ENCODED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


def read_warc(file: str, stream: TextStream) -> Iterator[Document | Reject | Remark]:
    """Yield the pages of a web archive, and at the end a remark about the records that were passed over."""
    needed("warcio.statusandheaders")
    skipped: Counter[str] = Counter()
    wrong_lengths: list[int] = []
    number = 0
    for record in find_records(stream):
        number += 1
        if isinstance(record, NoRecord):
            yield Reject(file, number, "damaged", _no_record(record), "")
            continue
        if record.has_wrong_length:
            wrong_lengths.append(record.offset)
        try:
            kind, page = _page(record, number, stream.budget)
        except DamagedStreamError as error:
            kind, page = "", Reject(file, number, "damaged", error.damage, "")
        except Exception as error:  # warcio raises its own errors, ValueError, EOFError and others
            kind, page = "", Reject(file, number, "damaged", Remark("warc_damaged", {"reason": error}), "")
        if isinstance(page, Document) and record.is_cut:
            page = Reject(file, number, "damaged", Remark("warc_cut_short", {"offset": record.offset}), "")
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


def _no_record(record: NoRecord) -> Remark:
    if record.damage:
        return Remark("rest_is_missing", {"damage": record.damage})
    return Remark("warc_no_record", {"offset": record.offset, "size": record.size})


def _page(record: FoundRecord, number: int, budget: Budget) -> tuple[str, Document | Reject | None]:
    """Return the kind of a record, and its page, or None if it is no page.

    Raises DamagedStreamError if the page cannot be decompressed, and the errors of warcio.
    """
    kind, content_type, address, seen = _about(record)
    content = io.BytesIO(record.content)
    encoding = transfer = ""
    if kind == "response" and address.startswith(("http:", "https:")):
        headers = needed("warcio.statusandheaders").StatusAndHeadersParser([], verify=False).parse(content)
        if headers.get_statuscode() != "200":
            return str(headers.get_statuscode())[:40], None
        content_type = headers.get_header("Content-Type", "")
        encoding = headers.get_header("Content-Encoding", "").strip().lower()
        transfer = headers.get_header("Transfer-Encoding", "").strip().lower()
    elif kind != "resource":
        return kind, None
    media, _, parameters = content_type.lower().partition(";")
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


def _about(record: FoundRecord) -> tuple[str, str, str, str | None]:
    """Return the type of a record, the type of its content, its address, and its date."""
    if record.kind == "arc":
        address, _, day, media, _ = record.header.decode("utf-8", "replace").split()
        kind = "arc_header" if address.startswith("filedesc:") else "response"
        moment = day.ljust(14, "0")
        seen = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}T{moment[8:10]}:{moment[10:12]}:{moment[12:14]}Z"
        return kind, media, address, seen
    parser = needed("warcio.statusandheaders").StatusAndHeadersParser([], verify=False)
    headers: Any = parser.parse(io.BytesIO(record.header))
    return (
        headers.get_header("WARC-Type", "?").strip().lower()[:40],
        headers.get_header("Content-Type", ""),
        headers.get_header("WARC-Target-URI", "").strip("<> ").replace(" ", "%20"),
        headers.get_header("WARC-Date"),
    )


def _unpacked(content: bytes, encoding: str, budget: Budget) -> bytes:
    """Return the decoded content of a page; of a page that is too long, the beginning.

    Content that is not compressed, although its headers say so, is returned unchanged, because many programs
    write it like that. Raises DamagedStreamError.
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
