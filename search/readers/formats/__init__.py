"""Formats that other programs made: web pages, feeds, exports, tables of databases, documents.

A module a format. Each yields the fields of a record for each article, and names what is none. The libraries
that they need are extras: ``needed`` imports one, or says which extra to install.
"""
