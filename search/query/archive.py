"""The module defines what the query parser asks the archive: frequencies of words, and names."""

from __future__ import annotations

from typing import Protocol


class Archive(Protocol):
    """The words and names of one generation. All words are folded."""

    def frequency(self, word: str) -> int:
        """Return the number of paragraphs that contain a word as it is written."""
        ...

    def stem_frequency(self, word: str) -> int:
        """Return the number of paragraphs that contain a word, which is its own stem, in any form."""
        ...

    def matching(self, pattern: str) -> tuple[str, ...]:
        """Return the words that match a pattern, the most frequent first, a few dozen at most.

        pattern: letters and digits, ``?`` for any one character and ``*`` for any number of them
        """
        ...

    def near(self, word: str, edits: int) -> tuple[str, ...]:
        """Return the words at most 1 or 2 ``edits`` away, the most frequent first, without the word."""
        ...

    def years(self) -> tuple[int, int] | None:
        """Return the first and the last year of publication, or None if no article has a date."""
        ...

    def named(self, field: str, beginning: str, *, squeezed: bool = False) -> tuple[str, ...]:
        """Return the value of a field with this name, or else the values with a word that begins so.

        field:     one of ``VALUE_FIELDS``
        beginning: the name, or the beginning of a word
        squeezed:  whether blanks and periods make no difference
        """
        ...

    def called(self, field: str, text: str) -> tuple[str, ...]:
        """Return the names that have the words of a text, the most frequent first.

        field: "speaker" for the people and organisations that are quoted, "name" for all that are mentioned
        """
        ...

    def nearly_named(self, field: str, name: str) -> tuple[str, ...]:
        """Return the few values of a field whose spelling is nearest to a name, the nearest first."""
        ...

    def at_address(self, address: str) -> tuple[str, ...]:
        """Return the ids of the articles with an address."""
        ...

    def in_a_row(self, words: tuple[str, ...]) -> bool:
        """Return whether words occur as neighbours somewhere, as they are written."""
        ...
