"""The module reads the word lists of the stemmer from `lexicon/`. `lexicon/README.md` tells their origin."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from search.errors import SettingsError

FOLDER = Path(__file__).parent / "lexicon"
_BARE_ROOT = "(none)"
_ROOTS = "roots.tsv"
#: So many roots are looked up in as much time as it takes to read all of them.
_FEW = 5000
# Slips are among the roots too, since these were learned from an archive: *gubenur* 3 times, *duni* 6 times.
_LIVING_PATTERNS, _LIVING_BARE = 2, 8


class LexiconError(SettingsError):
    """A word list cannot be read. The message names the file and the line."""


@dataclass(frozen=True)
class Lexicon:
    """The lexicon contains what is known about Indonesian words.

    roots:    root -> in how many affix patterns an archive attests it, and how often it occurs bare
    patterns: affix pattern (see `affixes`) -> how many forms of the archive bear it
    names:    forms that are names, and that affix rules would damage
    reviewed: form -> (stem, group), decided by hand; the groups are explained in `reviewed.tsv`
    echoes:   halves of a reduplication with a changed sound -> its stem: *sayur, mayur* -> *sayur*
    """

    roots: Mapping[str, tuple[int, int]]
    patterns: Mapping[str, int]
    names: frozenset[str]
    reviewed: Mapping[str, tuple[str, str]]
    echoes: Mapping[tuple[str, str], str]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Lexicon:
        """Read the word lists of a folder.

        Raises:
            LexiconError: a line has the wrong number of columns, or no whole number where one belongs.
            OSError: a file is missing.
        """
        return cls._load(folder, _numbered(folder / _ROOTS))

    @classmethod
    def of_files(cls, folder: Path) -> Lexicon:
        """Do what ``load`` does, but read of the roots, which are sorted, only those that are looked up."""
        return cls._load(folder, SortedRoots(folder / _ROOTS))

    @classmethod
    def _load(cls, folder: Path, roots: Mapping[str, tuple[int, int]]) -> Lexicon:
        patterns = folder / "patterns.tsv"
        return cls(
            roots=roots,
            patterns={
                "" if pattern == _BARE_ROOT else pattern: _number(n, patterns)
                for pattern, n in read_rows(patterns, 2)
            },
            names=frozenset(name for (name,) in read_rows(folder / "names.txt", 1)),
            reviewed={form: (stem, group) for form, stem, group in read_rows(folder / "reviewed.tsv", 3)},
            echoes={(left, right): stem for left, right, stem in read_rows(folder / "echoes.tsv", 3)},
        )


class SortedRoots(Mapping[str, tuple[int, int]]):
    """The roots of a sorted file, with their numbers.

    To read all of them takes longer than to add an article. Therefore the first ones that are asked for are
    looked up among the lines, and all are read when many were asked for.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        self._asked = 0

    @cached_property
    def _all(self) -> dict[str, tuple[int, int]]:
        self._asked = _FEW
        return _numbered(self._path)

    def get(self, root: str, default: Any = None) -> Any:
        """Return the numbers of a root; ``default`` if it is none."""
        if self._asked >= _FEW:
            return self._all.get(root, default)
        self._asked += 1
        number = bisect_left(self._lines, f"{root}\t")
        word, *numbers = self._lines[number].split("\t") if number < len(self._lines) else ("",)
        if word != root or len(numbers) != 2:
            return default
        return _number(numbers[0], self._path), _number(numbers[1], self._path)

    def __getitem__(self, root: str) -> tuple[int, int]:
        found: tuple[int, int] | None = self.get(root)
        if found is None:
            raise KeyError(root)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


@cache
def shipped() -> Lexicon:
    """Return the lexicon that is part of the project. It is read once."""
    return Lexicon.of_files(FOLDER)


def is_living(stem: str) -> bool:
    """Return whether a stem is a root in use: many forms attest it, so it is no typing error and no name."""
    patterns, bare = shipped().roots.get(stem, (0, 0))
    return patterns >= _LIVING_PATTERNS or bare >= _LIVING_BARE


def read_rows(path: Path, columns: int) -> list[list[str]]:
    """Return the cells of each line of a word list, which tabs separate, without empty lines and comments.

    Comments start with #.

    Raises:
        LexiconError: a line has not this many columns.
        OSError: the file cannot be read.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line and line[0] != "#"]
    if rows and set(map(len, rows)) != {columns}:
        [*numbered_rows(path, columns)]  # raises: it knows the line
    return rows


def numbered_rows(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield what ``read_rows`` returns, each row with the number of its line, from 1."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) != columns:
            place = f"{path}:{number}"
            raise LexiconError("wrong_columns", place=place, columns=columns, found=len(cells))
        yield number, cells


def _numbered(path: Path) -> dict[str, tuple[int, int]]:
    """Return the rows of a word with two whole numbers; all of them at once, for there are many."""
    rows = read_rows(path, 3)
    if not "".join([first + second for _, first, second in rows] or "0").isdecimal():
        for _, first, second in rows:
            _number(first, path), _number(second, path)
    return {word: (int(first), int(second)) for word, first, second in rows}


def _number(text: str, path: Path) -> int:
    if not text.isdecimal():
        raise LexiconError("no_whole_number", file=path, found=repr(text))
    return int(text)
