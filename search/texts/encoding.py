"""Mojibake: UTF-8 that was read as another encoding, ``â€œ`` or ``‚Äú`` for a quotation mark.

`ftfy <https://ftfy.readthedocs.io>`_ mends what can have come about in no other way; nothing else that it
offers is used, so quotation marks, ligatures and widths stay as they are. The characters of a text that are
not ASCII stand in short runs, and the same runs come again and again: each is shown to ftfy once. If a run
alone does not tell, its word does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from search.texts.glance import DOUBT, DOUBTFUL, SOUND
from search.texts.steps import Signs, glance

_WORD = re.compile(r"[^\x00-\x20]*[^\x00-\x7f][^\x00-\x20]* ?")
_SOUND = frozenset(SOUND)
_NO_SIGNS = Signs()
_C1 = re.compile("[\x80-\x9f]")
_TWO_LETTERS = re.compile("[ÐÑØÙ]")
#: As which programs in Indonesia have read UTF-8; two letters of Turkish would be mended by chance.
_ENCODINGS = frozenset(("latin-1", "windows-1252", "sloppy-windows-1252", "macroman"))
_MOST_RUN_LENGTH = 10_000
_MOST_KNOWN = 50_000

KNOWN: dict[str, str | None] = {}
"""What runs of characters become, as far as that was found out; see ``meant``."""


class Mended(NamedTuple):
    """A text, how many runs of its characters were mended, and one of them as it was and as it is."""

    text: str
    runs: int = 0
    example: tuple[str, str] = ("", "")


def mended(text: str) -> Mended:
    """Return a text without mojibake, where it is certain what was meant, without white space around it.

    Lone surrogates stay.
    """
    texts, found, runs, first = glance((text,), _NO_SIGNS, KNOWN, meant)
    text = texts[0] if texts else ""
    example = (first, meant(first) or "")
    if found & DOUBT:
        words = {word: good for word in _WORD.findall(text) if (good := _fixed_word(word)) != word}
        if words:
            text = _WORD.sub(lambda word: words.get(word[0], word[0]), text)
            return Mended(text, runs + len(words), example if runs else min(words.items()))
    return Mended(text, runs, example)


def meant(run: str) -> str | None:
    """Return what a run of characters becomes, and remember it: None if it stays, DOUBTFUL if it depends."""
    if run not in KNOWN:
        if len(KNOWN) >= _MOST_KNOWN:
            KNOWN.clear()
        KNOWN[run] = _found_out(run)
    return KNOWN[run]


def _found_out(run: str) -> str | None:
    if len(run) > _MOST_RUN_LENGTH or _SOUND.issuperset(run):
        return None
    fixed = _fixed(run)
    if fixed != run:
        return fixed
    from ftfy.badness import is_bad  # noqa: PLC0415 - takes 30 ms, which most calls of the program spare

    could_be_bad = any(map(is_bad, (f"a{run}a", f"A{run}A", f" {run} ")))
    return DOUBTFUL if could_be_bad or _C1.search(run) else None


@lru_cache(maxsize=_MOST_KNOWN)
def _fixed_word(word: str) -> str:
    return _fixed(word) if len(word) <= _MOST_RUN_LENGTH else word


def _fixed(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding_and_explain  # noqa: PLC0415

    # ftfy takes a blank for byte A0, as which no-break blanks often end: in Arabic it may be byte 85 as well.
    config = TextFixerConfig(
        unescape_html=False, restore_byte_a0=not _TWO_LETTERS.search(text), decode_inconsistent_utf8=False
    )
    fixed, steps = fix_encoding_and_explain(text, config)
    from_others = any(step.action == "encode" and step.parameter not in _ENCODINGS for step in steps or ())
    return text if from_others else fixed
