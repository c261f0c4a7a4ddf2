"""What a command imports: short commands run again and again, and wait for nothing that they do not use."""

import json
import subprocess
import sys

import pytest

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
#: The first is imported by ``np.unique`` without arguments.
_OF_SOME_FUNCTIONS = {"numpy.ma", "concurrent.futures"}


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
    assert not names & (_NEVER | _OF_SEARCHES | _OF_FORMATS | _OF_SOME_FUNCTIONS | {"rich"})


def test_a_search_imports_what_searching_needs(imported):
    names = imported("search", "beras")
    assert "search.searcher.searcher" in names
    assert not names & (_NEVER | _OF_FORMATS | {"search.readers", "search.indexing"})
