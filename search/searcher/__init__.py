"""The searcher of one opened generation: pages, paragraphs, similar articles, suggestions."""
