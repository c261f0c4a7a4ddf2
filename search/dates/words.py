"""The module has the words of dates, such as names of months and of units, and the patterns made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from search import later
from search.dates.spans import Unit

Match = re.Match[str]

_MONTH_NAMES = (
    "januari january jan",
    "februari pebruari february feb peb",
    "maret march mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agust aug agt ags agu",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
_WEEKDAY_NAMES = ("senin", "selasa", "rabu", "kamis", "jumat jum'at jum’at", "sabtu", "minggu ahad")
# These are weekdays only in front of a date with its year; elsewhere "min", "sun" and "sat" are other words.
_WEEKDAYS_OF_DATES = (
    "sen monday mon",
    "sel tuesday tues tue",
    "rab wednesday wed",
    "kam thursday thurs thur thu",
    "jum friday fri",
    "sab saturday sat",
    "min sunday sun",
)
_NUMBER_WORDS = "satu,dua,tiga,empat,lima,enam,tujuh,delapan,sembilan,sepuluh,sebelas,dua belas"

MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
NAMES_OF_MONTHS = tuple(names.partition(" ")[0].capitalize() for names in _MONTH_NAMES)
WEEKDAYS = {name: weekday for weekday, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
WEEKDAYS_OF_DATES = WEEKDAYS | {
    name: weekday for weekday, names in enumerate(_WEEKDAYS_OF_DATES) for name in names.split()
}
NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split(","), start=1)}
UNITS: dict[str, Unit] = {
    "hari": "day",
    "minggu": "week",
    "pekan": "week",
    "bulan": "month",
    "bln": "month",
    "tahun": "year",
    "thn": "year",
}
SHORT_UNITS: dict[str, Unit] = {"d": "day", "w": "week", "m": "month", "y": "year"}
NAMED_DAYS = {
    "hari ini": 0,
    "kemarin": -1,
    "kemaren": -1,
    "kemarin dulu": -2,
    "kemarin lusa": -2,
    "besok": 1,
    "lusa": 2,
    **{f"{part} ini": 0 for part in ("pagi", "siang", "sore", "petang", "malam")},
    **{f"{part} tadi": 0 for part in ("dini hari", "pagi", "siang", "sore", "petang")},
    **{f"tadi {part}": 0 for part in ("pagi", "siang", "sore", "petang")},
    **{f"kemarin {part}": -1 for part in ("pagi", "siang", "sore", "petang", "malam")},
}
#: Articles about last night were published on that evening or on the day after.
LAST_NIGHT = ("tadi malam", "malam tadi")
AGO = ("lalu", "yang lalu", "yg lalu", "silam")
WHEN = {"ini": 0, "kemarin": -1, "kemaren": -1, "depan": 1} | dict.fromkeys(AGO, -1)
RECENT = ("terakhir", "terakhir ini", "belakangan", "belakangan ini")
THIRDS = {"awal": 0, "pertengahan": 1, "medio": 1, "akhir": 2}

# Parts of a year, with their number of months.
PERIODS = {"kuartal": 3, "kwartal": 3, "triwulan": 3, "q": 3, "caturwulan": 4, "semester": 6, "paruh": 6}
ORDINALS = {
    **{word: number for number, word in enumerate(("pertama", "kedua", "ketiga", "keempat", "kelima"), 1)},
    **{numeral: number for number, numeral in enumerate(("i", "ii", "iii", "iv", "v"), 1)},
    "kesatu": 1,
    **{f"ke-{number}": number for number in range(1, 6)},
    **{str(number): number for number in range(1, 6)},
}

# These and a unit are an amount, but no exact date: "66 juta tahun lalu", "beberapa bulan terakhir".
LARGE = ("belas", "puluh", "ratus", "ribu", "juta", "miliar", "milyar", "seratus", "seribu", "setengah")
INDEFINITE = (
    *("beberapa", "berapa", "sejumlah", "sekian"),
    *("belasan", "puluhan", "ratusan", "ribuan", "jutaan"),
)
# Four digits in front of these are a measure and not a year: "hingga 2000 meter".
MEASURES = (
    *("cc", "derajat", "ha", "hektar", "hektare", "kali", "kg", "kilogram", "kilometer", "km", "liter"),
    *("m", "mdpl", "meter", "persen", "poin", "ton", "watt", "dolar", "rupiah", "jiwa", "orang", "unit"),
    *("ribu", "juta", "miliar", "triliun"),
)

# Every point contains one of these, or a digit.
SIGNS = frozenset(word for word in (*NAMED_DAYS, *WHEN, *RECENT, "tadi") if " " not in word)
# Every point begins with a digit or with one of these as a whole word.
OPENINGS = frozenset(
    word.split()[0].split("'")[0].split("’")[0]
    for words in (MONTHS, WEEKDAYS_OF_DATES, NUMBERS, UNITS, NAMED_DAYS, THIRDS, PERIODS, LARGE, INDEFINITE)
    for word in words
) | {"tanggal", "tgl", *(f"se{unit}" for unit in UNITS), *(f"q{number}" for number in range(1, 5))}

# Copied text has no-break and thin blanks. They are listed here, because patterns are compiled as ASCII.
_BLANK = r"[\s\u00a0\u2007\u2009\u202f]"
GAP, ANY_GAP = f"{_BLANK}+", f"{_BLANK}*"


def one_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of the words, longer ones first.

    A blank in a word matches any gap.
    """
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(GAP.join(map(re.escape, word.split())) for word in longest_first) + ")"


def plain(words: str) -> str:
    """Return the words in the form of the tables: in lower case, with single blanks."""
    return " ".join(words.lower().split())


def compiled(pattern: str) -> re.Pattern[str]:
    """Return the compiled pattern, which ignores case.

    It is ASCII, because in Unicode "ſ" is a lower case "S" and "٣" is a digit.
    """
    return later.Pattern(pattern, re.ASCII | re.IGNORECASE)
