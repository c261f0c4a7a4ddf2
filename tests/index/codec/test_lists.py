"""Posting lists come back from their encoding as they were, and nothing else does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.codec.lists import (
    IMPACT_DOCS,
    LEAST_WITH_IMPACTS,
    MOST_LISTED,
    WINDOW,
    container_size,
    decode_docs,
    decode_positions,
    encode_docs,
    encode_frequencies,
    encode_positions,
)

sparse = st.sets(st.integers(0, (1 << 31) - 1), min_size=1, max_size=200).map(sorted)


@st.composite
def dense(draw):
    """Documents of two windows, around the sizes at which a container changes its form."""
    size = draw(
        st.sampled_from([1, LEAST_WITH_IMPACTS - 1, LEAST_WITH_IMPACTS, MOST_LISTED, MOST_LISTED + 1, WINDOW])
    )
    first = np.random.default_rng(draw(st.integers(0, 99))).choice(WINDOW, size, replace=False)
    second = draw(st.sets(st.integers(5 * WINDOW, 6 * WINDOW - 1), max_size=20))
    return [*np.sort(first).tolist(), *sorted(second)]


@given(st.one_of(sparse, dense()))
def test_documents(docs):
    encoded = encode_docs(np.array(docs, np.int64))
    assert decode_docs(encoded, len(docs)).tolist() == docs
    sizes = np.unique(np.array(docs) >> 16, return_counts=True)[1].tolist()
    assert len(encoded) == 1 + 2 * len(sizes) + sum(map(container_size, sizes))


def test_impacts_are_the_greatest_of_64_documents():
    docs = np.arange(0, 3 * LEAST_WITH_IMPACTS, 3)
    impacts = np.random.default_rng(1).integers(0, 256, len(docs)).astype(np.uint8)
    kept = encode_docs(docs, impacts)[-WINDOW // IMPACT_DOCS // 2 :].view(np.uint8)
    for block in range(WINDOW // IMPACT_DOCS):
        of_block = impacts[docs // IMPACT_DOCS == block]
        assert kept[block] == of_block.max(initial=0)


@pytest.mark.parametrize(
    "change", [lambda e: e[:-1], lambda e: np.append(e, e[:1]), lambda e: e[:0], lambda e: e[:2]]
)
def test_a_list_of_another_size_is_refused(change):
    encoded = encode_docs(np.array([1, 5, WINDOW + 3]))
    with pytest.raises(ValueError, match="posting list"):
        decode_docs(change(encoded), 3)


def test_windows_that_make_no_document_number_are_refused():
    encoded = encode_docs(np.array([(1 << 31) - 1]))
    encoded[1] = 1 << 15
    with pytest.raises(ValueError, match="impossible"):
        decode_docs(encoded, 1)


@given(st.lists(st.integers(0, 0xFFFF), max_size=80), st.integers(1, 300))
def test_any_integers_are_refused_or_are_documents(encoded, count):
    try:
        docs = decode_docs(np.array(encoded, "<u2"), count)
    except ValueError:
        return
    assert len(docs) == count and np.all(docs[1:] > docs[:-1]) and docs[0] >= 0


@st.composite
def occurrences(draw):
    """Positions of each posting: of many postings few, of some more than a byte can count."""
    short = st.lists(st.integers(0, 300_000), min_size=1, max_size=4).map(sorted)
    postings = draw(st.lists(short, min_size=1, max_size=200))
    for at in draw(st.lists(st.integers(0, len(postings) - 1), max_size=3)):
        postings[at] = list(range(draw(st.integers(250, 600))))
    return postings


@given(occurrences())
def test_positions(postings):
    tf = np.array([len(p) for p in postings])
    positions = np.array([p for of_one in postings for p in of_one])
    encoded = encode_positions(tf, positions)
    read_tf, read = decode_positions(encoded, encode_frequencies(tf))
    assert read_tf.tolist() == tf.tolist()
    assert read.tolist() == positions.tolist()


@given(occurrences())
def test_blocks_of_positions_say_where_they_begin(postings):
    tf = np.array([len(p) for p in postings])
    encoded = encode_positions(tf, np.array([p for of_one in postings for p in of_one]))
    if len(postings) <= 64:
        return
    blocks = -(-len(postings) // 64)
    head = encoded[: 4 * blocks].view("<u4").tolist()
    for block in range(blocks):
        start, end = (
            head[block] // 2,
            head[block + 1] // 2 if block + 1 < blocks else len(encoded) - 4 * blocks,
        )
        of_block = postings[64 * block : 64 * (block + 1)]
        alone = encode_positions(
            tf[64 * block : 64 * (block + 1)], np.array([p for ps in of_block for p in ps])
        )
        assert encoded[4 * blocks + start : 4 * blocks + end].tolist() == alone.tolist()
        assert head[block] % 2 == (end - start != sum(map(len, of_block)))


@given(st.binary(max_size=60), st.lists(st.integers(0, 255), min_size=1, max_size=80))
def test_any_bytes_are_refused_or_are_positions(encoded, tf_bytes):
    try:
        tf, positions = decode_positions(np.frombuffer(encoded, np.uint8), np.array(tf_bytes, np.uint8))
    except ValueError:
        return
    assert len(positions) == tf.sum()
