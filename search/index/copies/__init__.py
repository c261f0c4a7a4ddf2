"""The room finds near-duplicates: articles that are copies of one text."""
