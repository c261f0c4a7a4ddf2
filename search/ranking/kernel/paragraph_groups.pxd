# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Groups of 64 documents, scored where one of them could be among the best.

A group comes here because its bound, the sum of what each word may score in it, reaches the least score of the best.
What the bound has to spare decides: a word that may score more than that must be in a document, or the others do not
suffice. So the bitmaps of such words are intersected, 64 documents in one step, which leaves nothing of most groups.
For a document that is left, only the words that it holds are summed up; what still suffices is scored.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy

from search.bits cimport lowest_bit
from search.ranking.kernel.documents cimport let_through
from search.ranking.kernel.paragraph_bounds cimport Bounds, units
from search.ranking.kernel.paragraph_scorer cimport Scorer, TermScorer, enter, exact_score, is_allowed, rough_score
from search.ranking.kernel.postings cimport Container, ones, place_of
from search.ranking.kernel.top_k cimport TopK, keep


cdef enum:
    AT_ONCE = 4                # documents of a list looked at without a branch: most groups have no more


cdef struct Present:
    # A word of the current window, and what it says of one group there.
    const TermScorer *term
    const Container *here
    uint32_t factor            # units that an impact of 256 may score
    uint32_t most              # units that it may score in the group
    uint64_t docs              # those of the group that hold it, as bits


cdef struct Entered:
    # The words of the current window: those with a bitmap and impacts, with a list and impacts, without impacts.
    Present *words
    int32_t bitmaps            # the first so many
    int32_t told               # of which impacts tell: the first so many
    int32_t n
    int64_t first_group        # of the window, counted from the first of the index


cdef inline int32_t _kind(const TermScorer *term) noexcept nogil:
    if term.cursor.here.impacts == NULL or term.per_impact == 0.0:
        return 2
    return term.cursor.here.low != NULL


cdef inline void enter_words(Scorer *scorer, const Bounds *bounds, Entered *entered, uint32_t window) noexcept nogil:
    """Enter a window; sort the words that it holds."""
    cdef int32_t i, kind
    cdef TermScorer *term
    enter(scorer, window)
    entered.first_group = <int64_t> window << 10
    entered.n = 0
    for kind in range(3):
        for i in range(scorer.n):
            term = &scorer.terms[scorer.order[i]]
            if term.cursor.here != NULL and _kind(term) == kind:
                entered.words[entered.n].term = term
                entered.words[entered.n].here = term.cursor.here
                entered.words[entered.n].factor = bounds.factors[scorer.order[i]]
                entered.n += 1
        if kind == 0:
            entered.bitmaps = entered.n
        elif kind == 1:
            entered.told = entered.n


cdef inline uint64_t _documents_of(const Container *here, uint32_t group, uint32_t *first) noexcept nogil:
    """Return which documents of a group a container holds, as bits, and the place of the first."""
    cdef uint64_t docs = 0
    cdef uint32_t at, last = here.count - 1, before, low, i
    if here.low == NULL:
        memcpy(&docs, here.bits + 8 * group, 8)
        first[0] = place_of(here, 64 * group)
        return docs
    at = before = here.ranks[64 * group >> here.rank_bits] if here.ranks != NULL else 0
    while True:
        for i in range(AT_ONCE):
            low = here.low[min(at + i, last)]
            docs |= <uint64_t> (low >> 6 == group) << (low & 63)
            before += low >> 6 < group
        at += AT_ONCE
        if at > last or low >> 6 > group:
            break
    first[0] = before
    return docs


cdef inline void score_group(
    Scorer *scorer, const Bounds *bounds, Entered *entered, TopK *top, uint32_t group, uint32_t bound
) noexcept nogil:
    """Score the documents of a group that could be among the best. bound: of the group, in units."""
    cdef uint32_t scored[64]   # units that the words without impacts score at most
    cdef int64_t base = 64 * (entered.first_group + group)
    cdef uint32_t needed = units(bounds, top.least), spare = bound - needed, untold = bound, most, at
    cdef uint64_t docs = <uint64_t> -1, any_of = 0, rare
    cdef const uint8_t *impacts
    cdef Present *word
    cdef int32_t i
    for i in range(entered.bitmaps):
        word = &entered.words[i]
        impacts = word.here.impacts
        word.most = (word.factor * impacts[group] >> 8) + (impacts[group] != 0)
        memcpy(&word.docs, word.here.bits + 8 * group, 8)
        untold -= word.most
        any_of |= word.docs
        docs &= word.docs | (0 - <uint64_t> (word.most <= spare))
    if docs and scorer.documents.allowed != NULL:
        docs &= let_through(&scorer.documents, entered.first_group + group)
    for i in range(entered.bitmaps, entered.told):
        if docs == 0:
            return
        word = &entered.words[i]
        word.docs = 0
        word.most = word.here.impacts[group]
        if word.most == 0:
            continue
        word.most = (word.factor * word.most >> 8) + 1
        word.docs = _documents_of(word.here, group, &at)
        untold -= word.most
        any_of |= word.docs
        if word.most > spare:
            docs &= word.docs
    if docs == 0:
        return
    rare = _score_untold(bounds, entered, group, base, docs, scored) if untold else 0
    docs &= rare if untold > spare else rare | any_of
    while docs:
        at = lowest_bit(docs)
        docs &= docs - 1
        most = scored[at] if rare >> at & 1 else 0
        for i in range(entered.told):
            most += entered.words[i].most & (0 - <uint32_t> (entered.words[i].docs >> at & 1))
        if most >= needed and is_allowed(scorer, 64 * group + at, base + at):
            keep(top, 0, exact_score(scorer, 64 * group + at, base + at), base + at, 0)
            needed = units(bounds, top.least)


cdef inline uint64_t _score_untold(
    const Bounds *bounds, Entered *entered, uint32_t group, int64_t base, uint64_t docs, uint32_t *scored
) noexcept nogil:
    """Put into ``scored`` what the words without impacts score in some documents of a group; return in which."""
    cdef uint64_t of_word, left, held = 0, bit
    cdef uint32_t first, at, most
    cdef float score
    cdef const TermScorer *term
    cdef int32_t i
    for i in range(entered.told, entered.n):
        term = entered.words[i].term
        of_word = _documents_of(entered.words[i].here, group, &first)
        left = of_word & docs
        while left:
            at = lowest_bit(left)
            bit = left & (0 - left)
            left ^= bit
            score = rough_score(term, first + ones(<const uint8_t *> &of_word, 0, at), base + at)
            most = 1 + <uint32_t> <int32_t> (bounds.units * score)
            scored[at] = scored[at] + most if held & bit else most
            held |= bit
    return held
