"""Posting lists come back from their encoding as they were, and nothing else does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.format.lists import (
    IMPACT_DOCS,
    MAX_LISTED,
    MIN_WITH_IMPACTS,
    OFTEN,
    WINDOW,
    container_size,
    decode_docs,
    decode_frequencies,
    decode_positions,
    encode_docs,
    encode_frequencies,
    encode_positions,
    split_list,
)

sparse = st.sets(st.integers(0, (1 << 31) - 1), min_size=1, max_size=200).map(sorted)


@st.composite
def dense(draw):
    """Documents of two windows, around the sizes at which a container changes its form."""
    size = draw(
        st.sampled_from([1, MIN_WITH_IMPACTS - 1, MIN_WITH_IMPACTS, MAX_LISTED, MAX_LISTED + 1, WINDOW])
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
    docs = np.arange(0, 3 * MIN_WITH_IMPACTS, 3)
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


frequencies = st.lists(st.sampled_from([1, 1, 1, 2, 3, 4, 5, 256, (1 << 31) - 1]), min_size=1, max_size=90)


@given(st.one_of(sparse, dense()), st.data())
def test_frequencies_follow_the_documents(docs, data):
    tf = np.resize(data.draw(frequencies), len(docs))
    of_docs, of_tf = encode_docs(np.array(docs, np.int64)), encode_frequencies(tf)
    parts = split_list(np.concatenate([of_docs, of_tf]))
    assert [part.tolist() for part in parts] == [of_docs.tolist(), of_tf.tolist()]
    assert decode_frequencies(parts[1], len(docs)).tolist() == tf.tolist()
    often = np.count_nonzero(tf >= OFTEN)
    assert len(of_tf) == (0 if np.all(tf == 1) else -(-len(docs) // 8) + 4 * often)


@given(st.lists(st.integers(0, 0xFFFF), max_size=30), st.integers(1, 90))
def test_any_integers_are_refused_or_are_frequencies(encoded, count):
    try:
        tf = decode_frequencies(np.array(encoded, "<u2"), count)
    except ValueError:
        return
    assert len(tf) == count and np.all(tf >= 1)
    assert np.array_equal(encode_frequencies(tf), encoded) or np.all(tf == 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e[:-1],
        lambda e: e[:1],
        lambda e: np.append(e, e[-4:]),
        lambda e: raised(e, 2),  # the place of the first that occurs often
        lambda e: np.append(e[:-2], np.array([3, 0], e.dtype)),  # not often
        lambda e: raised(e, 1, 1 << 4),  # a posting beyond the last
        lambda e: raised(e, 0, 3),  # a posting that is not beside
    ],
)
def test_other_frequencies_are_refused(change):
    encoded = encode_frequencies(np.array([1, 7, 1, 1, 2, 1, 1, 1, 9, 1]))
    with pytest.raises(ValueError, match="posting list"):
        decode_frequencies(change(encoded), 10)


def raised(array, place, by=1):
    array[place] += by
    return array


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
    assert decode_positions(encoded, tf).tolist() == positions.tolist()


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
def test_any_bytes_are_refused_or_are_positions(encoded, tf):
    try:
        positions = decode_positions(np.frombuffer(encoded, np.uint8), np.array(tf, np.int32))
    except ValueError:
        return
    assert len(positions) == sum(tf)
