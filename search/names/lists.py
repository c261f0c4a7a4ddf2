"""The word lists behind names and quotations, read from the files in ``lists/``; each says what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from search.indonesian.lexicon import LexiconError, read_rows, shipped
from search.indonesian.morphology import MorphologicalStemmer

FOLDER = Path(__file__).parent / "lists"
#: A root with fewer affixes or bare occurrences may be a name that somebody wrote with a small letter.
_COMMON_PATTERNS, _COMMON_BARE = 2, 150
_RARE_BARE = 12


class Word:
    """What a word says of the capitals beside it; ``lists/words.tsv`` explains each. Kinds are bits.

    They are plain integers: of each run of capitals several are asked.
    """

    TITLE = 1 << 0
    ADDRESS = 1 << 1
    ADDRESS_PART = 1 << 2
    ORGANISATION_HEAD = 1 << 3
    COMPANY_HEAD = 1 << 4
    ORGANISATION_TAIL = 1 << 5
    PLACE_HEAD = 1 << 6
    PLACE_TAIL = 1 << 7
    DIRECTION = 1 << 8
    EVENT_HEAD = 1 << 9
    LAW_HEAD = 1 << 10
    NO_NAME = 1 << 11
    WORK = 1 << 12
    NOMINAL = 1 << 13
    ROLE = 1 << 14
    GIVEN = 1 << 15
    PART = 1 << 16
    ORDINARY = 1 << 17


class Lists(NamedTuple):
    """All lists.

    words:   small letters -> what a word may be
    known:   first word of a name -> the names that begin so, as words, longest first, with their kind
    towns:   towns, whose names are surnames too
    verbs:   verb of saying -> "tag", "says" or "only with bahwa"
    aliases: other name of a person -> the full one
    """

    words: Mapping[str, int]
    known: Mapping[str, list[tuple[tuple[str, ...], str]]]
    towns: frozenset[str]
    verbs: Mapping[str, str]
    aliases: Mapping[str, str]


def load(folder: Path = FOLDER) -> Lists:
    """Read the word lists of a folder.

    Raises:
        LexiconError: a line has the wrong number of columns or a kind that there is not; it is named.
        OSError: a file is missing.
    """
    words: dict[str, int] = {}
    for word, kind in read_rows(folder / "words.tsv", 2):
        words[word] = words.get(word, 0) | _kind(kind, word, folder / "words.tsv")
    for word, sure in read_rows(folder / "given.tsv", 2):
        given = Word.PART if sure == "part" else Word.GIVEN
        words[word.lower()] = words.get(word.lower(), 0) | given
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    towns: set[str] = set()
    for name, kinds in (("places.tsv", "place"), ("organisations.tsv", "organisation")):
        for phrase, sort in read_rows(folder / name, 2):
            parts = tuple(phrase.split(" "))
            if sort == "city":
                towns.add(phrase)
            known.setdefault(parts[0], []).append((parts, kinds))
    aliases = dict(read_rows(folder / "aliases.tsv", 2))
    for alias in aliases:
        parts = tuple(alias.split(" "))
        known.setdefault(parts[0], []).append((parts, "person"))
    for phrases in known.values():
        phrases.sort(key=lambda phrase: -len(phrase[0]))
    verbs = dict(read_rows(folder / "verbs.tsv", 2))
    return Lists(words, known, frozenset(towns), verbs, aliases)


def _kind(name: str, word: str, path: Path) -> int:
    try:
        return int(getattr(Word, name.upper().replace(" ", "_")))
    except AttributeError:
        kinds = tuple(kind.lower().replace("_", " ") for kind in vars(Word) if kind.isupper())
        raise LexiconError("no_such_kind", place=f"{path}: {word}", kind=name, choices=kinds) from None


@cache
def lists() -> Lists:
    """Return the lists that come with the project, read once."""
    return load()


@cache
def known_aliases() -> Mapping[str, str]:
    """Return the other names of people, in small letters, with the full ones."""
    return {alias.lower(): full for alias, full in lists().aliases.items()}


@cache
def _stemmer() -> MorphologicalStemmer:
    return MorphologicalStemmer()


@cache
def may_be_ordinary(word: str) -> bool:
    """Tell whether a word, in small letters, is written with a small letter now and then.

    A lower bar than that of ``is_ordinary``, for words of which nothing else says that they are names.
    """
    patterns, bare = shipped().roots.get(word, (0, 0))
    found = None if patterns else _stemmer().analyse(word)
    if found and found.root != word:
        patterns, bare = shipped().roots.get(found.root, (0, 0))
    return bare >= _RARE_BARE


def is_ordinary(word: str) -> bool:
    """Tell whether a word, in small letters, is one of the language that is no name by itself.

    It is a root that is well attested, or is formed with affixes from one.
    """
    lexicon = shipped()
    if word in lexicon.names:
        return False
    reviewed = lexicon.reviewed.get(word)
    if reviewed:
        return reviewed[1] != "name"
    if "-" in word:
        return all(part and is_ordinary(part) for part in word.split("-"))
    patterns, bare = lexicon.roots.get(word, (0, 0))
    if patterns:
        return patterns >= _COMMON_PATTERNS or bare >= _COMMON_BARE
    found = _stemmer().analyse(word)
    if found is None or found.root == word:
        return False
    patterns, bare = lexicon.roots.get(found.root, (0, 0))
    return patterns >= _COMMON_PATTERNS or bare >= _COMMON_BARE
