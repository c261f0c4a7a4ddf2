"""The module cuts a very long paragraph at the ends of sentences into paragraphs of about 60 to 100 words.

All cuts are chosen together, as Knuth and Plass break lines (*Breaking Paragraphs into Lines*, 1981): of all
ways to cut, the one with the smallest sum of costs is taken. A paragraph costs the square of its deviation; a
cut inside a quotation costs as much as about 30 words too many. White space at a cut is removed; nothing else
is changed.
"""

from __future__ import annotations

from search.texts.glance import MAX_WORDS, MAY_BE_LONG
from search.texts.sentences import SentenceEnd, sentence_ends

_FEWEST, _BEST, _MANY = 60, 80, 100  # words of a good paragraph
_SHORTEST, _LONGEST = 30, 160  # words; a paragraph outside of these is made only if no other cut is possible
_APART = 40  # characters between two possible cuts; nearer ones would not be better
_BAD = 2.0  # the cost of a cut for each degree of ``SentenceEnd.bad``


def is_long(text: str) -> bool:
    """Return whether a paragraph has so many words that it is cut."""
    return len(text) > MAY_BE_LONG and text.count(" ") >= MAX_WORDS


def cut(text: str) -> list[str]:
    """Return a paragraph in parts of 60 to 100 words, as far as its sentences allow.

    >>> [len(part.split()) for part in cut("Harga beras di pasar itu naik lagi. " * 40)]
    [77, 70, 70, 63]
    """
    ends = sentence_ends(text, _APART)
    if not ends:
        return [text]
    starts = [0, *(end.start for end in ends)]
    stops = [*(end.end for end in ends), len(text)]
    words = [0]
    for start, stop in zip(starts, stops, strict=True):
        words.append(words[-1] + text.count(" ", start, stop) + 1)
    cuts = _best_cuts(words, ends)
    return [text[starts[first] : stops[last - 1]] for first, last in cuts]


def _best_cuts(words: list[int], ends: list[SentenceEnd]) -> list[tuple[int, int]]:
    """Return the half-open ranges of sentences that become paragraphs.

    words: the number of words in front of each sentence, and of the whole text
    ends:  the end of each sentence but the last
    """
    count = len(words) - 1
    costs, firsts = [0.0], [0]
    # A paragraph from sentence ``longest`` has at most _LONGEST words, from ``shortest`` at least _SHORTEST.
    longest, shortest = 0, 0
    for last in range(1, count + 1):
        after = words[last]
        while after - words[longest] > _LONGEST and longest < last - 1:
            longest += 1
        while after - words[shortest + 1] >= _SHORTEST and shortest < last - 1:
            shortest += 1
        best, best_first = float("inf"), last - 1
        for first in range(longest, max(shortest, longest) + 1):
            cost = costs[first] + _COSTS[min(after - words[first], _LONGEST)]
            if cost <= best:
                best, best_first = cost, first
        costs.append(best + (_BAD * ends[last - 1].bad if last < count else 0.0))
        firsts.append(best_first)
    cuts, last = [], count
    while last:
        cuts.append((firsts[last], last))
        last = firsts[last]
    return cuts[::-1]


def _cost(size: int) -> float:
    """Return the cost of a paragraph of ``size`` words: squared deviations from the wanted size."""
    outside = max(_FEWEST - size, size - _MANY, 0)
    return (outside / 10) ** 2 + ((size - _BEST) / 100) ** 2


_COSTS = [_cost(size) for size in range(_LONGEST + 1)]
