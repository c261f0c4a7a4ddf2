"""The room reads formats of other programs: web pages, feeds, exports, tables of databases, documents.

There is one module for each format. It yields a record for each article, and names everything else. The
libraries that a module needs are extras: ``needed`` imports one, or raises an error that names the extra.
"""
