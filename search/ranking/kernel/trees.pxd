# cython: language_level=3
"""A query tree as nodes over the bits of its words."""

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


cdef struct Program:
    Node *nodes
    int32_t *children
    const uint8_t **masks
    int32_t mask_count
    int32_t root


cdef bint article_matches(const Program *program, int32_t number, uint64_t held, int64_t article) noexcept nogil
cdef bint paragraph_matches(
    const Program *program, int32_t number, uint64_t holds, uint64_t held, int64_t article
) noexcept nogil
cdef int take_nodes(Program *program, nodes, masks) except -1
cdef void free_nodes(Program *program) noexcept
cdef int32_t *integers(numbers) except NULL
