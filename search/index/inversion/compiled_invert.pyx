# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module inverts tokens into rows; the oracle is `search.index.inversion.invert`."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

import numpy as np

from search.bits cimport prefetch_to_write

#: See `search.index.inversion.invert`: this module needs no memory besides the rows.
BYTES_A_ROW = 0


cdef int _check_texts(
    const uint32_t[::1] tokens, const uint64_t[::1] ends, const uint32_t[::1] starts, Py_ssize_t terms
) except -1:
    """Raise ValueError if an index would be outside of its array."""
    cdef Py_ssize_t i
    cdef uint64_t before = 0
    cdef uint32_t greatest = 0
    for i in range(len(ends)):
        if ends[i] < before:
            raise ValueError("the ends of texts do not ascend")
        before = ends[i]
    for i in range(1, len(starts)):
        if starts[i] < starts[i - 1]:
            raise ValueError("the terms of forms do not ascend")
    for i in range(len(tokens)):
        greatest = tokens[i] if tokens[i] > greatest else greatest
    if before != <uint64_t> len(tokens) or not len(starts) or starts[len(starts) - 1] > <uint64_t> terms:
        raise ValueError("texts, forms and terms do not fit together")
    if len(tokens) and greatest >= <uint64_t> len(starts) - 1:
        raise ValueError("a token is no known form")
    return 0


def term_counts(const uint32_t[::1] tokens, const uint64_t[::1] ends, const uint32_t[::1] starts):
    cdef Py_ssize_t i
    cdef uint64_t token = 0
    cdef uint32_t count
    _check_texts(tokens, ends, starts, 0xFFFFFFFF)
    counts = np.empty(len(ends), np.uint32)
    cdef uint32_t[::1] out = counts
    with nogil:
        for i in range(len(ends)):
            count = 0
            while token < ends[i]:
                count += starts[tokens[token] + 1] - starts[tokens[token]]
                token += 1
            out[i] = count
    return counts


cdef enum:
    AT_ONCE = 128

cdef uint32_t SEVERAL = 0xFFFFFFFFu


cdef struct Row:
    uint32_t term
    uint64_t row


cdef void _write_rows(uint64_t* rows, int64_t* cursor, const Row* waiting, int count) noexcept nogil:
    """Write rows behind the other rows of their terms. All addresses are prefetched before the first one is written."""
    cdef int i
    for i in range(count):
        prefetch_to_write(&rows[cursor[waiting[i].term]])
    for i in range(count):
        rows[cursor[waiting[i].term]] = waiting[i].row
        cursor[waiting[i].term] += 1


def invert(
    const uint32_t[::1] tokens,
    const uint64_t[::1] ends,
    const uint64_t[::1] docs,
    const uint32_t[::1] starts,
    const uint32_t[::1] offsets,
    const uint32_t[::1] terms,
    const uint32_t[::1] widths,
    Py_ssize_t term_count,
    uint32_t max_position,
    buffer=None,
):
    cdef Py_ssize_t i, forms = len(widths), texts = len(ends)
    if len(offsets) != len(terms) or len(starts) != forms + 1 or len(docs) != texts:
        raise ValueError("the arrays of an inversion do not fit together")
    _check_texts(tokens, ends, starts, len(terms))
    for i in range(len(terms)):
        if terms[i] >= <uint64_t> term_count:
            raise ValueError("a form names a term beyond the last")
    firsts = np.zeros(term_count + 1, np.int64)
    cdef int64_t[::1] bounds = firsts
    token_counts, only = np.zeros(forms + 1, np.int64), np.empty(forms + 1, np.uint32)
    cdef int64_t[::1] times = token_counts
    cdef uint32_t[::1] only_term = only  # for forms with one term and one position, nearly all, that term
    cdef uint32_t form, at
    with nogil:
        for i in range(len(tokens)):
            times[tokens[i]] += 1
        for form in range(<uint32_t> forms):
            for at in range(starts[form], starts[form + 1]):
                bounds[terms[at] + 1] += times[form]
            at = starts[form]
            only_term[form] = SEVERAL
            if starts[form + 1] == at + 1 and offsets[at] == 0 and widths[form] == 1:
                only_term[form] = terms[at]
        for i in range(term_count):
            bounds[i + 1] += bounds[i]
    if buffer is None or len(buffer) < firsts[term_count]:
        rows = np.empty(firsts[term_count], np.uint64)
    else:
        rows = buffer[: firsts[term_count]]
    cursors = firsts[:term_count].copy()
    cdef uint64_t[::1] out = rows
    cdef int64_t[::1] cursor = cursors
    cdef uint64_t doc, token = 0, position, here
    cdef Row waiting[AT_ONCE]
    cdef int waiting_count = 0
    with nogil:
        for i in range(texts):
            doc = docs[i] << 16
            position = 0
            while token < ends[i]:
                form = tokens[token]
                token += 1
                if waiting_count + 1 >= AT_ONCE:
                    _write_rows(&out[0], &cursor[0], waiting, waiting_count)
                    waiting_count = 0
                if only_term[form] != SEVERAL:
                    waiting[waiting_count] = Row(only_term[form], doc | (position if position < max_position else max_position))
                    prefetch_to_write(&cursor[only_term[form]])
                    waiting_count += 1
                    position += 1
                    continue
                for at in range(starts[form], starts[form + 1]):
                    if waiting_count == AT_ONCE:
                        _write_rows(&out[0], &cursor[0], waiting, waiting_count)
                        waiting_count = 0
                    here = position + offsets[at]
                    waiting[waiting_count] = Row(terms[at], doc | (here if here < max_position else max_position))
                    waiting_count += 1
                position += widths[form]
        if waiting_count:
            _write_rows(&out[0], &cursor[0], waiting, waiting_count)
    return firsts, rows
