# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Collects the articles that match: counts them and keeps the best, or takes all, from candidate to candidate.

Candidates come from the rarest words that a match cannot do without; the cursors of the others leap to the
candidate (leapfrog join, Veldhuizen 2014). Places go by moment, then score, then index order, copies of one text in
one place.
"""

from libc.stdint cimport INT64_MAX, INT64_MIN, int32_t, int64_t, uint8_t, uint32_t

from search.ranking.kernel.article_scorer cimport (
    Scorer, Weight, coverage, gather, is_matching, look_at, look_at_document, matching_paragraphs, score_paragraphs,
    words_missing,
)
from search.ranking.kernel.counts cimport Totals, count_article, failures, is_counted, prefetch_values, shares_place
from search.ranking.kernel.documents cimport article_at, prefetch_article
from search.ranking.kernel.postings cimport END, advance
from search.ranking.kernel.query_tree cimport article_matches
from search.ranking.kernel.top_k cimport Hits, TopK, belongs, is_worse, keep, note, replace

cdef extern from *:
    """
    /* A bound and a score add up the same parts in different orders. */
    #define WARTA_ROUNDING 1e-9
    """
    const double ROUNDING "WARTA_ROUNDING"


cdef enum:
    # What is wanted of the articles that match.
    WANT_ARTICLES = 0
    WANT_PARAGRAPHS = 1
    WANT_HELD = 2
    WANT_SURVEY = 3


cdef struct Collector:
    int wanted
    TopK top
    Totals *totals             # also for its clusters, of which only the best article has a place
    Hits hits                  # where all are wanted
    const uint8_t *allowed     # whether each article may match, NULL where all may
    const int32_t *chosen      # the articles to look at, or NULL for all
    int64_t chosen_count
    const double *prior        # of each article, a part of its score, or NULL
    double most_prior          # none of these is greater
    const int64_t *instants    # to sort by, or NULL
    bint newest_first


cdef inline int64_t _moment_of(const Collector *collector, int64_t article) noexcept nogil:
    """Return what an article is sorted by before its score; undated ones come last."""
    if collector.instants == NULL:
        return 0
    if collector.instants[article] == INT64_MIN:
        return INT64_MAX
    return -collector.instants[article] if collector.newest_first else collector.instants[article]


cdef inline bint could_come(const Collector *collector, int64_t article) noexcept nogil:
    """Tell whether an article could be among the best if its score were great enough."""
    return collector.top.held < collector.top.k or collector.instants == NULL or (
        collector.top.k > 0 and _moment_of(collector, article) <= collector.top.heap[0].moment
    )


cdef inline bint could_rank(const Collector *collector, int64_t moment, double most) noexcept nogil:
    """Tell whether an article could be among the best whose score is ``most`` or less."""
    if collector.top.held < collector.top.k:
        return True
    if collector.top.k == 0:
        return False
    if moment != collector.top.heap[0].moment:
        return moment < collector.top.heap[0].moment
    return most + ROUNDING * (1.0 + (most if most > 0.0 else -most)) >= collector.top.heap[0].score


cdef inline void _rank(Collector *collector, int64_t moment, double score, int64_t article, int64_t count) noexcept nogil:
    """Give an article its place, if it has one."""
    cdef TopK *top = &collector.top
    cdef const int32_t *clusters = collector.totals.clusters
    cdef int64_t at
    if belongs(top, moment, score, article) and shares_place(collector.totals, article):
        for at in range(top.held):
            if clusters[top.heap[at].id] == clusters[article]:
                if is_worse(&top.heap[at], moment, score, article):
                    replace(top, at, moment, score, article, count)
                return
    keep(top, moment, score, article, count)


cdef inline bint rank_gathered(Weight *weight, Scorer *scorer, Collector *collector, int64_t count) noexcept nogil:
    """Give the article that was gathered its place, if it has one; False without memory.

    count: its matching paragraphs, -1 where they are not counted yet
    """
    cdef int64_t moment = _moment_of(collector, scorer.article), place
    cdef double context, best = 0.0
    cdef bint found = False
    context = scorer.context + coverage(weight, scorer)
    if not could_rank(collector, moment, context + scorer.most_own + collector.most_prior):
        return True
    if collector.prior != NULL:
        context += collector.prior[scorer.article]
    if not could_rank(collector, moment, context + scorer.most_own):
        return True
    if not score_paragraphs(weight, scorer):
        return False
    if count < 0:
        count = matching_paragraphs(weight, scorer)
    for place in range(scorer.end - scorer.first):
        if is_matching(weight, scorer, place) and (not found or scorer.scores[place] > best):
            best, found = scorer.scores[place], True
    _rank(collector, moment, best + context, scorer.article, count)
    return True


cdef inline bint leap(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Go through the candidates and take what matches; False without memory."""
    cdef int64_t target = 0, doc, nearest, place = 0, first, end
    cdef int32_t i
    cdef bint enough = True
    scorer.article = -1
    while enough:
        if collector.chosen != NULL:
            if place == collector.chosen_count:
                break
            look_at(scorer, collector.chosen[place])
            place += 1
        elif weight.generator_count < 0:
            if scorer.article + 1 >= scorer.arrays.map.article_count:
                break
            look_at(scorer, scorer.article + 1)
        else:
            nearest = END
            for i in range(weight.generator_count):
                doc = advance(&weight.terms[weight.generators[i]].cursor, target)
                nearest = doc if doc < nearest else nearest
            if nearest == END:
                break
            look_at_document(scorer, nearest)
            prefetch_article(scorer.arrays, scorer.article)
        target = scorer.end if scorer.end > target else target + 1
        if collector.allowed != NULL and not collector.allowed[scorer.article]:
            continue
        doc = words_missing(weight, scorer.first, scorer.end)
        if doc >= 0:
            if doc == END:
                break
            article_at(&scorer.arrays.map, doc, &first, &end)
            target = first if first > target else target
            continue
        if collector.wanted == WANT_SURVEY:
            enough = _survey(weight, scorer, collector)
        else:
            enough = _note_matching(weight, scorer, collector)
    return enough


cdef inline bint _survey(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Count an article and give it its place, if it matches; False without memory."""
    cdef int64_t count
    cdef uint32_t failed = failures(collector.totals, scorer.article)
    if not is_counted(collector.totals, failed):
        return True
    prefetch_values(collector.totals, scorer.article)
    gather(weight, scorer)
    if not article_matches(&weight.tree, weight.tree.root, scorer.held, scorer.article):
        return True
    count = matching_paragraphs(weight, scorer)
    if not count:
        return True
    count_article(collector.totals, failed, scorer.article, count)
    if failed or not could_come(collector, scorer.article):
        return True
    return rank_gathered(weight, scorer, collector, count)


cdef inline bint _note_matching(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Note an article, its paragraphs or its words, if it matches; False without memory."""
    cdef double context, best = 0.0
    cdef int64_t place, count = 0
    gather(weight, scorer)
    if not article_matches(&weight.tree, weight.tree.root, scorer.held, scorer.article):
        return True
    if collector.wanted == WANT_HELD:
        return note(&collector.hits, scorer.article, 0.0, <int64_t> scorer.held)
    context = scorer.context + coverage(weight, scorer)
    if collector.prior != NULL:
        context += collector.prior[scorer.article]
    if not score_paragraphs(weight, scorer):
        return False
    for place in range(scorer.end - scorer.first):
        if not is_matching(weight, scorer, place):
            continue
        if collector.wanted == WANT_PARAGRAPHS:
            if not note(&collector.hits, scorer.first + place, scorer.scores[place] + context, 1):
                return False
        elif count == 0 or scorer.scores[place] > best:
            best = scorer.scores[place]
        count += 1
    if collector.wanted == WANT_PARAGRAPHS or count == 0:
        return True
    return note(&collector.hits, scorer.article, best + context, count)
