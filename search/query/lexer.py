"""The lexer cuts a query into pieces: words, quoted phrases, brackets, operators, field names.

No text is an error. What cannot be meant (a quotation mark without its pair, a bracket too many) is read in
the most probable way and noted. What ``search.wording`` says about a query is read as the same query, in both
of its languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.query.fields import FIELD_NAMES

#: Double quotation marks of any writing; any of them closes any other.
QUOTES = '"“”„«»＂'
# An apostrophe opens a quotation where no word stands before it, and closes it where none follows: *Jum'at*
# and *Qur'an* are words.
_INSIDE = rf"(?:[^{QUOTES}'‘’]|(?<=\w)['’](?=\w))"
_SINGLE = rf"(?<![^\s(:-])['‘]{_INSIDE}+['’](?!\w)"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_UNTIL = rf"(?:sampai|until)\s+(?P<last>{_DAY})"
# Days of publication as they are said: terbit 2019-09-10, published since 2019-09-10 until 2019-09-12.
_PUBLISHED = rf"""
    (?:terbit|published)\s+
    (?:(?:sejak|since)\s+(?P<first>{_DAY})(?:\s+{_UNTIL.replace("last", "end")})?|{_UNTIL}|(?P<on>{_DAY}))
    (?![^\s)])"""
_FIELD = rf"(?:{'|'.join(sorted(FIELD_NAMES, key=len, reverse=True))})"
_PIECE = re.compile(
    rf"""
    [{QUOTES}](?P<phrase>[^{QUOTES}]*)(?P<closed>[{QUOTES}]?)(?:~(?P<gap>\d+))?
  | (?P<single>{_SINGLE})(?:~(?P<single_gap>\d+))?
  | (?P<bracket>[()])
  | (?P<bar>\|+)
  | (?P<minus>(?:(?<=[\s(])|^)(?:-(?=[^\s\d-])|!(?=[\w({QUOTES}])))
  | (?P<near>(?<=\s)(?-i:NEAR|ADJ|AROUND|W)(?:/\d+|\(\d+\))|(?<=\s)(?-i:NEAR|ADJ|AROUND)(?=\s))(?=\s+\S)
  | (?P<published>{_PUBLISHED})
  | (?P<everything>semua\s+artikel|all\s+articles)(?=\s*(?:[)]|$)|\s+(?-i:TANPA\s|WITHOUT\s|NOT\s|-))
  | (?P<field>{_FIELD}|(?-i:{_FIELD})\s+):(?=(?P<blank>\s*)[^\s:])
  | (?P<word>[\[{{]\s*[^\s(){QUOTES}|\]}}]+\s+(?-i:TO)\s+[^\s(){QUOTES}|\]}}]+\s*[\]}}]|[^\s(){QUOTES}|]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A query without any of these is words between blanks, which most queries are.
_SYNTAX = re.compile(rf"[(){QUOTES}|:'‘]|(?<!\S)[-!]|\s(?:NEAR|ADJ|AROUND|TO|W/\d)")
_WORD = re.compile(r"\S+")
OPERATORS = {
    "OR": "or", "ATAU": "or", "AND": "and", "DAN": "and", "&&": "and",
    "NOT": "not", "TANPA": "not", "WITHOUT": "not", "EXCEPT": "not", "BUKAN": "not", "KECUALI": "not",
}  # fmt: skip
# Never said of a query, and frequent in headlines: no operators in a text that is in capitals throughout.
_OFTEN_WORDS = frozenset(["BUKAN", "KECUALI", "EXCEPT"])
_LARGEST_GAP = 1_000


class Piece(NamedTuple):
    """A piece of the query.

    kind:   "word", "phrase", "open", "close", "or", "and", "not", "field", "published", "everything",
            "distance" (an operator of other engines for words near each other), or "near", which the parser
            makes of a date
    text:   the word, the phrase without its quotation marks, or the canonical field
    start:  the character offset in the query
    gap:    for phrases, the number of other words that may stand between two words
    closed: for phrases, whether the closing quotation mark was there
    typed:  for fields, the name as it was typed
    days:   for "published", the first and the last day in ISO 8601, or "" on an open side
    blank:  for fields, whether a blank stands beside the colon
    """

    kind: str
    text: str
    start: int
    gap: int = 0
    closed: bool = True
    typed: str = ""
    days: tuple[str, str] = ("", "")
    blank: bool = False


def lex(text: str) -> Iterator[Piece]:
    """Yield the pieces of a query in order.

    >>> [(p.kind, p.text) for p in lex('judul:banjir -"hujan deras" OR x*')][2:]
    [('not', '-'), ('phrase', 'hujan deras'), ('or', 'OR'), ('word', 'x*')]
    """
    if _SYNTAX.search(text) is None and not _says_a_query(text):
        for match in _WORD.finditer(text):
            value = match.group()
            kind = OPERATORS.get(value, "word")
            yield Piece("word" if kind == "not" and _is_a_word(value, text) else kind, value, match.start())
        return
    after_field = False
    for match in _PIECE.finditer(text):
        piece = _piece(match, text)
        if after_field and match["word"]:  # judul:ATAU
            piece = Piece("word", piece.text, piece.start)
        yield piece
        after_field = piece.kind == "field"


def _piece(match: re.Match[str], text: str) -> Piece:  # noqa: PLR0911 - one for each kind of piece
    value, start = match.group(), match.start()
    if match["phrase"] is not None:
        return Piece("phrase", match["phrase"], start, _gap(match["gap"]), bool(match["closed"]))
    if match["single"]:
        return Piece("phrase", match["single"][1:-1], start, _gap(match["single_gap"]))
    if match["bracket"]:
        return Piece("open" if value == "(" else "close", value, start)
    if match["bar"]:
        return Piece("or", value, start)
    if match["minus"]:
        return Piece("not", value, start)
    if match["near"]:
        return Piece("distance", value, start)
    if match["field"]:
        name = match["field"].rstrip()
        blank = bool(match["blank"]) or name != match["field"]
        return Piece("field", FIELD_NAMES[name.lower()], start, typed=name, blank=blank)
    if match["published"]:
        first, last = match["first"] or match["on"], match["end"] or match["last"] or match["on"]
        return Piece("published", value, start, days=(first or "", last or ""))
    if match["everything"] and text[:start].rstrip()[-1:] in ("", "("):
        return Piece("everything", value, start)
    kind = OPERATORS.get(value, "word")
    return Piece("word" if kind == "not" and _is_a_word(value, text) else kind, value, start)


def _says_a_query(text: str) -> bool:
    small = text.lower()
    return "terbit" in small or "semua" in small or "published" in small or "all " in small


def _is_a_word(operator: str, text: str) -> bool:
    return operator in _OFTEN_WORDS and text.isupper()


def _gap(digits: str | None) -> int:
    return min(_LARGEST_GAP, int(digits[:9])) if digits else 0


def free_text(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the parts of a text that have no meaning yet, in which dates can be read.

    The result has the length of the text. Phrases, groups of a field, excluded groups and days of publication
    are replaced by quotation marks. Excluded words and values of fields stay; their half-open ranges are the
    second result, and no date begins in one.

    >>> free_text("dari:2019 gempa -(hari ini) kemarin")[0].replace('"', "_")
    'dari:2019 gempa ____________kemarin'
    """
    if _SYNTAX.search(text) is None and not _says_a_query(text) and OPERATORS.keys().isdisjoint(text.split()):
        return text, []
    pieces = list(lex(text))
    ends = [piece.start for piece in pieces[1:]] + [len(text)]
    free, at, claimed = text, 0, []
    while at < len(pieces):
        value = at
        while value < len(pieces) and pieces[value].kind in ("field", "not"):
            value += 1
        end = _end_of_claim(pieces, value, value > at)
        if end > value:
            start, stop = pieces[at].start, ends[end - 1]
            free = free[:start] + '"' * (stop - start) + free[stop:]
        elif at < value < len(pieces):
            claimed.append((pieces[value].start, ends[value]))
        at = max(end, value + 1)
    return free, claimed


def _end_of_claim(pieces: list[Piece], at: int, is_claimed: bool) -> int:
    """Return the index after a phrase, a group or days that begin at ``at``; ``at`` itself if none does."""
    if at < len(pieces) and pieces[at].kind in ("phrase", "published"):
        return at + 1
    depth, end = 0, at
    while is_claimed and at < len(pieces) and pieces[at].kind == "open" and end < len(pieces):
        depth += (pieces[end].kind == "open") - (pieces[end].kind == "close")
        end += 1
        if depth == 0:
            break
    return end
