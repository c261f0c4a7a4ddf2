# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Article at a time: which articles a query matches, and the score of each with its best paragraph.

The paragraphs of an article are neighbours, so an article is a range of documents. Candidates come from the
rarest words that a match cannot do without; the cursors of the others leap to the candidate (leapfrog join,
Veldhuizen 2014). What remains is scored as ``search.ranking.score`` says, in the same order of additions.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcpy, memset

from search.ranking.kernel.cursors cimport (
    END, Cursor, Place, PostingList, Scratch, advance, count_rows, cursors_of, frequency, open_cursor, place_at,
    step,
)

import numpy as np

# What a leaf is for.
BODY, EXACT, TITLE, PRESENCE = range(4)
# Nodes of a query: what `argument` means is a word, nothing, nothing, nothing, a mask.
WORD, ALL, ANY, NOT, MASK = range(5)
# What is wanted of a search.
ARTICLES, PARAGRAPHS, HELD = range(3)
MOST_WORDS = 64

cdef enum:
    _BODY = 0
    _EXACT = 1
    _TITLE = 2
    _WORD = 0
    _ALL = 1
    _ANY = 2
    _NOT = 3
    _ARTICLES = 0
    _PARAGRAPHS = 1
    _HELD = 2


cdef struct Node:
    int32_t kind
    int32_t argument
    int32_t first_child        # in `children`
    int32_t child_count
    int32_t positive           # whether words are searched for below


cdef struct Program:
    Node *nodes
    int32_t *children
    const uint8_t **masks
    int32_t root


cdef bint article_matches(const Program *program, int32_t number, uint64_t held, int64_t article) noexcept nogil:
    cdef const Node *node = &program.nodes[number]
    cdef int32_t i
    if node.kind == _WORD:
        return held >> node.argument & 1
    if node.kind == _NOT:
        return not article_matches(program, program.children[node.first_child], held, article)
    if node.kind == _ALL:
        for i in range(node.child_count):
            if not article_matches(program, program.children[node.first_child + i], held, article):
                return False
        return True
    if node.kind == _ANY:
        for i in range(node.child_count):
            if article_matches(program, program.children[node.first_child + i], held, article):
                return True
        return False
    return program.masks[node.argument][article]


cdef bint paragraph_matches(
    const Program *program, int32_t number, uint64_t holds, uint64_t held, int64_t article
) noexcept nogil:
    """Tell whether a paragraph matches: it ``holds`` words, its article has ``held`` them somewhere."""
    cdef const Node *node = &program.nodes[number]
    cdef bint any_positive = False
    cdef int32_t i, child
    if node.kind == _WORD:
        return holds >> node.argument & 1
    if node.kind == _ANY:
        for i in range(node.child_count):
            if paragraph_matches(program, program.children[node.first_child + i], holds, held, article):
                return True
        return False
    if not article_matches(program, number, held, article):
        return False
    if node.kind == _ALL:
        for i in range(node.child_count):
            child = program.children[node.first_child + i]
            if program.nodes[child].positive:
                any_positive = True
                if paragraph_matches(program, child, holds, held, article):
                    return True
        return not any_positive
    return True


cdef class Columns:
    """What ranking knows of every paragraph and article: see ``search.ranking.kernel_search``."""

    cdef const int64_t[::1] first_paragraph
    cdef const int32_t[::1] article_of
    cdef const uint8_t[::1] lengths
    cdef const double[::1] norms, article_norms, title_norms
    cdef readonly int64_t article_count
    cdef int64_t longest, lead
    cdef double later

    def __init__(
        self, first_paragraph, article_of, lengths, norms, article_norms, title_norms, lead, later
    ):
        """Take the arrays; raises ValueError where they do not fit each other.

        lengths: uint8 of each document, padded to whole windows; norms: float64[256] by length
        """
        self.first_paragraph, self.article_of, self.lengths = first_paragraph, article_of, lengths
        self.norms, self.article_norms, self.title_norms = norms, article_norms, title_norms
        self.article_count = len(article_norms)
        self.lead, self.later = lead, later
        sizes = np.diff(first_paragraph)
        padded = len(lengths)
        fit = (
            len(first_paragraph) == self.article_count + 1 == len(title_norms) + 1
            and len(norms) == 256
            and len(article_of) == padded
            and padded % 65536 == 0
            and (self.article_count == 0 or (first_paragraph[0] == 0 and sizes.min() >= 0))
            and first_paragraph[self.article_count] <= padded
            and (padded == 0 or (article_of.min() >= 0 and article_of.max() < max(self.article_count, 1)))
        )
        if not fit:
            raise ValueError("the arrays over paragraphs and articles do not fit each other")
        self.longest = sizes.max(initial=0)


cdef struct Leaf:
    Cursor cursor
    int32_t word
    int32_t kind
    double own
    double context


cdef struct Row:
    Cursor *cursors
    Place *places
    int32_t n
    uint64_t words
    double weight


cdef struct Output:
    int32_t *ids
    double *scores
    int64_t *counts
    int64_t size
    int64_t held


cdef bint emit(Output *out, int64_t number, double score, int64_t count) noexcept nogil:
    """Note a result; False without memory."""
    if out.held == out.size:
        out.size = 2 * out.size + 256
        out.ids = <int32_t *> realloc(out.ids, out.size * sizeof(int32_t))
        out.scores = <double *> realloc(out.scores, out.size * sizeof(double))
        out.counts = <int64_t *> realloc(out.counts, out.size * sizeof(int64_t))
        if out.ids == NULL or out.scores == NULL or out.counts == NULL:
            return False
    out.ids[out.held] = <int32_t> number
    out.scores[out.held] = score
    out.counts[out.held] = count
    out.held += 1
    return True


cdef class ArticleQuery:
    """A query made ready: leaves, rows and the tree over them. One search at a time may use it."""

    cdef list _lists
    cdef object _kept
    cdef Leaf *leaves
    cdef Row *rows
    cdef Program program
    cdef int32_t leaf_count, row_count, needed_count, generator_count, concept_count
    cdef int32_t *needed           # leaves of words that a match needs, word by word, the rarest first
    cdef int32_t *generators       # leaves of which every match holds one
    cdef int32_t *concepts
    cdef double *rarities
    cdef double coverage, rarity
    cdef uint64_t positive
    cdef bint flat

    def __cinit__(self):
        self.leaves = NULL
        self.rows = NULL
        self.row_count = 0
        self.program.nodes = NULL
        self.program.children = self.needed = self.generators = self.concepts = NULL
        self.program.masks = NULL
        self.rarities = NULL

    def __dealloc__(self):
        cdef int32_t i
        for i in range(self.row_count):
            free(self.rows[i].cursors)
            free(self.rows[i].places)
        free(self.leaves)
        free(self.rows)
        free(self.program.nodes)
        free(self.program.children)
        free(self.program.masks)
        free(self.needed)
        free(self.generators)
        free(self.concepts)
        free(self.rarities)

    def __init__(
        self, leaves, rows, nodes, root, masks, needed, generators, concepts, coverage, positive, flat
    ):
        """Make a query ready.

        leaves:     (PostingList, word or -1, kind, weight in paragraphs, weight in articles), in the order of adding
        rows:       (PostingLists of the terms in a row, bits of the two words, weight)
        nodes:      (kind, argument, numbers of the children, whether words are searched for below)
        masks:      uint8 arrays over articles
        needed:     numbers of leaves, grouped by word: each word must occur through one of its leaves
        generators: numbers of leaves of which every match holds one; None: every article may match
        concepts:   (node, rarity) pairs; coverage: their weight
        positive:   bits of the words that are searched for
        flat:       a paragraph of a matching article matches where it holds any word
        """
        cdef int32_t i, word, last
        cdef const uint8_t[::1] mask
        cdef Leaf *leaf
        cdef Row *row
        self._lists = [one[0] for one in leaves]
        self._kept = (rows, masks)
        self.leaf_count = len(leaves)
        self.leaves = <Leaf *> calloc(max(1, len(leaves)), sizeof(Leaf))
        self.rows = <Row *> calloc(max(1, len(rows)), sizeof(Row))
        if self.leaves == NULL or self.rows == NULL:
            raise MemoryError
        for i in range(self.leaf_count):
            leaf = &self.leaves[i]
            _, leaf.word, leaf.kind, leaf.own, leaf.context = leaves[i]
        for lists, words, weight in rows:
            row = &self.rows[self.row_count]
            self.row_count += 1
            row.cursors = cursors_of(lists)
            row.places = <Place *> malloc(max(1, len(lists)) * sizeof(Place))
            if row.places == NULL:
                raise MemoryError
            row.n = len(lists)
            row.words = words
            row.weight = weight
        self._take_nodes(nodes, masks)
        self.program.root = root
        # A word's leaves are followed by the end mark -1.
        self.needed = _integers([number for group in needed for number in (*group, -1)])
        self.needed_count = sum(len(group) + 1 for group in needed)
        self.generator_count = -1 if generators is None else len(generators)
        self.generators = _integers(generators or [])
        self.concepts = _integers([node for node, _ in concepts])
        self.concept_count = len(concepts)
        self.rarities = <double *> malloc(max(1, len(concepts)) * sizeof(double))
        self.coverage = coverage
        self.rarity = 0.0
        for i in range(self.concept_count):
            self.rarities[i] = concepts[i][1]
            self.rarity += self.rarities[i]
        self.positive = positive
        self.flat = flat

    cdef _take_nodes(self, nodes, masks):
        cdef int32_t i, taken = 0
        cdef const uint8_t[::1] mask
        self.program.nodes = <Node *> calloc(max(1, len(nodes)), sizeof(Node))
        self.program.children = _integers([child for node in nodes for child in node[2]])
        self.program.masks = <const uint8_t **> calloc(max(1, len(masks)), sizeof(uint8_t *))
        if self.program.nodes == NULL or self.program.masks == NULL:
            raise MemoryError
        for i, (kind, argument, children, positive) in enumerate(nodes):
            self.program.nodes[i] = Node(kind, argument, taken, len(children), positive)
            taken += len(children)
        for i in range(len(masks)):
            mask = masks[i]
            self.program.masks[i] = &mask[0] if mask.shape[0] else NULL

    def run(self, Columns columns not None, int wanted, allowed=None, prior=None, only=None):
        """Search, with the GIL released.

        allowed: uint8 over articles, or None for all; prior: float64 over articles, added to their scores
        only: int32 articles, ascending, to look at instead of all

        Returns (ids, scores, counts): articles with the score of their best paragraph and the number of matching
        ones; or (PARAGRAPHS) documents with their scores; or (HELD) articles with the bits of their words as counts.
        """
        cdef const uint8_t[::1] allowed_view
        cdef const double[::1] prior_view
        cdef const int32_t[::1] only_view
        cdef const uint8_t *may = NULL
        cdef const double *priors = NULL
        cdef const int32_t *chosen = NULL
        cdef int64_t chosen_count = -1
        cdef Output out
        cdef int32_t i
        cdef bint enough
        if allowed is not None:
            allowed_view = allowed
            if allowed_view.shape[0] < columns.article_count:
                raise ValueError("allowed does not cover all articles")
            may = &allowed_view[0] if columns.article_count else NULL
        if prior is not None:
            prior_view = prior
            if prior_view.shape[0] < columns.article_count:
                raise ValueError("prior does not cover all articles")
            priors = &prior_view[0] if columns.article_count else NULL
        if only is not None:
            only_view = only
            chosen_count = only_view.shape[0]
            if chosen_count and (min(only) < 0 or max(only) >= columns.article_count):
                raise ValueError("there are no such articles")
            chosen = &only_view[0] if chosen_count else NULL
        for i in range(self.leaf_count):
            open_cursor(&self.leaves[i].cursor, <PostingList?> self._lists[i])
        for i in range(self.row_count):
            for number, one in enumerate(self._kept[0][i][0]):
                open_cursor(&self.rows[i].cursors[<int32_t> number], <PostingList?> one)
        memset(&out, 0, sizeof(out))
        try:
            with nogil:
                enough = _search(self, columns, wanted, may, priors, chosen, chosen_count, &out)
            if not enough:
                raise MemoryError
            return _taken(&out)
        finally:
            free(out.ids)
            free(out.scores)
            free(out.counts)


cdef int32_t *_integers(numbers) except NULL:
    cdef int32_t *made = <int32_t *> malloc(max(1, len(numbers)) * sizeof(int32_t))
    cdef Py_ssize_t i
    if made == NULL:
        raise MemoryError
    for i in range(len(numbers)):
        made[i] = numbers[i]
    return made


cdef _taken(Output *out):
    ids, scores = np.empty(out.held, np.int32), np.empty(out.held, np.float64)
    counts = np.empty(out.held, np.int64)
    cdef int32_t[::1] id_view = ids
    cdef double[::1] score_view = scores
    cdef int64_t[::1] count_view = counts
    if out.held:
        memcpy(&id_view[0], out.ids, out.held * sizeof(int32_t))
        memcpy(&score_view[0], out.scores, out.held * sizeof(double))
        memcpy(&count_view[0], out.counts, out.held * sizeof(int64_t))
    return ids, scores, counts


cdef int64_t _missing_word(ArticleQuery query, int64_t first, int64_t end) noexcept nogil:
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


cdef bint _search(
    ArticleQuery query, Columns columns, int wanted, const uint8_t *allowed, const double *prior,
    const int32_t *chosen, int64_t chosen_count, Output *out,
) noexcept nogil:
    """Go through the candidates and emit what matches; False without memory."""
    cdef double *scores = <double *> malloc((columns.longest + 1) * sizeof(double))
    cdef uint64_t *holds = <uint64_t *> malloc((columns.longest + 1) * sizeof(uint64_t))
    cdef Scratch scratch[2]
    cdef int64_t article = -1, first, end, target = 0, doc, nearest, place = 0
    cdef int32_t i
    cdef bint enough = scores != NULL and holds != NULL
    memset(scratch, 0, sizeof(scratch))
    while enough:
        if chosen_count >= 0:
            if place == chosen_count:
                break
            article = chosen[place]
            place += 1
        elif query.generator_count < 0:
            article += 1
            if article >= columns.article_count:
                break
        else:
            nearest = END
            for i in range(query.generator_count):
                doc = advance(&query.leaves[query.generators[i]].cursor, target)
                nearest = doc if doc < nearest else nearest
            if nearest == END:
                break
            article = columns.article_of[nearest]
        first = columns.first_paragraph[article]
        end = columns.first_paragraph[article + 1]
        target = end if end > target else target + 1
        if allowed != NULL and not allowed[article]:
            continue
        doc = _missing_word(query, first, end)
        if doc >= 0:
            if doc == END:
                break
            nearest = columns.first_paragraph[columns.article_of[doc]]
            target = nearest if nearest > target else target
            continue
        enough = _article(query, columns, wanted, prior, article, first, end, scores, holds, scratch, out)
    free(scores)
    free(holds)
    free(scratch[0].values)
    free(scratch[1].values)
    return enough


cdef bint _article(
    ArticleQuery query, Columns columns, int wanted, const double *prior, int64_t article, int64_t first,
    int64_t end, double *scores, uint64_t *holds, Scratch *scratch, Output *out,
) noexcept nogil:
    """Score one article and emit it, or its paragraphs, if it matches; False without memory."""
    cdef double context, best = 0.0
    cdef uint64_t held = 0
    cdef int64_t p, count = 0
    cdef int64_t size = end - first
    memset(scores, 0, size * sizeof(double))
    memset(holds, 0, size * sizeof(uint64_t))
    context = _gather(query, columns, article, first, end, scores, holds)
    for p in range(size):
        held |= holds[p]
    if not article_matches(&query.program, query.program.root, held, article):
        return True
    if wanted == _HELD:
        return emit(out, article, 0.0, <int64_t> held)
    if query.coverage and query.concept_count > 1:
        context += _coverage(query, held, article)
    if prior != NULL:
        context += prior[article]
    if not _add_rows(query, columns, held, first, end, scores, scratch):
        return False
    for p in range(size):
        if query.flat:
            if not holds[p] & query.positive:
                continue
        elif not paragraph_matches(&query.program, query.program.root, holds[p], held, article):
            continue
        if wanted == _PARAGRAPHS:
            if not emit(out, first + p, scores[p] + context, 1):
                return False
        elif count == 0 or scores[p] > best:
            best = scores[p]
        count += 1
    return wanted == _PARAGRAPHS or count == 0 or emit(out, article, best + context, count)


cdef double _gather(
    ArticleQuery query, Columns columns, int64_t article, int64_t first, int64_t end,
    double *scores, uint64_t *holds,
) noexcept nogil:
    """Add what each leaf gives to the paragraphs; return what all give to the article."""
    cdef double context = 0.0, tf, in_article
    cdef int64_t doc
    cdef int32_t i
    cdef Leaf *leaf
    for i in range(query.leaf_count):
        leaf = &query.leaves[i]
        doc = advance(&leaf.cursor, first)
        in_article = 0.0
        while doc < end:
            if leaf.word >= 0:
                holds[doc - first] |= <uint64_t> 1 << leaf.word
            if leaf.kind <= _TITLE:
                tf = frequency(&leaf.cursor)
                if leaf.kind != _TITLE:
                    scores[doc - first] += leaf.own * (tf / (tf + columns.norms[columns.lengths[doc]]))
                if leaf.kind == _BODY and doc - first >= columns.lead:
                    tf *= columns.later
                in_article += tf
            doc = step(&leaf.cursor)
        if in_article and leaf.kind == _BODY:
            context += leaf.context * (in_article / (in_article + columns.article_norms[article]))
        elif in_article and leaf.kind == _TITLE:
            context += leaf.context * (in_article / (in_article + columns.title_norms[article]))
    return context


cdef double _coverage(ArticleQuery query, uint64_t held, int64_t article) noexcept nogil:
    cdef double found = 0.0, share
    cdef int32_t i
    for i in range(query.concept_count):
        if article_matches(&query.program, query.concepts[i], held, article):
            found += query.rarities[i]
    share = found / query.rarity
    share = share * share
    return query.coverage * query.rarity * (share * share)


cdef bint _add_rows(
    ArticleQuery query, Columns columns, uint64_t held, int64_t first, int64_t end, double *scores, Scratch *scratch
) noexcept nogil:
    """Add what neighbouring words give to the paragraphs where they are neighbours; False without memory."""
    cdef Row *row
    cdef int64_t doc
    cdef int32_t i, number, found
    for number in range(query.row_count):
        row = &query.rows[number]
        if row.words & held != row.words:
            continue
        doc = first
        while doc < end:
            for i in range(row.n):
                if advance(&row.cursors[i], doc) != doc:
                    doc = row.cursors[i].doc
                    break
            else:
                for i in range(row.n):
                    row.places[i] = place_at(&row.cursors[i])
                found = count_rows(row.places, row.n, 0, scratch)
                if found < 0:
                    return False
                if found:
                    scores[doc - first] += row.weight * (
                        found / (<double> found + columns.norms[columns.lengths[doc]])
                    )
                doc += 1
    return True
