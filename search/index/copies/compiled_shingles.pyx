# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The module computes MinHash signatures of many texts; its oracle is `search.index.copies.shingles.signatures`."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t

import numpy as np

from search.index.copies.shingles import FACTORS, MIN_WORDS, SHINGLE_WORDS, SUMMANDS
from search.index.format.names import SIGNATURE_SIZE

cdef extern from *:
    """
    /* Wider registers make this loop faster. If the C library can, a version is chosen at the start of the program. */
    #if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
    #define WARTA_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
    #else
    #define WARTA_CLONES
    #endif
    WARTA_CLONES
    static void warta_minimum(const uint32_t *values, Py_ssize_t count, const uint32_t *factors,
                            const uint32_t *summands, uint32_t *minimum, int permutations) {
        for (int p = 0; p < permutations; p++) {
            uint32_t factor = factors[p], summand = summands[p], smallest = 0xFFFFFFFFu;
            for (Py_ssize_t i = 0; i < count; i++) {
                uint32_t permuted = values[i] * factor + summand;
                smallest = permuted < smallest ? permuted : smallest;
            }
            minimum[p] = smallest;
        }
    }
    """
    void warta_minimum(const uint32_t*, Py_ssize_t, const uint32_t*, const uint32_t*, uint32_t*, int) noexcept nogil


def signatures(const uint32_t[::1] tokens, const uint64_t[::1] ends, const uint32_t[::1] hashes):
    cdef Py_ssize_t texts = len(ends), text, i, words, longest = 0, written = 0
    cdef uint64_t start = 0, combined, at
    for text in range(texts):
        if ends[text] < start or ends[text] > <uint64_t> len(tokens):
            raise ValueError("a text lies outside of the tokens")
        longest = max(longest, <Py_ssize_t> (ends[text] - start))
        start = ends[text]
    texts_array = np.empty(texts, np.int32)
    signatures_array = np.empty((texts, SIGNATURE_SIZE), np.uint8)
    words_array, shingles_array = np.empty((2, longest + 1), np.uint32)
    minimum_array = np.empty(SIGNATURE_SIZE, np.uint32)
    cdef int[::1] numbers = texts_array
    cdef uint8_t[:, ::1] out = signatures_array
    cdef uint32_t[::1] word = words_array
    cdef uint32_t[::1] shingle = shingles_array
    cdef uint32_t[::1] minimum = minimum_array
    cdef const uint32_t[::1] factors = FACTORS
    cdef const uint32_t[::1] summands = SUMMANDS
    cdef int permutations = SIGNATURE_SIZE, shingle_words = SHINGLE_WORDS, min_words = MIN_WORDS, offset
    start = 0
    with nogil:
        for text in range(texts):
            words = 0
            for at in range(start, ends[text]):
                word[words] = hashes[tokens[at]]
                words += word[words] != 0
            start = ends[text]
            if words < min_words:
                continue
            for i in range(words - shingle_words + 1):
                combined = 0
                for offset in range(shingle_words):
                    combined = combined * 0x9E3779B97F4A7C15ULL + word[i + offset]
                shingle[i] = <uint32_t> (combined * 0x9E3779B97F4A7C15ULL >> 32)
            warta_minimum(
                &shingle[0], words - shingle_words + 1, &factors[0], &summands[0], &minimum[0], permutations
            )
            for offset in range(permutations):
                out[written, offset] = <uint8_t> minimum[offset]
            numbers[written] = <int> text
            written += 1
    return texts_array[:written], signatures_array[:written]
