"""The module says what the word in front of a name tells of it: *penyanyi*, *di*, *desa*."""

from __future__ import annotations

from functools import lru_cache

from search.names.capitals import word_kinds
from search.names.lists import CACHE_ENTRIES, Word, lists
from search.names.records import ORGANISATION, PERSON, PLACE

_OF = Word.OF_A_PLACE | Word.OF_AN_ORGANISATION
_INITIALS = frozenset(("inisial", "berinisial"))
_PLACE_WORDS = frozenset(("di", "ke", "dari"))


class Beside:
    """What the word in front of a name tells, one bit for each.

    TITLE:         *penyanyi*, *Pak*: a person follows
    DI, PLACE:     *di*; *di*, *ke* or *dari*; CERTAIN: not *dari*, which people follow as well
    SAYS:          a verb of saying
    PLACE_HEAD, ORGANISATION_HEAD, WORK: *desa*, *grup*, *film*
    BETWEEN:       what tells the kind may stand farther in front: *klub sepak bola*, *kota seperti*
    MEMBER:        *kader*: an organisation follows
    INITIALS:      *berinisial*: letters follow that stand for the name of a person
    IN:            *di* itself, which no person follows
    """

    TITLE = 1
    DI = 2
    PLACE = 4
    CERTAIN = 8
    SAYS = 16
    PLACE_HEAD = 32
    ORGANISATION_HEAD = 64
    WORK = 128
    TELLS_KIND = 256
    BETWEEN = 512
    MEMBER = 1024
    IN = 2048
    INITIALS = 4096


#: All kinds of words that tell anything of the name behind them.
_TELLING = (
    Word.TITLE
    | Word.ADDRESS
    | Word.PLACE_HEAD
    | Word.ORGANISATION_HEAD
    | Word.COMPANY_HEAD
    | Word.WORK
    | Word.BETWEEN
    | _OF
)


@lru_cache(CACHE_ENTRIES)
def beside(word: str) -> int:
    """Return what a word in front of a name tells, as bits of ``Beside``."""
    if word in _INITIALS:
        return Beside.CERTAIN | Beside.INITIALS
    kinds, verbs, small = word_kinds(word), lists().verbs, word.islower()
    if not kinds & _TELLING and word not in _PLACE_WORDS and word.removesuffix("nya") not in verbs:
        return Beside.CERTAIN if word not in verbs else Beside.CERTAIN | Beside.SAYS
    bits = 0
    for bit, holds in (
        (Beside.TITLE, small and kinds & (Word.TITLE | Word.ADDRESS) and not kinds & _OF),
        (Beside.DI, word == "di" or (small and kinds & Word.OF_A_PLACE)),
        (Beside.IN, word == "di"),
        (Beside.PLACE, word in _PLACE_WORDS or (small and kinds & Word.OF_A_PLACE)),
        (Beside.MEMBER, small and kinds & Word.OF_AN_ORGANISATION),
        (Beside.CERTAIN, word != "dari"),
        (Beside.SAYS, word in verbs or word.removesuffix("nya") in verbs),
        (Beside.PLACE_HEAD, small and kinds & Word.PLACE_HEAD),
        (Beside.ORGANISATION_HEAD, small and kinds & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD)),
        (Beside.WORK, kinds & Word.WORK),
        (Beside.BETWEEN, small and kinds & Word.BETWEEN),
        (
            Beside.TELLS_KIND,
            kinds & (Word.PLACE_HEAD | Word.ORGANISATION_HEAD | Word.COMPANY_HEAD | Word.WORK),
        ),
    ):
        if holds:
            bits |= bit
    return bits


def announced(near: int) -> str:
    """Return the kind of name that the word in front of a run announces, or "": *desa*, *grup*."""
    if near & Beside.TITLE:
        return PERSON
    if near & Beside.PLACE_HEAD:
        return PLACE
    return ORGANISATION if near & (Beside.ORGANISATION_HEAD | Beside.MEMBER) else ""
