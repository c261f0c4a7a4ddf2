"""The spelling words of a generation: counted from the dictionaries of its segments, kept in one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from search.errors import IndexDamagedError
from search.index.format.names import SPELLING
from search.index.format.sections import Sections, SectionsWriter
from search.index.reading.opened_segment import OpenedSegment
from search.remarks import Remark
from search.spelling import LONGEST, SpellingWords, spelt_terms

_FIELDS = ("body_exact", "title_exact")


def save_spelling(folder: Path, segments: Sequence[OpenedSegment]) -> None:
    """Make the spelling words of all segments, and save them to ``folder``."""
    counts = []
    for lists in (one.fields[field] for one in segments for field in _FIELDS if field in one.fields):
        lists.ensure_dictionary_sound()
        counts.append(spelt_terms(lists.terms, lists.term_starts, lists.df))
    words = SpellingWords.of(counts)
    file = SectionsWriter(folder / SPELLING)
    file.write("words", words.words.view(np.uint8))
    for name in ("frequency", "keys", "word_of"):
        file.write(name, getattr(words, name))
    file.close()


def load_spelling(file: Sections) -> SpellingWords:
    """Map the words again. Raises IndexDamagedError where they are not what was written."""
    for name in file.names():
        file.ensure_sound(name)
    words = file.array("words", np.uint8)
    frequency, keys, word_of = (file.array(name, np.uint32) for name in ("frequency", "keys", "word_of"))
    if len(words) != LONGEST * len(frequency) or len(keys) != len(word_of):
        raise IndexDamagedError("file_damaged", file=file.path, wrong=Remark("columns_differ"))
    return SpellingWords(words.view(f"S{LONGEST}"), frequency, keys, word_of)
