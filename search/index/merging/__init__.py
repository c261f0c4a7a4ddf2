"""Merging several segments into one, and the merge policy."""
