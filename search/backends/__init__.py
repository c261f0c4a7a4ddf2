"""Backends store and search an archive; all of them implement one protocol."""
