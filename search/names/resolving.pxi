"""The speakers of the quotations of an article: `search.names.resolving`, in loops."""

from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Py_UNICODE_ISDECIMAL, Text, at, text_of

from search.names import records, resolving as resolving_oracle
from search.names.lists import Word

cdef int GIVEN = Word.GIVEN
cdef str DIRECT = records.DIRECT, REPORTED = records.REPORTED
cdef tuple BY = (None, records.BY_NAME, records.BY_PRONOUN, records.BY_DESCRIPTION)
cdef str SEVERAL = resolving_oracle.SEVERAL
cdef object Quotation = records.Quotation, Speaker = records.Speaker
cdef Py_ssize_t DAY_WITHIN = resolving_oracle.DAY_WITHIN
cdef object day_behind = resolving_oracle.day_behind, means_one = resolving_oracle.SINGULAR.search, is_subject = resolving_oracle.is_subject
cdef object means_the_last = resolving_oracle.means_the_last


def quotations_of(texts, names, spoken, published):
    """Return the quotations of each paragraph with their speakers: ``resolving.quotations_of``."""
    cdef list quotations = [], waiting = [], mine, people, said_here
    cdef tuple here
    cdef str last = None, whole
    cdef Py_ssize_t number = 0, i, upto, begin, person
    cdef Said one
    for whole, here, all_said in zip(texts, names, spoken):
        mine = []
        quotations.append(mine)
        number += 1
        if not all_said:
            last = last_named(whole, outside(whole, here, None), 0, len(whole), last)
            waiting = []
            continue
        said_here = <list> all_said
        people, person, begin = outside(whole, here, said_here), 0, 0
        for i in range(len(said_here)):
            one = said_here[i]
            upto = one.agent_start if one.by != BY_NOTHING else one.start
            person = first_from(people, begin, person)
            last = last_named(whole, people, person, upto, last)
            begin = max(begin, upto)
            speaker = None
            full = None
            if one.by != BY_NOTHING:
                full = full_name(whole, one, here, last)
                speaker = speaker_of(whole, one, full)
                if one.by == BY_NAME:
                    last, begin = full, max(begin, one.agent_end)
                elif full is None:
                    last = SEVERAL
            verb = None if one.verb_start < 0 else (one.verb_start, one.verb_end)
            day = day_of(whole, one, published) if one.tagged else None
            mine.append(
                Quotation(one.start, one.end, DIRECT if one.direct else REPORTED, speaker, full, verb, day, one.whole)
            )
            if not one.direct:
                continue
            if one.by == BY_NOTHING:
                if not one.closed and i == len(said_here) - 1:
                    waiting.append((number, i))
                continue
            for paragraph, j in waiting:
                if paragraph >= number - 1:
                    theirs = <list> quotations[paragraph - 1]
                    theirs[j] = theirs[j]._replace(full=full)
            waiting = []
        if not one.direct or one.closed:
            waiting = []
        person = first_from(people, begin, person)
        last = last_named(whole, people, person, len(whole), last)
    return [tuple(mine) for mine in quotations]


cdef list outside(str whole, tuple names, list all_said):
    """Return the people who are named outside of what is said: ``resolving._outside``."""
    cdef list people = []
    cdef Py_ssize_t i, count = len(all_said) if all_said is not None else 0, start
    cdef Said said = None
    i = next_said(whole, all_said, 0, count)
    for name in names:
        if (<tuple> name)[2] is not PERSON:
            continue
        start = (<tuple> name)[0]
        while i < count:
            said = all_said[i]
            if said.end > start:
                break
            i = next_said(whole, all_said, i + 1, count)
        if i == count or said.start > start:
            people.append(name)
    return people


cdef Py_ssize_t next_said(str whole, list all_said, Py_ssize_t i, Py_ssize_t count):
    """Return the index of the next of what is said that is not told with *menurut*."""
    cdef Said said
    while i < count:
        said = all_said[i]
        if said.verb_end - said.verb_start != 7 or PyUnicode_Substring(whole, said.verb_start, said.verb_end).lower() != "menurut":
            return i
        i += 1
    return count


cdef Py_ssize_t first_from(list people, Py_ssize_t start, Py_ssize_t person):
    """Return the index of the first person from an offset on, given that of an earlier offset."""
    while person < len(people) and <Py_ssize_t> (<tuple> people[person])[0] < start:
        person += 1
    return person


cdef str last_named(str whole, list people, Py_ssize_t person, Py_ssize_t end, str last):
    """Return whom a pronoun means behind the names from an index on: ``resolving._last_named``."""
    cdef str one = None, full
    cdef Py_ssize_t first = person
    while person < len(people) and <Py_ssize_t> (<tuple> people[person])[0] < end:
        full = <str> (<tuple> people[person])[4]
        if one is not None and full != one:
            return SEVERAL
        one = full
        person += 1
    if one is None or one == last:
        return last
    if not (" " in one or kinds_of(one) & GIVEN):
        return SEVERAL
    if last is None:
        return one
    role = (<tuple> people[first])[3]
    return one if is_subject(whole, (<tuple> people[first])[0] if role is None else (<tuple> role)[0], end) else SEVERAL


cdef str full_name(str whole, Said one, tuple names, str last):
    """Return the full name of a speaker, or None."""
    cdef Py_ssize_t low = 0, high = len(names), middle
    if one.mention is None:
        written = PyUnicode_Substring(whole, one.agent_start, one.agent_end)
        if one.by == BY_PRONOUN and means_one(written.strip()):
            return last or None
        if one.by == BY_DESCRIPTION and last and means_the_last(written):
            for name in names:
                if one.agent_start <= <Py_ssize_t> (<tuple> name)[0] < one.agent_end and (<tuple> name)[2] is PERSON:
                    return None
            return last
        return None
    while low < high:
        middle = (low + high) // 2
        if <Py_ssize_t> (<tuple> names[middle])[0] < one.mention.start:
            low = middle + 1
        else:
            high = middle
    if low < len(names) and (<tuple> names[low])[0] == one.mention.start and (<tuple> names[low])[1] == one.mention.end:
        return <str> (<tuple> names[low])[4]
    if one.mention.kind is NONE and not one.mention.inside:  # *kata Slot*, where nobody is called so
        return None
    return PyUnicode_Substring(whole, one.agent_start, one.agent_end)


cdef object speaker_of(str whole, Said one, str full):
    cdef Text text = text_of(whole)
    cdef Py_ssize_t end = one.agent_end
    if one.by == BY_PRONOUN:
        end = one.agent_start
        while end < one.agent_end and at(&text, end) != 32:
            end += 1
    if full is None and one.by == BY_NAME:
        return Speaker(one.agent_start, end, BY[<int> BY_DESCRIPTION], None, None)
    return Speaker(one.agent_start, end, BY[<int> one.by], full, one.mention.role if one.mention is not None else None)


cdef object day_of(str whole, Said one, published):
    """Return the day behind the verb; without any digit there is none."""
    cdef Text text = text_of(whole)
    cdef Py_ssize_t i
    if one.verb_start < 0:
        return None
    for i in range(one.verb_end, min(text.size, one.verb_end + DAY_WITHIN)):
        if Py_UNICODE_ISDECIMAL(at(&text, i)):
            return day_behind(whole, one.verb_end, published)
    return None
