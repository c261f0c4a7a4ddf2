# cython: language_level=3
"""The constants of posting lists, for compiled readers and writers; ``lists`` says what they mean."""


cdef enum:
    WINDOW = 65536
    MOST_LISTED = 4096
    LEAST_WITH_IMPACTS = 1024
    IMPACT_DOCS = 64
    RANK_BITS = 512
    OFTEN = 4
    POSTINGS_AN_INTEGER = 8
    MOST_COUNTED = 255
    POSITION_BLOCK = 64
    BITMAP = 4096              # of 16-bit integers, as the sizes below
    RANKS = 128
    IMPACTS = 512
