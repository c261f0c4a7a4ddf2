"""The module has the vocabulary of a segment: each distinct surface form is analysed once into its terms."""

from __future__ import annotations

from array import array
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from search.arrays import first_of_each
from search.index.inversion.dictionary import Dictionary
from search.index.inversion.forms import NOT_PLAIN
from search.index.inversion.steps import StringNumbers, SurfaceForms
from search.indonesian import Analyzer
from search.indonesian.words import Word, WordStemmer, analyse_word

_OFFSET = itemgetter(0)
_NOT_STEMMED = 0xFFFFFFFF

Array = npt.NDArray[Any]


class _CachingStemmer(dict[str, str]):
    """The object stems each folded word once, because many words are parts of several forms."""

    def __init__(self, stemmer: WordStemmer) -> None:
        super().__init__()
        self._stemmer = stemmer
        self.reduplicated = stemmer.reduplicated
        self.stem = self.__getitem__

    def __missing__(self, word: str) -> str:
        stem = self[word] = self._stemmer.stem(word)
        return stem


class _Analysed:
    """The terms of analysed forms, one after the other, as columns of 32 bits."""

    def __init__(self, terms: StringNumbers) -> None:
        self._terms = terms
        self.sizes, self.widths = array("I"), array("I")
        self.offsets, self.stems, self.exacts = array("I"), array("I"), array("I")

    def add(self, word: Word) -> None:
        """Add the terms of a form, sorted by offset, so that positions ascend in every list."""
        terms, number_of = word.terms, self._terms.number_of
        for offset, exact, stem in terms if len(terms) == 1 else sorted(terms, key=_OFFSET):
            number = number_of(exact)
            self.offsets.append(offset)
            self.exacts.append(number)
            self.stems.append(number if stem is exact else number_of(stem))
        self.sizes.append(len(terms))
        self.widths.append(word.width)


class _Column:
    """An array of 32 bits that grows at its end, in time that depends on what is new only."""

    def __init__(self, *values: int) -> None:
        self._memory = np.array(values, np.uint32)
        self._size = len(values)

    def extended(self, values: Array) -> Array:
        """Append values; return the whole array. Earlier ones mostly are views of the same memory."""
        before, self._size = self._size, self._size + len(values)
        if self._size > len(self._memory):
            memory = np.empty(self._size + self._size // 4, np.uint32)
            memory[:before] = self._memory[:before]
            self._memory = memory
        self._memory[before : self._size] = values
        return self._memory[: self._size]


class FormTerms(NamedTuple):
    """The terms of some surface forms, in arrays like those of the ``Vocabulary``."""

    starts: Array
    counted: Array
    offsets: Array
    stems: Array
    exacts: Array
    widths: Array


class Vocabulary:
    """The terms of all text fields, with one numbering.

    ``invert`` reads the arrays, all uint32. The terms of form f are those from ``starts[f]`` to ``starts[f +
    1]``: ``stems`` and ``exacts`` have their numbers as strings, and ``offsets`` count from the first
    position of the form, which has ``widths[f]`` positions.

    ``counted`` has such starts for the terms that count in the length of a text. Terms of units do not: they
    have no position, and would make a text with many numbers a long one.
    """

    def __init__(self, forms: SurfaceForms, analyzer: Analyzer) -> None:
        self._forms, self._analyzer = forms, analyzer
        self._terms = StringNumbers()
        self._parts = _CachingStemmer(analyzer.stemmer)
        self._columns = {name: _Column(0) for name in ("starts", "counted")}
        self._columns |= {name: _Column() for name in ("offsets", "stems", "exacts", "widths", "of_terms")}
        self.starts, self.counted = np.zeros((2, 1), np.uint32)
        self.offsets, self.stems, self.exacts, self.widths = np.empty((4, 0), np.uint32)
        self._of_terms = self.stems  # the stems of terms that are plain words, else _NOT_STEMMED

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self._terms)

    @property
    def terms(self) -> StringNumbers:
        """The terms by their numbers. Others may be added at any time."""
        return self._terms

    def analyse_new_forms(self) -> None:
        """Analyse the forms that were added since the last call.

        Most are plain: they are one word with any settings, and are processed together.
        """
        known = len(self.widths)
        if known == len(self._forms):
            return
        words = self._forms.plain_words(known, self._terms)
        is_plain = words != NOT_PLAIN
        others = _Analysed(self._terms)
        for number in np.flatnonzero(~is_plain).tolist():
            others.add(self._analysed(self._forms.string(known + number)))

        sizes, widths = np.ones((2, len(words)), np.uint32)
        sizes[~is_plain], widths[~is_plain] = others.sizes, others.widths
        exacts, stems, offsets = np.zeros((3, int(sizes.sum())), np.uint32)
        of_plain = np.repeat(is_plain, sizes)
        exacts[of_plain], stems[of_plain] = words[is_plain], self._stems_of(words[is_plain])
        exacts[~of_plain], stems[~of_plain] = others.exacts, others.stems
        offsets[~of_plain] = others.offsets

        counted, columns = np.where(widths > 0, sizes, 0), self._columns
        self.starts = columns["starts"].extended(self.starts[-1] + np.cumsum(sizes, dtype=np.uint32))
        self.counted = columns["counted"].extended(self.counted[-1] + np.cumsum(counted, dtype=np.uint32))
        self.widths = columns["widths"].extended(widths)
        self.exacts, self.stems = columns["exacts"].extended(exacts), columns["stems"].extended(stems)
        self.offsets = columns["offsets"].extended(offsets)

    def of_forms(self, forms: Array) -> FormTerms:
        """Return the terms of some forms, in time that depends on their number only. forms: their numbers."""
        first = self.starts[forms].astype(np.int64)
        sizes = self.starts[forms + 1] - first
        starts = np.append(0, np.cumsum(sizes))
        chosen = np.repeat(first - starts[:-1], sizes) + np.arange(starts[-1])
        counted = np.append(0, np.cumsum(self.counted[forms + 1] - self.counted[forms]))
        return FormTerms(
            starts.astype(np.uint32),
            counted.astype(np.uint32),
            self.offsets[chosen],
            self.stems[chosen],
            self.exacts[chosen],
            self.widths[forms],
        )

    def _analysed(self, surface: str) -> Word:
        settings = self._analyzer.settings
        return analyse_word(  # not Analyzer.word(), which caches every form
            surface,
            self._parts,
            compounds=settings.compounds,
            reduplication=settings.reduplication,
            units=settings.units,
        )

    def _stems_of(self, words: Array) -> Array:
        """Return the stems of plain words, both as numbers of terms; each word is stemmed once."""
        terms, stem = self._terms, self._analyzer.stemmer.stem
        more = np.full(len(terms) - len(self._of_terms), _NOT_STEMMED, np.uint32)
        of_terms = self._of_terms = self._columns["of_terms"].extended(more)
        asked = np.sort(words[of_terms[words] == _NOT_STEMMED])
        new = asked[first_of_each(asked)]  # np.unique imports masked arrays: a thirtieth of an added article
        of_terms[new] = terms.numbers_of([stem(terms.string(word)) for word in new.tolist()])
        return of_terms[words]

    def dictionary(self) -> Dictionary:
        """Return all terms in byte order."""
        return Dictionary.of(self._terms)
