"""The module finds the name that a paragraph begins with like a label of what its person says.

Answers of interviews and headlines are so: *Anies Baswedan: Kami belum menerima laporan itu*.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.names.capitals import word_kinds
from search.names.lists import Word
from search.names.mentions import Mention
from search.names.records import PERSON

#: What stands between the name and what is said.
COLON = ": "
#: The longest name with its role, and how much of what follows is looked at.
LONGEST_LABEL = 80
_MIN_WORDS = 4
_SPOKEN = """
saya aku kami kita anda kamu tidak tak nggak enggak bukan belum jangan sudah akan harus bisa perlu mau ingin
ada masih siap karena kalau jika biar mari ayo tolong silakan memang
"""
#: Words that speech has, and a heading has not that tells about somebody.
_SPOKEN_WORDS = frozenset(_SPOKEN.split())
#: What such a heading begins with: *Anies Baswedan: Profil dan Karier*.
_HEADINGS = Word.TITLE | Word.ROLE | Word.NOMINAL | Word.WORK
_AROUND = ".,!?"


def label_in(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """Return the name at the start of a paragraph behind which its person speaks, or None."""
    colon = text.find(COLON, 0, LONGEST_LABEL)
    one = next((one for one in mentions if one.end >= colon), None) if colon > 0 else None
    if one is None or one.end != colon or one.kind != PERSON or (one.role[0] if one.role else one.start):
        return None
    start = colon + len(COLON)
    words = text[start : start + LONGEST_LABEL].split()
    if (
        len(words) < _MIN_WORDS
        or not text[start].isupper()
        or word_kinds(words[0].strip(_AROUND)) & _HEADINGS
    ):
        return None
    return one if any(word.strip(_AROUND).lower() in _SPOKEN_WORDS for word in words) else None
