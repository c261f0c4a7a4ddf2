"""``warta``, the command line: one function a command, errors as one clear line.

Exit codes: 0 done; 1 done with rejected input, each named; 2 could not be done.
"""

from search.cli.main import main

__all__ = ["main"]
