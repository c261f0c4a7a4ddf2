"""The compiled reader of stored texts: what it returns is what was written, or nothing."""

from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.format.names import ABSENT, TEXT

texts = pytest.importorskip("search.index.format.compiled_texts")

OTHER = 2  # a kind that there is not
KINDS = st.sampled_from([TEXT, TEXT, TEXT, ABSENT, OTHER])


def columns(values):
    """Return starts, bytes, kinds, checksums of (kind, bytes) pairs."""
    sizes = [len(encoded) for _, encoded in values]
    return (
        np.append(0, np.cumsum(sizes)).astype("<u8"),
        np.frombuffer(b"".join(encoded for _, encoded in values), np.uint8),
        np.array([kind for kind, _ in values], np.uint8),
        np.array([crc32(encoded, kind) for kind, encoded in values], "<u4"),
    )


@given(st.lists(st.tuples(KINDS, st.text(max_size=40).map(str.encode) | st.binary(max_size=30)), min_size=1))
def test_texts_come_back(values):
    reader = texts.TextReader(*columns(values), TEXT)
    for doc, (kind, encoded) in enumerate(values):
        try:
            wanted = encoded.decode() if kind == TEXT else None
        except UnicodeDecodeError:
            wanted = None
        assert reader.get(doc) == wanted
    assert reader.get(-1) is None
    assert reader.get(len(values)) is None


@given(st.text(min_size=1, max_size=60).map(str.encode), st.data())
def test_a_changed_bit_is_seen(encoded, data):
    starts, stored, kinds, checksums = columns([(TEXT, encoded)])
    changed = bytearray(stored)
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    reader = texts.TextReader(starts, np.frombuffer(bytes(changed), np.uint8), kinds, checksums, TEXT)
    assert reader.get(0) is None


@given(st.lists(st.integers(0, 2**64 - 1), min_size=3, max_size=3))
def test_nothing_is_read_outside(starts):
    _, stored, kinds, checksums = columns([(TEXT, b"banjir"), (TEXT, b"rob")])
    reader = texts.TextReader(np.array(starts, "<u8"), stored, kinds, checksums, TEXT)
    for doc in (0, 1):
        inside = starts[doc] <= starts[doc + 1] <= len(stored)
        assert reader.get(doc) in ((None, "banjir", "rob") if inside else (None,))


def test_columns_of_different_documents_are_refused():
    starts, stored, kinds, checksums = columns([(TEXT, b"banjir"), (TEXT, b"rob")])
    for wrong in (
        (starts[:-1], kinds, checksums),
        (starts, kinds[:-1], checksums),
        (starts, kinds, checksums[:-1]),
    ):
        with pytest.raises(ValueError, match="different documents"):
            texts.TextReader(wrong[0], stored, wrong[1], wrong[2], TEXT)
