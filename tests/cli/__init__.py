"""The command line, run as a user runs it. A package, so that its conftest has a name of its own."""
