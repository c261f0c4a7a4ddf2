"""Watching: files that come into a folder are taken into the index.

The way through this room::

    run         again and again, until asked to end
    scanning    which files are there, and which are still
    taking      files -> one generation, in which a file that was rewritten replaces its articles
    state       what was taken
"""

from search.watching.run import Listener, Manner, watch
from search.watching.taking import Taken

__all__ = ["Listener", "Manner", "Taken", "watch"]
