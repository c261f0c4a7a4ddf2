"""The words that belong to numbers, read from ``units.tsv``: what makes *1,5 juta* one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntFlag
from functools import cache
from pathlib import Path

from search.errors import SettingsError

PATH = Path(__file__).parent / "units.tsv"
#: Letters of the longest word; the compiled tokeniser keeps so many.
LONGEST = 16


class Kind(IntFlag):
    """What a word may be beside a number; the top of ``units.tsv`` explains each. It may be several."""

    SCALE = 1
    MONEY_SCALE = 2
    MEASURE = 4
    PERCENT = 8
    DOLLAR = 16
    COUNTRY = 32
    CURRENCY = 64
    DOLLAR_SIGN = 128
    LAW = 256
    NUMBER = 512
    YEAR = 1024
    ORDINAL = 2048


_NAMED = {kind.name.lower().replace("_", " "): kind for kind in Kind if kind.name}
_LAW_NAME = "law name"


@dataclass(frozen=True)
class UnitWords:
    """The words by their kinds.

    kinds:     word -> all that it may be
    values:    word and kind -> its value
    law_names: the long name of a kind of laws, words between blanks -> the value of that kind
    """

    kinds: Mapping[str, Kind]
    values: Mapping[tuple[str, Kind], str]
    law_names: Mapping[str, str]

    def value(self, word: str, kind: Kind) -> str | None:
        """Return the value of a folded word as one of a kind, None where it is none."""
        return self.values.get((word, kind))

    @classmethod
    def load(cls, path: Path = PATH) -> UnitWords:
        """Read a list of ``word<TAB>kind<TAB>value`` lines; ``#`` starts a comment.

        Raises SettingsError naming file and line where a line is not of that form.
        """
        kinds: dict[str, Kind] = {}
        values: dict[tuple[str, Kind], str] = {}
        law_names: dict[str, str] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            place = f"{path.name}:{number}"
            cells = line.split("\t")
            if len(cells) != 3 or cells[1] not in (*_NAMED, _LAW_NAME):
                known = ", ".join((*_NAMED, _LAW_NAME))
                raise SettingsError(
                    f"{place}: expected 'word<TAB>kind<TAB>value' with kind one of {known}, found {line!r}"
                )
            word, name, value = cells
            if name == _LAW_NAME:
                law_names[word] = value
                continue
            if len(word) > LONGEST or not word.isascii() or word.lower() != word or " " in word:
                raise SettingsError(f"{place}: expected a word of small ASCII letters, found {word!r}")
            if "scale" in name and not value.isdecimal():
                raise SettingsError(f"{place}: the value of a scale is a power of ten, found {value!r}")
            kind = _NAMED[name]
            if (word, kind) in values:
                raise SettingsError(f"{place}: {word!r} is there already as {name}")
            kinds[word] = kinds.get(word, Kind(0)) | kind
            values[word, kind] = value
        return cls(kinds, values, law_names)


@cache
def unit_words() -> UnitWords:
    """Return the list that the project ships, read once."""
    return UnitWords.load()
