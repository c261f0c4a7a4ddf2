"""What a text shows wherever it holds a term: letters to look for before anything is analysed.

``"ukung" in text.lower()`` costs a hundredth of an analysis, and a text without those letters holds no
form of *dukung*. A form with a stem shows the stem, but for its first letter, which k, p, s, t and c lose
to a nasal (*menulis*: *tulis*); or it shows a form that the lexicon leads to that stem by hand.

Only what stands in one piece shows so: *COVID-19* is *covid19*, *P.B.B.* is *pbb*, *Jum'at* is *jumat*. The
pieces of a text, between blanks, that may hold such a form are `odd_pieces`, to be analysed in any case.
Where a unit of several pieces may stand (*10 km* is *10km*), a pattern finds the digits or the sign in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import chain

from search.cache import Cache
from search.indonesian.lexicon import Lexicon
from search.indonesian.unit_terms import numeral_of
from search.indonesian.unit_words import Kind, unit_words
from search.indonesian.units import MOST_INITIALS

_REMEMBERED_TERMS = 100_000
#: what a word shows in place of the first letter of its root, and the letter
_NASALS = {"k": "ng", "s": "ny", "c": "ny", "p": "m", "t": "n"}
#: letters by which the rest of a root is telling enough without its first
_TELLING = 4

_JOINTS = "-'`"
_INITIALISM = re.compile(r"\.[a-z](?![a-z0-9])")
# A round number, a number with anything, anything with a number, and what only units have within.
_OF_UNIT = re.compile(r"[0-9]+00|[0-9].*[a-z%-].*|(?:ke|[a-z]{2,3})[0-9].*|.*[:/&].*")
_TIME = re.compile(r"[0-9]{2}(?::([0-9]{2}))+(?:-|$)")
_DATE = re.compile(r"[0-9]+/[0-9]+/([0-9]{4})")
_AMOUNT = re.compile(r"[0-9]+(?:,[0-9]+)?")
_NUMBER = re.compile(r"[.,][0-9]")
# Letters, combining marks, joints; not the punctuation that news text is full of.
_BEYOND_ASCII = re.compile("[^\\x00-\\x7f“”–—…\u00a0]")


class Traces:
    """The traces of the terms that one stemmer makes. May be shared by threads.

    lexicon: the words that the stemmer decides by hand, None for one without
    """

    def __init__(self, lexicon: Lexicon | None) -> None:
        self._lexicon = lexicon
        self._known: Cache[str, tuple[str, ...]] = Cache(_REMEMBERED_TERMS)

    @cached_property
    def _by_hand(self) -> dict[str, list[str]]:
        """The forms that the lexicon leads to each stem; made for the first query, not for indexing."""
        forms: dict[str, list[str]] = {}
        if self._lexicon is not None:
            for form, (stem, _) in self._lexicon.reviewed.items():
                forms.setdefault(stem, []).append(form)
            for (left, _), stem in self._lexicon.echoes.items():
                forms.setdefault(stem, []).append(left)
        return forms

    def of_stem(self, stem: str) -> tuple[str, ...]:
        """Return letters of which a folded text shows some wherever a piece, not an odd one, has the stem."""
        return self._known.get_or_make(stem, self._of_forms, stem)

    def _of_forms(self, stem: str) -> tuple[str, ...]:
        forms = (numeral_of(stem), *self._by_hand.get(stem, ()))
        return shortest(trace for form in forms for trace in _of_root(form))


def of_exact(exact: str) -> tuple[str, ...]:
    """Return the same for an exact form, or the beginning of one: *buku2* is *buku-buku*."""
    return (numeral_of(exact).partition("-")[0],)


def is_initials(term: str) -> bool:
    """Tell whether a term may be the letters of initials, *H. S.* for one."""
    return 2 <= len(term) <= MOST_INITIALS and term.isalpha()


def of_units(
    terms: Iterable[str], prefixes: Iterable[str] = (), *, initials: bool = True
) -> re.Pattern[str] | None:
    """Return what a text in small letters shows wherever a unit of several tokens is one of these terms.

    prefixes: beginnings of terms
    initials: whether *H. S.* counts, which is not told from the term of a short word
    None where none of them can be of such a unit.

    >>> of_units(["rp1500000", "banjir"]).search("sebesar rp 1,5 juta")[0]
    '1,5'
    """
    patterns = {*map(_of_unit, terms), *map(_of_beginning, prefixes)}
    if initials:
        patterns.update(r"(?<![^\W\d_])" + r"\. ".join(term) for term in terms if is_initials(term))
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
    """Return the pattern of the digits that all writings of a number have: 1500000 may be *1,5 juta*."""
    digits = number.replace(",", "").strip("0") or "0"
    return r"(?<![0-9])(?:0[.,]?)*" + "[.,]?".join(digits)


def _of_beginning(prefix: str) -> str:
    if number := _AMOUNT.search(prefix):
        return rf"[0-9][:.][0-9]|{_of_digits(number[0])}" if prefix[0] == "0" else _of_digits(number[0])
    if any(code.startswith(prefix) for code in _codes()):
        return r"[0-9&$]|[a-z]\. [a-z]"
    return rf"&|(?<![^\W\d_]){prefix[0]}\. {prefix[1]}" if len(prefix) > 1 and prefix.isalpha() else "&"


@cache
def _codes() -> frozenset[str]:
    """Return what terms of units begin with."""
    values = unit_words().values
    kinds = (Kind.CURRENCY, Kind.DOLLAR_SIGN, Kind.DOLLAR, Kind.COUNTRY, Kind.LAW)
    codes = chain(*(values[kind].values() for kind in kinds), unit_words().law_names.values(), ("no", "ke"))
    return frozenset(filter(None, codes))


def shortest(traces: Iterable[str]) -> tuple[str, ...]:
    """Return the traces without those that never show alone."""
    kept: list[str] = []
    for trace in sorted(traces, key=len):
        if not any(other in trace for other in kept):
            kept.append(trace)
    return tuple(kept)


def _of_root(root: str) -> tuple[str, ...]:
    first, rest = root[:1], root[1:]
    if first not in _NASALS:
        return (root,)
    return (rest,) if len(rest) >= _TELLING else (root, _NASALS[first] + rest)


def piece_around(text: str, at: int) -> tuple[int, int]:
    """Return the half-open range, from blank to blank, around a character. No token holds a blank."""
    end = text.find(" ", at)
    return text.rfind(" ", 0, at) + 1, end if end >= 0 else len(text)


def squeezed(small: str) -> str:
    """Return a text in small letters without what may stand inside a word or a number.

    >>> squeezed("p.b.b."), squeezed("covid-19"), squeezed("1.500,5")
    ('pbb', 'covid19', '15005')
    """
    joined = small.replace("-", "").replace("'", "").replace("`", "")
    return joined.replace(".", "").replace(",", "")


def odd_pieces(small: str, traces: Sequence[str], *, numbers: bool = True) -> dict[int, int]:
    """Return the pieces, start and end, in which a term may stand without a trace showing; not in order.

    small:   a text in small letters
    traces:  some of which, `squeezed`, every term shows in a squeezed piece
    numbers: whether those count that hold a number with separators only
    """
    pieces: dict[int, int] = {}
    for joint in _JOINTS:
        at = small.find(joint)
        while at >= 0:
            start, end = piece_around(small, at)
            if _may_show(small[start:end], traces):
                pieces[start] = end
            at = small.find(joint, end)
    patterns = [_INITIALISM, _NUMBER] if numbers else [_INITIALISM]
    if not small.isascii():
        patterns.append(_BEYOND_ASCII)
    for pattern in patterns:
        for match in pattern.finditer(small):
            start, end = piece_around(small, match.start())
            if start not in pieces and _may_show(small[start:end], traces):
                pieces[start] = end
    return pieces


def _may_show(piece: str, traces: Sequence[str]) -> bool:
    if not piece.isascii():
        return True
    within = squeezed(piece)
    for trace in traces:  # noqa: SIM110 - any() takes twice the time
        if trace in within:
            return True
    return False
