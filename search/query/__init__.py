"""The room of the query language: it parses any text of the search box into a tree."""
