"""The command line ``warta``: it has a function for each command, and reports an error in one line.

The exit code is 0 if a command succeeded, 1 if it succeeded but rejected some input, which it names, and 2 if
it failed.
"""

from search.cli.main import main

__all__ = ["main"]
