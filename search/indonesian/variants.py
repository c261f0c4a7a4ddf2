"""A variant is another way to write what was typed: an abbreviation, a long form, a spelling or a name.

::

    variants/abbreviations.tsv ─┐  variant_lists
                                ├─ Variants.load ─> expand(query words) ─> Expansion, ...
    variants/spellings.tsv ─────┘
    rules of the older spellings ─> old_spellings(name)

Only queries use variants, so the files can be edited without a reindex; the top of each describes its
columns. A form is looked up by its letters and digits alone: *perserikatan bangsa bangsa*, *eKTP*, *P.B.B.*
need no lines of their own. A form that the list writes in several words may be typed joined, but not the
reverse: *kan ada* is not *Kanada*. The caller decides what it does with a variant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple

from search.indonesian.normalise import fold
from search.indonesian.old_spellings import old_spellings
from search.indonesian.variant_lists import (
    ABBREVIATIONS,
    CASES,
    FOLDER,
    KINDS,
    SPELLINGS,
    Abbreviation,
    SpellingGroup,
    VariantsError,
    Words,
    letters,
    letters_of,
    read_abbreviations,
    read_spellings,
)

__all__ = [
    "ABBREVIATIONS",
    "CASES",
    "FOLDER",
    "KINDS",
    "SPELLINGS",
    "Abbreviation",
    "Expansion",
    "SpellingGroup",
    "Variants",
    "VariantsError",
    "Words",
    "old_spellings",
    "shared_variants",
]


@dataclass(frozen=True)
class Expansion:
    """Some neighbouring query words, and the variants of these words.

    start, end:   the half-open range of query words
    alternatives: the variants, each a sequence of words, the most probable first; never the typed words
    kind:         "abbreviation", "long form", or the kind of a group of spellings
    note:         a note for people, often empty
    ambiguous:    whether an abbreviation among them, typed or not, has several senses
    behind:       whether they are variants only behind the word before
    """

    start: int
    end: int
    alternatives: tuple[Words, ...]
    kind: str
    note: str = ""
    ambiguous: bool = False
    behind: bool = False


class _Entry(NamedTuple):
    """The variants of one form.

    If ``written`` is not None, the form counts only in exactly these capitals.
    """

    written: str | None
    forms: tuple[str, ...]
    kind: str
    note: str
    ambiguous: bool


class Variants:
    """The forms of both files, which ``expand`` looks up.

    A Variants object never changes, so threads may share it.
    """

    def __init__(self, abbreviations: Sequence[Abbreviation], groups: Sequence[SpellingGroup]) -> None:
        self.abbreviations = tuple(abbreviations)
        self.groups = tuple(groups)
        self._shorts = frozenset(letters_of(entry.short) for entry in abbreviations)
        self._entries: dict[str, list[_Entry]] = {}
        for key, entry in (*_abbreviation_entries(abbreviations), *_spelling_entries(groups)):
            self._entries.setdefault(key, []).append(entry)
        self._breaks: dict[str, set[int]] = {key: set() for key in self._entries}
        forms = [form for entry in abbreviations for form in (entry.short, *entry.wordings)]
        for form in chain(forms, *(group.forms for group in groups)):
            self._breaks[letters_of(form)] |= _breaks(re.split(r"[\W_]+", fold(form)))
        # What the first word of a form may be, and the letters of the longest form that begins so.
        self._openings: dict[str, int] = {}
        for key, breaks in self._breaks.items():
            for end in breaks - {0}:
                self._openings[key[:end]] = max(len(key), self._openings.get(key[:end], 0))

    @classmethod
    def load(cls, folder: Path | None = None) -> Variants:
        """Read both files from ``folder``; by default they are the files of the project.

        Raises VariantsError that names file and line if a line is not as the top of its file describes.
        """
        folder = FOLDER if folder is None else folder
        return cls(read_abbreviations(folder / ABBREVIATIONS), read_spellings(folder / SPELLINGS))

    def expand(self, words: Sequence[str], *, shouting: bool | None = None) -> list[Expansion]:
        """Return the expansions of a query, in order and without overlaps; the longest match wins.

        words:    the words as typed, with their capitals
        shouting: whether the whole query is typed in capitals, so that capitals mean nothing; None if
                  ``words`` are the whole query, so that it can be found out here
        """
        keys = [letters_of(word) for word in words]
        if self._openings.keys().isdisjoint(keys):
            return []
        if shouting is None:
            shouting = self._shouts(words, keys)
        matches = sorted(self._matches(words, keys, shouting), key=lambda m: (m.start - m.end, m.start))
        taken: set[int] = set()
        chosen = []
        for match in matches:
            if taken.isdisjoint(range(match.start, match.end)):
                taken.update(range(match.start, match.end))
                chosen.append(match)
        return sorted(chosen, key=lambda m: m.start)

    def shouts(self, words: Sequence[str]) -> bool:
        """Return whether all words are in capitals, so that capitals mean nothing: see ``expand``."""
        return self._shouts(words, [letters_of(word) for word in words])

    def is_abbreviation(self, word: str) -> bool:
        """Return whether a folded word is the short form of a line of abbreviations.tsv."""
        return word in self._shorts

    def _shouts(self, words: Sequence[str], keys: Sequence[str]) -> bool:
        """Return whether all words are in capitals and some of them are no abbreviations (unlike AS MA)."""
        cased = [(word, key) for word, key in zip(words, keys, strict=True) if key and not key.isdigit()]
        return all(word.isupper() for word, _ in cased) and any(key not in self._shorts for _, key in cased)

    def _matches(self, words: Sequence[str], keys: Sequence[str], shouting: bool) -> Iterator[Expansion]:
        for start, opening in enumerate(keys):
            longest = self._openings.get(opening, 0)
            for end in range(start + 1, len(words) + 1 if longest else 0):
                joined = "".join(keys[start:end])
                if len(joined) > longest:
                    break
                # A form neither begins nor ends with a word of punctuation.
                known = keys[end - 1] and joined in self._entries
                if known and _breaks(keys[start:end]) <= self._breaks[joined]:
                    yield from self._match(words, start, end, self._entries[joined], shouting)

    def _match(
        self, words: Sequence[str], start: int, end: int, entries: Sequence[_Entry], shouting: bool
    ) -> Iterator[Expansion]:
        written = "".join(map(letters, words[start:end]))
        typed = tuple(map(fold, words[start:end]))
        counting = [
            entry
            for entry in entries
            if (entry.written is None or (entry.written == written and not shouting))
            and _distinct(map(_words, entry.forms), without=typed)
        ]
        forms = (_words(form) for entry in counting for form in entry.forms)
        if alternatives := _distinct(forms, without=typed):
            ambiguous = any(entry.ambiguous for entry in counting)
            yield Expansion(start, end, alternatives, counting[0].kind, _notes(counting), ambiguous)


def _abbreviation_entries(abbreviations: Sequence[Abbreviation]) -> Iterator[tuple[str, _Entry]]:
    by_wording: dict[str, list[tuple[Abbreviation, Words]]] = {}
    for entry in abbreviations:
        for sense in entry.senses:
            for wording in sense:
                by_wording.setdefault(letters_of(wording), []).append((entry, sense))
    for entry in abbreviations:
        # Another short form of the same (Kemlu, Kemenlu), unless it would bring other senses in.
        siblings = [
            other.short
            for wording in entry.wordings
            for other, _ in by_wording[letters_of(wording)]
            if other is not entry and not other.ambiguous and other.case != "one-way"
        ]
        gate = None if entry.case == "any" else letters(entry.short)
        forms = (*entry.wordings, *siblings)
        yield letters_of(entry.short), _Entry(gate, forms, "abbreviation", entry.note, entry.ambiguous)
    for key, meanings in by_wording.items():
        known = [entry for entry, _ in meanings if entry.case != "one-way"]
        wordings = [wording for _, sense in meanings for wording in sense]
        forms = (*(entry.short for entry in known), *wordings)
        ambiguous = any(entry.ambiguous for entry in known)
        yield key, _Entry(None, forms, "long form", _notes(known), ambiguous)


def _spelling_entries(groups: Sequence[SpellingGroup]) -> Iterator[tuple[str, _Entry]]:
    for group in groups:
        for key in dict.fromkeys(map(letters_of, group.forms)):
            yield key, _Entry(None, group.forms, group.kind, group.note, False)


def _breaks(parts: Iterable[str]) -> set[int]:
    """Return the offsets in the letters of a form at which a word of it ends."""
    return set(accumulate(map(len, parts)))


@lru_cache(maxsize=1)
def shared_variants() -> Variants:
    """Return the variants of the project, which all open indexes share."""
    return Variants.load()


def _words(form: str) -> Words:
    return tuple(word.strip(",") for word in form.split())


def _distinct(forms: Iterable[Words], *, without: Words) -> tuple[Words, ...]:
    """Return the forms in order without the typed one. Capitals and apostrophes make no other form."""
    by_folded: dict[Words, Words] = {}
    for form in forms:
        by_folded.setdefault(tuple(map(fold, form)), form)
    by_folded.pop(without, None)
    return tuple(by_folded.values())


def _notes(entries: Iterable[_Entry | Abbreviation]) -> str:
    return "; ".join(dict.fromkeys(entry.note for entry in entries if entry.note))
