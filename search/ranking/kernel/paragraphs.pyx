# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The k best paragraphs for a bag of words, by BM25, with exact totals where they are wanted.

The index is gone through by windows of 65,536 documents, the containers of the lists.

**Any word** (OR). Words are split into those that can bring a document among the k best and those that cannot,
even all together (MaxScore: Turtle and Flood 1995, "Query evaluation: strategies and optimizations"). Where
only one word is of the first kind its documents are gone through one by one; where several are, their scores are
added up block by block first. The other words are looked up for documents whose score could still suffice. Groups of
64 documents whose greatest impacts cannot suffice are skipped (block-max: Ding and Suel 2011, "Faster top-k
document retrieval using block-max indexes"). Ten scores are known to be reached before the first document
is seen: those of the tenth impact of each list.

**All words** (AND). The documents of the window's rarest word are looked up in the lists of the others.

Pruning compares upper bounds only, and what survives is scored once more in the order of the query: the
result is that of scoring everything.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from cpython.bytes cimport PyBytes_FromStringAndSize
from libc.string cimport memcpy, memset

from search.ranking.kernel.cursors cimport (
    BITMAP_BYTES, WINDOW_BITS, Container, Place, PostingList, Scratch, count_rows, first_place_from,
    frequency_at, occurs_once, place_of, warta_lowest, warta_ones,
)

import numpy as np

cdef enum:
    BLOCK = 16384
    BLOCK_WORDS = 256
    BLOCKS_A_WINDOW = 4
    WINDOW_WORDS = 1024
    GROUPS = 1024              # of 64 documents, in a window
    # Marking a document of a list costs 1, an empty bitmap 200, looking one document up in the list itself 16.
    WORTH_MARKING = 16
    MARKING_COST = 200
    WORTH_SKIPPING = 512       # documents in a window

# Sums of 32-bit scores are this near to the exact ones.
cdef extern from *:
    """
    #define WARTA_SLACK (1.0 - 1e-5)
    """
    const double SLACK "WARTA_SLACK"


cdef struct Term:
    const Container *containers
    int32_t n
    int32_t at                 # the container that holds `here`, or the next one
    const Container *here      # in the current window, or NULL
    const uint8_t *test        # a bitmap of the documents in the window, or NULL
    uint8_t *marks             # room for one
    uint32_t streamed          # place up to which documents were added up
    uint32_t sought            # place up to which documents were looked up
    int64_t count
    double weight
    double bound               # no score of this word is greater
    double per_impact          # what an impact of 1 may score
    const uint8_t *lengths
    const double *norms
    float once[256]            # the score of one occurrence, by length


cdef struct Best:
    # A heap of the k best, the worst on top; of equal scores the later document is the worse.
    double *scores
    int64_t *docs
    int64_t k
    int64_t held
    double least               # a score that k documents reach
    int64_t total


cdef struct Rows:
    # Where terms stand in a row, and from how many places.
    int32_t *docs
    int32_t *counts
    int64_t size
    int64_t held
    int32_t gap
    Place *places
    Scratch scratch[2]
    bint enough                # memory


cdef inline bint worse(double score, int64_t doc, double than, int64_t than_doc) noexcept nogil:
    return score < than or (score == than and doc > than_doc)


cdef void sift(Best *best, int64_t size, double score, int64_t doc) noexcept nogil:
    """Put a document in the place of the worst of a heap of ``size``."""
    cdef int64_t at = 0, child
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and worse(
            best.scores[child + 1], best.docs[child + 1], best.scores[child], best.docs[child]
        ):
            child += 1
        if not worse(best.scores[child], best.docs[child], score, doc):
            break
        best.scores[at], best.docs[at] = best.scores[child], best.docs[child]
        at = child
    best.scores[at], best.docs[at] = score, doc


cdef void keep(Best *best, double score, int64_t doc) noexcept nogil:
    """Put a document among the best if it belongs there."""
    cdef int64_t at
    if best.held < best.k:
        at = best.held
        best.held += 1
        while at and worse(score, doc, best.scores[(at - 1) // 2], best.docs[(at - 1) // 2]):
            best.scores[at], best.docs[at] = best.scores[(at - 1) // 2], best.docs[(at - 1) // 2]
            at = (at - 1) // 2
        best.scores[at], best.docs[at] = score, doc
    elif best.k and worse(best.scores[0], best.docs[0], score, doc):
        sift(best, best.k, score, doc)
    else:
        return
    if best.held == best.k and best.scores[0] > best.least:
        best.least = best.scores[0]


cdef inline double score_at(const Term *term, uint32_t place, int64_t doc) noexcept nogil:
    cdef double tf = frequency_at(term.here, place)
    return term.weight * (tf / (tf + term.norms[term.lengths[doc]]))


cdef inline bint find(Term *term, uint32_t low, uint32_t *place) noexcept nogil:
    """Look a document of the current window up."""
    cdef const Container *here = term.here
    if here == NULL or (term.test != NULL and not term.test[low >> 3] >> (low & 7) & 1):
        return False
    if here.low != NULL:
        term.sought = first_place_from(here.low, term.sought, here.count, low)
        place[0] = term.sought
        return term.sought < here.count and here.low[term.sought] == low
    place[0] = place_of(here, low)
    return True


cdef inline void enter_window(Term *term, uint32_t window) noexcept nogil:
    while term.at < term.n and term.containers[term.at].window < window:
        term.at += 1
    term.streamed = term.sought = 0
    term.here = NULL
    term.test = NULL
    if term.at < term.n and term.containers[term.at].window == window:
        term.here = &term.containers[term.at]
        term.test = term.here.bits


cdef inline bint holds(Term *term, uint32_t low) noexcept nogil:
    """Tell whether a document of the current window is in the list."""
    if term.test != NULL:
        return term.test[low >> 3] >> (low & 7) & 1
    if term.here == NULL:
        return False
    term.sought = first_place_from(term.here.low, term.sought, term.here.count, low)
    return term.sought < term.here.count and term.here.low[term.sought] == low


cdef void mark(const Container *here, uint64_t *bits) noexcept nogil:
    """Mark the documents of a container in a bitmap of its window."""
    cdef uint32_t i
    cdef uint64_t word
    if here == NULL:
        return
    if here.low != NULL:
        for i in range(here.count):
            bits[here.low[i] >> 6] |= <uint64_t> 1 << (here.low[i] & 63)
        return
    for i in range(WINDOW_WORDS):
        memcpy(&word, here.bits + 8 * i, 8)
        bits[i] |= word


cdef void prepare_look_up(Term *term, uint32_t look_ups) noexcept nogil:
    """Make a bitmap of a list where that is cheaper than searching it for so many documents."""
    if term.here == NULL or term.here.low == NULL or term.marks == NULL:
        return
    if term.here.count + MARKING_COST < WORTH_MARKING * look_ups:
        memset(term.marks, 0, BITMAP_BYTES)
        mark(term.here, <uint64_t *> term.marks)
        term.test = term.marks


cdef double exact_score(Term *terms, int32_t n, uint32_t low, int64_t doc) noexcept nogil:
    """Return the score of a document of the current window, added up in the order of the query."""
    cdef double total = 0.0
    cdef uint32_t place
    cdef int32_t i
    for i in range(n):
        if find(&terms[i], low, &place):
            total += score_at(&terms[i], place, doc)
    return total


cdef inline float rough_score(const Term *term, uint32_t place, int64_t doc) noexcept nogil:
    if occurs_once(term.here, place):
        return term.once[term.lengths[doc]]
    return <float> score_at(term, place, doc)


cdef void add_up(
    Term *term, uint32_t begin, int64_t base, const uint8_t *alive, float *sums, uint64_t *bits
) noexcept nogil:
    """Add a word's scores over the block of the window that begins at ``begin``, and mark its documents.

    base: the first document of the window; alive: which groups of the window need be looked at
    """
    cdef const Container *here = term.here
    cdef uint32_t place, end = begin + BLOCK, low, i
    cdef uint64_t word
    if here == NULL:
        return
    if here.low != NULL:
        place = first_place_from(here.low, term.streamed, here.count, begin)
        while place < here.count and here.low[place] < end:
            low = here.low[place]
            if alive[low >> 6]:
                bits[(low - begin) >> 6] |= <uint64_t> 1 << (low & 63)
                sums[low - begin] += rough_score(term, place, base + low)
            place += 1
        term.streamed = place
        return
    for i in range(BLOCK_WORDS):
        if not alive[(begin >> 6) + i]:
            continue
        memcpy(&word, here.bits + (begin >> 3) + 8 * i, 8)
        bits[i] |= word
        if word:
            place = place_of(here, begin + 64 * i + warta_lowest(word))
        while word:
            low = begin + 64 * i + warta_lowest(word)
            word &= word - 1
            if place >= here.count:  # a damaged bitmap
                return
            sums[low - begin] += rough_score(term, place, base + low)
            place += 1


cdef class WordsQuery:
    """Words to score, words to exclude, made ready. One search at a time may use it."""

    cdef list _kept
    cdef Term *terms
    cdef Term *excluded
    cdef int32_t *order        # the words by their bounds, the least first
    cdef double *below         # summed bounds of the words before each in this order
    cdef int32_t n, excluded_count
    cdef double floor, stretch
    cdef uint8_t *marks
    cdef float *sums           # of a block, all zero between blocks
    cdef int64_t documents

    def __cinit__(self):
        self.terms = self.excluded = NULL
        self.marks = NULL
        self.sums = NULL
        self.order = NULL
        self.below = NULL

    def __dealloc__(self):
        free(self.terms)
        free(self.marks)
        free(self.sums)
        free(self.excluded)
        free(self.order)
        free(self.below)

    def __init__(self, words, excluded, double stretch, double shrinkage=1.0):
        """Make a query ready.

        words:    (PostingList, weight > 0, lengths uint8 padded to whole windows, norms float64[256])
        excluded: PostingLists
        stretch:  by what the saturations of today may exceed those that the impacts were made of, from 1 to 255,
                  with which the impacts say nothing
        shrinkage: by what they may fall short of them, from 0 to 1
        """
        cdef int32_t i, number
        cdef double summed = 0.0
        self._kept = [words, excluded]
        self.n = len(words)
        self.excluded_count = len(excluded)
        self.terms = <Term *> calloc(max(1, self.n), sizeof(Term))
        self.excluded = <Term *> calloc(max(1, self.excluded_count), sizeof(Term))
        self.order = <int32_t *> malloc(max(1, self.n) * sizeof(int32_t))
        self.below = <double *> malloc((self.n + 1) * sizeof(double))
        self.marks = <uint8_t *> malloc(max(1, self.n) * BITMAP_BYTES)
        self.sums = <float *> calloc(BLOCK, sizeof(float))
        self.stretch = stretch
        if self.terms == NULL or self.excluded == NULL or self.order == NULL or self.below == NULL or self.marks == NULL or self.sums == NULL:
            raise MemoryError
        self.floor = 0.0
        self.documents = min((len(word[2]) for word in words), default=0)
        for i, (postings, weight, lengths, norms) in enumerate(words):
            self._take(&self.terms[i], postings, weight, lengths, norms, stretch)
            self.floor = max(self.floor, weight * (<PostingList> postings).tenth / 255.0 * shrinkage)
        for i, postings in enumerate(excluded):
            self.excluded[i].containers = (<PostingList?> postings).containers
            self.excluded[i].n = (<PostingList> postings).n
            self._check_windows(&self.excluded[i])
        for i, number in enumerate(sorted(range(self.n), key=lambda i: self._bound(i))):
            self.order[i] = number
            self.below[i] = summed
            summed += self.terms[number].bound * (1.0 + 1e-9)
        self.below[self.n] = summed

    cdef _take_lists(self, list lists):
        """Take lists that are not scored."""
        cdef int32_t i
        self._kept = lists
        self.terms = <Term *> calloc(max(1, len(lists)), sizeof(Term))
        self.marks = <uint8_t *> malloc(max(1, len(lists)) * BITMAP_BYTES)
        if self.terms == NULL or self.marks == NULL:
            raise MemoryError
        for i, postings in enumerate(lists):
            self.terms[i].containers = (<PostingList?> postings).containers
            self.terms[i].n = (<PostingList> postings).n
            self.terms[i].marks = self.marks + i * BITMAP_BYTES
        self.n = len(lists)

    def _bound(self, i):
        return self.terms[<int32_t> i].bound

    cdef _check_windows(self, Term *term):
        if term.n and (<int64_t> term.containers[term.n - 1].window + 1) << WINDOW_BITS > self.documents:
            raise ValueError("the lengths do not cover all documents")

    cdef _take(self, Term *term, PostingList postings, double weight, lengths, norms, double stretch):
        cdef const uint8_t[::1] length_view = lengths
        cdef const double[::1] norm_view = norms
        cdef int32_t i
        if norm_view.shape[0] != 256:
            raise ValueError("norms: one for each length")
        term.containers = postings.containers
        term.n = postings.n
        term.marks = self.marks + (term - self.terms) * BITMAP_BYTES
        term.count = postings.count
        term.weight = weight
        term.per_impact = weight * stretch / 255.0 * (1.0 + 1e-9)
        term.bound = weight * min(1.0, postings.impact / 255.0 * stretch)
        term.lengths = &length_view[0] if length_view.shape[0] else NULL
        term.norms = &norm_view[0]
        self._check_windows(term)
        for i in range(256):
            term.once[i] = weight * (1.0 / (1.0 + norm_view[i]))

    def any(self, int64_t k, bint count, article_of=None, allowed=None):
        """Return (documents, scores, total) of the k best that hold any word; total -1 if not counted.

        allowed: uint8 over articles, with article_of int32 over documents, ascending; None for all
        """
        return self._run(k, count, False, article_of, allowed)

    def all(self, int64_t k, bint count, article_of=None, allowed=None):
        """Return (documents, scores, total) of the k best that hold all words."""
        return self._run(k, count, True, article_of, allowed)

    def _run(self, int64_t k, bint count, bint every, article_of, allowed):
        cdef const int32_t[::1] article_view
        cdef const uint8_t[::1] allowed_view
        cdef const int32_t *articles = NULL
        cdef const uint8_t *may = NULL
        cdef Best best
        cdef int32_t i
        memset(&best, 0, sizeof(best))
        if allowed is not None:
            article_view, allowed_view = article_of, allowed
            if article_view.shape[0] < self.documents or (
                len(article_of) and int(article_of[len(article_of) - 1]) >= allowed_view.shape[0]
            ):
                raise ValueError("article_of and allowed do not cover all documents")
            articles = &article_view[0]
            may = &allowed_view[0]
        best.k = k
        best.scores = <double *> malloc(max(1, k) * sizeof(double))
        best.docs = <int64_t *> malloc(max(1, k) * sizeof(int64_t))
        if best.scores == NULL or best.docs == NULL:
            free(best.scores)
            free(best.docs)
            raise MemoryError
        if k <= 10 and may == NULL and not self.excluded_count and not every:
            best.least = self.floor
        for i in range(self.n):
            self.terms[i].at = 0
        for i in range(self.excluded_count):
            self.excluded[i].at = 0
        with nogil:
            if every:
                _all(self, &best, NULL, articles, may)
            else:
                _any(self, &best, count, articles, may)
        return _sorted(&best, best.total if count or every else -1)


cdef _sorted(Best *best, int64_t total):
    """Empty the heap, the worst first, into arrays with the best first."""
    cdef int64_t count = best.held
    cdef int64_t doc
    cdef double score
    while best.held:
        best.held -= 1
        doc, score = best.docs[0], best.scores[0]
        sift(best, best.held, best.scores[best.held], best.docs[best.held])
        best.scores[best.held], best.docs[best.held] = score, doc
    docs = np.frombuffer(PyBytes_FromStringAndSize(<char *> best.docs, count * sizeof(int64_t)), np.int64)
    scores = np.frombuffer(PyBytes_FromStringAndSize(<char *> best.scores, count * sizeof(double)), np.float64)
    free(best.scores)
    free(best.docs)
    return docs, scores, total


cdef inline uint32_t next_window(Term *terms, int32_t n) noexcept nogil:
    """Return the first window, from those entered on, that holds any of the words."""
    cdef uint32_t nearest = 1 << 30
    cdef int32_t i
    for i in range(n):
        if terms[i].at < terms[i].n and terms[i].containers[terms[i].at].window < nearest:
            nearest = terms[i].containers[terms[i].at].window
    return nearest


cdef bint is_allowed(
    WordsQuery query, uint32_t low, int64_t doc, const int32_t *articles, const uint8_t *may
) noexcept nogil:
    cdef int32_t i
    if may != NULL and not may[articles[doc]]:
        return False
    for i in range(query.excluded_count):
        if holds(&query.excluded[i], low):
            return False
    return True


cdef void find_alive(WordsQuery query, double least, uint8_t *alive) noexcept nogil:
    """Tell of every group of 64 documents whether one could score ``least``."""
    cdef float bounds[GROUPS]
    cdef float constant = 0.0, factor
    cdef const uint8_t *impacts
    cdef bint known = False
    cdef int32_t i, group
    memset(bounds, 0, sizeof(bounds))
    for i in range(query.n):
        if query.terms[i].here == NULL:
            continue
        impacts = query.terms[i].here.impacts
        if impacts == NULL:
            constant += <float> query.terms[i].bound
            continue
        known = True
        factor = <float> query.terms[i].per_impact
        for group in range(GROUPS):
            bounds[group] += factor * impacts[group]
    if not known:
        memset(alive, constant >= least * SLACK, GROUPS)
        return
    factor = <float> (least * SLACK) - constant
    for group in range(GROUPS):
        alive[group] = bounds[group] >= factor


cdef int32_t nonessential(WordsQuery query, double least) noexcept nogil:
    """Return how many words, in the order of their bounds, cannot reach ``least`` together."""
    cdef int32_t first = 0
    while first < query.n and query.below[first + 1] < least * SLACK:
        first += 1
    return first


cdef void _any(
    WordsQuery query, Best *best, bint count, const int32_t *articles, const uint8_t *may
) noexcept nogil:
    cdef uint8_t alive[GROUPS]
    cdef bint simple = query.n == 1 and may == NULL and query.excluded_count == 0
    cdef uint32_t window
    cdef int64_t base
    cdef int32_t i, first
    while True:
        window = next_window(query.terms, query.n)
        if window == 1 << 30:
            break
        base = <int64_t> window << WINDOW_BITS
        for i in range(query.n):
            enter_window(&query.terms[i], window)
        for i in range(query.excluded_count):
            enter_window(&query.excluded[i], window)
        if count:
            best.total += query.terms[0].here.count if simple else _counted(query, base, articles, may)
        first = nonessential(query, best.least)
        find_alive(query, best.least, alive)
        if first == query.n - 1:
            _any_one_by_one(query, best, base, alive, articles, may)
        elif first < query.n:
            _any_added_up(query, best, base, alive, articles, may)
        for i in range(query.n):
            query.terms[i].at += query.terms[i].here != NULL


cdef int64_t _counted(WordsQuery query, int64_t base, const int32_t *articles, const uint8_t *may) noexcept nogil:
    """Count the documents of the window that hold any word and are allowed."""
    cdef uint64_t bits[WINDOW_WORDS]
    cdef uint64_t excluded[WINDOW_WORDS]
    cdef uint64_t word
    cdef int64_t counted = 0
    cdef int32_t i
    memset(bits, 0, sizeof(bits))
    for i in range(query.n):
        mark(query.terms[i].here, bits)
    if query.excluded_count:
        memset(excluded, 0, sizeof(excluded))
        for i in range(query.excluded_count):
            mark(query.excluded[i].here, excluded)
        for i in range(WINDOW_WORDS):
            bits[i] &= ~excluded[i]
    if may == NULL:
        return warta_ones(<const uint8_t *> bits, WINDOW_WORDS, 0)
    for i in range(WINDOW_WORDS):
        word = bits[i]
        while word:
            counted += may[articles[base + 64 * i + warta_lowest(word)]] != 0
            word &= word - 1
    return counted


cdef inline void judge(
    WordsQuery query, Best *best, double score, int32_t first, uint32_t low, int64_t base,
    const int32_t *articles, const uint8_t *may,
) noexcept nogil:
    """Look the words before ``first`` up for a document; keep it if it belongs among the best."""
    cdef double least = best.least * SLACK
    cdef uint32_t place
    cdef Term *term
    if may != NULL and not may[articles[base + low]]:
        return
    while first:
        if score + query.below[first] < least:
            return
        first -= 1
        term = &query.terms[query.order[first]]
        if term.here == NULL:
            continue
        if term.here.impacts != NULL and (
            score + query.below[first] + term.per_impact * term.here.impacts[low >> 6] < least
        ):
            return
        if find(term, low, &place):
            score += score_at(term, place, base + low)
    if score >= least and is_allowed(query, low, base + low, articles, may):
        keep(best, exact_score(query.terms, query.n, low, base + low), base + low)


cdef void _any_one_by_one(
    WordsQuery query, Best *best, int64_t base, const uint8_t *alive, const int32_t *articles, const uint8_t *may
) noexcept nogil:
    """Go through the documents of the one essential word in this window."""
    cdef Term *driver = &query.terms[query.order[query.n - 1]]
    cdef const Container *here = driver.here
    cdef uint32_t place, low, i
    cdef int32_t first = query.n - 1
    cdef double rest = query.below[first], score
    cdef uint64_t word
    if here == NULL:
        return
    for i in range(<uint32_t> first):
        prepare_look_up(&query.terms[query.order[i]], here.count)
    if here.low != NULL:
        for place in range(here.count):
            low = here.low[place]
            if alive[low >> 6]:
                score = rough_score(driver, place, base + low)
                if score + rest >= best.least * SLACK:
                    judge(query, best, score, first, low, base, articles, may)
        return
    for i in range(WINDOW_WORDS):
        if not alive[i]:
            continue
        memcpy(&word, here.bits + 8 * i, 8)
        if word:
            place = place_of(here, 64 * i + warta_lowest(word))
        while word and place < here.count:
            low = 64 * i + warta_lowest(word)
            word &= word - 1
            score = rough_score(driver, place, base + low)
            if score + rest >= best.least * SLACK:
                judge(query, best, score, first, low, base, articles, may)
            place += 1


cdef void _any_added_up(
    WordsQuery query, Best *best, int64_t base, const uint8_t *alive, const int32_t *articles, const uint8_t *may
) noexcept nogil:
    """Add the essential words up over each block of the window, then judge every document that holds one."""
    cdef float *sums = query.sums
    cdef uint64_t bits[BLOCK_WORDS]
    cdef uint64_t word
    cdef uint32_t block, begin, d, i, look_ups = 0
    cdef int32_t first = nonessential(query, best.least), j
    cdef double score
    for j in range(first, query.n):
        if query.terms[query.order[j]].here != NULL:
            look_ups += query.terms[query.order[j]].here.count
    for j in range(first):
        prepare_look_up(&query.terms[query.order[j]], look_ups)
    for block in range(BLOCKS_A_WINDOW):
        begin = block * BLOCK
        memset(bits, 0, sizeof(bits))
        for j in range(first, query.n):
            add_up(&query.terms[query.order[j]], begin, base, alive, sums, bits)
        for i in range(BLOCK_WORDS):
            word = bits[i]
            while word:
                d = 64 * i + warta_lowest(word)
                word &= word - 1
                score = sums[d]
                sums[d] = 0.0
                if score + query.below[first] >= best.least * SLACK:
                    judge(query, best, score, first, begin + d, base, articles, may)


cdef void _all(
    WordsQuery query, Best *best, Rows *rows, const int32_t *articles, const uint8_t *may
) noexcept nogil:
    cdef uint32_t window
    cdef int32_t i, rarest
    while query.n:
        window = 0
        for i in range(query.n):  # the first window that all of them may hold
            if query.terms[i].at >= query.terms[i].n:
                return
            if query.terms[i].containers[query.terms[i].at].window > window:
                window = query.terms[i].containers[query.terms[i].at].window
        rarest = 0
        for i in range(query.n):
            enter_window(&query.terms[i], window)
            if query.terms[i].here == NULL:
                rarest = -1
            elif rarest >= 0 and query.terms[i].here.count < query.terms[rarest].here.count:
                rarest = i
        if rarest >= 0:
            for i in range(query.excluded_count):
                enter_window(&query.excluded[i], window)
            _all_in_window(query, best, rows, rarest, <int64_t> window << WINDOW_BITS, articles, may)
            for i in range(query.n):
                query.terms[i].at += 1


cdef void _all_in_window(
    WordsQuery query, Best *best, Rows *rows, int32_t rarest, int64_t base, const int32_t *articles, const uint8_t *may
) noexcept nogil:
    """Go through the documents of the rarest word in this window."""
    cdef const Container *here = query.terms[rarest].here
    cdef uint8_t alive[GROUPS]
    cdef uint32_t place, low
    cdef int32_t i
    if rows != NULL or here.count < WORTH_SKIPPING:
        memset(alive, 1, GROUPS)
    else:
        find_alive(query, best.least, alive)
    for i in range(query.n):
        if i != rarest:
            prepare_look_up(&query.terms[i], here.count)
    if here.low == NULL:
        _all_of_bitmaps(query, best, rows, base, alive, articles, may)
        return
    for place in range(here.count):
        low = here.low[place]
        for i in range(query.n):
            if i != rarest and not holds(&query.terms[i], low):
                break
        else:
            _found(query, best, rows, low, base, alive, articles, may)


cdef void _all_of_bitmaps(
    WordsQuery query, Best *best, Rows *rows, int64_t base, const uint8_t *alive, const int32_t *articles,
    const uint8_t *may,
) noexcept nogil:
    """Where the rarest list is a bitmap all are."""
    cdef uint64_t word, other
    cdef uint32_t i
    cdef int32_t j
    for i in range(WINDOW_WORDS):
        memcpy(&word, query.terms[0].here.bits + 8 * i, 8)
        for j in range(1, query.n):
            memcpy(&other, query.terms[j].here.bits + 8 * i, 8)
            word &= other
        while word:
            _found(query, best, rows, 64 * i + warta_lowest(word), base, alive, articles, may)
            word &= word - 1


cdef inline void _found(
    WordsQuery query, Best *best, Rows *rows, uint32_t low, int64_t base, const uint8_t *alive,
    const int32_t *articles, const uint8_t *may,
) noexcept nogil:
    """Count a document that holds all words; score it if it could be among the best."""
    if rows != NULL:
        _in_a_row(query, rows, low, base)
        return
    if not is_allowed(query, low, base + low, articles, may):
        return
    best.total += 1
    if alive[low >> 6]:
        keep(best, exact_score(query.terms, query.n, low, base + low), base + low)


cdef void _in_a_row(WordsQuery query, Rows *rows, uint32_t low, int64_t base) noexcept nogil:
    """Note a document that holds all words if they stand in a row."""
    cdef int32_t i, found
    for i in range(query.n):
        rows.places[i].here = query.terms[i].here
        if not find(&query.terms[i], low, &rows.places[i].place):
            return
    found = count_rows(rows.places, query.n, rows.gap, rows.scratch)
    if found > 0 and rows.held == rows.size:
        rows.size = 2 * rows.size + 256
        rows.docs = <int32_t *> realloc(rows.docs, rows.size * sizeof(int32_t))
        rows.counts = <int32_t *> realloc(rows.counts, rows.size * sizeof(int32_t))
    rows.enough = rows.enough and found >= 0 and (rows.size == 0 or (rows.docs != NULL and rows.counts != NULL))
    if found > 0 and rows.enough:
        rows.docs[rows.held] = <int32_t> (base + low)
        rows.counts[rows.held] = found
        rows.held += 1


def phrase(list lists not None, int gap=0):
    """Return where terms stand in a row: (int32 documents, int32 occurrences), documents ascending.

    gap: how many other words may stand between two terms. Occurrences are places of the first term from which
    the row can be completed.
    """
    cdef WordsQuery query = WordsQuery.__new__(WordsQuery)
    cdef Rows rows
    memset(&rows, 0, sizeof(rows))
    query._take_lists(lists)
    rows.gap = gap
    rows.enough = True
    rows.places = <Place *> malloc(max(1, len(lists)) * sizeof(Place))
    if rows.places == NULL:
        raise MemoryError
    try:
        with nogil:
            _all(query, NULL, &rows, NULL, NULL)
        if not rows.enough:
            raise MemoryError
        return _array(rows.docs, rows.held), _array(rows.counts, rows.held)
    finally:
        free(rows.docs)
        free(rows.counts)
        free(rows.places)
        free(rows.scratch[0].values)
        free(rows.scratch[1].values)


cdef _array(const int32_t *values, int64_t count):
    array = np.empty(count, np.int32)
    cdef int32_t[::1] view = array
    if count:
        memcpy(&view[0], values, count * sizeof(int32_t))
    return array
