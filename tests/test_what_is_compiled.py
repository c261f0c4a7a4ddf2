"""What is compiled is decided once: all of it answers, or none of it, and the program says which."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import search
from search import compiled

PACKAGE = Path(search.__file__).parent


def test_the_compiled_steps_are_here():
    """A suite that quietly tested the oracles against themselves would prove nothing."""
    assert ("refused" if os.environ.get("WARTA_KERNEL") else "compiled") == compiled.STATE


@pytest.fixture
def copy(tmp_path):
    """Return a copy of the package, as it is installed here."""
    shutil.copytree(PACKAGE, tmp_path / "search", ignore=shutil.ignore_patterns("__pycache__", "*.c"))
    return tmp_path / "search"


def run(copy, program, **environment):
    """Run a program over the copy; return what it printed, and what it said on standard error."""
    values = {**os.environ, "PYTHONPATH": str(copy.parent), **environment}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=values,
        cwd=copy.parent,
        check=True,
    )
    return done.stdout.strip(), done.stderr


SAY = "from search.compiled import STATE; from search.snippets import highlighter as h; print(STATE)"
KIND = """
from search.indonesian import Analyzer
from search.snippets import highlighter
print(type(highlighter([], Analyzer())).__name__)
"""


def test_what_was_built_is_used(copy):
    assert run(copy, SAY) == ("compiled", "")
    assert run(copy, KIND) == ("CompiledHighlighter", "")


def test_a_missing_extension_is_told_and_nothing_compiled_is_used(copy):
    stamp = json.loads((copy / compiled.STAMP).read_text())
    next(copy.rglob(f"*{stamp['suffix']}")).unlink()
    said, warned = run(copy, SAY)
    assert said == "absent"
    assert "compiled steps are absent" in warned
    assert run(copy, KIND)[0] == "Highlighter"


def test_a_stale_extension_is_told_and_nothing_compiled_is_used(copy):
    (copy / "spelling" / "new_step.pyx").write_text("# none of the extensions was made of this\n")
    said, warned = run(copy, SAY)
    assert said == "stale"
    assert "compiled steps are stale" in warned
    assert run(copy, KIND)[0] == "Highlighter"


def test_extensions_without_their_sources_are_used(copy):
    """As in a wheel, which has no sources that could have changed."""
    for source in [*copy.rglob("*.pyx"), *copy.rglob("*.pxd"), *copy.rglob("*.pxi")]:
        source.unlink()
    assert run(copy, SAY) == ("compiled", "")


def test_extensions_for_another_python_are_not_used(copy):
    stamp = json.loads((copy / compiled.STAMP).read_text())
    (copy / compiled.STAMP).write_text(json.dumps({**stamp, "suffix": ".cpython-27.so"}))
    assert run(copy, SAY)[0] == "absent"


@pytest.mark.parametrize("stamp", ["", "{", "[]", "{}", '{"suffix": 1}'])
def test_an_unreadable_stamp_counts_as_none(copy, stamp):
    (copy / compiled.STAMP).write_text(stamp)
    assert run(copy, SAY)[0] == "absent"


def test_the_oracles_can_be_asked_for(copy):
    assert run(copy, SAY, WARTA_KERNEL="oracle") == ("refused", "")
    assert run(copy, KIND, WARTA_KERNEL="oracle") == ("Highlighter", "")
