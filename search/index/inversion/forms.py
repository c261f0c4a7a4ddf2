"""The module numbers strings: the surface forms of texts, and the terms of these forms.

``compiled_forms`` does the same with all strings in one arena, and is tested against this module.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.indonesian.normalise import fold
from search.indonesian.units import forms_and_units
from search.later import Pattern

#: The number in place of a word for a form that is not plain.
NOT_PLAIN = 0xFFFFFFFF

_MAYBE_ROMAN = Pattern("[IVX][IVXivx]+")
_NOT_IN_WORDS = Pattern(r"[\W_]+")

Array = npt.NDArray[Any]


def word_hash(surface: str) -> int:
    """Return the CRC-32 of the folded letters and digits of a surface form; 0 if it has none."""
    return crc32(_NOT_IN_WORDS.sub("", fold(surface)).encode())


def is_plain_form(surface: str) -> bool:
    """Return whether a surface form has only ASCII letters or only ASCII digits; then it is one word.

    A form that could be a Roman numeral by its letters (*XI*, *Xi*) is not plain: the analysis decides about
    it.
    """
    plain = surface.isascii() and (surface.isalpha() or surface.isdigit())
    return plain and _MAYBE_ROMAN.fullmatch(surface) is None


class StringNumbers(dict[str, int]):
    """The object numbers distinct strings from 0, in the order of first occurrence.

    ``len`` is their count.
    """

    def __init__(self) -> None:
        super().__init__()
        self._strings: list[str] = []

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self._strings)
        self._strings.append(string)
        return number

    def number_of(self, string: str) -> int:
        """Return the number of a string; a new string gets the next number."""
        return self[string]

    def numbers_of(self, strings: Iterable[str]) -> npt.NDArray[np.uint32]:
        """Return the numbers of several strings."""
        return np.fromiter(map(self.__getitem__, strings), np.uint32)

    def string(self, number: int) -> str:
        """Return a string by its number. Raises IndexError for an unknown number."""
        return self._strings[number]

    def encoded(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """Return all strings as UTF-8, one after the other, and the offset of each and the end."""
        encoded = [string.encode() for string in self._strings]
        starts = np.fromiter(accumulate(map(len, encoded), initial=0), np.int64)
        return np.frombuffer(b"".join(encoded), np.uint8), starts


class SurfaceForms(StringNumbers):
    """The object numbers the distinct surface forms that ``forms_and_units`` yields."""

    def extend(self, tokens: array[int], ends: array[int], texts: tuple[str, ...]) -> None:
        """Append the numbers of the texts' surface forms (32 bits), and the end of each text (64 bits)."""
        for text in texts:
            tokens.extend(map(self.__getitem__, forms_and_units(text)))
            ends.append(len(tokens))

    def word_hashes(self) -> npt.NDArray[np.uint32]:
        """Return the word hash of every form."""
        return np.fromiter(map(word_hash, self._strings), np.uint32)

    def plain_words(self, first: int, words: StringNumbers) -> npt.NDArray[np.uint32]:
        """Return the word of each form from ``first`` on, as a number in ``words``; see ``is_plain_form``.

        A form that is not plain gets NOT_PLAIN.
        """
        numbers = (
            words.number_of(form.lower()) if is_plain_form(form) else NOT_PLAIN
            for form in self._strings[first:]
        )
        return np.fromiter(numbers, np.uint32)
