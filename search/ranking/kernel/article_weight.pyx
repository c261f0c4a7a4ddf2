# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""A query made ready to be asked of articles.

The paragraphs of an article are neighbours, so an article is a range of documents. What matches is found by leaping
(``article_collector``), or for any of several words by putting their lists together (``article_union``). It is counted
at once (``counts``) and scored in two steps (``article_scorer``), of which the second is left out where the article
could not be among the best any more: a bound is never below the score, so that the result is that of scoring
everything.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t
from libc.stdlib cimport calloc, free, malloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.article_collector cimport (
    WANT_ARTICLES, WANT_HELD, WANT_PARAGRAPHS, WANT_SURVEY, Collector, leap,
)
from search.ranking.kernel.article_scorer cimport (
    BODY_TERM, EXACT_TERM, PRESENCE_TERM, TITLE_TERM, PhraseWeight, Scorer, TermWeight, Weight, begin_scorer,
    bound_terms, end_scorer,
)
from search.ranking.kernel.article_union cimport survey_union
from search.ranking.kernel.counts cimport Tally
from search.ranking.kernel.documents cimport ArticleSimilarity
from search.ranking.kernel.phrases cimport begin_phrase, end_phrase
from search.ranking.kernel.postings cimport PostingList, cursors_of, open_cursor
from search.ranking.kernel.query_tree cimport ALL_NODE, ANY_NODE, MASK_NODE, NOT_NODE, WORD_NODE, Node, Tree
from search.ranking.kernel.top_k cimport Hit, Hits, begin_top, best_first, free_hits

import numpy as np

# What is wanted of a run.
ARTICLES, PARAGRAPHS, HELD = WANT_ARTICLES, WANT_PARAGRAPHS, WANT_HELD
# What a term is for.
BODY, EXACT, TITLE, PRESENCE = BODY_TERM, EXACT_TERM, TITLE_TERM, PRESENCE_TERM
# Kinds of nodes: what `argument` means is a word, nothing, nothing, nothing, a mask.
WORD, ALL, ANY, NOT, MASK = WORD_NODE, ALL_NODE, ANY_NODE, NOT_NODE, MASK_NODE
MOST_WORDS = 64


cdef class ArticleWeight:
    """A query made ready: terms, phrases and the tree over them. One search at a time may use it."""

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
        """Make a query ready.

        terms:      (PostingList, word, kind, weight in paragraphs, the greatest saturation there, weight in
                    articles), in the order of adding
        phrases:    (PostingLists of the terms in a row, bits of the two words, weight)
        nodes:      (kind, argument, numbers of the children, whether words are searched for below)
        masks:      uint8 arrays over articles
        needed:     numbers of terms, grouped by word: each word must occur through one of its terms
        generators: numbers of terms of which every match holds one; None: every article may match
        concepts:   (node, rarity) pairs; coverage: their weight
        positive:   bits of the words that are searched for
        flat:       a paragraph of a matching article matches where it holds any word
        is_union:   an article matches where it holds any of the words, and there are no others
        """
        cdef Weight *weight = &self.weight
        cdef int32_t i
        self._kept = masks
        self._take_terms(terms)
        self._take_phrases(phrases)
        _take_nodes(&weight.tree, nodes, masks)
        weight.tree.root = root
        # A word's terms are followed by the end mark -1.
        weight.needed = _integers([number for group in needed for number in (*group, -1)])
        weight.needed_count = sum(len(group) + 1 for group in needed)
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
            _, term.word, term.kind, term.own, term.most, term.context = terms[i]
            if not 0 <= term.word < MOST_WORDS:
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
        """Put all cursors before the first document."""
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
        """Find everything that matches, with the GIL released.

        allowed: uint8 over articles, or None for all; prior: float64 over articles, added to their scores
        only: int32 articles, ascending, to look at instead of all

        Returns (ids, scores, counts): articles with the score of their best paragraph and the number of matching
        ones; or (PARAGRAPHS) documents with their scores; or (HELD) articles with the bits of their words as counts.
        """
        cdef Collector collector
        cdef const int32_t[::1] only_view
        cdef int64_t i
        memset(&collector, 0, sizeof(Collector))
        collector.wanted = wanted
        kept = _take(&collector, similarity, allowed, prior)
        if only is not None:
            only_view = only
            collector.chosen_count = only_view.shape[0]
            for i in range(only_view.shape[0]):
                if not 0 <= only_view[i] < similarity.article_count:
                    raise ValueError("there are no such articles")
            collector.chosen = &only_view[0] if collector.chosen_count else &_NONE
        self._open()
        try:
            if not _run(self, similarity, &collector):
                raise MemoryError
            return _taken(&collector.hits)
        finally:
            free_hits(&collector.hits)

    def survey(
        self, ArticleSimilarity similarity not None, Tally tally not None, int64_t k, allowed=None, prior=None,
        double most_prior=0.0, const int64_t[::1] instants=None, bint newest_first=False,
    ):
        """Count everything that matches, and return the k best places, the best first, with the GIL released.

        Of articles in one cluster the best has the place, where the tally has clusters.

        allowed:    uint8 over articles, or None for all; the filters of the tally come on top
        prior:      float64 over articles, added to their scores; most_prior: the greatest of them
        instants:   int64 over articles, to sort by before the score, the newest or the oldest first

        Returns (score, article, count of matching paragraphs) of each place.
        """
        cdef Collector collector
        cdef const Hit *hit
        cdef int64_t i, articles = similarity.arrays.map.article_count
        memset(&collector, 0, sizeof(Collector))
        collector.wanted = WANT_SURVEY
        kept = _take(&collector, similarity, allowed, prior)
        if tally.totals.article_count < articles or (instants is not None and instants.shape[0] < articles):
            raise ValueError("a column does not cover all articles")
        collector.instants = &instants[0] if instants is not None and articles else NULL
        collector.totals = &tally.totals
        collector.newest_first = newest_first
        collector.most_prior = most_prior if prior is not None else 0.0
        self._open()
        try:
            if not begin_top(&collector.top, min(max(k, 0), articles)) or not _run(self, similarity, &collector):
                raise MemoryError
            best_first(&collector.top)
            found = []
            for i in range(collector.top.held):
                hit = &collector.top.heap[i]
                found.append((hit.score, hit.id, hit.count))
            return found
        finally:
            free(collector.top.heap)


cdef int32_t _NONE = 0


cdef _take(Collector *collector, ArticleSimilarity similarity, allowed, prior):
    """Take arrays over articles; return what must be kept as long as they are used."""
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


cdef _taken(const Hits *hits):
    ids, scores = np.empty(hits.held, np.int32), np.empty(hits.held, np.float64)
    counts = np.empty(hits.held, np.int64)
    cdef int32_t[::1] id_view = ids
    cdef double[::1] score_view = scores
    cdef int64_t[::1] count_view = counts
    if hits.held:
        memcpy(&id_view[0], hits.ids, hits.held * sizeof(int32_t))
        memcpy(&score_view[0], hits.scores, hits.held * sizeof(double))
        memcpy(&count_view[0], hits.counts, hits.held * sizeof(int64_t))
    return ids, scores, counts


cdef bint _run(ArticleWeight asked, ArticleSimilarity similarity, Collector *collector):
    """Search; False without memory."""
    cdef Weight *weight = &asked.weight
    cdef Scorer scorer
    cdef bint enough
    with nogil:
        enough = begin_scorer(&scorer, &similarity.arrays)
        if enough and collector.wanted == WANT_SURVEY and weight.is_union:
            enough = survey_union(weight, &scorer, collector)
        elif enough:
            enough = leap(weight, &scorer, collector)
        end_scorer(&scorer)
    return enough


cdef int _take_nodes(Tree *tree, nodes, masks) except -1:
    """Take (kind, argument, children, positive) for each node, children before parents, and uint8 masks."""
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
    tree.mask_count = len(masks)
    for i in range(tree.mask_count):
        mask = masks[i]
        tree.masks[i] = &mask[0] if mask.shape[0] else NULL
    return 0


cdef int32_t *_integers(numbers) except NULL:
    """Return numbers as an array, to be freed by the caller."""
    cdef int32_t *made = <int32_t *> malloc(max(1, len(numbers)) * sizeof(int32_t))
    cdef Py_ssize_t i
    if made == NULL:
        raise MemoryError
    for i in range(len(numbers)):
        made[i] = numbers[i]
    return made
