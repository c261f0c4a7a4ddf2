# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Which articles are on a page: by moment, then score, then index order, copies of one text in one place."""

from libc.stdint cimport INT64_MAX, INT64_MIN, int32_t, int64_t

from search.ranking.kernel.scoring cimport Query, Work, coverage, is_matching, matching_paragraphs, score_paragraphs
from search.ranking.kernel.tally cimport shares_place

cdef extern from *:
    """
    /* A bound and a score add up the same parts in different orders. */
    #define WARTA_ROUNDING 1e-9
    """
    const double ROUNDING "WARTA_ROUNDING"


cdef inline bint _worse(const Ranked *one, const Ranked *other) noexcept nogil:
    if one.moment != other.moment:
        return one.moment > other.moment
    return one.score < other.score or (one.score == other.score and one.article > other.article)


cdef int64_t _moment_of(const Ranks *ranks, int64_t article) noexcept nogil:
    """Return what an article is sorted by before its score; undated ones come last."""
    if ranks.instants == NULL:
        return 0
    if ranks.instants[article] == INT64_MIN:
        return INT64_MAX
    return -ranks.instants[article] if ranks.newest_first else ranks.instants[article]


cdef bint could_come(const Ranks *ranks, int64_t article) noexcept nogil:
    """Tell whether an article could be among the best if its score were great enough."""
    return ranks.held < ranks.k or ranks.instants == NULL or (
        ranks.k > 0 and _moment_of(ranks, article) <= ranks.heap[0].moment
    )


cdef bint could_rank(const Ranks *ranks, int64_t moment, double most) noexcept nogil:
    """Tell whether an article could be among the best whose score is ``most`` or less."""
    if ranks.held < ranks.k:
        return ranks.k > 0
    if moment != ranks.heap[0].moment:
        return moment < ranks.heap[0].moment
    return most + ROUNDING * (1.0 + (most if most > 0.0 else -most)) >= ranks.heap[0].score


cdef void _rank(Ranks *ranks, Ranked one) noexcept nogil:
    """Give an article its place, if it has one."""
    cdef const int32_t *clusters = ranks.totals.clusters
    cdef int64_t at
    if ranks.held == ranks.k and (ranks.k == 0 or _worse(&one, &ranks.heap[0])):
        return
    if shares_place(ranks.totals, one.article):
        for at in range(ranks.held):
            if clusters[ranks.heap[at].article] == clusters[one.article]:
                if _worse(&ranks.heap[at], &one):
                    _sink(ranks, at, one)
                return
    if ranks.held == ranks.k:
        _sink(ranks, 0, one)
        return
    at = ranks.held
    ranks.held += 1
    while at and _worse(&one, &ranks.heap[(at - 1) // 2]):
        ranks.heap[at] = ranks.heap[(at - 1) // 2]
        at = (at - 1) // 2
    ranks.heap[at] = one


cdef void _sink(Ranks *ranks, int64_t at, Ranked one) noexcept nogil:
    """Put an article in the place of a worse one."""
    cdef int64_t child
    while True:
        child = 2 * at + 1
        if child >= ranks.held:
            break
        if child + 1 < ranks.held and _worse(&ranks.heap[child + 1], &ranks.heap[child]):
            child += 1
        if not _worse(&ranks.heap[child], &one):
            break
        ranks.heap[at] = ranks.heap[child]
        at = child
    ranks.heap[at] = one


cdef bint rank_gathered(Query *query, Work *work, Ranks *ranks, int64_t count) noexcept nogil:
    """Give the article that was gathered its place, if it has one; False without memory.

    count: its matching paragraphs, -1 where they are not counted yet
    """
    cdef int64_t moment = _moment_of(ranks, work.article), place
    cdef double context, best = 0.0
    cdef bint found = False
    context = work.context + coverage(query, work)
    if not could_rank(ranks, moment, context + work.most_own + ranks.most_prior):
        return True
    if ranks.prior != NULL:
        context += ranks.prior[work.article]
    if not could_rank(ranks, moment, context + work.most_own):
        return True
    if not score_paragraphs(query, work):
        return False
    if count < 0:
        count = matching_paragraphs(query, work)
    for place in range(work.end - work.first):
        if is_matching(query, work, place) and (not found or work.scores[place] > best):
            best, found = work.scores[place], True
    _rank(ranks, Ranked(moment, best + context, <int32_t> work.article, <int32_t> count))
    return True
