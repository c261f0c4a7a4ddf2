"""Posting lists as arrays, over several segments: the same as through Whoosh's interface, one by one."""

from bisect import bisect_right

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh.reading import TermNotFound
from whoosh.writing import NO_MERGE, SegmentWriter

from search.index.format.field import FieldLists
from search.index.format.names import FLAT_EXTENSION
from search.index.format.sections import Sections
from search.index.reading.postings import read_postings
from search.index.whoosh.schema import paragraph_schema
from search.index.whoosh.segment import FlatCodec

WINDOW = 1 << 16
COUNTS = (300, 5, 64)


def add_segment(ix, bodies):
    writer = SegmentWriter(ix, codec=FlatCodec())
    for number, body in enumerate(bodies):
        writer.add_document(body=[(term, at) for at, term in enumerate(body.split())], article=f"a{number}")
    writer.commit(mergetype=NO_MERGE)


def bodies(count, first=0):
    """Yield texts: *sering* in all, several times; *jarang* in one of seven; *sekali* in one document."""
    for n in range(first, first + count):
        rare = " jarang" if n % 7 == 0 else ""
        yield "sering " * (n % 4 + 1) + f"kata{n}" + rare + (" sekali" if n == first + 3 else "")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Make an index of three segments; the first alone holds lists of several blocks."""
    ix = whoosh_index.create_in(str(tmp_path_factory.mktemp("segments")), paragraph_schema())
    for number, count in enumerate(COUNTS):
        add_segment(ix, bodies(count, sum(COUNTS[:number])))
    return ix


def parts(ix, field):
    """Return the field in each segment, with the document number that the segment begins at."""
    folder = ix.storage.folder
    opened = [Sections(f"{folder}/{segment.make_filename(FLAT_EXTENSION)}") for segment in ix._segments()]
    return [
        (n * WINDOW, FieldLists(flat, field)) for n, flat in enumerate(opened) if f"{field}/terms" in flat
    ]


def one_by_one(ix, field, term):
    """Return the same list through Whoosh's interface, a posting at a time."""
    with ix.reader() as reader:
        try:
            matcher = reader.postings(field, term)
        except TermNotFound:
            return [], [], []
        firsts = [base for _, base in reader.leaf_readers()]
        docs, tf, positions = [], [], []
        while matcher.is_active():
            found = matcher.value_as("positions") if field == "body" else []
            segment = bisect_right(firsts, matcher.id()) - 1
            docs.append(matcher.id() - firsts[segment] + segment * WINDOW)
            tf.append(len(found) or 1)
            positions.extend(found)
            matcher.next()
        return docs, tf, positions


@pytest.mark.parametrize(
    ("field", "term"),
    [
        ("body", "sering"),
        ("body", "jarang"),
        ("body", "sekali"),
        ("body", "kata299"),
        ("body", "kata300"),
        ("body", "tidakada"),
        ("body", ""),
        ("article", "a0"),
        ("article", "a2"),
        ("article", "a299"),
        ("source", "x"),
    ],
)
def test_arrays_hold_what_the_matcher_gives(index, field, term):
    postings = read_postings(parts(index, field), term.encode())
    docs, tf, positions = one_by_one(index, field, term)
    assert postings.docs.tolist() == docs
    assert postings.tf.tolist() == tf
    assert postings.positions.tolist() == positions
    assert (postings.docs.dtype, postings.tf.dtype) == (np.int32, np.int32)


def test_all_segments_are_read(index):
    assert len(read_postings(parts(index, "body"), b"sering").docs) == sum(COUNTS)
