# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The score of one article and its paragraphs, as ``search.ranking.score`` says, in the same order of additions.

In two steps. ``gather`` looks at the postings of all words: which paragraphs hold which words, what the article
gives to each of them, and a bound of what a paragraph can have of its own. Only where that could be enough are
paragraphs scored, which takes the words as typed and those in a row.
"""

from libc.stdint cimport int32_t, int64_t, uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memset

from search.bits cimport count_bits
from search.ranking.kernel.documents cimport ArticleNorms, article_at, norm_of
from search.ranking.kernel.phrases cimport Phrase, phrase_frequency
from search.ranking.kernel.postings cimport END, Cursor, advance, frequency, place_at, step
from search.ranking.kernel.query_tree cimport Tree, article_matches, paragraph_matches


cdef enum:
    # What a term is for.
    BODY_TERM = 0
    EXACT_TERM = 1             # a word as typed: it adds to scores and tells of no word
    TITLE_TERM = 2
    PRESENCE_TERM = 3


cdef struct TermWeight:
    Cursor cursor
    Cursor start               # the first of its postings in the article that is looked at
    int32_t word
    int32_t kind
    bint active                # whether the word may stand in articles that are yet to come
    double own                 # what saturation is multiplied by in a paragraph, and in an article
    double context
    double most                # no saturation of a paragraph is greater
    double as_typed            # what the word as typed can give to a paragraph
    double bound               # what the term can give to a paragraph and its article together


cdef struct PhraseWeight:
    # Neighbouring words of the query.
    Cursor *cursors
    Phrase phrase
    uint64_t words
    double weight


cdef struct Weight:
    # A query made ready: the terms of its words, phrases, the tree over the words.
    TermWeight *terms
    PhraseWeight *phrases
    Tree tree
    int32_t term_count, phrase_count, needed_count, generator_count, concept_count
    int32_t *needed            # terms of words that a match needs, word by word, the rarest first
    int32_t *generators        # terms of which every match holds one
    int32_t *concepts
    double *rarities
    double coverage, rarity
    uint64_t positive
    bint flat                  # a paragraph of a matching article matches where it holds any of the words
    bint is_union              # any of the words will do, and there are no others


cdef struct Scorer:
    # What is known of the article that is looked at.
    const ArticleNorms *arrays
    int64_t article
    int64_t first, end         # its paragraphs
    uint64_t *holds            # of each paragraph the words that it holds
    uint64_t *marks            # or, where the weight is flat, a bit for each that holds any
    double *scores
    uint64_t held
    double context             # what the article gives to each paragraph
    double most_own            # no paragraph has more of its own
    uint64_t covered           # the words of the last coverage that was worked out, and what it was
    double coverage
    bint knows_coverage
    bint failed                # for want of memory


cdef inline double positive_part(double value) noexcept nogil:
    return value if value > 0.0 else 0.0


cdef inline void look_at(Scorer *scorer, int64_t article) noexcept nogil:
    scorer.article = article
    scorer.first = scorer.arrays.map.first_paragraph[article]
    scorer.end = scorer.arrays.map.first_paragraph[article + 1]


cdef inline void look_at_document(Scorer *scorer, int64_t doc) noexcept nogil:
    """Look at the article of a document."""
    scorer.article = article_at(&scorer.arrays.map, doc, &scorer.first, &scorer.end)


cdef inline bint begin_scorer(Scorer *scorer, const ArticleNorms *arrays) noexcept nogil:
    """Make room for one article after the other; False without memory."""
    memset(scorer, 0, sizeof(Scorer))
    scorer.arrays = arrays
    scorer.scores = <double *> malloc((arrays.map.longest + 1) * sizeof(double))
    scorer.holds = <uint64_t *> malloc((arrays.map.longest + 1) * sizeof(uint64_t))
    scorer.marks = <uint64_t *> malloc(((arrays.map.longest >> 6) + 1) * sizeof(uint64_t))
    return scorer.scores != NULL and scorer.holds != NULL and scorer.marks != NULL


cdef inline void end_scorer(Scorer *scorer) noexcept nogil:
    free(scorer.scores)
    free(scorer.holds)
    free(scorer.marks)


cdef inline int64_t words_missing(Weight *weight, int64_t first, int64_t end) noexcept nogil:
    """Return the next document of a needed word that does not occur from ``first`` to ``end``; -1 if all do."""
    cdef int64_t nearest = END, doc
    cdef int32_t i, term
    for i in range(weight.needed_count):
        term = weight.needed[i]
        if term >= 0:
            if nearest >= end:  # not found through another term
                doc = advance(&weight.terms[term].cursor, first)
                nearest = doc if doc < nearest else nearest
        else:
            if nearest >= end:
                return nearest
            nearest = END
    return -1


cdef inline void _hold(const Weight *weight, Scorer *scorer, int64_t place, uint64_t word) noexcept nogil:
    """Note that a paragraph holds a word."""
    if not weight.flat:
        scorer.holds[place] |= word
    elif weight.positive & word:
        scorer.marks[place >> 6] |= <uint64_t> 1 << (place & 63)


cdef inline double most_of_held(Weight *weight, Scorer *scorer) noexcept nogil:
    """Note which words the article holds, and return what no paragraph's score is above, whatever the postings say.

    What every article has besides (``prior``) comes on top.
    """
    cdef double most = 0.0
    cdef int32_t i
    cdef TermWeight *term
    scorer.held = 0
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if term.active and term.kind != EXACT_TERM and advance(&term.cursor, scorer.first) < scorer.end:
            scorer.held |= <uint64_t> 1 << term.word
            most += term.bound
    return most + _most_of_phrases(weight, scorer.held) + positive_part(coverage(weight, scorer))


cdef inline double _most_of_phrases(const Weight *weight, uint64_t words) noexcept nogil:
    cdef double most = 0.0
    cdef int32_t i
    for i in range(weight.phrase_count):
        if weight.phrases[i].words & words == weight.phrases[i].words:
            most += positive_part(weight.phrases[i].weight)
    return most


cdef inline void gather(Weight *weight, Scorer *scorer) noexcept nogil:
    """Note which words the paragraphs hold, what the article gives to each, and a bound of their own scores."""
    cdef const ArticleNorms *arrays = scorer.arrays
    cdef int64_t first = scorer.first, end = scorer.end, doc
    cdef double tf, in_article, most_tf, norm
    cdef uint64_t word
    cdef int32_t i
    cdef TermWeight *term
    cdef Cursor at
    if weight.flat:
        memset(scorer.marks, 0, ((end - first + 63) >> 6) * sizeof(uint64_t))
    else:
        memset(scorer.holds, 0, (end - first) * sizeof(uint64_t))
    scorer.held = 0
    scorer.context = scorer.most_own = 0.0
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if not term.active or term.kind == EXACT_TERM:
            continue
        doc = advance(&term.cursor, first)
        if doc >= end:
            continue
        at = term.start = term.cursor
        word = <uint64_t> 1 << term.word
        scorer.held |= word
        in_article = most_tf = 0.0
        while doc < end:
            _hold(weight, scorer, doc - first, word)
            if term.kind != PRESENCE_TERM:
                tf = frequency(&at)
                if tf > most_tf:
                    most_tf = tf
                if term.kind == BODY_TERM and doc - first >= arrays.lead:
                    tf *= arrays.later
                in_article += tf
            doc = step(&at)
        term.cursor = at
        if term.kind == BODY_TERM:
            if in_article:
                norm = norm_of(&arrays.article_norm, arrays.article_lengths[scorer.article])
                scorer.context += term.context * (in_article / (in_article + norm))
            scorer.most_own += term.as_typed + positive_part(term.own) * _most_saturation(arrays, term, most_tf)
        elif term.kind == TITLE_TERM:
            norm = norm_of(&arrays.title_norm, arrays.title_lengths[scorer.article])
            scorer.context += term.context * (in_article / (in_article + norm))
    scorer.most_own += _most_of_phrases(weight, scorer.held)


cdef inline double _most_saturation(const ArticleNorms *arrays, const TermWeight *term, double tf) noexcept nogil:
    cdef double most = arrays.saturation[<int32_t> tf + 1] if tf < 254.0 else 1.0
    if tf < 254.0 and tf == <int32_t> tf:
        most = arrays.saturation[<int32_t> tf]
    return most if most < term.most else term.most


cdef inline double coverage(const Weight *weight, Scorer *scorer) noexcept nogil:
    """Return what an article gets for how much of the query it holds."""
    cdef double found = 0.0, share
    cdef int32_t i
    if weight.coverage == 0.0 or weight.concept_count < 2:
        return 0.0
    if scorer.knows_coverage and scorer.covered == scorer.held and weight.tree.mask_count == 0:
        return scorer.coverage
    for i in range(weight.concept_count):
        if article_matches(&weight.tree, weight.concepts[i], scorer.held, scorer.article):
            found += weight.rarities[i]
    share = found / weight.rarity
    share = share * share
    scorer.knows_coverage = True
    scorer.covered = scorer.held
    scorer.coverage = weight.coverage * weight.rarity * (share * share)
    return scorer.coverage


cdef inline double most_of_words(const Weight *weight, uint64_t words, bint titled, Scorer *scorer) noexcept nogil:
    """Return what no paragraph's score is above in an article that holds none but these words.

    titled: whether its headline may hold them too
    """
    cdef double most = 0.0
    cdef int32_t i
    for i in range(weight.term_count):
        if words >> weight.terms[i].word & 1 and (titled or weight.terms[i].kind != TITLE_TERM):
            most += weight.terms[i].bound
    scorer.held = words
    return most + _most_of_phrases(weight, words) + positive_part(coverage(weight, scorer))


cdef inline bint is_matching(const Weight *weight, const Scorer *scorer, int64_t place) noexcept nogil:
    """Tell whether a paragraph of a matching article matches."""
    if weight.flat:
        return scorer.marks[place >> 6] >> (place & 63) & 1
    return paragraph_matches(&weight.tree, weight.tree.root, scorer.holds[place], scorer.held, scorer.article)


cdef inline int64_t matching_paragraphs(const Weight *weight, const Scorer *scorer) noexcept nogil:
    """Return how many paragraphs of a matching article match."""
    cdef int64_t place, count = 0
    if weight.flat:
        for place in range((scorer.end - scorer.first + 63) >> 6):
            count += count_bits(scorer.marks[place])
        return count
    for place in range(scorer.end - scorer.first):
        count += is_matching(weight, scorer, place)
    return count


cdef inline void bound_terms(Weight *weight) noexcept nogil:
    """Work out what each term can give: of a word as typed, that is a part of what its body's term can."""
    cdef int32_t i, j
    cdef TermWeight *term
    for i in range(weight.term_count):
        term = &weight.terms[i]
        term.as_typed = 0.0
        for j in range(weight.term_count):
            if weight.terms[j].kind == EXACT_TERM and weight.terms[j].word == term.word:
                term.as_typed += weight.terms[j].most * positive_part(weight.terms[j].own)
        term.bound = positive_part(term.context) + term.most * positive_part(term.own)
        if term.kind == BODY_TERM:
            term.bound += term.as_typed
        elif term.kind == EXACT_TERM:
            term.bound = 0.0


cdef inline bint score_paragraphs(Weight *weight, Scorer *scorer) noexcept nogil:
    """Score what the paragraphs of a gathered article have of their own; False without memory."""
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
            scorer.scores[doc - first] += term.own * (tf / (tf + arrays.norms[arrays.lengths[doc]]))
            doc = step(&at)
    return _add_phrases(weight, scorer)


cdef inline bint _add_phrases(Weight *weight, Scorer *scorer) noexcept nogil:
    """Add what neighbouring words give to the paragraphs where they are neighbours; False without memory."""
    cdef const ArticleNorms *arrays = scorer.arrays
    cdef PhraseWeight *phrase
    cdef int64_t doc
    cdef int32_t i, number, found
    for number in range(weight.phrase_count):
        phrase = &weight.phrases[number]
        if phrase.words & scorer.held != phrase.words:
            continue
        doc = scorer.first
        while doc < scorer.end:
            for i in range(phrase.phrase.n):
                if advance(&phrase.cursors[i], doc) != doc:
                    doc = phrase.cursors[i].doc
                    break
            else:
                for i in range(phrase.phrase.n):
                    phrase.phrase.places[i] = place_at(&phrase.cursors[i])
                found = phrase_frequency(&phrase.phrase)
                if found < 0:
                    return False
                if found:
                    scorer.scores[doc - scorer.first] += phrase.weight * (
                        found / (<double> found + arrays.norms[arrays.lengths[doc]])
                    )
                doc += 1
    return True
