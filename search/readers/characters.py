"""The module removes characters that no text has, or replaces them if their meaning is certain."""

from __future__ import annotations

import re

from search.later import Pattern

NO_TEXT_CHARACTERS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
"""For a class of a regular expression: controls (C0 but tab, LF, CR; DEL.

C1), surrogates, two noncharacters.
"""

NO_TEXT = Pattern(f"[{NO_TEXT_CHARACTERS}]")

# Windows-1252 that was decoded as Latin-1: U+0093 is a quotation mark. Five bytes have no character there.
_MEANT = {chr(byte): bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xA0)}
# Vertical tab and form feed end a line in old programs.
_MEANT |= {"\x0b": "\n", "\x0c": "\n"}
_PAIR = Pattern("[\ud800-\udbff][\udc00-\udfff]")


def mended(text: str) -> tuple[str, int, int]:
    r"""Return ``text`` without characters that no text has, the number replaced, and the number dropped.

    >>> mended("Kata \x93presiden\x94.\x00")
    ('Kata “presiden”.', 2, 1)
    """
    replaced = dropped = 0

    def meant(match: re.Match[str]) -> str:
        nonlocal replaced, dropped
        character = _MEANT.get(match[0], "")
        if character:
            replaced += 1
        else:
            dropped += 1
        return character

    if _PAIR.search(text):  # surrogate pairs whose halves were encoded one by one
        text, pairs = _PAIR.subn(
            lambda match: match[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
        )
        replaced += pairs
    return NO_TEXT.sub(meant, text), replaced, dropped
