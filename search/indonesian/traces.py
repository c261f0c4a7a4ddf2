"""What a text shows wherever it holds a term: letters to look for before anything is analysed.

``"ukung" in text.lower()`` costs a hundredth of an analysis, and a text without those letters holds no
form of *dukung*. A form with a stem shows the stem, but for its first letter, which k, p, s, t and c lose
to a nasal (*menulis*: *tulis*); or it shows a form that the lexicon leads to that stem by hand.

Only what stands in one piece shows so: *COVID-19* is *covid19*, *P.B.B.* is *pbb*, *Jum'at* is *jumat*. The
pieces of a text, between blanks, that may hold such a form are `odd_pieces`, to be analysed in any case.
Where a word may be a unit of several pieces (*10 km* is *10km*), the whole text is analysed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from search.cache import Cache
from search.indonesian.lexicon import Lexicon
from search.indonesian.units import MOST_INITIALS

_REMEMBERED_TERMS = 100_000
#: what a word shows in place of the first letter of its root, and the letter
_NASALS = {"k": "ng", "s": "ny", "c": "ny", "p": "m", "t": "n"}
#: letters by which the rest of a root is telling enough without its first
_TELLING = 4

_JOINTS = "-'`"
_INITIALISM = re.compile(r"\.[a-z](?![a-z0-9])")
_SPACED_INITIALS = re.compile(r"[a-z]\. [a-z]\.")
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
        forms = (stem, *self._by_hand.get(stem, ()))
        return shortest(trace for form in forms for trace in _of_root(form))


def of_exact(exact: str) -> tuple[str, ...]:
    """Return the same for an exact form, or the beginning of one: *buku2* is *buku-buku*."""
    return (exact.partition("-")[0],)


def is_initials(term: str) -> bool:
    """Tell whether a term may be the letters of initials, *H. S.* for one."""
    return 2 <= len(term) <= MOST_INITIALS and term.isalpha()


def has_spaced_initials(small: str) -> bool:
    """Tell whether a text in small letters may hold initials with blanks between them."""
    return _SPACED_INITIALS.search(small) is not None


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
