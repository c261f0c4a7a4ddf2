"""What is stored beside the posting lists: each paragraph's text, and on the first the article's metadata.

Metadata is stored as JSON: no class of ours is part of the disk format.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import date, datetime
from json import JSONDecoder
from json.encoder import encode_basestring
from pathlib import Path

import numpy as np

from search.article import Article, ArticleMetadata
from search.index.format.names import ABSENT, STORED, TEXT
from search.index.format.sections import SectionsWriter
from search.index.format.steps import packed_texts

_BUFFER = 1 << 20
_JSON = JSONDecoder()  # json.loads looks at its options anew each time


def stored_metadata(article: Article) -> str:
    """Return id, title, source, published (ISO 8601), category and url as JSON."""
    published = article.published.isoformat() if article.published else None
    values = article.id, article.title, article.source, published, article.category, article.url
    # json.dumps would make an encoder for each article.
    return "[" + ",".join("null" if value is None else encode_basestring(value) for value in values) + "]"


def loaded_metadata(stored: str, paragraph_count: int) -> ArticleMetadata:
    """Return the record that ``stored_metadata`` came from. Raises ValueError where it is none."""
    (article_id, title, source, published, category, url), end = _JSON.raw_decode(stored)
    if end != len(stored):
        raise ValueError("something follows the metadata")
    types = set(map(type, (title, source, published, category, url)))
    if type(article_id) is not str or types - {str, type(None)}:
        raise ValueError("the metadata are no texts")
    return ArticleMetadata(
        article_id, title, source, _moment(published) if published else None, category, url, paragraph_count
    )


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


class StoredTexts:
    """One stored field of texts: see ``search.index.format.documents``.

    file: where its bytes go as they come, a section already begun; None to spool them first
    """

    def __init__(self, name: str, scratch: Path, file: SectionsWriter | None = None) -> None:
        self._name = name
        self._path = scratch / f"{name}-stored.spool"
        self._stream = None if file else self._path.open("wb", _BUFFER)
        self._file = file
        if file:
            file.begin(f"{STORED}{name}/bytes", "u1")
        self._docs, self._sizes, self._checksums = array("Q"), array("Q"), array("I")

    def add(self, docs: Iterable[int], texts: tuple[str, ...]) -> None:
        """Add the texts of as many documents, which come in ascending order."""
        packed = packed_texts(texts, TEXT, self._sizes, self._checksums)
        self._docs.extend(docs)
        if self._stream:
            self._stream.write(packed)
        elif self._file:
            self._file.append(packed)

    def finish(self, file: SectionsWriter, documents: int) -> None:
        """Put the sections of the field into a file; a section that was begun in it is ended."""
        if self._stream:
            self._stream.close()
            file.copy(f"{STORED}{self._name}/bytes", "u1", self._path)
            self._path.unlink()
        else:
            file.end(f"{STORED}{self._name}/bytes")
        docs = np.frombuffer(self._docs, np.uint64).astype(np.int64)
        sizes, checksums = np.zeros(documents, "<u8"), np.zeros(documents, "<u4")
        kinds = np.full(documents, ABSENT, np.uint8)
        sizes[docs], checksums[docs], kinds[docs] = self._sizes, self._checksums, TEXT
        file.write(f"{STORED}{self._name}/starts", np.append(0, np.cumsum(sizes)).astype("<u8"))
        file.write(f"{STORED}{self._name}/kinds", kinds)
        file.write(f"{STORED}{self._name}/checksums", checksums)

    def close(self) -> None:
        """Give up."""
        if self._stream:
            self._stream.close()
