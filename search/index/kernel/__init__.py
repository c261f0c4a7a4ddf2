"""The compiled side of `search.index.inversion`: tokens, rows, lists and signatures of many texts."""
