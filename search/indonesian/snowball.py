"""Snowball's stemmer for Indonesian, called through PyStemmer."""

from __future__ import annotations

import threading

import Stemmer


class SnowballStemmer:
    """The stemmer calls PyStemmer.

    Threads may share it, because each thread gets a PyStemmer object of its own.
    """

    def __init__(self) -> None:
        self._own = threading.local()

    def __reduce__(self) -> tuple[type[SnowballStemmer], tuple[()]]:
        return SnowballStemmer, ()  # a thread's stemmer cannot be pickled, and need not be

    def stem(self, word: str) -> str:
        """Return Snowball's stem of a folded word."""
        try:
            stemmer = self._own.stemmer
        except AttributeError:
            stemmer = self._own.stemmer = Stemmer.Stemmer("indonesian")
        return str(stemmer.stemWord(word))

    def reduplicated(self, left: str, right: str) -> str | None:
        """Return the common stem of two halves, None where they have none."""
        stem = self.stem(left)
        return stem if stem == self.stem(right) else None
