"""The module reads and writes the signatures of articles, by which copies are detected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.names import SIGNATURE_SIZE
from search.index.format.sections import Sections, SectionsWriter
from search.remarks import Remark


class Signatures(NamedTuple):
    """The signatures of articles; short articles have none.

    articles: int32[n], the articles that have one, ascending
    values:   uint8[n, 128], their signatures
    """

    articles: npt.NDArray[np.int32]
    values: npt.NDArray[np.uint8]

    def save(self, file: SectionsWriter) -> None:
        """Write the signatures into a file."""
        file.write("signature_articles", self.articles.astype(np.int32))
        file.write("signatures", self.values.ravel())

    @classmethod
    def load(cls, file: Sections, article_count: int) -> Signatures:
        """Map the signatures of a segment. Raises IndexDamagedError if they are impossible."""
        articles, values = file.array("signature_articles", np.int32), file.array("signatures", np.uint8)
        if len(values) != SIGNATURE_SIZE * len(articles) or np.any(articles[1:] <= articles[:-1]):
            raise IndexDamagedError("file_damaged", file=file.path, wrong=Remark("impossible_signatures"))
        if len(articles) and not 0 <= articles[0] <= articles[-1] < article_count:
            raise IndexDamagedError("file_damaged", file=file.path, wrong=Remark("signatures_of_nothing"))
        file.ensure_sound("signature_articles")
        file.ensure_sound("signatures")
        return cls(articles, values.reshape(-1, SIGNATURE_SIZE))

    @classmethod
    def of_all(cls, parts: Iterable[tuple[int | npt.NDArray[Any], Signatures]]) -> Signatures:
        """Join the signatures of several segments.

        parts: for each segment the new numbers of its articles (-1 removes an article), or the number of the
            first article; and its signatures
        """
        articles, values = [np.empty(0, np.int32)], [np.empty((0, SIGNATURE_SIZE), np.uint8)]
        for number, part in parts:
            renumbered = part.articles + number if isinstance(number, int) else number[part.articles]
            articles.append(renumbered[renumbered >= 0].astype(np.int32))
            values.append(part.values[renumbered >= 0])
        return cls(np.concatenate(articles), np.concatenate(values))
