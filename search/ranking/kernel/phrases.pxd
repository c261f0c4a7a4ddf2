# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The positions of a term in a document, and the frequency of a phrase there: one matcher for all phrases."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memcpy, memset

from search.index.format.format cimport OFTEN, POSITION_BLOCK
from search.ranking.kernel.postings cimport Container, Occurrences, Posting, often_from, often_tf


cdef struct Positions:
    uint32_t *values
    uint32_t capacity


cdef struct Phrase:
    Posting *postings          # of each term, its posting in the current document
    int32_t n
    int32_t gap                # the greatest number of other words between two terms of the phrase
    Positions scratch[2]


cdef inline bint begin_phrase(Phrase *phrase, int32_t n) noexcept nogil:
    """Allocate a phrase of ``n`` terms. Returns False if memory runs out."""
    memset(phrase, 0, sizeof(Phrase))
    phrase.n = n
    phrase.postings = <Posting *> calloc(n + 1, sizeof(Posting))
    return phrase.postings != NULL


cdef inline void end_phrase(Phrase *phrase) noexcept nogil:
    free(phrase.postings)
    free(phrase.scratch[0].values)
    free(phrase.scratch[1].values)


cdef inline const uint8_t *_next_value(const uint8_t *at, const uint8_t *end, uint32_t *value) noexcept nogil:
    """Decode a variable-byte integer. Returns the address behind it."""
    cdef uint32_t shift = 0
    value[0] = 0
    while at < end and shift < 32:
        value[0] |= <uint32_t> (at[0] & 0x7F) << shift
        at += 1
        if (at - 1)[0] < 0x80:
            break
        shift += 7
    return at


cdef inline uint64_t _sum(uint64_t first, uint64_t second) noexcept nogil:
    """Return the sum of the 64 two-bit numbers in two 64-bit integers."""
    first = (first & 0x3333333333333333ULL) + ((first >> 2) & 0x3333333333333333ULL)
    second = (second & 0x3333333333333333ULL) + ((second >> 2) & 0x3333333333333333ULL)
    first += second
    first = (first & 0x0F0F0F0F0F0F0F0FULL) + ((first >> 4) & 0x0F0F0F0F0F0F0F0FULL)
    return (first * 0x0101010101010101ULL) >> 56


cdef inline uint64_t _occurrences(const Occurrences *source, uint32_t posting, uint32_t *count) noexcept nogil:
    """Return the occurrences before a posting in its position block of 64 postings; set ``count`` to those of it."""
    cdef uint32_t first = posting & ~<uint32_t> (POSITION_BLOCK - 1), before = posting - first, i, other
    cdef uint64_t low = 0, high = 0, total = before
    cdef const uint8_t *codes
    count[0] = 1
    if source.codes == NULL:
        return total
    codes = source.codes + (first >> 2)
    memcpy(&low, codes, 8 if first + 32 <= source.postings else (source.postings - first + 3) >> 2)
    if before >= 32:
        memcpy(&high, codes + 8, 8 if first + 64 <= source.postings else (source.postings - first - 29) >> 2)
    count[0] += (high if before >= 32 else low) >> (2 * (before & 31)) & 3
    if before < 32:
        low &= (<uint64_t> 1 << (2 * before)) - 1
    else:
        high &= (<uint64_t> 1 << (2 * before - 64)) - 1
    total += _sum(low, high)
    if (low & low >> 1 | high & high >> 1) & 0x5555555555555555ULL:
        for i in range(often_from(source, first), source.often_count):
            memcpy(&other, source.often + 4 * <int64_t> i, 4)
            if other >= posting:
                break
            total += often_tf(source, i) - OFTEN
    if count[0] == OFTEN:
        count[0] = often_tf(source, often_from(source, posting))
    return total


cdef inline const uint8_t *_past(const uint8_t *at, const uint8_t *end, uint64_t values) noexcept nogil:
    """Return the address behind the next ``values`` variable-byte integers."""
    cdef uint64_t word
    while values >= 8 and at + 8 <= end:  # the last byte of a value has no high bit
        memcpy(&word, at, 8)
        values -= (((~word >> 7) & 0x0101010101010101ULL) * 0x0101010101010101ULL) >> 56
        at += 8
    while values and at < end:
        values -= at[0] < 0x80
        at += 1
    return at


cdef inline int32_t _read(const Posting *posting_at, Positions *out) noexcept nogil:
    """Decode the positions of a posting into ``out`` and return their number.

    Returns 0 if the list has no positions, -1 if memory runs out.
    """
    cdef const Container *here = posting_at.here
    cdef const Occurrences *source = here.occurrences
    cdef uint32_t posting, block, blocks, head, i, value, count, position = 0
    cdef uint64_t before
    cdef const uint8_t *at
    cdef uint32_t *larger
    if source == NULL or source.start == NULL:
        return 0
    posting = here.first + posting_at.rank
    at = source.start
    before = _occurrences(source, posting, &count)
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
    if count > <uint64_t> (source.end - at):
        count = <uint32_t> (source.end - at) if at < source.end else 0
    if count > out.capacity:
        larger = <uint32_t *> realloc(out.values, 2 * count * sizeof(uint32_t))
        if larger == NULL:
            return -1
        out.values = larger
        out.capacity = 2 * count
    for i in range(count):
        if at < source.end and at[0] < 0x80:
            value = at[0]
            at += 1
        else:
            at = _next_value(at, source.end, &value)
        position += value
        out.values[i] = position
    return <int32_t> count


cdef inline int32_t phrase_frequency(Phrase *phrase) noexcept nogil:
    """Return the frequency of the phrase in the document of its postings, -1 if memory runs out.

    An occurrence is a position of the first term from which every next term follows with at most ``gap`` other words
    in between.
    """
    cdef const Posting *postings = phrase.postings
    cdef Positions *reached = &phrase.scratch[0]
    cdef Positions *earlier = &phrase.scratch[1]
    cdef Positions swap
    cdef int32_t reached_count, count, kept, i, j
    cdef int32_t term = phrase.n - 1
    reached_count = _read(&postings[term], reached)
    while term > 0 and reached_count > 0:
        term -= 1
        count = _read(&postings[term], earlier)
        if count < 0:
            return -1
        kept = j = 0
        for i in range(count):
            while j < reached_count and reached.values[j] <= earlier.values[i]:
                j += 1
            if j == reached_count:
                break
            if reached.values[j] - earlier.values[i] <= <uint32_t> phrase.gap + 1:
                earlier.values[kept] = earlier.values[i]
                kept += 1
        swap = reached[0]
        reached[0] = earlier[0]
        earlier[0] = swap
        reached_count = kept
    return reached_count
