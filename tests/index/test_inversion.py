"""What is compiled of writing and merging, and its oracle: the same rows and bytes, as defined."""

from array import array
from bisect import bisect_left
from contextlib import suppress
from itertools import groupby
from types import SimpleNamespace
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.bm25 import saturation
from search.compiled import COMPILED
from search.index.copies import duplicates, shingles
from search.index.format import rows as rows_module
from search.index.format import steps as format_steps
from search.index.format import texts as texts_module
from search.index.format.lists import decode_docs, decode_frequencies, decode_positions, split_list
from search.index.inversion import invert as invert_module
from search.index.inversion import steps

#: The oracles, and the compiled functions under the same names.
oracle = SimpleNamespace(
    invert=invert_module.invert,
    term_counts=invert_module.term_counts,
    encode_lists=rows_module.encode_lists,
    decode_rows=rows_module.decode_rows,
    add_frequencies=rows_module.add_frequencies,
    first_unsound=rows_module.first_unsound,
    first_from=rows_module.first_from,
    packed_texts=texts_module.packed_texts,
    signatures=shingles.signatures,
)
kernel = SimpleNamespace(
    invert=steps.invert,
    term_counts=steps.term_counts,
    encode_lists=format_steps.encode_lists,
    decode_rows=format_steps.decode_rows,
    add_frequencies=format_steps.add_frequencies,
    first_unsound=format_steps.first_unsound,
    first_from=format_steps.first_from,
    packed_texts=format_steps.packed_texts,
    signatures=duplicates.signatures,
)

compiled = pytest.mark.skipif(not COMPILED, reason="not compiled: no C compiler at install time")
BOTH = [oracle, pytest.param(kernel, marks=compiled)]


@pytest.mark.parametrize("module", BOTH)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5), st.sampled_from([0, 1, 255]))
def test_packed_texts(module, texts, kind):
    sizes, checksums = array("Q"), array("I")
    packed = module.packed_texts(tuple(texts), kind, sizes, checksums)
    assert packed == "".join(texts).encode()
    assert sizes.tolist() == [len(text.encode()) for text in texts]
    assert checksums.tolist() == [crc32(text.encode(), kind) for text in texts]


@st.composite
def texts_of_forms(draw):
    """Forms of one or several terms, and texts of them."""
    forms = draw(
        st.lists(
            st.tuples(
                st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6)), min_size=1, max_size=4).map(sorted),
                st.integers(1, 4),
            ),
            min_size=1,
            max_size=6,
        )
    )
    texts = draw(st.lists(st.lists(st.integers(0, len(forms) - 1), max_size=30), max_size=12))
    gaps = draw(st.lists(st.integers(1, 70_000), min_size=len(texts), max_size=len(texts)))
    return forms, texts, np.cumsum(gaps).tolist()


def arrays_of(forms, texts, docs):
    sizes = [len(terms) for terms, _ in forms]
    return {
        "tokens": np.array([form for text in texts for form in text], np.uint32),
        "ends": np.cumsum([len(text) for text in texts], dtype=np.uint64),
        "docs": np.array(docs, np.uint64),
        "starts": np.append(0, np.cumsum(sizes)).astype(np.uint32),
        "offsets": np.array([offset for terms, _ in forms for offset, _ in terms], np.uint32),
        "terms": np.array([term for terms, _ in forms for _, term in terms], np.uint32),
        "widths": np.array([width for _, width in forms], np.uint32),
    }


@pytest.mark.parametrize("module", BOTH)
@given(texts_of_forms(), st.sampled_from([0, 5, 65_535]))
def test_rows_are_sorted_by_term_document_and_position(module, drawn, most):
    expected = []
    for text, doc in zip(drawn[1], drawn[2], strict=True):
        position = 0
        for form in text:
            terms, width = drawn[0][form]
            expected += [(term, doc, min(position + offset, most)) for offset, term in terms]
            position += width
    expected.sort(key=lambda row: row[0])
    room = np.empty(len(expected) + 1, np.uint64) if drawn[1] else None
    firsts, rows = module.invert(**arrays_of(*drawn), term_count=8, max_position=most, buffer=room)
    assert room is None or np.shares_memory(rows, room) or not len(rows)
    found = [(term, row) for term in range(8) for row in rows[firsts[term] : firsts[term + 1]].tolist()]
    assert found == [(term, doc << 16 | position) for term, doc, position in expected]
    arrays = arrays_of(*drawn)
    counts = module.term_counts(arrays["tokens"], arrays["ends"], arrays["starts"])
    assert counts.tolist() == [sum(len(drawn[0][form][0]) for form in text) for text in drawn[1]]


@compiled
@pytest.mark.parametrize(
    "wrong",
    [
        {"tokens": np.array([9], np.uint32)},
        {"ends": np.array([2], np.uint64)},
        {"docs": np.array([1, 2], np.uint64)},
        {"terms": np.array([8], np.uint32)},
        {"starts": np.array([0, 2], np.uint32)},
        {"starts": np.array([1, 0], np.uint32)},
    ],
)
def test_arrays_that_do_not_fit_are_refused(wrong):
    arrays = arrays_of([([(0, 0)], 1)], [[0]], [3])
    assert len(kernel.invert(**arrays, term_count=8, max_position=9)[1]) == 1
    with pytest.raises(ValueError):
        kernel.invert(**{**arrays, **wrong}, term_count=8, max_position=9)


@pytest.mark.parametrize("module", BOTH)
def test_too_little_room_is_not_used(module):
    arrays = arrays_of([([(0, 0)], 1)], [[0, 0]], [3])
    room = np.empty(1, np.uint64)
    _, rows = module.invert(**arrays, term_count=8, max_position=9, buffer=room)
    assert rows.tolist() == [3 << 16, 3 << 16 | 1]
    assert not np.shares_memory(rows, room)


@st.composite
def posting_rows(draw):
    """Rows of a few lists: dense and sparse over several windows, single documents of many occurrences."""
    lists = []
    for _ in range(draw(st.integers(1, 3))):
        chance = np.random.default_rng(draw(st.integers(0, 1 << 32)))
        documents = draw(st.sampled_from([70, 70_000, 200_000]))
        count = draw(st.sampled_from([1, 9, 10, 64, 65, 1023, 1024, 4096, 4097, 9000]))
        docs = chance.choice(documents, min(count, documents), replace=False)
        often = draw(st.sampled_from([1, 2, 3]))
        docs = np.repeat(docs, chance.integers(1, often + 1, len(docs)))
        docs = np.append(docs, np.repeat(docs[:1], draw(st.sampled_from([0, 253, 254, 300]))))
        positions = chance.integers(0, draw(st.sampled_from([1, 40, 128, 65_536])), len(docs))
        lists.append(np.sort(docs.astype(np.uint64) << np.uint64(16) | positions.astype(np.uint64)))
    return lists


def encoded(module, lists, *, scored=True, with_positions=True):
    counts = np.array([len(rows) for rows in lists], np.int64)
    rows = np.concatenate(lists)
    if not with_positions:
        rows = np.concatenate(lists) & ~np.uint64(0xFFFF)
    chance = np.random.default_rng(5)
    lengths = chance.integers(0, 256, 200_000).astype(np.uint8) if scored else np.empty(0, np.uint8)
    article_of = np.cumsum(chance.random(200_000) < 0.1, dtype=np.uint32)[: 200_000 if scored else 0]
    tables = rows_module.impact_tables(31.5)
    firsts = np.cumsum(counts) - counts
    return (
        module.encode_lists(rows, firsts, counts, *tables, lengths, article_of, with_positions),
        lengths,
        article_of,
    )


@pytest.mark.parametrize("module", BOTH)
@settings(max_examples=60, deadline=None)
@given(posting_rows())
def test_encoded_lists_hold_their_rows(module, lists):
    found, lengths, article_of = encoded(module, lists)
    at_list = at_positions = 0
    for number, rows in enumerate(lists):
        by_doc = groupby(rows.tolist(), lambda row: row >> 16)
        expected = [(doc, [row & 0xFFFF for row in of_doc]) for doc, of_doc in by_doc]
        count, size = int(found.df[number]), int(found.list_sizes[number])
        of_list = found.lists[at_list : at_list + size]
        docs, tf = split_list(of_list)
        positions = found.positions[at_positions : at_positions + int(found.position_sizes[number])]
        assert decode_docs(docs, count).tolist() == [doc for doc, _ in expected]
        frequencies = decode_frequencies(tf, count)
        places = decode_positions(positions, frequencies)
        assert frequencies.tolist() == [len(places) for _, places in expected]
        assert places.tolist() == [place for _, places in expected for place in places]
        checksum = crc32(positions.data, crc32(of_list.copy().view(np.uint8).data))
        assert checksum == found.checksums[number]
        held = {int(article_of[doc]) for doc, _ in expected}
        assert found.articles[number] == len(held)
        s = saturation(
            np.minimum([len(places) for _, places in expected], 255),
            lengths[[doc for doc, _ in expected]],
            31.5,
            rows_module.IMPACT_K1,
            rows_module.IMPACT_B,
        )
        assert found.impacts[number] == np.ceil(255 * max(s))
        assert found.tenth[number] == (int(255 * sorted(s)[-10]) if len(s) >= 10 else 0)
        at_list += size
        at_positions += len(positions)
    assert (at_list, at_positions) == (len(found.lists), len(found.positions))


@compiled
@settings(max_examples=60, deadline=None)
@given(posting_rows(), st.booleans())
def test_both_write_the_same_bytes(lists, scored):
    for ours, theirs in zip(
        encoded(kernel, lists, scored=scored)[0], encoded(oracle, lists, scored=scored)[0], strict=True
    ):
        assert ours.dtype == theirs.dtype
        assert ours.tobytes() == theirs.tobytes()


@compiled
@given(posting_rows())
def test_both_write_the_same_identifiers(lists):
    once = [rows[np.unique(rows >> np.uint64(16), return_index=True)[1]] for rows in lists]
    ours, theirs = (encoded(m, once, scored=False, with_positions=False)[0] for m in (kernel, oracle))
    assert [part.tobytes() for part in ours] == [part.tobytes() for part in theirs]
    assert len(ours.positions) == 0


@compiled
@given(st.lists(st.lists(st.integers(0, 400), max_size=120), max_size=8))
def test_both_make_the_same_signatures(texts):
    hashes = np.array([0, 0, *range(1 << 20, (1 << 20) + 399)], np.uint32) * np.uint32(2_654_435_761)
    tokens = np.array([token for text in texts for token in text], np.uint32)
    ends = np.cumsum([len(text) for text in texts], dtype=np.uint64)
    ours, theirs = kernel.signatures(tokens, ends, hashes), oracle.signatures(tokens, ends, hashes)
    assert ours[0].tolist() == theirs[0].tolist()
    assert np.array_equal(ours[1], theirs[1])


def decoded(module, lists, new_number, *, with_positions, change=lambda columns: None):
    written = encoded(oracle, lists, scored=with_positions, with_positions=with_positions)[0]
    starts, position_starts = (
        np.append(0, np.cumsum(sizes)) for sizes in (written.list_sizes, written.position_sizes)
    )
    columns = [written.lists.copy(), starts, written.df.astype(np.int64), written.positions.copy()]
    columns.append(position_starts if with_positions else np.empty(0, np.int64))
    change(columns)
    return module.decode_rows(*columns, new_number)


def some_left_out(lists, seed):
    kept = np.random.default_rng(seed).random(200_000) < 0.7
    kept[(lists[0] >> np.uint64(16)).astype(np.int64)] = True  # something is left
    return np.where(kept, np.cumsum(kept) - 1, -1)


@pytest.mark.parametrize("module", BOTH)
@settings(max_examples=40, deadline=None)
@given(posting_rows(), st.booleans(), st.integers(0, 99))
def test_decoded_rows_are_those_that_were_encoded(module, lists, with_positions, seed):
    new_number = some_left_out(lists, seed)
    if not with_positions:
        lists = [np.unique(rows & ~np.uint64(0xFFFF)) for rows in lists]
    expected = []
    for rows in lists:
        numbers = new_number[(rows >> np.uint64(16)).astype(np.int64)]
        renumbered = numbers.astype(np.uint64) << np.uint64(16) | rows & np.uint64(0xFFFF)
        expected.append(renumbered[numbers >= 0].tolist())
    found, counts = decoded(module, lists, new_number, with_positions=with_positions)
    assert counts.tolist() == [len(rows) for rows in expected]
    assert found.tolist() == [row for rows in expected for row in rows]


@pytest.mark.parametrize("module", BOTH)
@given(st.sets(st.binary(max_size=3), max_size=20), st.binary(max_size=4))
def test_the_first_term_from_another_on(module, terms, term):
    in_order = sorted(terms)
    letters = np.frombuffer(b"".join(in_order), np.uint8)
    starts = np.cumsum([0, *map(len, in_order)], dtype=np.uint32)
    assert module.first_from(letters, starts, term) == bisect_left(in_order, term)


@compiled
@given(st.binary(max_size=20), st.lists(st.integers(0, 30) | st.just(0), max_size=9), st.binary(max_size=4))
def test_a_dictionary_that_is_cut_meanwhile_is_read_within_its_bytes(letters, starts, term):
    """What is lost of a file is read as zeros."""
    ordinal = kernel.first_from(np.frombuffer(letters, np.uint8), np.array([0, *starts], np.uint32), term)
    assert 0 <= ordinal <= len(starts)


@compiled
@settings(max_examples=200, deadline=None)
@given(posting_rows(), st.data())
def test_damaged_lists_are_refused_or_decoded_within_their_arrays(lists, data):
    def change(columns):
        column = columns[data.draw(st.integers(0, 4))]
        at = data.draw(st.integers(0, min(len(column) - 1, 40)) | st.integers(0, len(column) - 1))
        column[at] ^= 1 << data.draw(st.integers(0, 8 * column.itemsize - 2))

    try:
        rows, counts = decoded(kernel, lists, np.arange(200_000), with_positions=True, change=change)
    except ValueError:
        return
    assert len(rows) == counts.sum()


def written_columns(lists):
    """Return the columns of lists as a file has them."""
    written = encoded(oracle, lists, scored=True, with_positions=True)[0]
    starts, position_starts = (
        np.append(0, np.cumsum(sizes)) for sizes in (written.list_sizes, written.position_sizes)
    )
    df = written.df.astype(np.int64)
    return [written.lists.copy(), starts, df, written.positions.copy(), position_starts, written.checksums]


@pytest.mark.parametrize("module", BOTH)
@settings(max_examples=40, deadline=None)
@given(posting_rows())
def test_frequencies_of_several_lists_are_added_up(module, lists):
    columns = written_columns(lists)
    sums = np.zeros(200_000, np.uint32)
    module.add_frequencies(*columns[:3], sums)
    expected = np.zeros(200_000, np.int64)
    for rows in lists:
        docs, tf = np.unique((rows >> np.uint64(16)).astype(np.int64), return_counts=True)
        expected[docs] += np.minimum(tf, 255)
    assert sums.tolist() == expected.tolist()


@pytest.mark.parametrize("module", BOTH)
@settings(max_examples=40, deadline=None)
@given(posting_rows(), st.data())
def test_the_first_list_that_changed_is_named(module, lists, data):
    columns = written_columns(lists)
    asked = [columns[0], columns[1], columns[3], columns[4], columns[5]]
    assert module.first_unsound(*asked) == -1
    stream, starts = data.draw(st.sampled_from([(columns[0], columns[1]), (columns[3], columns[4])]))
    at = data.draw(st.integers(0, len(stream) - 1))
    stream[at] ^= 1
    assert module.first_unsound(*asked) == np.searchsorted(starts, at, "right") - 1


@compiled
@settings(max_examples=200, deadline=None)
@given(posting_rows(), st.data())
def test_damaged_lists_are_not_added_up_beyond_the_documents(lists, data):
    columns = written_columns(lists)
    column = columns[data.draw(st.integers(0, 2))]
    at = data.draw(st.integers(0, min(len(column) - 1, 40)) | st.integers(0, len(column) - 1))
    column[at] ^= 1 << data.draw(st.integers(0, 8 * column.itemsize - 2))
    room = np.zeros(200_064, np.uint32)
    with suppress(ValueError):
        kernel.add_frequencies(*columns[:3], room[32:-32])
    assert not room[:32].any()
    assert not room[-32:].any()
