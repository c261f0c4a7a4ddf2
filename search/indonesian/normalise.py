"""Folding gives all ways to type or encode a word the same letters.

Each surface form is folded alone and never the whole text, so that character offsets remain valid.
"""

from __future__ import annotations

import unicodedata

from search.later import Pattern

# Invisible inside words: soft hyphen, zero-width space and joiners, word joiner, byte order mark.
INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
COMBINING = "\u0300-\u036f"
# Typewriter and typographic apostrophes, as in Jum'at and Al-Qur’an, and the ayn of transliterations.
APOSTROPHES = "'’‘ʼʻ`´ʿʾ′‛＇"
# ASCII hyphen, Unicode hyphen, non-breaking hyphen. Dashes separate words.
HYPHENS = "-\u2010\u2011"

_ANY_HYPHEN = Pattern(f"[{HYPHENS}]")
# What is left once letters are decomposed: letters, digits, hyphens and the periods of initialisms.
_DROPPED = Pattern(f"[^\\w.,-]|[_{APOSTROPHES}]")


def fold(surface: str) -> str:
    """Return ``surface`` in small letters without accents, apostrophes and invisible characters.

    Compatibility forms become their plain letters (Unicode NFKC), every hyphen becomes ``-``.

    >>> fold("Jum’at"), fold("é"), fold("A\u0301"), fold("ﬁlm"), fold("anak²")
    ('jumat', 'e', 'a', 'film', 'anak2')
    """
    if surface.isascii():
        return surface.replace("'", "").replace("`", "").lower()
    decomposed = unicodedata.normalize("NFKD", surface)
    return _DROPPED.sub("", _ANY_HYPHEN.sub("-", decomposed)).lower()
