"""One opened generation answering requests: pages, paragraphs, similar articles, suggestions."""
