"""How good the ranking is: Warta, Warta with one part switched off at a time, and other search engines.

One command, from the project's folder::

    python -m bench.relevance --shared FOLDER       # writes docs/relevance.md

The test collections are not part of the project; see ``sets``.
"""
