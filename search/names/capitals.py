"""The module has the pattern of a run of capitals, and looks up the kinds of its words."""

from __future__ import annotations

import re
from functools import lru_cache

from search.dates.words import WEEKDAYS, one_of
from search.later import Pattern
from search.names.lists import CACHE_ENTRIES, Word, is_ordinary, lists

LONGEST_WORD = 40
#: The names of weekdays with a capital, in all spellings of `search.dates`, and a pattern for any of them.
WEEKDAYS_WRITTEN = tuple(name.capitalize() for name in WEEKDAYS)
WEEKDAY = one_of(WEEKDAYS_WRITTEN)

#: Capitals of names besides A to Z and those of Latin 1.
FURTHER_CAPITALS = "ĀĆČĞĪİŁŌŚŞŠŪŻŽȘȚ"
#: Words with a period that may be before a name, and the same without their capital.
ABBREVIATED = (
    *(
        "Dr",
        "Drs",
        "Dra",
        "Ir",
        "Prof",
        "Hj",
        "KH",
        "St",
        "Mr",
        "Mrs",
        "Ms",
        "Moh",
        "Muh",
        "Jl",
        "Jln",
        "Kab",
    ),
    *("Kec", "No", "Mgr", "Pdt", "Tgk", "Ust"),
)
SHORTENED = tuple({word[1:]: None for word in ABBREVIATED})
#: Small words that one name may have between its words.
JOINING = (
    *(
        "dr.",
        "dr",
        "dan",
        "of",
        "and",
        "bin",
        "binti",
        "br",
        "ibn",
        "van",
        "von",
        "de",
        "der",
        "den",
        "ten",
        "da",
        "dos",
        "del",
    ),
    *("al", "for", "on", "the", "&"),
)
#: Arabic articles, which a hyphen joins to a name.
ARTICLES = ("al", "el", "as", "ar", "an", "at", "az", "ad", "ash")
_UPPER = f"A-ZÀ-ÖØ-Þ{FURTHER_CAPITALS}"
CAPITAL = Pattern(f"[{_UPPER}]")
_WORD = rf"[{_UPPER}][\w’']*(?:-[\w’']+)*"
_ABBREVIATION = rf"(?:(?:[{_UPPER}]\.)+|(?:{'|'.join(ABBREVIATED)})\.)"
_SHORTENED = rf"(?:\.(?:[{_UPPER}]\.)*|(?:{'|'.join(SHORTENED)})\.)"
_TOKEN = rf"(?:{_ABBREVIATION}|{_WORD})"
_JOINING = "|".join(map(re.escape, JOINING))
#: A run: words with capitals side by side, with small words and numbers that one name may have between them.
#: It begins with a set of characters, because the search for the next capital is fast then.
_FIRST_WORD = rf"(?:{_SHORTENED}(?: ?{_ABBREVIATION})* ?{_WORD}|[\w’']*(?:-[\w’']+)*)"
_FURTHER = (
    rf"(?: (?:(?:{_JOINING}) ){{0,2}}{_ABBREVIATION}(?: ?{_ABBREVIATION})*(?= ?[{_UPPER}])(?: ?{_WORD})?"
    rf"| (?:(?:{_JOINING}) ){{0,2}}{_WORD}"
    rf"| (?:{'|'.join(ARTICLES)})-{_WORD}"
    rf"| \d{{1,4}}(?![\w%/:]|[.,]\d))*"
)
RUN = Pattern(rf"[{_UPPER}](?<![\w@#/.\-].){_FIRST_WORD}{_FURTHER}")
#: A run right behind another one and a slash: of the pair *Fajar/Rian* the second.
RUN_BEHIND_SLASH = Pattern(rf"[{_UPPER}]{_FIRST_WORD}{_FURTHER}")
#: Degrees that are written without periods; all stand behind the name of a person: *S.H., M.Si., MBA*.
_BARE_DEGREES = (
    *(
        "SH",
        "MH",
        "SE",
        "MM",
        "MBA",
        "MSc",
        "MSi",
        "MA",
        "Lc",
        "Ak",
        "CA",
        "MARS",
        "PhD",
        "SIP",
        "MPd",
        "SPd",
        "ST",
    ),
    *("MT", "SIK", "MPH", "MHum", "LLM", "FINASIM", "OFM", "OSC", "SJ"),
)
_DEGREE = (
    r"(?:[A-Z][A-Za-z]{0,4}\.(?:[A-Z][A-Za-z&]{0,6}\.?){1,3}"
    rf"|(?:{'|'.join(_BARE_DEGREES)})(?!\w))(?:\([A-Z][A-Za-z]*\))?"
)
DEGREES = Pattern(rf", {_DEGREE}(?:,? {_DEGREE})*(?=[,;:.)]|$| [a-z(])")
#: The rest of a list of matters behind a run: *Badan Meteorologi, Klimatologi, dan Geofisika*.
_LISTED = Pattern(rf"(?:, {_WORD}(?: {_WORD}){{0,3}}){{1,6}}?(?:,? (?:dan|serta)) {_WORD}")
_LONGEST_LIST = 120
TOKENS = Pattern(rf"{_TOKEN}|\S+")


def initials_of(name: str) -> str:
    """Return the first letters of the words of a name that have a capital: *BMKG*; "" of a single word."""
    words = [word for word in name.split(" ") if word[:1].isupper()]
    return "".join([word[0] for word in words]) if len(words) > 1 else ""


def word_kinds(word: str) -> int:
    """Return the kinds of a word as it is written: bits of ``Word``."""
    return _kinds(word) if len(word) <= LONGEST_WORD else 0


@lru_cache(CACHE_ENTRIES)
def _kinds(word: str) -> int:
    low = word.rstrip(".").lower().replace("’", "'")
    words = lists().words
    kinds = words.get(low, 0) | (words.get(word, 0) if word.isupper() else 0)
    if not kinds and _is_no_name(low):
        return Word.NO_NAME
    if not kinds & (Word.GIVEN | Word.PART) and is_ordinary(low):
        kinds |= Word.ORDINARY
    return kinds


def _is_no_name(low: str) -> bool:
    """Tell whether a word in small letters is an amount of money, or joins words that are no names."""
    if (low[:2] == "rp" and low[2:3].isdigit()) or low.endswith("-nya"):
        return True
    words = lists().words
    return "-" in low and all(words.get(part, 0) & Word.NO_NAME for part in low.split("-"))


_DEPARTMENTS = Word.ORGANISATION_HEAD | Word.COMPANY_HEAD | Word.TITLE
_MATTERS = Word.ORDINARY | Word.NO_NAME
_OF_SCIENCES = ("logi", "grafi", "isasi", "nomi", "metri", "tika", "isika", "istik", "asi", "itas")
_NO_MATTER = (
    Word.TITLE
    | Word.ADDRESS
    | Word.ORGANISATION_HEAD
    | Word.COMPANY_HEAD
    | Word.EVENT_HEAD
    | Word.GIVEN
    | Word.PART
)


def listed_end(text: str, start: int, end: int) -> int:
    """Return the end of a run with the list of matters behind it, or ``end`` if there is no such list.

    The run has to name an office or an organisation, and the matters have to be ordinary words: what follows
    in *Dinas Kesehatan, Dinas Sosial, dan Polri* are other organisations.
    """
    listed = _LISTED.match(text, end, end + _LONGEST_LIST)
    words = text[start:end].split(" ")
    if (
        listed is None
        or not is_matter(words[-1])
        or not any(word_kinds(word) & _DEPARTMENTS for word in words[:-1])
    ):
        return end
    if not all(
        is_matter(word) for word in listed[0].replace(",", "").split(" ") if word not in ("", "dan", "serta")
    ):
        return end
    last = listed[0].rindex(" ") + 1
    following = RUN.match(text, end + last)
    return following.end() if following else listed.end()


def is_matter(word: str) -> bool:
    """Return whether a word with a capital may be what a department is for."""
    kinds = word_kinds(word)
    if kinds & _NO_MATTER or any(parts == (word,) for parts, _ in lists().known.get(word, ())):
        return False
    return bool(kinds & _MATTERS) or word.endswith(_OF_SCIENCES)
