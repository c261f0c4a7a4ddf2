"""The signatures of articles, by which copies are found, as a segment keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.names import SIGNATURE_PLACES
from search.index.format.sections import Sections, SectionsWriter
from search.remarks import Remark


class Signatures(NamedTuple):
    """The signatures of those of many articles that are long enough to have one.

    articles: int32[n], ascending; rows: uint8[n, 128], theirs
    """

    articles: npt.NDArray[np.int32]
    rows: npt.NDArray[np.uint8]

    def save(self, file: SectionsWriter) -> None:
        """Put them into a file."""
        file.write("signature_articles", self.articles.astype(np.int32))
        file.write("signatures", self.rows.ravel())

    @classmethod
    def load(cls, file: Sections, article_count: int) -> Signatures:
        """Map those of so many articles. Raises IndexDamagedError where they cannot be right."""
        articles, rows = file.array("signature_articles", np.int32), file.array("signatures", np.uint8)
        if len(rows) != SIGNATURE_PLACES * len(articles) or np.any(articles[1:] <= articles[:-1]):
            raise IndexDamagedError("file_damaged", file=file.path, wrong=Remark("impossible_signatures"))
        if len(articles) and not 0 <= articles[0] <= articles[-1] < article_count:
            raise IndexDamagedError("file_damaged", file=file.path, wrong=Remark("signatures_of_nothing"))
        file.ensure_sound("signature_articles")
        file.ensure_sound("signatures")
        return cls(articles, rows.reshape(-1, SIGNATURE_PLACES))

    @classmethod
    def of_all(cls, parts: Iterable[tuple[int | npt.NDArray[Any], Signatures]]) -> Signatures:
        """Join the signatures of several segments; each comes with the new number of its articles.

        That is an array with -1 for an article that is left out, or the number of the first.
        """
        articles, rows = [np.empty(0, np.int32)], [np.empty((0, SIGNATURE_PLACES), np.uint8)]
        for number, part in parts:
            renumbered = part.articles + number if isinstance(number, int) else number[part.articles]
            articles.append(renumbered[renumbered >= 0].astype(np.int32))
            rows.append(part.rows[renumbered >= 0])
        return cls(np.concatenate(articles), np.concatenate(rows))
