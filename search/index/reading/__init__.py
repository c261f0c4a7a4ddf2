"""The room opens a generation for reading."""
