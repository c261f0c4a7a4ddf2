"""The drawing in docs/architecture.md is the house as the code has it, and all imports lead downwards."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import search

ROOT = Path(search.__file__).parents[1]
#: A wheel leaves the sources of compiled code out; the project has them.
PROJECT = Path(__file__).parents[1]
DRAWING = PROJECT / "docs" / "architecture.md"
CYTHON = re.compile(r"^\s*(?:from\s+([\w.]+)\s+c?import\s+(.+)|c?import\s+([\w.]+))", re.MULTILINE)
#: Top level is what comes first in a dotted name.
OURS = ("search", "web")

#: The sources of each name: a compiled module may have two, and a part of one is named like its oracle.
MODULES: dict[str, list[Path]] = {}
for root, suffixes in ((ROOT, (".py",)), (PROJECT, (".pyx", ".pxd", ".pxi"))):
    for package in OURS:
        for source in sorted((root / package).rglob("*.p*")):
            if source.suffix in suffixes:
                name = ".".join(source.relative_to(root).with_suffix("").parts)
                MODULES.setdefault(name, []).append(source)


def floors() -> dict[str, int]:
    """Return the floor of every room of the drawing: a line there is a floor, a bar, rooms between commas."""
    drawing = DRAWING.read_text(encoding="utf-8").partition("```text\n")[2].partition("```")[0]
    lines = re.findall(r"^ *(\d+) +│ +([\w.]+(?:, [\w.]+)*)  +\S.*$", drawing, re.MULTILINE)
    assert len(lines) == drawing.count("\n")
    rooms = [(room, int(floor)) for floor, named in lines for room in named.split(", ")]
    assert len(dict(rooms)) == len(rooms), "a room stands twice in the drawing"
    return dict(rooms)


FLOORS = floors()


def room_of(module: str) -> str:
    """Return the innermost room that holds a module, whose name may be that of a package or of one file."""
    name = module.removeprefix("search.")
    while name not in FLOORS:
        name, dot, _ = name.rpartition(".")
        assert dot, f"{module} stands in no room of docs/architecture.md"
    return name


def imported_by(module: str) -> Iterator[str]:
    """Yield the full names of our modules that the sources of a module import."""
    for path in MODULES[module]:
        yield from imported(path)


def imported(path: Path) -> Iterator[str]:
    """Yield the full names of our modules that a source imports, in functions as well, or cimports."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from named(node.module, [name.name for name in node.names])
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "function":  # search.later
                yield from (one.value for one in node.args[:1] if isinstance(one, ast.Constant))
        return
    for module, names, plain in CYTHON.findall(text):
        yield from [plain] if plain else named(module, re.findall(r"\w+", names))


def named(module: str, names: list[str]) -> list[str]:
    """Return what ``from module import names`` imports: modules of a package, or the module itself."""
    return [full if (full := f"{module}.{name}") in MODULES else module for name in names]


def test_all_kinds_of_imports_are_seen(tmp_path):
    python, cython = tmp_path / "a.py", tmp_path / "a.pyx"
    python.write_text("from search import errors\ndef f():\n    import web\ng = function('web.x', 'y')\n")
    cython.write_text("from search.bits cimport popcount\nfrom search.errors import WartaError\n")
    assert sorted(imported(python)) == ["search.errors", "web", "web.x"]
    assert list(imported(cython)) == ["search.bits", "search.errors"]


def test_every_room_of_the_drawing_is_there():
    assert {room_of(module) for module in MODULES if module != "search.__init__"} == set(FLOORS)


def test_the_table_of_rooms_has_every_room_of_the_drawing():
    table = (PROJECT / "docs" / "README.md").read_text(encoding="utf-8")
    named = {one.rstrip("/").rpartition("/")[2] for one in re.findall(r"`([\w./]+)`", table)}
    rooms = {room.rpartition(".")[2] for room in FLOORS}
    assert {room for room in rooms if not named & {room, f"{room}.py", f"{room}.pxd"}} == set()


@pytest.mark.parametrize("module", MODULES)
def test_imports_lead_downwards(module):
    if module == "search.__init__":  # the public names, and no logic: nothing of ours but web imports them
        return
    here = room_of(module.removesuffix(".__init__"))
    for other in imported_by(module):
        if other.partition(".")[0] not in OURS or other in ("search", "web"):
            continue
        there = room_of(other)
        assert there == here or FLOORS[there] < FLOORS[here], f"{module} imports {other}"


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("search.")])
def test_search_knows_no_web_framework_and_not_its_own_face(module):
    """``search/__init__.py`` is made of everything: a room that imports it has imported the whole house."""
    assert not {"search", "web", "flask", "babel"} & set(imported_by(module))


@pytest.mark.parametrize("module", MODULES)
def test_no_module_imports_relatively(module):
    """``from search.x import y`` says where a name lives."""
    for path in MODULES[module]:
        assert not re.search(r"^\s*from\s+\.", path.read_text(encoding="utf-8"), re.MULTILINE)
