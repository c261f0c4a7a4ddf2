# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module encodes posting lists: one as `search.index.format.lists`, many as `search.index.format.rows.encode_lists`.

Of the functions for one list, each writes to `to`, which must have enough memory, and returns the end of what it wrote.

All memory comes from NumPy: arrays are allocated with the maximum size, and cut to the used part at the end.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memset

import numpy as np

from search.index.format.rows import EncodedLists

from search.index.format.checksums cimport crc32
from search.index.format.format cimport (
    BITMAP_SIZE, IMPACT_DOCS, IMPACTS_SIZE, LOW_BITS, MAX_LISTED, MAX_POSITION, MAX_TF, MIN_WITH_IMPACTS, OFTEN,
    POSITION_BLOCK, RANK_BITS, RANKS_SIZE, WINDOW_BITS,
)

cdef enum:
    TENTH = 10


cdef inline uint8_t* _put(uint8_t* to, uint64_t value) noexcept nogil:
    """Write a variable-byte integer and return its end."""
    while value >= 0x80:
        to[0] = <uint8_t> (value | 0x80)
        to += 1
        value >>= 7
    to[0] = <uint8_t> value
    return to + 1


cdef inline void _put_u16(uint8_t* to, uint32_t value) noexcept nogil:
    to[0] = value & 0xFF
    to[1] = value >> 8 & 0xFF


cdef inline void _put_u32(uint8_t* to, uint64_t value) noexcept nogil:
    _put_u16(to, value & 0xFFFF)
    _put_u16(to + 2, value >> 16 & 0xFFFF)


cdef uint8_t* put_positions(
    uint8_t* to, const uint64_t* rows, const uint32_t* tf, Py_ssize_t postings
) noexcept nogil:
    """Write the positions of a list and return their end; see `search.index.format.lists`."""
    cdef Py_ssize_t blocks = 0, posting, block_tf = 0
    cdef uint32_t occurrence
    cdef uint64_t before, here
    if postings > POSITION_BLOCK:
        blocks = (postings + POSITION_BLOCK - 1) // POSITION_BLOCK
    cdef uint8_t* head = to
    cdef uint8_t* body = to + 4 * blocks
    cdef uint8_t* block = body
    to = body
    for posting in range(postings):
        before = 0
        for occurrence in range(tf[posting]):
            here = rows[0] & MAX_POSITION
            if here - before < 0x80:
                to[0] = <uint8_t> (here - before)
                to += 1
            else:
                to = _put(to, here - before)
            before = here
            rows += 1
        block_tf += tf[posting]
        if blocks and ((posting + 1) % POSITION_BLOCK == 0 or posting + 1 == postings):
            _put_u32(head, 2 * <uint64_t> (block - body) + (to - block != block_tf))
            head += 4
            block = to
            block_tf = 0
    return to


cdef uint8_t* _put_container(
    uint8_t* to, const uint32_t* docs, const uint8_t* impacts, Py_ssize_t count
) noexcept nogil:
    """Write the container of one window and return its end; see `search.index.format.lists`."""
    cdef Py_ssize_t i, rank
    cdef uint32_t low
    cdef uint32_t before = 0
    if count <= MAX_LISTED:
        for i in range(count):
            _put_u16(to + 2 * i, docs[i])
        to += 2 * count
    else:
        memset(to, 0, 2 * BITMAP_SIZE)
        for i in range(count):
            low = docs[i] & LOW_BITS
            to[low >> 3] |= 1 << (low & 7)
        i = 0
        for rank in range(RANKS_SIZE):
            while i < count and (docs[i] & LOW_BITS) < RANK_BITS * rank:
                i += 1
            _put_u16(to + 2 * (BITMAP_SIZE + rank), <uint32_t> i)
        to += 2 * (BITMAP_SIZE + RANKS_SIZE)
    if count >= MIN_WITH_IMPACTS:
        memset(to, 0, 2 * IMPACTS_SIZE)
        for i in range(count):
            low = (docs[i] & LOW_BITS) // IMPACT_DOCS
            if impacts[i] > to[low]:
                to[low] = impacts[i]
        to += 2 * IMPACTS_SIZE
    return to


cdef uint8_t* put_docs(uint8_t* to, const uint32_t* docs, const uint8_t* impacts, Py_ssize_t count) noexcept nogil:
    """Write the documents of a list and return their end."""
    cdef Py_ssize_t i, first, containers = 1
    for i in range(1, count):
        containers += (docs[i] >> WINDOW_BITS) != (docs[i - 1] >> WINDOW_BITS)
    cdef uint8_t* head = to + 2
    _put_u16(to, <uint32_t> containers)
    to += 2 + 4 * containers
    first = 0
    for i in range(1, count + 1):
        if i == count or (docs[i] >> WINDOW_BITS) != (docs[first] >> WINDOW_BITS):
            _put_u16(head, docs[first] >> WINDOW_BITS)
            _put_u16(head + 2, <uint32_t> (i - first - 1))
            head += 4
            to = _put_container(to, docs + first, impacts + first, i - first)
            first = i
    return to


cdef uint8_t* put_frequencies(uint8_t* to, const uint32_t* tf, Py_ssize_t count) noexcept nogil:
    """Write the frequencies of a list and return their end; see `search.index.format.lists`."""
    cdef Py_ssize_t i, often = 0
    cdef uint32_t greatest = 1
    for i in range(count):
        greatest = tf[i] if tf[i] > greatest else greatest
    if greatest == 1:
        return to
    memset(to, 0, (count + 7) // 8 * 2)
    for i in range(count):
        to[i >> 2] |= <uint8_t> ((tf[i] if tf[i] < OFTEN else OFTEN) - 1) << (2 * (i & 3))
        often += tf[i] >= OFTEN
    to += (count + 7) // 8 * 2
    if often:
        for i in range(count):
            if tf[i] >= OFTEN:
                _put_u32(to, i)
                _put_u32(to + 4 * often, tf[i])
                to += 4
        to += 4 * often
    return to


cdef inline void _keep_greatest(uint8_t* greatest, uint8_t value) noexcept nogil:
    """Insert a value into the ten greatest, which are in descending order."""
    cdef int at = TENTH - 1
    if value <= greatest[at]:
        return
    while at and greatest[at - 1] < value:
        greatest[at] = greatest[at - 1]
        at -= 1
    greatest[at] = value


def encode_lists(
    const uint64_t[::1] rows,
    const int64_t[::1] firsts,
    const int64_t[::1] counts,
    const uint8_t[::1] impacts_of,
    const uint8_t[::1] floors_of,
    const uint8_t[::1] lengths,
    const uint32_t[::1] article_of,
    bint with_positions,
):
    cdef Py_ssize_t lists = len(firsts), term, i, n, total = 0, longest = 0
    if len(counts) != lists:
        raise ValueError("each list needs a first row and a number of rows")
    for term in range(lists):
        if counts[term] < 1 or firsts[term] < 0 or firsts[term] + counts[term] > len(rows):
            raise ValueError("a list lies outside of the rows")
        total += counts[term]
        longest = max(longest, counts[term])
    cdef bint scored = len(lengths) > 0
    cdef bint in_articles = len(article_of) > 0
    if scored and (len(impacts_of) != 65536 or len(floors_of) != 65536):
        raise ValueError("impacts are tables of 256 x 256")
    for term in range(lists):  # rows ascend, so the last is the greatest
        i = <Py_ssize_t> (rows[firsts[term] + counts[term] - 1] >> 16)
        if (scored and i >= len(lengths)) or (in_articles and i >= len(article_of)):
            raise ValueError("a row names a document beyond the last")
    # A posting takes at most 6 bytes: its document and a container. Frequencies take 2 bytes for every 8 postings, and
    # 8 bytes for a frequency of 4 or more, but then there are more rows than postings.
    lists_array = np.empty(2 * (lists + 4 * total), np.uint8)
    positions_array = np.empty(4 * total + 8 * lists + 64 if with_positions else 0, np.uint8)
    columns = {name: np.zeros(lists, np.int64) for name in ("list_sizes", "position_sizes")}
    df_array = np.zeros(lists, np.uint32)
    impacts_array, tenth_array = np.zeros((2, lists if scored else 0), np.uint8)
    articles_array = np.zeros(lists if in_articles else 0, np.uint32)
    checksums_array = np.zeros(lists, np.uint32)
    docs_buffer, tf_buffer = np.empty((2, longest + 1), np.uint32)
    impacts_buffer = np.full(longest + 1, 255, np.uint8)
    cdef uint8_t[::1] lists_view = lists_array
    cdef uint8_t[::1] positions_view = positions_array
    cdef uint32_t[::1] df = df_array
    cdef int64_t[::1] list_sizes = columns["list_sizes"]
    cdef int64_t[::1] position_sizes = columns["position_sizes"]
    cdef uint8_t[::1] impacts = impacts_array
    cdef uint8_t[::1] tenth = tenth_array
    cdef uint32_t[::1] articles = articles_array
    cdef uint32_t[::1] checksums = checksums_array
    cdef uint32_t[::1] docs_of = docs_buffer
    cdef uint32_t[::1] tf_of = tf_buffer
    cdef uint8_t[::1] impact_of = impacts_buffer
    cdef uint8_t* list_to = &lists_view[0] if lists else NULL
    cdef uint8_t* positions_to = &positions_view[0] if len(positions_view) else NULL
    cdef uint8_t* before
    cdef const uint64_t* row
    cdef uint8_t greatest[TENTH]
    cdef uint32_t doc, article, article_count, code, checksum
    cdef uint8_t impact
    with nogil:
        for term in range(lists):
            row = &rows[firsts[term]]
            n = 0
            docs_of[0] = <uint32_t> (row[0] >> 16)
            tf_of[0] = 1
            for i in range(1, counts[term]):
                doc = <uint32_t> (row[i] >> 16)
                if doc == docs_of[n]:
                    tf_of[n] += 1
                else:
                    n += 1
                    docs_of[n] = doc
                    tf_of[n] = 1
            n += 1
            df[term] = <uint32_t> n
            if scored:
                memset(greatest, 0, TENTH)
                impact = 0
                for i in range(n):
                    code = (tf_of[i] if tf_of[i] < MAX_TF else MAX_TF) << 8 | lengths[docs_of[i]]
                    impact_of[i] = impacts_of[code]
                    impact = impact if impact > impact_of[i] else impact_of[i]
                    _keep_greatest(greatest, floors_of[code])
                impacts[term] = impact
                tenth[term] = greatest[TENTH - 1]
            if in_articles:
                article_count, article = 1, article_of[docs_of[0]]
                for i in range(1, n):
                    article_count += article_of[docs_of[i]] != article
                    article = article_of[docs_of[i]]
                articles[term] = article_count
            before = list_to
            list_to = put_docs(list_to, &docs_of[0], &impact_of[0], n)
            if with_positions:
                list_to = put_frequencies(list_to, &tf_of[0], n)
            list_sizes[term] = (list_to - before) // 2
            checksum = crc32(0, before, list_to - before)
            if with_positions:
                before = positions_to
                positions_to = put_positions(positions_to, row, &tf_of[0], n)
                position_sizes[term] = positions_to - before
                checksum = crc32(checksum, before, positions_to - before)
            checksums[term] = checksum
    return EncodedLists(
        lists=lists_array[: 2 * int(columns["list_sizes"].sum())].view("<u2"),
        positions=positions_array[: int(columns["position_sizes"].sum())],
        df=df_array,
        list_sizes=columns["list_sizes"],
        position_sizes=columns["position_sizes"],
        impacts=impacts_array,
        tenth=tenth_array,
        articles=articles_array,
        checksums=checksums_array,
    )
