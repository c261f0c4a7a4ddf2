"""Other ways to write what was typed: abbreviations, long forms, spellings, names.

::

    variants/abbreviations.tsv ─┐
                                ├─ Variants.load ─> expand(query words) ─> Expansion, ...
    variants/spellings.tsv ─────┘
    rules of the older spellings ─> old_spellings(name)

Used on queries only, so the files can be edited without a reindex; their columns are described at their
top. A form is looked up by its letters and digits alone: *perserikatan bangsa bangsa*, *eKTP*, *P.B.B.*
need no lines of their own. It may be typed joined where it is written apart, but not apart where it is
written joined: *kan ada* is not *Kanada*. What is done with an alternative is the caller's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, product
from math import prod
from pathlib import Path
from typing import NamedTuple

from search.errors import SettingsError
from search.indonesian.normalise import fold

FOLDER = Path(__file__).parent / "variants"
ABBREVIATIONS = "abbreviations.tsv"
SPELLINGS = "spellings.tsv"

#: Case gates of an abbreviation: see the top of abbreviations.tsv.
CASES = ("any", "upper", "one-way")
#: Kinds of a group of spellings: see the top of spellings.tsv.
KINDS = ("spelling", "name", "joined", "synonym")

Words = tuple[str, ...]


class VariantsError(SettingsError):
    """A variants file is missing or has an unusable line; the text names file, line and what is right."""


@dataclass(frozen=True)
class Expansion:
    """Some query words and what else they may be written as.

    start, end:   half-open range of query words
    alternatives: each a sequence of words in written form, the likeliest first; never what was typed
    kind:         "abbreviation", "long form", or the kind of a group of spellings
    note:         for people, often empty
    ambiguous:    an abbreviation in it, typed or among the alternatives, has several senses
    """

    start: int
    end: int
    alternatives: tuple[Words, ...]
    kind: str
    note: str = ""
    ambiguous: bool = False


@dataclass(frozen=True)
class Abbreviation:
    """A line of abbreviations.tsv. ``senses`` holds for each sense its wordings, the usual one first."""

    short: str
    senses: tuple[Words, ...]
    case: str
    note: str

    @property
    def ambiguous(self) -> bool:
        """Whether the short form stands for several things."""
        return len(self.senses) > 1

    @property
    def wordings(self) -> tuple[str, ...]:
        """All long forms."""
        return tuple(wording for sense in self.senses for wording in sense)


@dataclass(frozen=True)
class SpellingGroup:
    """A line of spellings.tsv."""

    forms: tuple[str, ...]
    kind: str
    note: str


class _Entry(NamedTuple):
    """What one form leads to. ``written``: the only capitals under which it counts, None for any."""

    written: str | None
    forms: tuple[str, ...]
    kind: str
    note: str
    ambiguous: bool


class Variants:
    """The forms of both files, looked up by ``expand``. Unchanging, so threads may share it."""

    def __init__(self, abbreviations: Sequence[Abbreviation], groups: Sequence[SpellingGroup]) -> None:
        self.abbreviations = tuple(abbreviations)
        self.groups = tuple(groups)
        self._shorts = frozenset(_key(entry.short) for entry in abbreviations)
        self._entries: dict[str, list[_Entry]] = {}
        for key, entry in (*_abbreviation_entries(abbreviations), *_spelling_entries(groups)):
            self._entries.setdefault(key, []).append(entry)
        self._breaks: dict[str, set[int]] = {key: set() for key in self._entries}
        forms = [form for entry in abbreviations for form in (entry.short, *entry.wordings)]
        for form in chain(forms, *(group.forms for group in groups)):
            self._breaks[_key(form)] |= _breaks(re.split(r"[\W_]+", fold(form)))
        self._longest = max(map(len, self._entries), default=0)

    @classmethod
    def load(cls, folder: Path | None = None) -> Variants:
        """Read both files from ``folder``, by default the ones that the project ships.

        Raises VariantsError naming file and line where a line is not as the top of its file says.
        """
        folder = FOLDER if folder is None else folder
        return cls(_read_abbreviations(folder / ABBREVIATIONS), _read_spellings(folder / SPELLINGS))

    def expand(self, words: Sequence[str], *, shouting: bool = False) -> list[Expansion]:
        """Return the expansions of a query, in order and without overlaps; the longest match wins.

        words:    the words as typed, case kept
        shouting: set it where ``words`` are part of a query typed in capitals throughout, so that
                  capitals mean nothing; for ``words`` themselves this is found out here
        """
        keys = [_key(word) for word in words]
        shouting = shouting or self._shouts(words, keys)
        matches = sorted(self._matches(words, keys, shouting), key=lambda m: (m.start - m.end, m.start))
        taken: set[int] = set()
        chosen = []
        for match in matches:
            if taken.isdisjoint(range(match.start, match.end)):
                taken.update(range(match.start, match.end))
                chosen.append(match)
        return sorted(chosen, key=lambda m: m.start)

    def _shouts(self, words: Sequence[str], keys: Sequence[str]) -> bool:
        """Tell whether all words are in capitals and not just abbreviations side by side (AS MA)."""
        cased = [(word, key) for word, key in zip(words, keys, strict=True) if key and not key.isdigit()]
        return all(word.isupper() for word, _ in cased) and any(key not in self._shorts for _, key in cased)

    def _matches(self, words: Sequence[str], keys: Sequence[str], shouting: bool) -> Iterator[Expansion]:
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                joined = "".join(keys[start:end])
                if len(joined) > self._longest:
                    break
                # A form neither begins nor ends with a word of punctuation.
                known = keys[start] and keys[end - 1] and joined in self._entries
                if known and _breaks(keys[start:end]) <= self._breaks[joined]:
                    yield from self._match(words, start, end, self._entries[joined], shouting)

    def _match(
        self, words: Sequence[str], start: int, end: int, entries: Sequence[_Entry], shouting: bool
    ) -> Iterator[Expansion]:
        written = "".join(map(_letters, words[start:end]))
        counting = [e for e in entries if e.written is None or (e.written == written and not shouting)]
        forms = (_words(form) for entry in counting for form in entry.forms)
        if alternatives := _distinct(forms, without=tuple(map(fold, words[start:end]))):
            ambiguous = any(entry.ambiguous for entry in counting)
            yield Expansion(start, end, alternatives, counting[0].kind, _notes(counting), ambiguous)


def _abbreviation_entries(abbreviations: Sequence[Abbreviation]) -> Iterator[tuple[str, _Entry]]:
    by_wording: dict[str, list[tuple[Abbreviation, Words]]] = {}
    for entry in abbreviations:
        for sense in entry.senses:
            for wording in sense:
                by_wording.setdefault(_key(wording), []).append((entry, sense))
    for entry in abbreviations:
        # Another short form of the same (Kemlu, Kemenlu), unless it would bring other senses in.
        siblings = [
            other.short
            for wording in entry.wordings
            for other, _ in by_wording[_key(wording)]
            if other is not entry and not other.ambiguous and other.case != "one-way"
        ]
        gate = None if entry.case == "any" else _letters(entry.short)
        forms = (*entry.wordings, *siblings)
        yield _key(entry.short), _Entry(gate, forms, "abbreviation", entry.note, entry.ambiguous)
    for key, meanings in by_wording.items():
        known = [entry for entry, _ in meanings if entry.case != "one-way"]
        wordings = [wording for _, sense in meanings for wording in sense]
        forms = (*(entry.short for entry in known), *wordings)
        ambiguous = any(entry.ambiguous for entry in known)
        yield key, _Entry(None, forms, "long form", _notes(known), ambiguous)


def _spelling_entries(groups: Sequence[SpellingGroup]) -> Iterator[tuple[str, _Entry]]:
    for group in groups:
        for key in dict.fromkeys(map(_key, group.forms)):
            yield key, _Entry(None, group.forms, group.kind, group.note, False)


def _read_abbreviations(path: Path) -> list[Abbreviation]:
    entries = []
    first_line: dict[tuple[str, bool], int] = {}
    for number, cells in _rows(path, "short<TAB>long<TAB>case[<TAB>note]"):
        short, long, case, note = cells
        senses = tuple(_split(sense, "=") for sense in _split(long, "|"))
        place = f"{path.name}:{number}"
        if case not in CASES:
            raise VariantsError(f"{place}: case is {case!r}, expected one of {', '.join(CASES)}")
        if not all(map(_key, (short, *(form for sense in senses for form in sense)))):
            raise VariantsError(f"{place}: every form needs a letter or digit, found {short!r}, {long!r}")
        if case != "any" and sum(letter.isupper() for letter in short) < 2:
            raise VariantsError(f"{place}: case {case!r} needs a short form in capitals, found {short!r}")
        earlier = first_line.setdefault((_key(short), case == "any"), number)
        if earlier != number:
            raise VariantsError(f"{place}: {short!r} is already in line {earlier}; put all its senses there")
        entries.append(Abbreviation(short, senses, case, note))
    return entries


def _read_spellings(path: Path) -> list[SpellingGroup]:
    groups = []
    first_line: dict[str, int] = {}
    for number, cells in _rows(path, "form | form<TAB>kind[<TAB>note]"):
        written, kind, note = cells
        forms = _split(written, "|")
        place = f"{path.name}:{number}"
        if kind not in KINDS:
            raise VariantsError(f"{place}: kind is {kind!r}, expected one of {', '.join(KINDS)}")
        if len(forms) < 2 or not all(map(_key, forms)):
            raise VariantsError(f"{place}: expected two or more forms separated by ' | ', found {written!r}")
        if len({form.casefold() for form in forms}) < len(forms):
            raise VariantsError(f"{place}: a form stands twice in {written!r}; leave one of them")
        for form in forms:
            earlier = first_line.setdefault(_key(form), number)
            if earlier != number:
                raise VariantsError(f"{place}: {form!r} is already in line {earlier}; join the two groups")
        groups.append(SpellingGroup(forms, kind, note))
    return groups


def _rows(path: Path, columns: str) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each entry; a missing optional cell, always the last, is empty."""
    expected = columns.count("<TAB>") + 1
    try:
        content = path.read_bytes()
    except OSError as error:
        raise VariantsError(f"{path}: cannot be read ({error.strerror}); an empty file is fine") from error
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise VariantsError(f"{path.name}:{number}: not UTF-8; save the file as UTF-8") from error
        if not text.strip() or text.startswith("#"):
            continue
        cells = [cell.strip() for cell in text.split("\t")]
        if not expected - 1 <= len(cells) <= expected or not all(cells[: expected - 1]):
            raise VariantsError(f"{path.name}:{number}: expected {columns}, found {text!r}")
        yield number, cells + [""] * (expected - len(cells))


def _split(cell: str, separator: str) -> Words:
    return tuple(part.strip() for part in cell.split(separator))


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word))


def _key(form: str) -> str:
    """Return the letters and digits by which a form is looked up, without case and accents."""
    return _letters(fold(form))


def _breaks(parts: Iterable[str]) -> set[int]:
    """Return the places in the key of a form, counted in letters, where a part of it ends."""
    return set(accumulate(map(len, parts)))


def _words(form: str) -> Words:
    return tuple(word.strip(",") for word in form.split())


def _distinct(forms: Iterable[Words], *, without: Words) -> tuple[Words, ...]:
    """Return the forms in order, each once whatever its capitals and apostrophes, and not what was typed."""
    by_folded: dict[Words, Words] = {}
    for form in forms:
        by_folded.setdefault(tuple(map(fold, form)), form)
    by_folded.pop(without, None)
    return tuple(by_folded.values())


def _notes(entries: Iterable[_Entry | Abbreviation]) -> str:
    return "; ".join(dict.fromkeys(entry.note for entry in entries if entry.note))


# Letters of the spelling before 1947 (oe) and 1972 (the others), of today's, and what names kept of either.
_LETTERS = {
    "oe": ("u",),
    "u": ("oe",),
    "tj": ("c",),
    "c": ("tj",),
    "dj": ("j",),
    "nj": ("ny", "ndj"),  # Njoto, but also Tanjung, once Tandjung
    "ny": ("nj",),
    "sj": ("sy",),
    "sy": ("sj",),
    "ch": ("kh",),
    "kh": ("ch",),
    "j": ("y", "dj"),  # Jusuf is Yusuf, Jakarta was Djakarta
    "y": ("j",),
}
_SEGMENT = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|.", re.DOTALL)
_SHORTEST_NAME = 4
_MOST_FORMS = 64


def old_spellings(word: str) -> tuple[str, ...]:
    """Return rule-made spellings of a name, older and newer, in alphabetical order and without the word.

    The rules are those of the reforms of 1947 (oe to u) and 1972 (tj to c, dj to j, j to y, nj to ny,
    sj to sy, ch to kh), each backwards too, and each place by itself, since names mix them. Most of what
    comes out never existed: keep what the archive attests. Capitals follow ``word``. Empty for words of
    under four letters or with anything but letters.

    >>> old_spellings("Soeharto"), old_spellings("Tjokroaminoto")
    (('Suharto',), ('Cokroaminoto',))
    >>> "Jusuf" in old_spellings("Yusuf"), "Yudhoyono" in old_spellings("Joedhojono")
    (True, True)
    """
    if len(word) < _SHORTEST_NAME or not word.isalpha():
        return ()
    options: list[Words] = []
    for segment in _SEGMENT.findall(word.lower()):
        others = _LETTERS.get(segment, ())
        if prod(map(len, options)) * (1 + len(others)) > _MOST_FORMS:
            others = ()  # a very long name: its later places stay as they are
        options.append((segment, *others))
    forms = {"".join(choice) for choice in product(*options)} - {word.lower()}
    if word.isupper():
        return tuple(sorted(form.upper() for form in forms))
    return tuple(sorted(form.capitalize() if word[0].isupper() else form for form in forms))
