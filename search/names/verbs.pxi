"""The verbs of saying, by their first and last letters and their sizes, which few other words share."""

from libc.stdint cimport uint8_t, uint32_t

from search.names.quotes import saying

cdef frozenset verbs_of_saying = saying()
# By the first letter, the last letter and the length, whether there is such a verb of saying.
cdef uint8_t[26 * 26 * 32] may_be_verb


cdef inline Py_ssize_t verb_place(uint32_t first, uint32_t last, Py_ssize_t size) noexcept:
    return (((first | 32) - 97) * 26 + ((last | 32) - 97)) * 32 + size


cdef void _fill_verbs() except *:
    cdef str verb
    for verb in verbs_of_saying:
        if not (len(verb) < 32 and verb[0].isalpha() and verb.isascii()):
            raise ValueError(verb)
        may_be_verb[verb_place(ord(verb[0]), ord(verb[len(verb) - 1]), len(verb))] = 1


_fill_verbs()


cdef inline bint may_say(Py_ssize_t size, uint32_t first, uint32_t last) noexcept:
    """Return whether there is a verb of saying of a size with this first and last letter."""
    if size >= 32 or not (97 <= (first | 32) <= 122 and 97 <= (last | 32) <= 122):
        return False
    return may_be_verb[verb_place(first, last, size)]
