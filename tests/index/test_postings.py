"""Posting lists as arrays, over several segments: the same as through Whoosh's interface, one by one."""

import tempfile
from bisect import bisect_right
from pathlib import Path

import numpy as np
import pytest
from whoosh.index import open_dir
from whoosh.reading import TermNotFound

from search import Article
from search.index.format.field import FieldLists
from search.index.format.names import FLAT_EXTENSION
from search.index.format.sections import Sections
from search.index.inversion.writer import ArticleWriter
from search.index.reading.postings import EMPTY, read_postings
from search.index.whoosh.toc import write_toc
from search.indonesian import Analyzer

WINDOW = 1 << 16
COUNTS = (300, 5, 64)


def add_segment(folder, bodies):
    with tempfile.TemporaryDirectory() as scratch:
        writer = ArticleWriter(folder, Analyzer(), Path(scratch), 1 << 20)
        for number, body in enumerate(bodies):
            writer.add_article(Article(f"a{number}", (body,)))
        return writer.commit()


def bodies(count, first=0):
    """Yield texts: *sering* in all, several times; *jarang* in one of seven; *sekali* in one document."""
    for n in range(first, first + count):
        rare = " jarang" if n % 7 == 0 else ""
        yield "sering " * (n % 4 + 1) + f"kata{n}" + rare + (" sekali" if n == first + 3 else "")


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Make an index of three segments; the first alone holds lists of several blocks."""
    folder = tmp_path_factory.mktemp("segments")
    segments = [
        add_segment(folder, bodies(count, sum(COUNTS[:number]))) for number, count in enumerate(COUNTS)
    ]
    write_toc(folder, [(segment, EMPTY.docs) for segment in segments])
    return folder, segments


def parts(index, field):
    """Return the field in each segment, with the document number that the segment begins at."""
    folder, segments = index
    opened = [Sections(segment.path(folder, FLAT_EXTENSION)) for segment in segments]
    return [
        (n * WINDOW, FieldLists(flat, field)) for n, flat in enumerate(opened) if f"{field}/terms" in flat
    ]


def one_by_one(index, field, term):
    """Return the same list through Whoosh's interface, a posting at a time."""
    with open_dir(str(index[0])).reader() as reader:
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
