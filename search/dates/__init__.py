"""Days as people name them, in words or numbers."""
