"""One direction: the web front end knows the search engine, never the reverse."""

import ast
from pathlib import Path

import pytest

import search

SEARCH = Path(search.__file__).parent
MODULES = sorted(SEARCH.rglob("*.py"))


def imported(source):
    """Yield the full names of the modules that a source imports, in functions as well."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def test_imports_are_seen():
    source = "import a.b\nfrom c.d import e\ndef f():\n    import web\nfrom . import g"
    assert list(imported(source)) == ["a.b", "c.d", "web"]
    assert len(MODULES) > 30


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SEARCH)))
def test_search_never_imports_web(module):
    roots = {name.partition(".")[0] for name in imported(module.read_text(encoding="utf-8"))}
    assert not roots & {"web", "flask", "flask_babel"}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SEARCH)))
def test_no_module_imports_relatively(module):
    """``from search.x import y`` says where a name lives."""
    nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    assert not any(isinstance(node, ast.ImportFrom) and node.level for node in nodes)
