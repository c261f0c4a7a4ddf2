"""The module writes Whoosh's table of contents: schema, segments and deleted documents, as pickles.

The opcodes of the pickles are written here, one after the other, because to import Whoosh takes longer than
to add an article. What Whoosh reads is as if it had pickled ``search.index.whoosh.schema.paragraph_schema``
and ``search.index.whoosh.segment.FlatSegment`` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from struct import pack

import numpy as np
from whoosh import __version__

from search.disk import write
from search.index.format.doc_values import IntArray
from search.index.format.names import INDEX_NAME, TEXT_FIELDS
from search.index.format.segment import Segment

#: The version of the form of the table, and the generation in Whoosh's count.
_FORM, _GENERATION = -111, 1
#: The sizes of three types of numbers, and a number that tells the order of bytes.
_ARCHITECTURE = b"\x04\x08\x04" + pack("!i", -12345)
_PROTOCOL, _STOP = b"\x80\x02", b"."
_ADAPTER = "search.index.whoosh"


def write_toc(folder: Path, segments: Iterable[tuple[Segment, IntArray]]) -> None:
    """Write the table of contents of a generation in ``folder``.

    segments: the segments in order, each with its deleted documents
    """
    schema = _PROTOCOL + _schema() + _STOP
    content = _ARCHITECTURE + pack("!i", _FORM) + b"".join(map(_varint, __version__[:3]))
    content += _varint(len(schema)) + schema + pack("!ii", _GENERATION, 0)
    content += _PROTOCOL + _list(_segment(one, deleted) for one, deleted in segments) + _STOP
    write(folder / f"_{INDEX_NAME}_{_GENERATION}.toc", content)


def _schema() -> bytes:
    name = _object(
        "whoosh.fields.ID",
        {
            "analyzer": _object("whoosh.analysis.tokenizers.IDTokenizer"),
            "format": _format("whoosh.formats.Existence"),
            "stored": _FALSE,
            "unique": _FALSE,
            "column_type": _NONE,
        },
    )
    text = _object(
        f"{_ADAPTER}.schema.AnalysedText",
        {
            "format": _format(f"{_ADAPTER}.schema.PackedPositions"),
            "analyzer": _NONE,
            "scorable": _TRUE,
            "stored": _FALSE,
            "indexed": _TRUE,
            "unique": _FALSE,
            "vector": _NONE,
            "spelling": _FALSE,
            "column_type": _NONE,
            "multitoken_query": _string("default"),
        },
    )
    fields = dict.fromkeys(("article", "source", "category", "published"), name)
    fields |= dict.fromkeys(TEXT_FIELDS, text)
    fields |= dict.fromkeys(("text", "about"), _object("whoosh.fields.STORED"))
    sorted_fields = {field: fields[field] for field in sorted(fields)}
    return _object(
        "whoosh.fields.Schema",
        {
            "_fields": _dict(sorted_fields),
            "_subfields": _dict({field: _list([_string(field)]) for field in sorted_fields}),
            "_dyn_fields": _dict({}),
        },
    )


def _format(name: str) -> bytes:
    return _object(name, {"field_boost": b"G" + pack(">d", 1.0), "options": _dict({})})


def _segment(segment: Segment, deleted: IntArray) -> bytes:
    index, _, own = segment.name.rpartition("_")
    numbers = np.empty(len(deleted), [("opcode", "S1"), ("number", "<i4")])
    numbers["opcode"], numbers["number"] = b"J", deleted
    return _object(
        f"{_ADAPTER}.segment.FlatSegment",
        {
            "indexname": _string(index),
            "segid": _string(own),
            "compound": _FALSE,
            "_documents": b"J" + pack("<i", segment.documents),
            "_deleted": _global("builtins.frozenset") + _list([numbers.tobytes()]) + b"\x85R",
        },
    )


_NONE, _TRUE, _FALSE = b"N", b"\x88", b"\x89"


def _string(text: str) -> bytes:
    encoded = text.encode()
    return b"X" + pack("<i", len(encoded)) + encoded


def _list(items: Iterable[bytes]) -> bytes:
    return b"](" + b"".join(items) + b"e"


def _dict(items: Mapping[str, bytes]) -> bytes:
    return b"}(" + b"".join(_string(key) + value for key, value in items.items()) + b"u"


def _global(name: str) -> bytes:
    module, _, own = name.rpartition(".")
    return f"c{module}\n{own}\n".encode()


def _object(name: str, attributes: Mapping[str, bytes] | None = None) -> bytes:
    """Return an object of a class, which is made without its constructor, and its attributes."""
    return _global(name) + b")\x81" + (_dict(attributes) + b"b" if attributes else b"")


def _varint(number: int) -> bytes:
    written = b""
    while number > 0x7F:
        written += bytes([number & 0x7F | 0x80])
        number >>= 7
    return written + bytes([number])
