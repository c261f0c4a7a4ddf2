"""Bags of words, compiled.

========================  ============================================================================
``queries``               what ``search.ranking.compiled_bags`` asks: words any or all of, terms in a row
``one_word``              a rare word alone: each of its postings by frequency and length
``any_word``, ``bounds``  the groups of documents worth scoring, by what they can score at most
``groups``                one such group scored
``all_words``, ``rows``   lists intersected; phrases
``visible``               what is deleted or filtered out
``totals``                how many documents hold any of the words
``windows``, ``best``     a term within 65,536 documents, the containers of the lists; the k best so far
========================  ============================================================================
"""
