# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Posting lists of the kernel: a list is parsed once, and all searches share it.

The parser checks every offset, so a cursor cannot leave the mapped arrays even if the file is damaged. It does not
check whether the contents are those that were written; checksums do (``FieldLists``).
"""

from libc.stdlib cimport calloc, free, malloc

from search.bits cimport lowest_bit
from search.index.format.format cimport (
    BITMAP_SIZE, IMPACTS_SIZE, LOW_BITS, MAX_LISTED, MAX_TF, MIN_WITH_IMPACTS, OFTEN, RANKS_SIZE, WINDOW_BITS,
)

import numpy as np

from search.errors import IndexDamagedError
from search.ranking.kernel.meter cimport Meter, begin_meter, look, settle
from search.remarks import Remark

cdef enum:
    MAX_UNRANKED = 8        # a container with more documents gets ranks, about one for every two postings
    BLOCK_BITS = 6          # but not more than one for every 64 documents


cdef class PostingList:
    """The postings of one term over all segments, or a list that a search made of several terms. Read-only.

    count:     its documents
    frequency: the document frequency: ``count``, unless articles are left out (``count_only``)
    articles:  articles that contain the term, -1 if that is not known
    impact:    the greatest impact of a posting, 0 to 255
    tenth:     the tenth greatest impact, rounded down; 0 if that is not known
    """

    def __cinit__(self):
        self.containers = NULL
        self.occurrences = NULL
        self.ranks = NULL
        self.articles = -1
        self.impact = 255

    def __dealloc__(self):
        free(self.containers)
        free(self.occurrences)
        free(self.ranks)

    def __len__(self):
        return self.count

    def count_only(self, docs, article_of):
        """Let the frequencies be those of some of the documents, ascending: the ones that may be counted."""
        self.frequency = len(docs)
        self.articles = 1 + np.count_nonzero(np.diff(article_of[docs])) if len(docs) else 0

    cdef Container *_reserve(self, int32_t containers, int32_t segments) except NULL:
        self.containers = <Container *> calloc(max(containers, 1), sizeof(Container))
        self.occurrences = <Occurrences *> calloc(max(segments, 1), sizeof(Occurrences))
        if self.containers == NULL or self.occurrences == NULL:
            raise MemoryError
        return self.containers

    cdef _add_ranks(self):
        """Make the ranks by which a document is looked up in a container. They take about a byte for each posting."""
        cdef int64_t size = 0
        cdef int32_t i
        cdef uint32_t part, rank
        cdef Container *here
        for i in range(self.n):
            here = &self.containers[i]
            if here.low != NULL and here.count > MAX_UNRANKED:
                here.rank_bits = WINDOW_BITS
                while here.rank_bits > BLOCK_BITS and (1 << (WINDOW_BITS - here.rank_bits)) < <int32_t> here.count // 2:
                    here.rank_bits -= 1
                size += 1 << (WINDOW_BITS - here.rank_bits)
        cdef uint16_t *ranks = <uint16_t *> malloc(max(size, 1) * sizeof(uint16_t))
        if ranks == NULL:
            raise MemoryError
        self.ranks = ranks
        for i in range(self.n):
            here = &self.containers[i]
            if here.low != NULL and here.count > MAX_UNRANKED:
                here.ranks = ranks
                rank = 0
                for part in range(1 << (WINDOW_BITS - here.rank_bits)):
                    while rank < here.count and here.low[rank] >> here.rank_bits < part:
                        rank += 1
                    ranks[part] = rank
                ranks += 1 << (WINDOW_BITS - here.rank_bits)


def stored_list(parts):
    """Return the posting list of a term over all segments.

    parts: for each segment that has the term, in document order: the segment's first window, the values that
           ``FieldLists.raw`` returns, and the number of windows of the segment

    Raises IndexDamagedError if a list cannot be what was written.
    """
    cdef PostingList made = PostingList()
    cdef int32_t containers = 0, segment = 0
    cdef const uint16_t[::1] stream
    for part in parts:
        stream = part[1]
        containers += stream[0] if stream.shape[0] else 0
    made._reserve(containers, len(parts))
    made._kept = parts
    made.impact = made.articles = 0
    for part in parts:
        base, encoded, positions, count, articles, impact, tenth, windows = part
        _parse(made, segment, base, encoded, positions, count, windows)
        made.articles = -1 if articles < 0 or made.articles < 0 else made.articles + articles
        made.impact = max(made.impact, impact)
        made.tenth = max(made.tenth, tenth)
        segment += 1
    made.frequency = made.count
    made._add_ranks()
    return made


cdef _parse(
    PostingList made, int32_t segment, int64_t base, encoded, positions_part, int64_t count, int64_t windows
):
    cdef const uint16_t[::1] list_part = encoded
    cdef const uint8_t[::1] positions
    cdef const uint16_t *stream = &list_part[0] if list_part.shape[0] else NULL
    cdef int64_t size = list_part.shape[0], at, taken, done = 0, last = -1
    cdef int32_t n, number, parsed = made.n
    cdef Container *here
    cdef Occurrences *source = &made.occurrences[segment]
    source.postings = count
    if positions_part is not None and len(positions_part):
        positions = positions_part
        source.start = &positions[0]
        source.end = source.start + positions.shape[0]
    n = stream[0] if size else 0
    at = 1 + 2 * n
    if n == 0 or at > size:
        raise _damaged()
    for number in range(n):
        here = &made.containers[made.n]
        here.window = stream[1 + 2 * number]
        here.count = stream[2 + 2 * number] + 1
        if <int64_t> here.window <= last or here.window >= windows:
            raise _damaged()
        last = here.window
        taken = (here.count if here.count <= MAX_LISTED else BITMAP_SIZE + RANKS_SIZE)
        taken += IMPACTS_SIZE if here.count >= MIN_WITH_IMPACTS else 0
        if at + taken > size or done + here.count > count:
            raise _damaged()
        here.window += base
        here.first = done
        if here.count <= MAX_LISTED:
            here.low = stream + at
        else:
            here.bits = <const uint8_t *> (stream + at)
            here.ranks = stream + at + BITMAP_SIZE
            here.rank_bits = 9
        if not _is_in_order(here):
            raise _damaged()
        if here.count >= MIN_WITH_IMPACTS:
            here.impacts = <const uint8_t *> (stream + at + taken - IMPACTS_SIZE)
        here.occurrences = source
        at += taken
        done += here.count
        made.n += 1
    if done != count or not _takes_frequencies(source, stream + at, size - at):
        raise _damaged()
    for number in range(parsed, made.n):
        made.containers[number].codes = source.codes
    made.count += count


cdef bint _takes_frequencies(Occurrences *source, const uint16_t *stream, int64_t size) noexcept nogil:
    """Set the pointers to the frequencies, which take ``size`` integers. Returns whether they are consistent."""
    cdef int64_t i, codes = (<int64_t> source.postings + 7) // 8, beside = size - codes
    cdef uint32_t count = 0, code, rank, before = 0
    if size == 0:
        return True
    if beside < 0 or beside % 4:
        return False
    source.codes = <const uint8_t *> stream
    source.often = <const uint8_t *> (stream + codes)
    source.often_count = <uint32_t> (beside // 4)
    for i in range(codes):
        code = stream[i] & stream[i] >> 1 & 0x5555
        while code:
            count += 1
            code &= code - 1
    if count != source.often_count:
        return False
    for i in range(source.often_count):
        memcpy(&rank, source.often + 4 * i, 4)
        if rank >= source.postings or (i and rank <= before) or often_tf(source, <uint32_t> i) < OFTEN:
            return False
        if often_tf(source, <uint32_t> i) > MAX_TF:
            source.has_uncounted = True
        if source.codes[rank >> 2] >> (2 * (rank & 3)) & 3 != OFTEN - 1:
            return False
        before = rank
    return True


cdef bint _is_in_order(const Container *here) noexcept nogil:
    """Return whether the documents of a container ascend, or whether the ranks of a bitmap are right."""
    cdef uint32_t i, count = 0
    cdef bint wrong = False
    if here.low != NULL:
        for i in range(1, here.count):
            wrong |= here.low[i] <= here.low[i - 1]
        return not wrong
    for i in range(RANKS_SIZE):
        wrong |= here.ranks[i] != count
        count += ones(here.bits + 64 * i, 8, 0)
    return not wrong and count == here.count


def _damaged():
    return IndexDamagedError("damaged_here", wrong=Remark("impossible_containers"))


def made_list(docs, weights, article_of):
    """Return a posting list that a search made.

    docs:       int32, ascending document numbers
    weights:    float64, a frequency for each of them; it may be a fraction
    article_of: int32, the article of every document of the index
    """
    cdef PostingList made = PostingList()
    low = np.asarray(docs, np.int32).astype(np.uint16)  # which keeps the lower 16 bits
    weights = np.ascontiguousarray(weights, np.float64)
    windows = np.arange((docs[-1] >> WINDOW_BITS) + 1 if len(docs) else 0)
    bounds = np.append(np.searchsorted(docs, windows << WINDOW_BITS), len(docs))
    windows = np.flatnonzero(np.diff(bounds))  # those with documents
    cdef const int64_t[::1] window = windows.astype(np.int64)
    cdef const int64_t[::1] begin = bounds[windows].astype(np.int64)
    cdef const int64_t[::1] end = bounds[windows + 1].astype(np.int64)
    cdef const uint16_t[::1] lows = low
    cdef const double[::1] values = weights
    cdef Py_ssize_t i
    made._kept = (low, weights)
    made._reserve(len(windows), 1)
    made.n = len(windows)
    made.count = made.frequency = len(docs)
    made.articles = 0
    last = -1
    for i in range(made.n):
        articles = article_of[docs[begin[i]:end[i]]]
        made.articles += np.count_nonzero(np.diff(articles)) + (articles[0] != last)
        last = articles[-1]
        made.containers[i].window = <int32_t> window[i]
        made.containers[i].count = end[i] - begin[i]
        made.containers[i].low = &lows[begin[i]]
        made.containers[i].weights = &values[begin[i]]
    made._add_ranks()
    return made


cdef Cursor *cursors_of(list lists) except NULL:
    """Return an array with a cursor for each list. The caller frees it."""
    cdef Cursor *cursors = <Cursor *> malloc(max(len(lists), 1) * sizeof(Cursor))
    cdef Py_ssize_t i
    if cursors == NULL:
        raise MemoryError
    for i in range(len(lists)):
        open_cursor(&cursors[i], <PostingList?> lists[i])
    return cursors


def occurrences_in(PostingList postings not None, const int32_t[::1] docs not None):
    """Return where a term occurs in some documents, and its frequency there.

    docs: int32, ascending, at least 0

    Returns (int32 indexes into ``docs``, float64 frequencies).
    """
    cdef Cursor cursor
    cdef int64_t i, size = 0
    found, frequencies = np.empty(len(docs), np.int32), np.empty(len(docs), np.float64)
    cdef int32_t[::1] found_view = found
    cdef double[::1] frequency_view = frequencies
    open_cursor(&cursor, postings)
    with nogil:
        for i in range(docs.shape[0]):
            if advance(&cursor, docs[i]) == docs[i]:
                found_view[size], frequency_view[size] = <int32_t> i, frequency(&cursor)
                size += 1
    return found[:size], frequencies[:size]


def union_lists(list lists not None, const double[::1] factors not None):
    """Return the union of posting lists: int32 documents, and float64 sums of frequency times the list's factor.

    The sums of one window after the other are computed, list by list. A bitmap records the documents with a sum.
    The arrays returned are parts of larger ones whose other pages are never touched, and take no memory.
    """
    cdef Cursor *cursors = cursors_of(lists)
    cdef int32_t n = len(lists), i
    cdef Meter meter
    cdef int64_t first, size = 0, capacity = sum([len(one) for one in lists])
    cdef uint32_t at, word
    cdef uint64_t bits
    cdef int64_t windows = 0
    for i in range(n):  # every document is there once
        if cursors[i].n:
            windows = max(windows, <int64_t> cursors[i].containers[cursors[i].n - 1].window + 1)
    capacity = min(capacity, windows << WINDOW_BITS)
    docs, sums = np.empty(capacity, np.int32), np.empty(capacity, np.float64)
    cdef int32_t[::1] doc_view = docs
    cdef double[::1] sum_view = sums
    cdef double *added = <double *> calloc(1 << WINDOW_BITS, sizeof(double))
    cdef uint64_t *there = <uint64_t *> calloc(1 << (WINDOW_BITS - BLOCK_BITS), sizeof(uint64_t))
    try:
        if added == NULL or there == NULL:
            raise MemoryError
        begin_meter(&meter)
        with nogil:
            for i in range(n):
                advance(&cursors[i], 0)
            while True:
                first = END
                for i in range(n):
                    first = min(first, cursors[i].doc)
                if first == END or look(&meter):
                    break
                first = first >> WINDOW_BITS << WINDOW_BITS
                for i in range(n):
                    while cursors[i].doc < first + (1 << WINDOW_BITS):
                        at = <uint32_t> (cursors[i].doc - first)
                        added[at] += frequency(&cursors[i]) * factors[i]
                        there[at >> BLOCK_BITS] |= <uint64_t> 1 << (at & 63)
                        step(&cursors[i])
                for word in range(1 << (WINDOW_BITS - BLOCK_BITS)):
                    bits = there[word]
                    there[word] = 0
                    while bits:
                        at = word << BLOCK_BITS | lowest_bit(bits)
                        doc_view[size], sum_view[size] = <int32_t> (first + at), added[at]
                        added[at] = 0.0
                        size += 1
                        bits &= bits - 1
        settle(&meter)
        return docs[:size], sums[:size]
    finally:
        free(cursors)
        free(added)
        free(there)
