"""The names of a paragraph, by its runs of capitals and the words beside them: `search.names.mentions`, in loops.

What is rare is left to its functions and to those of `search.names.cues`.
"""

from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport (
    Py_UNICODE_ISALPHA, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISLOWER, Text, at, bars_run, is_upper, is_word
)

from search.names import capitals, cues, marked_words, mentions as oracle, records

cdef object apposition = oracle.APPOSITION, address_on_web = oracle.ADDRESS_ON_WEB
cdef object trimmed = oracle.trimmed, titles_of = marked_words.titles_in
cdef object degrees_of = capitals.DEGREES, is_nickname = marked_words.is_nickname, may_be_surname = oracle.may_be_surname
cdef str LEGAL_BEHIND = oracle.LEGAL_BEHIND, AND = oracle.AND, OF_STATE = oracle.OF_STATE
cdef object is_short_for = oracle.is_short_for, is_long_form = oracle.is_long_form, in_brackets = oracle.in_brackets
cdef Py_ssize_t LONGEST_INITIALS = oracle.LONGEST_INITIALS
cdef int LONGEST_APPOSITION = 66
cdef object kind_in_front = cues.kind_in_front, kind_behind = cues.kind_behind
cdef tuple NO_NAME = oracle.NO_NAME, _CERTAIN_PLACE = (PLACE, True), _PERHAPS_PLACE = (PLACE, False)


cdef list mentions_in(str whole, Text* text, bint marked):
    """Return the mentions of a paragraph: ``mentions.mentions``."""
    cdef list found = []
    cdef tuple titles = titles_of(whole) if marked else ()
    cdef Py_ssize_t open_role = -1, open_end = -1, i = 0, end = 0, carried, reached, first, last
    cdef int near
    cdef bint after_title, leads, sure, titled, inside
    cdef Run run
    cdef Segment segment
    cdef str kind, written
    cdef uint32_t before
    while i < text.size:
        if not is_upper(at(text, i)):
            i += 1
            continue
        before = at(text, i - 1)
        if i and bars_run(before) and not (
            before == 47 and i == end + 1 and end and Py_UNICODE_ISLOWER(at(text, end - 1))  # Fajar/Rian
        ):
            i += 1
            continue
        end = run_end(whole, text, i)
        near = beside_of(whole, text, i)
        after_title = near and (near - 1) & TITLE
        written = PyUnicode_Substring(whole, i, end)
        run = run_of(written, announced(near - 1) if near else NONE)
        kind = NONE
        if found and at(text, end) == 41 and not has_words(run):  # )
            if is_short_for(whole, i, end, found[len(found) - 1]):
                kind = (<Mention> found[len(found) - 1]).kind
        if kind is not NONE:
            found.append(mention(i, end, kind, True, None, True, written))
        elif not run.segments:
            if at(text, end + 1) == 40 and is_upper(at(text, end + 2)) and is_long_form(whole, i, end):  # (
                found.append(mention(i, end, ORGANISATION, True, None, True, written))
            elif near and (near - 1) & SAYS and may_be_surname(written):
                found.append(mention(i, end, NONE, False, None, False, written))
        else:
            carried = -1
            if open_end >= 0 and i - open_end <= LONGEST_APPOSITION and apposition.fullmatch(whole, open_end, i):
                carried = open_role
            reached = len(OF_STATE) if written.startswith(OF_STATE) else 0
            for segment in run.segments:
                first, last, sure = i + segment.start, i + segment.end, segment.sure
                if titles and _is_in(titles, first, last):
                    continue
                leads = segment.start == 0
                if not segment.tokens:
                    kind = NONE
                    if found and at(text, first - 1) == 40:  # (
                        if is_short_for(whole, first, last, found[len(found) - 1]):
                            kind = (<Mention> found[len(found) - 1]).kind
                    found.append(mention(first, last, kind, kind is not NONE, None, False, segment.written))
                    continue
                if last - first <= LONGEST_INITIALS and sure and (segment.kind is PLACE or segment.kind is ORGANISATION):
                    if (is_age(text, last) or (leads and near and (near - 1) & INITIALS)) and segment.written.isupper():
                        continue
                if segment.start == reached and (segment.kind is PLACE or segment.kind is ORGANISATION):
                    reached = segment.end + 1
                kind, role = segment.kind, None
                if not sure or kind is PERSON:
                    if segment.role >= 0:
                        role = trimmed(
                            whole, i + segment.role, first, (<Mention> found[len(found) - 1]).end if found else 0
                        )
                    elif carried >= 0 and segment.start == reached:
                        role = trimmed(whole, carried, first)
                    if (
                        not (sure or kind or leads or role is not None or after_title)
                        and at(text, first - 1) == 32
                        and Py_UNICODE_ISALPHA(at(text, first - 2))
                        and not is_beside(whole, first, found)
                    ):
                        continue
                    if not sure:
                        short = None
                        if segment.tokens == 1 and at(text, first - 1) == 40 and at(text, last) == 41:  # ()
                            short = in_brackets(whole, first, last, found)
                        if short is None:
                            titled = after_title or role is not None
                            short = by_words(whole, text, segment, first, last, near - 1 if leads and near else 0, titled)
                        told, sure = short
                        kind = KINDS[told]
                        if sure and kind is NONE:
                            continue
                    elif near and (near - 1) & IN and leads and role is None:
                        kind = PLACE
                inside = not leads or near
                if inside and kind is NONE:
                    inside = not is_part(text, first, last)
                found.append(mention(first, last, kind, sure, role, inside, segment.written))
        if at(text, end + 1) == 40 and whole.startswith(LEGAL_BEHIND, end):  # (
            end += len(LEGAL_BEHIND)
        else:
            end = behind_degrees(whole, text, found, end)
        if run.open_role >= 0:
            open_role, open_end = i + run.open_role, end
        elif not i or at(text, i - 1) != 40:
            open_role, open_end = -1, -1
        i = end
    if len(found) > 1:
        mark_lists(whole, found)
        if titles:
            join_nicknames(whole, text, found, titles)
    return found


cdef bint has_words(Run run) except -1:
    """Return whether a run has a name that is not only of letters that the article has to tell of."""
    cdef Segment one
    for one in run.segments:
        if one.tokens:
            return True
    return False


cdef Py_ssize_t behind_degrees(str whole, Text* text, list found, Py_ssize_t end) except -1:
    """Return the end of the degrees behind the last name, which ends at ``end``; else ``end``."""
    cdef Mention last
    cdef Py_ssize_t i
    if at(text, end) != 44 or at(text, end + 1) != 32 or not is_upper(at(text, end + 2)) or not found:
        return end
    last = found[len(found) - 1]
    if last.end != end or not (last.kind is PERSON or last.kind is NONE):
        return end
    degrees = degrees_of.match(whole, end)
    return degrees.end() if degrees is not None else end


cdef void join_nicknames(str whole, Text* text, list found, tuple titles) except *:
    """Write the two parts of a name with a nickname between them as one: ``marked_words.join_nicknames``."""
    cdef Py_ssize_t i, start, end
    cdef Mention first, last
    for start, end in titles:
        i = 0
        while i < len(found) and (<Mention> found[i]).start < start:
            i += 1
        if not 0 < i < len(found):
            continue
        first, last = found[i - 1], found[i]
        if first.end != start - 2 or last.start != end + 2 or at(text, first.end) != 32 or at(text, end + 1) != 32:
            continue
        if last.role is not None or not (first.kind is PERSON or last.kind is PERSON):
            continue
        if not (first.kind is PERSON or first.kind is NONE) or not (last.kind is PERSON or last.kind is NONE):
            continue
        if is_nickname(whole, start, end):
            first.written = f"{first.written} {whole[start:end]} {last.written}"
            first.end, first.kind, first.sure = last.end, PERSON, first.sure or last.sure
            del found[i]


cdef bint is_beside(str whole, Py_ssize_t start, list found) except -1:
    """Return whether a name is beside that of a person: ``mentions._is_beside``."""
    cdef Mention before
    if not found:
        return False
    before = found[len(found) - 1]
    return before.kind is PERSON and before.end + len(AND) == start and whole.startswith(AND, before.end)


cdef inline bint is_part(Text* text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Return ``mentions._is_part``."""
    cdef uint32_t following
    if at(text, start - 1) == 40:  # (
        return True
    if at(text, end) != 32:
        return False
    following = at(text, end + 1)
    return is_upper(following) or Py_UNICODE_ISDECIMAL(following) or following in (34, 0x201C)


cdef Mention mention(Py_ssize_t start, Py_ssize_t end, str kind, bint sure, object role, bint inside, str written):
    cdef Mention made = Mention.__new__(Mention)
    made.start, made.end, made.kind, made.sure, made.role = start, end, kind, sure, role
    made.inside, made.written = inside, written
    return made


cdef bint _is_in(tuple ranges, Py_ssize_t start, Py_ssize_t end) except -1:
    for first, last in ranges:
        if <Py_ssize_t> first <= start and end <= <Py_ssize_t> last:
            return True
    return False


cdef tuple by_words(
    str whole, Text* text, Segment segment, Py_ssize_t start, Py_ssize_t end, int near, bint titled
):
    """Return kind and whether it is sure by the words beside a name, as ``mentions._kind_by_words`` does."""
    cdef str kind = segment.kind
    if at(text, end) == 46 and is_word(at(text, end + 1)) and address_on_web.match(whole, end):
        return NO_NAME
    if (kind is NONE or kind is PERSON) and not near & IN and is_age(text, end):
        return PERSON, True
    if near & PLACE_WORD and kind is not ORGANISATION and (segment.tokens == 1 or near & DI):
        return _CERTAIN_PLACE if near & CERTAIN else _PERHAPS_PLACE
    if titled:
        return kind or PERSON, True
    if near & BETWEEN and kind is not ORGANISATION:
        told = kind_in_front(whole, start)
        if told is None:
            return NO_NAME
        if told:
            return told, True
    if near & MEMBER and (kind is NONE or kind is PERSON):
        return ORGANISATION, False
    if near & PLACE_HEAD:
        return _CERTAIN_PLACE
    if near & ORGANISATION_HEAD:
        return ORGANISATION, True
    if near & TELLS_KIND:
        return NO_NAME if near & WORK else (kind, False)
    if kind is not NONE and kind is not PERSON:
        return kind, False
    word = word_behind(whole, text, end)
    if near & SAYS or word in verbs:
        return PERSON, True
    told = NONE
    if word is not None:
        told = kind_behind(whole, end) if word in COPULAS else DOES.get(word, NONE)
    return told or kind, bool(told)


cdef inline bint is_age(Text* text, Py_ssize_t i) noexcept:
    """Return whether an age in brackets is at an offset: ``mentions.AGE``."""
    if at(text, i) != 32 or at(text, i + 1) != 40 or not 49 <= at(text, i + 2) <= 57:
        return False
    return Py_UNICODE_ISDECIMAL(at(text, i + 3)) and at(text, i + 4) == 41
