"""The module writes Whoosh's table of contents, a pickle of schema, segments and deleted documents."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from search.disk import write
from search.index.format.doc_values import IntArray
from search.index.format.names import INDEX_NAME
from search.index.format.segment import Segment
from search.index.whoosh.schema import paragraph_schema
from search.index.whoosh.segment import FlatSegment


def write_toc(folder: Path, segments: Iterable[tuple[Segment, IntArray]]) -> None:
    """Write the table of contents of a generation in ``folder``.

    segments: the segments in order, each with its deleted documents
    """
    listed = [FlatSegment(one.name, one.documents, deleted.tolist()) for one, deleted in segments]
    storage = RamStorage()
    TOC(paragraph_schema(), listed, 1).write(storage, INDEX_NAME)
    [(name, content)] = storage.files.items()
    write(folder / name, content)
