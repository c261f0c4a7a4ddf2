"""Files of results: all of them, harmless, in bounded memory."""

import csv
import io
import json
import tempfile
import tracemalloc
from datetime import date
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

import search.index
from search import Article
from web import WebSettings, create_app, exports

EXPORT = "/api/v1/export"
FORMULAS = ('=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(1)", "\tx", "＝1")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    odd = [
        Article(f"rumus-{n}", (f'{text} gempa, "dua"; tiga',), text.strip(), "=Sumber", date(2024, 1, 1 + n))
        for n, text in enumerate(FORMULAS)
    ]  # fmt: skip
    many = [
        Article(f"a{n}", (f"Gempa ke-{n} terasa.", "Warga keluar rumah."), f"Gempa {n}", "Harian", None)
        for n in range(900)
    ]
    search.index.build([*odd, *many], folder)
    return create_app(WebSettings(index_folder=folder, clock=lambda: date(2026, 3, 4))).test_client()


def rows_of(client, query):
    response = client.get(f"{EXPORT}?{query}")
    assert response.status_code == 200, response.text
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"), newline="")))


def test_every_result_is_a_row_in_the_order_of_the_search(client):
    rows = rows_of(client, "q=gempa&collapse=false")
    assert len(rows) == 906
    first = client.get("/api/v1/search?q=gempa&collapse=false&page_size=100").get_json()["results"]
    assert [row["id"] for row in rows[:100]] == [result["article"]["id"] for result in first]
    assert rows[0]["text"].lstrip("'") == first[0]["hits"][0]["text"]
    assert rows[0]["page"].startswith("http://localhost/artikel/")
    assert len(rows_of(client, "q=warga&group=none")) == 900
    assert rows_of(client, "q=zzz") == []


def test_no_cell_is_a_formula(client):
    rows = rows_of(client, "q=dua+tiga")
    assert len(rows) == len(FORMULAS)
    for row in rows:
        assert row["source"] == "'=Sumber"
        for value in row.values():
            assert not value.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_lines_are_the_results_of_the_api(client):
    lines = client.get(f"{EXPORT}?q=dua+tiga&format=ndjson").data.splitlines()
    results = client.get("/api/v1/search?q=dua+tiga&links=absolute").get_json()["results"]
    assert [json.loads(line) for line in lines] == results


def test_a_workbook_has_text_as_text(client):
    response = client.get(f"{EXPORT}?q=gempa&collapse=false&format=xlsx")
    sheet = load_workbook(io.BytesIO(response.data)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 907
    assert rows[0][:3] == ("id", "title", "source")
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=Sumber" in {cell.value for cell in cells}


def test_a_workbook_for_which_there_is_no_room_is_a_problem(client, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tiada"))
    refused = client.get(f"{EXPORT}?q=gempa&format=xlsx")
    assert (refused.status_code, refused.get_json(force=True)["code"]) == (503, "file_not_written")
    assert client.get(f"{EXPORT}?q=gempa&format=csv").status_code == 200


def test_the_file_is_called_after_query_and_day(client):
    given = client.get(f"{EXPORT}?q={quote('Gempa bumi: “Cianjur”')}").headers["Content-Disposition"]
    assert 'filename="warta-gempa-bumi-cianjur-2026-03-04.csv"' in given
    assert (
        "warta-semua-2026-03-04.ndjson"
        in client.get(f"{EXPORT}?format=ndjson").headers["Content-Disposition"]
    )


def test_memory_stays_bounded(client):
    tracemalloc.start()
    sent = sum(
        len(piece) for piece in client.get(f"{EXPORT}?q=gempa&collapse=false", buffered=False).response
    )
    assert tracemalloc.get_traced_memory()[1] < 20 * sent + 4_000_000
    tracemalloc.stop()


def test_a_third_file_has_to_wait_and_places_are_given_back(client):
    others = [{"REMOTE_ADDR": f"192.0.2.{n}"} for n in (1, 2)]
    open_ones = [client.get(f"{EXPORT}?q=gempa", buffered=False, environ_base=one) for one in others]
    waiting = client.get(f"{EXPORT}?q=gempa")
    assert (waiting.status_code, waiting.get_json(force=True)["code"]) == (503, "export_busy")
    assert waiting.headers["Retry-After"]
    for response in open_ones:
        response.close()
    assert client.get(f"{EXPORT}?q=gempa").status_code == 200
    for _ in range(3):
        assert client.get(f"{EXPORT}?q=gempa&format=x").status_code == 400
    assert not exports.places.taken


def test_one_client_does_not_take_all_places_for_files(client):
    slow = client.get(f"{EXPORT}?q=gempa", buffered=False)
    assert client.get(f"{EXPORT}?q=gempa").status_code == 503
    other = {"REMOTE_ADDR": "2001:db8::1"}
    assert client.get(f"{EXPORT}?q=gempa", environ_base=other).status_code == 200
    slow.close()
    assert client.get(f"{EXPORT}?q=gempa").status_code == 200
    socket = {"REMOTE_ADDR": ""}  # behind a proxy that is not believed, all clients look the same
    both = [client.get(f"{EXPORT}?q=gempa", buffered=False, environ_base=socket) for _ in range(2)]
    assert [one.status_code for one in both] == [200, 200]
    for one in both:
        one.close()
    assert not exports.places.taken
