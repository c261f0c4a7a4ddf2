# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""A query tree as nodes over the bits of its words: whether an article or a paragraph matches that holds some."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t


cdef enum:
    WORD_NODE = 0              # of the word `argument`
    ALL_NODE = 1
    ANY_NODE = 2
    NOT_NODE = 3
    MASK_NODE = 4              # of the mask `argument`


cdef struct Node:
    int32_t kind
    int32_t argument
    int32_t first_child        # in `children`
    int32_t child_count
    int32_t positive           # whether words are searched for below


cdef struct Tree:
    Node *nodes
    int32_t *children
    const uint8_t **masks
    int32_t mask_count
    int32_t root


cdef inline bint article_matches(const Tree *tree, int32_t number, uint64_t held, int64_t article) noexcept nogil:
    """Tell whether an article matches that has ``held`` words."""
    cdef const Node *node = &tree.nodes[number]
    cdef int32_t i
    if node.kind == WORD_NODE:
        return held >> node.argument & 1
    if node.kind == NOT_NODE:
        return not article_matches(tree, tree.children[node.first_child], held, article)
    if node.kind == ALL_NODE:
        for i in range(node.child_count):
            if not article_matches(tree, tree.children[node.first_child + i], held, article):
                return False
        return True
    if node.kind == ANY_NODE:
        for i in range(node.child_count):
            if article_matches(tree, tree.children[node.first_child + i], held, article):
                return True
        return False
    return tree.masks[node.argument][article]


cdef inline bint paragraph_matches(
    const Tree *tree, int32_t number, uint64_t holds, uint64_t held, int64_t article
) noexcept nogil:
    """Tell whether a paragraph matches: it ``holds`` words, its article has ``held`` them somewhere."""
    cdef const Node *node = &tree.nodes[number]
    cdef bint any_positive = False
    cdef int32_t i, child
    if node.kind == WORD_NODE:
        return holds >> node.argument & 1
    if node.kind == ANY_NODE:
        for i in range(node.child_count):
            if paragraph_matches(tree, tree.children[node.first_child + i], holds, held, article):
                return True
        return False
    if not article_matches(tree, number, held, article):
        return False
    if node.kind == ALL_NODE:
        for i in range(node.child_count):
            child = tree.children[node.first_child + i]
            if tree.nodes[child].positive:
                any_positive = True
                if paragraph_matches(tree, child, holds, held, article):
                    return True
        return not any_positive
    return True
