# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The k best documents so far: a heap whose top is the worst of them."""

from libc.stdlib cimport free, malloc
from libc.string cimport memset
from cpython.bytes cimport PyBytes_FromStringAndSize

from numpy import float64, frombuffer, int64


cdef int start(Best *best, int64_t k, int64_t documents) except -1:
    """Make an empty heap for the k best of so many documents, which ``finish`` frees."""
    memset(best, 0, sizeof(Best))
    best.k = min(k, documents)
    best.scores = <double *> malloc(max(1, best.k) * sizeof(double))
    best.docs = <int64_t *> malloc(max(1, best.k) * sizeof(int64_t))
    if best.scores == NULL or best.docs == NULL:
        free(best.scores)
        free(best.docs)
        raise MemoryError
    return 0


cdef tuple finish(Best *best):
    """Free the heap; return its documents (int64) and their scores (float64), the best first."""
    cdef int64_t count = best.held
    cdef int64_t doc
    cdef double score
    while best.held:
        best.held -= 1
        doc, score = best.docs[0], best.scores[0]
        _sift(best, best.held, best.scores[best.held], best.docs[best.held])
        best.scores[best.held], best.docs[best.held] = score, doc
    try:
        docs = frombuffer(PyBytes_FromStringAndSize(<char *> best.docs, count * sizeof(int64_t)), int64)
        return docs, frombuffer(PyBytes_FromStringAndSize(<char *> best.scores, count * sizeof(double)), float64)
    finally:
        free(best.scores)
        free(best.docs)


cdef inline bint _worse(double score, int64_t doc, double than, int64_t than_doc) noexcept nogil:
    return score < than or (score == than and doc > than_doc)


cdef void _sift(Best *best, int64_t size, double score, int64_t doc) noexcept nogil:
    """Put a document in the place of the worst of a heap of ``size``."""
    cdef int64_t at = 0, child
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and _worse(
            best.scores[child + 1], best.docs[child + 1], best.scores[child], best.docs[child]
        ):
            child += 1
        if not _worse(best.scores[child], best.docs[child], score, doc):
            break
        best.scores[at], best.docs[at] = best.scores[child], best.docs[child]
        at = child
    best.scores[at], best.docs[at] = score, doc


cdef void keep(Best *best, double score, int64_t doc) noexcept nogil:
    """Put a document among the best if it belongs there."""
    cdef int64_t at
    if best.held < best.k:
        at = best.held
        best.held += 1
        while at and _worse(score, doc, best.scores[(at - 1) // 2], best.docs[(at - 1) // 2]):
            best.scores[at], best.docs[at] = best.scores[(at - 1) // 2], best.docs[(at - 1) // 2]
            at = (at - 1) // 2
        best.scores[at], best.docs[at] = score, doc
    elif best.k and _worse(best.scores[0], best.docs[0], score, doc):
        _sift(best, best.k, score, doc)
    else:
        return
    if best.held == best.k and best.scores[0] > best.least:
        best.least = best.scores[0]
