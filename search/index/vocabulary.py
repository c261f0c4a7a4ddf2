"""The terms of a segment: what each distinct surface form becomes, worked out once."""

from __future__ import annotations

from array import array
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from search.indonesian import Analyzer
from search.indonesian.words import WordStemmer, analyse_word

Array = npt.NDArray[Any]


class Forms(Protocol):
    """What numbers surface forms: ``search.index.inversion.SurfaceForms`` or its compiled twin."""

    def __len__(self) -> int: ...
    def form(self, number: int) -> str:
        """Return a form by its number."""
        ...

    def word_hashes(self) -> npt.NDArray[np.uint32]:
        """Return the word hash of every form."""
        ...

    def extend(self, tokens: array[int], ends: array[int], texts: tuple[str, ...]) -> None:
        """Append the numbers of the texts' surface forms, and where each text's end."""
        ...


class _RememberingStemmer(dict[str, str]):
    """Stems each folded word once: most are written in several ways, and as parts of others."""

    def __init__(self, stemmer: WordStemmer) -> None:
        super().__init__()
        self._stemmer = stemmer
        self.reduplicated = stemmer.reduplicated
        self.stem = self.__getitem__

    def __missing__(self, word: str) -> str:
        stem = self[word] = self._stemmer.stem(word)
        return stem


class Vocabulary:
    """The terms of all text fields under one numbering, in order of first appearance.

    What the forms become is laid out as ``search.index.inversion.invert`` reads it.
    """

    def __init__(self, forms: Forms, analyzer: Analyzer) -> None:
        self._forms, self._analyzer = forms, analyzer
        self._numbers: dict[str, int] = {}
        self._stemmer = _RememberingStemmer(analyzer.stemmer)
        self._starts, self._widths = array("I", [0]), array("I")
        self._offsets, self._stems, self._exacts = array("I"), array("I"), array("I")

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._numbers)

    def analyse_new_forms(self) -> None:
        """Work out what the forms become that came since the last call."""
        numbers, number_of = self._numbers, self._numbers.setdefault
        settings, stemmer = self._analyzer.settings, self._stemmer
        for number in range(len(self._widths), len(self._forms)):
            word = analyse_word(  # not the analyzer's own word(), which remembers all
                self._forms.form(number),
                stemmer,
                compounds=settings.compounds,
                reduplication=settings.reduplication,
            )
            # By offset, so that positions ascend in every list.
            terms = word.terms if word.width == 1 else sorted(word.terms, key=lambda term: term.offset)
            for offset, exact, stem in terms:
                self._offsets.append(offset)
                exact_number = number_of(exact, len(numbers))
                self._exacts.append(exact_number)
                self._stems.append(exact_number if stem == exact else number_of(stem, len(numbers)))
            self._starts.append(len(self._offsets))
            self._widths.append(word.width)

    @property
    def starts(self) -> Array:
        """Where the terms of each form begin, uint32[F + 1]."""
        return np.array(self._starts, np.uint32)

    @property
    def offsets(self) -> Array:
        """The offset of each term from the form's first position, uint32."""
        return np.array(self._offsets, np.uint32)

    @property
    def stems(self) -> Array:
        """The stems, as term numbers, uint32."""
        return np.array(self._stems, np.uint32)

    @property
    def exacts(self) -> Array:
        """The words as written, as term numbers, uint32."""
        return np.array(self._exacts, np.uint32)

    @property
    def widths(self) -> Array:
        """The positions that each form fills, uint32[F]."""
        return np.array(self._widths, np.uint32)

    def dictionary(self) -> Dictionary:
        """Return all terms in byte order."""
        return Dictionary.of(self._numbers)


class Dictionary:
    """Terms in byte order.

    order: int64[T], the number of each; terms, starts: uint8 their UTF-8, int64[T + 1] where each begins
    """

    def __init__(self, order: Array, terms: Array, starts: Array) -> None:
        self.order, self.terms, self.starts = order, terms, starts

    @classmethod
    def of(cls, numbers: dict[str, int]) -> Dictionary:
        """Make the dictionary of numbered terms. UTF-8 sorts as the characters that it encodes."""
        in_order = sorted(numbers)
        encoded = [term.encode() for term in in_order]
        sizes = np.fromiter(map(len, encoded), np.int64, len(encoded))
        order = np.fromiter(map(numbers.__getitem__, in_order), np.int64, len(in_order))
        return cls(order, np.frombuffer(b"".join(encoded), np.uint8), np.append(0, np.cumsum(sizes)))

    def select(self, kept: Array) -> Dictionary:
        """Return the terms at some places, ascending."""
        sizes = np.diff(self.starts)[kept]
        starts = np.append(0, np.cumsum(sizes))
        places = np.repeat(self.starts[:-1][kept] - starts[:-1], sizes) + np.arange(int(starts[-1]))
        return Dictionary(self.order[kept], self.terms[places], starts)
