# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module decodes many posting lists into rows; the oracle is `search.index.format.rows.decode_rows`."""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.string cimport memcmp, memcpy

import numpy as np

from search.index.format.checksums cimport crc32
from search.index.format.format cimport (
    BITMAP_SIZE, IMPACTS_SIZE, MAX_LISTED, MAX_POSITION, MAX_TF, MIN_WITH_IMPACTS, OFTEN, POSITION_BLOCK, RANKS_SIZE,
    WINDOW_BITS,
)


cdef int64_t _read_docs(const uint16_t *encoded, int64_t size, uint32_t count, uint32_t *docs) noexcept nogil:
    """Decode the documents of a list; return the offset of its frequencies, or -1 for a list of another length."""
    cdef int64_t containers = encoded[0] if size else 0, number, at = 1 + 2 * containers, taken
    cdef uint32_t done = 0, in_container, before, window, i, bit
    if at > size:
        return -1
    for number in range(containers):
        window = <uint32_t> encoded[1 + 2 * number] << WINDOW_BITS
        in_container = <uint32_t> encoded[2 + 2 * number] + 1
        taken = in_container if in_container <= MAX_LISTED else BITMAP_SIZE + RANKS_SIZE
        taken += IMPACTS_SIZE if in_container >= MIN_WITH_IMPACTS else 0
        if at + taken > size or in_container > count - done:
            return -1
        if in_container <= MAX_LISTED:
            for i in range(in_container):
                docs[done + i] = window | encoded[at + i]
            done += in_container
        else:
            before = done
            for i in range(BITMAP_SIZE):
                for bit in range(16):
                    if encoded[at + i] >> bit & 1:
                        if done - before == in_container:
                            return -1
                        docs[done] = window | 16 * i + bit
                        done += 1
            if done - before != in_container:
                return -1
        at += taken
    return at if done == count else -1


cdef bint _read_frequencies(const uint16_t *encoded, int64_t size, uint32_t count, uint32_t *tf) noexcept nogil:
    """Decode the frequencies of ``count`` postings from ``size`` integers; return whether that is possible."""
    cdef int64_t codes = (<int64_t> count + 7) // 8, often, seen = 0
    cdef uint32_t i
    if size == 0:
        for i in range(count):
            tf[i] = 1
        return True
    often = (size - codes) // 4
    if size < codes or (size - codes) % 4:
        return False
    for i in range(count):
        tf[i] = 1 + (encoded[i >> 3] >> (2 * (i & 7)) & 3)
        if tf[i] == OFTEN:
            if seen == often:
                return False
            memcpy(&tf[i], encoded + codes + 2 * (often + seen), 4)
            seen += 1
    return seen == often


def decode_rows(
    const uint16_t[::1] encoded,
    const int64_t[::1] starts,
    const int64_t[::1] df,
    const uint8_t[::1] positions,
    const int64_t[::1] position_starts,
    const int64_t[::1] new_number,
):
    cdef Py_ssize_t lists = len(df), term
    cdef bint with_positions = len(position_starts) > 0
    cdef int64_t longest = 1, postings = 0, at, body, row_count = 0, before, size, max_rows
    if len(starts) != lists + 1 or (with_positions and len(position_starts) != lists + 1):
        raise ValueError("each list needs a beginning and an end")
    for term in range(lists):
        if df[term] < 1 or df[term] > 0x7FFFFFFF or not 0 <= starts[term] <= starts[term + 1] <= len(encoded):
            raise ValueError("a list lies outside of the lists")
        if with_positions and not 0 <= position_starts[term] <= position_starts[term + 1] <= len(positions):
            raise ValueError("positions lie outside of the positions")
        if df[term] > 16 * (starts[term + 1] - starts[term]):
            raise ValueError("a list is too short for its documents")
        longest = max(longest, df[term])
        postings += df[term]
    max_rows = len(positions) if with_positions else postings  # a position takes at least one byte
    rows_array = np.empty(max_rows, np.uint64)
    counts_array = np.zeros(lists, np.int64)
    docs_array, tf_array = np.empty((2, longest), np.uint32)
    cdef uint64_t[::1] rows = rows_array
    cdef int64_t[::1] counts = counts_array
    cdef uint32_t[::1] docs = docs_array
    cdef uint32_t[::1] tf = tf_array
    cdef uint32_t i, occurrence, position, value, shift
    cdef uint64_t row
    cdef int64_t number, end
    cdef bint wrong = False
    with nogil:
        for term in range(lists):
            at, size = starts[term], starts[term + 1] - starts[term]
            before = row_count
            body = _read_docs(&encoded[at], size, <uint32_t> df[term], &docs[0]) if size else -1
            if body < 0 or not _read_frequencies(
                &encoded[at] + body, size - body, <uint32_t> df[term], &tf[0]
            ):
                wrong = True
                break
            if with_positions:
                at, end = position_starts[term], position_starts[term + 1]
                if df[term] > POSITION_BLOCK:
                    at += 4 * ((df[term] + POSITION_BLOCK - 1) // POSITION_BLOCK)
            for i in range(<uint32_t> df[term]):
                if docs[i] >= <uint64_t> len(new_number):
                    wrong = True
                    break
                number = new_number[docs[i]]
                row = <uint64_t> number << 16
                if not with_positions:
                    if number >= 0:
                        rows[row_count] = row
                        row_count += 1
                    continue
                position = 0
                for occurrence in range(tf[i]):
                    value = shift = 0
                    while at < end and shift < 32 and positions[at] >= 0x80:
                        value |= <uint32_t> (positions[at] & 0x7F) << shift
                        shift += 7
                        at += 1
                    if at >= end or shift >= 32:
                        wrong = True
                        break
                    position += value | <uint32_t> positions[at] << shift
                    at += 1
                    if number >= 0:
                        rows[row_count] = row | position
                        row_count += 1
                wrong |= position > MAX_POSITION
                if wrong:
                    break
            wrong |= with_positions and at != end
            if wrong:
                break
            counts[term] = row_count - before
    if wrong:
        raise ValueError("its lists are not those of so many documents")
    return rows_array[:row_count], counts_array


def add_frequencies(
    const uint16_t[::1] encoded, const int64_t[::1] starts, const int64_t[::1] df, uint32_t[::1] sums
):
    cdef Py_ssize_t lists = len(df), term
    cdef int64_t longest = 1, size, at
    cdef uint32_t i, count
    cdef bint wrong = False
    if len(starts) != lists + 1:
        raise ValueError("each list needs a beginning and an end")
    for term in range(lists):
        if df[term] < 1 or not 0 <= starts[term] <= starts[term + 1] <= len(encoded):
            raise ValueError("a list lies outside of the lists")
        if df[term] > 16 * (starts[term + 1] - starts[term]) or df[term] > len(sums):
            raise ValueError("a list is too short for its documents, or there are fewer of them")
        longest = max(longest, df[term])
    docs_array, tf_array = np.empty((2, longest), np.uint32)
    cdef uint32_t[::1] docs = docs_array
    cdef uint32_t[::1] tf = tf_array
    with nogil:
        for term in range(lists):
            size, count = starts[term + 1] - starts[term], <uint32_t> df[term]
            at = _read_docs(&encoded[starts[term]], size, count, &docs[0]) if size else -1
            if at < 0 or not _read_frequencies(&encoded[starts[term]] + at, size - at, count, &tf[0]):
                wrong = True
                break
            for i in range(count):
                if docs[i] >= <uint64_t> len(sums):
                    wrong = True
                    break
                sums[docs[i]] += tf[i] if tf[i] < MAX_TF else MAX_TF
    if wrong:
        raise ValueError("its lists are not those of so many documents")


def first_unsound(
    const uint16_t[::1] encoded,
    const int64_t[::1] starts,
    const uint8_t[::1] positions,
    const int64_t[::1] position_starts,
    const uint32_t[::1] checksums,
):
    cdef Py_ssize_t lists = len(checksums), term
    cdef bint with_positions = len(position_starts) > 0
    cdef uint32_t checksum
    cdef int64_t size
    if len(starts) != lists + 1 or (with_positions and len(position_starts) != lists + 1):
        raise ValueError("each list needs a beginning and an end")
    for term in range(lists):
        if not 0 <= starts[term] <= starts[term + 1] <= len(encoded):
            raise ValueError("a list lies outside of the lists")
        if with_positions and not 0 <= position_starts[term] <= position_starts[term + 1] <= len(positions):
            raise ValueError("positions lie outside of the positions")
    with nogil:
        for term in range(lists):
            checksum = 0
            size = 2 * (starts[term + 1] - starts[term])
            if size:
                checksum = crc32(checksum, <const uint8_t *> &encoded[starts[term]], size)
            if with_positions and position_starts[term + 1] > position_starts[term]:
                size = position_starts[term + 1] - position_starts[term]
                checksum = crc32(checksum, &positions[position_starts[term]], size)
            if checksum != checksums[term]:
                break
        else:
            term = -1
    return term


def first_from(const uint8_t[::1] terms, const uint32_t[::1] starts, bytes term):
    cdef const uint8_t *wanted = term
    cdef int64_t size = len(term), length, low = 0, high = len(starts) - 1, middle
    cdef int order
    while low < high:
        middle = (low + high) // 2
        # A file that was cut meanwhile is read as zeros.
        length = <int64_t> starts[middle + 1] - starts[middle]
        order = 0
        if length > 0 and size and starts[middle + 1] <= <size_t> len(terms):
            order = memcmp(&terms[starts[middle]], wanted, min(length, size))
        if order < 0 or (order == 0 and length < size):
            low = middle + 1
        else:
            high = middle
    return low
