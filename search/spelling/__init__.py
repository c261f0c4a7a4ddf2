"""The room of spelling finds the words of an archive that are near a typed word, and what a slip costs."""

from search.spelling.words import (
    LEAST_FREQUENCY,
    LONGEST,
    Counts,
    Neighbour,
    SpellingWords,
    edit_costs,
    is_spelt,
    neighbours,
    spelt_terms,
)

__all__ = [
    "LEAST_FREQUENCY",
    "LONGEST",
    "Counts",
    "Neighbour",
    "SpellingWords",
    "edit_costs",
    "is_spelt",
    "neighbours",
    "spelt_terms",
]
