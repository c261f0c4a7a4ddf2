"""The module joins lists of tokens, which some corpora have instead of sentences."""

from __future__ import annotations

from collections.abc import Sequence

from search.later import Pattern

_MIN_TOKENS = 4  # a shorter list may have short paragraphs or values
_NO_BLANK_BEFORE = frozenset(".,;:!?%)]}”’…") | {"...", "..", "''"}
_NO_BLANK_AFTER = frozenset("([{“‘") | {"``"}
_QUOTES = {
    "``": '"',
    "''": '"',
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}
_STRAIGHT = frozenset("\"'")
# 10 . 30 is 10.30, 4 / 8 is 4/8, and Liputan6 . com is a name; a point before a capital ends a sentence.
_IN_NUMBERS = Pattern(r"(?<=\d) ?([.,/:]) ?(?=\d)")
_IN_DOMAINS = Pattern(r"(?<=\w)\. (?=(?:com|co|id|net|org|go|ac|or|tv|news)\b)")
_DASHES = Pattern(r"- -(?: -)*")
_ABBREVIATED = Pattern(r"\b([A-Z])\. (?=[A-Z]\.)")


def is_tokens(items: Sequence[object]) -> bool:
    """Return whether a list has the tokens of a sentence: strings without blanks, some of them punctuation.

    >>> is_tokens(["Panen", "raya", "dimulai", "."]), is_tokens(["Panen raya.", "Harga turun."])
    (True, False)
    """
    if not items or not all(isinstance(item, str) for item in items):
        return False
    words = [item for item in items if isinstance(item, str)]
    if any(" " in word.strip() for word in words):
        return False
    return len(words) >= _MIN_TOKENS and any(word and not any(map(str.isalnum, word)) for word in words)


def joined(tokens: Sequence[object]) -> str:
    """Return the sentence of the tokens, with blanks as in Indonesian.

    >>> joined(["Panen", "(", "4", "/", "8", ")", ",", "kata", "dia", ":", '"', "Naik", "1", ",", "5", '"'])
    'Panen (4/8), kata dia: "Naik 1,5"'
    """
    parts: list[str] = []
    opened: set[str] = set()
    glued = True  # no blank before the next token
    for item in tokens:
        token = str(item).strip()
        token = _QUOTES.get(token, token)
        if not token:
            continue
        if token in _STRAIGHT:
            closes = token in opened
            opened.symmetric_difference_update({token})
            parts.append(token if closes or glued else f" {token}")
            glued = not closes
            continue
        blank = "" if glued or token in _NO_BLANK_BEFORE else " "
        parts.append(blank + token)
        glued = token in _NO_BLANK_AFTER
    text = _IN_NUMBERS.sub(r"\1", "".join(parts))
    text = _DASHES.sub(lambda match: match[0].replace(" ", ""), text)
    return _ABBREVIATED.sub(r"\1.", _IN_DOMAINS.sub(".", text))
