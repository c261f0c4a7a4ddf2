"""Near-duplicates: which articles are copies of one text."""
