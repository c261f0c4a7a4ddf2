# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The weight of a query over articles: a prepared query that can be run on a generation.

The paragraphs of an article are neighbours, so an article is a range of documents. Matches are found by a leapfrog
join (``article_collector``), or, if any of several words suffices, by merging their lists (``article_union``). Every
match is counted at once (``counts``) and scored in two steps (``article_scorer``). The second step is skipped if the
upper bound of the article is below the k best. A bound is never below the score, so the result is that of scoring all.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.article_collector cimport (
    WANT_ARTICLES, WANT_BEST, WANT_PARAGRAPHS, WANT_PARTS, WANT_SURVEY, Collector, leap,
)
from search.ranking.kernel.article_scorer cimport (
    BODY_TERM, EXACT_TERM, PRESENCE_TERM, TITLE_TERM, PhraseWeight, Scorer, TermWeight, Weight, begin_scorer,
    bound_terms, end_scorer,
)
from search.ranking.kernel.article_union cimport survey_union
from search.ranking.kernel.counts cimport Tally
from search.ranking.kernel.documents cimport ArticleSimilarity
from search.ranking.kernel.meter cimport begin_meter, settle
from search.ranking.kernel.phrases cimport begin_phrase, end_phrase
from search.ranking.kernel.postings cimport PostingList, cursors_of, open_cursor
from search.ranking.kernel.query_tree cimport (
    ALL_NODE, ANY_NODE, MASK_NODE, NOT_NODE, TOGETHER_NODE, WORD_NODE, Node, Tree,
)
from search.ranking.kernel.top_k cimport Hit, Hits, begin_top, best_first, free_hits

import numpy as np

# The kinds of hits that a search collects.
ARTICLES, PARAGRAPHS = WANT_ARTICLES, WANT_PARAGRAPHS
# The role of a term.
BODY, EXACT, TITLE, PRESENCE = BODY_TERM, EXACT_TERM, TITLE_TERM, PRESENCE_TERM
# Kinds of nodes. The `argument` of WORD is the number of a word, that of MASK the number of a mask.
WORD, ALL, ANY, NOT, MASK, TOGETHER = WORD_NODE, ALL_NODE, ANY_NODE, NOT_NODE, MASK_NODE, TOGETHER_NODE
MAX_WORDS = 64


cdef class ArticleWeight:
    """A prepared query: terms, pairs and the tree over them. Only one search at a time may use it."""

    cdef Weight weight
    cdef list _lists, _phrases
    cdef object _kept

    def __cinit__(self):
        memset(&self.weight, 0, sizeof(Weight))

    def __dealloc__(self):
        cdef int32_t i
        for i in range(self.weight.phrase_count):
            free(self.weight.phrases[i].cursors)
            end_phrase(&self.weight.phrases[i].phrase)
        free(self.weight.terms)
        free(self.weight.phrases)
        free(self.weight.tree.nodes)
        free(self.weight.tree.children)
        free(<void *> self.weight.tree.masks)
        free(self.weight.needed)
        free(self.weight.generators)
        free(self.weight.concepts)
        free(self.weight.rarities)

    def __init__(
        self, terms, phrases, nodes, root, masks, needed, generators, concepts, coverage, positive, flat, is_union
    ):
        """Prepare a query.

        terms:      (PostingList, number of the word, kind, weight in a paragraph, upper bound of the saturation there,
                    weight in an article), in the order in which scores are added
        phrases:    (PostingLists of the terms of a pair, bits of its two words, weight)
        nodes:      (kind, argument, numbers of the children, whether a word that is not negated is below)
        masks:      uint8 arrays over articles
        needed:     for each required word the numbers of its terms, one of which must occur
        generators: numbers of terms; every match contains one of them. None if any article may match
        concepts:   (node, idf) pairs for coverage, or the parts for ``parts``
        coverage:   the weight of coverage
        positive:   the bits of the words that are not negated
        flat:       whether any word makes a paragraph of a matching article match
        is_union:   whether any word makes an article match, and no word is negated
        """
        cdef Weight *weight = &self.weight
        cdef int32_t i
        self._kept = masks
        self._take_terms(terms)
        self._take_phrases(phrases)
        _take_nodes(&weight.tree, nodes, masks)
        weight.tree.root = root
        # -1 marks the end of each word's terms.
        weight.needed = _integers([number for of_word in needed for number in (*of_word, -1)])
        weight.needed_count = sum([len(of_word) + 1 for of_word in needed])
        weight.generator_count = -1 if generators is None else len(generators)
        weight.generators = _integers(generators or [])
        weight.concepts = _integers([node for node, _ in concepts])
        weight.concept_count = len(concepts)
        weight.rarities = <double *> malloc(max(1, len(concepts)) * sizeof(double))
        if weight.rarities == NULL:
            raise MemoryError
        weight.coverage = coverage
        for i in range(weight.concept_count):
            weight.rarities[i] = concepts[i][1]
            weight.rarity += weight.rarities[i]
        weight.positive = positive
        weight.flat = flat
        weight.is_union = is_union
        weight.work = 1 + weight.term_count + weight.phrase_count + weight.tree.node_count

    cdef _take_terms(self, terms):
        cdef TermWeight *term
        cdef int32_t i
        self._lists = [one[0] for one in terms]
        self.weight.term_count = len(terms)
        self.weight.terms = <TermWeight *> calloc(max(1, len(terms)), sizeof(TermWeight))
        if self.weight.terms == NULL:
            raise MemoryError
        for i in range(self.weight.term_count):
            term = &self.weight.terms[i]
            _, term.word, term.kind, term.paragraph_weight, term.max_saturation, term.article_weight = terms[i]
            if not 0 <= term.word < MAX_WORDS:
                raise ValueError(f"{term.word} is no bit of a word")
        bound_terms(&self.weight)

    cdef _take_phrases(self, phrases):
        cdef PhraseWeight *phrase
        self._phrases = [one[0] for one in phrases]
        self.weight.phrases = <PhraseWeight *> calloc(max(1, len(phrases)), sizeof(PhraseWeight))
        if self.weight.phrases == NULL:
            raise MemoryError
        for lists, words, weight in phrases:
            phrase = &self.weight.phrases[self.weight.phrase_count]
            self.weight.phrase_count += 1
            phrase.cursors = cursors_of(lists)
            if not begin_phrase(&phrase.phrase, len(lists)):
                raise MemoryError
            phrase.words = words
            phrase.weight = weight

    cdef _open(self):
        """Open all cursors before the first document."""
        cdef TermWeight *term
        cdef int32_t i, number
        for i in range(self.weight.term_count):
            term = &self.weight.terms[i]
            open_cursor(&term.cursor, <PostingList?> self._lists[i])
            term.start = term.cursor
            term.active = True
        for i in range(self.weight.phrase_count):
            for number in range(self.weight.phrases[i].phrase.n):
                open_cursor(&self.weight.phrases[i].cursors[number], <PostingList?> self._phrases[i][number])

    def collect(self, ArticleSimilarity similarity not None, int wanted, allowed=None, prior=None, only=None):
        """Return all matches. The GIL is released.

        wanted:  ARTICLES or PARAGRAPHS
        allowed: uint8[A], the articles that may match; None for all
        prior:   float64[A], added to the scores of the articles; None for nothing
        only:    int32, the articles to visit, ascending; None for all

        Returns (ids, scores, counts). ARTICLES: articles, the score of the best paragraph of each, and the number of
        its matching paragraphs. PARAGRAPHS: documents and their scores. Raises ValueError for arrays that do not fit.
        """
        cdef Collector collector
        cdef const int32_t[::1] only_view
        cdef int64_t i
        memset(&collector, 0, sizeof(Collector))
        collector.wanted = wanted
        kept = _set_arrays(&collector, similarity, allowed, prior)
        if only is not None:
            only_view = only
            collector.only_count = only_view.shape[0]
            for i in range(only_view.shape[0]):
                if not 0 <= only_view[i] < similarity.article_count:
                    raise ValueError("there are no such articles")
            collector.only = &only_view[0] if collector.only_count else &_NONE
        self._open()
        try:
            if not _run(self, similarity, &collector):
                raise MemoryError
            return _arrays(&collector.hits)
        finally:
            free_hits(&collector.hits)

    def parts(self, ArticleSimilarity similarity not None, allowed=None):
        """Return which combinations of the query's parts the articles with the greatest sum of idf match.

        The parts are the ``concepts``, at most 64. Combinations with smaller sums may be there as well. The GIL is
        released.

        Returns int64, ascending: a bit for each part.
        """
        cdef Collector collector
        cdef int64_t i
        memset(&collector, 0, sizeof(Collector))
        collector.wanted = WANT_PARTS
        kept = _set_arrays(&collector, similarity, allowed, None)
        if self.weight.concept_count > 64:
            raise ValueError("a combination has at most 64 parts")
        self._open()
        try:
            if not _run(self, similarity, &collector):
                raise MemoryError
            found = [collector.parts.keys[i] for i in range(collector.parts.capacity) if collector.parts.keys[i]]
            return np.sort(np.array(found, np.uint64).view(np.int64))
        finally:
            free(collector.parts.keys)

    def best_paragraphs(
        self, ArticleSimilarity similarity not None, int64_t k, allowed=None, prior=None, double max_prior=0.0,
        const int64_t[::1] instants=None, bint newest_first=False,
    ):
        """Return the k best matching paragraphs, the best first, and the number of all. The GIL is released.

        The parameters are those of ``survey``.

        Returns a list of (score, document), and the total.
        """
        cdef Collector collector
        cdef int64_t i
        memset(&collector, 0, sizeof(Collector))
        collector.wanted = WANT_BEST
        kept = _set_arrays(&collector, similarity, allowed, prior)
        _set_order(&collector, similarity, instants, newest_first)
        collector.max_prior = max_prior if prior is not None else 0.0
        self._open()
        try:
            if not begin_top(&collector.top, min(max(k, 0), similarity.arrays.map.paragraphs)):
                raise MemoryError
            if not _run(self, similarity, &collector):
                raise MemoryError
            best_first(&collector.top)
            return [(collector.top.heap[i].score, collector.top.heap[i].id) for i in range(collector.top.size)], (
                collector.top.total
            )
        finally:
            free(collector.top.heap)

    def survey(
        self, ArticleSimilarity similarity not None, Tally tally not None, int64_t k, allowed=None, prior=None,
        double max_prior=0.0, const int64_t[::1] instants=None, bint newest_first=False,
    ):
        """Count all matches into the tally, and return the k best, the best first. The GIL is released.

        If the tally has clusters, the best article of a cluster stands for all of them.

        allowed:      uint8[A], the articles that may match; None for all. The filters of the tally apply as well
        prior:        float64[A], added to the scores of the articles; None for nothing
        max_prior:    an upper bound of ``prior``
        instants:     int64[A], the times to sort by before the score; None to sort by score
        newest_first: the direction of that order

        Returns (score, article, number of matching paragraphs) for each place in the results.
        """
        cdef Collector collector
        cdef const Hit *hit
        cdef int64_t i, articles = similarity.arrays.map.article_count
        memset(&collector, 0, sizeof(Collector))
        collector.wanted = WANT_SURVEY
        kept = _set_arrays(&collector, similarity, allowed, prior)
        if tally.totals.article_count < articles:
            raise ValueError("a column does not cover all articles")
        _set_order(&collector, similarity, instants, newest_first)
        collector.totals = &tally.totals
        collector.max_prior = max_prior if prior is not None else 0.0
        self._open()
        try:
            if not begin_top(&collector.top, min(max(k, 0), articles)) or not _run(self, similarity, &collector):
                raise MemoryError
            best_first(&collector.top)
            best = []
            for i in range(collector.top.size):
                hit = &collector.top.heap[i]
                best.append((hit.score, hit.id, hit.count))
            return best
        finally:
            free(collector.top.heap)


cdef int32_t _NONE = 0


cdef _set_arrays(Collector *collector, ArticleSimilarity similarity, allowed, prior):
    """Set the arrays over articles. Returns the objects that must stay alive while these are used."""
    cdef const uint8_t[::1] allowed_view
    cdef const double[::1] prior_view
    cdef int64_t articles = similarity.arrays.map.article_count
    if allowed is not None:
        allowed_view = allowed
        if allowed_view.shape[0] < articles:
            raise ValueError("allowed does not cover all articles")
        collector.allowed = &allowed_view[0] if articles else NULL
    if prior is not None:
        prior_view = prior
        if prior_view.shape[0] < articles:
            raise ValueError("prior does not cover all articles")
        collector.prior = &prior_view[0] if articles else NULL
    return allowed, prior


cdef int _set_order(
    Collector *collector, ArticleSimilarity similarity, const int64_t[::1] instants, bint newest_first
) except -1:
    """Set the times to sort by; the array must stay alive."""
    cdef int64_t articles = similarity.arrays.map.article_count
    if instants is not None and instants.shape[0] < articles:
        raise ValueError("a column does not cover all articles")
    collector.instants = &instants[0] if instants is not None and articles else NULL
    collector.newest_first = newest_first
    return 0


cdef _arrays(const Hits *hits):
    """Return hits as NumPy arrays: int32 ids, float64 scores, int64 counts."""
    ids, scores = np.empty(hits.size, np.int32), np.empty(hits.size, np.float64)
    counts = np.empty(hits.size, np.int64)
    cdef int32_t[::1] id_view = ids
    cdef double[::1] score_view = scores
    cdef int64_t[::1] count_view = counts
    if hits.size:
        memcpy(&id_view[0], hits.ids, hits.size * sizeof(int32_t))
        memcpy(&score_view[0], hits.scores, hits.size * sizeof(double))
        memcpy(&count_view[0], hits.counts, hits.size * sizeof(int64_t))
    return ids, scores, counts


cdef bint _run(ArticleWeight asked, ArticleSimilarity similarity, Collector *collector) except *:
    """Run a search. Returns False if memory runs out. Raises the error of the budget if it is spent."""
    cdef Weight *weight = &asked.weight
    cdef Scorer scorer
    cdef bint enough
    begin_meter(&scorer.meter)
    with nogil:
        enough = begin_scorer(&scorer, &similarity.arrays)
        if enough and collector.wanted == WANT_SURVEY and weight.is_union:
            enough = survey_union(weight, &scorer, collector)
        elif enough:
            enough = leap(weight, &scorer, collector)
        end_scorer(&scorer)
    settle(&scorer.meter)
    return enough


cdef int _take_nodes(Tree *tree, nodes, masks) except -1:
    """Fill the tree. nodes: (kind, argument, children, positive), children before their parents; masks: uint8."""
    cdef int32_t i, taken = 0
    cdef const uint8_t[::1] mask
    tree.nodes = <Node *> calloc(max(1, len(nodes)), sizeof(Node))
    tree.children = _integers([child for node in nodes for child in node[2]])
    tree.masks = <const uint8_t **> calloc(max(1, len(masks)), sizeof(uint8_t *))
    if tree.nodes == NULL or tree.masks == NULL:
        raise MemoryError
    for i, (kind, argument, children, positive) in enumerate(nodes):
        tree.nodes[i] = Node(kind, argument, taken, len(children), positive)
        taken += len(children)
    tree.node_count, tree.mask_count = len(nodes), len(masks)
    for i in range(tree.mask_count):
        mask = masks[i]
        tree.masks[i] = &mask[0] if mask.shape[0] else NULL
    return 0


cdef int32_t *_integers(numbers) except NULL:
    """Return an int32 array. The caller frees it."""
    cdef int32_t *made = <int32_t *> malloc(max(1, len(numbers)) * sizeof(int32_t))
    cdef Py_ssize_t i
    if made == NULL:
        raise MemoryError
    for i in range(len(numbers)):
        made[i] = numbers[i]
    return made
