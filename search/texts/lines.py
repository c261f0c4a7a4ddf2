"""The module makes paragraphs of the lines of a text: each line is one, unless the lines are wrapped.

A text is wrapped if almost every line is full: the first word of the next line would not have fitted into it.
All programs wrap in this way, and lists, poems and tables do not look like this. The paragraphs of wrapped
lines end at a blank line, before an indented line, and at a line that is not full.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from search.later import Pattern

_ENDS = Pattern(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
WIDEST = 130
"""The largest number of characters in a wrapped line."""

_NARROWEST = 30
_FULL_SHARE = 0.8  # of the lines that another one follows: how many are full
_INNER_SHARE = 0.25  # of the same lines: how many are full and end inside a sentence
_SENTENCES = 1 / 40  # of the same lines: how many contain the end of a sentence; in a list they are fewer
_SENTENCE = Pattern(r"[.!?](?:[\"'”’»)\]]*\s*\Z| )")
_SENTENCE_END = Pattern(r"[.!?:;…][\"'”’»)\]]*\Z")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text without the characters that end them, of any system."""
    return _ENDS.split(text)


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text without white space around them; none is empty."""
    lines = lines_of(text)
    if len(lines) < 3 or not (width := wrapped_at(lines)):
        return [stripped for line in lines if (stripped := line.strip())]
    return list(_joined(lines, width))


def wrapped_at(lines: list[str]) -> int | None:
    """Return the length of the longest line if the lines are wrapped, else None."""
    # A line of one word, such as a web address, cannot be wrapped and may be longer than the others.
    width = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    if not _NARROWEST <= width <= WIDEST:
        return None
    breaks = [
        (line.rstrip(), after.split()) for line, after in pairwise(lines) if line.strip() and after.strip()
    ]
    full = [line for line, words in breaks if len(line) + 1 + len(words[0]) > width]
    inner = [line for line in full if not _SENTENCE_END.search(line)]
    sentences = sum(1 for line in lines if _SENTENCE.search(line))
    mostly_full = len(full) >= max(2, _FULL_SHARE * len(breaks))
    within_sentences = len(inner) >= max(2, _INNER_SHARE * len(breaks))
    return width if mostly_full and within_sentences and sentences >= _SENTENCES * len(breaks) else None


def _joined(lines: list[str], width: int) -> Iterator[str]:
    """Yield the paragraphs of a text whose lines are wrapped at a width."""
    paragraph: list[str] = []
    indent = min((_indent(line) for line in lines if line.strip()), default=0)
    length = 0  # of the previous line
    for line in lines:
        stripped = line.strip()
        if paragraph:
            full = stripped and length + 1 + len(stripped.split()[0]) > width
            if not full or _indent(line) > indent:
                yield " ".join(paragraph)
                paragraph = []
        if stripped:
            paragraph.append(stripped)
        length = len(line.rstrip())
    if paragraph:
        yield " ".join(paragraph)


def _indent(line: str) -> int:
    """Return the number of blanks at the start of a line."""
    return len(line) - len(line.lstrip())
