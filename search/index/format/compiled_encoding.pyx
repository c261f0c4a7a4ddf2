# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module encodes many posting lists; the oracle is `search.index.format.rows.encode_lists`.

All memory comes from NumPy: arrays are allocated with the maximum size, and cut to the used part at the end.
"""

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memset

import numpy as np

from search.index.format.rows import EncodedLists

from search.index.format.checksums cimport crc32
from search.index.format.format cimport MAX_TF
from search.index.format.list_encoding cimport put_docs, put_frequencies, put_positions

cdef enum:
    TENTH = 10


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
