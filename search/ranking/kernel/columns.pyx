# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""What ranking knows of every paragraph and article, checked once for all searches."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint64_t

import numpy as np


cdef class Columns:
    """The arrays of one snapshot. Read-only: may be shared by threads."""

    def __init__(
        self,
        const int64_t[::1] first_paragraph not None,
        const uint8_t[::1] lengths not None,
        const double[::1] norms not None,
        const int32_t[::1] article_lengths not None,
        article_norm,
        const int32_t[::1] title_lengths not None,
        title_norm,
        lead,
        later,
    ):
        """Take the arrays; raises ValueError where they do not fit each other.

        lengths: uint8 of each document, padded to whole windows; norms: float64[256] by length
        article_norm, title_norm: k1, b and the mean length, from which norms of articles and headlines follow
        """
        cdef int64_t articles = len(article_lengths), padded = len(lengths)
        cdef int32_t tf
        sizes = np.diff(first_paragraph)
        fit = (
            len(first_paragraph) == articles + 1 == len(title_lengths) + 1
            and len(norms) == 256
            and padded % 65536 == 0
            and (articles == 0 or (first_paragraph[0] == 0 and sizes.min() > 0))
            and first_paragraph[articles] <= padded
            and (articles > 0 or padded == 0)
        )
        if not fit:
            raise ValueError("the arrays over paragraphs and articles do not fit each other")
        begins = np.zeros(padded + 64, np.uint8)
        begins[first_paragraph[:articles]] = begins[padded] = 1
        cdef const uint64_t[::1] bits = np.packbits(begins, bitorder="little").view("<u8")
        starts = np.add.reduceat(begins, np.arange(0, padded + 64, 64), dtype=np.int64)
        cdef const int32_t[::1] before = (np.cumsum(starts) - starts).astype(np.int32)
        self._kept = first_paragraph, bits, before, lengths, norms, article_lengths, title_lengths
        self.arrays.first_paragraph = &first_paragraph[0]
        self.arrays.begins, self.arrays.before = &bits[0], &before[0]
        self.arrays.paragraphs = first_paragraph[articles]
        self.arrays.lengths = &lengths[0] if padded else NULL
        self.arrays.norms = &norms[0]
        self.arrays.article_lengths = &article_lengths[0] if articles else NULL
        self.arrays.title_lengths = &title_lengths[0] if articles else NULL
        self.arrays.article_norm = _norm(article_norm)
        self.arrays.title_norm = _norm(title_norm)
        self.arrays.article_count, self.arrays.documents = articles, padded
        self.arrays.longest = sizes.max(initial=0)
        self.arrays.lead, self.arrays.later = lead, later
        least = np.asarray(norms).min()
        for tf in range(256):
            self.arrays.saturation[tf] = tf / (tf + least) if tf else 0.0

    @property
    def article_count(self):
        """How many articles there are."""
        return self.arrays.article_count


cdef LengthNorm _norm(numbers) except *:
    k1, b, average = numbers
    return LengthNorm(k1, b, average)
