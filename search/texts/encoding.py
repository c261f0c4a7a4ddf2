"""The module repairs mojibake: UTF-8 that was decoded with another encoding, ``â€œ`` for a quotation mark.

`ftfy <https://ftfy.readthedocs.io>`_ repairs only what has no other explanation; none of its other changes is
used, so quotation marks, ligatures and widths remain. The characters outside of ASCII are in short runs, and
the same runs occur again and again, so ftfy sees each run once. If it cannot decide about a run alone, it
sees the word that contains the run.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from search.later import Pattern
from search.texts.glance import DOUBT, DOUBTFUL, SOUND
from search.texts.steps import Signs, glance

_WORD = Pattern(r"[^\x00-\x20]*[^\x00-\x7f][^\x00-\x20]* ?")
_SOUND = frozenset(SOUND)
_NO_SIGNS = Signs()
_C1 = Pattern("[\x80-\x9f]")
_TWO_LETTERS = Pattern("[ÐÑØÙ]")
#: The encodings by which programs in Indonesia decode UTF-8 wrongly; with others ftfy makes Turkish letters.
_ENCODINGS = frozenset(("latin-1", "windows-1252", "sloppy-windows-1252", "macroman"))
_MAX_RUN_LENGTH = 10_000
_MAX_KNOWN = 50_000

KNOWN: dict[str, str | None] = {}
"""A run of characters -> the result of ``meant``, which is stored here."""


class Mended(NamedTuple):
    """A repaired text.

    runs:    the number of runs of characters that were repaired
    example: one of these runs, before and after the repair
    """

    text: str
    runs: int = 0
    example: tuple[str, str] = ("", "")


def mended(text: str) -> Mended:
    """Return a text without white space around it, in which mojibake is repaired if its meaning is certain.

    Lone surrogates are not changed.
    """
    texts, seen, runs, first = glance((text,), _NO_SIGNS, KNOWN, meant)
    text = texts[0] if texts else ""
    example = (first, meant(first) or "")
    if seen & DOUBT:
        words = {word: good for word in _WORD.findall(text) if (good := _fixed_word(word)) != word}
        if words:
            text = _WORD.sub(lambda word: words.get(word[0], word[0]), text)
            return Mended(text, runs + len(words), example if runs else min(words.items()))
    return Mended(text, runs, example)


def meant(run: str) -> str | None:
    """Return the repaired form of a run of characters, and store it in ``KNOWN``.

    The result is None if the run is correct, and DOUBTFUL if only its word can decide.
    """
    if run not in KNOWN:
        if len(KNOWN) >= _MAX_KNOWN:
            KNOWN.clear()
        KNOWN[run] = _repaired(run)
    return KNOWN[run]


def _repaired(run: str) -> str | None:
    if len(run) > _MAX_RUN_LENGTH or _SOUND.issuperset(run):
        return None
    fixed = _fixed(run)
    if fixed != run:
        return fixed
    from ftfy.badness import is_bad  # noqa: PLC0415 - it takes 30 ms and is rarely needed

    could_be_bad = any(map(is_bad, (f"a{run}a", f"A{run}A", f" {run} ")))
    return DOUBTFUL if could_be_bad or _C1.search(run) else None


@lru_cache(maxsize=_MAX_KNOWN)
def _fixed_word(word: str) -> str:
    return _fixed(word) if len(word) <= _MAX_RUN_LENGTH else word


def _fixed(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding_and_explain  # noqa: PLC0415

    # ftfy takes a blank for byte A0, the last byte of a no-break blank; beside Arabic it may be byte 85 as
    # well.
    config = TextFixerConfig(
        unescape_html=False, restore_byte_a0=not _TWO_LETTERS.search(text), decode_inconsistent_utf8=False
    )
    fixed, steps = fix_encoding_and_explain(text, config)
    from_others = any(step.action == "encode" and step.parameter not in _ENCODINGS for step in steps or ())
    return text if from_others else fixed
