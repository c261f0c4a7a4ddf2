"""Web archives: WARC (ISO 28500) and the older ARC, read with warcio.

Only what a server answered with status 200 and HTML can be an article; everything else is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from search.readers.documents import Document
from search.readers.formats.needed import needed
from search.readers.formats.passed_over import passed_over
from search.readers.records import MAX_PAGE_BYTES, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

_HTML = ("text/html", "application/xhtml+xml")
_PASSED = ("request", "metadata", "warcinfo")  # every archive has as many of them as of answers


def read_warc(file: str, stream: TextStream) -> Iterator[Document | Reject | Remark]:
    """Yield the pages of a web archive; at the end, how many records of which kinds were passed over."""
    skipped: Counter[str] = Counter()
    number = 0
    try:
        for record in needed("warcio.archiveiterator").ArchiveIterator(stream.as_file()):
            number += 1
            if record.rec_type in _PASSED:
                continue
            kind, page = _page(record, number)
            if not page:
                skipped[kind] += 1
            elif _is_whole(record):
                yield page
            else:
                yield Reject(file, number, "damaged", Remark("warc_cut_short"), "")
        if not number:
            yield Reject(file, None, "damaged", Remark("warc_empty"), "")
    except DamagedStreamError as error:
        yield _rest(file, number + 1, error.damage)
    except Exception as error:  # warcio raises what its parsing meets: of its own, ValueError, zlib.error
        yield _rest(file, number + 1, Remark("warc_damaged", {"reason": error}))
    if skipped:
        yield passed_over(skipped)


def _is_whole(record: Any) -> bool:
    """Return whether a record, whose beginning was read, has as many bytes as it says."""
    while record.raw_stream.read(2**16):
        pass
    return not getattr(record.raw_stream, "limit", 0)


def _rest(file: str, number: int, damage: Remark) -> Reject:
    return Reject(file, number, "damaged", Remark("rest_is_missing", {"damage": damage}), "")


def _page(record: Any, number: int) -> tuple[str, Document | None]:
    """Return what a record is, and its page where it is one."""
    headers = record.http_headers
    if record.rec_type == "response" and headers:
        status, said = str(headers.get_statuscode()), headers.get_header("Content-Type", "")
        if status != "200":
            return status, None
    elif record.rec_type == "resource":
        said = record.content_type or ""
    else:
        return str(record.rec_type), None
    kind, _, parameters = said.lower().partition(";")
    if kind.strip() not in _HTML:
        return kind.strip() or "?", None
    content = record.content_stream().read(MAX_PAGE_BYTES + 1)
    return kind, Document(
        "html",
        content,
        number,
        {
            "address": (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>") or None,
            "charset": parameters.partition("charset=")[2].strip(" \"'") or None,
            "seen": record.rec_headers.get_header("WARC-Date"),
        },
    )
