"""Strings and their numbers: the surface forms of texts, and the terms that they become.

``compiled_forms`` does the same with the strings in one piece of memory, and is tested against it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from search.indonesian.normalise import fold
from search.indonesian.units import forms_and_units

#: Instead of the word of a form that is not plain.
NOT_PLAIN = 0xFFFFFFFF

_MAYBE_ROMAN = re.compile("[IVX][IVXivx]+")
_NOT_IN_WORDS = re.compile(r"[\W_]+")

Array = npt.NDArray[Any]


def word_hash(surface: str) -> int:
    """Return CRC-32 of the folded letters and digits of a surface form, 0 without any."""
    return crc32(_NOT_IN_WORDS.sub("", fold(surface)).encode())


def is_plain_form(surface: str) -> bool:
    """Tell whether a surface form is ASCII letters alone, or digits alone, so that it is one word.

    What may be a Roman numeral by its letters is left to the analysis: *XI*, *Xi*.
    """
    plain = surface.isascii() and (surface.isalpha() or surface.isdigit())
    return plain and _MAYBE_ROMAN.fullmatch(surface) is None


class StringNumbers(dict[str, int]):
    """Numbers distinct strings from 0, as they are met; ``len(numbers)`` is how many there are."""

    def __init__(self) -> None:
        super().__init__()
        self._strings: list[str] = []

    def __missing__(self, string: str) -> int:
        number = self[string] = len(self._strings)
        self._strings.append(string)
        return number

    def number_of(self, string: str) -> int:
        """Return the number of a string, the next one where it is new."""
        return self[string]

    def numbers_of(self, strings: Iterable[str]) -> npt.NDArray[np.uint32]:
        """Return the numbers of several strings."""
        return np.fromiter(map(self.__getitem__, strings), np.uint32)

    def string(self, number: int) -> str:
        """Return a string by its number. Raises IndexError beyond the last."""
        return self._strings[number]

    def encoded(self) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
        """Return all strings one after the other as UTF-8, and where each begins and the last ends."""
        encoded = [string.encode() for string in self._strings]
        starts = np.fromiter(accumulate(map(len, encoded), initial=0), np.int64)
        return np.frombuffer(b"".join(encoded), np.uint8), starts


class SurfaceForms(StringNumbers):
    """Numbers the distinct surface forms that ``forms_and_units`` yields."""

    def extend(self, tokens: array[int], ends: array[int], texts: tuple[str, ...]) -> None:
        """Append the texts' surface forms as their numbers (32 bits) and where each text's end (64 bits)."""
        for text in texts:
            tokens.extend(map(self.__getitem__, forms_and_units(text)))
            ends.append(len(tokens))

    def word_hashes(self) -> npt.NDArray[np.uint32]:
        """Return the word hash of every form."""
        return np.fromiter(map(word_hash, self._strings), np.uint32)

    def plain_words(self, first: int, words: StringNumbers) -> npt.NDArray[np.uint32]:
        """Return the words of the forms from ``first`` on, as numbers of ``words``; see ``is_plain_form``.

        Of a form that is not plain it is NOT_PLAIN.
        """
        numbers = (
            words.number_of(form.lower()) if is_plain_form(form) else NOT_PLAIN
            for form in self._strings[first:]
        )
        return np.fromiter(numbers, np.uint32)
