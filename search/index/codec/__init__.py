"""The flat codec: posting lists, dictionary, lengths and stored text of a segment as mapped arrays."""
