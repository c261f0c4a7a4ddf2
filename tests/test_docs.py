"""Checks the documentation: it runs examples, follows links, and compares tables with the code.

A fenced block of README.md and docs/*.md is checked according to its language:

``console``         run, in order, in a folder that holds ``corpus/`` and ``warta-index`` (made of it; not yet
                    there on a page whose first command is ``warta reindex``). ``$`` begins a command, what
                    follows is what a terminal shows of it. ``$ echo $?`` shows the exit code of the command
                    before it; without it that has to be 0. ``curl`` on 127.0.0.1:8000 is played to the Flask
                    application, and what it is piped into is run. A page with 127.0.0.1:8321 has its folder
                    served there, as by ``python3 -m http.server``.
``python``          with ``>>>``: a doctest in the same folder, one namespace a page. Without: only compiled.
``LANGUAGE FILE``   (``csv berita.csv``) is written to FILE in that folder, for the commands after it.
``sh``, any other   not run, because it installs something, serves, or takes long.

A line ``...`` stands for any lines left out, ``...`` in a line for any characters. Times, moments of
building, the progress of a slow build and digits after the sixth decimal are not compared.

    python tests/test_docs.py --update [PAGE...]     writes the outputs that differ into the pages
"""

import argparse
import difflib
import re
import shutil
import sys
import tempfile
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
sys.path[:0] = [str(ROOT)]  # tests/web and the like must not pass for our packages

from page_examples import BLOCK, ExampleError, Workplace, agrees, refreshed, renewed  # noqa: E402

from search.parameters import SEARCH, parameters_of  # noqa: E402
from search.query.fields import FIELD_NAMES  # noqa: E402
from search.ranking import RankingSettings  # noqa: E402
from search.readers.records import Reject  # noqa: E402

PAGES = [page for page in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))) if page.exists()]

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_FENCE = re.compile(r"^\s*(?:```|~~~)", re.MULTILINE)


def read(page):
    return page.read_text(encoding="utf-8")


def make_template(folder):
    """Make the folder that every page starts from."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    place = Workplace(folder)
    shown = place.run("warta reindex corpus --quiet")
    assert not place.code, shown
    return folder


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    return make_template(tmp_path_factory.mktemp("docs") / "template")


@pytest.fixture
def folder(template, tmp_path):
    return Path(shutil.copytree(template, tmp_path / "work"))


# --- the pages -------------------------------------------------------------------------------------------

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


@each_page
def test_the_examples_are_true(page, folder):
    shown = read(page)
    actual = refreshed(shown, folder, page.name)
    both = (text.splitlines() for text in (shown, actual))
    differing = [*difflib.unified_diff(*both, page.name, "what happens", n=1, lineterm="")]
    hint = f"python tests/test_docs.py --update {page.relative_to(ROOT)}"
    assert actual == shown, "\n".join([*differing, hint])


@each_page
def test_no_example_is_passed_over(page):
    """A fence that is indented, has no language or no end would hide its examples from the test above."""
    assert len(_FENCE.findall(read(page))) == 2 * len(BLOCK.findall(read(page)))


@each_page
def test_links_lead_somewhere(page):
    for target in _LINK.findall(BLOCK.sub("", read(page))):
        if urlsplit(target).scheme:
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(read(there)), f"no heading for {target}"


def anchors(text):
    """Return the names that GitHub gives to headings."""
    headings = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(BLOCK.sub("", text)))
    return {heading.strip().replace(" ", "-") for heading in headings}


def test_the_map_names_every_page():
    linked = set(_LINK.findall(read(DOCS / "README.md")))
    assert {page.name for page in DOCS.glob("*.md")} - linked == {"README.md"}


def documented(page):
    """Return the names in code type that begin the rows of a page's tables, each with its row."""
    rows = [line for line in read(DOCS / page).splitlines() if line.startswith("| `")]
    return {name: row for row in rows for name in re.findall(r"`([^`]+)`", row.split(" | ")[0])}


def test_every_field_of_the_search_box_is_documented():
    assert {f"{name}:" for name in FIELD_NAMES} <= documented("query-language.md").keys()


def default_of(parameter):
    """Return how a page writes the default of a parameter."""
    if "search" in parameter.required_by:
        return "required"
    if parameter.name.startswith("not_"):
        return "none"
    if parameter.kind == "names" or parameter.default == parameter.choices:
        return "all"
    if parameter.kind in ("day", "moment") or parameter.default in ((), ""):
        return ""
    if parameter.kind == "number":
        return str(parameter.default)
    value = ",".join(parameter.default) if parameter.kind == "list" else str(parameter.default)
    return f"`{value.lower() if parameter.kind == 'flag' else value}`"


def test_every_parameter_of_the_api_is_documented_with_its_default_and_bounds():
    rows = documented("api.md")
    for name, parameter in SEARCH.items():
        *_, told, default, _ = rows[name].split("|")
        assert default.strip() == default_of(parameter), name
        if parameter.kind == "choice":
            assert [word for word in re.findall(r"`(\w+)`", told) if word in parameter.choices] == [
                *parameter.choices
            ], name
        if parameter.most is not None and parameter.kind == "number":
            assert f"{parameter.least} to {parameter.most:,}" in told, name


def test_the_parameters_of_other_resources_are_documented():
    told = read(DOCS / "api.md").partition("### Single paragraphs")[2]
    for resource in ("paragraphs", "articles", "similar", "suggest"):
        for name, parameter in parameters_of(resource).items():
            assert f"`{name}" in told, (resource, name)
            if parameter.kind == "number" and parameter.most is not None:
                bounds = f"{parameter.least} to {parameter.most:,}"
                assert re.search(rf"{bounds}\D[^.]*default\s+{parameter.default}", told), (resource, name)


def test_every_weight_is_documented_with_its_value():
    rows = documented("ranking.md")
    for weight in fields(RankingSettings):
        assert f"| {weight.default} |" in rows[weight.name], weight.name


def test_every_reason_for_a_reject_is_documented():
    codes = set(re.findall(r"``([a-z-]+)``", Reject.__doc__.partition("one of:")[2]))
    assert codes
    assert codes <= documented("archives.md").keys()


# --- that a wrong page would be noticed ------------------------------------------------------------------

RIGHT = """\
```csv satu.csv
id,text
a,Gempa di Jakarta
```

```console
$ warta reindex satu.csv --quiet
$ warta stats | sed -n 2,3p
artikel      1
paragraf     1
$ warta search gempa
1 paragraf di 1 artikel · 9,999 dtk
...
   a#0  Gempa ...
$ warta search gempa | head -n 1
1 paragraf di 1 artikel · 9,999 dtk
$ warta stats --index nowhere
warta: tidak ada indeks di nowhere: ...
$ echo $?
2
$ curl -sG 127.0.0.1:8000/api/v1/search --data-urlencode 'q=gempa | di' | head -c 20
{"query":{"text":"ge
```

```python
>>> import search
>>> search.open_index("warta-index").stats().articles
1
```
"""


def timeless(page):
    return re.sub(r"\d,\d{3} dtk", "9,999 dtk", page)


def test_a_page_that_is_right_stays_as_it_is(folder):
    assert refreshed(RIGHT, folder) == RIGHT


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("1 paragraf di 1 artikel", "2 paragraf di 1 artikel"),
        ("paragraf     1", "paragraf     2"),
        ("   a#0  Gempa ...", "   a#1  Gempa di Jakarta"),
        ("$ echo $?\n2", "$ echo $?\n1"),
        ('{"query":{"text":"ge', '{"query":{"text":"xx'),
        (".stats().articles\n1", ".stats().articles\n2"),
    ],
)
def test_a_wrong_output_is_noticed_and_corrected(folder, right, wrong):
    page = RIGHT.replace(right, wrong)
    corrected = timeless(refreshed(page, folder))
    assert corrected != timeless(page)
    assert corrected.replace("Gempa di Jakarta\n$", "Gempa ...\n$") == RIGHT


@pytest.mark.parametrize(
    "command", ["pip install warta", "warta serve", "warta search", "warta stats --index x\n$ warta stats"]
)
def test_a_command_that_is_not_run_or_fails_is_refused(folder, command):
    with pytest.raises(ExampleError, match=r"sh block|exit code"):
        refreshed(f"```console\n$ {command}\n```\n", folder)


def test_what_was_cut_stays_cut():
    old = ["3 hits", "first line that is ...", "...", "the third hit", "...", "the end"]
    actual = ["4 hits", "first line that was longer before", "x", "the third find", "y", "z", "the finish"]
    assert not agrees(old, actual)
    cut = ["4 hits", "first line that ...", "...", "the third find", "...", "the finish"]
    assert renewed(old, actual) == cut
    assert agrees(cut, actual)


def update(pages):
    """Write the true outputs into pages."""
    with tempfile.TemporaryDirectory() as scratch:
        template = make_template(Path(scratch) / "template")
        for page in pages:
            shown = read(page)
            work = shutil.copytree(template, Path(tempfile.mkdtemp(dir=scratch)) / "work")
            actual = refreshed(shown, Path(work), page.name)
            if actual != shown:
                page.write_text(actual, encoding="utf-8")
            print(f"{page.relative_to(ROOT)}: {'true' if actual == shown else 'updated'}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Write true outputs into the documentation.")
    options.add_argument("--update", action="store_true", required=True)
    options.add_argument("pages", nargs="*", type=lambda name: Path(name).resolve(), default=PAGES)
    update(options.parse_args().pages)
