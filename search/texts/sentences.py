"""Where sentences end in Indonesian news: after ``.``, ``!``, ``?`` and ``…``, but not in an abbreviation.

Abbreviations are data (``abbreviations.tsv``); initials and academic degrees are known by their shape. If it
is in doubt whether a sentence ends (*vitamin C. Budi*), it does not: one long paragraph is better than one
that begins in mid-sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_CLOSING = "\"'”’»)\\]"
_OPENING = "\"'“‘«(\\["
# The stop and what closes behind it, white space, and what begins after it.
_END = re.compile(
    rf"(?P<stop>[.!?…]+)(?P<close>[{_CLOSING}]*)(?P<gap>\s+)"
    rf"(?=[-–—•]?\s?(?P<open>[{_OPENING}]*)(?P<next>\w[\w’'-]*))"
)
_BEFORE_TOKEN = re.compile(rf"[\s{_OPENING}]")
_LONGEST_TOKEN = 40
# White space that was lost: "warga pulang.Mereka".
_GLUED = re.compile(r"(?<=[a-z]{3})[.!?][\"”]?(?=[A-Z][a-z]{2,})(?!(?:Com|Net|Org|Info|Tv)\b)")
_INITIALS = re.compile(
    r"(?:[A-Za-z]|[A-Z][A-Za-z]{0,4}(?:\.[A-Z][A-Za-z]{0,4})+|[a-z](?:\.[a-z])+)", re.ASCII
)
_NUMBER = re.compile(r"\d{1,2}|[ivxIVX]{1,5}", re.ASCII)
#: No name begins with one of these, so a sentence does.
_STARTER_WORDS = (
    "Adapun Akan Akibatnya Apabila Bahkan Beberapa Berdasarkan Bila Dalam Dan Dari Dengan Di Dia Diketahui"
    " Hal Hingga Ia Ini Itu Jika Juga Kalau Kami Karena Ke Kedua Kemudian Kini Kita Lalu Maka Melalui Menurut"
    " Mereka Meski Namun Oleh Pada Para Pasalnya Saat Saya Sebab Sebagai Sebelum Sebelumnya Sedangkan"
    " Sehingga Sejak Selain Selama Selanjutnya Sementara Semua Seperti Serta Setelah Sudah Tak Tapi Tetapi"
    " Tidak Untuk Yang"
)
_STARTERS = frozenset(_STARTER_WORDS.split())
_QUOTE = re.compile('["“”„«»]')
_LONGEST_QUOTATION = 2_500  # characters; a longer one was never closed
_SAYS_WHO = re.compile(
    r"(?:Demikian|Begitu|Begitulah|Hal (?:itu|ini|tersebut)|Pernyataan (?:itu|ini|tersebut)|Itulah)\b",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class SentenceEnd:
    """A place where a text may be cut.

    end:   where the sentence ends
    start: where the next one begins; white space lies between, or nothing if it was lost
    bad:   how bad it is to cut there: 0 between two sentences, 1 if the white space was lost, 2 before a
           sentence that says who spoke, 5 within a quotation
    """

    end: int
    start: int
    bad: int


@cache
def _abbreviations() -> dict[str, str]:
    """Return what follows each abbreviation, "name" or "number"."""
    lines = (resources.files("search.texts") / "abbreviations.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    known: dict[str, str] = {}
    for abbreviation, before, _ in rows[1:]:
        for written in (abbreviation, abbreviation.upper()):
            known.setdefault(written, before)
    return known


def sentence_ends(text: str) -> list[SentenceEnd]:
    """Return the ends of all sentences in a text but the last, in order.

    >>> text = "Menurut dr. Contoh, harga naik. Warga menunggu."
    >>> [text[end.start:] for end in sentence_ends(text)]
    ['Warga menunggu.']
    """
    quotations = [*_quotations(text)]
    found: list[SentenceEnd] = []
    inside = 0
    for end, start, lost in sorted(_ends(text)):
        while inside < len(quotations) and quotations[inside][1] <= end:
            inside += 1
        quoted = inside < len(quotations) and quotations[inside][0] < end
        bad = 5 if quoted else 2 if _SAYS_WHO.match(text, start) else 1 if lost else 0
        found.append(SentenceEnd(end, start, bad))
    return found


def _ends(text: str) -> Iterator[tuple[int, int, bool]]:
    for match in _END.finditer(text):
        if _ends_sentence(match):
            yield match.start("gap"), match.end("gap"), False
    for match in _GLUED.finditer(text):
        yield match.end(), match.end(), True


def _ends_sentence(match: re.Match[str]) -> bool:
    after = match["next"]
    if not (after[0].isupper() or after[0].isdigit()) or "(" in match["open"] or "[" in match["open"]:
        return False
    if match["stop"] != "." or match["close"]:
        return True
    stop = match.start()
    token = _BEFORE_TOKEN.split(match.string[max(0, stop - _LONGEST_TOKEN) : stop])[-1]
    before = _abbreviations().get(token)
    if before == "name" or (before == "number" and after[0].isdigit()):
        return False
    if _INITIALS.fullmatch(token) or _NUMBER.fullmatch(token):
        return after in _STARTERS
    return True


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where quotations begin and end; those that never end are left out."""
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
