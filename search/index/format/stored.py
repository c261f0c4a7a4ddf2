"""The module writes stored fields: the text of each paragraph, and the metadata of articles.

The metadata is stored with the first paragraph, as JSON, so no Python class is part of the disk format.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from json import JSONDecoder, JSONEncoder
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

import numpy as np

from search.article import Article, ArticleMetadata
from search.disk import create, discard
from search.index.format.names import ABSENT, STORED, TEXT
from search.index.format.sections import SectionsWriter
from search.index.format.steps import packed_texts
from search.published import from_iso

_JSON = JSONDecoder()  # faster than json.loads, which checks its options at each call
_encoded = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# The fields that only some articles have, besides "updated".
_LISTS = ("authors", "tags")
_TEXTS = ("place", "language", "image", "image_caption")
_TEXT_OR_NONE = frozenset([str, type(None)])


def stored_metadata(article: Article) -> str:
    """Return id, title, source, published (ISO 8601), category and url as a list in JSON.

    If the article has other fields, an object with them follows in the list. So segments without such a field
    remain the same when it is added to ``Article``.
    """
    published = article.published.isoformat() if article.published else None
    values = article.id, article.title, article.source, published, article.category, article.url
    # json.dumps would make an encoder for each article.
    parts = ["null" if value is None else encode_basestring(value) for value in values]
    if article.has_rare_fields and (others := _others(article)):
        parts.append(_encoded(others))
    return "[" + ",".join(parts) + "]"


def _others(article: Article) -> dict[str, Any]:
    """Return the fields that only some articles have: name -> value."""
    values = {name: getattr(article, name) for name in (*_LISTS, *_TEXTS) if getattr(article, name)}
    return {**values, "updated": article.updated.isoformat()} if article.updated else values


def loaded_metadata(stored: str, paragraph_count: int) -> ArticleMetadata:
    """Return the metadata that ``stored_metadata`` encoded. Raises ValueError if it is impossible."""
    (article_id, title, source, published, category, url, *others), end = _JSON.raw_decode(stored)
    if end != len(stored):
        raise ValueError("something follows the metadata")
    types = map(type, (title, source, published, category, url))
    if type(article_id) is not str or not _TEXT_OR_NONE.issuperset(types):
        raise ValueError("the metadata are no texts")
    about = ArticleMetadata(
        article_id, title, source, from_iso(published) if published else None, category, url, paragraph_count
    )
    return about._replace(**_loaded_others(*others)) if others else about


def _loaded_others(others: Any) -> dict[str, Any]:
    """Return the fields that only some articles have; unknown fields, of later versions, are ignored."""
    if type(others) is not dict:
        raise ValueError("the metadata are no object")
    loaded: dict[str, Any] = {name: others[name] for name in _TEXTS if name in others}
    lists = {name: others[name] for name in _LISTS if name in others}
    updated = others.get("updated")
    texts = chain(loaded.values(), *lists.values(), (updated,))
    if {*map(type, lists.values())} - {list} or not _TEXT_OR_NONE.issuperset(map(type, texts)):
        raise ValueError("the metadata are no texts")
    for name, values in lists.items():
        loaded[name] = tuple(values)
    if updated:
        loaded["updated"] = from_iso(updated)
    return loaded


class StoredTexts:
    """The object writes one stored field; see ``search.index.format.documents``.

    file: the file into which the texts are written directly; None if they are written to a temporary file
          first
    """

    def __init__(self, name: str, scratch: Path, file: SectionsWriter | None = None) -> None:
        self._name = name
        self._path = scratch / f"{name}-stored.spool"
        self._stream = None if file else create(self._path)
        self._file = file
        if file:
            file.begin(f"{STORED}{name}/bytes", "u1")
        self._docs, self._sizes, self._checksums = array("Q"), array("Q"), array("I")

    def add(self, docs: Iterable[int], texts: tuple[str, ...]) -> None:
        """Add the texts of documents; ``docs`` has one document for each text, ascending over all calls."""
        packed = packed_texts(texts, TEXT, self._sizes, self._checksums)
        self._docs.extend(docs)
        if self._stream:
            self._stream.write(packed)
        elif self._file:
            self._file.append(packed)

    def finish(self, file: SectionsWriter, documents: int) -> None:
        """Write the remaining sections of the field into a file."""
        if self._stream:
            self._stream.close()
            file.copy(f"{STORED}{self._name}/bytes", "u1", self._path)
            with suppress(OSError):  # the folder is removed as well
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
        """Close and remove the temporary file without finishing."""
        if self._stream:
            discard(self._stream, self._path)
