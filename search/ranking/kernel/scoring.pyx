# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The score of one article and its paragraphs, as ``search.ranking.score`` says, in the same order of additions.

In two steps. ``gather`` looks at the postings of all words: which paragraphs hold which words, what the article
gives to each of them, and a bound of what a paragraph can have of its own. Only where that could be enough are
paragraphs scored, which takes the words as typed and those in a row.
"""

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.ranking.kernel.columns cimport norm_of, warta_set
from search.ranking.kernel.cursors cimport END, advance, frequency, place_at, step
from search.ranking.kernel.positions cimport count_rows
from search.ranking.kernel.trees cimport article_matches, paragraph_matches

# What a leaf is for.
BODY, EXACT, TITLE, PRESENCE = BODY_LEAF, EXACT_LEAF, TITLE_LEAF, PRESENCE_LEAF


cdef bint begin_work(Work *work, const Arrays *arrays) noexcept nogil:
    """Make room for one article after the other; False without memory."""
    memset(work, 0, sizeof(Work))
    work.arrays = arrays
    work.scores = <double *> malloc((arrays.longest + 1) * sizeof(double))
    work.holds = <uint64_t *> malloc((arrays.longest + 1) * sizeof(uint64_t))
    work.marks = <uint64_t *> malloc((arrays.longest // 64 + 1) * sizeof(uint64_t))
    return work.scores != NULL and work.holds != NULL and work.marks != NULL


cdef void end_work(Work *work) noexcept nogil:
    free(work.scores)
    free(work.holds)
    free(work.marks)
    free(work.scratch[0].values)
    free(work.scratch[1].values)


cdef int64_t words_missing(Query *query, int64_t first, int64_t end) noexcept nogil:
    """Return the next document of a needed word that does not occur from ``first`` to ``end``; -1 if all do."""
    cdef int64_t nearest = END, doc
    cdef int32_t i, leaf
    for i in range(query.needed_count):
        leaf = query.needed[i]
        if leaf >= 0:
            if nearest >= end:  # not found through another leaf
                doc = advance(&query.leaves[leaf].cursor, first)
                nearest = doc if doc < nearest else nearest
        else:
            if nearest >= end:
                return nearest
            nearest = END
    return -1


cdef inline void _note(const Query *query, Work *work, int64_t place, uint64_t word) noexcept nogil:
    """Note that a paragraph holds a word."""
    if not query.flat:
        work.holds[place] |= word
    elif query.positive & word:
        work.marks[place >> 6] |= <uint64_t> 1 << (place & 63)


cdef double most_of_held(Query *query, Work *work) noexcept nogil:
    """Note which words the article holds, and return what no paragraph's score is above, whatever the postings say.

    What every article has besides (``prior``) comes on top.
    """
    cdef double most = 0.0
    cdef int32_t i
    cdef Leaf *leaf
    work.held = 0
    for i in range(query.leaf_count):
        leaf = &query.leaves[i]
        if leaf.active and leaf.kind != EXACT_LEAF and advance(&leaf.cursor, work.first) < work.end:
            work.held |= <uint64_t> 1 << leaf.word
            most += leaf.bound
    return most + _most_of_rows(query, work.held) + positive_part(coverage(query, work))


cdef double _most_of_rows(const Query *query, uint64_t words) noexcept nogil:
    cdef double most = 0.0
    cdef int32_t i
    for i in range(query.row_count):
        if query.rows[i].words & words == query.rows[i].words:
            most += positive_part(query.rows[i].weight)
    return most


cdef void gather(Query *query, Work *work) noexcept nogil:
    """Note which words the paragraphs hold, what the article gives to each, and a bound of their own scores."""
    cdef const Arrays *arrays = work.arrays
    cdef int64_t first = work.first, end = work.end, doc
    cdef double tf, in_article, most_tf, norm
    cdef uint64_t word
    cdef int32_t i
    cdef Leaf *leaf
    cdef Cursor at
    if query.flat:
        memset(work.marks, 0, ((end - first + 63) >> 6) * sizeof(uint64_t))
    else:
        memset(work.holds, 0, (end - first) * sizeof(uint64_t))
    work.held = 0
    work.context = work.most_own = 0.0
    for i in range(query.leaf_count):
        leaf = &query.leaves[i]
        if not leaf.active or leaf.kind == EXACT_LEAF:
            continue
        doc = advance(&leaf.cursor, first)
        if doc >= end:
            continue
        at = leaf.start = leaf.cursor
        word = <uint64_t> 1 << leaf.word
        work.held |= word
        in_article = most_tf = 0.0
        while doc < end:
            _note(query, work, doc - first, word)
            if leaf.kind != PRESENCE_LEAF:
                tf = frequency(&at)
                if tf > most_tf:
                    most_tf = tf
                if leaf.kind == BODY_LEAF and doc - first >= arrays.lead:
                    tf *= arrays.later
                in_article += tf
            doc = step(&at)
        leaf.cursor = at
        if leaf.kind == BODY_LEAF:
            if in_article:
                norm = norm_of(&arrays.article_norm, arrays.article_lengths[work.article])
                work.context += leaf.context * (in_article / (in_article + norm))
            work.most_own += leaf.as_typed + positive_part(leaf.own) * _most_saturation(arrays, leaf, most_tf)
        elif leaf.kind == TITLE_LEAF:
            norm = norm_of(&arrays.title_norm, arrays.title_lengths[work.article])
            work.context += leaf.context * (in_article / (in_article + norm))
    work.most_own += _most_of_rows(query, work.held)


cdef inline double _most_saturation(const Arrays *arrays, const Leaf *leaf, double tf) noexcept nogil:
    cdef double most = arrays.saturation[<int32_t> tf + 1] if tf < 254.0 else 1.0
    if tf < 254.0 and tf == <int32_t> tf:
        most = arrays.saturation[<int32_t> tf]
    return most if most < leaf.most else leaf.most


cdef double coverage(const Query *query, Work *work) noexcept nogil:
    """Return what an article gets for how much of the query it holds."""
    cdef double found = 0.0, share
    cdef int32_t i
    if query.coverage == 0.0 or query.concept_count < 2:
        return 0.0
    if work.knows_coverage and work.covered == work.held and query.program.mask_count == 0:
        return work.coverage
    for i in range(query.concept_count):
        if article_matches(&query.program, query.concepts[i], work.held, work.article):
            found += query.rarities[i]
    share = found / query.rarity
    share = share * share
    work.knows_coverage = True
    work.covered = work.held
    work.coverage = query.coverage * query.rarity * (share * share)
    return work.coverage


cdef double most_of_words(const Query *query, uint64_t words, bint titled, Work *work) noexcept nogil:
    """Return what no paragraph's score is above in an article that holds none but these words.

    titled: whether its headline may hold them too
    """
    cdef double most = 0.0
    cdef int32_t i
    for i in range(query.leaf_count):
        if words >> query.leaves[i].word & 1 and (titled or query.leaves[i].kind != TITLE_LEAF):
            most += query.leaves[i].bound
    work.held = words
    return most + _most_of_rows(query, words) + positive_part(coverage(query, work))


cdef bint is_matching(const Query *query, const Work *work, int64_t place) noexcept nogil:
    """Tell whether a paragraph of a matching article matches."""
    if query.flat:
        return work.marks[place >> 6] >> (place & 63) & 1
    return paragraph_matches(&query.program, query.program.root, work.holds[place], work.held, work.article)


cdef int64_t matching_paragraphs(const Query *query, const Work *work) noexcept nogil:
    """Return how many paragraphs of a matching article match."""
    cdef int64_t place, count = 0
    if query.flat:
        for place in range((work.end - work.first + 63) >> 6):
            count += warta_set(work.marks[place])
        return count
    for place in range(work.end - work.first):
        count += is_matching(query, work, place)
    return count


cdef void bound_leaves(Query *query) noexcept nogil:
    """Work out what each leaf can give: of a word as typed, that is a part of what its body's leaf can."""
    cdef int32_t i, j
    cdef Leaf *leaf
    for i in range(query.leaf_count):
        leaf = &query.leaves[i]
        leaf.as_typed = 0.0
        for j in range(query.leaf_count):
            if query.leaves[j].kind == EXACT_LEAF and query.leaves[j].word == leaf.word:
                leaf.as_typed += query.leaves[j].most * positive_part(query.leaves[j].own)
        leaf.bound = positive_part(leaf.context) + leaf.most * positive_part(leaf.own)
        if leaf.kind == BODY_LEAF:
            leaf.bound += leaf.as_typed
        elif leaf.kind == EXACT_LEAF:
            leaf.bound = 0.0


cdef bint score_paragraphs(Query *query, Work *work) noexcept nogil:
    """Score what the paragraphs of a gathered article have of their own; False without memory."""
    cdef const Arrays *arrays = work.arrays
    cdef int64_t first = work.first, end = work.end, doc
    cdef double tf
    cdef int32_t i
    cdef Leaf *leaf
    cdef Cursor at
    memset(work.scores, 0, (end - first) * sizeof(double))
    for i in range(query.leaf_count):
        leaf = &query.leaves[i]
        if leaf.kind > EXACT_LEAF or not leaf.active:
            continue
        if leaf.kind == BODY_LEAF:
            if not first <= leaf.start.doc < end:
                continue
            at = leaf.start
        else:
            advance(&leaf.cursor, first)
            at = leaf.cursor
        doc = at.doc
        while doc < end:
            tf = frequency(&at)
            work.scores[doc - first] += leaf.own * (tf / (tf + arrays.norms[arrays.lengths[doc]]))
            doc = step(&at)
    return _add_rows(query, work)


cdef bint _add_rows(Query *query, Work *work) noexcept nogil:
    """Add what neighbouring words give to the paragraphs where they are neighbours; False without memory."""
    cdef const Arrays *arrays = work.arrays
    cdef Row *row
    cdef int64_t doc
    cdef int32_t i, number, found
    for number in range(query.row_count):
        row = &query.rows[number]
        if row.words & work.held != row.words:
            continue
        doc = work.first
        while doc < work.end:
            for i in range(row.n):
                if advance(&row.cursors[i], doc) != doc:
                    doc = row.cursors[i].doc
                    break
            else:
                for i in range(row.n):
                    row.places[i] = place_at(&row.cursors[i])
                found = count_rows(row.places, row.n, 0, work.scratch)
                if found < 0:
                    return False
                if found:
                    work.scores[doc - work.first] += row.weight * (
                        found / (<double> found + arrays.norms[arrays.lengths[doc]])
                    )
                doc += 1
    return True
