# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Searches for any of several words: all that match are counted, few of them have to be scored.

**Counting.** Window by window of 65,536 documents the lists are put together in a bitmap, whose bits are gone
through once; on the way each word's articles become a set.

**Ranking** follows MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations"), with the
combinations of words in the place of single ones. The sets tell, 64 articles at a time, which articles hold the
words of a combination and no others. Combinations are taken in the order of what they can give at most; as soon as
this is less than the worst of the k best, so is everything that is left. Headlines are few and weigh much: articles
whose headline holds any word are a combination of their own.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.article_sets cimport add_articles, set_size
from search.ranking.kernel.columns cimport article_at
from search.ranking.kernel.cursors cimport BITMAP_BYTES, WINDOW_BITS, Container, warta_lowest
from search.ranking.kernel.ranks cimport Ranks, could_come, could_rank, rank_gathered
from search.ranking.kernel.scoring cimport (
    EXACT_LEAF, TITLE_LEAF, Leaf, gather, look_at, most_of_held, most_of_words,
)

cdef enum:
    WINDOW_WORDS = 1024
    MOST_WORDS = 64
    # Words that are told apart; the least telling beyond are taken to be everywhere.
    MOST_TOLD_APART = 5
    COMBINATIONS = 64          # of these words, with and without one in the headline


cdef struct Combination:
    uint64_t words             # of those told apart, as places in the order of the sets
    bint titled                # whether the headline holds any word
    double most                # what an article can have that is such


cdef struct Union:
    uint64_t *sets             # of each word told apart, of all, and of those whose headline holds any
    int64_t size               # words of a set
    int32_t told_apart
    int32_t bits[MOST_WORDS]   # the words, the most telling first
    int32_t word_count
    uint64_t *every
    uint64_t *titled


cdef bint survey_union(
    Query *query, Work *work, Tally tally, Ranks *ranks, const uint8_t *allowed
) noexcept nogil:
    """Count all articles and paragraphs that hold any word, and find the k best; False without memory."""
    cdef Union found
    cdef uint64_t *bits = <uint64_t *> malloc(BITMAP_BYTES)
    cdef bint enough
    found.size = set_size(work.arrays)
    _most_telling_first(query, work, &found)
    found.sets = <uint64_t *> calloc((found.told_apart + 2) * found.size, sizeof(uint64_t))
    enough = bits != NULL and found.sets != NULL
    if enough:
        found.every = found.sets + found.told_apart * found.size
        found.titled = found.every + found.size
        _count(query, work, tally, allowed, &found, bits)
        if ranks.k:
            _rank(query, work, tally, ranks, allowed, &found)
        enough = not work.failed
    free(bits)
    free(found.sets)
    return enough


cdef void _most_telling_first(const Query *query, Work *work, Union *found) noexcept nogil:
    """Order the words by what an article can have that holds nothing else."""
    cdef double most[MOST_WORDS]
    cdef double value
    cdef int32_t word, at
    found.word_count = 0
    for word in range(MOST_WORDS):
        if not query.positive >> word & 1:
            continue
        value = most_of_words(query, <uint64_t> 1 << word, True, work)
        at = found.word_count
        while at > 0 and most[at - 1] < value:
            most[at], found.bits[at] = most[at - 1], found.bits[at - 1]
            at -= 1
        most[at], found.bits[at] = value, word
        found.word_count += 1
    found.told_apart = found.word_count if found.word_count < MOST_TOLD_APART else MOST_TOLD_APART
    if found.word_count == 1:
        found.told_apart = 0


cdef void _count(
    Query *query, Work *work, Tally tally, const uint8_t *allowed, Union *found, uint64_t *bits
) noexcept nogil:
    """Count everything that holds any word, and note which articles hold which."""
    cdef int64_t window, doc, article = -1, first, end = 0, count = 0
    cdef uint64_t word
    cdef int32_t i
    for window in range(work.arrays.documents >> WINDOW_BITS):
        if not _mark(query, work, window, found, bits):
            continue
        for i in range(WINDOW_WORDS):
            word = bits[i]
            while word:
                doc = (window << WINDOW_BITS) + 64 * i + warta_lowest(word)
                word &= word - 1
                if doc >= end:
                    if count:
                        _count_article(tally, allowed, article, count)
                    article, count = article_at(work.arrays, doc, &first, &end), 0
                    found.every[article >> 6] |= <uint64_t> 1 << (article & 63)
                count += 1
    if count:
        _count_article(tally, allowed, article, count)


cdef inline void _count_article(Tally tally, const uint8_t *allowed, int64_t article, int64_t count) noexcept nogil:
    if allowed == NULL or allowed[article]:
        tally.count(tally.failures(article) if tally.filter_count else 0, article, count)


cdef bint _mark(Query *query, Work *work, int64_t window, Union *found, uint64_t *bits) noexcept nogil:
    """Mark the documents of a window that hold any word; tell whether there are any."""
    cdef const Container *here
    cdef bint any_here = False
    cdef uint64_t word
    cdef uint32_t j
    cdef int32_t i, place
    cdef Leaf *leaf
    for i in range(query.leaf_count):
        leaf = &query.leaves[i]
        if leaf.kind == EXACT_LEAF or leaf.cursor.at >= leaf.cursor.n:
            continue
        here = &leaf.cursor.containers[leaf.cursor.at]
        if here.window != window:
            continue
        leaf.cursor.at += 1
        if not any_here:
            memset(bits, 0, BITMAP_BYTES)
            any_here = True
        if here.low == NULL:
            for j in range(WINDOW_WORDS):
                memcpy(&word, here.bits + 8 * j, 8)
                bits[j] |= word
        else:
            for j in range(here.count):
                bits[here.low[j] >> 6] |= <uint64_t> 1 << (here.low[j] & 63)
        for place in range(found.told_apart):
            if found.bits[place] == leaf.word:
                add_articles(work.arrays, here, found.sets + place * found.size)
        if leaf.kind == TITLE_LEAF:
            add_articles(work.arrays, here, found.titled)
    return any_here


cdef void _rank(
    Query *query, Work *work, Tally tally, Ranks *ranks, const uint8_t *allowed, Union *found
) noexcept nogil:
    """Give the articles their places, combination by combination of words."""
    cdef Combination combinations[COMBINATIONS]
    cdef int32_t count = _combinations(query, work, found, combinations), i, j
    cdef int64_t at
    cdef uint64_t articles
    for i in range(count):
        if ranks.instants == NULL and not could_rank(ranks, 0, combinations[i].most + ranks.most_prior):
            return
        _begin(query, _words_of(found, combinations[i].words))
        for at in range(found.size):
            articles = found.every[at]
            articles &= found.titled[at] if combinations[i].titled else ~found.titled[at]
            for j in range(found.told_apart):
                if combinations[i].words >> j & 1:
                    articles &= found.sets[j * found.size + at]
                else:
                    articles &= ~found.sets[j * found.size + at]
            while articles:
                _rank_article(query, work, tally, ranks, allowed, 64 * at + warta_lowest(articles))
                articles &= articles - 1
                if work.failed:
                    return


cdef inline void _rank_article(
    Query *query, Work *work, Tally tally, Ranks *ranks, const uint8_t *allowed, int64_t article
) noexcept nogil:
    if (allowed != NULL and not allowed[article]) or tally.failures(article) or not could_come(ranks, article):
        return
    look_at(work, article)
    if ranks.instants == NULL and not could_rank(ranks, 0, most_of_held(query, work) + ranks.most_prior):
        return
    gather(query, work)
    work.failed = not rank_gathered(query, work, ranks, -1)


cdef uint64_t _words_of(const Union *found, uint64_t combination) noexcept nogil:
    """Return the bits of the words that an article may hold whose words are this combination."""
    cdef uint64_t words = 0
    cdef int32_t place
    for place in range(found.word_count):
        if place >= found.told_apart or combination >> place & 1:
            words |= <uint64_t> 1 << found.bits[place]
    return words


cdef int32_t _combinations(
    const Query *query, Work *work, const Union *found, Combination *combinations
) noexcept nogil:
    """Order the combinations of the words told apart by what they can give; return how many there are."""
    cdef Combination one
    cdef int32_t at, number, count = 2 << found.told_apart
    for number in range(count):
        one.words, one.titled = number >> 1, number & 1
        one.most = most_of_words(query, _words_of(found, one.words), one.titled, work)
        at = number
        while at > 0 and combinations[at - 1].most < one.most:
            combinations[at] = combinations[at - 1]
            at -= 1
        combinations[at] = one
    return count


cdef void _begin(Query *query, uint64_t words) noexcept nogil:
    """Let the cursors of words begin once more; the others are not asked any longer."""
    cdef int32_t i, at
    cdef Leaf *leaf
    for i in range(query.leaf_count):
        leaf = &query.leaves[i]
        leaf.active = words >> leaf.word & 1
        leaf.cursor.at = leaf.cursor.i = 0
        leaf.cursor.doc = leaf.start.doc = -1
    for i in range(query.row_count):
        for at in range(query.rows[i].n):
            query.rows[i].cursors[at].at = query.rows[i].cursors[at].i = 0
            query.rows[i].cursors[at].doc = -1
