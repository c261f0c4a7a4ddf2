"""Near-duplicates: articles that are copies of one text."""
