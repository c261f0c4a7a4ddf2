"""Only the adapter reads Whoosh, only the end of a build knows the adapter, and nothing is unpickled."""

import ast
from pathlib import Path

import search

SEARCH = Path(search.__file__).parent


def imports(path):
    """Yield the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "function":  # search.later
            yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))


def importers(room, *modules):
    """Return the files below a room, and what they import of some modules."""
    return {
        (path.relative_to(SEARCH).as_posix(), name)
        for path in (SEARCH / room).rglob("*.py")
        for name in imports(path)
        if f"{name}.".startswith(tuple(f"{module}." for module in modules))
    }


def test_whoosh_is_read_by_its_adapter_only():
    assert importers("index", "whoosh")
    assert {path for path, _ in importers("index", "whoosh") if not path.startswith("index/whoosh/")} == set()


def test_only_the_end_of_a_build_knows_the_adapter():
    outside = {one for one in importers("", "search.index.whoosh") if not one[0].startswith("index/whoosh/")}
    assert outside == {("index/build.py", "search.index.whoosh.toc")}


def test_nothing_of_an_index_folder_is_unpickled():
    """Articles go to the processes of a build as pickles, through pipes."""
    assert importers("index", "pickle", "marshal", "shelve") == {("index/jobs.py", "pickle")}
    for path in SEARCH.rglob("*.py"):
        assert "allow_pickle=True" not in path.read_text(encoding="utf-8"), path
