"""What a command imports: short commands run again and again, and wait for nothing that they do not use."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

import search
from search.cli.main import _MODULES, warta

_PROGRAM = """
import json, sys
from search.cli import main
sys.argv = ["warta", *sys.argv[1:]]
try:
    main()
except SystemExit as leaving:
    print(json.dumps([leaving.code, sorted(sys.modules)]))
"""
#: What no command for articles or searches needs.
_NEVER = {
    "flask",
    "werkzeug",
    "web",
    "trafilatura",
    "lxml",
    "pyarrow",
    "sqlalchemy",
    "feedparser",
    "openpyxl",
}
_OF_SEARCHES = {
    "search.searcher.searcher",
    "search.results",
    "search.backends",
    "search.ranking",
    "search.query",
    "search.snippets",
}
_OF_FORMATS = {
    "search.readers.delimited", "search.readers.containers", "search.readers.formats.warc",
    "search.readers.formats.xml_stream", "search.readers.formats.html", "tarfile",
}  # fmt: skip
_OF_OTHER_COMMANDS = {
    "search.cli.generations", "search.index.examining", "search.index.reading.snapshot",
    "search.readers.formats.database", "search.readers.formats.relations",
}  # fmt: skip
#: The first is imported by ``np.unique`` without arguments; what Whoosh reads is written without it.
_OF_SOME_FUNCTIONS = {
    "numpy.ma", "concurrent.futures", "socket", "subprocess", "difflib", "importlib.resources",
    "whoosh.fields", "whoosh.index", "whoosh.codec", "search.index.whoosh.schema",
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Return what a command imports, run in a process of its own on an index of one article."""
    folder = tmp_path_factory.mktemp("imports")

    def run(*arguments, given=""):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *arguments, "--index", str(folder / "index")],
            capture_output=True, text=True, check=True, input=given,
        )  # fmt: skip
        code, names = json.loads(done.stdout.splitlines()[-1])
        assert code == 0, done.stderr
        return set(names)

    run("reindex", "-", given='{"id": "a1", "text": "Harga beras naik."}')
    return run


def test_adding_an_article_imports_what_adding_needs(imported):
    names = imported("add", "-", given='{"id": "a2", "text": "Panen raya dimulai pekan ini."}')
    assert "search.index.update" in names
    others = _NEVER | _OF_SEARCHES | _OF_FORMATS | _OF_OTHER_COMMANDS | _OF_SOME_FUNCTIONS
    assert not names & (others | {"rich"})


def test_adding_an_article_compiles_only_the_patterns_that_it_uses(imported):
    names = imported("add", "-", given='{"id": "a3", "text": "Harga beras turun."}')
    paths = {name: Path(search.__file__).parents[1] / f"{name.replace('.', '/')}.py" for name in names}
    compiling = {
        name
        for name, path in paths.items()
        if name.startswith("search.") and path.is_file() and _compiles_when_imported(path)
    }
    assert compiling == {"search.addresses"}, "search.later.Pattern compiles at the first use"


def _compiles_when_imported(path):
    """Return whether a statement of the module itself calls ``re.compile``."""
    found = []
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            found += [ast.unparse(node.func) for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return "re.compile" in found


def test_adding_what_is_there_already_imports_nothing_that_writes_for_whoosh(imported):
    names = imported("add", "-", given='{"id": "a1", "text": "Harga beras naik."}')
    assert not names & (_NEVER | _OF_SEARCHES | _OF_FORMATS | _OF_SOME_FUNCTIONS | {"rich", "whoosh"})


def test_the_list_of_commands_imports_none_of_them():
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "--help"], capture_output=True, text=True, check=True
    )
    names = set(json.loads(done.stdout.splitlines()[-1])[1])
    commands = {f"search.cli.{module}" for module in _MODULES.values()}
    assert not names & (_NEVER | commands | {"numpy", "search.index", "search.readers", "rich", "whoosh"})


def test_the_list_of_commands_says_of_each_what_its_own_help_says():
    context = click.Context(warta)
    for name in warta.list_commands(context):
        assert warta.get_command(context, name).short_help == f"brief_{name}"


def test_a_search_imports_what_searching_needs(imported):
    names = imported("search", "beras")
    assert "search.searcher.searcher" in names
    assert not names & (_NEVER | _OF_FORMATS | {"search.readers", "search.indexing"})
