# The constants of the disk format for all compiled code that reads or writes it. `lists.py` and `names.py` have
# the same under the same names; tests/index/format/test_constants.py compares them.

cdef enum:
    WINDOW_BITS = 16
    LOW_BITS = 0xFFFF
    MAX_LISTED = 4096
    MIN_WITH_IMPACTS = 1024
    IMPACT_DOCS = 64
    RANK_BITS = 512
    BITMAP_SIZE = 4096              # of 16-bit integers, as all sizes here
    RANKS_SIZE = 128
    IMPACTS_SIZE = 512
    OFTEN = 4
    POSTINGS_AN_INTEGER = 8
    MAX_TF = 255
    POSITION_BLOCK = 64
    MAX_POSITION = 0xFFFF
    LONGEST_COUNTED = 255
