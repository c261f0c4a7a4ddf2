"""The constants of the disk format are the same for compiled code and for the reference reader."""

import re
from pathlib import Path

from search.index.format import lists, names

#: A wheel leaves the sources of compiled code out; the project has them.
SEARCH = Path(__file__).parents[3] / "search"
DECLARED = re.compile(r"^    ([A-Z_\d]+) = (\w+)", re.MULTILINE)


def declared(path):
    return {name: int(value, 0) for name, value in DECLARED.findall(path.read_text())}


def test_compiled_code_has_the_constants_of_the_reference():
    constants = declared(SEARCH / "index" / "format" / "format.pxd")
    assert len(constants) >= 15
    reference = {**vars(names), **vars(lists)}
    assert constants == {name: reference.get(name) for name in constants}


def test_no_other_module_of_the_index_declares_them():
    constants = declared(SEARCH / "index" / "format" / "format.pxd")
    for path in (SEARCH / "index").rglob("*.p[yx][xdi]"):
        if path.name != "format.pxd":
            assert not constants.keys() & declared(path).keys(), path
