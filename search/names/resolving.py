"""The module decides who *dia* is in an article, and whose speech goes on over several paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from search.dates.reading import point_at
from search.dates.spans import latest_day
from search.later import Pattern
from search.names.agents import DEMONSTRATIVE, KIN, is_lower, is_relation
from search.names.capitals import WEEKDAY, word_kinds
from search.names.lists import Word
from search.names.marks import SENTENCE_END
from search.names.records import BY_DESCRIPTION, BY_NAME, BY_PRONOUN, DIRECT, PERSON, Name, Quotation, Speaker
from search.names.said import Said

_WEEKDAY = Pattern(rf"\b{WEEKDAY},? \(?(?=\d)")
_DAY_AND_MONTH = Pattern(r"(\d{1,2})/(\d{1,2})\)")
DAY_WITHIN = 160
_FARTHEST_FRONT = 200  # characters of a sentence in front of its subject
_SENTENCE_START = Pattern(r"(?:.*[.!?:\"”“\n])?\s*", re.DOTALL)
#: What may stand in front of the subject of a sentence, or of who is told of in the passive.
_BEFORE_SUBJECT = Pattern(
    r"(?:(?:Sementara|Sedangkan|Adapun|Namun|Lalu|Kemudian|Sebelumnya) |[A-Z][\w-]+(?: [\w-]+){0,5}, )?"
    r"(?:[A-Z][^,;()]{0,80}, )?"
    r"|[^,;]{0,60}\bdi(?:kata|sampai|ungkap|jelas|tegas|tutur|papar|kemuka|utara|lontar)kan(?: oleh)?"
    r" [^;]{0,100}"
)
#: Words with the pronoun of somebody else than the subject: *memanggilnya*, *kepadanya*.
_OF_ANOTHER = Pattern(r"\b(?:(?!menurut)me[a-z]{3,}|kepada|dengan|dari|bagi|oleh|pada)nya\b", re.IGNORECASE)
#: In place of a name: a pronoun may mean several people.
SEVERAL = ""
SINGULAR = Pattern(r"(?i:dia|ia|beliau|nya)$")


def quotations_of(
    texts: Sequence[str],
    names: Sequence[Sequence[Name]],
    spoken: Sequence[Sequence[Said]],
    published: date | None,
) -> list[tuple[Quotation, ...]]:
    """Return the quotations of each paragraph with their speakers.

    A pronoun means the last speaker, if no other person was named since then outside of what is said; or the
    only person who was, if this one is the subject of his sentence. Else it remains open. Direct speech
    without a closing mark at the end of a paragraph belongs to the speaker who is named with the next
    quotation.
    """
    if not any(spoken):
        return [()] * len(texts)
    quotations: list[list[Quotation]] = []
    last: str | None = None
    waiting: list[tuple[int, int]] = []
    for number, (text, here, all_said) in enumerate(zip(texts, names, spoken, strict=True)):
        if not all_said:
            people = [name for name in here if name.kind == PERSON]
            last = _last_named(text, people, 0, len(text), last)
            waiting = []
            quotations.append([])
            continue
        people = _outside(text, here, all_said)
        mine: list[Quotation] = []
        at = 0
        for one in all_said:
            upto = one.agent.start if one.agent else one.start
            last = _last_named(text, people, at, upto, last)
            at = max(at, upto)
            speaker = _speaker(text, one, here, last)
            full = speaker.full if speaker else None
            if speaker and speaker.by == BY_NAME:
                last = full
                at = max(at, speaker.end)
            elif speaker and full is None:
                last = SEVERAL
            day = day_behind(text, one.verb[1], published) if one.tagged and one.verb else None
            mine.append(Quotation(one.start, one.end, one.form, speaker, full, one.verb, day, one.whole))
            if one.form == DIRECT:
                waiting = _chained(quotations, mine, waiting, (number, len(mine) - 1), one, all_said)
        if not (all_said and all_said[-1].form == DIRECT and not all_said[-1].closed):
            waiting = []
        last = _last_named(text, people, at, len(text), last)
        quotations.append(mine)
    return [tuple(mine) for mine in quotations]


def _outside(text: str, names: Sequence[Name], all_said: Sequence[Said]) -> list[Name]:
    """Return the people who are named outside of what is said, in order.

    In *X mengkritik Y, yang menurutnya salah* they are outside, although all of it is reported.
    """
    people = []
    spoken = iter([one for one in all_said if not one.verb or text[slice(*one.verb)].lower() != "menurut"])
    said = next(spoken, None)
    for name in names:
        while said and said.end <= name.start:
            said = next(spoken, None)
        if name.kind == PERSON and not (said and said.start <= name.start):
            people.append(name)
    return people


def _last_named(text: str, people: Sequence[Name], start: int, end: int, last: str | None) -> str | None:
    """Return whom a pronoun behind a range of the text means, by full name.

    It is ``SEVERAL`` where it may mean several people, None where nobody is named yet.

    last: the same in front of the range

    One person who is named in the range, by several words or a given name, is meant if nobody was named
    before, or if he is the subject of his sentence.
    """
    here = [name for name in people[bisect_left(people, (start,)) :] if name.start < end]
    named = {name.full for name in here}
    if not named or named == {last}:
        return last
    one = named.pop()
    if named or not (" " in one or word_kinds(one) & Word.GIVEN):
        return SEVERAL
    begin = here[0].role[0] if here[0].role else here[0].start
    return one if last is None or is_subject(text, begin, end) else SEVERAL


def is_subject(text: str, start: int, end: int) -> bool:
    """Return whether a name from ``start`` on is the subject of its sentence, whom *ia* behind it means.

    end: where the pronoun stands
    """
    front = text[max(0, start - _FARTHEST_FRONT) : start]
    first = _SENTENCE_START.match(front)
    alone = _BEFORE_SUBJECT.fullmatch(front, first.end() if first else 0)
    return alone is not None and not _OF_ANOTHER.search(text, start, end)


def _speaker(text: str, one: Said, names: Sequence[Name], last: str | None) -> Speaker | None:
    agent = one.agent
    if agent is None:
        return None
    full, role = None, None
    if agent.mention:
        written = text[agent.start : agent.end]
        full = written if agent.mention.kind or agent.mention.inside else None
        for name in names[bisect_left(names, (agent.mention.start,)) :]:
            if name.start > agent.mention.start:
                break
            if name.end == agent.mention.end:
                full = name.full
        if full is None:  # *kata Slot*, where nobody is called so
            return Speaker(agent.start, agent.end, BY_DESCRIPTION, None, None)
        role = agent.mention.role
    elif agent.by == BY_PRONOUN and SINGULAR.search(text[agent.start : agent.end].strip()):
        full = last or None
    elif agent.by == BY_DESCRIPTION and means_the_last(text[agent.start : agent.end]):
        inside = names[bisect_left(names, (agent.start,)) : bisect_left(names, (agent.end,))]
        full = last or None if all(name.kind != PERSON for name in inside) else None
    end = (
        agent.end
        if agent.by != BY_PRONOUN
        else agent.start + len(text[agent.start : agent.end].split(" ", maxsplit=1)[0])
    )
    return Speaker(agent.start, end, agent.by, full, role)


def means_the_last(description: str) -> bool:
    """Return whether a description means who was named last: *politikus Partai NasDem itu*.

    It ends with a demonstrative, names what the speaker belongs to, and no relation to somebody else.
    """
    return (
        DEMONSTRATIVE.search(description) is not None
        and not is_lower(description)
        and not is_relation(description)
        and KIN.isdisjoint(description.split(" "))
    )


def _chained(
    quotations: list[list[Quotation]],
    mine: list[Quotation],
    waiting: list[tuple[int, int]],
    at: tuple[int, int],
    one: Said,
    all_said: Sequence[Said],
) -> list[tuple[int, int]]:
    """Set the speaker of the quotations that wait for one, and return those that still wait.

    quotations: those of the paragraphs before; mine: those of this paragraph
    waiting:    quotations without a closing mark and a speaker: the index of the paragraph, and in it
    at:         the same two indexes for the quotation ``one``
    """
    number, index = at
    if one.agent is None:
        return [*waiting, at] if not one.closed and one is all_said[-1] else waiting
    full = mine[index].full
    for paragraph, i in waiting:
        if paragraph == number - 1 or paragraph == number:
            theirs = mine if paragraph == number else quotations[paragraph]
            theirs[i] = theirs[i]._replace(full=full)
    return []


def day_behind(text: str, verb_end: int, published: date | None) -> date | None:
    """Return the day that is given behind a verb: *kata X, Rabu (10/9/2019)*; None if there is none."""
    weekday = _WEEKDAY.search(text, verb_end, verb_end + DAY_WITHIN)
    if weekday is None or SENTENCE_END.search(text, verb_end, weekday.start()):
        return None
    short = _DAY_AND_MONTH.match(text, weekday.end())
    try:
        if short:
            return latest_day(int(short[2]), int(short[1]), published) if published else None
        point = point_at(text, weekday.end(), bare=False)
        if point is None or (point.point.yearless and published is None):
            return None
        first, last = point.span(published or date.max)
    except ValueError:  # there is no such day: a mistake of the author
        return None
    return first if first == last else None
