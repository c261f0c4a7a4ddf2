"""The module reads and writes the spelling words of a segment, which are counted from its dictionaries."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from search.errors import IndexDamagedError
from search.index.format.field import FieldLists
from search.index.format.names import FLAT_EXTENSION, SPELLING_EXTENSION
from search.index.format.sections import Sections, SectionsWriter
from search.remarks import Remark
from search.spelling import LEAST_FREQUENCY, LONGEST, SpellingWords, spelt_terms

FIELDS = ("body_exact", "title_exact")
#: The words of a segment without suggestions.
NO_WORDS = SpellingWords(np.empty(0, f"S{LONGEST}"), *(np.empty(0, np.uint32) for _ in range(3)))


def write_spelling(folder: Path, name: str, *, first: bool) -> None:
    """Count and write the spelling words of a segment whose posting lists are written.

    first: whether it is the first segment of its index. In it, words that occur only once are left out,
           because such a word is either unique or occurs in another segment, which has it. Most words of a
           large archive occur once.
    """
    flat = Sections(folder / f"{name}{FLAT_EXTENSION}")
    fields = [FieldLists(flat, field) for field in FIELDS]
    words = SpellingWords.of(
        [spelt_terms(lists.terms, lists.term_starts, lists.df) for lists in fields],
        LEAST_FREQUENCY if first else 1,
    )
    save(words, folder / f"{name}{SPELLING_EXTENSION}")


def save(words: SpellingWords, path: Path) -> None:
    """Write the file of spelling words of a segment."""
    file = SectionsWriter(path)
    file.write("words", words.words.view(np.uint8))
    for column in ("frequency", "keys", "word_of"):
        file.write(column, getattr(words, column))
    file.close()


def spelling_words(file: Sections) -> SpellingWords:
    """Return the words in a file. Raises IndexDamagedError if they differ from what was written."""
    for name in file.names():
        file.ensure_sound(name)
    words = file.array("words", np.uint8)
    frequency, keys, word_of = (file.array(name, np.uint32) for name in ("frequency", "keys", "word_of"))
    if len(words) != LONGEST * len(frequency) or len(keys) != len(word_of):
        raise IndexDamagedError("file_damaged", file=file.path, wrong=Remark("columns_differ"))
    return SpellingWords(words.view(f"S{LONGEST}"), frequency, keys, word_of)
