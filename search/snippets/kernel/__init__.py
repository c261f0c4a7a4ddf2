"""Marks, window and HTML of a text in compiled loops."""
