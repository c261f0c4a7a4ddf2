"""The module reads the word lists for names and quotations.

The top of each file in ``lists/`` explains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from search.indonesian.lexicon import LexiconError, read_rows, shipped
from search.indonesian.morphology import MorphologicalStemmer

FOLDER = Path(__file__).parent / "lists"
#: A root with fewer affix patterns and fewer bare occurrences may be a name that was written in lower case.
_COMMON_PATTERNS, _COMMON_BARE = 2, 150
_RARE_BARE = 12
#: The entries of each cache of words in this package.
CACHE_ENTRIES = 100_000


_BOTH = "tag or says"


class Word:
    """The kinds of words beside or in names, one bit for each; ``lists/words.tsv`` explains them.

    They are plain integers, because several are tested for each run of capitals.
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
    EVENT_TAIL = 1 << 18
    LEGAL_FORM = 1 << 19
    OF_A_PLACE = 1 << 20
    OF_AN_ORGANISATION = 1 << 21
    FOREIGN = 1 << 22
    BETWEEN = 1 << 23


#: All bits of ``Word``.
ANY_KIND = (1 << 24) - 1


class Lists(NamedTuple):
    """All word lists.

    words:   a word in lower case -> its kinds, as bits of ``Word``
    known:   the first word of a name -> the names that begin with it, longest first: their words and their
             kind
    towns:   towns, whose names are also surnames
    countries: countries that are written in one word or several
    verbs:   a verb of saying -> "tag", "says", "passive" or "only with bahwa"
    both:    the tags that may stand as "says" does
    aliases: another name of a person -> the full name
    """

    words: Mapping[str, int]
    known: Mapping[str, list[tuple[tuple[str, ...], str]]]
    towns: frozenset[str]
    countries: frozenset[str]
    verbs: Mapping[str, str]
    both: frozenset[str]
    aliases: Mapping[str, str]


def load(folder: Path = FOLDER) -> Lists:
    """Read the word lists of a folder.

    Raises:
        LexiconError: a line has the wrong number of columns, or an unknown kind; the message names the line.
        OSError: a file cannot be read.
    """
    words: dict[str, int] = {}
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    path = folder / "words.tsv"
    for word, kind in read_rows(path, 2):
        if " " in word:
            parts = tuple(part[:1].upper() + part[1:] for part in word.split(" "))
            known.setdefault(parts[0], []).append((parts, kind))
        else:
            words[word] = words.get(word, 0) | (_KINDS.get(kind) or _kind(kind, word, path))
    part, whole = Word.PART, Word.GIVEN
    for word, sure in read_rows(folder / "given.tsv", 2):
        small = word.lower()
        words[small] = words.get(small, 0) | (part if sure == "part" else whole)
    towns: set[str] = set()
    countries: set[str] = set()
    for name, kind in (("places.tsv", "place"), ("organisations.tsv", "organisation")):
        for phrase, sort in read_rows(folder / name, 2):
            parts = tuple(phrase.split(" "))
            if sort == "city":
                towns.add(phrase)
            elif sort == "country":
                countries.add(phrase)
            known.setdefault(parts[0], []).append((parts, kind))
    aliases = dict(read_rows(folder / "aliases.tsv", 2))
    for alias in aliases:
        parts = tuple(alias.split(" "))
        known.setdefault(parts[0], []).append((parts, "person"))
    for phrases in known.values():
        if len(phrases) > 1:  # most are alone: every added article waits for this
            phrases.sort(key=lambda phrase: -len(phrase[0]))
    uses = dict(read_rows(folder / "verbs.tsv", 2))
    both = frozenset(verb for verb, use in uses.items() if use == _BOTH)
    verbs = {verb: "tag" if verb in both else use for verb, use in uses.items()}
    return Lists(words, known, frozenset(towns), frozenset(countries), verbs, both, aliases)


_KINDS: dict[str, int] = {
    name.lower().replace("_", " "): kind for name, kind in vars(Word).items() if name.isupper()
}


def _kind(name: str, word: str, path: Path) -> int:
    if name not in _KINDS:
        raise LexiconError("no_such_kind", place=f"{path}: {word}", kind=name, choices=tuple(_KINDS))
    return _KINDS[name]


@cache
def lists() -> Lists:
    """Return the lists that are part of the project. They are read once."""
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
    """Return whether a word, given in lower case, sometimes is an ordinary word of the language.

    The threshold is lower than that of ``is_ordinary``. The function is for words that only their capital
    marks as names.
    """
    patterns, bare = shipped().roots.get(word, (0, 0))
    analysis = None if patterns else _stemmer().analyse(word)
    if analysis and analysis.root != word:
        patterns, bare = shipped().roots.get(analysis.root, (0, 0))
    return bare >= _RARE_BARE


@lru_cache(CACHE_ENTRIES)
def is_ordinary(word: str) -> bool:
    """Return whether a word, given in lower case, is an ordinary word of the language and no name by itself.

    An ordinary word is a root that many forms of the lexicon attest, or is derived from such a root.
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
    analysis = _stemmer().analyse(word)
    if analysis is None or analysis.root == word:
        return False
    patterns, bare = lexicon.roots.get(analysis.root, (0, 0))
    return patterns >= _COMMON_PATTERNS or bare >= _COMMON_BARE
