"""What reading a query asks of the archive: its words, how frequent they are, the names in it."""

from __future__ import annotations

from typing import Protocol


class Archive(Protocol):
    """The words and names of one generation. All words are folded."""

    def frequency(self, word: str) -> int:
        """Return how many paragraphs hold a word as it is written."""
        ...

    def stem_frequency(self, word: str) -> int:
        """Return how many paragraphs hold a word that is its own stem, in any of its forms."""
        ...

    def matching(self, pattern: str) -> tuple[str, ...]:
        """Return the words that a pattern matches, the most frequent first, not more than a few dozen.

        pattern: letters and digits, ``?`` for any one character and ``*`` for any number of them
        """
        ...

    def near(self, word: str, edits: int) -> tuple[str, ...]:
        """Return the words at most so many edits away (1 or 2), the most frequent first, without the word."""
        ...

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year in which articles were published; None where none is dated."""
        ...

    def named(self, field: str, beginning: str, *, squeezed: bool = False) -> tuple[str, ...]:
        """Return the value of a field that is called so, else the values with a word that begins so.

        field: one of ``VALUE_FIELDS``
        squeezed: blanks and periods make no difference
        """
        ...

    def nearly_named(self, field: str, name: str) -> tuple[str, ...]:
        """Return the values of a field with a spelling near to a name, the nearest first; only a few."""
        ...

    def at_address(self, address: str) -> tuple[str, ...]:
        """Return the ids of the articles with an address."""
        ...

    def in_a_row(self, words: tuple[str, ...]) -> bool:
        """Tell whether words stand in a row, as they are written."""
        ...
