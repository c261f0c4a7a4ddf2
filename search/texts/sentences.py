"""The module finds the ends of sentences: behind ``.``, ``!``, ``?`` and ``…``, but not in an abbreviation.

Abbreviations are data (``abbreviations.tsv``); initials and academic degrees are recognised by their form. If
it is unclear whether a sentence ends (*vitamin C. Budi*), it does not, because a long paragraph is better
than one that begins inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from search.later import Pattern
from search.texts.tables import rows

_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(["
# Full stops and closing marks, white space, and the capital or figure at the beginning of the next sentence.
_END = Pattern(rf"[.!?…]+[{_CLOSING}]*(\s+)(?=[-–—•]?\s?[\"'“‘«]*[A-Z0-9À-ÖØ-Þ])")
_NEXT_WORD = Pattern(rf"[-–—•\s{re.escape(_OPENING)}]*([\w’'-]+)")
_LONGEST_TOKEN = 40
_LONGEST_ABBREVIATION = 8
# The end of a sentence whose white space was lost: "warga pulang.Mereka".
_GLUED = Pattern(r"[.!?](?<=[a-z]{3}.)[\"”]?(?=[A-Z][a-z]{2,})(?!(?:Com|Net|Org|Info|Tv)\b)")
_INITIALS = Pattern(r"(?:[A-Za-z]|[A-Z][A-Za-z]{0,4}(?:\.[A-Z][A-Za-z]{0,4})+|[a-z](?:\.[a-z])+)", re.ASCII)
_NUMBER = Pattern(r"\d{1,2}|[ivxIVX]{1,5}", re.ASCII)
#: No name begins with one of these words, so a sentence begins there.
_STARTER_WORDS = (
    "Adapun Akan Akibatnya Apabila Bahkan Beberapa Berdasarkan Bila Dalam Dan Dari Dengan Di Dia Diketahui"
    " Hal Hingga Ia Ini Itu Jika Juga Kalau Kami Karena Ke Kedua Kemudian Kini Kita Lalu Maka Melalui Menurut"
    " Mereka Meski Namun Oleh Pada Para Pasalnya Saat Saya Sebab Sebagai Sebelum Sebelumnya Sedangkan"
    " Sehingga Sejak Selain Selama Selanjutnya Sementara Semua Seperti Serta Setelah Sudah Tak Tapi Tetapi"
    " Tidak Untuk Yang"
)
_STARTERS = frozenset(_STARTER_WORDS.split())
_QUOTE = Pattern('["“”„«»]')
_LONGEST_QUOTATION = 2_500  # characters; a longer one lacks its closing mark
_SAYS_WHO = Pattern(
    r"(?:Demikian|Begitu|Begitulah|Hal (?:itu|ini|tersebut)|Pernyataan (?:itu|ini|tersebut)|Itulah)\b",
    re.ASCII,
)


class SentenceEnd(NamedTuple):
    """The end of a sentence, where a text may be cut.

    end:   the offset behind the sentence
    start: the offset of the next one; white space is between them, or nothing if it was lost
    bad:   how bad a cut is here: 0 between two sentences, 1 if the white space was lost, 2 in front of a
           sentence that says who spoke, 5 inside a quotation
    """

    end: int
    start: int
    bad: int


@cache
def _abbreviations() -> dict[str, str]:
    """Return a mapping: an abbreviation -> what follows it, "name" or "number"."""
    what_follows: dict[str, str] = {}
    for abbreviation, before, _ in rows("abbreviations.tsv"):
        for written in (abbreviation, abbreviation.upper()):
            what_follows.setdefault(written, before)
    return what_follows


def sentence_ends(text: str, apart: int = 0) -> list[SentenceEnd]:
    """Return the ends of all sentences of a text but the last, in order.

    apart: the minimum distance between two ends in characters; nearer ones are left out

    >>> text = "Menurut dr. Contoh, harga naik. Warga menunggu."
    >>> [text[end.start:] for end in sentence_ends(text)]
    ['Warga menunggu.']
    """
    ends: list[SentenceEnd] = []
    quotations = [*_quotations(text)]
    inside = 0
    for end, start, lost in _ends(text, apart):
        while inside < len(quotations) and quotations[inside][1] <= end:
            inside += 1
        if inside < len(quotations) and quotations[inside][0] < end:
            bad = 5
        else:
            bad = 2 if text[start] in "DBHPI" and _SAYS_WHO.match(text, start) else int(lost)
        ends.append(SentenceEnd(end, start, bad))
    return ends


def _ends(text: str, apart: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the end of each sentence, the start of the next one, and whether white space was lost there."""
    ends: list[tuple[int, int, bool]] = []
    near = 0
    for match in _END.finditer(text):
        end, start = match.span(1)
        if end >= near and _ends_sentence(match):
            ends.append((end, start, False))
            near = end + apart
    lost = [(match.end(), match.end(), True) for match in _GLUED.finditer(text)]
    return iter(sorted(ends + lost) if lost else ends)


def _ends_sentence(match: re.Match[str]) -> bool:
    text, stop = match.string, match.start()
    if match.start(1) != stop + 1 or text[stop] != ".":
        return True  # an abbreviation has one full stop
    token = text[text.rfind(" ", max(0, stop - _LONGEST_TOKEN), stop) + 1 : stop].lstrip(_OPENING)
    if len(token) > _LONGEST_ABBREVIATION and "." not in token:
        return True
    before = _abbreviations().get(token)
    if before == "name":
        return False
    if before is None and not _INITIALS.fullmatch(token) and not _NUMBER.fullmatch(token):
        return True
    following = _NEXT_WORD.match(text, match.end())
    after = following[1] if following else ""
    if before == "number":
        return not after[:1].isdigit()
    return after in _STARTERS


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the range of each quotation with its marks; those without a closing mark are left out."""
    opened: int | None = None
    for quote in _QUOTE.finditer(text):
        at = quote.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if quote[0] in "“„«":
            opens = True
        elif quote[0] in "”»":
            opens = False
        elif (before.isspace() or not before) == (after.isspace() or not after):
            opens = opened is None  # white space on both sides, or on neither
        else:
            opens = before.isspace() or not before or before in "(["
        if opens:
            opened = at
        elif opened is not None:
            if at - opened <= _LONGEST_QUOTATION:
                yield opened, at + 1
            opened = None
