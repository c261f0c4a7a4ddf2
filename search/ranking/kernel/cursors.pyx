# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Posting lists as the kernel sees them: parsed once, then moved over by cursors.

A list is parsed with every bound checked, so that no cursor leaves the mapped arrays, whatever a damaged
file says. Whether the contents are those that were written is told by their checksums (``FieldLists``).
"""

from libc.stdlib cimport calloc, free, malloc, realloc

import numpy as np

from search.errors import IndexDamagedError

cdef enum:
    MOST_LISTED = 4096
    LEAST_WITH_IMPACTS = 1024
    BITMAP_SIZE = 4096      # of 16-bit integers, as all sizes here
    RANKS_SIZE = 128
    IMPACTS_SIZE = 512
    POSITION_BLOCK = 64


cdef class PostingList:
    """One term over all segments, or what a search made of several terms. Read-only.

    count:    documents in it; articles: articles that hold the term, -1 where that is not known
    impact:   greatest impact of any posting; tenth: impact that ten postings reach, 0 where that is not known
    """

    def __cinit__(self):
        self.containers = NULL
        self.occurrences = NULL
        self.articles = -1
        self.impact = 255

    def __dealloc__(self):
        free(self.containers)
        free(self.occurrences)

    def __len__(self):
        return self.count

    cdef Container *_reserve(self, int32_t containers, int32_t segments) except NULL:
        self.containers = <Container *> calloc(max(containers, 1), sizeof(Container))
        self.occurrences = <Occurrences *> calloc(max(segments, 1), sizeof(Occurrences))
        if self.containers == NULL or self.occurrences == NULL:
            raise MemoryError
        return self.containers


def stored_list(parts):
    """Return the list of a term over segments.

    parts: for each segment that holds it, in the order of the windows: first window, then what ``FieldLists.raw``
    returns, then how many windows the segment has. Raises IndexDamagedError.
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
        taken = (here.count if here.count <= MOST_LISTED else BITMAP_SIZE + RANKS_SIZE)
        taken += IMPACTS_SIZE if here.count >= LEAST_WITH_IMPACTS else 0
        if at + taken > size or done + here.count > count:
            raise _damaged()
        here.window += base
        here.first = done
        if here.count <= MOST_LISTED:
            here.low = stream + at
        else:
            here.bits = <const uint8_t *> (stream + at)
            here.ranks = stream + at + BITMAP_SIZE
        if not _is_in_order(here):
            raise _damaged()
        if here.count >= LEAST_WITH_IMPACTS:
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
    """Find what a list says of its frequencies, so many integers; tell whether it can be true."""
    cdef int64_t i, codes = (<int64_t> source.postings + 7) // 8, beside = size - codes
    cdef uint32_t held = 0, code, place, before = 0
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
            held += 1
            code &= code - 1
    if held != source.often_count:
        return False
    for i in range(source.often_count):
        memcpy(&place, source.often + 4 * i, 4)
        if place >= source.postings or (i and place <= before) or often_tf(source, <uint32_t> i) < OFTEN:
            return False
        if source.codes[place >> 2] >> (2 * (place & 3)) & 3 != OFTEN - 1:
            return False
        before = place
    return True


cdef bint _is_in_order(const Container *here) noexcept nogil:
    """Tell whether the documents of a container ascend; a bitmap, whether it holds as many as it says."""
    cdef uint32_t i, held = 0
    cdef bint wrong = False
    if here.low != NULL:
        for i in range(1, here.count):
            wrong |= here.low[i] <= here.low[i - 1]
        return not wrong
    for i in range(RANKS_SIZE):
        wrong |= here.ranks[i] != held
        held += warta_ones(here.bits + 64 * i, 8, 0)
    return not wrong and held == here.count


def _damaged():
    return IndexDamagedError("a posting list has impossible containers: run 'warta check'")


def made_list(docs, weights, article_of):
    """Return a list over ascending int32 documents with a weight for each.

    article_of: int32 over all documents
    """
    cdef PostingList made = PostingList()
    windows, low = docs >> 16, (docs & LOW_BITS).astype(np.uint16)
    weights = np.ascontiguousarray(weights, np.float64)
    starts = np.flatnonzero(np.append(True, windows[1:] != windows[:-1]))[: len(docs)]
    cdef const int64_t[::1] begin = starts.astype(np.int64)
    cdef const int64_t[::1] end = np.append(starts[1:], len(docs)).astype(np.int64)
    cdef const int32_t[::1] window = np.ascontiguousarray(windows[starts], np.int32)
    cdef const uint16_t[::1] lows = low
    cdef const double[::1] values = weights
    cdef Py_ssize_t i
    made._kept = (low, weights)
    made._reserve(len(starts), 1)
    made.n = len(starts)
    made.count = len(docs)
    made.articles = 1 + np.count_nonzero(np.diff(article_of[docs])) if len(docs) else 0
    for i in range(made.n):
        made.containers[i].window = window[i]
        made.containers[i].count = end[i] - begin[i]
        made.containers[i].low = &lows[begin[i]]
        made.containers[i].weights = &values[begin[i]]
    return made


cdef Cursor *cursors_of(list lists) except NULL:
    """Return a cursor for each list, to be freed by the caller."""
    cdef Cursor *cursors = <Cursor *> malloc(max(len(lists), 1) * sizeof(Cursor))
    cdef Py_ssize_t i
    if cursors == NULL:
        raise MemoryError
    for i in range(len(lists)):
        open_cursor(&cursors[i], <PostingList?> lists[i])
    return cursors


cdef inline const uint8_t *_next_value(const uint8_t *at, const uint8_t *end, uint32_t *value) noexcept nogil:
    cdef uint32_t shift = 0
    value[0] = 0
    while at < end and shift < 32:
        value[0] |= <uint32_t> (at[0] & 0x7F) << shift
        at += 1
        if (at - 1)[0] < 0x80:
            break
        shift += 7
    return at


cdef uint64_t _occurrences(const Occurrences *source, uint32_t first, uint32_t end) noexcept nogil:
    """Return the sum of the frequencies of at most 64 postings, of which the first is one of every 64."""
    cdef uint64_t codes[2]
    cdef uint64_t total = end - first
    cdef uint32_t words = (end - first) >> 5, rest = 2 * ((end - first) & 31), i, place
    if source.codes == NULL or first == end:
        return total
    codes[0] = codes[1] = 0
    memcpy(codes, source.codes + (first >> 2), (end - first + 3) >> 2)
    cdef bint often = ((codes[0] & codes[0] >> 1 | codes[1] & codes[1] >> 1) & 0x5555555555555555ULL) != 0
    total += warta_ones(<const uint8_t *> codes, words, rest)
    codes[0] &= 0xAAAAAAAAAAAAAAAAULL
    codes[1] &= 0xAAAAAAAAAAAAAAAAULL
    total += warta_ones(<const uint8_t *> codes, words, rest)
    if often:
        for i in range(often_from(source, first), source.often_count):
            memcpy(&place, source.often + 4 * <int64_t> i, 4)
            if place >= end:
                break
            total += often_tf(source, i) - OFTEN
    return total


cdef const uint8_t *_past(const uint8_t *at, const uint8_t *end, uint64_t values) noexcept nogil:
    """Return where so many values end."""
    cdef uint64_t word
    while values >= 8 and at + 8 <= end:  # the last byte of a value has no high bit
        memcpy(&word, at, 8)
        values -= (((~word >> 7) & 0x0101010101010101ULL) * 0x0101010101010101ULL) >> 56
        at += 8
    while values and at < end:
        values -= at[0] < 0x80
        at += 1
    return at


cdef int32_t read_positions(const Place *posting_at, Scratch *out) noexcept nogil:
    """Put the positions of a posting into ``out`` and return how many there are.

    Returns 0 where the list has none, -1 without memory.
    """
    cdef const Container *here = posting_at.here
    cdef const Occurrences *source = here.occurrences
    cdef uint32_t posting, block, blocks, head, i, value, count, position = 0
    cdef uint64_t before
    cdef const uint8_t *at
    cdef uint32_t *larger
    if source == NULL or source.start == NULL:
        return 0
    posting = here.first + posting_at.place
    at = source.start
    before = _occurrences(source, posting & ~<uint32_t> (POSITION_BLOCK - 1), posting)
    head = 1
    if source.postings > POSITION_BLOCK:
        blocks = (source.postings + POSITION_BLOCK - 1) // POSITION_BLOCK
        block = posting // POSITION_BLOCK
        if source.start + 4 * <int64_t> blocks > source.end:
            return 0
        memcpy(&head, source.start + 4 * <int64_t> block, 4)
        at = source.start + 4 * <int64_t> blocks + (head >> 1)
    if head & 1:
        at = _past(at, source.end, before)
    else:  # every value is one byte
        at += before
        if at >= source.end:
            return 0
    count = 1 if source.codes == NULL else 1 + code_at(here, posting_at.place)
    if count == OFTEN:
        count = often_tf(source, often_from(source, posting))
    if count > <uint64_t> (source.end - at):
        count = <uint32_t> (source.end - at) if at < source.end else 0
    if count > out.size:
        larger = <uint32_t *> realloc(out.values, 2 * count * sizeof(uint32_t))
        if larger == NULL:
            return -1
        out.values = larger
        out.size = 2 * count
    for i in range(count):
        if at < source.end and at[0] < 0x80:
            value = at[0]
            at += 1
        else:
            at = _next_value(at, source.end, &value)
        position += value
        out.values[i] = position
    return <int32_t> count


cdef int32_t count_rows(const Place *places, int32_t n, int32_t gap, Scratch *scratch) noexcept nogil:
    """Return from how many places of the first term the row of all terms can be completed.

    The places are of one document. Each term stands at most ``gap`` words after the one before.
    scratch: two of them. Returns -1 without memory.
    """
    cdef Scratch *reached = &scratch[0]
    cdef Scratch *earlier = &scratch[1]
    cdef Scratch swap
    cdef int32_t held, count, kept, i, j
    cdef int32_t term = n - 1
    held = read_positions(&places[term], reached)
    while term > 0 and held > 0:
        term -= 1
        count = read_positions(&places[term], earlier)
        if count < 0:
            return -1
        kept = j = 0
        for i in range(count):
            while j < held and reached.values[j] <= earlier.values[i]:
                j += 1
            if j == held:
                break
            if reached.values[j] - earlier.values[i] <= <uint32_t> gap + 1:
                earlier.values[kept] = earlier.values[i]
                kept += 1
        swap = reached[0]
        reached[0] = earlier[0]
        earlier[0] = swap
        held = kept
    return held


def union_lists(list lists not None, const double[::1] factors not None):
    """Return the union of lists: (int32 documents, float64 sums of frequency times factor)."""
    cdef Cursor *cursors = cursors_of(lists)
    cdef int32_t n = len(lists), i
    cdef int64_t doc, held = 0, most = sum(len(one) for one in lists)
    docs, sums = np.empty(most, np.int32), np.empty(most, np.float64)
    cdef int32_t[::1] doc_view = docs
    cdef double[::1] sum_view = sums
    cdef double total
    try:
        with nogil:
            for i in range(n):
                advance(&cursors[i], 0)
            while True:
                doc = END
                for i in range(n):
                    if cursors[i].doc < doc:
                        doc = cursors[i].doc
                if doc == END:
                    break
                total = 0.0
                for i in range(n):
                    if cursors[i].doc == doc:
                        total += frequency(&cursors[i]) * factors[i]
                        step(&cursors[i])
                doc_view[held] = <int32_t> doc
                sum_view[held] = total
                held += 1
        return docs[:held].copy(), sums[:held].copy()
    finally:
        free(cursors)


def documents(PostingList postings not None):
    """Return the documents of a list and its frequencies (int32, float64)."""
    return union_lists([postings], np.ones(1))
