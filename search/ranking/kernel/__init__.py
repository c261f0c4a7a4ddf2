"""The compiled kernel: cursors over posting lists, and the loops of matching, scoring and pruning.

If it is not compiled, the oracles of ``search.ranking`` answer, with the same results. A ``.pyx`` file is an
extension module; a ``.pxd`` file alone is a header, compiled into the modules that use it.

======================  ==============================================================================
``postings``            posting lists, parsed once and shared; cursors by documents and by windows
``phrases``             positions of terms, and the frequency of a phrase in a document
``documents``           arrays over documents: their articles, visibility, lengths and norms
``counts``              doc values, and the totals and facets counted from them
``top_k``               the k best hits in a heap, and all hits
----------------------  ------------------------------------------------------------------------------
``article_weight``      the weight of a query over articles
``query_tree``          the query tree, evaluated on the words of an article and of a paragraph
``article_scorer``      the score of one article and its paragraphs
``article_collector``   visits candidates, counts matches, keeps the best or all
``article_union``       queries for any of several words: all counted, few scored
``article_sets``        bitmaps of articles
----------------------  ------------------------------------------------------------------------------
``paragraph_weight``    the weight of a query over single paragraphs
``paragraph_scorer``    the scorers of terms within a window of 65,536 documents
``paragraph_any``       the k best documents with any of the terms
``paragraph_bounds``    upper bounds for blocks of 64 documents
``paragraph_blocks``    the scoring of one block
``paragraph_all``       conjunctions: posting lists intersected
``paragraph_phrase``    phrases, scored or collected
======================  ==============================================================================
"""
