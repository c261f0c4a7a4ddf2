# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Arrays over the documents of a snapshot, checked once for all searches. Read-only: threads may share them."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memset

import numpy as np


cdef class Documents:
    """The documents of each article, and which of them are live."""

    def __init__(self, const int64_t[::1] first_paragraph not None, int64_t padded, live=None):
        """Take the arrays of a snapshot. Raises ValueError if they do not fit together.

        first_paragraph: int64[A + 1], ascending from 0
        padded:          number of documents, rounded up to whole windows of 65,536
        live:            bool[A], the articles that are not deleted; None if none is
        """
        cdef int64_t articles = len(first_paragraph) - 1
        counts = np.diff(first_paragraph)
        fit = (
            articles >= 0
            and padded % 65536 == 0
            and (articles == 0 or (first_paragraph[0] == 0 and counts.min() > 0))
            and first_paragraph[articles] <= padded
            and (articles > 0 or padded == 0)
            and (live is None or len(live) == articles)
        )
        if not fit:
            raise ValueError("the articles do not fit the documents")
        begins = np.zeros(padded + 64, np.uint8)
        begins[first_paragraph[:articles]] = begins[padded] = 1
        starts = begins.reshape(-1, 64).sum(1, dtype=np.int32)
        cdef const int32_t[::1] before = np.cumsum(starts, dtype=np.int32) - starts
        cdef const uint64_t[::1] bits = np.packbits(begins, bitorder="little").view("<u8")
        cdef const uint64_t[::1] live_bits
        memset(&self.map, 0, sizeof(DocumentMap))
        self._kept = [first_paragraph, before, bits]
        self.map.first_paragraph, self.map.before, self.map.begins = &first_paragraph[0], &before[0], &bits[0]
        self.map.article_count, self.map.padded = articles, padded
        self.map.paragraphs = first_paragraph[articles]
        self.map.longest = counts.max(initial=0)
        if padded and live is not None:
            counts[articles - 1] += padded - self.map.paragraphs
            live_bits = np.packbits(np.repeat(live, counts), bitorder="little").view("<u8")
            self._kept.append(live_bits)
            self.map.live = &live_bits[0]


cdef class Similarity:
    """The saturation of one field: tf / (tf + norm of the document's length).

    lengths:   uint8[N], terms of each document, padded to whole windows of 65,536
    norms:     float64[256], by length
    max_ratio: upper bound of today's saturation divided by the one that the stored impact was made of, 1 to 255;
               with 255 the impacts say nothing
    min_ratio: lower bound of the same quotient, 0 to 1
    """

    def __init__(self, lengths, norms, double max_ratio=1.0, double min_ratio=1.0):
        cdef uint32_t i
        self.lengths, self.norms = lengths, norms
        self.max_ratio, self.min_ratio = max_ratio, min_ratio
        if self.norms.shape[0] != 256:
            raise ValueError("norms: one for each length")
        for i in range(768):
            self.saturations[i] = <float> (((i >> 8) + 1.0) / ((i >> 8) + 1.0 + self.norms[i & 255]))


cdef class ArticleSimilarity:
    """The norms of paragraphs, articles and headlines, from which articles are scored."""

    def __init__(
        self,
        Documents documents not None,
        Similarity paragraphs not None,
        const int32_t[::1] article_lengths not None,
        article_norm,
        const int32_t[::1] title_lengths not None,
        title_norm,
        lead,
        later,
    ):
        """Take the arrays. Raises ValueError if they do not fit together.

        paragraphs: the similarity of the field ``body``
        article_norm, title_norm: k1, b and the mean length of articles and of headlines
        lead, later: in the score of an article, an occurrence from paragraph number ``lead`` on counts ``later``
        """
        cdef int64_t articles = documents.map.article_count, padded = documents.map.padded
        cdef int32_t tf
        if len(article_lengths) != articles or len(title_lengths) != articles or len(paragraphs.lengths) != padded:
            raise ValueError("the arrays over paragraphs and articles do not fit each other")
        self._kept = documents, paragraphs, article_lengths, title_lengths
        self.arrays.map = documents.map
        self.arrays.lengths = &paragraphs.lengths[0] if padded else NULL
        self.arrays.norms = &paragraphs.norms[0]
        self.arrays.article_lengths = &article_lengths[0] if articles else NULL
        self.arrays.title_lengths = &title_lengths[0] if articles else NULL
        self.arrays.article_norm = _norm(article_norm)
        self.arrays.title_norm = _norm(title_norm)
        self.arrays.lead, self.arrays.later = lead, later
        min_norm = np.asarray(paragraphs.norms).min()
        for tf in range(256):
            self.arrays.saturation[tf] = tf / (tf + min_norm) if tf else 0.0

    @property
    def article_count(self):
        """How many articles there are."""
        return self.arrays.map.article_count


cdef LengthNorm _norm(numbers) except *:
    k1, b, average = numbers
    return LengthNorm(k1, b, average)
