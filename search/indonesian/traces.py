"""A trace is a string that a text must contain if it contains some term. Looking for traces saves analysis.

``"ukung" in text.lower()`` costs a hundredth of an analysis, and a text without these letters contains no
form of *dukung*. A form contains its stem, except for the first letter, because k, p, s, t and c give way to
a nasal (*menulis*: *tulis*); or it is a form for which the lexicon names the stem.

This is only true for a form that is written as one run of letters: *COVID-19* is *covid19*, *P.B.B.* is
*pbb*, *Jum'at* is *jumat*. The pieces of a text, between blanks, that may contain such forms are odd, and
are always analysed (`search.snippets.compiled_marks`). For units of several pieces (*10 km* is *10km*), a
pattern finds the digits or the sign.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from itertools import chain

from search.cache import Cache
from search.indonesian.amounts import CURRENCY_SIGNS, currencies
from search.indonesian.lexicon import Lexicon
from search.indonesian.unit_terms import numeral_of
from search.indonesian.unit_words import Kind, unit_words
from search.indonesian.units import MOST_INITIALS
from search.later import Pattern

_REMEMBERED_TERMS = 100_000
#: what a word shows in place of the first letter of its root, and the letter
_NASALS = {"k": "ng", "s": "ny", "c": "ny", "p": "m", "t": "n"}
#: letters by which the rest of a root is telling enough without its first
_TELLING = 4

# A round number, a number with anything, anything with a number, and what only units have within.
_OF_UNIT = Pattern(r"[0-9]+00|[0-9].*[a-z%-].*|(?:ke|[a-z]{2,3})[0-9].*|.*[:/&].*")
_TIME = Pattern(r"[0-9]{2}(?::([0-9]{2}))+(?:-|$)")
_DATE = Pattern(r"[0-9]+/[0-9]+/([0-9]{4})")
_AMOUNT = Pattern(r"[0-9]+(?:,[0-9]+)?")


class Traces:
    """The traces of the terms of one stemmer. Threads may share them.

    lexicon: the words whose stems are decided by hand, or None if the stemmer has no such list
    """

    def __init__(self, lexicon: Lexicon | None) -> None:
        self._lexicon = lexicon
        self._known: Cache[str, tuple[str, ...]] = Cache(_REMEMBERED_TERMS)

    @cached_property
    def _by_hand(self) -> dict[str, list[str]]:
        """The forms for which the lexicon names each stem.

        Only queries need them, so they are made for the first one.
        """
        forms: dict[str, list[str]] = {}
        if self._lexicon is not None:
            for form, (stem, _) in self._lexicon.reviewed.items():
                forms.setdefault(stem, []).append(form)
            for (left, _), stem in self._lexicon.echoes.items():
                forms.setdefault(stem, []).append(left)
        return forms

    def of_stem(self, stem: str) -> tuple[str, ...]:
        """Return traces of a stem. A piece with the stem contains one of them, unless it is an odd piece."""
        return self._known.get_or_make(stem, self._of_forms, stem)

    def _of_forms(self, stem: str) -> tuple[str, ...]:
        forms = (numeral_of(stem), *self._by_hand.get(stem, ()))
        return shortest(trace for form in forms for trace in _of_root(form))


def of_exact(exact: str) -> tuple[str, ...]:
    """Return the traces of an exact form, or of the beginning of one: *buku2* is *buku-buku*."""
    return (numeral_of(exact).partition("-")[0],)


def is_initials(term: str) -> bool:
    """Return whether a term may be initials: *hs* stands for *H. S.* too."""
    return 2 <= len(term) <= MOST_INITIALS and term.isalpha()


def of_units(terms: Iterable[str], prefixes: Iterable[str] = ()) -> re.Pattern[str] | None:
    """Return a pattern that every unit of several tokens with one of these terms matches, in small letters.

    Initials (*H. S.*) are left out: their term looks like that of a short word.

    prefixes: beginnings of terms

    The result is None if no unit can have any of these terms.

    >>> of_units(["rp1500000", "banjir"]).search("sebesar rp 1,5 juta")[0]
    '1,5'
    """
    patterns = {*map(_of_unit, terms), *map(_of_beginning, prefixes)}
    patterns.discard("")
    return re.compile("|".join(sorted(patterns))) if patterns else None


def _of_unit(term: str) -> str:
    if "&" in term:
        return "&"
    if term.isalpha():
        return r"\$" if term in unit_words().values[Kind.DOLLAR_SIGN].values() else ""
    number = _AMOUNT.search(term)
    if number is None or not _OF_UNIT.fullmatch(term) or numeral_of(term) != term:
        return ""
    if time := _TIME.match(term):
        return rf"[:.]{time[1]}(?![0-9])"
    if date := _DATE.fullmatch(term):
        return date[1]
    ordinal = "ke-[ivx]|" if term.startswith("ke") else ""
    return rf"{ordinal}{_of_digits(number[0])}(?:[.,]?0)*(?![0-9])"


def _of_digits(number: str) -> str:
    """Return the pattern of the digits that all ways to write a number share: 1500000 may be *1,5 juta*."""
    digits = number.replace(",", "").strip("0") or "0"
    return r"(?<![0-9])(?:0[.,]?)*" + "[.,]?".join(digits)


def _of_beginning(prefix: str) -> str:
    if number := _AMOUNT.search(prefix):
        other = "[0-9][:.][0-9]|" if prefix[0] == "0" else "ke-[ivx]|" if prefix.startswith("ke") else ""
        return f"{other}{_of_digits(number[0])}"
    letters = re.split("[^a-z]", prefix)[0]
    codes = [code for code in _codes() if (code.startswith(prefix) if letters == prefix else code == letters)]
    written = {one for code in codes for one in _codes()[code]}
    patterns = ["&", *(one for one in written if not one.isalpha())]
    if words := "|".join(filter(str.isalpha, written)):
        patterns.append(rf"(?<![a-z])(?:{words})(?![a-z])")
    if letters == prefix:
        patterns.append(rf"(?<![^\W\d_]){prefix[0]}\. {prefix[1:2] or '[a-z]'}")  # initials
    return "|".join(sorted(patterns))


@cache
def _codes() -> Mapping[str, set[str]]:
    """Return the strings with which the terms of units begin, and for each what a text has that shows it.

    These are words, the first one of a name of several (*peraturan menteri*), and patterns of other signs.
    """
    words = unit_words()
    values, codes = words.values, defaultdict[str, set[str]](set)
    for sign, code in CURRENCY_SIGNS.items():
        codes[code].add(re.escape(sign))
    for code in chain(values[Kind.DOLLAR_SIGN].values(), values[Kind.COUNTRY].values()):
        codes[code].update(values[Kind.DOLLAR], [re.escape("$")])
    currency = {name: code for name, code in values[Kind.MEASURE].items() if code in currencies()}
    laws = {name: code for name, code in values[Kind.LAW].items() if code}
    for named in (values[Kind.CURRENCY], currency, laws, words.law_names):
        for name, code in named.items():
            codes[code].add(re.split("[^a-z]", name)[0])
    codes["no"].update(values[Kind.NUMBER])
    codes["ke"].add(r"(?<![a-z])ke\W{0,3}(?:[0-9]|[ivx]+(?![a-z]))")
    return codes


def shortest(traces: Iterable[str]) -> tuple[str, ...]:
    """Return the traces that contain no other one: a text with a longer one contains the shorter one too."""
    kept: dict[str, None] = {}
    lengths: dict[int, None] = {}
    for trace in sorted(traces, key=len):
        size = len(trace)
        parts = (trace[at : at + length] for length in lengths for at in range(size - length + 1))
        if kept.keys().isdisjoint(parts):
            kept[trace] = lengths[size] = None
    return tuple(kept)


def _of_root(root: str) -> tuple[str, ...]:
    first, rest = root[:1], root[1:]
    if first not in _NASALS:
        return (root,)
    return (rest,) if len(rest) >= _TELLING else (root, _NASALS[first] + rest)


def squeezed(small: str) -> str:
    """Return a text in small letters without the characters that may stand inside a word or a number.

    >>> squeezed("p.b.b."), squeezed("covid-19"), squeezed("1.500,5")
    ('pbb', 'covid19', '15005')
    """
    joined = small.replace("-", "").replace("'", "").replace("`", "")
    return joined.replace(".", "").replace(",", "")
