# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Documents in which the terms of a query stand in a row, scored or noted as they are found."""

from libc.stdint cimport int32_t, int64_t, uint32_t

from search.index.format.format cimport MOST_COUNTED
from search.ranking.kernel.paragraph_scorer cimport Scorer, is_allowed
from search.ranking.kernel.phrases cimport Phrase, phrase_frequency
from search.ranking.kernel.postings cimport find, frequency_at
from search.ranking.kernel.top_k cimport Hits, TopK, keep, note


cdef struct PhraseScorer:
    Phrase phrase
    bint scored                # whether they are scored on the spot, by the first term's field and weight
    Hits hits                  # if not, they are noted, with from how many places the phrase can be completed
    bint enough                # memory


cdef inline void in_a_row(Scorer *scorer, TopK *top, PhraseScorer *matched, uint32_t low, int64_t doc) noexcept nogil:
    """Score or note a document that holds all terms if they stand in a row."""
    cdef double tf, most = MOST_COUNTED
    cdef int32_t i, found
    for i in range(scorer.n):
        matched.phrase.places[i].here = scorer.terms[i].cursor.here
        if not find(scorer.terms[i].cursor.here, low, &matched.phrase.places[i].place):
            return
        if matched.scored and not scorer.counted:
            tf = frequency_at(matched.phrase.places[i].here, matched.phrase.places[i].place)
            most = tf if tf < most else most
    if matched.scored and (_comes_too_late(scorer, top, most, doc) or not is_allowed(scorer, low, doc)):
        return
    found = phrase_frequency(&matched.phrase)
    if found < 0:
        matched.enough = False
    elif found and matched.scored:
        top.total += 1
        keep(top, 0, _score(scorer, found, doc), doc, 0)
    elif found:
        matched.enough = note(&matched.hits, doc, 0.0, found) and matched.enough


cdef inline double _score(const Scorer *scorer, double tf, int64_t doc) noexcept nogil:
    return scorer.terms.weight * (tf / (tf + scorer.terms.norms[scorer.terms.lengths[doc]]))


cdef inline bint _comes_too_late(const Scorer *scorer, const TopK *top, double most, int64_t doc) noexcept nogil:
    """Tell whether a row that occurs ``most`` times cannot change the best, and is not to be counted either.

    A row occurs as often as the rarest of its terms at most, and of equal scores the earlier document is better.
    """
    if scorer.counted or top.held < top.k or most >= MOST_COUNTED:  # which stands for more
        return False
    if most == 1.0:
        return _score(scorer, most, doc) <= top.least
    return _score(scorer, most, doc) * (1.0 + 1e-12) < top.least
