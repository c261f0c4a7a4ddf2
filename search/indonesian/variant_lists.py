"""The module reads the lists of other ways to write a word.

They are ``variants/abbreviations.tsv`` and ``spellings.tsv``.

``asking.tsv`` beside them contains words that an article need not have. The top of each file describes its
columns. Every line is checked, and an error names the file and the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.errors import SettingsError
from search.indonesian.normalise import fold

FOLDER = Path(__file__).parent / "variants"
ABBREVIATIONS = "abbreviations.tsv"
SPELLINGS = "spellings.tsv"
ASKING = "asking.tsv"

#: Case gates of an abbreviation: see the top of abbreviations.tsv.
CASES = ("any", "upper", "one-way")
#: Kinds of a group of spellings: see the top of spellings.tsv.
KINDS = ("spelling", "name", "joined", "synonym")

Words = tuple[str, ...]


class VariantsError(SettingsError):
    """A list of variants is missing or has a bad line.

    The text names file and line and says what would be right.
    """


@dataclass(frozen=True)
class Abbreviation:
    """A line of abbreviations.tsv. ``senses`` contains the wordings of each sense, the usual one first."""

    short: str
    senses: tuple[Words, ...]
    case: str
    note: str

    @property
    def ambiguous(self) -> bool:
        """Return whether the short form has several senses."""
        return len(self.senses) > 1

    @property
    def wordings(self) -> tuple[str, ...]:
        """All long forms, in order."""
        return tuple(wording for sense in self.senses for wording in sense)


@dataclass(frozen=True)
class SpellingGroup:
    """A line of spellings.tsv."""

    forms: tuple[str, ...]
    kind: str
    note: str


def read_abbreviations(path: Path) -> list[Abbreviation]:
    """Read abbreviations.tsv; raises VariantsError."""
    entries = []
    first_line: dict[tuple[str, bool], int] = {}
    for number, cells in _rows(path, "short<TAB>long<TAB>case[<TAB>note]"):
        short, long, case, note = cells
        senses = tuple(_split(sense, "=") for sense in _split(long, "|"))
        place = f"{path.name}:{number}"
        if case not in CASES:
            raise VariantsError("no_such_case", place=place, case=repr(case), choices=CASES)
        if not all(map(letters_of, (short, *(form for sense in senses for form in sense)))):
            given = {"short": repr(short), "long": repr(long)}
            raise VariantsError("form_without_letters", place=place, **given)
        in_small_letters = case == "one-way" and short.islower()  # tdk
        if case != "any" and sum(map(str.isupper, short)) < 2 and not in_small_letters:
            given = {"case": repr(case), "short": repr(short)}
            raise VariantsError("form_without_capitals", place=place, **given)
        earlier = first_line.setdefault((letters_of(short), case == "any"), number)
        if earlier != number:
            given = {"short": repr(short), "line": str(earlier)}
            raise VariantsError("short_form_was_there", place=place, **given)
        entries.append(Abbreviation(short, senses, case, note))
    return entries


def read_spellings(path: Path) -> list[SpellingGroup]:
    """Read spellings.tsv; raises VariantsError."""
    groups = []
    first_line: dict[str, int] = {}
    for number, cells in _rows(path, "form | form<TAB>kind[<TAB>note]"):
        written, kind, note = cells
        forms = _split(written, "|")
        place = f"{path.name}:{number}"
        if kind not in KINDS:
            raise VariantsError("no_such_kind", place=place, kind=repr(kind), choices=KINDS)
        if len(forms) < 2 or not all(map(letters_of, forms)):
            raise VariantsError("too_few_forms", place=place, found=repr(written))
        if len({form.casefold() for form in forms}) < len(forms):
            raise VariantsError("form_stands_twice", place=place, found=repr(written))
        for form in forms:
            earlier = first_line.setdefault(letters_of(form), number)
            if earlier != number:
                given = {"form": repr(form), "line": str(earlier)}
                raise VariantsError("form_was_there", place=place, **given)
        groups.append(SpellingGroup(forms, kind, note))
    return groups


@cache
def asking_words() -> frozenset[str]:
    """Return the words of the project's asking.tsv. The file is read once; raises VariantsError."""
    return frozenset(word for _, (word, _) in _rows(FOLDER / ASKING, "word<TAB>reason"))


def _rows(path: Path, columns: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of each entry.

    The last cell may be optional; it is empty if it is missing.
    """
    expected = columns.count("<TAB>") + 1
    try:
        content = path.read_bytes()
    except OSError as error:
        raise VariantsError("list_cannot_be_read", file=path, reason=error) from error
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise VariantsError("line_not_utf8", place=f"{path.name}:{number}") from error
        if not text.strip() or text.startswith("#"):
            continue
        cells = [cell.strip() for cell in text.split("\t")]
        if not expected - 1 <= len(cells) <= expected or not all(cells[: expected - 1]):
            place = f"{path.name}:{number}"
            raise VariantsError("no_entry", place=place, columns=columns, found=repr(text))
        yield number, cells + [""] * (expected - len(cells))


def _split(cell: str, separator: str) -> Words:
    return tuple(part.strip() for part in cell.split(separator))


def letters(word: str) -> str:
    """Return the letters and digits of a word."""
    return word if word.isalnum() else "".join(filter(str.isalnum, word))


def letters_of(form: str) -> str:
    """Return the letters and digits by which a form is looked up, in lower case and without accents."""
    return letters(fold(form))
