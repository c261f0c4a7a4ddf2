"""The names of a paragraph, by its runs of capitals and the words beside them, as `search.names.mentions` finds them.

What is rare is left to its functions and to those of
`search.names.cues`.
"""

from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport (
    Py_UNICODE_ISALPHA, Py_UNICODE_ISDECIMAL, Py_UNICODE_ISLOWER, Text, at, bars_run, ends_sentence, is_around,
    is_upper, is_word
)
from search.names.known cimport MAX_CACHED, PyDict_GetItem

from search.names import capitals, cues, marked_words, mentions as oracle, records, words_before
from search.names.lists import lists

cdef enum:
    # ``Beside``
    TITLE = 1
    DI = 2
    PLACE_WORD = 4
    CERTAIN = 8
    SAYS = 16
    PLACE_HEAD = 32
    ORGANISATION_HEAD = 64
    WORK = 128
    TELLS_KIND = 256
    BETWEEN = 512
    MEMBER = 1024
    IN = 2048
    INITIALS = 4096

cdef object _beside = words_before.Beside
assert (TITLE, DI, PLACE_WORD, CERTAIN, SAYS) == (_beside.TITLE, _beside.DI, _beside.PLACE, _beside.CERTAIN, _beside.SAYS)
assert (PLACE_HEAD, ORGANISATION_HEAD, WORK) == (_beside.PLACE_HEAD, _beside.ORGANISATION_HEAD, _beside.WORK)
assert (TELLS_KIND, BETWEEN, MEMBER, IN) == (_beside.TELLS_KIND, _beside.BETWEEN, _beside.MEMBER, _beside.IN)
assert INITIALS == _beside.INITIALS

cdef str PERSON = records.PERSON, ORGANISATION = records.ORGANISATION, PLACE = records.PLACE, NONE = ""
cdef Py_ssize_t LONGEST_WORD = oracle.LONGEST_WORD, LONGEST_INITIALS = oracle.LONGEST_INITIALS
cdef int LONGEST_BRACKETS = 40, LONGEST_APPOSITION = 66
cdef object apposition = oracle.APPOSITION, address_on_web = oracle.ADDRESS_ON_WEB
cdef object trimmed = oracle.trimmed, titles_of = marked_words.titles_in, beside = words_before.beside
cdef object degrees_of = capitals.DEGREES, is_nickname = marked_words.is_nickname, may_be_surname = oracle.may_be_surname
cdef str LEGAL_BEHIND = oracle.LEGAL_BEHIND, AND = oracle.AND, OF_STATE = oracle.OF_STATE
cdef object is_short_for = oracle.is_short_for, is_long_form = oracle.is_long_form, in_brackets = oracle.in_brackets
cdef object kind_in_front = cues.kind_in_front, kind_behind = cues.kind_behind
cdef frozenset COPULAS = cues.COPULAS, LINKS = cues.LINKS
cdef Py_ssize_t LONGEST_LINK = max(map(len, LINKS))
cdef dict DOES = cues.DOES
cdef tuple GOES_ON = cues.GOES_ON, ADVERBS = oracle.ADVERBS
cdef str AROUND_IT = cues.AROUND_IT
cdef object verbs = lists().verbs
cdef Py_ssize_t LONGEST_VERB = max(map(len, [*verbs, *COPULAS, *DOES]))
cdef dict _beside_words = {}
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


cdef inline str announced(int near):
    """Return ``words_before.announced``."""
    if near & TITLE:
        return PERSON
    if near & PLACE_HEAD:
        return PLACE
    return ORGANISATION if near & (ORGANISATION_HEAD | MEMBER) else NONE


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


cdef void mark_lists(str whole, list found) except *:
    """Set the kinds of names beside others: ``cues.mark_lists``."""
    cdef Py_ssize_t i = 0, j, count = len(found), size
    cdef bint joined
    cdef Mention one = found[0], other
    while i < count - 1:
        j, joined = i + 1, False
        one = found[i]
        while j < count:
            other = found[j]
            size = other.start - one.end
            if not 2 <= size <= LONGEST_LINK:
                break
            link = PyUnicode_Substring(whole, one.end, other.start)
            if link not in LINKS:
                break
            joined = joined or size > 2
            one = other
            j += 1
        if j > i + 1 and not all_sure(found, i, j):
            joined = joined or (j > i + 2 and whole.startswith(GOES_ON, one.end))
            mark(found, i, j, joined, whole.startswith(AROUND_IT, one.end))
        i = j


cdef bint all_sure(list found, Py_ssize_t first, Py_ssize_t end) except -1:
    cdef Mention one
    for i in range(first, end):
        one = found[i]
        if not one.sure:
            return False
    return True


cdef void mark(list found, Py_ssize_t first, Py_ssize_t end, bint joined, bint places) except *:
    """Give the names of a list the only kind that is sure in it."""
    cdef Mention one
    cdef str kind = None
    cdef bint several = False
    cdef Py_ssize_t i, count = 0
    for i in range(first, end):
        one = found[i]
        if one.sure:
            count += 1
            several = several or (kind is not None and kind is not one.kind)
            kind = one.kind
    if (joined and kind is not None and not several) or (places and kind is None):
        if kind is None:
            kind = PLACE
        if kind is PLACE or (end - first > 2 and count * 2 >= end - first):
            for i in range(first, end):
                set_kind(found[i], kind)
            return
    for i in range(end - 2, first - 1, -1):
        if (<Mention> found[i + 1]).kind is PLACE and (<Mention> found[i]).inside:
            set_kind(found[i], PLACE)


cdef inline void set_kind(Mention one, str kind):
    if kind is PLACE and not one.inside and one.written.isupper():
        return
    if not one.sure and one.role is None and (one.kind is NONE or one.kind is PERSON):
        one.kind, one.sure = kind, True


cdef int beside_of(str whole, Text* text, Py_ssize_t end) except -1:
    """Return what the word in front of the offset ``end`` tells, + 1; 0 at the start of a sentence."""
    cdef Py_ssize_t last = end - 1, first
    cdef uint32_t c
    while last >= 0 and at(text, last) in (32, 0xA0):
        last -= 1
    if last < 0:
        return 0
    c = at(text, last)
    if ends_sentence(c):
        return 0
    first = last
    while first > 0 and last - first < LONGEST_WORD and at(text, first - 1) != 32:
        first -= 1
    if first > 0 and at(text, first - 1) != 32:
        return 1 + CERTAIN
    while first <= last and is_around(at(text, last)):
        last -= 1
    while first <= last and is_around(at(text, first)):
        first += 1
    if first > last:
        return 1 + CERTAIN
    word = PyUnicode_Substring(whole, first, last + 1)
    cdef PyObject* found = PyDict_GetItem(_beside_words, word)
    if found:
        return 1 + <int> <object> found
    if len(_beside_words) >= MAX_CACHED:
        _beside_words.clear()
    bits = _beside_words[word] = beside(word)
    return 1 + <int> bits


cdef object word_behind(str whole, Text* text, Py_ssize_t i):
    """Return the word behind the offset ``i`` as ``mentions`` finds it, if it tells anything; else None."""
    cdef Py_ssize_t end, j
    while at(text, i) in (32, 44):
        i += 1
    if at(text, i) == 40:  # (
        end = i + 1
        while end < text.size and end - i <= LONGEST_BRACKETS and at(text, end) != 41:
            end += 1
        if end == i + 1 or at(text, end) != 41:
            return None
        i = end + 1
        while at(text, i) in (32, 44):
            i += 1
    for adverb in ADVERBS:
        for j in range(len(<str> adverb)):
            if at(text, i + j) != <uint32_t> (<str> adverb)[j]:
                break
        else:
            if is_word(at(text, i + len(<str> adverb))) or at(text, i + len(<str> adverb)) == 45:
                i += len(<str> adverb)
                break
    end = i
    while end - i <= LONGEST_VERB and (is_word(at(text, end)) or at(text, end) == 45):
        end += 1
    return PyUnicode_Substring(whole, i, end) if i < end <= i + LONGEST_VERB else None
