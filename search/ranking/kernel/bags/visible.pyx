# cython: language_level=3
"""Which documents of an index may be found: those that are there, of articles that are let through.

What is deleted is known for long, and a bit for each document. What a search lets through is known by article; the
article of a document is told by rank over the beginnings of articles (Jacobson 1989), a bit a document.
"""

from libc.string cimport memset

import numpy as np


cdef class Documents:
    """Which documents make up each article, and which are there. Read-only: may be shared by threads."""

    def __init__(self, first_paragraph, int64_t padded, live):
        """Take what a snapshot knows; raises ValueError where it does not fit.

        first_paragraph: int64[A + 1], ascending from 0; padded: documents, to whole windows
        live:            bool[A], which articles are there; None for all
        """
        cdef int64_t articles = len(first_paragraph) - 1
        counts = np.diff(first_paragraph)
        if padded % 65536 or (articles and (first_paragraph[0] or counts.min() < 1)) or first_paragraph[-1] > padded:
            raise ValueError("the articles do not fit the documents")
        if (padded and not articles) or (live is not None and len(live) != articles):
            raise ValueError("the articles do not fit the documents")
        begins = np.zeros(padded, np.uint8)
        begins[first_paragraph[:-1]] = 1
        starts = begins.reshape(-1, 64).sum(1, dtype=np.int32)
        cdef const int32_t[::1] before = np.cumsum(starts, dtype=np.int32) - starts
        cdef const uint64_t[::1] bits = np.packbits(begins, bitorder="little").view("<u8")
        cdef const uint64_t[::1] there
        memset(&self.every, 0, sizeof(Visible))
        self.article_count, self.padded = articles, padded
        self._kept = [before, bits]
        if padded:
            self.every.before, self.every.begins = &before[0], &bits[0]
        if padded and live is not None:
            counts[-1] += padded - first_paragraph[-1]
            there = np.packbits(np.repeat(live, counts), bitorder="little").view("<u8")
            self._kept.append(there)
            self.every.live = &there[0]
