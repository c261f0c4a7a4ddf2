"""The disk format, written and read: sections, posting lists, dictionaries, stored texts, doc values."""
