# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""MinHash signatures of many texts: the twin of `search.index.copies.shingles.signatures`."""

from libc.stdint cimport uint8_t, uint32_t, uint64_t

import numpy as np

from search.index.copies.shingles import FACTORS, MIN_WORDS, SHINGLE_WORDS, SUMMANDS
from search.index.format.names import SIGNATURE_PLACES

cdef extern from *:
    """
    /* The one loop that gains from wider registers: chosen when the program starts, where the C library can. */
    #if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__GLIBC__)
    #define WARTA_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
    #else
    #define WARTA_CLONES
    #endif
    WARTA_CLONES
    static void warta_least(const uint32_t *values, Py_ssize_t count, const uint32_t *factors,
                            const uint32_t *summands, uint32_t *least, int permutations) {
        for (int p = 0; p < permutations; p++) {
            uint32_t factor = factors[p], summand = summands[p], smallest = 0xFFFFFFFFu;
            for (Py_ssize_t i = 0; i < count; i++) {
                uint32_t permuted = values[i] * factor + summand;
                smallest = permuted < smallest ? permuted : smallest;
            }
            least[p] = smallest;
        }
    }
    """
    void warta_least(const uint32_t*, Py_ssize_t, const uint32_t*, const uint32_t*, uint32_t*, int) noexcept nogil


def signatures(const uint32_t[::1] tokens, const uint64_t[::1] ends, const uint32_t[::1] hashes):
    cdef Py_ssize_t texts = len(ends), text, i, words, longest = 0, found = 0
    cdef uint64_t start = 0, combined, at
    for text in range(texts):
        if ends[text] < start or ends[text] > <uint64_t> len(tokens):
            raise ValueError("a text lies outside of the tokens")
        longest = max(longest, <Py_ssize_t> (ends[text] - start))
        start = ends[text]
    rows_array = np.empty(texts, np.int32)
    signatures_array = np.empty((texts, SIGNATURE_PLACES), np.uint8)
    words_array, shingles_array = np.empty((2, longest + 1), np.uint32)
    least_array = np.empty(SIGNATURE_PLACES, np.uint32)
    cdef int[::1] rows = rows_array
    cdef uint8_t[:, ::1] out = signatures_array
    cdef uint32_t[::1] word = words_array
    cdef uint32_t[::1] shingle = shingles_array
    cdef uint32_t[::1] least = least_array
    cdef const uint32_t[::1] factors = FACTORS
    cdef const uint32_t[::1] summands = SUMMANDS
    cdef int permutations = SIGNATURE_PLACES, shingle_words = SHINGLE_WORDS, least_words = MIN_WORDS, place
    start = 0
    with nogil:
        for text in range(texts):
            words = 0
            for at in range(start, ends[text]):
                word[words] = hashes[tokens[at]]
                words += word[words] != 0
            start = ends[text]
            if words < least_words:
                continue
            for i in range(words - shingle_words + 1):
                combined = 0
                for place in range(shingle_words):
                    combined = combined * 0x9E3779B97F4A7C15ULL + word[i + place]
                shingle[i] = <uint32_t> (combined * 0x9E3779B97F4A7C15ULL >> 32)
            warta_least(
                &shingle[0], words - shingle_words + 1, &factors[0], &summands[0], &least[0], permutations
            )
            for place in range(permutations):
                out[found, place] = <uint8_t> least[place]
            rows[found] = <int> text
            found += 1
    return rows_array[:found], signatures_array[:found]
