"""What is compiled of reading records does what its oracles do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.compiled import COMPILED
from search.readers import body, simple_values
from search.readers.simple_values import Simple
from search.readers.version_table import VersionTable

if not COMPILED:
    pytest.skip("not compiled: no C compiler at install time", allow_module_level=True)

from search.readers import compiled_simple_values as compiled
from search.readers.compiled_version_table import VersionTable as CompiledTable

lines = st.lists(
    st.sampled_from(
        [
            "Beras",
            " ",
            "\t",
            "\n",
            "<",
            "&",
            "null",
            "NaN",
            "-",
            "é",
            "Ã©",
            "“",
            "\x7f",
            "\x00",
            "\u00a0",
            "k" * 99,
        ]
    )
).map("".join) | st.text(max_size=5)


@given(lines)
def test_plain_lines(text):
    assert compiled.plain_line(text) == body.plain_line(text)


def test_long_lines():
    for length in (body.MAX_METADATA_LENGTH, body.MAX_METADATA_LENGTH + 1):
        assert compiled.plain_line("k" * length) == body.plain_line("k" * length)


keys = st.sampled_from("abc")
values = st.dictionaries(keys, lines | st.none() | st.integers() | st.lists(lines), max_size=3)


def plan_of(drawn):
    return [
        Simple(
            place, str(place), ((key,),), key if one else None, {"Beras": "beras"} if known else None, quick
        )
        for place, (key, one, known, quick) in enumerate(drawn)
    ]


@given(
    st.lists(values, max_size=3),
    st.lists(
        st.tuples(keys, st.booleans(), st.booleans(), st.sampled_from([None, body.plain_line, str.upper]))
    ),
)
def test_simple_values(records, drawn):
    fast, slow = plan_of(drawn), plan_of(drawn)
    for record in records:
        rows = [None] * len(drawn), [None] * len(drawn)
        left = compiled.read_simple(record, fast, rows[0])
        assert left == simple_values.read_simple(record, slow, rows[1])
        assert rows[0] == rows[1]
        assert fast == slow


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3), st.integers(1, 2**64 - 1))))
def test_version_tables(entries):
    fast, slow = CompiledTable(), VersionTable()
    for number, (key, content, position) in enumerate(entries):
        entry = (key * 4096, content, position, number)  # all in one slot at first
        assert fast.enter(*entry) == slow.enter(*entry)


def test_version_tables_grow():
    fast, slow = CompiledTable(), VersionTable()
    for key in (*range(0, 20_000, 2), *range(9_000)):
        assert fast.enter(key, key, key + 1, key) == slow.enter(key, key, key + 1, key)


VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3) | st.integers()
    | st.floats(allow_nan=False) | st.sampled_from([2.0**63, -(2.0**63), 2.0**62, 1e300]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=2), VALUES, max_size=3))
def test_the_compiled_search_for_long_numbers_is_that_of_the_oracle(value):
    assert compiled.is_exact(value) == simple_values.is_exact(value)
