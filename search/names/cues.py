"""The module reads what tells the kind of a name farther away than the word in front of it.

*klub sepak bola X*, *kota lain seperti X, Y dan Z*, *X adalah desa*, *Komando Pasukan Khusus (Kopassus)*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.later import Pattern
from search.names.capitals import word_kinds
from search.names.lists import Word
from search.names.records import ORGANISATION, PERSON, PLACE

if TYPE_CHECKING:
    from search.names.mentions import Mention

_FARTHEST = 70  # characters in front of a name
#: What a thing is said to be behind these words: *X adalah sebuah desa*.
COPULAS = frozenset(("adalah", "merupakan", "ialah"))
_IS = Pattern(
    r" (?:\([^)]{0,60}\) )?(?:adalah|merupakan|ialah)"
    r"(?: (?:sebuah|salah satu|suatu|seorang|nama|satu-satunya|ibu|bagian dari|pusat|mantan))* ([a-z-]+)"
)
#: What only one kind of thing does.
DOES = {
    **dict.fromkeys(("terletak", "berbatasan", "berpenduduk", "berjarak", "dihuni"), PLACE),
    **dict.fromkeys(("lahir", "dilahirkan", "meninggal", "wafat", "menikah", "tewas", "berusia"), PERSON),
    **dict.fromkeys(("bermarkas", "berkantor", "beranggotakan"), ORGANISATION),
}
_ORGANISATIONS = Word.ORGANISATION_HEAD | Word.COMPANY_HEAD
#: How a list goes on whose last member is no name that is read, and what follows places only.
GOES_ON, AROUND_IT = (" dan ", ", dan ", " serta ", ", dll"), " dan sekitarnya"
LINKS = frozenset((", ", " dan ", " atau ", " serta ", ", dan ", ", serta ", ", atau "))


def kind_in_front(text: str, start: int) -> str | None:
    """Return the kind of a name by the noun that it belongs to; "" if none tells, None if it is a title."""
    words = text[max(0, start - _FARTHEST) : start].replace(",", " ").replace(":", " ").split()
    for i in range(len(words) - 1, max(-1, len(words) - 6), -1):
        word = words[i]
        if i and word_kinds(word) & Word.BETWEEN:
            continue
        return kind_of_noun(word)
    return ""


def kind_of_noun(word: str) -> str | None:
    """Return the kind of things that a common noun names; None for works, which are no names here."""
    if not word.islower():
        return ""
    kinds = word_kinds(word)
    if kinds & Word.PLACE_HEAD:
        return PLACE
    if kinds & _ORGANISATIONS:
        return ORGANISATION
    if kinds & (Word.TITLE | Word.ADDRESS):
        return PERSON
    return None if kinds & Word.WORK else ""


def kind_behind(text: str, end: int) -> str:
    """Return the kind of a name by what it is said to be behind it, or "" if nothing tells."""
    said = _IS.match(text, end)
    if not said or word_kinds(said[1]) & (Word.OF_A_PLACE | Word.OF_AN_ORGANISATION):
        return ""  # a country may be a member as well
    return kind_of_noun(said[1]) or ""


def is_short_for(short: str, long: str) -> bool:
    """Return whether a word may be made of letters of a longer text: *Kopassus*, *BMKG*.

    Its first letter has to begin the text.
    """
    letters, at = long.lower(), 0
    small = short.lower()
    if not letters.startswith(small[:1]):
        return False
    for letter in small:
        at = letters.find(letter, at) + 1
        if not at:
            return False
    return True


def mark_lists(text: str, mentions: list[Mention]) -> None:
    """Set the kinds of names beside others: *Kalijambe, Sragen*, *Api, Angin dan Persib*."""
    i, count = 0, len(mentions)
    while i < count - 1:
        j, joined = i + 1, False
        while j < count:
            link = text[mentions[j - 1].end : mentions[j].start]
            if link not in LINKS:
                break
            joined = joined or link != ", "
            j += 1
        if j > i + 1:
            last = mentions[j - 1].end
            joined = joined or (j > i + 2 and text.startswith(GOES_ON, last))
            _mark(mentions, i, j, joined, text.startswith(AROUND_IT, last))
        i = j


def _mark(mentions: list[Mention], first: int, end: int, joined: bool, places: bool) -> None:
    """Give the names of a list the only kind that is sure in it."""
    kinds = [one.kind for one in mentions[first:end] if one.sure]
    if (joined and len(set(kinds)) == 1) or (places and not kinds):
        kind = kinds[0] if kinds else PLACE
        # One organisation among many unknown names may be where people belong to.
        if kind == PLACE or (end - first > 2 and len(kinds) * 2 >= end - first):
            for i in range(first, end):
                _set(mentions, i, kind)
            return
    for i in range(end - 2, first - 1, -1):
        if mentions[i + 1].kind == PLACE and mentions[i].inside:
            _set(mentions, i, PLACE)


def _set(mentions: list[Mention], i: int, kind: str) -> None:
    one = mentions[i]
    if kind == PLACE and not one.inside and one.written.isupper():
        return  # letters that only the article tells of: *Surabaya dan BUS*
    if not one.sure and one.role is None and one.kind in ("", PERSON):
        mentions[i] = one._replace(kind=kind, sure=True)
