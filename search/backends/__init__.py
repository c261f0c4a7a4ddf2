"""Backends: where an archive is kept and searched, behind one protocol."""
