"""Spelling: the archive's own words, the neighbours of a word among them, and what a slip costs."""

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
