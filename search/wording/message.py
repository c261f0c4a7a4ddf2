"""What a code of the catalogue stands for."""

from __future__ import annotations

from typing import NamedTuple


class Message(NamedTuple):
    """One sentence, or a part of one; values stand in braces.

    indonesian, english: the text
    english_one: the English text where ``count`` is 1, if it is another one
    """

    indonesian: str
    english: str
    english_one: str = ""
