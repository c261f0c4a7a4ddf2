"""Which words may be slips of others, by their letters and by how often the archive has them."""

from __future__ import annotations

from search.searcher.mending import UNKNOWN
from search.spelling import Neighbour
from search.spelling.edits import MOST_EDITS

#: Words that the archive has so often are no slip that one person made.
REPEATED = 2
#: The cost of a small slip, and of a tiny one: against a word that the archive has, only these count.
SMALL_SLIP, _TINY_SLIP = 1.0, 0.6
#: A word that the archive has is no slip if it is shorter: three letters are near too many others.
SHORTEST_KNOWN_SLIP = 4
_SHORT, _SHORT_COST = 5, 1.2
# A word that the archive has repeatedly is a name more often than a slip: a slip costs at most this,
# unless the word has many letters and is rare.
_REPEATED_COST, _LONG_WORD, _RARE = 0.75, 7, 10
# A word of so few letters is near to many: its slip has at most this cost, and where the archive has it
# repeatedly a letter was forgotten.
_VERY_SHORT, _VERY_SHORT_COST = 4, 0.75
# As UNKNOWN, where nothing at all is found and there is less to lose; for very short words, which are names
# more often; for words that are more than one slip away. What is likelier than the last is meant at any cost.
_UNKNOWN_ALONE, _UNKNOWN_SHORT, _UNKNOWN_FAR, _SURELY = -4.5, -3.4, -3.3, -2.0

# Powers of ten.
_ANOTHER_BEGINNING = 0.6


def another_beginning(word: str, other: str) -> float:
    """Return the powers of ten by which a slip is rarer where it changes the first letter.

    People seldom mistake the letter that a word begins with: *fermin* is a name, and not *cermin*.
    """
    return _ANOTHER_BEGINNING if word[0] != other[0] and word[1:2] == other[1:2] else 0.0


def greatest_cost(word: str, other: str) -> float:
    """Return what a slip of an unknown word may cost: most short words are near to some other word."""
    if len(word) < SHORTEST_KNOWN_SLIP:
        return SMALL_SLIP if len(other) > len(word) else _TINY_SLIP
    return MOST_EDITS if len(word) > _SHORT else _SHORT_COST


def may_be_meant(word: str, known: int, other: Neighbour, likelihood: float, *, alone: bool) -> bool:
    """Tell whether another word is likely enough to be offered in place of a typed one.

    known:      how often the archive has the typed word
    likelihood: log10 of how likely the other is meant
    alone:      nothing at all was found
    """
    if likelihood >= _SURELY:
        return True
    repeated = known >= REPEATED
    if len(word) <= _VERY_SHORT:
        forgotten = len(other.word) > len(word)
        possible = other.cost <= _VERY_SHORT_COST and (forgotten or not repeated)
        return possible and likelihood >= _UNKNOWN_SHORT
    rare = known < _RARE
    if (
        repeated
        and other.cost > (_REPEATED_COST if rare else _TINY_SLIP)
        and not (rare and len(word) >= _LONG_WORD)
    ):
        return False
    if alone:
        return likelihood >= _UNKNOWN_ALONE
    return likelihood >= (_UNKNOWN_FAR if other.cost > SMALL_SLIP else UNKNOWN)
