"""The compiled kernel: cursors over posting lists, and the loops of matching, scoring and pruning.

Where it is not compiled, the oracles of ``search.ranking`` answer, with the same results. A ``.pyx`` is an
extension module; a ``.pxd`` alone is a header, compiled into the modules that use it.

======================  ==============================================================================
``postings``            posting lists, parsed once and shared; cursors, by documents and by windows
``phrases``             where a term stands in a document; how often terms stand in a row
``documents``           of which documents articles consist, which may be found; lengths and norms
``counts``              doc values, and the totals and facets counted from them
``top_k``               the k best hits, and all hits
----------------------  ------------------------------------------------------------------------------
``article_weight``      a query over articles, made ready
``query_tree``          which articles and paragraphs its tree matches
``article_scorer``      the score of one article and its paragraphs
``article_collector``   candidates, one after the other, counted, ranked or noted
``article_union``       any of several words: lists put together, few articles scored
``article_sets``        articles as bitmaps
----------------------  ------------------------------------------------------------------------------
``paragraph_weight``    a query over single paragraphs, made ready
``paragraph_scorer``    terms within a window of 65,536 documents
``paragraph_any``       any of the words, one word, how many hold any
``paragraph_bounds``    what groups of 64 documents can score at most
``paragraph_groups``    one such group scored
``paragraph_all``       lists intersected
``paragraph_phrase``    terms in a row, scored or noted
======================  ==============================================================================
"""
