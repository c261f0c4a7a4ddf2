"""The compiled columns of mentions agree with their oracle."""

import pytest

from search.compiled import COMPILED
from search.index.inversion.name_columns import NameColumns as Oracle
from search.names import Name, read_names

if not COMPILED:
    pytest.skip("nothing is compiled here", allow_module_level=True)

from search.index.inversion.compiled_name_columns import NameColumns

_TEXTS = (
    "Menteri Keuangan Sri Mulyani bertemu Gubernur Jawa Barat Ridwan Kamil di Jakarta.",
    "Banjir surut.",
    "Sri Mulyani dan KPK. Gubernur Jawa Barat diam.",
)
_LONG = "A" * 300


def test_both_have_the_same_columns():
    paragraphs = [(text, here.names) for text in _TEXTS for here in read_names([text]).paragraphs]
    paragraphs += [
        (_LONG, (Name(0, 300, "person", None, _LONG), Name(5, 260, "place", (1, 3), "A"))),
        ("x", (Name(0xFFFE, 0xFFFF, "place", None, "Y"), Name(0xFFFE, 0x10000, "person", (0, 1), "Z"))),
        ("x", tuple(Name(i, i + 1, "law", None, "x") for i in range(0xFFFF))),
        ("", ()),
    ]
    made, expected = NameColumns(), Oracle()
    for text, names in paragraphs:
        made.add(text, names)
        expected.add(text, names)
        assert made.code("person", text) == expected.code("person", text)
    for column in ("counts", "codes", "starts", "lengths", "roled", "role_codes"):
        assert getattr(made, column) == getattr(expected, column), column
    assert made.names.numbers == expected.names.numbers and made.roles.numbers == expected.roles.numbers
    assert list(made.names.numbers) == list(expected.names.numbers)
    assert expected.counts[-2] == 0xFFFE
