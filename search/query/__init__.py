"""The language of the search box: text to query tree, tolerant, and its explanation in words."""
