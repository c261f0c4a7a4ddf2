"""The names in one paragraph: its runs of capitals, read together with the words beside them."""

from __future__ import annotations

import re
from typing import NamedTuple

from search.names.capitals import RUN, word_kinds
from search.names.lists import Word, lists
from search.names.records import ORGANISATION, PERSON, PLACE
from search.names.segments import run_names

_LONGEST_WORD = 24
_AROUND = ",()[]\"“”'‘"
_PLACE_WORDS = frozenset(("di", "ke", "dari"))
_NEXT_WORD = re.compile(r"[ ,]*(?:\([^)]{1,40}\)[ ,]*)?(?:juga |pun |sendiri |kemudian |lalu )?([\w-]+)")
_ENDS_SENTENCE = frozenset('.!?:"“”\n•|=;')
_IN_MARKS = re.compile(r"(?<!\w)[\"“‘] ?([^\"“”‘’\n]{1,60})[\"”’](?!\w)")
_ALIKE = frozenset((" dan ", " atau ", " serta ", ", dan ", "-"))
_SPOKEN = frozenset(",.?!…")
_APPOSITION = re.compile(r"(?: \([^)]{1,60}\))?,? ?")
_ADDRESS_ON_WEB = re.compile(r"\.(?:com|co|id|net|org|tv|go|ac)\b", re.IGNORECASE)


_TELLING = Word.PLACE_HEAD | Word.ORGANISATION_HEAD | Word.COMPANY_HEAD | Word.WORK
_TITLE_OR_ADDRESS = Word.TITLE | Word.ADDRESS


class Mention(NamedTuple):
    """A name in a paragraph before the article is known.

    written: the name as it stands there
    kind: "" if nothing here tells; sure: False if only the shape tells
    role: the range of its role, or None; inside: it stands inside a sentence, where ordinary words are small
    """

    start: int
    end: int
    kind: str
    sure: bool
    role: tuple[int, int] | None
    inside: bool
    written: str


def mentions(text: str) -> list[Mention]:
    """Return what may be a name in a paragraph, in order."""
    found: list[Mention] = []
    titles = _titles(text) if '"' in text or "“" in text or "‘" in text else ()
    open_role, open_end = -1, -1
    for match in RUN.finditer(text):
        start, end = match.span()
        run = match[0]
        before = _last_word(text, start) if start else ""
        after_title = before.islower() and bool(word_kinds(before) & _TITLE_OR_ADDRESS)
        segments, unfinished = run_names(run, after_title)
        if segments:
            carried = -1
            if open_end >= 0 and _APPOSITION.fullmatch(text, open_end, start):
                carried = open_role
            for segment in segments:
                first, last, sure = start + segment.start, start + segment.end, segment.sure
                if titles and _is_in(titles, first, last):
                    continue
                leads = segment.start == 0
                kind, role = segment.kind, None
                if not sure or kind == PERSON:
                    if segment.role >= 0:
                        role = _trimmed(text, start + segment.role, first)
                    elif carried >= 0 and leads:
                        role = _trimmed(text, carried, first)
                    if not sure:
                        near = before if leads else "-"
                        titled = after_title or role is not None
                        told = _told(text, first, last, kind, near, titled, segment.tokens)
                        if told is None:
                            continue
                        kind, sure = told
                inside = not leads or before != ""
                found.append(Mention(first, last, kind, sure, role, inside, text[first:last]))
        if unfinished >= 0:
            open_role, open_end = start + unfinished, end
        elif text[start - 1 : start] != "(":  # of Direktur PT Satu (Persero), the name is still to come
            open_role, open_end = -1, -1
    _with_neighbours(text, found)
    return found


def _with_neighbours(text: str, found: list[Mention]) -> None:
    """Let places tell what is in one row with them: *Kalijambe, Sragen*, *di Solo dan Gemolong*."""
    for i in range(len(found) - 2, -1, -1):
        here, following = found[i], found[i + 1]
        if here.sure or here.role or following.kind != PLACE or here.kind not in ("", PERSON):
            continue
        if text[here.end : following.start] == ", " and here.inside:
            found[i] = here._replace(kind=PLACE, sure=True)
    for i in range(1, len(found)):
        before, here = found[i - 1], found[i]
        if here.sure or here.role or before.kind != PLACE or here.kind not in ("", PERSON):
            continue
        if text[before.end : here.start] in _ALIKE:
            found[i] = here._replace(kind=PLACE, sure=True)


def _last_word(text: str, end: int) -> str:
    """Return the word in front of a place in the text; "" at the start of a sentence."""
    at = end - 1
    while at >= 0 and text[at] in " \u00a0":
        at -= 1
    if at < 0 or text[at] in _ENDS_SENTENCE:
        return ""
    return (
        text[text.rfind(" ", 0 if at < _LONGEST_WORD else at - _LONGEST_WORD, at) + 1 : at + 1].strip(_AROUND)
        or ","
    )


def _told(
    text: str, start: int, end: int, kind: str, before: str, titled: bool, tokens: int
) -> tuple[str, bool] | None:
    """Return kind and certainty of a name that only its neighbours can tell, None if it is no name."""
    if text[end : end + 1] == "." and _ADDRESS_ON_WEB.match(text, end):
        return None
    if before in _PLACE_WORDS and kind != ORGANISATION and (tokens == 1 or before == "di"):
        return PLACE, before != "dari"
    if titled:
        return kind or PERSON, True
    if word_kinds(before) & _TELLING:
        return _told_in_front(before, kind)
    return _told_behind(text, end, before, kind)


def _told_in_front(before: str, kind: str) -> tuple[str, bool] | None:
    """Return what the word in front tells: *desa Kramas*, *grup Gigi*; None behind *film*."""
    told_by = word_kinds(before)
    if told_by & Word.PLACE_HEAD and before.islower():
        return PLACE, True
    if told_by & (Word.ORGANISATION_HEAD | Word.COMPANY_HEAD) and before.islower():
        return ORGANISATION, True
    return None if told_by & Word.WORK else (kind, False)


def _told_behind(text: str, end: int, before: str, kind: str) -> tuple[str, bool]:
    """Return what a verb of saying tells, behind the name or in front of it."""
    if kind in ("", PERSON):
        following = _NEXT_WORD.match(text, end)
        verbs = lists().verbs
        if (following and following[1] in verbs) or before in verbs or before.removesuffix("nya") in verbs:
            return PERSON, True
    return kind, False


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range of a role without what is between it and the name."""
    written = text[start:end].rstrip(" ,")
    words = written.split(" ")
    while words and word_kinds(words[-1]) & Word.ADDRESS and not word_kinds(words[-1]) & Word.TITLE:
        written = written[: -len(words.pop())].rstrip(" ,")
    return (start, start + len(written)) if written else None


def _titles(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of short texts in quotation marks that nobody says: titles, slogans, nicknames."""
    return tuple(match.span(1) for match in _IN_MARKS.finditer(text) if match[1].rstrip()[-1:] not in _SPOKEN)


def _is_in(ranges: tuple[tuple[int, int], ...], start: int, end: int) -> bool:
    return any(first <= start and end <= last for first, last in ranges)
