"""The runs of capitals in a text, and what the words of each say, which is remembered.

It is read as the patterns of `search.names.capitals` and `search.names.segments.located` do.
"""

cimport cython
from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint8_t, uint32_t, uint64_t

from search.names.characters cimport Py_UNICODE_ISDECIMAL, Text, at, is_letter, is_upper, is_word, text_of
from search.names.known cimport MAX_CACHED, PyDict_GetItem

from search.names import capitals, records
from search.names.segments import MAX_CACHED_WORDS, Segment as PlainSegment, divided, located, read_once
from search.names.shapes import BEGINS_KNOWN, longest_known, shape

cdef enum:
    MAX_CACHED_LENGTH = 160
    MAX_WORDS = 12

assert MAX_WORDS == MAX_CACHED_WORDS

cdef dict KINDS = {kind: kind for kind in ("", *records.KINDS)}
cdef uint64_t KNOWN = BEGINS_KNOWN
cdef tuple JOINING = capitals.JOINING, ARTICLES = capitals.ARTICLES
cdef frozenset SHORTENED = frozenset(capitals.SHORTENED)
cdef frozenset ABBREVIATED = frozenset(capitals.ABBREVIATED)
cdef Py_ssize_t LONGEST_ABBREVIATION = max(map(len, ABBREVIATED))
cdef uint8_t[128] begins_joining


cdef void _fill() except *:
    cdef str letter
    for word in JOINING:
        begins_joining[ord(word[0])] = 1
    for letter in capitals.FURTHER_CAPITALS:
        if not is_upper(ord(letter)):
            raise ValueError(letter)


_fill()

# By the kind of name that is announced in front of them: the runs that were read.
cdef dict _runs = {kind: {} for kind in KINDS}
cdef dict _shapes = {}
# By a word: whether a department may be for what it means.
cdef dict _matters = {}


@cython.no_gc
cdef class Segment:
    """A name in a run: the fields of ``segments.Segment``, and the name as it is written."""

    cdef Py_ssize_t start, end, role, tokens
    cdef str kind, written
    cdef bint sure


@cython.no_gc
cdef class Run:
    """The names of a run, and the start of a role without a person behind it."""

    cdef list segments
    cdef Py_ssize_t open_role


cdef Py_ssize_t run_end(str whole, Text* text, Py_ssize_t i) except -1:
    """Return the end of the run that begins at ``i``; the pattern is ``capitals.RUN``."""
    cdef Py_ssize_t further = abbreviation_end(whole, text, i, True), end, begin
    end = chain_end(whole, text, i, further) if further else word_end(text, i)
    while at(text, end) == 32:
        begin = joining_end(text, end + 1)
        if begin > end + 1:
            begin = joining_end(text, begin)
        if is_upper(at(text, begin)):
            further = abbreviation_end(whole, text, begin, False)
            end = chain_end(whole, text, begin, further) if further else word_end(text, begin)
            continue
        if at(text, end + 3) == 45 or at(text, end + 4) == 45:
            begin = behind_article(whole, text, end + 1)
            if begin:
                end = word_end(text, begin)
                continue
        begin = end + 1
        while begin < end + 6 and Py_UNICODE_ISDECIMAL(at(text, begin)):
            begin += 1
        if not end + 1 < begin < end + 6 or is_word(at(text, begin)) or at(text, begin) in (37, 47, 58):  # %/:
            break
        if at(text, begin) in (44, 46) and Py_UNICODE_ISDECIMAL(at(text, begin + 1)):  # ,.
            break
        end = begin
    if at(text, end) == 44 and at(text, end + 1) == 32 and is_upper(at(text, end + 2)):  # ,
        return listed(whole, text, i, end)
    return end


cdef Py_ssize_t listed(str whole, Text* text, Py_ssize_t start, Py_ssize_t end) except -1:
    """Return ``capitals.listed_end``, which is asked only where the last word of the run may be a matter."""
    cdef Py_ssize_t last = end
    while last > start and at(text, last - 1) != 32:
        last -= 1
    if last == start:
        return end
    word = PyUnicode_Substring(whole, last, end)
    cdef PyObject* known = PyDict_GetItem(_matters, word)
    if not known:
        if len(_matters) >= MAX_CACHED:
            _matters.clear()
        _matters[word] = capitals.is_matter(word)
        known = PyDict_GetItem(_matters, word)
    return capitals.listed_end(whole, start, end) if <object> known else end


cdef Run run_of(str text, str announced):
    cdef dict known = _runs[announced]
    cdef PyObject* found = PyDict_GetItem(known, text)
    if found:
        return <Run> found
    made = read_run(text, announced)
    if len(text) <= MAX_CACHED_LENGTH:
        if len(known) >= MAX_CACHED:
            known.clear()
        known[text] = made
    return made


cdef Run read_run(str whole, str announced):
    """Return the names of a run: ``segments.located``."""
    cdef Py_ssize_t[MAX_WORDS] starts, ends
    cdef Py_ssize_t count = 0, i = 0, end
    cdef Text text = text_of(whole)
    cdef list words = [], bits = []
    while i < text.size and count < MAX_WORDS:
        if at(&text, i) == 32:
            i += 1
            continue
        end = token_end(whole, &text, i)
        starts[count], ends[count] = i, end
        word = PyUnicode_Substring(whole, i, end)
        words.append(word)
        bits.append(shape_of(word))
        count += 1
        i = end
    cdef Run run = Run.__new__(Run)
    cdef Segment one
    if i < text.size:  # a list of names without end
        segments, run.open_role = located(whole, announced)
        run.segments = [
            segment(whole, first, last, kind, sure, its_role, tokens)
            for first, last, kind, sure, its_role, tokens in segments
        ]
        return run
    for i in range(count):
        if <uint64_t> bits[i] & KNOWN:
            bits[i] |= longest_known(words, i)
    read, role = read_once(tuple(bits), announced)
    run.segments = []
    for first, last, kind, sure, its_role, tokens in read:
        run.segments.append(
            segment(
                whole, starts[<Py_ssize_t> first], ends[<Py_ssize_t> last - 1], kind, sure,
                starts[<Py_ssize_t> its_role] if its_role >= 0 else -1, tokens,
            )
        )
    run.open_role = starts[<Py_ssize_t> role] if role >= 0 else -1
    if "-" in whole:
        divide(whole, run)
    return run


cdef void divide(str whole, Run run) except *:
    """Write two places with a hyphen between them as two: ``segments.divided``."""
    cdef Segment one
    cdef list found = [
        PlainSegment(one.start, one.end, one.kind, one.sure, one.role, one.tokens) for one in run.segments
    ]
    run.segments = [
        segment(whole, first, last, kind, sure, its_role, tokens)
        for first, last, kind, sure, its_role, tokens in divided(whole, found)
    ]


cdef Segment segment(
    str whole, Py_ssize_t start, Py_ssize_t end, str kind, bint sure, Py_ssize_t role, Py_ssize_t tokens
):
    cdef Segment made = Segment.__new__(Segment)
    made.start, made.end, made.role, made.tokens = start, end, role, tokens
    made.kind, made.sure, made.written = KINDS[kind], sure, PyUnicode_Substring(whole, start, end)
    return made


cdef object shape_of(str word):
    cdef PyObject* known = PyDict_GetItem(_shapes, word)
    if known:
        return <object> known
    if len(_shapes) >= MAX_CACHED:
        _shapes.clear()
    bits = _shapes[word] = shape(word)
    return bits


cdef Py_ssize_t token_end(str whole, Text* text, Py_ssize_t i) except -1:
    """Return the end of the word that begins at ``i`` in a run; the pattern is ``capitals.TOKENS``."""
    cdef Py_ssize_t end
    if not is_upper(at(text, i)):
        while i < text.size and at(text, i) != 32:
            i += 1
        return i
    end = abbreviation_end(whole, text, i, False)
    if not end:
        return word_end(text, i)
    if end == i + 2:  # initials
        while is_upper(at(text, end)) and at(text, end + 1) == 46:
            end += 2
    return end


cdef Py_ssize_t joining_end(Text* text, Py_ssize_t i) except -1:
    """Return the offset behind a small word that joins the words of names and its blank, or ``i``."""
    cdef Py_ssize_t j
    cdef uint32_t first = at(text, i)
    if first >= 128 or not begins_joining[first]:
        return i
    for word in JOINING:
        for j in range(len(<str> word)):
            if at(text, i + j) != <uint32_t> (<str> word)[j]:
                break
        else:
            if at(text, i + len(<str> word)) == 32:
                return i + len(<str> word) + 1
    return i


cdef Py_ssize_t behind_article(str whole, Text* text, Py_ssize_t i) except -1:
    """Return the offset of the capital behind an Arabic article and its hyphen; 0 if there is none at ``i``."""
    cdef Py_ssize_t end = i
    while end < i + 4 and 97 <= at(text, end) <= 122:
        end += 1
    if at(text, end) != 45 or not i + 1 < end or not is_upper(at(text, end + 1)):
        return 0
    return end + 1 if PyUnicode_Substring(whole, i, end) in ARTICLES else 0


cdef Py_ssize_t chain_end(str whole, Text* text, Py_ssize_t start, Py_ssize_t end) except -1:
    """Return the end of abbreviations and the word behind them; without a word, the last one has no period.

    start, end: the range of the first abbreviation
    """
    cdef Py_ssize_t following, further
    while True:
        following = end + (at(text, end) == 32)
        if not is_upper(at(text, following)):
            return word_end(text, start)
        further = abbreviation_end(whole, text, following, False)
        if not further:
            return word_end(text, following)
        start, end = following, further


cdef Py_ssize_t abbreviation_end(str whole, Text* text, Py_ssize_t i, bint first) except -1:
    """Return the end of an initial or an abbreviation with its period; 0 if there is none at ``i``.

    first: whether it begins the run, where any capital with the letters of an abbreviation is one
    """
    cdef Py_ssize_t end = i + 1
    if at(text, end) == 46:
        return end + 1
    while end - i <= LONGEST_ABBREVIATION and at(text, end) < 128 and is_word(at(text, end)):
        end += 1
    if at(text, end) != 46:
        return 0
    if first:
        return end + 1 if PyUnicode_Substring(whole, i + 1, end) in SHORTENED else 0
    return end + 1 if PyUnicode_Substring(whole, i, end) in ABBREVIATED else 0


cdef Py_ssize_t word_end(Text* text, Py_ssize_t i) noexcept:
    """Return the end of the word with a capital that begins at ``i``."""
    i += 1
    while is_letter(at(text, i)):
        i += 1
    while at(text, i) == 45 and is_letter(at(text, i + 1)):
        i += 1
        while is_letter(at(text, i)):
            i += 1
    return i
