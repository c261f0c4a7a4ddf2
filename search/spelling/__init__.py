"""Spelling: the archive's own words, the neighbours of a word among them, and what a slip costs."""

from search.spelling.words import (
    LEAST_FREQUENCY,
    LONGEST,
    Neighbour,
    SpellingWords,
    is_spelt,
    neighbours,
    spelt_terms,
)

__all__ = [
    "LEAST_FREQUENCY",
    "LONGEST",
    "Neighbour",
    "SpellingWords",
    "is_spelt",
    "neighbours",
    "spelt_terms",
]
