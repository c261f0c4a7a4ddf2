# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The k best hits so far, in a heap whose top is the worst of them; and all hits, where all are wanted."""

from libc.stdint cimport int32_t, int64_t
from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memset


cdef struct Hit:
    # A document or an article. The best first: by moment, then the greatest score, then the least number.
    int64_t moment             # 0 where only scores count
    double score
    int32_t id
    int32_t count              # paragraphs that match, of an article


cdef struct TopK:
    Hit *heap
    int64_t k
    int64_t held
    double least               # a score that k hits reach, where only scores count
    int64_t total              # hits, where they are counted


cdef struct Hits:
    # All of them, in the order in which they are found.
    int32_t *ids
    double *scores
    int64_t *counts
    int64_t size
    int64_t held


cdef inline bint begin_top(TopK *top, int64_t k) noexcept nogil:
    """Make room for k hits; False without memory."""
    memset(top, 0, sizeof(TopK))
    top.k = k
    top.heap = <Hit *> malloc((k + 1) * sizeof(Hit))
    return top.heap != NULL


cdef inline bint is_worse(const Hit *hit, int64_t moment, double score, int64_t id) noexcept nogil:
    """Tell whether a hit is worse than another one."""
    if hit.moment != moment:
        return hit.moment > moment
    return hit.score < score or (hit.score == score and hit.id > id)


cdef inline bint belongs(const TopK *top, int64_t moment, double score, int64_t id) noexcept nogil:
    """Tell whether a hit is among the best so far."""
    return top.held < top.k or (top.k > 0 and is_worse(&top.heap[0], moment, score, id))


# A hit is given in its parts: what is written in parts and read as a whole at once, the processor has to wait for.
cdef inline void _put(Hit *hit, int64_t moment, double score, int64_t id, int64_t count) noexcept nogil:
    hit.moment = moment
    hit.score = score
    hit.id = <int32_t> id
    hit.count = <int32_t> count


cdef inline void replace(TopK *top, int64_t at, int64_t moment, double score, int64_t id, int64_t count) noexcept nogil:
    """Put a hit in the place of a worse one."""
    cdef int64_t child
    cdef const Hit *other
    while True:
        child = 2 * at + 1
        if child >= top.held:
            break
        other = &top.heap[child]
        if child + 1 < top.held and is_worse(other + 1, other.moment, other.score, other.id):
            child += 1
            other += 1
        if not is_worse(other, moment, score, id):
            break
        top.heap[at] = other[0]
        at = child
    _put(&top.heap[at], moment, score, id, count)


cdef inline void keep(TopK *top, int64_t moment, double score, int64_t id, int64_t count) noexcept nogil:
    """Put a hit among the best if it belongs there."""
    cdef int64_t at, parent
    if not belongs(top, moment, score, id):
        return
    if top.held == top.k:
        replace(top, 0, moment, score, id, count)
    else:
        at = top.held
        top.held += 1
        while at:
            parent = (at - 1) >> 1
            if is_worse(&top.heap[parent], moment, score, id):
                break
            top.heap[at] = top.heap[parent]
            at = parent
        _put(&top.heap[at], moment, score, id, count)
    if top.held == top.k and top.heap[0].score > top.least:
        top.least = top.heap[0].score


cdef inline void best_first(TopK *top) noexcept nogil:
    """Order the hits; afterwards they are no heap any more."""
    cdef int64_t held = top.held
    cdef Hit worst
    cdef const Hit *last
    while top.held > 1:
        worst = top.heap[0]
        top.held -= 1
        last = &top.heap[top.held]
        replace(top, 0, last.moment, last.score, last.id, last.count)
        top.heap[top.held] = worst
    top.held = held


cdef inline bint note(Hits *hits, int64_t id, double score, int64_t count) noexcept nogil:
    """Note a hit; False without memory."""
    if hits.held == hits.size:
        hits.size = 2 * hits.size + 256
        hits.ids = <int32_t *> realloc(hits.ids, hits.size * sizeof(int32_t))
        hits.scores = <double *> realloc(hits.scores, hits.size * sizeof(double))
        hits.counts = <int64_t *> realloc(hits.counts, hits.size * sizeof(int64_t))
        if hits.ids == NULL or hits.scores == NULL or hits.counts == NULL:
            return False
    hits.ids[hits.held] = <int32_t> id
    hits.scores[hits.held] = score
    hits.counts[hits.held] = count
    hits.held += 1
    return True


cdef inline void free_hits(Hits *hits) noexcept nogil:
    free(hits.ids)
    free(hits.scores)
    free(hits.counts)
    memset(hits, 0, sizeof(Hits))
