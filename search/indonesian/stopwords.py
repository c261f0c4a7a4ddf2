"""Function words: indexed like any other, left out of a query that has something else to search for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.errors import SettingsError

_LIST = Path(__file__).parent / "stopwords.tsv"
GROUPS = ("function", "question")


@dataclass(frozen=True)
class FunctionWords:
    """Folded function words, each with the reason why it is on the list; ``word in words`` asks."""

    reasons: dict[str, str]

    def __contains__(self, word: object) -> bool:
        return word in self.reasons

    def __len__(self) -> int:
        return len(self.reasons)

    @classmethod
    def load(cls, path: Path = _LIST, groups: tuple[str, ...] = GROUPS) -> FunctionWords:
        """Read a list of ``word<TAB>group<TAB>reason`` lines; ``#`` starts a comment.

        Raises SettingsError naming file and line where a line is not of that form.
        """
        reasons: dict[str, str] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) != 3 or cells[1] not in GROUPS:
                place, found = f"{path.name}:{number}", repr(line)
                raise SettingsError("no_function_word", place=place, groups=GROUPS, found=found)
            if cells[1] in groups:
                reasons[cells[0]] = cells[2]
        return cls(reasons)


@cache
def function_words() -> FunctionWords:
    """Return the list that the project ships, read once."""
    return FunctionWords.load()
