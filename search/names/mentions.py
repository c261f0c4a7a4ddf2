"""The module finds the names in one paragraph, from its runs of capitals and the words beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from search.later import Pattern
from search.names import cues
from search.names.capitals import CAPITAL, DEGREES, RUN, RUN_BEHIND_SLASH, initials_of, listed_end, word_kinds
from search.names.lists import Word, lists
from search.names.marked_words import is_in, join_nicknames, titles_in
from search.names.records import LAW, ORGANISATION, PERSON, PLACE
from search.names.segments import run_names
from search.names.words_before import Beside, announced, beside

LONGEST_WORD = 24
AROUND = ",()[]\"“”'‘"
_KINDS_OF_ORGANISATIONS = Word.COMPANY_HEAD | Word.ORGANISATION_HEAD
ADVERBS = ("juga ", "pun ", "sendiri ", "kemudian ", "lalu ")
_NEXT_WORD = Pattern(rf"[ ,]*(?:\([^)]{{1,40}}\)[ ,]*)?(?:{'|'.join(ADVERBS)})?([\w-]+)")
ENDS_SENTENCE = frozenset('.!?:"“”\n•|=;')
BEGINS_MORE = ('"', "“")
#: What is read of words that are no name, in place of a kind and whether it is sure.
NO_NAME = ("", True)
#: In how many characters and words in front of brackets it is looked for what a word in them is short for.
_LONGEST_LONG, _MOST_WORDS = 90, 6
#: What the name of a company may end with behind its run, in front of the name of a person.
LEGAL_BEHIND = " (Persero) Tbk"
#: The age of a person behind a name: *Herman (50)*.
LONGEST_INITIALS = 3
AGE = Pattern(r" \([1-9]\d\)")
#: What may stand in front of a person behind brackets: Ketua Badan Pengawas Pemilu (Bawaslu) RI X.
OF_STATE = "RI "
#: What joins two people.
AND = " dan "
APPOSITION = Pattern(r"(?: \([^)]{1,60}\))?,? ?")
ADDRESS_ON_WEB = Pattern(r"\.(?:com|co|id|net|org|tv|go|ac)\b", re.IGNORECASE)


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


#: The names in a paragraph, and the ranges of its verbs of saying; None where nothing can be a quotation.
Clue: TypeAlias = tuple[Sequence[Mention], Sequence[tuple[int, int]]] | None


def mentions(text: str) -> list[Mention]:  # noqa: PLR0912, PLR0915 - one loop, which is run for every paragraph
    """Return the words of a paragraph that may be names, in order."""
    mentions: list[Mention] = []
    titles = titles_in(text) if '"' in text or "“" in text or "‘" in text else ()
    open_role, open_end = -1, -1
    end = 0
    while match := _behind_slash(text, end) or RUN.search(text, end):
        start, end = match.span()
        if text.startswith(", ", end):
            end = listed_end(text, start, end)
        run = text[start:end]
        before = _last_word(text, start) if start else ""
        near = beside(before) if before else 0
        after_title = bool(near & Beside.TITLE)
        segments, unfinished = run_names(run, announced(near))
        unknown = bool(mentions) and not any(segment.tokens for segment in segments)
        if unknown and is_short_for(text, start, end, mentions[-1]):
            mentions.append(Mention(start, end, mentions[-1].kind, True, None, True, run))
            segments = ()
        elif not segments and is_long_form(text, start, end):
            mentions.append(Mention(start, end, ORGANISATION, True, None, True, run))
        elif not segments and near & Beside.SAYS and may_be_surname(run):
            mentions.append(Mention(start, end, "", False, None, False, run))
        if segments:
            carried = -1
            if open_end >= 0 and APPOSITION.fullmatch(text, open_end, start):
                carried = open_role
            reached = len(OF_STATE) if run.startswith(OF_STATE) else 0
            for segment in segments:
                first, last, sure = start + segment.start, start + segment.end, segment.sure
                if titles and is_in(titles, first, last):
                    continue
                leads = segment.start == 0
                if not segment.tokens:  # told of elsewhere
                    meant = bool(mentions) and is_short_for(text, first, last, mentions[-1])
                    kind = mentions[-1].kind if meant else ""
                    mentions.append(Mention(first, last, kind, meant, None, False, text[first:last]))
                    continue
                if last - first <= LONGEST_INITIALS and sure and segment.kind in (PLACE, ORGANISATION):
                    initials = AGE.match(text, last) or (leads and near & Beside.INITIALS)
                    if initials and text[first:last].isupper():
                        continue  # *pelaku berinisial AS*
                if segment.start == reached and segment.kind in (PLACE, ORGANISATION):
                    reached = segment.end + 1
                kind, role = segment.kind, None
                if not sure or kind == PERSON:
                    if segment.role >= 0:
                        named = mentions[-1].end if mentions else 0
                        role = trimmed(text, start + segment.role, first, named)
                    elif carried >= 0 and segment.start == reached:
                        role = trimmed(text, carried, first)
                    told = sure or kind or leads or role or after_title
                    if not told and _follows_a_word(text, first) and not _is_beside(text, first, mentions):
                        continue  # *Makam Sunan Kudus*: a part of something else
                    if not sure:
                        short = None
                        if (
                            segment.tokens == 1
                            and text[first - 1 : first] == "("
                            and text.startswith(")", last)
                        ):
                            short = in_brackets(text, first, last, mentions)
                        if short is None:
                            titled = after_title or role is not None
                            bits = near if leads else 0
                            short = _kind_by_words(text, first, last, kind, bits, titled, segment.tokens)
                        if short == NO_NAME:
                            continue
                        kind, sure = short
                    elif near & Beside.IN and leads and role is None:
                        kind = PLACE  # *di Sudirman*: a street or station that is called after him
                inside = (not leads or before != "") and (kind != "" or not _is_part(text, first, last))
                mentions.append(Mention(first, last, kind, sure, role, inside, text[first:last]))
        if text.startswith(LEGAL_BEHIND, end):
            end += len(LEGAL_BEHIND)
        elif (
            text.startswith(", ", end)
            and mentions
            and mentions[-1].end == end
            and (mentions[-1].kind in (PERSON, "") and (degrees := DEGREES.match(text, end)))
        ):
            end = degrees.end()
        if unfinished >= 0:
            open_role, open_end = start + unfinished, end
        elif text[start - 1 : start] != "(":  # behind Direktur PT Satu (Persero), the name still follows
            open_role, open_end = -1, -1
    if len(mentions) > 1:
        cues.mark_lists(text, mentions)
        join_nicknames(text, mentions, titles)
    return mentions


def _behind_slash(text: str, end: int) -> re.Match[str] | None:
    """Return the run behind a run that ends at ``end`` and a slash: *Fajar/Rian*; not of *ATR/BPN*."""
    if not text.startswith("/", end) or not end or not text[end - 1].islower():
        return None
    return RUN_BEHIND_SLASH.match(text, end + 1)


def may_be_surname(word: str) -> bool:
    """Return whether a word of the language may be the name of somebody with a longer one: *Slot*."""
    return word_kinds(word) == Word.ORDINARY


def _is_part(text: str, start: int, end: int) -> bool:
    """Return whether a word seems to explain another one or to be a part of something.

    *ubi (Manihot)*, *Bur 7*: such a word is no name if it does not stand alone elsewhere.
    """
    return text[start - 1 : start] == "(" or (
        text[end : end + 1] == " " and _begins_more(text[end + 1 : end + 2])
    )


def _begins_more(letter: str) -> bool:
    return letter in BEGINS_MORE or letter.isdecimal() or bool(CAPITAL.match(letter))


def _is_beside(text: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Return whether a name is beside that of a person: *Anwar Usman dan Suhartoyo*."""
    before = mentions[-1] if mentions else None
    return before is not None and before.kind == PERSON and text[before.end : start] == AND


def _follows_a_word(text: str, start: int) -> bool:
    return text[start - 1] == " " and text[start - 2 : start - 1].isalpha()


def is_short_for(text: str, start: int, end: int, before: Mention) -> bool:
    """Tell whether letters in brackets are short for the organisation or the person right in front.

    *Yayasan X (YX)*, *Syahrul Yasin Limpo (SYL)*.
    """
    if before.end != start - 2 or text[before.end : start] != " (" or text[end : end + 1] != ")":
        return False
    if before.kind == ORGANISATION:
        return text[start:end].isupper() and text[start] == text[before.start]
    initials = "".join(word[0] for word in before.written.split(" "))
    return before.kind == PERSON and before.sure and initials.startswith(text[start:end])


def is_long_form(text: str, start: int, end: int) -> bool:
    """Tell whether a kind of organisation has its initials behind it: *Akademi Gula Rakyat (AGR)*."""
    if not text.startswith(" (", end):
        return False
    run = text[start:end]
    initials = initials_of(run)
    if not initials or not word_kinds(run.partition(" ")[0]) & _KINDS_OF_ORGANISATIONS:
        return False
    if not text.startswith(initials + ")", end + 2):
        return False
    # A kind of school is no school, *Sekolah Menengah Atas (SMA)*, unless its town follows: *(STIE) Serang*.
    behind = end + 3 + len(initials)
    is_kind = word_kinds(initials) & _KINDS_OF_ORGANISATIONS
    return not is_kind or (text.startswith(" ", behind) and bool(CAPITAL.match(text, behind + 1)))


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


def _kind_by_words(  # noqa: PLR0911 - one clue after the other
    text: str, start: int, end: int, kind: str, near: int, titled: bool, tokens: int
) -> tuple[str, bool]:
    """Return the kind of a name by the words beside it, and whether it is sure, or ``NO_NAME``.

    near: what the word in front of it tells, as bits of ``Beside``
    """
    if text[end : end + 1] == "." and ADDRESS_ON_WEB.match(text, end):
        return NO_NAME
    if kind in ("", PERSON) and not near & Beside.IN and AGE.match(text, end):
        return PERSON, True
    if near & Beside.PLACE and kind != ORGANISATION and (tokens == 1 or near & Beside.DI):
        return PLACE, bool(near & Beside.CERTAIN)
    if titled:
        return kind or PERSON, True
    if near & Beside.BETWEEN and kind != ORGANISATION:
        before = cues.kind_in_front(text, start)
        if before is None:
            return NO_NAME
        if before:
            return before, True
    if near & Beside.MEMBER and kind in ("", PERSON):
        return ORGANISATION, False
    if near & (Beside.PLACE_HEAD | Beside.ORGANISATION_HEAD):  # *desa Kramas*, *grup Gigi*
        return (PLACE if near & Beside.PLACE_HEAD else ORGANISATION), True
    if near & Beside.TELLS_KIND:
        return NO_NAME if near & Beside.WORK else (kind, False)
    if kind not in ("", PERSON):
        return kind, False
    following = _NEXT_WORD.match(text, end)
    word = following[1] if following else ""
    if near & Beside.SAYS or word in lists().verbs:
        return PERSON, True
    told = cues.kind_behind(text, end) if word in cues.COPULAS else cues.DOES.get(word, "")
    return told or kind, bool(told)


def in_brackets(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[str, bool] | None:
    """Return the kind of a word in brackets that is short for the name in front of them, *Kopassus*.

    The second value is True, since the kind is sure. It is ``NO_NAME`` if the word is short for something
    else, and None if it is short for nothing.

    mentions: the names in front of it
    """
    written = text[start:end]
    if mentions and mentions[-1].end == start - 2:
        before = mentions[-1]
        if not cues.is_short_for(written, before.written):
            return None
        return NO_NAME if before.kind == LAW else (before.kind, True)
    words = text[max(0, start - _LONGEST_LONG) : start - 2].split(" ")
    longs = (" ".join(words[-count:]) for count in range(2, min(_MOST_WORDS, len(words)) + 1))
    return NO_NAME if any(cues.is_short_for(written, long) for long in longs) else None


def trimmed(text: str, start: int, end: int, named: int = 0) -> tuple[int, int] | None:
    """Return the range of a role without the words of address between it and the name.

    named: the end of the last name in front, of which no word is one of address: *Direktur Sinar Mas*
    """
    written = text[start:end].rstrip(" ,")
    words = written.split(" ")
    while (
        start + len(written) > named
        and words
        and word_kinds(words[-1]) & Word.ADDRESS
        and not word_kinds(words[-1]) & Word.TITLE
    ):
        written = written[: -len(words.pop())].rstrip(" ,")
    return (start, start + len(written)) if written else None
