"""A paragraph of very many words is cut at the ends of sentences into paragraphs of about 60 to 100 words.

The cuts are chosen together, as Knuth and Plass break lines (*Breaking Paragraphs into Lines*, 1981): of all
ways to cut, the one with the least sum of squared deviations counts, in which a cut within a quotation costs
as much as some 30 words too many. White space at a cut goes, nothing else changes.
"""

from __future__ import annotations

from search.texts.glance import MAY_BE_LONG, MOST_WORDS
from search.texts.sentences import SentenceEnd, sentence_ends

_FEWEST, _BEST, _MANY = 60, 80, 100
_SHORTEST, _LONGEST = 30, 160  # words; outside of these a paragraph is never the best, unless it must be
_APART = 40  # characters; nearer ends of sentences make no better cuts
_BAD = 2.0  # what a cut costs for each degree of badness


def is_long(text: str) -> bool:
    """Return whether a paragraph has more words than it should have."""
    return len(text) > MAY_BE_LONG and text.count(" ") >= MOST_WORDS


def cut(text: str) -> list[str]:
    """Return a paragraph as paragraphs of 60 to 100 words, as far as its sentences allow.

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
    """Return the first sentence of each paragraph and the end of its sentences.

    words: the number of words before each sentence, and of all of them
    """
    count = len(words) - 1
    costs, firsts = [0.0], [0]
    longest, shortest = (
        0,
        0,
    )  # where paragraphs begin that would have at most _LONGEST, at least _SHORTEST words
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
    """Return how far a number of words is from what a paragraph should have."""
    outside = max(_FEWEST - size, size - _MANY, 0)
    return (outside / 10) ** 2 + ((size - _BEST) / 100) ** 2


_COSTS = [_cost(size) for size in range(_LONGEST + 1)]
