"""A generation opened for reading."""
