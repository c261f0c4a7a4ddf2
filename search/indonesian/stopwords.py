"""The module reads the function words, which are left out of a query that has other words.

In articles they are indexed like all words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.errors import SettingsError
from search.indonesian.lexicon import numbered_rows

_LIST = Path(__file__).parent / "stopwords.tsv"
GROUPS = ("function", "question")


@dataclass(frozen=True)
class FunctionWords:
    """The folded function words, each with the reason why it is in the list. Use ``word in words``."""

    reasons: dict[str, str]

    def __contains__(self, word: object) -> bool:
        return word in self.reasons

    def __len__(self) -> int:
        return len(self.reasons)

    @classmethod
    def load(cls, path: Path = _LIST, groups: tuple[str, ...] = GROUPS) -> FunctionWords:
        """Read a list of ``word<TAB>group<TAB>reason`` lines; only the words of ``groups`` are kept.

        Raises SettingsError, which names file and line, for a line of another form.
        """
        reasons: dict[str, str] = {}
        for number, (word, group, reason) in numbered_rows(path, 3):
            if group not in GROUPS:
                place = f"{path.name}:{number}"
                raise SettingsError("no_function_word", place=place, groups=GROUPS, found=repr(group))
            if group in groups:
                reasons[word] = reason
        return cls(reasons)


@cache
def function_words() -> FunctionWords:
    """Return the list that is part of the project. It is read once."""
    return FunctionWords.load()
