"""``warta analyze``: a table for people, and ``--terms`` for measuring: a line for a line."""

import json
import random
import re

import pytest

from cli.warta_process import ASCII, on_terminal, run, start, succeed
from search.indonesian import AnalysisSettings, Analyzer

pytestmark = pytest.mark.usefixtures("english")


def terms(raw, *options, **more):
    """Return what --terms prints for the bytes of standard input."""
    done = run("analyze", "--terms", *options, stdin=raw, text=False, **more)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def test_a_table_of_steps():
    heading, *rows = succeed("analyze", "Anak-anak di PBB mendukung").splitlines()
    assert re.split("  +", heading.strip()) == [
        "word", "from-to", "position", "folded", "form", "exact terms", "stems", "stemmed by", "in queries",
    ]  # fmt: skip
    assert [row.split()[:2] for row in rows] == [
        ["Anak-anak", "0-9"], ["di", "10-12"], ["PBB", "13-16"], ["mendukung", "17-26"],
    ]  # fmt: skip
    assert "dukung" in rows[3].split()
    assert "left out: " in rows[1]


def test_terms_line_for_line():
    raw = (
        b"Banjir di Jakarta\r\n\r\n\nmakan\xffminum []\nsatu\rdua\x0b\x0c\x1c\xc2\x85\xe2\x80\xa8tiga\nakhir"
    )
    lines = terms(raw).split(b"\n")
    analyzer = Analyzer(AnalysisSettings())
    expected = [" ".join(analyzer.terms(line.decode("utf-8", "replace"))) for line in raw.split(b"\n")]
    assert [line.decode() for line in lines] == [*expected, ""]
    assert lines[1] == lines[2] == b""
    assert lines[3].split() == [b"makan", b"minum"]
    assert b"\r" not in b"".join(lines)


def test_any_bytes_keep_the_number_of_lines(succeed_here):
    source = random.Random(1)
    words = [
        b"rumah",
        b"Jum'at",
        b"\r",
        b"\xf0\x9f",
        b"\x00",
        "é“”…\u2029".encode(),
        b"-",
        b"kata-kata",
        b"1.500,5",
    ]
    raw = b"\n".join(b" ".join(source.choices(words, k=source.randrange(6))) for _ in range(500))
    for text in (raw, raw + b"\n", b""):
        printed = succeed_here("analyze", "--terms", stdin=text)
        assert printed.count("\n") == text.count(b"\n") + (text[-1:] not in (b"", b"\n"))


def test_terms_are_utf8_in_any_locale():
    raw = "Ψυχή Москва 北京 café\n".encode()
    expected = Analyzer(AnalysisSettings()).terms(raw.decode())
    assert "москва" in expected
    assert terms(raw, locale=ASCII).decode().split() == expected


def test_a_line_is_answered_before_the_next_is_typed():
    process = start("analyze", "--terms")
    for line, answer in ((b"banjir\n", b"banjir\n"), (b"\n", b"\n")):
        process.stdin.write(line)
        process.stdin.flush()
        assert process.stdout.readline() == answer
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (["--stemmer", "none"], AnalysisSettings(stemmer="none")),
        (["--stemmer", "snowball"], AnalysisSettings(stemmer="snowball")),
        (["--no-compounds"], AnalysisSettings(compounds=False)),
        (["--no-reduplication"], AnalysisSettings(reduplication=False)),
        (["--no-units"], AnalysisSettings(units=False)),
    ],
)
def test_switches(options, settings, succeed_here):
    text = "Anak-anak mendukung perundingan KTP-el sejauh 10 km"
    expected = Analyzer(settings).terms(text)
    assert expected != Analyzer(AnalysisSettings()).terms(text)
    assert succeed_here("analyze", "--terms", *options, stdin=text.encode()).split() == expected


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "--terms"),
        (["x", "--terms"], "leave TEXT out"),
        (["x", "y"], "y"),
        (["x", "--stemmer", "porter"], "--stemmer"),
    ],
)
def test_wrong_use_is_named(arguments, named, fail_here):
    assert named in fail_here("analyze", *arguments)


def test_undecodable_text_in_ascii():
    assert "jumat" in succeed("analyze", "Jum’at é".encode() + b"\xff", locale=ASCII)


def test_a_terminal_shows_all_columns():
    code, shown = on_terminal("analyze", "mendukung")
    assert code == 0
    assert "\x1b[1m" in shown
    assert "searched" in shown


SPEECH = '"Stok beras cukup," kata Gubernur Jawa Barat Ridwan Kamil, Rabu (10/9/2019).'


def test_names_and_quotations_as_tables(succeed_here):
    names, quotations = succeed_here("analyze", "--names", SPEECH).split("\n\n")
    assert [row.split("  ")[0] for row in names.splitlines()] == ["paragraph", "0", "0"]
    assert re.split("  +", quotations.splitlines()[1].strip()) == [
        "0", "1-18", "Stok beras cukup,", "direct", "Ridwan Kamil", "Gubernur Jawa Barat",
        "kata", "2019-09-10",
    ]  # fmt: skip


def test_names_of_standard_input_as_json(succeed_here):
    found = json.loads(succeed_here("analyze", "--names", "--json", stdin=f"Halo.\n\n{SPEECH}\n".encode()))
    first, second = found["paragraphs"]
    assert (first["names"], first["quotations"]) == ([], [])
    [said] = second["quotations"]
    assert (said["text"], said["by"], said["day"]) == ("Stok beras cukup,", "Ridwan Kamil", "2019-09-10")
    assert said["speaker"]["role"]["text"] == "Gubernur Jawa Barat"


@pytest.mark.parametrize("options", [["--json", "x"], ["--names", "--terms"]])
def test_options_that_do_not_go_together(options, fail_here):
    fail_here("analyze", *options)
