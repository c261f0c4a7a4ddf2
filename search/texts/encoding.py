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

#: Common characters that are a sign of another encoding only beside other ones.
SOUND = frozenset("“”‘’–—…•\u00a0\u00ad\ufffd\u200b\u200e\u200f\u2060\ufeff")

_ASCII_TO_BLANKS = bytes([0x20] * 0x80 + [*range(0x80, 0x100)])
_RUN = re.compile(r"[^\x00-\x7f]+")
_WORD = re.compile(r"[^\x00-\x20]*[^\x00-\x7f][^\x00-\x20]* ?")
_C1 = re.compile("[\x80-\x9f]")
_TWO_LETTERS = re.compile("[ÐÑØÙ]")
#: As which programs in Indonesia have read UTF-8; two letters of Turkish would be mended by chance.
_ENCODINGS = frozenset(("latin-1", "windows-1252", "sloppy-windows-1252", "macroman"))
_MOST_RUN_LENGTH = 10_000


class Mended(NamedTuple):
    """A text, how many runs of its characters were mended, and one of them as it was and as it is."""

    text: str
    runs: int = 0
    example: tuple[str, str] = ("", "")


def mended(text: str) -> Mended:
    """Return a text without mojibake, where it is certain what was meant. Lone surrogates stay."""
    if text.isascii():
        return Mended(text)
    runs = text.encode("utf-8", "surrogatepass").translate(_ASCII_TO_BLANKS).split()
    meant = {run: _meant(run) for run in set(runs)}
    bad = {run: good for run, good in meant.items() if good is not None}
    count, example = 0, ("", "")
    if bad:
        count = sum(map(bad.__contains__, runs))
        example = min((_text(run), good) for run, good in bad.items())
        if len(bad) < len(meant) and any(other in run for run in meant.keys() - bad.keys() for other in bad):
            text = _RUN.sub(lambda run: meant.get(run[0].encode("utf-8", "surrogatepass")) or run[0], text)
        else:
            for run in sorted(bad, key=len, reverse=True):
                text = text.replace(_text(run), bad[run])
    if any(good is None and _is_doubtful(run) for run, good in meant.items()):
        words = {word: good for word in _WORD.findall(text) if (good := _fixed(word)) != word}
        if words:
            text = _WORD.sub(lambda word: words.get(word[0], word[0]), text)
            return Mended(text, count + len(words), example if count else min(words.items()))
    return Mended(text, count, example)


def _text(run: bytes) -> str:
    return run.decode("utf-8", "surrogatepass")


@lru_cache(maxsize=20_000)
def _meant(run: bytes) -> str | None:
    """Return what a run of characters, in UTF-8, was meant to be; None if it can be sound."""
    if len(run) > _MOST_RUN_LENGTH:
        return None
    text = _text(run)
    return None if SOUND.issuperset(text) or (good := _fixed(text)) == text else good


@lru_cache(maxsize=20_000)
def _is_doubtful(run: bytes) -> bool:
    """Say whether a run could be mojibake, depending on what stands beside it."""
    from ftfy.badness import is_bad  # noqa: PLC0415 - takes 30 ms, which most calls of the program spare

    text = _text(run)
    if SOUND.issuperset(text):
        return False
    return any(map(is_bad, (f"a{text}a", f"A{text}A", f" {text} "))) or _C1.search(text) is not None


def _fixed(text: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding_and_explain  # noqa: PLC0415

    # ftfy takes a blank for byte A0, as which no-break blanks often end: in Arabic it may be byte 85 as well.
    config = TextFixerConfig(
        unescape_html=False, restore_byte_a0=not _TWO_LETTERS.search(text), decode_inconsistent_utf8=False
    )
    fixed, steps = fix_encoding_and_explain(text, config)
    from_others = any(step.action == "encode" and step.parameter not in _ENCODINGS for step in steps or ())
    return text if from_others else fixed
