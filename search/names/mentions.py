"""The module finds the names in one paragraph, from its runs of capitals and the words beside them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from search.names.capitals import CACHE_ENTRIES, RUN, word_kinds
from search.names.lists import Word, lists
from search.names.records import ORGANISATION, PERSON, PLACE
from search.names.segments import run_names

LONGEST_WORD = 24
AROUND = ",()[]\"“”'‘"
_PLACE_WORDS = frozenset(("di", "ke", "dari"))
ADVERBS = ("juga ", "pun ", "sendiri ", "kemudian ", "lalu ")
_NEXT_WORD = re.compile(rf"[ ,]*(?:\([^)]{{1,40}}\)[ ,]*)?(?:{'|'.join(ADVERBS)})?([\w-]+)")
ENDS_SENTENCE = frozenset('.!?:"“”\n•|=;')
#: It begins with a set of characters, because the search is fast then; no word is in front of the mark.
_IN_MARKS = re.compile(r"[\"“‘](?<!\w.) ?([^\"“”‘’\n]{1,60})[\"”’](?!\w)")
ALIKE = frozenset((" dan ", " atau ", " serta ", ", dan ", "-"))
_SPOKEN = frozenset(",.?!…")
APPOSITION = re.compile(r"(?: \([^)]{1,60}\))?,? ?")
ADDRESS_ON_WEB = re.compile(r"\.(?:com|co|id|net|org|tv|go|ac)\b", re.IGNORECASE)


class Beside:
    """What the word in front of a name tells, one bit for each.

    TITLE:         *penyanyi*, *Pak*: a person follows
    DI, PLACE:     *di*; *di*, *ke* or *dari*; CERTAIN: not *dari*, which people follow as well
    SAYS:          a verb of saying
    PLACE_HEAD, ORGANISATION_HEAD, WORK: *desa*, *grup*, *film*
    """

    TITLE = 1
    DI = 2
    PLACE = 4
    CERTAIN = 8
    SAYS = 16
    PLACE_HEAD = 32
    ORGANISATION_HEAD = 64
    WORK = 128
    TELLS_KIND = 256


@lru_cache(CACHE_ENTRIES)
def beside(word: str) -> int:
    """Return what a word in front of a name tells, as bits of ``Beside``."""
    kinds, verbs, small = word_kinds(word), lists().verbs, word.islower()
    bits = 0
    for bit, holds in (
        (Beside.TITLE, small and kinds & (Word.TITLE | Word.ADDRESS)),
        (Beside.DI, word == "di"),
        (Beside.PLACE, word in _PLACE_WORDS),
        (Beside.CERTAIN, word != "dari"),
        (Beside.SAYS, word in verbs or word.removesuffix("nya") in verbs),
        (Beside.PLACE_HEAD, small and kinds & Word.PLACE_HEAD),
        (Beside.ORGANISATION_HEAD, small and kinds & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD)),
        (Beside.WORK, kinds & Word.WORK),
        (
            Beside.TELLS_KIND,
            kinds & (Word.PLACE_HEAD | Word.ORGANISATION_HEAD | Word.COMPANY_HEAD | Word.WORK),
        ),
    ):
        if holds:
            bits |= bit
    return bits


class Mention(NamedTuple):
    """A name in a paragraph, before the rest of the article is read.

    start, end: the range of the name
    kind:       one of ``KINDS``, or "" if it is unknown
    sure:       False if the kind is only guessed from the form of the name
    role:       the range of its role, or None
    inside:     whether it is inside a sentence, where ordinary words have no capital
    written:    the name as it is written there
    """

    start: int
    end: int
    kind: str
    sure: bool
    role: tuple[int, int] | None
    inside: bool
    written: str


def mentions(text: str) -> list[Mention]:  # noqa: PLR0912 - one loop, which is run for every paragraph
    """Return the words of a paragraph that may be names, in order."""
    mentions: list[Mention] = []
    titles = titles_in(text) if '"' in text or "“" in text or "‘" in text else ()
    open_role, open_end = -1, -1
    for match in RUN.finditer(text):
        start, end = match.span()
        run = match[0]
        before = _last_word(text, start) if start else ""
        near = beside(before) if before else 0
        after_title = bool(near & Beside.TITLE)
        segments, unfinished = run_names(run, after_title)
        if not segments and mentions and is_short_for(text, start, end, mentions[-1]):
            mentions.append(Mention(start, end, ORGANISATION, True, None, True, run))
        if segments:
            carried = -1
            if open_end >= 0 and APPOSITION.fullmatch(text, open_end, start):
                carried = open_role
            for segment in segments:
                first, last, sure = start + segment.start, start + segment.end, segment.sure
                if titles and _is_in(titles, first, last):
                    continue
                leads = segment.start == 0
                kind, role = segment.kind, None
                if not sure or kind == PERSON:
                    if segment.role >= 0:
                        role = trimmed(text, start + segment.role, first)
                    elif carried >= 0 and leads:
                        role = trimmed(text, carried, first)
                    if not (sure or kind or leads or role or after_title) and _follows_a_word(text, first):
                        continue  # *Makam Sunan Kudus*: a part of something else
                    if not sure:
                        titled = after_title or role is not None
                        bits = near if leads else 0
                        by_words = _kind_by_words(text, first, last, kind, bits, titled, segment.tokens)
                        if by_words is None:
                            continue
                        kind, sure = by_words
                inside = not leads or before != ""
                mentions.append(Mention(first, last, kind, sure, role, inside, text[first:last]))
        if unfinished >= 0:
            open_role, open_end = start + unfinished, end
        elif text[start - 1 : start] != "(":  # behind Direktur PT Satu (Persero), the name still follows
            open_role, open_end = -1, -1
    mark_places(text, mentions)
    return mentions


def _follows_a_word(text: str, start: int) -> bool:
    return text[start - 1] == " " and text[start - 2 : start - 1].isalpha()


def is_short_for(text: str, start: int, end: int, before: Mention) -> bool:
    """Tell whether letters in brackets are short for the organisation right in front: *Yayasan X (YX)*."""
    if before.kind != ORGANISATION or before.end != start - 2 or text[before.end : start] != " (":
        return False
    return text[end : end + 1] == ")" and text[start:end].isupper() and text[start] == text[before.start]


def mark_places(text: str, mentions: list[Mention]) -> None:
    """Set the kind of names beside a place: *Kalijambe, Sragen*, *di Solo dan Gemolong*."""
    for i in range(len(mentions) - 2, -1, -1):
        here, following = mentions[i], mentions[i + 1]
        if here.sure or here.role or following.kind != PLACE or here.kind not in ("", PERSON):
            continue
        if text[here.end : following.start] == ", " and here.inside:
            mentions[i] = here._replace(kind=PLACE, sure=True)
    for i in range(1, len(mentions)):
        before, here = mentions[i - 1], mentions[i]
        if here.sure or here.role or before.kind != PLACE or here.kind not in ("", PERSON):
            continue
        if text[before.end : here.start] in ALIKE:
            mentions[i] = here._replace(kind=PLACE, sure=True)


def _last_word(text: str, end: int) -> str:
    """Return the word in front of the offset ``end``; "" at the start of a sentence, "," for a long word."""
    at = end - 1
    while at >= 0 and text[at] in " \u00a0":
        at -= 1
    if at < 0 or text[at] in ENDS_SENTENCE:
        return ""
    blank = text.rfind(" ", max(0, at - LONGEST_WORD), at)
    if blank < 0 and at > LONGEST_WORD:
        return ","
    return text[blank + 1 : at + 1].strip(AROUND) or ","


def _kind_by_words(
    text: str, start: int, end: int, kind: str, near: int, titled: bool, tokens: int
) -> tuple[str, bool] | None:
    """Return the kind of a name by the words beside it, and whether it is sure; None if it is no name.

    near: what the word in front of it tells, as bits of ``Beside``
    """
    if text[end : end + 1] == "." and ADDRESS_ON_WEB.match(text, end):
        return None
    if near & Beside.PLACE and kind != ORGANISATION and (tokens == 1 or near & Beside.DI):
        return PLACE, bool(near & Beside.CERTAIN)
    if titled:
        return kind or PERSON, True
    if near & (Beside.PLACE_HEAD | Beside.ORGANISATION_HEAD):  # *desa Kramas*, *grup Gigi*
        return (PLACE if near & Beside.PLACE_HEAD else ORGANISATION), True
    if near & Beside.TELLS_KIND:
        return None if near & Beside.WORK else (kind, False)
    speaks = kind in ("", PERSON) and (near & Beside.SAYS or _verb_behind(text, end))
    return PERSON if speaks else kind, bool(speaks)


def _verb_behind(text: str, end: int) -> bool:
    following = _NEXT_WORD.match(text, end)
    return following is not None and following[1] in lists().verbs


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of a role without the words of address between it and the name."""
    written = text[start:end].rstrip(" ,")
    words = written.split(" ")
    while words and word_kinds(words[-1]) & Word.ADDRESS and not word_kinds(words[-1]) & Word.TITLE:
        written = written[: -len(words.pop())].rstrip(" ,")
    return (start, start + len(written)) if written else None


def titles_in(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of short texts in quotation marks that are no speech: titles, slogans, nicknames."""
    return tuple(match.span(1) for match in _IN_MARKS.finditer(text) if match[1].rstrip()[-1:] not in _SPOKEN)


def _is_in(ranges: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in ranges)
