"""All sentences for people, in Indonesian and in English. No other room makes sentences.

The engine returns codes and values. The command line, the pages and the errors look up their sentences here.
This room imports nothing of the engine; ``search.phrasing`` uses it to describe whole queries.
"""
