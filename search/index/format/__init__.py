"""What is on disk, both ways: sections, posting lists, dictionaries, stored texts, numbers of articles."""
