# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Searches for any of several words: every matching article is counted, but only a few are scored.

**Counting.** The posting lists of all words are merged into one bitmap of documents, and the articles of each word
become a set (``article_sets``). The totals are counted from these bitmaps.

**Ranking** follows MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"), applied to
combinations of words instead of single words. Set operations, 64 articles at a time, find the articles that contain
exactly the words of a combination. Combinations are visited in the descending order of their upper bounds. When a
bound is below the score of the worst of the k best, no later combination can change the result. A word in the headline
adds much to the score and is rare, so articles with one form combinations of their own.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free

from search.bits cimport count_bits, lowest_bit
from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.article_collector cimport Collector, could_enter, could_rank, rank_gathered
from search.ranking.kernel.article_scorer cimport (
    EXACT_TERM, TITLE_TERM, Scorer, TermWeight, Weight, bound_of_article, bound_of_words, gather, look_at,
    work_for_article,
)
from search.ranking.kernel.article_sets cimport add_articles, next_in, set_size
from search.ranking.kernel.counts cimport Totals, count_article, failures
from search.ranking.kernel.documents cimport DocumentMap, prefetch_article
from search.ranking.kernel.meter cimport is_spent, look
from search.ranking.kernel.postings cimport (
    WINDOW_WORDS, Container, add_to_bitmap, ones, rewind,
)


cdef enum:
    MAX_WORDS = 64
    # Only the five words with the highest bounds get a set; the others are assumed to match every article.
    MAX_SETS = 5
    COMBINATIONS = 64          # of these words, each with and without a word in the headline


cdef struct Combination:
    uint64_t words             # a bit for each set
    bint in_headline           # whether the headline contains any word
    double bound               # upper bound of the scores of its articles


cdef struct Union:
    int32_t bits[MAX_WORDS]    # the numbers of the words, the one with the highest bound first
    int32_t word_count
    int32_t set_count          # the first so many words have a set
    uint64_t *documents        # a bit for each document with any word
    uint64_t *sets             # `set_count` sets: the articles with each of the first words
    uint64_t *any_word         # the articles with any word
    uint64_t *in_headline      # the articles with any word in the headline
    uint64_t *selected         # the articles of the current combination
    int64_t size               # 64-bit words of a set


cdef inline bint survey_union(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Count all articles and paragraphs with any word, and find the k best. Returns False if memory runs out.

    It ends when the budget is spent.
    """
    cdef Union union_
    cdef bint enough
    union_.size = set_size(&scorer.arrays.map)
    _sort_words(weight, scorer, &union_)
    union_.documents = <uint64_t *> calloc((scorer.arrays.map.padded >> 6) + 1, sizeof(uint64_t))
    union_.sets = <uint64_t *> calloc((union_.set_count + 3) * union_.size, sizeof(uint64_t))
    enough = union_.documents != NULL and union_.sets != NULL
    if enough:
        union_.any_word = union_.sets + union_.set_count * union_.size
        union_.in_headline = union_.any_word + union_.size
        union_.selected = union_.in_headline + union_.size
        _fill_sets(weight, scorer, &union_)
        if not scorer.meter.spent:
            _count_articles(collector.totals, &scorer.arrays.map, union_.any_word, union_.documents, collector.allowed)
        if collector.top.k and not look(&scorer.meter):
            _rank(weight, scorer, collector, &union_)
        enough = not scorer.failed
    free(union_.documents)
    free(union_.sets)
    return enough


cdef inline void _count_articles(
    Totals *totals, const DocumentMap *map, uint64_t *articles, const uint64_t *documents, const uint8_t *allowed
) noexcept nogil:
    """Count a set of matching articles, and remove from it those that fail a filter.

    documents: a bit for each matching paragraph
    """
    cdef bint all_pass = allowed == NULL and totals.filter_count == 0
    cdef int64_t at, article
    cdef uint64_t word
    cdef uint32_t failed
    if all_pass:
        totals.paragraphs += ones(<const uint8_t *> documents, <uint32_t> (map.padded >> 6), 0)
    for at in range((map.article_count >> 6) + 1):
        word = articles[at]
        while word:
            article = 64 * at + <int64_t> lowest_bit(word)
            word &= word - 1
            if all_pass:
                # The paragraphs of all articles were counted together.
                count_article(totals, 0, article, 0)
                if totals.matches != NULL:
                    totals.matches[3 * totals.match_count - 2] = <int32_t> _count_documents(documents, map, article)
                continue
            failed = failures(totals, article)
            if allowed == NULL or allowed[article]:
                count_article(totals, failed, article, 0 if failed else _count_documents(documents, map, article))
                if failed == 0:
                    continue
            articles[at] &= ~(<uint64_t> 1 << (article & 63))


cdef inline int64_t _count_documents(const uint64_t *documents, const DocumentMap *map, int64_t article) noexcept nogil:
    """Return how many documents of a bitmap belong to an article."""
    cdef int64_t first = map.first_paragraph[article], end = map.first_paragraph[article + 1]
    cdef int64_t at = first >> 6, last = (end - 1) >> 6, count
    cdef uint64_t head = <uint64_t> -1 << (first & 63), tail = <uint64_t> -1 >> (63 - ((end - 1) & 63))
    if at == last:
        return count_bits(documents[at] & head & tail)
    count = count_bits(documents[at] & head) + count_bits(documents[last] & tail)
    for at in range(at + 1, last):
        count += count_bits(documents[at])
    return count


cdef inline void _sort_words(const Weight *weight, Scorer *scorer, Union *union_) noexcept nogil:
    """Sort the words by the upper bound of an article that contains nothing else, the highest first."""
    cdef double bounds[MAX_WORDS]
    cdef double bound
    cdef int32_t word, at
    union_.word_count = 0
    for word in range(MAX_WORDS):
        if not weight.positive >> word & 1:
            continue
        bound = bound_of_words(weight, <uint64_t> 1 << word, True, scorer)
        at = union_.word_count
        while at > 0 and bounds[at - 1] < bound:
            bounds[at], union_.bits[at] = bounds[at - 1], union_.bits[at - 1]
            at -= 1
        bounds[at], union_.bits[at] = bound, word
        union_.word_count += 1
    union_.set_count = union_.word_count if union_.word_count < MAX_SETS else MAX_SETS


cdef inline void _fill_sets(const Weight *weight, Scorer *scorer, Union *union_) noexcept nogil:
    """Fill the bitmap of documents and the sets of articles from the posting lists."""
    cdef const Container *here
    cdef uint64_t *articles
    cdef int32_t i, at, number
    cdef const TermWeight *term
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if term.kind == EXACT_TERM:
            continue
        articles = union_.any_word
        for number in range(union_.set_count):
            if union_.bits[number] == term.word:
                articles = union_.sets + number * union_.size
        for at in range(term.cursor.n):
            here = &term.cursor.containers[at]
            if here.window >= scorer.arrays.map.padded >> WINDOW_BITS or look(&scorer.meter):
                break
            add_to_bitmap(here, union_.documents + <int64_t> here.window * WINDOW_WORDS)
            add_articles(&scorer.arrays.map, here, articles)
            if term.kind == TITLE_TERM:
                add_articles(&scorer.arrays.map, here, union_.in_headline)
    for number in range(union_.set_count):
        articles = union_.sets + number * union_.size
        for at in range(union_.size):
            union_.any_word[at] |= articles[at]


cdef inline void _rank(Weight *weight, Scorer *scorer, Collector *collector, Union *union_) noexcept nogil:
    """Offer articles to the k best, one combination of words after the other."""
    cdef Combination combinations[COMBINATIONS]
    cdef int32_t count = _combinations(weight, scorer, union_, combinations), i
    cdef int64_t article, following
    cdef bint is_bound
    for i in range(count):
        # Without unset words and headlines, bound_of_article() would return the bound of the combination again.
        is_bound = not combinations[i].in_headline and union_.word_count == union_.set_count
        _select(union_, &combinations[i])
        _activate(weight, _words_of(union_, combinations[i].words))
        following = next_in(union_.selected, union_.size, 0)
        while following >= 0:
            if collector.instants == NULL and not could_rank(collector, 0, combinations[i].bound + collector.max_prior):
                return
            article, following = following, next_in(union_.selected, union_.size, following + 1)
            if following >= 0:
                prefetch_article(scorer.arrays, following)
            _rank_article(weight, scorer, collector, article, is_bound)
            if scorer.failed or is_spent(&scorer.meter, work_for_article(weight, scorer)):
                return


cdef inline void _select(const Union *union_, const Combination *combination) noexcept nogil:
    """Put the articles of a combination into ``selected``."""
    cdef const uint64_t *articles
    cdef uint64_t *selected = union_.selected
    cdef uint64_t without = 0 if combination.in_headline else <uint64_t> -1
    cdef int64_t at
    cdef int32_t number
    for at in range(union_.size):
        selected[at] = union_.any_word[at] & (union_.in_headline[at] ^ without)
    for number in range(union_.set_count):
        articles = union_.sets + number * union_.size
        without = 0 if combination.words >> number & 1 else <uint64_t> -1
        for at in range(union_.size):
            selected[at] &= articles[at] ^ without


cdef inline void _rank_article(
    Weight *weight, Scorer *scorer, Collector *collector, int64_t article, bint is_bound
) noexcept nogil:
    if not could_enter(collector, article):
        return
    look_at(scorer, article)
    if collector.instants == NULL and not is_bound:
        if not could_rank(collector, 0, bound_of_article(weight, scorer) + collector.max_prior):
            return
    gather(weight, scorer)
    scorer.failed = not rank_gathered(weight, scorer, collector, -1)


cdef inline uint64_t _words_of(const Union *union_, uint64_t combination) noexcept nogil:
    """Return the bits of all words that an article of a combination may contain."""
    cdef uint64_t words = 0
    cdef int32_t number
    for number in range(union_.word_count):
        if number >= union_.set_count or combination >> number & 1:
            words |= <uint64_t> 1 << union_.bits[number]
    return words


cdef inline int32_t _combinations(
    const Weight *weight, Scorer *scorer, const Union *union_, Combination *combinations
) noexcept nogil:
    """List all combinations by their upper bounds, the highest first. Returns their number."""
    cdef Combination one
    cdef int32_t at, index, count = 2 << union_.set_count
    for index in range(count):
        one.words, one.in_headline = index >> 1, index & 1
        one.bound = bound_of_words(weight, _words_of(union_, one.words), one.in_headline, scorer)
        at = index
        while at > 0 and combinations[at - 1].bound < one.bound:
            combinations[at] = combinations[at - 1]
            at -= 1
        combinations[at] = one
    return count


cdef inline void _activate(Weight *weight, uint64_t words) noexcept nogil:
    """Rewind all cursors, and activate those of the given words only."""
    cdef int32_t i, at
    cdef TermWeight *term
    for i in range(weight.term_count):
        term = &weight.terms[i]
        term.active = words >> term.word & 1
        term.start.doc = -1
        rewind(&term.cursor)
    for i in range(weight.phrase_count):
        for at in range(weight.phrases[i].phrase.n):
            rewind(&weight.phrases[i].cursors[at])
