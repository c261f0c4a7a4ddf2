"""The module reads JSON whose records are lists; the first has the names: ``[["judul", "isi"], ...]``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from search.later import Pattern, function
from search.readers.kinds import HEAD_BYTES, names_articles
from search.readers.records import MAX_RECORD_BYTES, Record, Reject, as_record
from search.readers.streams import DamagedStreamError, TextStream
from search.remarks import Remark

_is_row_of_article = function("search.readers.row_shape", "is_row_of_article")
_BEGIN = Pattern(r"[\s\ufeff]*(?:\[\s*)?(?=\[\s*\")")
_BETWEEN = Pattern(r"[\s,]*")
_END = Pattern(r"[\s,]*\]?\s*\Z")
_DECODER = json.JSONDecoder(strict=False)


def header_of(stream: TextStream) -> tuple[list[str], bool] | None:
    """Return the names of the values in the lists of a text; None if these are no rows of articles.

    The second value is whether the first list has the names. Else it is a row itself, and the columns have
    numbers: ``[["https://contoh.example/1", "Harga beras turun", ...], ...]``.
    """
    head = stream.peek(HEAD_BYTES)
    if head[:1] not in (b"[", b" ", b"\n", b"\r", b"\xef"):
        return None
    text = head.decode("utf-8", "ignore")
    begin = _BEGIN.match(text)
    try:
        names, _ = _DECODER.raw_decode(text, begin.end()) if begin else (None, 0)
    except (ValueError, RecursionError):
        return None
    if not isinstance(names, list) or not names:
        return None
    if all(isinstance(name, str) for name in names) and names_articles(names):
        return names, True
    is_row = _is_row_of_article([one if isinstance(one, str) else "" for one in names])
    return ([f"column{number}" for number in range(1, len(names) + 1)], False) if is_row else None


def read_rows(
    file: str, pieces: Iterable[str], names: list[str], has_header: bool
) -> Iterator[Record | Reject | Remark]:
    """Yield a Record for each list, without the header, and a Reject where a value is no list of values."""
    rows = _rows(pieces)
    if has_header:
        next(rows, None)
    else:
        yield Remark("no_header", {"names": names})
    number = 1
    try:
        for number, row in enumerate(rows, 1):
            if isinstance(row, str):
                yield Reject(file, number, "not-json", Remark("no_list"), as_record({"cells": [row]}))
            elif len(row) > len(names):
                reason = Remark("cells_and_header", {"cells": len(row), "header": len(names)})
                yield Reject(file, number, "bad-row", reason, as_record({"cells": row}))
            else:
                yield Record(dict(zip(names, row)), number)  # noqa: B905 - rows may be shorter
    except DamagedStreamError as error:
        yield Reject(file, number + 1, "damaged", Remark("rest_is_missing", {"damage": error.damage}), "")


def _rows(pieces: Iterable[str]) -> Iterator[list[object] | str]:
    """Yield each list; a text that is none, up to its end, as a text."""
    text, at, is_first = "", 0, True
    more = iter(pieces)
    while True:
        place = (_BEGIN if is_first else _BETWEEN).match(text, at)
        at = place.end() if place else at
        try:
            if text[at : at + 1] not in ("[", ""):
                raise ValueError
            row, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            piece = next(more, None) if len(text) - at <= MAX_RECORD_BYTES else None
            if piece is not None:
                text, at = text[at:] + piece, 0
                continue
            if not _END.fullmatch(text, at):
                yield text[at : at + MAX_RECORD_BYTES]
            return
        is_first = False
        yield row
