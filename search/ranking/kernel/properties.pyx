# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What is counted of every article: its source, category and month, and whether there are copies of it."""

from libc.stdint cimport uint16_t, uint32_t

import numpy as np


cdef class Properties:
    """The counted properties of all articles of a snapshot. Read-only: may be shared by threads.

    A property is kept as its place among the values that are counted, from 1; 0 stands for none of these.

    sizes: for each property, one more than its greatest place
    """

    def __init__(self, counted, has_copies):
        """Take the properties; raises ValueError where they are not of the same articles.

        counted:    (int32 numbers, low, high) for each of ``COUNTED``; numbers beyond low and high are none
        has_copies: bool, whether an article shares its cluster with another one
        """
        cdef const uint16_t[:, ::1] narrow
        cdef const uint32_t[:, ::1] wide
        articles = len(has_copies)
        if len(counted) != COUNTED or any(len(numbers) != articles for numbers, _, _ in counted):
            raise ValueError("the properties of articles do not fit each other")
        self.article_count = articles
        self.sizes = tuple(max(0, high - low + 1) + 1 for _, low, high in counted)
        kept = np.zeros((articles, PROPERTIES), np.uint16 if max(self.sizes) <= 1 << 16 else np.uint32)
        for place, (numbers, low, high) in enumerate(counted):
            known = (numbers >= low) & (numbers <= high)
            kept[known, place] = numbers[known] - (low - 1)
        kept[:, COPIES] = has_copies
        self._kept = kept
        self.narrow, self.wide = NULL, NULL
        if articles and kept.dtype == np.uint16:
            narrow = kept
            self.narrow = &narrow[0, 0]
        elif articles:
            wide = kept
            self.wide = &wide[0, 0]
