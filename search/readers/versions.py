"""The module recognises later versions of an article, and records that are equal to an earlier one."""

from __future__ import annotations

from typing import NamedTuple

from search.article import Article
from search.readers.records import place_of
from search.readers.steps import VersionTable

_LINE_BITS = 36
_HASH_BITS = (1 << 64) - 1


class Earlier(NamedTuple):
    """The version of an article that was read before.

    place:   ``FILE:LINE`` of it, or ``FILE``
    number:  the number of articles that were read before it, without copies
    is_same: whether the later version is equal to it in every field
    """

    place: str
    number: int
    is_same: bool


class Versions:
    """The version of each article that was read last, by the id of the article.

    Ids and contents of articles are stored as hashes of 64 bits, with a random key for each process (SipHash,
    PEP 456): among ten million ids, two have the same hash with a probability of 1 in 370,000.
    """

    def __init__(self) -> None:
        self._files: list[str] = []
        self._articles = 0
        self._table = VersionTable()

    def claim(self, article: Article, file: str, line: int | None) -> Earlier | None:
        """Enter an article at ``file`` and ``line``; return the version before it, or None."""
        key, content = hash(article.id) & _HASH_BITS, hash(article) & _HASH_BITS
        if not self._files or self._files[-1] != file:
            self._files.append(file)
        position = len(self._files) << _LINE_BITS | (line or 0)
        earlier = self._table.enter(key, content, position, self._articles)
        if earlier is None:
            self._articles += 1
            return None
        is_same = earlier[1] == content
        self._articles += not is_same
        return Earlier(self._described(earlier[0]), earlier[2], is_same)

    def _described(self, position: int) -> str:
        file = self._files[(position >> _LINE_BITS) - 1]
        line = position & (1 << _LINE_BITS) - 1
        return place_of(file, line or None)
