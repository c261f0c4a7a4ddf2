# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Terms in a row: phrases."""

from libc.stdint cimport int32_t, int64_t, uint32_t
from libc.stdlib cimport realloc

from search.ranking.kernel.bags.best cimport Best, keep
from search.ranking.kernel.cursors cimport MOST_COUNTED, frequency_at
from search.ranking.kernel.positions cimport count_rows
from search.ranking.kernel.bags.windows cimport Search, find, is_allowed


cdef void in_a_row(Search *search, Best *best, Rows *rows, uint32_t low, int64_t doc) noexcept nogil:
    """Score or note a document that holds all terms if they stand in a row."""
    cdef double tf, most = MOST_COUNTED
    cdef int32_t i, found
    for i in range(search.n):
        rows.places[i].here = search.terms[i].here
        if not find(&search.terms[i], low, &rows.places[i].place):
            return
        if rows.scored and not search.counted:
            tf = frequency_at(rows.places[i].here, rows.places[i].place)
            most = tf if tf < most else most
    if rows.scored and (_comes_too_late(search, best, most, doc) or not is_allowed(search, low, doc)):
        return
    found = count_rows(rows.places, search.n, rows.gap, rows.scratch)
    if found < 0:
        rows.enough = False
    elif found and rows.scored:
        best.total += 1
        keep(best, _score(search, found, doc), doc)
    elif found:
        _note(rows, doc, found)


cdef inline double _score(const Search *search, double tf, int64_t doc) noexcept nogil:
    return search.terms.weight * (tf / (tf + search.terms.norms[search.terms.lengths[doc]]))


cdef inline bint _comes_too_late(
    const Search *search, const Best *best, double most, int64_t doc
) noexcept nogil:
    """Tell whether a row that occurs ``most`` times cannot change the best, and is not to be counted either.

    A row occurs as often as the rarest of its terms at most, and of equal scores the earlier document is better.
    """
    if search.counted or best.held < best.k or most >= MOST_COUNTED:  # which stands for more
        return False
    if most == 1.0:
        return _score(search, most, doc) <= best.least
    return _score(search, most, doc) * (1.0 + 1e-12) < best.least


cdef void _note(Rows *rows, int64_t doc, int32_t found) noexcept nogil:
    if rows.held == rows.size:
        rows.size = 2 * rows.size + 256
        rows.docs = <int32_t *> realloc(rows.docs, rows.size * sizeof(int32_t))
        rows.counts = <int32_t *> realloc(rows.counts, rows.size * sizeof(int32_t))
    rows.enough = rows.enough and rows.docs != NULL and rows.counts != NULL
    if rows.enough:
        rows.docs[rows.held] = <int32_t> doc
        rows.counts[rows.held] = found
        rows.held += 1
