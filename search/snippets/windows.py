"""The module chooses the fragment of a text that shows a query best, and makes its HTML."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from html import escape

Range = tuple[int, int]
Snippet = tuple[tuple[Range, ...], Range, str]  # marks, window, HTML of the window

SNIPPET_LENGTH = 260
_LEAD = 60  # characters shown before the first match where no sentence begins nearer
_NEXT_SENTENCE = r"[\"”’')\]]?\s+(?=[\"“‘'(\[]?[A-Z0-9])"
_SENTENCE_START = re.compile(r"[.!?…]" + _NEXT_SENTENCE)
_AFTER_FULL_STOP = re.compile(r"\." + _NEXT_SENTENCE)  # found four times as fast


def choose_window(text: str, marks: Sequence[Range], length: int = SNIPPET_LENGTH) -> Range:
    """Return the half-open range of the fragment, about ``length`` characters, that shows the matches best.

    The fragment with the most different marked words wins, then the one with the most marks, then the first.
    It begins and ends at the edge of a sentence if one is near, else at the edge of a word.
    """
    if len(text) <= length * 1.25:
        return 0, len(text)
    starts = _sentence_starts(text)
    folded = [text[begin:finish].casefold() for begin, finish in marks] if len(marks) > 1 else []
    best, best_value, window = (0, 0), (-1, -1), (0, 0)
    for begin, finish in marks or [(0, 0)]:
        start = _window_start(text, starts, begin)
        if start + length > len(text):
            start = min(start, _window_start_near_end(text, starts, begin, len(text) - length))
        end = max(start + length, finish)
        if (start, end) == window:
            continue
        window = start, end
        inside = [word for word, (s, e) in zip(folded, marks, strict=False) if s >= start and e <= end]
        value = (len(set(inside)), len(inside))
        if value > best_value:
            best, best_value = window, value
    longest = max((end for _, end in marks if best[0] <= end <= best[1]), default=0)
    first, last = best[0], _window_end(text, starts, best[1], longest)
    for begin, end in marks:  # a mark across an edge is shown whole
        first = begin if begin < first < end else first
        last = end if begin < last < end else last
    return first, last


def _sentence_starts(text: str) -> list[int]:
    others = "?" in text or "!" in text or "…" in text
    pattern = _SENTENCE_START if others else _AFTER_FULL_STOP
    return [0, *[match.end() for match in pattern.finditer(text)]]


def _window_start(text: str, sentence_starts: Sequence[int], match: int) -> int:
    sentence = sentence_starts[bisect_right(sentence_starts, match) - 1]
    if match - sentence <= 2 * _LEAD:
        return sentence
    blank = text.find(" ", match - _LEAD, match)
    return blank + 1 if blank >= 0 else match


def _window_start_near_end(text: str, sentence_starts: Sequence[int], match: int, earliest: int) -> int:
    """Return a start further left, which fills a fragment near the end of the text."""
    later = bisect_left(sentence_starts, earliest)
    if later < len(sentence_starts) and sentence_starts[later] <= match:
        return sentence_starts[later]
    return text.find(" ", earliest, match) + 1 or match


def _window_end(text: str, sentence_starts: Sequence[int], end: int, not_before: int) -> int:
    if end >= len(text):
        return len(text)
    sentence = sentence_starts[bisect_right(sentence_starts, end) - 1]
    if sentence >= not_before and sentence > end - _LEAD:
        return len(text[:sentence].rstrip())
    blank = text.rfind(" ", not_before, end + 1)
    return blank if blank > 0 else end


def to_html(text: str, marks: Sequence[Range], window: Range | None = None) -> str:
    """Return a fragment of ``text`` as escaped HTML, with marks in <mark> and "…" where text was cut off.

    >>> to_html("a < b & c", [(4, 5)])
    'a &lt; <mark>b</mark> &amp; c'
    """
    first, last = window or (0, len(text))
    pieces: list[str] = []  # the text before a mark, and its tag, by turns
    at = first
    for start, end in marks:
        if start < first or end > last:
            continue
        pieces += (text[at:start], "<mark>", text[start:end], "</mark>")
        at = end
    pieces.append(text[at:last])
    shown = text[first:last]
    if escape(shown) != shown:  # most texts hold nothing to escape
        pieces[::2] = map(escape, pieces[::2])
    html = "".join(pieces)
    return ("…" if first > 0 else "") + html + ("…" if last < len(text) else "")
