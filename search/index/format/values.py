"""The module has the values of a segment's articles in one field; an article has any number of them.

====================  =======  ================================================================
section               type     what
====================  =======  ================================================================
FIELD/starts          i8[A+1]  the offset of each article's codes, and the end
FIELD/codes           i4       the codes of the values of all articles, one after the other
FIELD/names           u1       the spellings one after the other (UTF-8), in the order of codes
FIELD/name_starts     i8       the offset of each spelling, and the end
====================  =======  ================================================================

A code is the number of a spelling, in the order of first occurrence. A segment without any value has no
sections of the field, so a segment that was written before there was such a field is like one whose articles
have no value.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt

from search.errors import IndexDamagedError
from search.index.format.sections import Array, Sections, SectionsWriter
from search.remarks import Remark

NO_CODE = -1


class Codes:
    """The object numbers the distinct values of a field in the order of their first occurrence."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def code(self, value: str | None) -> int:
        """Return the code of a value, ``NO_CODE`` of None."""
        return NO_CODE if value is None else self.numbers.setdefault(value, len(self.numbers))


def recoded(codes: Array, names: Sequence[str], into: Codes) -> Array:
    """Return the codes of one segment as codes of all segments."""
    of_all = np.array([*(into.code(name) for name in names), NO_CODE], np.int32)
    changed: Array = of_all[codes]
    return changed


def of_used(codes: Array, names: Sequence[str]) -> tuple[Array, tuple[str, ...]]:
    """Return codes and names in the order of first occurrence, without unused names."""
    used, firsts = np.unique(codes[codes != NO_CODE], return_index=True)
    in_order = used[np.argsort(firsts)]
    new = np.full(len(names) + 1, NO_CODE, np.int32)
    new[in_order] = np.arange(len(in_order))
    return new[codes], tuple(names[code] for code in in_order.tolist())


@dataclass(frozen=True)
class ArticleValues:
    """The values of A articles in one field.

    starts: int64[A + 1], the index in ``codes`` of each article's first code, and the end
    codes:  int32, for each value of each article the index of its spelling in ``names``
    names:  the spellings
    """

    starts: Array
    codes: Array
    names: tuple[str, ...]

    @classmethod
    def none(cls, articles: int) -> ArticleValues:
        """Return the values of articles that have none."""
        return cls(np.zeros(articles + 1, np.int64), np.empty(0, np.int32), ())

    @classmethod
    def load(cls, file: Sections, field: str, articles: int) -> ArticleValues:
        """Map the values of a segment. Raises IndexDamagedError if they differ from what was written."""
        if f"{field}/starts" not in file:
            return cls.none(articles)
        starts, codes = file.array(f"{field}/starts", "<i8"), file.array(f"{field}/codes", "<i4")
        for part in ("starts", "codes"):
            file.ensure_sound(f"{field}/{part}")
        names = tuple(StoredNames(file, field))
        fits = (
            len(starts) == articles + 1
            and _divides(starts, len(codes))
            and (not len(codes) or (codes.min() >= 0 and codes.max() < len(names)))
        )
        if not fits:
            raise misfit(file, field)
        return cls(starts, codes, names)

    @classmethod
    def joined(cls, parts: Sequence[ArticleValues]) -> ArticleValues:
        """Return the values of several segments as those of one."""
        if len(parts) == 1:
            return parts[0]
        names, sizes, codes = Codes(), [np.empty(0, np.int64)], [np.empty(0, np.int32)]
        for part in parts:
            sizes.append(np.diff(part.starts))
            codes.append(recoded(part.codes, part.names, names))
        starts = np.append(0, np.cumsum(np.concatenate(sizes)))
        return cls(starts, np.concatenate(codes), tuple(names.numbers))

    def some(self, kept: npt.NDArray[np.bool_]) -> ArticleValues:
        """Return the values of some articles, as if there were no others; ``kept`` is bool[A]."""
        sizes = np.diff(self.starts)
        codes, names = of_used(self.codes[np.repeat(kept, sizes)], self.names)
        return ArticleValues(np.append(0, np.cumsum(sizes[kept])), codes, names)

    def save(self, file: SectionsWriter, field: str) -> None:
        """Write the sections of a field, none if no article has a value."""
        if not self.names:
            return
        file.write(f"{field}/starts", self.starts.astype(np.int64))
        file.write(f"{field}/codes", self.codes.astype(np.int32))
        save_names(file, field, self.names)


class ValuesBuilder:
    """The object collects the values of the articles that have any."""

    def __init__(self) -> None:
        self._articles, self._sizes, self._codes, self._names = array("q"), array("q"), array("i"), Codes()

    def add(self, article: int, values: Sequence[str]) -> None:
        """Add the distinct values of an article, the articles in order."""
        self._articles.append(article)
        self._sizes.append(len(values))
        self._codes.extend(map(self._names.code, values))

    def finish(self, articles: int) -> ArticleValues:
        """Return the values of all articles."""
        sizes = np.zeros(articles, np.int64)
        sizes[np.array(self._articles)] = self._sizes
        codes = np.array(self._codes, np.int32)
        return ArticleValues(np.append(0, np.cumsum(sizes)), codes, tuple(self._names.numbers))


def _divides(starts: Array, end: int) -> bool:
    """Return whether offsets ascend from 0 to ``end``."""
    return bool(len(starts) and starts[0] == 0 and starts[-1] == end and np.all(starts[1:] >= starts[:-1]))


def save_names(file: SectionsWriter, field: str, names: Sequence[str]) -> None:
    """Write the sections of the spellings of a field."""
    encoded = [name.encode("utf-8", "surrogatepass") for name in names]
    file.write(f"{field}/names", np.frombuffer(b"".join(encoded), np.uint8))
    sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
    file.write(f"{field}/name_starts", np.append(0, np.cumsum(sizes)).astype(np.int64))


class StoredNames(Sequence[str]):
    """The spellings of a field in a file, each of which is decoded when it is used."""

    def __init__(self, file: Sections, field: str) -> None:
        """Map them. Raises IndexDamagedError if they are not those that were written."""
        self._file, self._field = file, field
        self._names = file.array(f"{field}/names", "u1")
        self._starts = file.array(f"{field}/name_starts", "<i8")
        for part in ("name_starts", "names"):
            file.ensure_sound(f"{field}/{part}")
        if not _divides(self._starts, len(self._names)):
            raise misfit(file, field)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        """Return spellings. Raises IndexDamagedError if one is no UTF-8."""
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        first, end = self._starts[at : at + 2].tolist()
        return self._decoded(self._names[first:end].tobytes())

    def __iter__(self) -> Iterator[str]:
        encoded = self._names.tobytes()
        for first, end in pairwise(self._starts.tolist()):
            yield self._decoded(encoded[first:end])

    def _decoded(self, encoded: bytes) -> str:
        try:
            return encoded.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise misfit(self._file, self._field) from error


def misfit(file: Sections, field: str) -> IndexDamagedError:
    """Return the error that the values of a field are impossible."""
    wrong = Remark("impossible_values", {"column": field})
    return IndexDamagedError("file_damaged", file=file.path, wrong=wrong)
