"""The words in front of a name and behind it: `search.names.words_before`, and what `mentions` finds, in loops."""

from cpython.ref cimport PyObject
from cpython.unicode cimport PyUnicode_Substring
from libc.stdint cimport uint32_t

from search.names.characters cimport Text, at, ends_sentence, is_around, is_word
from search.names.known cimport MAX_CACHED, PyDict_GetItem

from search.names import cues, mentions as mentions_oracle, records, words_before
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
cdef Py_ssize_t LONGEST_WORD = mentions_oracle.LONGEST_WORD
cdef int LONGEST_BRACKETS = 40
cdef object beside = words_before.beside
cdef dict _beside_words = {}
cdef frozenset COPULAS = cues.COPULAS
cdef dict DOES = cues.DOES
cdef tuple ADVERBS = mentions_oracle.ADVERBS
cdef object verbs = lists().verbs
cdef Py_ssize_t LONGEST_VERB = max(map(len, [*verbs, *COPULAS, *DOES]))


cdef inline str announced(int near):
    """Return ``words_before.announced``."""
    if near & TITLE:
        return PERSON
    if near & PLACE_HEAD:
        return PLACE
    return ORGANISATION if near & (ORGANISATION_HEAD | MEMBER) else NONE


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
