# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Searches for any of several words: all that match are counted, few of them have to be scored.

**Counting.** Window by window of 65,536 documents the lists are put together in a bitmap, whose bits are gone
through once.

**Ranking** is MaxScore (Turtle and Flood 1995, "Query evaluation: strategies and optimizations") over whole
articles. Words are taken one after the other, the most telling first, each with the articles that hold it and
none of those before. An article that holds none but the words that are left cannot have more than they can give
together; as soon as this is less than the worst of the k best, the rest need not be looked at.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.columns cimport article_at
from search.ranking.kernel.cursors cimport (
    BITMAP_BYTES, END, WINDOW_BITS, Container, advance, warta_lowest,
)
from search.ranking.kernel.ranks cimport Ranks, could_come, could_rank, rank_gathered
from search.ranking.kernel.scoring cimport EXACT_LEAF, Leaf, gather, look_at_document, most_of_held, most_of_words

cdef enum:
    WINDOW_WORDS = 1024
    MOST_WORDS = 64


cdef bint count_union(Query *query, Work *work, Tally tally, const uint8_t *allowed) noexcept nogil:
    """Count all articles and paragraphs that hold any word; False without memory."""
    cdef uint64_t *bits = <uint64_t *> malloc(BITMAP_BYTES)
    cdef int64_t window, doc, article = -1, first, end = 0, count = 0
    cdef uint64_t word
    cdef int32_t i
    if bits == NULL:
        return False
    for window in range(work.arrays.documents >> WINDOW_BITS):
        if not _mark(query, window, bits):
            continue
        for i in range(WINDOW_WORDS):
            word = bits[i]
            while word:
                doc = (window << WINDOW_BITS) + 64 * i + warta_lowest(word)
                word &= word - 1
                if doc >= end:
                    if count:
                        _count(tally, allowed, article, count)
                    article, count = article_at(work.arrays, doc, &first, &end), 0
                count += 1
    if count:
        _count(tally, allowed, article, count)
    free(bits)
    return True


cdef inline void _count(Tally tally, const uint8_t *allowed, int64_t article, int64_t count) noexcept nogil:
    if allowed == NULL or allowed[article]:
        tally.count(tally.failures(article), article, count)


cdef bint _mark(Query *query, int64_t window, uint64_t *bits) noexcept nogil:
    """Mark the documents of a window that hold any word; tell whether there are any."""
    cdef const Container *here
    cdef bint any_here = False
    cdef uint64_t word
    cdef uint32_t j
    cdef int32_t i
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
    return any_here


cdef bint rank_union(
    Query *query, Work *work, Tally tally, Ranks *ranks, const uint8_t *allowed, const double *prior,
    double most_prior,
) noexcept nogil:
    """Find the k best of all articles that hold any word; False without memory."""
    cdef uint8_t *seen = <uint8_t *> calloc((work.arrays.article_count + 7) // 8 + 1, 1)
    cdef int32_t order[MOST_WORDS]
    cdef int32_t words = _most_telling_first(query, work, order), i, j
    cdef uint64_t rest = 0
    cdef bint enough = seen != NULL
    for i in range(words):
        rest |= <uint64_t> 1 << order[i]
    for i in range(words):
        if not enough or (ranks.instants == NULL and not could_rank(
            ranks, 0, most_of_words(query, rest, work) + most_prior
        )):
            break
        _begin(query, rest)
        enough = _rank_word(query, work, tally, ranks, allowed, prior, most_prior, order[i], seen)
        rest &= ~(<uint64_t> 1 << order[i])
    free(seen)
    return enough


cdef int32_t _most_telling_first(const Query *query, Work *work, int32_t *order) noexcept nogil:
    """Order the words by what an article can have that holds nothing else; return how many there are."""
    cdef double most[MOST_WORDS]
    cdef double value
    cdef int32_t word, at, words = 0
    for word in range(MOST_WORDS):
        if not query.positive >> word & 1:
            continue
        value = most_of_words(query, <uint64_t> 1 << word, work)
        at = words
        while at > 0 and most[at - 1] < value:
            most[at], order[at] = most[at - 1], order[at - 1]
            at -= 1
        most[at], order[at] = value, word
        words += 1
    return words


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


cdef bint _rank_word(
    Query *query, Work *work, Tally tally, Ranks *ranks, const uint8_t *allowed, const double *prior,
    double most_prior, int32_t word, uint8_t *seen,
) noexcept nogil:
    """Give the articles their places that hold a word and were not seen before; False without memory."""
    cdef int64_t target = 0, doc, nearest, article
    cdef int32_t i
    cdef Leaf *leaf
    while True:
        nearest = END
        for i in range(query.leaf_count):
            leaf = &query.leaves[i]
            if leaf.word == word and leaf.kind != EXACT_LEAF:
                doc = advance(&leaf.cursor, target)
                nearest = doc if doc < nearest else nearest
        if nearest == END:
            return True
        look_at_document(work, nearest)
        article = work.article
        target = work.end if work.end > target else target + 1
        if seen[article >> 3] >> (article & 7) & 1:
            continue
        seen[article >> 3] |= <uint8_t> (1 << (article & 7))
        if (allowed != NULL and not allowed[article]) or tally.failures(article) or not could_come(ranks, article):
            continue
        if ranks.instants == NULL and not could_rank(ranks, 0, most_of_held(query, work) + most_prior):
            continue
        gather(query, work)
        if not rank_gathered(query, work, ranks, prior, -1):
            return False
