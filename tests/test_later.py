"""What is imported and compiled at its first use."""

import re
import sys

import pytest

from search import later


def test_a_pattern_is_one_of_re():
    pattern = later.Pattern("(?P<a>B+)", re.IGNORECASE)
    assert pattern.match("bB!")["a"] == "bB"
    assert (pattern.pattern, pattern.groups, pattern.sub("x", "abc")) == ("(?P<a>B+)", 1, "axc")
    with pytest.raises(re.error):
        later.Pattern("(").match("a")


def test_a_function_is_imported_when_it_is_called():
    sys.modules.pop("this_is_not_there", None)
    missing = later.function("this_is_not_there", "f")
    with pytest.raises(ModuleNotFoundError):
        missing()
    assert later.function("math", "gcd")(12, 18) == 6


def test_names_that_a_package_does_not_have():
    import search

    with pytest.raises(AttributeError, match="no attribute 'tidak_ada'"):
        _ = search.tidak_ada
