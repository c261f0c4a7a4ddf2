"""The compiled kernel: cursors over posting lists, and the loops of matching, scoring and pruning.

Optional: where it is not compiled, ``search.ranking`` answers with NumPy, the same results.
"""
