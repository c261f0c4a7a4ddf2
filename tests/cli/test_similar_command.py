"""``warta similar``: articles on the subject of one, as text and as JSON."""

import json

import pytest

from cli.warta_process import as_jsonl, succeed
from web import WebSettings, create_app

FLOODS = [
    {
        "id": f"banjir-{n}",
        "title": f"Banjir merendam kampung {n}",
        "source": "Kabar Pesisir",
        "published": f"2024-02-0{n}",
        "text": f"Banjir merendam {n} kampung di tepi sungai; tanggul jebol dan warga mengungsi.",
    }
    for n in range(1, 4)
]
OTHERS = [
    {"id": f"lain-{n}", "text": text}
    for n, text in enumerate(
        ["Harga cabai turun.", "Kapal berlayar lagi.", "Pameran lukisan dibuka.", "Panen kopi tiba."]
    )
]


@pytest.fixture(scope="module")
def floods(tmp_path_factory):
    folder = tmp_path_factory.mktemp("similar") / "indeks"
    succeed("reindex", "-", "--index", str(folder), stdin=as_jsonl([*FLOODS, *OTHERS]).encode())
    return folder


def test_in_words(floods, succeed_here):
    lines = succeed_here("similar", "banjir-1", "--index", floods).splitlines()
    assert len(lines) == 4
    assert {lines[0], lines[2]} == {
        f"{place}. Banjir merendam kampung {n}  banjir-{n}"
        for place, n in ((1, lines[0][-1]), (2, lines[2][-1]))
    }
    assert lines[1].startswith("   Kabar Pesisir · 2024-02-0")


def test_as_json_as_the_api(floods, succeed_here):
    printed = json.loads(succeed_here("similar", "banjir-1", "--json", "--count", 1, "--index", floods))
    client = create_app(WebSettings(index_folder=floods)).test_client()
    answer = client.get("/api/v1/articles/banjir-1/similar?count=1").get_json()
    for one in answer["results"]:
        del one["article"]["links"]
    assert printed == answer
    assert len(printed["results"]) == 1


def test_none(floods, succeed_here):
    assert succeed_here("similar", "lain-2", "--index", floods) == "Tidak ada berita serupa.\n"


@pytest.mark.usefixtures("english")
def test_what_cannot_be_done(floods, fail_here, tmp_path):
    assert "no article with the id 'tiada'" in fail_here("similar", "tiada", "--index", floods)
    assert "--count" in fail_here("similar", "banjir-1", "--count", "0", "--index", floods)
    assert "no index in" in fail_here("similar", "banjir-1", "--index", tmp_path / "tiada")
    assert "ID" in fail_here("similar", "--index", floods)
