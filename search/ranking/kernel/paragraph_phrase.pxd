# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The matching of a phrase: each document that contains it is scored or added to the hits at once."""

from libc.stdint cimport int32_t, int64_t, uint32_t

from search.index.format.format cimport MAX_TF
from search.ranking.kernel.paragraph_scorer cimport Scorer, is_allowed
from search.ranking.kernel.phrases cimport Phrase, phrase_frequency
from search.ranking.kernel.postings cimport find, frequency_at
from search.ranking.kernel.top_k cimport Hits, TopK, add_hit, offer


cdef struct PhraseScorer:
    Phrase phrase
    bint scored                # whether documents are scored, with the field and weight of the first term
    Hits hits                  # otherwise the documents and their phrase frequencies
    bint enough                # whether memory sufficed


cdef inline void collect_phrase(
    Scorer *scorer, TopK *top, PhraseScorer *matched, uint32_t low, int64_t doc
) noexcept nogil:
    """Score a document with all terms, or add it to the hits, if it contains the phrase."""
    cdef double tf, max_tf = MAX_TF
    cdef int32_t i, phrase_tf
    for i in range(scorer.n):
        matched.phrase.postings[i].here = scorer.terms[i].cursor.here
        if not find(scorer.terms[i].cursor.here, low, &matched.phrase.postings[i].rank):
            return
        if matched.scored and not scorer.counted:
            tf = frequency_at(matched.phrase.postings[i].here, matched.phrase.postings[i].rank)
            max_tf = tf if tf < max_tf else max_tf
    if matched.scored and (_cannot_compete(scorer, top, max_tf, doc) or not is_allowed(scorer, low, doc)):
        return
    phrase_tf = phrase_frequency(&matched.phrase)
    if phrase_tf < 0:
        matched.enough = False
    elif phrase_tf and matched.scored:
        top.total += 1
        offer(top, 0, _score(scorer, phrase_tf, doc), doc, 0)
    elif phrase_tf:
        matched.enough = add_hit(&matched.hits, doc, 0.0, phrase_tf) and matched.enough


cdef inline double _score(const Scorer *scorer, double tf, int64_t doc) noexcept nogil:
    return scorer.terms.weight * (tf / (tf + scorer.terms.norms[scorer.terms.lengths[doc]]))


cdef inline bint _cannot_compete(const Scorer *scorer, const TopK *top, double max_tf, int64_t doc) noexcept nogil:
    """Return whether a document with at most ``max_tf`` phrases cannot be among the k best, and need not be counted.

    A phrase is at most as frequent as its rarest term. If scores are equal, the earlier document is better.
    """
    if scorer.counted or top.size < top.k or max_tf >= MAX_TF:  # the term may be more frequent than MAX_TF
        return False
    if max_tf == 1.0:
        return _score(scorer, max_tf, doc) <= top.threshold
    return _score(scorer, max_tf, doc) * (1.0 + 1e-12) < top.threshold
