"""What is said to people, in Indonesian and in English: the one place where sentences are made.

The engine answers with codes and values; the command line, the pages and the errors put them into words here.
This room imports nothing of the engine; ``search.phrasing`` puts whole queries into words with it.
"""
