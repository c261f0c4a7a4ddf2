"""A searcher over one opened generation: pages, paragraphs, similar articles, suggestions."""
