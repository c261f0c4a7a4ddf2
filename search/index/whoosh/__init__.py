"""The adapter by which Whoosh opens a Warta index."""
