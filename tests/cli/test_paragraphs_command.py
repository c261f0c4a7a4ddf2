"""``warta paragraphs``: single paragraphs, as text and as JSON."""

import json

import pytest

from cli.warta_process import as_jsonl, succeed
from web import WebSettings, create_app

ARTICLES = [
    {
        "id": "banjir",
        "title": "Banjir merendam kampung",
        "source": "Kabar Pesisir",
        "published": "2024-02-01",
        "paragraphs": ["Banjir merendam kampung di tepi sungai.", "Hujan deras turun sejak Kamis."],
    },
    {"id": "kota", "published": "2023-05-02", "text": "Hujan deras, kota tidak banjir."},
    {"id": "lain", "text": "Harga cabai turun."},
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paragraphs") / "indeks"
    succeed("reindex", "-", "--index", str(folder), stdin=as_jsonl(ARTICLES).encode())
    return folder


def test_in_words(archive, succeed_here):
    assert succeed_here("paragraphs", "banjir di sungai -kota", "--index", archive).splitlines() == [
        "1 paragraf",
        "tidak dicari: di",
        "1. banjir#0  Banjir merendam kampung · Kabar Pesisir · 2024-02-01",
        "   Banjir merendam kampung di tepi sungai.",
    ]
    assert succeed_here("paragraphs", "tidakada", "--index", archive) == "0 paragraf\n"
    english = succeed_here("paragraphs", "banjir di sungai -kota", "--lang", "en", "--index", archive)
    assert english.splitlines()[:2] == ["1 paragraph", "not searched: di"]


def test_options(archive, succeed_here):
    def found(*options):
        lines = succeed_here("paragraphs", "hujan banjir", "--index", archive, *options).splitlines()
        return lines[0], {line.split()[1] for line in lines[1:] if line[0].isdigit()}

    assert found() == ("3 paragraf", {"banjir#0", "banjir#1", "kota#0"})
    assert found("--match", "all") == ("1 paragraf", {"kota#0"})
    assert found("--count", "1")[0] == "3 paragraf"
    assert found("--from", "2024") == ("2 paragraf", {"banjir#0", "banjir#1"})
    assert found("--to", "2023") == ("1 paragraf", {"kota#0"})
    assert found("--source", "kabar pesisir") == ("2 paragraf", {"banjir#0", "banjir#1"})


def test_as_json_as_the_api(archive, succeed_here):
    printed = json.loads(succeed_here("paragraphs", '"hujan deras"', "--index", archive, "--json"))
    client = create_app(WebSettings(index_folder=archive)).test_client()
    answered = client.get("/api/v1/paragraphs", query_string={"q": '"hujan deras"'}).get_json()
    for paragraph in answered["paragraphs"]:
        assert set(paragraph["article"].pop("links")) == {"self", "page"}
    assert printed == {name: value for name, value in answered.items() if name != "links"}
    assert printed["total"] == {"paragraphs": 2, "exact": True}


def test_what_cannot_be_done(archive, fail_here):
    for arguments, said in (
        (["banjir", "--count", "0"], "--count"),
        (["banjir", "--match", "most"], "--match"),
        (["banjir", "--from", "2024", "--to", "2023"], "--from: tidak boleh setelah"),
        (["banjir", "--from", "2024", "--to", "2023", "--lang", "en"], "--from: must not be later than"),
        (["b" * 1_001], "QUERY: paling banyak 1.000 huruf"),
        (["b" * 1_001, "--lang", "en"], "QUERY: at most 1,000 characters"),
        ([], "QUERY"),
    ):
        assert said in fail_here("paragraphs", *arguments, "--index", archive)
