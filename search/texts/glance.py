"""One look at the paragraphs of an article tells what needs work; nearly always nothing does.

It is the oracle of `search.texts.compiled_glance`, which goes through the characters once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

#: What is found: tags or entities may be there; characters of other writings; characters that no line of text
#: has; a paragraph of very many words or characters.
MARKUP, FOREIGN, CONTROL, LONG = 1, 2, 4, 8
#: Signs of boilerplate: within a paragraph, in how one begins, at the beginning of the article, at its end.
ANYWHERE, KEY, LEAD, TAIL = 16, 32, 64, 128
SIGNS = ANYWHERE | KEY | LEAD | TAIL
#: Characters of which only their word tells whether they are of a wrong encoding.
DOUBT = 256

MOST_WORDS = 150
MAY_BE_LONG = 600
"""Characters; a shorter paragraph is not counted: it has hardly more words than it should have."""
MOST_CHARACTERS = 100_000
KEY_LENGTH = 6
HEAD_LENGTH = 70

DOUBTFUL = ""
"""What a run of characters becomes that may be of a wrong encoding or not."""

#: Common characters that are a sign of a wrong encoding only beside other ones.
SOUND = "“”‘’–—…•\u00a0\u00ad\ufffd\u200b\u200e\u200f\u2060\ufeff"

_MARKS = re.compile("[<&]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_FOREIGN = re.compile(f"[^\x00-\x9f{SOUND}\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_RUN = re.compile("[^\x00-\x7f]+")
_DASHES = re.compile("[–—]|--| -|- ")


@dataclass(frozen=True)
class Signs:
    """Signs of boilerplate.

    keys:     the first characters of a paragraph, KEY_LENGTH of them or all that it has
    anywhere: ASCII texts that stand anywhere in one
    lead:     whether a dash near the beginning of the article is one
    tail:     whether ``)``, ``]`` or ``*`` at its end is one
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
    """Return texts stripped, without the empty ones, and what is found in them.

    The results are the paragraphs; MARKUP, FOREIGN and so on as bits; how many runs of characters were
    replaced, and the first of them.

    known: what each run of characters that are not ASCII becomes: None if it stays, DOUBTFUL if it stays for
           now; without ``known`` all stay
    ask:   is called with a run that is not known; returns what it becomes and may add it to ``known``
    """
    replaced_runs: list[str] = []
    found = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal found
        run = match[0]
        meant = known[run] if run in known else ask(run)  # type: ignore[operator, index, misc]
        if not meant:
            found |= DOUBT * (meant == DOUBTFUL)
            return run
        replaced_runs.append(run)
        return meant

    paragraphs = list(filter(None, map(str.strip, texts)))
    if known is not None:
        paragraphs = [_RUN.sub(replaced, paragraph).strip() for paragraph in paragraphs]
    for paragraph in paragraphs:
        found |= MARKUP * bool(_MARKS.search(paragraph))
        found |= FOREIGN * bool(_FOREIGN.search(paragraph))
        found |= CONTROL * bool(_CONTROLS.search(paragraph))
        found |= LONG * _is_long(paragraph)
        found |= KEY * (paragraph[:KEY_LENGTH] in signs.keys)
        found |= ANYWHERE * any(sign in paragraph for sign in signs.anywhere)
    if paragraphs and signs.lead and has_dash(paragraphs[0]):
        found |= LEAD
    if paragraphs and signs.tail and paragraphs[-1][-1:] in (")", "]", "*"):
        found |= TAIL
    return paragraphs, found, len(replaced_runs), replaced_runs[0] if replaced_runs else ""


def has_dash(text: str) -> bool:
    """Say whether a dash stands near the beginning of a text, as after a place."""
    return _DASHES.search(text, 0, HEAD_LENGTH) is not None


def _is_long(text: str) -> bool:
    words = text.count(" ") + 1
    return len(text) > MOST_CHARACTERS or (len(text) > MAY_BE_LONG and words > MOST_WORDS)
