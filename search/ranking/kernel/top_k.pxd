# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Two collections of hits: the k best so far, in a heap whose root is the worst of them, and all hits."""

from libc.stdint cimport int32_t, int64_t
from libc.stdlib cimport free, malloc, realloc
from libc.string cimport memset


cdef struct Hit:
    # A document or an article. Hits are ordered by moment, then by score (descending), then by number.
    int64_t moment             # a key to sort by before the score; 0 if only scores matter
    double score
    int32_t id
    int32_t count              # of an article: its matching paragraphs


cdef struct TopK:
    Hit *heap
    int64_t k
    int64_t size               # hits in the heap
    double threshold           # a score that at least k hits reach, if only scores matter
    int64_t total              # all hits, if they are counted


cdef struct Hits:
    # All hits, in the order in which they are added.
    int32_t *ids
    double *scores
    int64_t *counts
    int64_t capacity
    int64_t size


cdef inline bint begin_top(TopK *top, int64_t k) noexcept nogil:
    """Allocate the heap of k hits. Returns False if memory runs out."""
    memset(top, 0, sizeof(TopK))
    top.k = k
    top.heap = <Hit *> malloc((k + 1) * sizeof(Hit))
    return top.heap != NULL


cdef inline bint is_worse(const Hit *hit, int64_t moment, double score, int64_t id) noexcept nogil:
    """Return whether ``hit`` is worse than the hit given by its parts."""
    if hit.moment != moment:
        return hit.moment > moment
    return hit.score < score or (hit.score == score and hit.id > id)


cdef inline bint belongs(const TopK *top, int64_t moment, double score, int64_t id) noexcept nogil:
    """Return whether a hit is among the k best so far."""
    return top.size < top.k or (top.k > 0 and is_worse(&top.heap[0], moment, score, id))


# A hit is passed as four values: a struct written field by field and then copied whole stalls the processor
# (store forwarding fails).
cdef inline void _put(Hit *hit, int64_t moment, double score, int64_t id, int64_t count) noexcept nogil:
    hit.moment = moment
    hit.score = score
    hit.id = <int32_t> id
    hit.count = <int32_t> count


cdef inline void replace(TopK *top, int64_t at, int64_t moment, double score, int64_t id, int64_t count) noexcept nogil:
    """Replace the hit at index ``at`` by a better one, and restore the heap."""
    cdef int64_t child
    cdef const Hit *other
    while True:
        child = 2 * at + 1
        if child >= top.size:
            break
        other = &top.heap[child]
        if child + 1 < top.size and is_worse(other + 1, other.moment, other.score, other.id):
            child += 1
            other += 1
        if not is_worse(other, moment, score, id):
            break
        top.heap[at] = other[0]
        at = child
    _put(&top.heap[at], moment, score, id, count)


cdef inline void offer(TopK *top, int64_t moment, double score, int64_t id, int64_t count) noexcept nogil:
    """Add a hit to the k best if it belongs there."""
    cdef int64_t at, parent
    if not belongs(top, moment, score, id):
        return
    if top.size == top.k:
        replace(top, 0, moment, score, id, count)
    else:
        at = top.size
        top.size += 1
        while at:
            parent = (at - 1) >> 1
            if is_worse(&top.heap[parent], moment, score, id):
                break
            top.heap[at] = top.heap[parent]
            at = parent
        _put(&top.heap[at], moment, score, id, count)
    if top.size == top.k and top.heap[0].score > top.threshold:
        top.threshold = top.heap[0].score


cdef inline void best_first(TopK *top) noexcept nogil:
    """Sort the hits, the best first. The array is no heap afterwards."""
    cdef int64_t size = top.size
    cdef Hit worst
    cdef const Hit *last
    while top.size > 1:
        worst = top.heap[0]
        top.size -= 1
        last = &top.heap[top.size]
        replace(top, 0, last.moment, last.score, last.id, last.count)
        top.heap[top.size] = worst
    top.size = size


cdef inline bint add_hit(Hits *hits, int64_t id, double score, int64_t count) noexcept nogil:
    """Append a hit. Returns False if memory runs out."""
    if hits.size == hits.capacity:
        hits.capacity = 2 * hits.capacity + 256
        hits.ids = <int32_t *> realloc(hits.ids, hits.capacity * sizeof(int32_t))
        hits.scores = <double *> realloc(hits.scores, hits.capacity * sizeof(double))
        hits.counts = <int64_t *> realloc(hits.counts, hits.capacity * sizeof(int64_t))
        if hits.ids == NULL or hits.scores == NULL or hits.counts == NULL:
            return False
    hits.ids[hits.size] = <int32_t> id
    hits.scores[hits.size] = score
    hits.counts[hits.size] = count
    hits.size += 1
    return True


cdef inline void free_hits(Hits *hits) noexcept nogil:
    free(hits.ids)
    free(hits.scores)
    free(hits.counts)
    memset(hits, 0, sizeof(Hits))
