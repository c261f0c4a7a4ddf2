"""The room inverts articles: it analyses and encodes them as one segment."""
