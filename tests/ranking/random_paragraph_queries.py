"""Queries of the grammar of a search over paragraphs, drawn and made by hand."""

from hypothesis import strategies as st
from whoosh import query

from search.query.tree import AllWords, Form, Words

TERMS = ["angin", "banjir", "cuaca", "desa", "emas", "tiada"]


def word(field, *terms, boost=1.0):
    """Return a word, or several in a row, of one field of the index."""
    name = field.removesuffix("_exact")
    form = (Form(terms, terms),)
    return Words(" ".join(terms), form, (name,), exact=name != field, boost=boost)


def tree_of(parts, excluded=(), every=False):
    """Return the tree for words, or words of which any will do."""
    wanted = list(parts) if every else [query.Or(list(parts))]
    return AllWords([*wanted, *map(query.Not, excluded)])


@st.composite
def words(draw, fields=("body", "body", "title"), terms=TERMS, longest_row=2):
    row = draw(st.lists(st.sampled_from(terms), min_size=1, max_size=longest_row))
    boost = draw(st.sampled_from([1.0, 0.25, 3.0]) | st.floats(0.01, 10))
    both = draw(st.integers(0, 9)) == 0
    one = word(draw(st.sampled_from(fields)), *row, boost=boost)
    return Words(one.text, one.forms, ("body", "title"), boost=boost) if both else one


def trees(**choice):
    either = st.builds(query.Or, st.lists(words(**choice), min_size=1, max_size=3))
    several = st.lists(words(**choice) | either, min_size=1, max_size=6)
    few = st.lists(words(**choice), max_size=2)
    return st.builds(tree_of, several, st.just(()) | few, st.booleans())
