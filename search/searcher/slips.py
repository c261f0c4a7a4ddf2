"""Decides which words may be spelling errors for other words, by their letters and their frequencies."""

from __future__ import annotations

from search.searcher.mending import UNKNOWN
from search.spelling import Neighbour
from search.spelling.edits import MOST_EDITS

#: A word that occurs so often in the archive is not the error of one person.
REPEATED = 2
#: The edit costs of a small error and of a tiny one: a word that the archive contains can have only these.
SMALL_SLIP, _TINY_SLIP = 1.0, 0.6
#: A word that the archive contains is never an error if it is shorter: too many words are near to three
#: letters.
SHORTEST_KNOWN_SLIP = 4
_SHORT, _SHORT_COST = 5, 1.2
# A word that the archive contains repeatedly is more often a name than an error: an error has at most this
# cost, unless the word has many letters and is rare.
_REPEATED_COST, _LONG_WORD, _RARE = 0.75, 7, 10
# A word of so few letters is near to many words: an error in it has at most this cost. If the archive
# contains the word repeatedly, only a missing letter counts as an error.
_VERY_SHORT, _VERY_SHORT_COST = 4, 0.75
# The threshold UNKNOWN has other values if nothing matches the query, so that a wrong correction does less
# harm; for very short words, which are more often names; and for words that are more than one error away.
# Above the last value the other word is meant, whatever the edit cost.
_UNKNOWN_ALONE, _UNKNOWN_SHORT, _UNKNOWN_FAR, _SURELY = -4.5, -3.4, -3.3, -2.0

# The log10 of how much rarer errors in the first letter are.
_ANOTHER_BEGINNING = 0.6


def another_beginning(word: str, other: str) -> float:
    """Return log10 of how much rarer an error is because it changes the first letter; 0 if it does not.

    People seldom mistake the first letter of a word: *fermin* is a name, and not a misspelled *cermin*.
    """
    return _ANOTHER_BEGINNING if word[0] != other[0] and word[1:2] == other[1:2] else 0.0


def greatest_cost(word: str, other: str) -> float:
    """Return the highest edit cost with which ``other`` may be meant by an unknown word.

    It is lower for short words, because most of them are near to some other word.
    """
    if len(word) < SHORTEST_KNOWN_SLIP:
        return SMALL_SLIP if len(other) > len(word) else _TINY_SLIP
    return MOST_EDITS if len(word) > _SHORT else _SHORT_COST


def may_be_meant(word: str, known: int, other: Neighbour, likelihood: float, *, alone: bool) -> bool:
    """Return whether another word is probable enough to replace a typed word.

    known:      the number of occurrences of the typed word in the archive
    likelihood: log10 of the probability that the other word is meant
    alone:      whether nothing matches the query as typed
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
