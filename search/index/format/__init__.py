"""The room reads and writes the disk format: sections, posting lists, dictionaries, texts, doc values."""
