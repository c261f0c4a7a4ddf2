"""The room merges several segments into one, and has the merge policy."""
