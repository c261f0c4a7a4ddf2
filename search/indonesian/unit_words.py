"""The module reads ``units.tsv``: words that make numbers amounts (*1,5 juta*) or citations (*No. 11*)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.errors import SettingsError
from search.indonesian.lexicon import numbered_rows

PATH = Path(__file__).parent / "units.tsv"
#: The number of letters of the longest word, for which the compiled tokeniser has room.
LONGEST = 16
#: The raised digits of measures, as ``units.tsv`` writes them: m² is m2.
LOWERED = str.maketrans("²³", "23")


class Kind:
    """The kinds of words beside a number, one bit for each; the top of ``units.tsv`` explains them.

    They are plain integers, because every token of a text with numbers is tested for them.
    """

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
    POWER = 4096
    PER = 8192
    RATE = 16384
    DEGREE = 32768
    TEMPERATURE = 65536
    MEASURE_BEFORE = 131072


#: The kinds by their names in ``units.tsv``.
KINDS = {name.lower().replace("_", " "): bit for name, bit in vars(Kind).items() if name.isupper()}
_LAW_NAME = "law name"


@dataclass(frozen=True)
class UnitWords:
    """The words that stand beside numbers.

    kinds:     word -> the bits of all its kinds
    values:    kind -> its words, each with its value
    law_names: the long name of a kind of law, with blanks between its words -> the value of that kind
    """

    kinds: Mapping[str, int]
    values: Mapping[int, Mapping[str, str]]
    law_names: Mapping[str, str]

    @classmethod
    def load(cls, path: Path = PATH) -> UnitWords:
        """Read a list of ``word<TAB>kind<TAB>value`` lines.

        Raises SettingsError, which names file and line, for a line of another form.
        """
        kinds: dict[str, int] = {}
        values: dict[int, dict[str, str]] = {kind: {} for kind in KINDS.values()}
        law_names: dict[str, str] = {}
        for number, (word, name, value) in numbered_rows(path, 3):
            place = f"{path.name}:{number}"
            if name not in (*KINDS, _LAW_NAME):
                kinds_known = (*KINDS, _LAW_NAME)
                raise SettingsError("no_unit_word", place=place, kinds=kinds_known, found=repr(name))
            if name == _LAW_NAME:
                law_names[word] = value
                continue
            if len(word) > LONGEST or not word.isascii() or word.lower() != word or " " in word:
                raise SettingsError("no_small_word", place=place, most=LONGEST, found=repr(word))
            if "scale" in name and not value.isdecimal():
                raise SettingsError("no_power_of_ten", place=place, found=repr(value))
            kind = KINDS[name]
            if word in values[kind]:
                raise SettingsError("unit_word_was_there", place=place, word=repr(word), kind=name)
            kinds[word] = kinds.get(word, 0) | kind
            values[kind][word] = value
        return cls(kinds, values, law_names)


@cache
def unit_words() -> UnitWords:
    """Return the words that are part of the project. They are read once."""
    return UnitWords.load()
