"""``warta search`` and the command line as a whole: results, JSON, encodings, pipes, terminals, errors."""

import json
import os
import re
import shutil
from datetime import date
from pathlib import Path

import click
import pytest

import search
from cli.warta_process import ASCII, UTF8, fail, on_terminal, run, start, succeed
from search.as_json import page_as_json
from search.cli.main import warta
from search.wording.messages import MESSAGES
from web import WebSettings, create_app


def found(folder, *arguments, succeed=succeed, **options):
    """Return the JSON that a search prints."""
    return json.loads(succeed("search", *arguments, "--index", str(folder), "--json", **options))


def ids(answer):
    return [result["article"]["id"] for result in answer["results"]]


def test_results_as_text(index_folder):
    shown = succeed("search", "banjir", "--index", str(index_folder)).splitlines()
    assert re.fullmatch(r"3 paragraf di 2 artikel · \d,\d{3} dtk", shown[0])
    assert "   Harian Contoh · 2024-02-01 · Nasional · https://contoh.example/banjir?id=1" in shown
    assert "   rob-semarang#0  Banjir rob menggenangi pelabuhan Semarang." in shown
    assert not any("\x1b" in line for line in shown)


def test_words_need_no_quotes_and_may_begin_with_a_hyphen(index_folder, succeed_here):
    assert ids(found(index_folder, "banjir", "jakarta")) == ["banjir-jakarta"]
    shown = succeed_here("search", "--json", "--index", str(index_folder), "--", "-banjir", "gempa")
    assert ids(json.loads(shown)) == ["tanpa-keterangan"]


def test_pages_lead_on(index_folder, succeed_here):
    first = succeed_here("search", "", "--page-size", "3", "--index", str(index_folder))
    assert first.splitlines()[-1] == "Halaman 1 dari 2 (berikutnya: --page 2)"
    last = succeed_here("search", "", "--page-size", "3", "--page", "2", "--index", str(index_folder))
    assert "\n4. " in last
    assert "Halaman" not in last
    beyond = succeed_here("search", "", "--page", "9", "--index", str(index_folder))
    assert beyond.splitlines()[-1] == "Halaman 9 tidak ada; yang terakhir --page 1"


def test_json_is_the_page_of_the_api(index_folder):
    printed = found(index_folder, "banjir jakarta")
    page = page_as_json(search.open_index(index_folder).search("banjir jakarta"))
    client = create_app(WebSettings(index_folder=index_folder)).test_client()
    served = client.get("/api/v1/search?q=banjir+jakarta").get_json()
    del served["links"], served["cursor"]
    for result in served["results"]:
        del result["article"]["links"]
    for answer in (printed, page, served):
        assert answer.pop("took_ms") >= 0
    assert printed == json.loads(json.dumps(page)) == served
    assert list(printed) == [
        "query",
        "total",
        "page_count",
        "facets",
        "facet_totals",
        "timeline",
        "results",
        "index",
    ]
    (result,) = printed["results"]
    hit = result["hits"][0]
    assert hit["address"] == f"{result['article']['id']}#{hit['paragraph']}"
    assert all(hit["text"][start:end].lower() in ("banjir", "jakarta") for start, end in hit["marks"])


@pytest.mark.parametrize(
    ("arguments", "fields"),
    [
        (["banjir", "--page", "2", "--page-size", "1"], {"page": 2, "page_size": 1}),
        (["banjir", "--sort", "newest"], {"sort": "newest"}),
        (["", "--source", "Kabar Pesisir", "--source", "x"], {"source": ["Kabar Pesisir", "x"]}),
        (["", "--category", "Dunia"], {"category": "Dunia"}),
        (
            ["", "--from", "2024-02", "--to", "februari 2024"],
            {"date_from": date(2024, 2, 1), "date_to": date(2024, 2, 29)},
        ),
        (["dukung", "--exact"], {"exact": True}),
        (["Perserikatan Bangsa-Bangsa", "--no-expand"], {"expand": False}),
        (["banjir", "--explain"], {"explain": True}),
    ],
    ids=lambda value: value[1] if isinstance(value, list) else "",
)  # fmt: skip
def test_every_option_does_what_the_library_does(index_folder, arguments, fields, succeed_here):
    printed = found(index_folder, *arguments, succeed=succeed_here)
    opened = search.open_index(index_folder)
    expected = json.loads(json.dumps(page_as_json(opened.search(arguments[0], **fields))))
    assert (printed["results"], printed["total"]) == (expected["results"], expected["total"])
    assert printed["total"]["articles"] < 4


def test_an_explanation_adds_up_in_words(index_folder, succeed_here):
    shown = succeed_here("search", "pelabuhan", "--explain", "--index", str(index_folder))
    numbers = re.findall(r"^( +)(\d+\.\d+(?:e-\d+)?)  \S", shown, re.MULTILINE)
    assert len(numbers) > 2
    assert [len(indent) for indent, _ in numbers][:2] == [6, 8]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "QUERY"),
        (["x", "--page", "0"], "--page"),
        (["x", "--page", "satu"], "--page"),
        (["x", "--page-size", "101"], "--page-size"),
        (["x", "--sort", "best"], "'relevance', 'newest', 'oldest'"),
        (["x", "--from", "besok-lusa"], "'--from': 'besok-lusa' is no date"),
        (["x", "--jason"], "--json"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value)[:20],
)
@pytest.mark.usefixtures("english")
def test_wrong_values_are_named_on_one_line(arguments, named, fail_here):
    line = fail_here("search", *arguments)
    assert line.startswith("warta search: ")
    assert named in line
    assert line.endswith("See 'warta search --help'")


@pytest.mark.parametrize(
    ("arguments", "indonesian", "english"),
    [
        (
            ["x", "--page", "1001"],
            "--page: hasil setelah nomor 10.000",
            "--page: results beyond number 10,000",
        ),
        (["x", "--from", "2020", "--to", "2019"], "--from: tidak boleh setelah", "--from: must not be later"),
        (["x" * 1001], "QUERY: paling banyak 1.000 huruf", "QUERY: at most 1,000 characters"),
    ],
    ids=["page", "from", "query"],
)
def test_what_makes_no_request_is_named_in_the_language_of_the_results(
    arguments, indonesian, english, fail_here
):
    line = fail_here("search", *arguments)
    assert line.startswith(f"warta search: {indonesian}")
    assert line.endswith("Lihat 'warta search --help'")
    line = fail_here("search", *arguments, "--lang", "en")
    assert line.startswith(f"warta search: {english}")
    assert line.endswith("See 'warta search --help'")


def test_results_in_english(index_folder, succeed_here, fail_here, monkeypatch):
    query = 'gempa | (dukungan "perundingan'
    asked = ["search", query, "--page-size", "1", "--explain", "--index", index_folder]
    said = succeed_here(*asked, "--lang", "en")
    assert re.match(r"\d paragraphs? in \d articles? · \d\.\d{3} s\n", said)
    assert "The closing quotation mark is missing" in said
    assert re.search(r"\d  article\n", said), said
    monkeypatch.setenv("WARTA_LANG", "en")
    timeless = re.compile(r"\d\.\d{3} s")
    assert timeless.sub("", succeed_here(*asked)) == timeless.sub("", said)
    assert "Tanda kutip penutup tidak ada" in succeed_here(*asked, "--lang", "id")
    (note,) = found(index_folder, "(banjir", succeed=succeed_here)["query"]["notes"]
    assert note == "A bracket without its pair was ignored."
    monkeypatch.setenv("WARTA_LANG", "xx")
    assert fail_here(*asked) == "warta: WARTA_LANG: 'xx' bukan salah satu dari id, en"
    assert "'--lang' tidak dapat dipakai: 'xx'" in fail_here(*asked, "--lang", "xx")


def test_unknown_commands_and_options_are_named(fail_here):
    assert "'cari'" in fail("cari")
    assert "--jason" in fail_here("search", "x", "--jason")


def test_help_and_version(succeed_here):
    overview = succeed()
    assert overview == succeed_here() == succeed_here("--help")
    for name in warta.list_commands(None):
        command = warta.get_command(None, name)
        assert f"  {name} " in overview
        options = [option for option in command.params if isinstance(option, click.Option)]
        assert all(option.help in MESSAGES for option in options)
    assert "..." not in overview.partition("Perintah:")[2]
    assert re.fullmatch(r"warta \d+\.\d+\.\d+\n", succeed_here("--version"))
    assert '"banjir jakarta"~3' in succeed_here("search", "-h")


def test_the_option_goes_before_the_environment_and_that_before_the_default(
    index_folder, two_generations, tmp_path, monkeypatch, succeed_here
):
    def generation(*arguments):
        return json.loads(succeed_here("search", "x", "--json", *arguments))["index"]["generation"]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WARTA_INDEX", str(two_generations))
    assert generation() == "000002"
    shutil.copytree(index_folder, tmp_path / "warta-index")
    assert generation() == "000002"
    assert generation("--index", index_folder) == "000001"
    monkeypatch.delenv("WARTA_INDEX")
    assert generation() == "000001"


@pytest.mark.usefixtures("english")
def test_without_an_index_the_way_to_one_is_said(tmp_path, fail_here):
    line = fail("search", "x", "--index", "tiada", cwd=tmp_path)
    assert line == "warta: no index in tiada: build one with 'warta reindex SOURCE --index tiada'"
    (tmp_path / "berkas").write_text("")
    assert "berkas is a file" in fail_here("search", "x", "--index", tmp_path / "berkas")


@pytest.mark.parametrize("damage", ["CURRENT", "manifest.json", "clusters", "_MAIN_"])
def test_a_damaged_index_is_named(folder, damage, fail_here):
    (path,) = (path for path in folder.rglob("*") if path.name.startswith(damage) and path.suffix != ".seg")
    path.write_bytes(path.read_bytes()[:-9])
    line = fail_here("search", "banjir", "--index", folder)
    assert str(path.name if damage == "CURRENT" else path.parent) in line


@pytest.mark.parametrize("locale", [UTF8, ASCII, {}], ids=["utf-8", "ascii", "none"])
def test_a_query_of_any_bytes_in_any_locale(index_folder, locale):
    asked = "“menunggu” ".encode() + b"\xff\xfe"
    assert found(index_folder, asked, locale=locale)["query"]["text"] == "“menunggu” \ufffd\ufffd"


def test_letters_that_a_terminal_lacks_are_question_marks(index_folder):
    latin = {"PYTHONIOENCODING": "latin-1"}
    done = run("search", "menunggu", "--index", str(index_folder), env=latin, text=False)
    assert "2 paragraf di 2 artikel · " in done.stdout.decode("latin-1")
    assert b"perundingan#1  Para pendukung ?menunggu? hasil." in done.stdout


@pytest.mark.usefixtures("english")
def test_undecodable_bytes_in_other_arguments(index_folder, tmp_path):
    assert "no index in" in fail("search", "x", "--index", b"\xff\xfe", cwd=tmp_path)
    assert found(index_folder, "banjir", "--source", b"\xff")["total"]["articles"] == 0


def test_a_reader_that_leaves_early_is_no_error(index_folder):
    receiving, sending = os.pipe()
    os.close(receiving)
    process = start("search", "banjir", "--index", str(index_folder), stdout=sending)
    os.close(sending)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, b"")


def test_a_closed_output_is_no_error(index_folder):
    done = run("search", "banjir", "--index", str(index_folder), preexec_fn=lambda: os.close(1))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.usefixtures("english")
def test_a_full_disk_is_said(index_folder):
    with Path("/dev/full").open("wb") as full:
        process = start("search", "banjir", "--index", str(index_folder), stdout=full)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (2, b"warta: No space left on device\n")


def test_a_terminal_shows_matches_in_colour_and_links(index_folder):
    code, shown = on_terminal("search", "pelabuhan", "--index", str(index_folder))
    assert code == 0
    assert re.search(r"\x1b\[1;31mpelabuhan\x1b\[0m", shown)
    code, shown = on_terminal("search", "perundingan", "--index", str(index_folder))
    assert code == 0  # the link of this one has a blank and a bracket
    assert "https://contoh.example/a b]c" in shown


def test_no_color_is_respected(index_folder):
    code, shown = on_terminal("search", "pelabuhan", "--index", str(index_folder), env={"NO_COLOR": "1"})
    assert code == 0
    assert re.search(r"\x1b\[1mpelabuhan\x1b\[0m", shown)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", shown)
