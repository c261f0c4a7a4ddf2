# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""``search.spelling.edits.edit_costs`` compiled: the same table, word by word instead of cell by cell."""

from libc.math cimport INFINITY
from libc.stdint cimport int32_t, uint8_t

import numpy as np

from search.spelling.edits import MOST_EDITS

cdef enum:
    LONGEST = 64           # letters of a word or of what was typed
    _MOST_EDITS = 2

assert MOST_EDITS == _MOST_EDITS


cdef struct Costs:
    const float *letter
    const float *missing
    const float *extra
    float swap
    float group
    const uint8_t *groups      # pairs: length and letters of ours, length and letters of theirs, two at most
    int32_t group_count


def edit_costs(bytes typed not None, const uint8_t[:, ::1] words not None, costs not None):
    """Return what it costs to turn ``typed`` into each word: see the twin.

    words: uint8[n, w], letters below 128, zeros behind a word's end
    Raises ValueError for letters or lengths that are none of a word's.
    """
    cdef const float[:, ::1] letter = costs.letter
    cdef const float[:, ::1] missing = costs.missing
    cdef const float[:, ::1] extra = costs.extra
    cdef bytes groups = b"".join(
        [bytes([len(group)]) + group.ljust(2, b"\0") for pair in costs.groups for group in pair]
    )
    cdef const uint8_t *letters = typed
    cdef Py_ssize_t n = words.shape[0], i
    cdef int32_t size = len(typed), width = words.shape[1]
    cdef Costs c
    if size > LONGEST or width > LONGEST or (n and np.max(words) > 127) or max(typed, default=0) > 127:
        raise ValueError("these are no letters of words")
    if any([not 1 <= len(group) <= 2 for pair in costs.groups for group in pair]):
        raise ValueError("a group has one letter or two")
    c.letter, c.missing, c.extra = &letter[0, 0], &missing[0, 0], &extra[0, 0]
    c.swap, c.group = costs.swap, costs.group
    c.groups, c.group_count = groups, len(costs.groups)
    found = np.empty(n, np.float32)
    cdef float[::1] out = found
    with nogil:
        for i in range(n):
            out[i] = _cost(letters, size, &words[i, 0], width, &c)
    return found


cdef float _cost(
    const uint8_t *typed, int32_t size, const uint8_t *word, int32_t width, const Costs *c
) noexcept nogil:
    """Fill the table of prefixes where their lengths are at most ``MOST_EDITS`` apart; the rest is out of reach."""
    cdef float table[LONGEST + 1][LONGEST + 1]
    cdef float cell
    cdef int32_t length = 0, i, j, number
    cdef const uint8_t *pair
    while length < width and word[length]:
        length += 1
    if length > size + _MOST_EDITS or size > length + _MOST_EDITS:
        return INFINITY
    for i in range(size + 1):
        for j in range(max(0, i - _MOST_EDITS), min(length, i + _MOST_EDITS) + 1):
            cell = 0.0 if i == 0 and j == 0 else INFINITY
            if i and j <= i - 1 + _MOST_EDITS:
                cell = min(cell, table[i - 1][j] + c.extra[128 * typed[i - 1] + (typed[i - 2] if i > 1 else 0)])
            if j and j - 1 >= i - _MOST_EDITS:
                cell = min(cell, table[i][j - 1] + c.missing[128 * word[j - 1] + (word[j - 2] if j > 1 else 0)])
            if i and j:
                cell = min(cell, table[i - 1][j - 1] + c.letter[128 * typed[i - 1] + word[j - 1]])
            if i > 1 and j > 1 and typed[i - 1] == word[j - 2] and typed[i - 2] == word[j - 1]:
                if typed[i - 1] != typed[i - 2]:
                    cell = min(cell, table[i - 2][j - 2] + c.swap)
            for number in range(c.group_count):
                pair = c.groups + 6 * number
                if _ends(typed, i, pair) and _ends(word, j, pair + 3):
                    if -_MOST_EDITS <= (i - pair[0]) - (j - pair[3]) <= _MOST_EDITS:
                        cell = min(cell, table[i - pair[0]][j - pair[3]] + c.group)
            table[i][j] = cell
    return table[size][length]


cdef inline bint _ends(const uint8_t *letters, int32_t end, const uint8_t *group) noexcept nogil:
    """Tell whether the first ``end`` letters end with a group."""
    if group[0] > end or letters[end - 1] != group[group[0]]:
        return False
    return group[0] == 1 or letters[end - 2] == group[1]
