"""The room where sentences are made: complete in both languages, and asked by nobody but those who may."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import search
import web
from search.cli.main import warta
from search.indonesian.lexicon import shipped
from search.interpretation import Clause
from search.parameters import LANGUAGES, PARAMETERS
from search.phrasing import in_words
from search.remarks import Remark
from search.values import COUNTED_FIELDS, VALUE_FIELDS
from search.wording import (
    alerts,
    commands,
    doctor,
    errors,
    feed_commands,
    feeds,
    formats,
    help,  # noqa: A004
    index,
    index_help,
    inspection,
    keys,
    lists,
    opensearch,
    options,
    parameters,
    records,
    requests,
    results,
    usage,
)
from search.wording.catalogue import decimal, say
from search.wording.messages import MESSAGES
from web.openapi.document import OF_ALL
from web.openapi.resources import RESOURCES

SEARCH = Path(search.__file__).parent
WORDING = SEARCH / "wording"
#: A wheel leaves the sources of compiled code out; the project has them.
COMPILED = Path(__file__).parents[2] / "search"
SOURCES = [
    path
    for folder in (SEARCH, Path(web.__file__).parent)
    for path in sorted(folder.rglob("*.py"))
    if path.parent != WORDING
]
#: Codes that are put together, each beginning with the values that it is put together with.
COMPOSED = {
    *(f"not_{kind}" for kind in ("text", "flag", "day", "moment", "names", "list")),
    *(f"in_field_{field}" for field in ("title", "body", "article", "quotation", *COUNTED_FIELDS)),
    *(f"option_{how}_{field}" for how in ("only", "not") for field in VALUE_FIELDS),
    "option_only_missing",
    "option_only_present",
    *(f"field_{field}" for field in (*COUNTED_FIELDS, "date")),
    *("everything", "nothing"),
    *inspection.TOTALS,
    *(f"{text}_{name}" for text in ("help", "brief") for name in warta.list_commands(None)),
    *(
        f"{text}_{group}_{name}"
        for text in ("help", "brief")
        for group in ("alert", "feed", "key")
        for name in warta.get_command(None, group).commands
    ),
    *(f"repair_{how}" for how in ("sound", "pointed", "built")),
    *(f"event_{event}" for event in ("removed", "blocked", "unblocked", "purged")),
    *(f"feed_status_{status}" for status in ("new", "ok", "unchanged", "failing", "stopped")),
    *(f"feed_{status}" for status in ("ok", "unchanged", "failing", "stopped", "waiting")),
    *(
        f"feed_column_{name}"
        for name in ("name", "status", "fetched_at", "new", "left", "next_at", "address")
    ),
    "help_warta",
    *(f"stage_{stage}" for stage in ("read", "write", "merge", "verify", "swap", "send")),
    *(f"generation_{role}" for role in ("current", "previous", "unnamed")),
    *(f"no_such_{what}{near}" for what in ("command", "option") for near in ("", "_near")),
    *(f"form_{form}" for form in ("word", "number", "initialism", "reduplication", "affix", "compound")),
    *(f"form_{form}" for form in ("money", "measure", "percent", "range", "ratio", "clock_time", "date")),
    *(f"form_{form}" for form in ("case_number", "law", "numbered", "ordinal", "roman_numeral", "joined")),
    *(f"form_{form}" for form in ("decade", "initials", "hashtag", "telephone")),
    *(f"stem_{group}" for group in {group for _, group in shipped().reviewed.values()}),
    *(f"parameter_{one.name}" for one in PARAMETERS),
    *(f"resource_{one.name}" for one in RESOURCES),
    *(f"path_{name}" for one in RESOURCES for name in one.inside),
    *(f"response_{status}" for status in (200, 304, *OF_ALL)),
    *(f"response_{status}" for one in RESOURCES for status in one.problems),
    *(f"stem_{how}" for how in ("short", "unknown", "unknown_root", "none")),
}


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_is_there_in_both_languages_with_the_same_values(code):
    message = MESSAGES[code]
    assert message.indonesian and message.english
    assert placeholders(message.indonesian) == placeholders(message.english)
    if message.english_one:
        assert "count" in placeholders(message.english_one) == placeholders(message.english)


def test_no_code_stands_twice():
    rooms = [
        alerts.ALERTS,
        commands.COMMANDS,
        doctor.DOCTOR,
        errors.ERRORS,
        feed_commands.FEED_COMMANDS,
        feeds.FEEDS,
        formats.FORMATS,
        help.HELP,
        index.INDEX,
        index_help.INDEX_HELP,
        inspection.INSPECTION,
        keys.KEYS,
        lists.LISTS,
        opensearch.OPENSEARCH,
        options.OPTIONS,
        parameters.PARAMETERS,
        records.RECORDS,
    ]
    rooms += [requests.REQUESTS, results.RESULTS, usage.USAGE]
    assert sum(map(len, rooms)) == len(MESSAGES)


def literals(path):
    """Yield the texts of a source, without those of its docstrings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node.value


def test_every_message_is_said_somewhere():
    used = {text for path in SOURCES for text in literals(path)}
    for compiled in [*COMPILED.rglob("*.pyx"), *COMPILED.rglob("*.pxi")]:
        used.update(re.findall(r'"(\w+)"', compiled.read_text(encoding="utf-8")))
    for template in Path(web.__file__).parent.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        used |= {code for code in MESSAGES if f"say('{code}'" in text}
    assert set(MESSAGES) - used - COMPOSED == set()


#: What is made with a code, and which argument that is; test_errors.py has more of them.
CODED = {
    "Problem": 1,
    **dict.fromkeys(("Remark", "_note", "problem", "ImpossibleDateError", "DateError"), 0),
    **dict.fromkeys(("say", "_said", "_of_word", "detail_of"), 0),
}


def test_every_code_that_is_used_has_its_message():
    """Whatever is made with a literal code: an unknown one would fail only when it is said."""
    found = set()
    for path in (*SOURCES, *WORDING.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", None))
                codes = node.args[CODED[name] :] if name in CODED else []
                if name == "say" and len(node.args) > 1:  # the language comes first
                    codes = node.args[1:]
                if codes and isinstance(codes[0], ast.Constant):
                    found.add(codes[0].value)
    assert len(found) > 50
    assert found <= set(MESSAGES)


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_nobody_in_the_engine_says_a_sentence():
    """Errors and remarks say themselves, ``phrasing`` says queries; command line and pages say the rest."""
    asking = {
        path.relative_to(SEARCH).as_posix()
        for path in SOURCES
        if SEARCH in path.parents and any(name.startswith("search.wording") for name in imported(path))
    }
    assert {name for name in asking if not name.startswith("cli/")} == {
        "errors.py",
        "phrasing.py",
        "remarks.py",
    }


def test_it_knows_nothing_of_the_engine():
    known = {name for path in WORDING.glob("*.py") for name in imported(path) if name.startswith("search")}
    assert all(name.startswith("search.wording") for name in known)


def test_numbers_and_lists_are_those_of_the_language():
    assert say("id", "too_long", most=1_000) == "paling banyak 1.000 huruf"
    assert say("en", "too_long", most=1_000) == "at most 1,000 characters"
    assert say("en", "not_one_of", choices=("all", "any")) == "must be one of all, any"
    assert (decimal("id", 1234.5, 2), decimal("en", 1234.5, 2)) == ("1.234,50", "1,234.50")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 paragraphs"), (1, "1 paragraph"), (2_000, "2,000 paragraphs")]
)
def test_english_has_a_singular(count, said):
    assert say("en", "paragraphs", count=count) == said


def test_values_are_not_read_as_placeholders():
    assert Remark("unknown_date", {"text": "{x}%(y)s"}).said("id") == (
        "“{x}%(y)s” bukan tanggal yang dikenali dan diabaikan."
    )


BANJIR, DERAS = Clause("word", "banjir"), Clause("phrase", "hujan deras")


@pytest.mark.parametrize(
    ("clause", "indonesian", "english"),
    [
        (BANJIR, "banjir", "banjir"),
        (DERAS, '"hujan deras"', '"hujan deras"'),
        (Clause("all", parts=(BANJIR, DERAS)), 'banjir DAN "hujan deras"', 'banjir AND "hujan deras"'),
        (
            Clause("all", parts=(Clause("any", parts=(BANJIR, DERAS)), Clause("not", parts=(BANJIR,)))),
            '(banjir ATAU "hujan deras") TANPA banjir',
            '(banjir OR "hujan deras") WITHOUT banjir',
        ),
        (
            Clause("all", parts=(Clause("not", parts=(Clause("all", parts=(BANJIR, DERAS)),)),)),
            'semua artikel TANPA (banjir DAN "hujan deras")',
            'all articles WITHOUT (banjir AND "hujan deras")',
        ),
        (Clause("phrase", "hujan deras", "title"), 'judul: "hujan deras"', 'headline: "hujan deras"'),
        (Clause("filter", "Kabar", "source"), "sumber: Kabar", "source: Kabar"),
        (Clause("published", first="2022-01-01"), "terbit sejak 2022-01-01", "published since 2022-01-01"),
        (Clause("published", last="2022-01-01"), "terbit sampai 2022-01-01", "published until 2022-01-01"),
        (
            Clause("published", first="2022-01-01", last="2022-01-01"),
            "terbit 2022-01-01",
            "published 2022-01-01",
        ),
        (
            Clause("published", first="2022-01-01", last="2022-12-31"),
            "terbit sejak 2022-01-01 sampai 2022-12-31",
            "published since 2022-01-01 until 2022-12-31",
        ),
        (Clause("everything"), "semua artikel", "all articles"),
        (Clause("nothing"), "tidak satu artikel pun", "no article"),
    ],
)
def test_a_query_in_words(clause, indonesian, english):
    assert tuple(in_words(clause, language) for language in LANGUAGES) == (indonesian, english)


def test_what_a_library_says_is_bounded_and_printable():
    said = say("en", "document_unreadable", reason=ValueError("header\n\x00\x9d" + "[" * 10_000))
    assert said.startswith("it is damaged (header ��[[[")
    assert len(said) < 250
    assert say("en", "document_unreadable", reason=ValueError("")) == "it is damaged (ValueError)"
