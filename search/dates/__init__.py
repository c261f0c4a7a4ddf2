"""The room reads dates: of a query, of the records of an archive, and of the texts of articles."""
