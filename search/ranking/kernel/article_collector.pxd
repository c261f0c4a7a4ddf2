# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The collector of articles: it visits one candidate after the other, counts the matches, and keeps the best or all.

The rarest of the required words yield the candidates; the cursors of the other words leap to each candidate (leapfrog
join, Veldhuizen 2014). Results are ordered by moment, then by score, then by article number. The copies of one text
share one place in the results.
"""

from libc.stdint cimport INT64_MAX, INT64_MIN, int32_t, int64_t, uint8_t, uint32_t, uint64_t

from search.ranking.kernel.article_scorer cimport (
    Scorer, Weight, coverage, find_words, gather, is_matching, look_at, look_at_document, matching_paragraphs,
    score_paragraphs, words_missing, work_for_article,
)
from search.ranking.kernel.counts cimport Totals, count_article, failures, is_counted, prefetch_values, shares_place
from search.ranking.kernel.documents cimport article_at, prefetch_article
from search.ranking.kernel.key_set cimport KeySet, add_key
from search.ranking.kernel.meter cimport is_spent
from search.ranking.kernel.postings cimport END, advance
from search.ranking.kernel.query_tree cimport article_matches
from search.ranking.kernel.top_k cimport Hits, TopK, add_hit, belongs, is_worse, offer, replace

cdef extern from *:
    """
    /* A bound and a score add the same parts in different orders, so a bound may be smaller by rounding. */
    #define WARTA_ROUNDING 1e-9
    """
    const double ROUNDING "WARTA_ROUNDING"


cdef enum:
    # The kinds of hits that a search collects.
    WANT_ARTICLES = 0
    WANT_PARAGRAPHS = 1
    WANT_PARTS = 2             # which parts of the query an article matches
    WANT_SURVEY = 3
    WANT_BEST = 4              # the k best paragraphs


cdef struct Collector:
    int wanted
    TopK top
    Totals *totals             # the counts; articles in one of its clusters share a place in the results
    Hits hits                  # all matches, for WANT_ARTICLES and WANT_PARAGRAPHS
    KeySet parts               # a bit for each part that an article matches, of the articles that match most
    double greatest            # sum of the idf of these parts
    const uint8_t *allowed     # for each article whether it may match, NULL if all may
    const int32_t *only        # the articles to visit, ascending; NULL for all
    int64_t only_count
    const double *prior        # for each article a part of its score that no word gives, or NULL
    double max_prior           # the greatest of these
    const int64_t *instants    # the times to sort by before the score, or NULL
    bint newest_first


cdef inline int64_t _moment_of(const Collector *collector, int64_t article) noexcept nogil:
    """Return the key that an article is sorted by before its score; undated articles come last."""
    if collector.instants == NULL:
        return 0
    if collector.instants[article] == INT64_MIN:
        return INT64_MAX
    return -collector.instants[article] if collector.newest_first else collector.instants[article]


cdef inline bint could_enter(const Collector *collector, int64_t article) noexcept nogil:
    """Return whether an article could be among the k best with some score: whether its moment is early enough."""
    return collector.top.size < collector.top.k or collector.instants == NULL or (
        collector.top.k > 0 and _moment_of(collector, article) <= collector.top.heap[0].moment
    )


cdef inline bint could_rank(const Collector *collector, int64_t moment, double bound) noexcept nogil:
    """Return whether an article whose score is ``bound`` at most could be among the k best."""
    if collector.top.size < collector.top.k:
        return True
    if collector.top.k == 0:
        return False
    if moment != collector.top.heap[0].moment:
        return moment < collector.top.heap[0].moment
    return bound + ROUNDING * (1.0 + (bound if bound > 0.0 else -bound)) >= collector.top.heap[0].score


cdef inline void _rank(
    Collector *collector, int64_t moment, double score, int64_t article, int64_t count
) noexcept nogil:
    """Offer an article to the k best, of which at most one has a given cluster."""
    cdef TopK *top = &collector.top
    cdef const int32_t *clusters = collector.totals.clusters
    cdef int64_t at
    if belongs(top, moment, score, article) and shares_place(collector.totals, article):
        for at in range(top.size):
            if clusters[top.heap[at].id] == clusters[article]:
                if is_worse(&top.heap[at], moment, score, article):
                    replace(top, at, moment, score, article, count)
                return
    offer(top, moment, score, article, count)


cdef inline bint rank_gathered(Weight *weight, Scorer *scorer, Collector *collector, int64_t count) noexcept nogil:
    """Score the article that was gathered, if its bound suffices, and offer it to the k best.

    count: its matching paragraphs, -1 if they are not counted yet

    Returns False if memory runs out.
    """
    cdef int64_t moment = _moment_of(collector, scorer.article), paragraph
    cdef double article_score, best = 0.0
    cdef bint any_match = False
    article_score = scorer.article_score + coverage(weight, scorer)
    if not could_rank(collector, moment, article_score + scorer.paragraph_bound + collector.max_prior):
        return True
    if collector.prior != NULL:
        article_score += collector.prior[scorer.article]
    if not could_rank(collector, moment, article_score + scorer.paragraph_bound):
        return True
    if not score_paragraphs(weight, scorer):
        return False
    if count < 0:
        count = matching_paragraphs(weight, scorer)
    for paragraph in range(scorer.end - scorer.first):
        if is_matching(weight, scorer, paragraph) and (not any_match or scorer.scores[paragraph] > best):
            best, any_match = scorer.scores[paragraph], True
    _rank(collector, moment, best + article_score, scorer.article, count)
    return True


cdef inline bint leap(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Visit all candidates and collect those that match, until the budget is spent. Returns False if memory runs out."""
    cdef int64_t target = 0, doc, nearest, next_only = 0, first, end, article
    cdef int32_t i
    cdef bint enough = True
    scorer.article = -1
    while enough and not is_spent(&scorer.meter, work_for_article(weight, scorer)):
        if collector.only != NULL:
            if next_only == collector.only_count:
                break
            look_at(scorer, collector.only[next_only])
            next_only += 1
        elif weight.generator_count < 0:
            article = scorer.article + 1
            while collector.allowed != NULL and article < scorer.arrays.map.article_count and (
                not collector.allowed[article]
            ):
                article += 1
            if article >= scorer.arrays.map.article_count:
                break
            look_at(scorer, article)
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
        elif collector.wanted == WANT_BEST:
            enough = _rank_paragraphs(weight, scorer, collector)
        elif collector.wanted == WANT_PARTS:
            enough = _collect_parts(weight, scorer, collector)
        else:
            enough = _collect_article(weight, scorer, collector)
    return enough


cdef inline bint _survey(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Count an article and offer it to the k best, if it matches. Returns False if memory runs out."""
    cdef int64_t count
    cdef uint32_t failed = failures(collector.totals, scorer.article)
    if not is_counted(collector.totals, failed):
        return True
    prefetch_values(collector.totals, scorer.article)
    gather(weight, scorer)
    if not article_matches(&weight.tree, weight.tree.root, scorer.article_words, scorer.article):
        return True
    count = matching_paragraphs(weight, scorer)
    if not count:
        return True
    count_article(collector.totals, failed, scorer.article, count)
    if failed or not could_enter(collector, scorer.article):
        return True
    return rank_gathered(weight, scorer, collector, count)


cdef inline bint _rank_paragraphs(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Count the matching paragraphs of an article, and offer them to the k best. Returns False if memory runs out."""
    cdef int64_t moment = _moment_of(collector, scorer.article), paragraph
    cdef double article_score
    gather(weight, scorer)
    if not article_matches(&weight.tree, weight.tree.root, scorer.article_words, scorer.article):
        return True
    article_score = scorer.article_score + coverage(weight, scorer)
    if not could_rank(collector, moment, article_score + scorer.paragraph_bound + collector.max_prior):
        collector.top.total += matching_paragraphs(weight, scorer)
        return True
    if collector.prior != NULL:
        article_score += collector.prior[scorer.article]
    if not score_paragraphs(weight, scorer):
        return False
    for paragraph in range(scorer.end - scorer.first):
        if is_matching(weight, scorer, paragraph):
            collector.top.total += 1
            offer(&collector.top, moment, scorer.scores[paragraph] + article_score, scorer.first + paragraph, 1)
    return True


cdef inline bint _collect_parts(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Add the parts that an article matches, if no other article matches parts with a greater sum of idf.

    Returns False if memory runs out.
    """
    cdef uint64_t parts = 0
    cdef double idf = 0.0
    cdef int32_t i
    find_words(weight, scorer)
    if not article_matches(&weight.tree, weight.tree.root, scorer.article_words, scorer.article):
        return True
    for i in range(weight.concept_count):
        if article_matches(&weight.tree, weight.concepts[i], scorer.article_words, scorer.article):
            parts |= <uint64_t> 1 << i
            idf += weight.rarities[i]
    if parts == 0 or idf * (1.0 + ROUNDING) < collector.greatest:
        return True
    if idf > collector.greatest:
        collector.greatest = idf
    return add_key(&collector.parts, parts)


cdef inline bint _collect_article(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Add an article or its paragraphs to the hits, if it matches. Returns False if memory runs out."""
    cdef double article_score, best = 0.0
    cdef int64_t paragraph, count = 0
    gather(weight, scorer)
    if not article_matches(&weight.tree, weight.tree.root, scorer.article_words, scorer.article):
        return True
    article_score = scorer.article_score + coverage(weight, scorer)
    if collector.prior != NULL:
        article_score += collector.prior[scorer.article]
    if not score_paragraphs(weight, scorer):
        return False
    for paragraph in range(scorer.end - scorer.first):
        if not is_matching(weight, scorer, paragraph):
            continue
        if collector.wanted == WANT_PARAGRAPHS:
            if not add_hit(&collector.hits, scorer.first + paragraph, scorer.scores[paragraph] + article_score, 1):
                return False
        elif count == 0 or scorer.scores[paragraph] > best:
            best = scorer.scores[paragraph]
        count += 1
    if collector.wanted == WANT_PARAGRAPHS or count == 0:
        return True
    return add_hit(&collector.hits, scorer.article, best + article_score, count)
