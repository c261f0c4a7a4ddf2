"""The module reads the word lists of the stemmer from `lexicon/`. `lexicon/README.md` tells their origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.errors import SettingsError

FOLDER = Path(__file__).parent / "lexicon"
_BARE_ROOT = "(none)"
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
        roots = folder / "roots.tsv"
        patterns = folder / "patterns.tsv"
        return cls(
            roots=_numbered(roots),
            patterns={
                "" if pattern == _BARE_ROOT else pattern: _number(n, patterns)
                for pattern, n in read_rows(patterns, 2)
            },
            names=frozenset(name for (name,) in read_rows(folder / "names.txt", 1)),
            reviewed={form: (stem, group) for form, stem, group in read_rows(folder / "reviewed.tsv", 3)},
            echoes={(left, right): stem for left, right, stem in read_rows(folder / "echoes.tsv", 3)},
        )


@cache
def shipped() -> Lexicon:
    """Return the lexicon that is part of the project. It is read once."""
    return Lexicon.load()


def is_living(stem: str) -> bool:
    """Return whether a stem is a root in use: many forms attest it, so it is no typing error and no name."""
    patterns, bare = shipped().roots.get(stem, (0, 0))
    return patterns >= _LIVING_PATTERNS or bare >= _LIVING_BARE


def read_rows(path: Path, columns: int) -> Iterator[list[str]]:
    """Yield the cells of each line of a word list, as `numbered_rows` does, without the line numbers."""
    return (cells for _, cells in numbered_rows(path, columns))


def numbered_rows(path: Path, columns: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line of a word list, from 1, and its cells, which tabs separate.

    Empty lines and lines that start with # are passed over.

    Raises:
        LexiconError: a line has not this many columns.
        OSError: the file cannot be read.
    """
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
    rows = list(read_rows(path, 3))
    if not "".join([first + second for _, first, second in rows] or "0").isdecimal():
        for _, first, second in rows:
            _number(first, path), _number(second, path)
    return {word: (int(first), int(second)) for word, first, second in rows}


def _number(text: str, path: Path) -> int:
    if not text.isdecimal():
        raise LexiconError("no_whole_number", file=path, found=repr(text))
    return int(text)
