"""The module looks once at the paragraphs of an article, and returns what has to be done; usually nothing.

It is the oracle of `search.texts.compiled_glance`, which does the same in one loop over the characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from search.later import Pattern

#: Bits of the result: a character of tags or entities; characters of other scripts; characters that no line
#: of text has; a paragraph of very many words or characters.
MARKUP, FOREIGN, CONTROL, LONG = 1, 2, 4, 8
#: Bits for signs of boilerplate: anywhere in a paragraph, in its first characters, at the beginning of the
#: article, at its end.
ANYWHERE, KEY, LEAD, TAIL = 16, 32, 64, 128
SIGNS = ANYWHERE | KEY | LEAD | TAIL
#: The bit for characters about which only their word can tell whether they were decoded wrongly.
DOUBT = 256

MAX_WORDS = 150
MAY_BE_LONG = 600
"""The words of a paragraph with at most this many characters are not counted: there are not too many."""
MAX_CHARACTERS = 100_000
KEY_LENGTH = 6
HEAD_LENGTH = 70

DOUBTFUL = ""
"""The value in ``known`` of a run of characters that may have been decoded wrongly or not."""

#: Common characters that are a sign of wrong decoding only beside other ones.
SOUND = "“”‘’–—…•\u00a0\u00ad\ufffd\u200b\u200e\u200f\u2060\ufeff"

# Characters without ink, of no width: for hyphens and ligatures, for the direction of writing.
_OF_NO_WIDTH = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
_INVISIBLE = frozenset(map(chr, (0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *_OF_NO_WIDTH)))
_NOTHING_SEEN = Pattern(rf"[\s{''.join(sorted(_INVISIBLE))}]*")

_MARKS = Pattern("[<&]")
_CONTROLS = Pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_FOREIGN = Pattern(f"[^\x00-\x9f{SOUND}\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_RUN = Pattern("[^\x00-\x7f]+")
_DASHES = Pattern("[–—]|--| -|- ")


@dataclass(frozen=True)
class Signs:
    """The signs of boilerplate.

    keys:     the first KEY_LENGTH characters of a paragraph, or all of a shorter one
    anywhere: ASCII texts, anywhere in a paragraph
    lead:     whether a dash near the beginning of the article is a sign
    tail:     whether ``)``, ``]`` or ``*`` at the end of the article is a sign
    """

    keys: Collection[str] = ()
    anywhere: tuple[str, ...] = ()
    lead: bool = False
    tail: bool = False


def glance(
    texts: Iterable[str],
    signs: Signs,
    known: dict[str, str | None] | None = None,
    ask: Callable[[str], str | None] | None = None,
) -> tuple[list[str], int, int, str]:
    """Return the texts without white space around them and without those of which nothing is seen.

    The results are these paragraphs; what is in the texts, as the bits MARKUP, FOREIGN and so on; the
    number of runs of characters that were replaced; and the first of these runs.

    known: a run of characters outside of ASCII -> its replacement, None for no replacement, or DOUBTFUL for
           none yet; without ``known`` nothing is replaced
    ask:   a function that returns the same for a run that is not in ``known``; it may add the run there
    """
    replaced_runs: list[str] = []
    seen = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal seen
        run = match[0]
        meant = known[run] if run in known else ask(run)  # type: ignore[operator, index, misc]
        if not meant:
            seen |= DOUBT * (meant == DOUBTFUL)
            return run
        replaced_runs.append(run)
        return meant

    paragraphs = list(filter(None, map(str.strip, texts)))
    if known is not None:
        paragraphs = [_RUN.sub(replaced, paragraph).strip() for paragraph in paragraphs]
    for paragraph in paragraphs:
        seen |= MARKUP * bool(_MARKS.search(paragraph))
        seen |= FOREIGN * bool(_FOREIGN.search(paragraph))
        seen |= CONTROL * bool(_CONTROLS.search(paragraph))
        seen |= LONG * _is_long(paragraph)
        seen |= KEY * (paragraph[:KEY_LENGTH] in signs.keys)
        seen |= ANYWHERE * any(sign in paragraph for sign in signs.anywhere)
    paragraphs = [paragraph for paragraph in paragraphs if not is_unseen(paragraph)]
    if paragraphs and signs.lead and has_dash(paragraphs[0]):
        seen |= LEAD
    if paragraphs and signs.tail and paragraphs[-1][-1:] in (")", "]", "*"):
        seen |= TAIL
    return paragraphs, seen, len(replaced_runs), replaced_runs[0] if replaced_runs else ""


def is_unseen(text: str) -> bool:
    """Return whether a text has no character that a reader would see; an empty one has none."""
    return (not text or text[0] in _INVISIBLE) and _NOTHING_SEEN.fullmatch(text) is not None


def has_dash(text: str) -> bool:
    """Say whether a dash stands near the beginning of a text, as after a place."""
    return _DASHES.search(text, 0, HEAD_LENGTH) is not None


def _is_long(text: str) -> bool:
    words = text.count(" ") + 1
    return len(text) > MAX_CHARACTERS or (len(text) > MAY_BE_LONG and words > MAX_WORDS)
