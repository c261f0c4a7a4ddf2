# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The scorer of one article and its paragraphs: the formula of ``search.ranking.score``, added in the same order.

There are two steps. ``gather`` reads the postings of all words in the article: it finds the words of each paragraph,
the article's part of the score, and an upper bound for the part of a paragraph. ``score_paragraphs`` is called only if
the bound suffices; it also needs the postings of the words as typed and the positions of pairs.
"""

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.bits cimport count_bits
from search.ranking.kernel.documents cimport ArticleNorms, article_at, norm_of
from search.ranking.kernel.meter cimport Meter
from search.ranking.kernel.phrases cimport Phrase, phrase_frequency
from search.ranking.kernel.postings cimport END, Cursor, advance, frequency, posting_at, step
from search.ranking.kernel.query_tree cimport Tree, article_matches, paragraph_matches


cdef enum:
    # The role of a term.
    BODY_TERM = 0              # a term of the body: it matches and scores
    EXACT_TERM = 1             # the word as typed: it adds to the score of a paragraph, and matches nothing
    TITLE_TERM = 2             # a term of the headline: it matches, and adds to the score of the article
    PRESENCE_TERM = 3          # it matches and does not score


cdef struct TermWeight:
    Cursor cursor
    Cursor start               # the term's first posting in the current article
    int32_t word               # the number of the query word, below 64
    int32_t kind
    bint active                # whether the cursor is used; False for words that no further candidate contains
    double paragraph_weight    # the factor of the saturation in a paragraph
    double article_weight      # the factor of the saturation in an article
    double max_saturation      # upper bound of the saturation in a paragraph
    double exact_bound         # upper bound of the part that the word as typed adds to a paragraph
    double bound               # upper bound of all parts that the term adds, to paragraph and article


cdef struct PhraseWeight:
    # A pair: two neighbouring words of the query.
    Cursor *cursors
    Phrase phrase
    uint64_t words             # the bits of both words
    double weight


cdef struct Weight:
    # A prepared query: the terms of its words, its pairs, and its tree.
    TermWeight *terms
    PhraseWeight *phrases
    Tree tree
    int32_t term_count, phrase_count, needed_count, generator_count, concept_count
    int32_t *needed            # the terms of each required word, then -1; the rarest word first
    int32_t *generators        # terms that yield the candidates: every match contains one of them
    int32_t *concepts          # nodes of the tree, for coverage
    double *rarities           # their idf
    double coverage, rarity    # the weight of coverage; the sum of the idf
    int64_t work               # what an article costs at least: its terms, pairs and nodes
    uint64_t positive          # the bits of the words that are not negated
    bint flat                  # whether any word makes a paragraph of a matching article match
    bint is_union              # whether any word makes an article match, and no word is negated


cdef struct Scorer:
    # The state of the current article.
    const ArticleNorms *arrays
    int64_t article
    int64_t first, end         # its paragraphs
    uint64_t *paragraph_words  # for each paragraph the bits of its words
    uint64_t *matching         # or, if the query is flat, a bit for each paragraph with any word
    double *scores             # the paragraphs' parts of the score
    uint64_t article_words     # the bits of the words in the article
    double article_score       # the article's part of the score, without coverage
    double paragraph_bound     # upper bound of a paragraph's part of the score
    uint64_t coverage_words    # the words for which `coverage` was computed last
    double coverage
    bint knows_coverage
    bint failed                # whether memory ran out
    Meter meter                # of the budget


cdef inline double positive_part(double value) noexcept nogil:
    return value if value > 0.0 else 0.0


cdef inline void look_at(Scorer *scorer, int64_t article) noexcept nogil:
    """Make an article the current one."""
    scorer.article = article
    scorer.first = scorer.arrays.map.first_paragraph[article]
    scorer.end = scorer.arrays.map.first_paragraph[article + 1]


cdef inline void look_at_document(Scorer *scorer, int64_t doc) noexcept nogil:
    """Make the article of a document the current one."""
    scorer.article = article_at(&scorer.arrays.map, doc, &scorer.first, &scorer.end)


cdef inline bint begin_scorer(Scorer *scorer, const ArticleNorms *arrays) noexcept nogil:
    """Allocate the arrays over the paragraphs of an article. Returns False if memory runs out."""
    cdef Meter meter = scorer.meter
    memset(scorer, 0, sizeof(Scorer))
    scorer.meter = meter
    scorer.arrays = arrays
    scorer.scores = <double *> malloc((arrays.map.longest + 1) * sizeof(double))
    scorer.paragraph_words = <uint64_t *> malloc((arrays.map.longest + 1) * sizeof(uint64_t))
    scorer.matching = <uint64_t *> malloc(((arrays.map.longest >> 6) + 1) * sizeof(uint64_t))
    return scorer.scores != NULL and scorer.paragraph_words != NULL and scorer.matching != NULL


cdef inline void end_scorer(Scorer *scorer) noexcept nogil:
    free(scorer.scores)
    free(scorer.paragraph_words)
    free(scorer.matching)


cdef inline int64_t work_for_article(const Weight *weight, const Scorer *scorer) noexcept nogil:
    """Return what the current article costs, in terms, nodes and paragraphs; see ``is_spent``."""
    cdef int64_t paragraphs = scorer.end - scorer.first
    return weight.work + (paragraphs if weight.flat else paragraphs * weight.tree.node_count)


cdef inline int64_t words_missing(Weight *weight, int64_t first, int64_t end) noexcept nogil:
    """Return the next document with a required word that is missing from ``first`` to ``end``, -1 if none is."""
    cdef int64_t nearest = END, doc
    cdef int32_t i, term
    for i in range(weight.needed_count):
        term = weight.needed[i]
        if term >= 0:
            if nearest >= end:  # no other term of the word occurs
                doc = advance(&weight.terms[term].cursor, first)
                nearest = doc if doc < nearest else nearest
        else:
            if nearest >= end:
                return nearest
            nearest = END
    return -1


cdef inline void _add_word(const Weight *weight, Scorer *scorer, int64_t paragraph, uint64_t word) noexcept nogil:
    """Record that a paragraph contains a word."""
    if not weight.flat:
        scorer.paragraph_words[paragraph] |= word
    elif weight.positive & word:
        scorer.matching[paragraph >> 6] |= <uint64_t> 1 << (paragraph & 63)


cdef inline void find_words(Weight *weight, Scorer *scorer) noexcept nogil:
    """Find the words of the article, without its paragraphs and scores."""
    cdef int32_t i
    cdef TermWeight *term
    scorer.article_words = 0
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if term.kind == EXACT_TERM or scorer.article_words >> term.word & 1:
            continue
        if advance(&term.cursor, scorer.first) < scorer.end:
            scorer.article_words |= <uint64_t> 1 << term.word


cdef inline double bound_of_article(Weight *weight, Scorer *scorer) noexcept nogil:
    """Find the words of the article, and return an upper bound for the scores of its paragraphs, without the prior."""
    cdef double bound = 0.0
    cdef int32_t i
    cdef TermWeight *term
    scorer.article_words = 0
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if term.active and term.kind != EXACT_TERM and advance(&term.cursor, scorer.first) < scorer.end:
            scorer.article_words |= <uint64_t> 1 << term.word
            bound += term.bound
    return bound + _bound_of_pairs(weight, scorer.article_words) + positive_part(coverage(weight, scorer))


cdef inline double _bound_of_pairs(const Weight *weight, uint64_t words) noexcept nogil:
    """Return an upper bound for the sum that all pairs of these words add to the score of a paragraph."""
    cdef double bound = 0.0
    cdef int32_t i
    for i in range(weight.phrase_count):
        if weight.phrases[i].words & words == weight.phrases[i].words:
            bound += positive_part(weight.phrases[i].weight)
    return bound


cdef inline void gather(Weight *weight, Scorer *scorer) noexcept nogil:
    """Read the article: the words of its paragraphs, its part of the score, and the bound for that of a paragraph."""
    cdef const ArticleNorms *arrays = scorer.arrays
    cdef int64_t first = scorer.first, end = scorer.end, doc
    cdef double tf, in_article, max_tf, norm
    cdef uint64_t word
    cdef int32_t i
    cdef TermWeight *term
    cdef Cursor at
    if weight.flat:
        memset(scorer.matching, 0, ((end - first + 63) >> 6) * sizeof(uint64_t))
    else:
        memset(scorer.paragraph_words, 0, (end - first) * sizeof(uint64_t))
    scorer.article_words = 0
    scorer.article_score = scorer.paragraph_bound = 0.0
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if not term.active or term.kind == EXACT_TERM:
            continue
        doc = advance(&term.cursor, first)
        if doc >= end:
            continue
        at = term.start = term.cursor
        word = <uint64_t> 1 << term.word
        scorer.article_words |= word
        in_article = max_tf = 0.0
        while doc < end:
            _add_word(weight, scorer, doc - first, word)
            if term.kind != PRESENCE_TERM:
                tf = frequency(&at)
                if tf > max_tf:
                    max_tf = tf
                if term.kind == BODY_TERM and doc - first >= arrays.lead:
                    tf *= arrays.later
                in_article += tf
            doc = step(&at)
        term.cursor = at
        if term.kind == BODY_TERM:
            if in_article:
                norm = norm_of(&arrays.article_norm, arrays.article_lengths[scorer.article])
                scorer.article_score += term.article_weight * (in_article / (in_article + norm))
            scorer.paragraph_bound += (
                term.exact_bound + positive_part(term.paragraph_weight) * _max_saturation(arrays, term, max_tf)
            )
        elif term.kind == TITLE_TERM:
            norm = norm_of(&arrays.title_norm, arrays.title_lengths[scorer.article])
            scorer.article_score += term.article_weight * (in_article / (in_article + norm))
    scorer.paragraph_bound += _bound_of_pairs(weight, scorer.article_words)


cdef inline double _max_saturation(const ArticleNorms *arrays, const TermWeight *term, double tf) noexcept nogil:
    """Return an upper bound for the saturation of a frequency, which may be a fraction."""
    cdef double bound = arrays.saturation[<int32_t> tf + 1] if tf < 254.0 else 1.0
    if tf < 254.0 and tf == <int32_t> tf:
        bound = arrays.saturation[<int32_t> tf]
    return bound if bound < term.max_saturation else term.max_saturation


cdef inline double coverage(const Weight *weight, Scorer *scorer) noexcept nogil:
    """Return the coverage part of the score: how much of the query the article contains."""
    cdef double covered = 0.0, share
    cdef int32_t i
    if weight.coverage == 0.0 or weight.concept_count < 2:
        return 0.0
    if scorer.knows_coverage and scorer.coverage_words == scorer.article_words and weight.tree.mask_count == 0:
        return scorer.coverage
    for i in range(weight.concept_count):
        if article_matches(&weight.tree, weight.concepts[i], scorer.article_words, scorer.article):
            covered += weight.rarities[i]
    share = covered / weight.rarity
    share = share * share
    scorer.knows_coverage = True
    scorer.coverage_words = scorer.article_words
    scorer.coverage = weight.coverage * weight.rarity * (share * share)
    return scorer.coverage


cdef inline double bound_of_words(
    const Weight *weight, uint64_t words, bint in_headline, Scorer *scorer
) noexcept nogil:
    """Return an upper bound for the scores of paragraphs in an article that contains only these words.

    in_headline: whether its headline may contain them too
    """
    cdef double bound = 0.0
    cdef int32_t i
    for i in range(weight.term_count):
        if words >> weight.terms[i].word & 1 and (in_headline or weight.terms[i].kind != TITLE_TERM):
            bound += weight.terms[i].bound
    scorer.article_words = words
    return bound + _bound_of_pairs(weight, words) + positive_part(coverage(weight, scorer))


cdef inline bint is_matching(const Weight *weight, const Scorer *scorer, int64_t paragraph) noexcept nogil:
    """Return whether a paragraph of a matching article matches."""
    if weight.flat:
        return scorer.matching[paragraph >> 6] >> (paragraph & 63) & 1
    return paragraph_matches(
        &weight.tree, weight.tree.root, scorer.paragraph_words[paragraph], scorer.article_words, scorer.article
    )


cdef inline int64_t matching_paragraphs(const Weight *weight, const Scorer *scorer) noexcept nogil:
    """Return how many paragraphs of a matching article match."""
    cdef int64_t paragraph, at, count = 0
    if weight.flat:
        for at in range((scorer.end - scorer.first + 63) >> 6):
            count += count_bits(scorer.matching[at])
        return count
    for paragraph in range(scorer.end - scorer.first):
        count += is_matching(weight, scorer, paragraph)
    return count


cdef inline void bound_terms(Weight *weight) noexcept nogil:
    """Set the bounds of all terms. The bound of a body term includes that of the word as typed."""
    cdef int32_t i, j
    cdef TermWeight *term
    for i in range(weight.term_count):
        term = &weight.terms[i]
        term.exact_bound = 0.0
        for j in range(weight.term_count):
            if weight.terms[j].kind == EXACT_TERM and weight.terms[j].word == term.word:
                term.exact_bound += weight.terms[j].max_saturation * positive_part(weight.terms[j].paragraph_weight)
        term.bound = positive_part(term.article_weight) + term.max_saturation * positive_part(term.paragraph_weight)
        if term.kind == BODY_TERM:
            term.bound += term.exact_bound
        elif term.kind == EXACT_TERM:
            term.bound = 0.0


cdef inline bint score_paragraphs(Weight *weight, Scorer *scorer) noexcept nogil:
    """Compute the paragraphs' parts of the score in a gathered article. Returns False if memory runs out."""
    cdef const ArticleNorms *arrays = scorer.arrays
    cdef int64_t first = scorer.first, end = scorer.end, doc
    cdef double tf
    cdef int32_t i
    cdef TermWeight *term
    cdef Cursor at
    memset(scorer.scores, 0, (end - first) * sizeof(double))
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if term.kind > EXACT_TERM or not term.active:
            continue
        if term.kind == BODY_TERM:
            if not first <= term.start.doc < end:
                continue
            at = term.start
        else:
            advance(&term.cursor, first)
            at = term.cursor
        doc = at.doc
        while doc < end:
            tf = frequency(&at)
            scorer.scores[doc - first] += term.paragraph_weight * (tf / (tf + arrays.norms[arrays.lengths[doc]]))
            doc = step(&at)
    return _add_pairs(weight, scorer)


cdef inline bint _add_pairs(Weight *weight, Scorer *scorer) noexcept nogil:
    """Add the pairs to the scores of the paragraphs that contain them. Returns False if memory runs out."""
    cdef const ArticleNorms *arrays = scorer.arrays
    cdef PhraseWeight *phrase
    cdef int64_t doc
    cdef int32_t i, number, tf
    for number in range(weight.phrase_count):
        phrase = &weight.phrases[number]
        if phrase.words & scorer.article_words != phrase.words:
            continue
        doc = scorer.first
        while doc < scorer.end:
            for i in range(phrase.phrase.n):
                if advance(&phrase.cursors[i], doc) != doc:
                    doc = phrase.cursors[i].doc
                    break
            else:
                for i in range(phrase.phrase.n):
                    phrase.phrase.postings[i] = posting_at(&phrase.cursors[i])
                tf = phrase_frequency(&phrase.phrase)
                if tf < 0:
                    return False
                if tf:
                    scorer.scores[doc - scorer.first] += phrase.weight * (
                        tf / (<double> tf + arrays.norms[arrays.lengths[doc]])
                    )
                doc += 1
    return True
