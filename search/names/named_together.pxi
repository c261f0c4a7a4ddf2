"""The kinds of names that stand beside others: `search.names.cues.mark_lists`, in loops."""

from cpython.unicode cimport PyUnicode_Substring

from search.names import cues

cdef frozenset LINKS = cues.LINKS
cdef Py_ssize_t LONGEST_LINK = max(map(len, LINKS))
cdef tuple GOES_ON = cues.GOES_ON
cdef str AROUND_IT = cues.AROUND_IT


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
