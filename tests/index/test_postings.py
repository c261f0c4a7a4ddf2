"""Posting lists as arrays: the block path, the generic matcher and several segments give the same."""

import numpy as np
import pytest
from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.writing import NO_MERGE, SegmentWriter

from search.index.postings import EMPTY, Postings, PostingsCache, read_postings
from search.index.schema import paragraph_schema

BLOCK = 64


def add_segment(ix, bodies):
    writer = SegmentWriter(ix, codec=W3Codec(blocklimit=BLOCK))
    for number, body in enumerate(bodies):
        writer.add_document(body=[(term, at) for at, term in enumerate(body.split())], article=f"a{number}")
    writer.commit(mergetype=NO_MERGE)


def bodies(count, first=0):
    """*sering* in all, several times; *jarang* in one of seven; *sekali* in one document."""
    for n in range(first, first + count):
        rare = " jarang" if n % 7 == 0 else ""
        yield "sering " * (n % 4 + 1) + f"kata{n}" + rare + (" sekali" if n == first + 3 else "")


@pytest.fixture(scope="module")
def segments(tmp_path_factory):
    """Open an index of three segments, several blocks each."""
    ix = whoosh_index.create_in(str(tmp_path_factory.mktemp("segments")), paragraph_schema())
    for first, count in ((0, 300), (300, 5), (305, BLOCK)):
        add_segment(ix, bodies(count, first))
    with ix.reader() as reader:
        yield reader


def one_by_one(reader, field, term):
    """Return the same list through Whoosh's interface, a posting at a time."""
    try:
        matcher = reader.postings(field, term)
    except Exception as error:
        assert type(error).__name__ == "TermNotFound"
        return [], [], []
    docs, tf, positions = [], [], []
    while matcher.is_active():
        found = matcher.value_as("positions") if field == "body" else []
        docs.append(matcher.id())
        tf.append(len(found) or 1)
        positions.extend(found)
        matcher.next()
    return docs, tf, positions


def assert_same(postings, expected):
    docs, tf, positions = expected
    assert postings.docs.tolist() == docs
    assert postings.tf.tolist() == tf
    assert postings.positions.tolist() == positions
    assert (postings.docs.dtype, postings.tf.dtype) == (np.int32, np.int32)
    assert postings.positions.dtype == np.uint16


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
def test_arrays_hold_what_the_matcher_gives(segments, field, term):
    assert_same(read_postings(segments, field, term), one_by_one(segments, field, term))


def test_the_list_is_long_enough_for_blocks(segments):
    assert len(segments.leaf_readers()) == 3
    first, _ = segments.leaf_readers()[0]
    assert isinstance(first.postings("body", "sering"), W3LeafMatcher)
    assert len(read_postings(segments, "body", "sering").docs) == 369


def test_exactly_one_full_block(tmp_path):
    for count in (BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK):
        folder = tmp_path / str(count)
        folder.mkdir()
        ix = whoosh_index.create_in(str(folder), paragraph_schema())
        add_segment(ix, bodies(count))
        with ix.reader() as reader:
            assert_same(read_postings(reader, "body", "sering"), one_by_one(reader, "body", "sering"))


def test_deleted_documents_are_left_out(tmp_path):
    ix = whoosh_index.create_in(str(tmp_path), paragraph_schema())
    add_segment(ix, bodies(200))
    writer = SegmentWriter(ix, codec=W3Codec(blocklimit=BLOCK))
    for doc in (0, 77, 199):
        writer.delete_document(doc)
    writer.commit(mergetype=NO_MERGE)
    with ix.reader() as reader:
        postings = read_postings(reader, "body", "sering")
        assert_same(postings, one_by_one(reader, "body", "sering"))
        assert set(range(200)) - set(postings.docs.tolist()) == {0, 77, 199}


def a_list(size):
    return Postings(np.arange(size, dtype=np.int32), np.ones(size, np.int32), np.zeros(size, np.uint16))


def test_the_cache_keeps_the_lists_used_last_within_its_bound():
    cache = PostingsCache(max_bytes=3 * a_list(10).nbytes)
    for term in "abc":
        cache.put("body", term, a_list(10))
    assert cache.get("body", "a") is not None  # a is now the last used
    cache.put("body", "d", a_list(10))
    assert cache.get("body", "b") is None
    assert all(cache.get("body", term) is not None for term in "acd")
    assert cache.get("title", "a") is None


def test_a_list_larger_than_the_cache_is_not_kept():
    cache = PostingsCache(max_bytes=100)
    cache.put("body", "a", a_list(1000))
    assert cache.get("body", "a") is None
    cache.put("body", "b", EMPTY)
    assert cache.get("body", "b") is EMPTY
