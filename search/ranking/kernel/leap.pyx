# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""From candidate to candidate: articles that match are counted and ranked, or emitted, one after the other.

Candidates come from the rarest words that a match cannot do without; the cursors of the others leap to the
candidate (leapfrog join, Veldhuizen 2014).
"""

from libc.stdint cimport int32_t, int64_t, uint32_t
from libc.stdlib cimport realloc

from search.ranking.kernel.columns cimport article_at, prefetch_article
from search.ranking.kernel.cursors cimport END, advance
from search.ranking.kernel.ranks cimport could_come, rank_gathered
from search.ranking.kernel.scoring cimport (
    coverage, gather, is_matching, look_at, look_at_document, matching_paragraphs, score_paragraphs, words_missing,
)
from search.ranking.kernel.tally cimport count_article, failures, is_counted, prefetch_properties
from search.ranking.kernel.trees cimport article_matches


cdef bint leap(Query *query, Search *search, Totals *totals) noexcept nogil:
    """Go through the candidates and take what matches; False without memory."""
    cdef Work *work = &search.work
    cdef int64_t target = 0, doc, nearest, place = 0, first, end
    cdef int32_t i
    cdef bint enough = True
    work.article = -1
    while enough:
        if search.chosen != NULL:
            if place == search.chosen_count:
                break
            look_at(work, search.chosen[place])
            place += 1
        elif query.generator_count < 0:
            if work.article + 1 >= work.arrays.article_count:
                break
            look_at(work, work.article + 1)
        else:
            nearest = END
            for i in range(query.generator_count):
                doc = advance(&query.leaves[query.generators[i]].cursor, target)
                nearest = doc if doc < nearest else nearest
            if nearest == END:
                break
            look_at_document(work, nearest)
            prefetch_article(work.arrays, work.article)
        target = work.end if work.end > target else target + 1
        if search.allowed != NULL and not search.allowed[work.article]:
            continue
        doc = words_missing(query, work.first, work.end)
        if doc >= 0:
            if doc == END:
                break
            article_at(work.arrays, doc, &first, &end)
            target = first if first > target else target
            continue
        enough = _survey(query, search, totals) if search.wanted == WANT_SURVEY else _emit_matching(query, search)
    return enough


cdef bint _survey(Query *query, Search *search, Totals *totals) noexcept nogil:
    """Count an article and give it its place, if it matches; False without memory."""
    cdef Work *work = &search.work
    cdef int64_t count
    cdef uint32_t failed = failures(totals, work.article)
    if not is_counted(totals, failed):
        return True
    prefetch_properties(totals, work.article)
    gather(query, work)
    if not article_matches(&query.program, query.program.root, work.held, work.article):
        return True
    count = matching_paragraphs(query, work)
    if not count:
        return True
    count_article(totals, failed, work.article, count)
    if failed or not could_come(&search.ranks, work.article):
        return True
    return rank_gathered(query, work, &search.ranks, count)


cdef bint _emit_matching(Query *query, Search *search) noexcept nogil:
    """Emit an article, its paragraphs or its words, if it matches; False without memory."""
    cdef Work *work = &search.work
    cdef double context, best = 0.0
    cdef int64_t place, count = 0
    gather(query, work)
    if not article_matches(&query.program, query.program.root, work.held, work.article):
        return True
    if search.wanted == WANT_HELD:
        return _emit(&search.out, work.article, 0.0, <int64_t> work.held)
    context = work.context + coverage(query, work)
    if search.ranks.prior != NULL:
        context += search.ranks.prior[work.article]
    if not score_paragraphs(query, work):
        return False
    for place in range(work.end - work.first):
        if not is_matching(query, work, place):
            continue
        if search.wanted == WANT_PARAGRAPHS:
            if not _emit(&search.out, work.first + place, work.scores[place] + context, 1):
                return False
        elif count == 0 or work.scores[place] > best:
            best = work.scores[place]
        count += 1
    return search.wanted == WANT_PARAGRAPHS or count == 0 or _emit(&search.out, work.article, best + context, count)


cdef bint _emit(Output *out, int64_t number, double score, int64_t count) noexcept nogil:
    """Note a result; False without memory."""
    if out.held == out.size:
        out.size = 2 * out.size + 256
        out.ids = <int32_t *> realloc(out.ids, out.size * sizeof(int32_t))
        out.scores = <double *> realloc(out.scores, out.size * sizeof(double))
        out.counts = <int64_t *> realloc(out.counts, out.size * sizeof(int64_t))
        if out.ids == NULL or out.scores == NULL or out.counts == NULL:
            return False
    out.ids[out.held] = <int32_t> number
    out.scores[out.held] = score
    out.counts[out.held] = count
    out.held += 1
    return True
