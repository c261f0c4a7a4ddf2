# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The scoring of one block of 64 documents, whose bound reaches the threshold of the k best.

The bound is the sum of the bounds of the terms in the block. It exceeds the threshold by some amount, ``spare``. If
the bound of a term is greater than ``spare``, a document without this term cannot reach the threshold. Therefore the
bitmaps of such terms are intersected, 64 documents in one step; in most blocks nothing remains. For a document that
remains, the bounds of only those terms are added that it contains, and it is scored if this sum still suffices.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.bits cimport lowest_bit
from search.ranking.kernel.documents cimport allowed_documents
from search.ranking.kernel.paragraph_bounds cimport Bounds, units
from search.ranking.kernel.paragraph_scorer cimport (
    Scorer, TermScorer, approximate_score, enter, exact_score, is_allowed,
)
from search.ranking.kernel.postings cimport Container, ones, rank_of
from search.ranking.kernel.top_k cimport TopK, offer


cdef enum:
    AT_ONCE = 4                # documents of a list compared without a branch: most blocks have no more


cdef struct PresentTerm:
    # A term that occurs in the current window, with its values for one block there.
    const TermScorer *term
    const Container *here
    uint32_t factor            # the bound of an impact of 256, in units
    uint32_t bound             # the bound of the term in the block, in units
    uint64_t docs              # a bit for each document of the block that contains the term


cdef struct Entered:
    # The terms in the current window: first those with bitmap and impacts, then list and impacts, then no impacts.
    PresentTerm *terms
    int32_t bitmaps            # the first so many have a bitmap and impacts
    int32_t with_impacts       # the first so many have impacts
    int32_t n
    int64_t first_block        # the number of the window's first block in the index


cdef inline int32_t _kind(const TermScorer *term) noexcept nogil:
    """Return 0 for a term with bitmap and impacts, 1 for list and impacts, 2 without impacts."""
    if term.cursor.here.impacts == NULL or term.per_impact == 0.0:
        return 2
    return term.cursor.here.low != NULL


cdef inline void enter_terms(Scorer *scorer, const Bounds *bounds, Entered *entered, uint32_t window) noexcept nogil:
    """Move to a window, and sort the terms that occur there by kind."""
    cdef int32_t i, kind
    cdef TermScorer *term
    enter(scorer, window)
    entered.first_block = <int64_t> window << 10
    entered.n = 0
    for kind in range(3):
        for i in range(scorer.n):
            term = &scorer.terms[scorer.order[i]]
            if term.cursor.here != NULL and _kind(term) == kind:
                entered.terms[entered.n].term = term
                entered.terms[entered.n].here = term.cursor.here
                entered.terms[entered.n].factor = bounds.factors[scorer.order[i]]
                entered.n += 1
        if kind == 0:
            entered.bitmaps = entered.n
        elif kind == 1:
            entered.with_impacts = entered.n


cdef inline uint64_t _documents_of(const Container *here, uint32_t block, uint32_t *first) noexcept nogil:
    """Return a bit for each document of a block in a container, and set the rank of the first."""
    cdef uint64_t docs = 0
    cdef uint32_t at, last = here.count - 1, before, low, i
    if here.low == NULL:
        memcpy(&docs, here.bits + 8 * block, 8)
        first[0] = rank_of(here, 64 * block)
        return docs
    at = before = here.ranks[64 * block >> here.rank_bits] if here.ranks != NULL else 0
    while True:
        for i in range(AT_ONCE):
            low = here.low[min(at + i, last)]
            docs |= <uint64_t> (low >> 6 == block) << (low & 63)
            before += low >> 6 < block
        at += AT_ONCE
        if at > last or low >> 6 > block:
            break
    first[0] = before
    return docs


cdef inline void score_block(
    Scorer *scorer, const Bounds *bounds, Entered *entered, TopK *top, uint32_t block, uint32_t bound
) noexcept nogil:
    """Offer the documents of a block to the k best if they may reach the threshold.

    bound: the bound of the block, in units
    """
    cdef uint32_t scored[64]   # for each document the bound of the terms without impacts, in units
    cdef int64_t base = 64 * (entered.first_block + block)
    cdef uint32_t needed = units(bounds, top.threshold), spare = bound - needed, rest = bound, doc_bound, at
    cdef uint64_t docs = <uint64_t> -1, any_of = 0, rare
    cdef const uint8_t *impacts
    cdef PresentTerm *term
    cdef int32_t i
    for i in range(entered.bitmaps):
        term = &entered.terms[i]
        impacts = term.here.impacts
        term.bound = (term.factor * impacts[block] >> 8) + (impacts[block] != 0)
        memcpy(&term.docs, term.here.bits + 8 * block, 8)
        rest -= term.bound
        any_of |= term.docs
        docs &= term.docs | (0 - <uint64_t> (term.bound <= spare))
    if docs and scorer.documents.allowed != NULL:
        docs &= allowed_documents(&scorer.documents, entered.first_block + block)
    for i in range(entered.bitmaps, entered.with_impacts):
        if docs == 0:
            return
        term = &entered.terms[i]
        term.docs = 0
        term.bound = term.here.impacts[block]
        if term.bound == 0:
            continue
        term.bound = (term.factor * term.bound >> 8) + 1
        term.docs = _documents_of(term.here, block, &at)
        rest -= term.bound
        any_of |= term.docs
        if term.bound > spare:
            docs &= term.docs
    if docs == 0:
        return
    rare = _score_without_impacts(bounds, entered, block, base, docs, scored) if rest else 0
    docs &= rare if rest > spare else rare | any_of
    while docs:
        at = lowest_bit(docs)
        docs &= docs - 1
        doc_bound = scored[at] if rare >> at & 1 else 0
        for i in range(entered.with_impacts):
            doc_bound += entered.terms[i].bound & (0 - <uint32_t> (entered.terms[i].docs >> at & 1))
        if doc_bound >= needed and is_allowed(scorer, 64 * block + at, base + at):
            offer(top, 0, exact_score(scorer, 64 * block + at, base + at), base + at, 0)
            needed = units(bounds, top.threshold)


cdef inline uint64_t _score_without_impacts(
    const Bounds *bounds, Entered *entered, uint32_t block, int64_t base, uint64_t docs, uint32_t *scored
) noexcept nogil:
    """Compute ``scored`` for some documents of a block. Returns a bit for each one with a term without impacts."""
    cdef uint64_t of_term, left, with_any = 0, bit
    cdef uint32_t first, at, score_bound
    cdef float score
    cdef const TermScorer *term
    cdef int32_t i
    for i in range(entered.with_impacts, entered.n):
        term = entered.terms[i].term
        of_term = _documents_of(entered.terms[i].here, block, &first)
        left = of_term & docs
        while left:
            at = lowest_bit(left)
            bit = left & (0 - left)
            left ^= bit
            score = approximate_score(term, first + ones(<const uint8_t *> &of_term, 0, at), base + at)
            score_bound = 1 + <uint32_t> <int32_t> (bounds.units * score)
            scored[at] = scored[at] + score_bound if with_any & bit else score_bound
            with_any |= bit
    return with_any
