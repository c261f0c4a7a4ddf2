# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Searches for any of several words: all that match are counted, few of them have to be scored.

**Counting.** The lists of all words are put together in a bitmap of documents, and each word's articles become a
set; what matches is counted from these.

**Ranking** follows MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"), with the
combinations of words in the place of single ones. The sets tell, 64 articles at a time, which articles hold the
words of a combination and no others. Combinations are taken in the order of what they can give at most; as soon as
this is less than the worst of the k best, so is everything that is left. Headlines are few and weigh much: articles
whose headline holds any word are a combination of their own.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free

from search.bits cimport count_bits, lowest_bit
from search.index.format.format cimport WINDOW_BITS
from search.ranking.kernel.article_collector cimport Collector, could_come, could_rank, rank_gathered
from search.ranking.kernel.article_scorer cimport (
    EXACT_TERM, TITLE_TERM, Scorer, TermWeight, Weight, gather, look_at, most_of_held, most_of_words,
)
from search.ranking.kernel.article_sets cimport add_articles, next_in, set_size
from search.ranking.kernel.counts cimport Totals, count_article, failures
from search.ranking.kernel.documents cimport DocumentMap, prefetch_article
from search.ranking.kernel.postings cimport (
    WINDOW_WORDS, Container, add_to_bitmap, ones, rewind,
)


cdef enum:
    MOST_WORDS = 64
    # Words that are told apart; the least telling beyond are taken to be everywhere.
    MOST_TOLD_APART = 5
    COMBINATIONS = 64          # of these words, with and without one in the headline


cdef struct Combination:
    uint64_t words             # of those told apart, as places in the order of the sets
    bint titled                # whether the headline holds any word
    double most                # what an article can have that is such


cdef struct Union:
    int32_t bits[MOST_WORDS]   # the words, the most telling first
    int32_t word_count
    int32_t told_apart
    uint64_t *documents        # a bit for each that holds any word
    uint64_t *sets             # of the articles with each word told apart
    uint64_t *every            # of those with any word
    uint64_t *titled           # of those whose headline holds any
    uint64_t *chosen           # of those of the combination that is looked at
    int64_t size               # words of a set


cdef inline bint survey_union(Weight *weight, Scorer *scorer, Collector *collector) noexcept nogil:
    """Count all articles and paragraphs that hold any word, and find the k best; False without memory."""
    cdef Union found
    cdef bint enough
    found.size = set_size(&scorer.arrays.map)
    _most_telling_first(weight, scorer, &found)
    found.documents = <uint64_t *> calloc((scorer.arrays.map.padded >> 6) + 1, sizeof(uint64_t))
    found.sets = <uint64_t *> calloc((found.told_apart + 3) * found.size, sizeof(uint64_t))
    enough = found.documents != NULL and found.sets != NULL
    if enough:
        found.every = found.sets + found.told_apart * found.size
        found.titled = found.every + found.size
        found.chosen = found.titled + found.size
        _put_together(weight, scorer, &found)
        _count_articles(collector.totals, &scorer.arrays.map, found.every, found.documents, collector.allowed)
        if collector.top.k:
            _rank(weight, scorer, collector, &found)
        enough = not scorer.failed
    free(found.documents)
    free(found.sets)
    return enough


cdef inline void _count_articles(
    Totals *totals, const DocumentMap *map, uint64_t *articles, const uint64_t *documents, const uint8_t *allowed
) noexcept nogil:
    """Count a set of matching articles, and leave in it only those within all filters.

    documents: a bit for each paragraph that matches
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
                count_article(totals, 0, article, 0)
                continue
            failed = failures(totals, article)
            if allowed == NULL or allowed[article]:
                count_article(totals, failed, article, 0 if failed else _among(documents, map, article))
                if failed == 0:
                    continue
            articles[at] &= ~(<uint64_t> 1 << (article & 63))


cdef inline int64_t _among(const uint64_t *documents, const DocumentMap *map, int64_t article) noexcept nogil:
    """Return how many documents of a set are of an article."""
    cdef int64_t first = map.first_paragraph[article], end = map.first_paragraph[article + 1]
    cdef int64_t at = first >> 6, last = (end - 1) >> 6, found
    cdef uint64_t head = <uint64_t> -1 << (first & 63), tail = <uint64_t> -1 >> (63 - ((end - 1) & 63))
    if at == last:
        return count_bits(documents[at] & head & tail)
    found = count_bits(documents[at] & head) + count_bits(documents[last] & tail)
    for at in range(at + 1, last):
        found += count_bits(documents[at])
    return found


cdef inline void _most_telling_first(const Weight *weight, Scorer *scorer, Union *found) noexcept nogil:
    """Order the words by what an article can have that holds nothing else."""
    cdef double most[MOST_WORDS]
    cdef double value
    cdef int32_t word, at
    found.word_count = 0
    for word in range(MOST_WORDS):
        if not weight.positive >> word & 1:
            continue
        value = most_of_words(weight, <uint64_t> 1 << word, True, scorer)
        at = found.word_count
        while at > 0 and most[at - 1] < value:
            most[at], found.bits[at] = most[at - 1], found.bits[at - 1]
            at -= 1
        most[at], found.bits[at] = value, word
        found.word_count += 1
    found.told_apart = found.word_count if found.word_count < MOST_TOLD_APART else MOST_TOLD_APART


cdef inline void _put_together(const Weight *weight, const Scorer *scorer, Union *found) noexcept nogil:
    """Note which documents and articles hold any word, and which articles hold which."""
    cdef const Container *here
    cdef uint64_t *articles
    cdef int32_t i, at, place
    cdef const TermWeight *term
    for i in range(weight.term_count):
        term = &weight.terms[i]
        if term.kind == EXACT_TERM:
            continue
        articles = found.every
        for place in range(found.told_apart):
            if found.bits[place] == term.word:
                articles = found.sets + place * found.size
        for at in range(term.cursor.n):
            here = &term.cursor.containers[at]
            if here.window >= scorer.arrays.map.padded >> WINDOW_BITS:
                break
            add_to_bitmap(here, found.documents + <int64_t> here.window * WINDOW_WORDS)
            add_articles(&scorer.arrays.map, here, articles)
            if term.kind == TITLE_TERM:
                add_articles(&scorer.arrays.map, here, found.titled)
    for place in range(found.told_apart):
        articles = found.sets + place * found.size
        for at in range(found.size):
            found.every[at] |= articles[at]


cdef inline void _rank(Weight *weight, Scorer *scorer, Collector *collector, Union *found) noexcept nogil:
    """Give the articles their places, combination by combination of words."""
    cdef Combination combinations[COMBINATIONS]
    cdef int32_t count = _combinations(weight, scorer, found, combinations), i
    cdef int64_t article, following
    cdef bint is_bound
    for i in range(count):
        # Of an article with just these words that is all there is to know before its postings are read.
        is_bound = not combinations[i].titled and found.word_count == found.told_apart
        _choose(found, &combinations[i])
        _begin(weight, _words_of(found, combinations[i].words))
        following = next_in(found.chosen, found.size, 0)
        while following >= 0:
            if collector.instants == NULL and not could_rank(collector, 0, combinations[i].most + collector.most_prior):
                return
            article, following = following, next_in(found.chosen, found.size, following + 1)
            if following >= 0:
                prefetch_article(scorer.arrays, following)
            _rank_article(weight, scorer, collector, article, is_bound)
            if scorer.failed:
                return


cdef inline void _choose(const Union *found, const Combination *combination) noexcept nogil:
    """Find the articles of a combination."""
    cdef const uint64_t *articles
    cdef uint64_t *chosen = found.chosen
    cdef uint64_t without = 0 if combination.titled else <uint64_t> -1
    cdef int64_t at
    cdef int32_t place
    for at in range(found.size):
        chosen[at] = found.every[at] & (found.titled[at] ^ without)
    for place in range(found.told_apart):
        articles = found.sets + place * found.size
        without = 0 if combination.words >> place & 1 else <uint64_t> -1
        for at in range(found.size):
            chosen[at] &= articles[at] ^ without


cdef inline void _rank_article(
    Weight *weight, Scorer *scorer, Collector *collector, int64_t article, bint is_bound
) noexcept nogil:
    if not could_come(collector, article):
        return
    look_at(scorer, article)
    if collector.instants == NULL and not is_bound:
        if not could_rank(collector, 0, most_of_held(weight, scorer) + collector.most_prior):
            return
    gather(weight, scorer)
    scorer.failed = not rank_gathered(weight, scorer, collector, -1)


cdef inline uint64_t _words_of(const Union *found, uint64_t combination) noexcept nogil:
    """Return the bits of the words that an article may hold whose words are this combination."""
    cdef uint64_t words = 0
    cdef int32_t place
    for place in range(found.word_count):
        if place >= found.told_apart or combination >> place & 1:
            words |= <uint64_t> 1 << found.bits[place]
    return words


cdef inline int32_t _combinations(
    const Weight *weight, Scorer *scorer, const Union *found, Combination *combinations
) noexcept nogil:
    """Order the combinations of the words told apart by what they can give; return how many there are."""
    cdef Combination one
    cdef int32_t at, number, count = 2 << found.told_apart
    for number in range(count):
        one.words, one.titled = number >> 1, number & 1
        one.most = most_of_words(weight, _words_of(found, one.words), one.titled, scorer)
        at = number
        while at > 0 and combinations[at - 1].most < one.most:
            combinations[at] = combinations[at - 1]
            at -= 1
        combinations[at] = one
    return count


cdef inline void _begin(Weight *weight, uint64_t words) noexcept nogil:
    """Let the cursors of words begin once more; the others are not asked any longer."""
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
