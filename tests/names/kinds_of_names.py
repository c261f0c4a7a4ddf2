"""What tests of names compare: the kind and the text of each name of an article."""

from search.names import read_names


def names(*paragraphs):
    """Return kind and text of each name of an article."""
    found = read_names(paragraphs)
    return [
        (name.kind, text[name.start : name.end])
        for text, here in zip(paragraphs, found.paragraphs, strict=True)
        for name in here.names
    ]
