"""Spelling: the archive's own words, the neighbours of a word among them, and what a slip costs."""

from search.spelling.words import LONGEST, Neighbour, SpellingWords, is_spelt, spelt_terms

__all__ = ["LONGEST", "Neighbour", "SpellingWords", "is_spelt", "spelt_terms"]
