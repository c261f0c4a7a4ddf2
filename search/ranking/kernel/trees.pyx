# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Whether an article or a paragraph that holds certain words matches a query tree."""

from libc.stdlib cimport calloc, free, malloc

# Kinds of nodes: what `argument` means is a word, nothing, nothing, nothing, a mask.
WORD, ALL, ANY, NOT, MASK = WORD_NODE, ALL_NODE, ANY_NODE, NOT_NODE, MASK_NODE


cdef bint article_matches(const Program *program, int32_t number, uint64_t held, int64_t article) noexcept nogil:
    """Tell whether an article matches that has ``held`` words."""
    cdef const Node *node = &program.nodes[number]
    cdef int32_t i
    if node.kind == WORD_NODE:
        return held >> node.argument & 1
    if node.kind == NOT_NODE:
        return not article_matches(program, program.children[node.first_child], held, article)
    if node.kind == ALL_NODE:
        for i in range(node.child_count):
            if not article_matches(program, program.children[node.first_child + i], held, article):
                return False
        return True
    if node.kind == ANY_NODE:
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
    if node.kind == WORD_NODE:
        return holds >> node.argument & 1
    if node.kind == ANY_NODE:
        for i in range(node.child_count):
            if paragraph_matches(program, program.children[node.first_child + i], holds, held, article):
                return True
        return False
    if not article_matches(program, number, held, article):
        return False
    if node.kind == ALL_NODE:
        for i in range(node.child_count):
            child = program.children[node.first_child + i]
            if program.nodes[child].positive:
                any_positive = True
                if paragraph_matches(program, child, holds, held, article):
                    return True
        return not any_positive
    return True


cdef int take_nodes(Program *program, nodes, masks) except -1:
    """Take (kind, argument, children, positive) for each node, children before parents, and uint8 masks."""
    cdef int32_t i, taken = 0
    cdef const uint8_t[::1] mask
    program.nodes = <Node *> calloc(max(1, len(nodes)), sizeof(Node))
    program.children = integers([child for node in nodes for child in node[2]])
    program.masks = <const uint8_t **> calloc(max(1, len(masks)), sizeof(uint8_t *))
    if program.nodes == NULL or program.masks == NULL:
        raise MemoryError
    for i, (kind, argument, children, positive) in enumerate(nodes):
        program.nodes[i] = Node(kind, argument, taken, len(children), positive)
        taken += len(children)
    program.mask_count = len(masks)
    for i in range(program.mask_count):
        mask = masks[i]
        program.masks[i] = &mask[0] if mask.shape[0] else NULL
    return 0


cdef void free_nodes(Program *program) noexcept:
    free(program.nodes)
    free(program.children)
    free(<void *> program.masks)


cdef int32_t *integers(numbers) except NULL:
    """Return numbers as an array, to be freed by the caller."""
    cdef int32_t *made = <int32_t *> malloc(max(1, len(numbers)) * sizeof(int32_t))
    cdef Py_ssize_t i
    if made == NULL:
        raise MemoryError
    for i in range(len(numbers)):
        made[i] = numbers[i]
    return made
