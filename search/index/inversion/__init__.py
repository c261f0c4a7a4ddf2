"""Inversion: articles are analysed, inverted and encoded as one segment."""
