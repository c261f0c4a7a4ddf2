"""Spelling: the archive's own words, the neighbours of a word among them, and what a slip costs."""

from search.spelling.words import Neighbour, SpellingWords, is_spelt, save_spelling

__all__ = ["Neighbour", "SpellingWords", "is_spelt", "save_spelling"]
