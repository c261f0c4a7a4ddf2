# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The query tree. It is evaluated on a bit mask of query words: one mask of the article, one of the paragraph."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t


cdef enum:
    WORD_NODE = 0              # `argument` is the number of a word
    ALL_NODE = 1
    ANY_NODE = 2
    NOT_NODE = 3
    MASK_NODE = 4              # `argument` is the number of a mask over articles
    TOGETHER_NODE = 5          # all children in one paragraph


cdef struct Node:
    int32_t kind
    int32_t argument
    int32_t first_child        # an index into `children`
    int32_t child_count
    int32_t positive           # whether the subtree contains a word that is not negated


cdef struct Tree:
    Node *nodes
    int32_t *children
    const uint8_t **masks
    int32_t node_count
    int32_t mask_count
    int32_t root


cdef inline bint article_matches(
    const Tree *tree, int32_t number, uint64_t article_words, int64_t article
) noexcept nogil:
    """Return whether an article matches a node. article_words: a bit for each query word in the article.

    Of TOGETHER_NODE this is only necessary: at least one paragraph has to match as well.
    """
    cdef const Node *node = &tree.nodes[number]
    cdef int32_t i
    if node.kind == WORD_NODE:
        return article_words >> node.argument & 1
    if node.kind == NOT_NODE:
        return not article_matches(tree, tree.children[node.first_child], article_words, article)
    if node.kind == ALL_NODE or node.kind == TOGETHER_NODE:
        for i in range(node.child_count):
            if not article_matches(tree, tree.children[node.first_child + i], article_words, article):
                return False
        return True
    if node.kind == ANY_NODE:
        for i in range(node.child_count):
            if article_matches(tree, tree.children[node.first_child + i], article_words, article):
                return True
        return False
    return tree.masks[node.argument][article]


cdef inline bint paragraph_matches(
    const Tree *tree, int32_t number, uint64_t paragraph_words, uint64_t article_words, int64_t article
) noexcept nogil:
    """Return whether a paragraph matches a node, given the query words in it and in its article."""
    cdef const Node *node = &tree.nodes[number]
    cdef bint any_positive = False
    cdef int32_t i, child
    if node.kind == WORD_NODE:
        return paragraph_words >> node.argument & 1
    if node.kind == ANY_NODE:
        for i in range(node.child_count):
            if paragraph_matches(tree, tree.children[node.first_child + i], paragraph_words, article_words, article):
                return True
        return False
    if node.kind == TOGETHER_NODE:
        for i in range(node.child_count):
            child = tree.children[node.first_child + i]
            if not paragraph_matches(tree, child, paragraph_words, article_words, article):
                return False
        return True
    if not article_matches(tree, number, article_words, article):
        return False
    if node.kind == ALL_NODE:
        for i in range(node.child_count):
            child = tree.children[node.first_child + i]
            if tree.nodes[child].positive:
                any_positive = True
                if paragraph_matches(tree, child, paragraph_words, article_words, article):
                    return True
        return not any_positive
    return True
