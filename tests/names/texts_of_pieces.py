"""A Hypothesis strategy for texts made of pieces that names and quotations are read from."""

from hypothesis import strategies as st


def texts_of(pieces):
    """Return a strategy for at most 24 of the pieces in a row, with or without a blank between them."""
    return st.lists(st.sampled_from(pieces), max_size=24).flatmap(
        lambda drawn: st.sampled_from(["", " "]).map(lambda between: between.join(drawn))
    )
