"""Entity tags, kept answers, compression, assets, weight: what a request costs."""

import gzip
import random
import shutil
from datetime import date
from string import ascii_lowercase

import pytest
import zstandard
from archive_articles import ARTICLES
from jinja2 import Environment
from test_web_words import STATES

import search.index
from search import Article
from search.index import update
from search.index.generations import Generations
from web import WebSettings, create_app
from web.answers import Asked, Body
from web.archive import current_index
from web.compression import encoding_of
from web.rendering import current_templates

SEARCH = "/api/v1/search?q=beras"
ADDRESSES = [SEARCH, "/?q=beras", "/", "/artikel/panen-2023?q=gabah", "/api/v1/articles/panen-2023"]


def one(text="Hujan turun di Bogor."):
    return [Article("satu", (text,))]


def client_of(folder, **settings):
    return create_app(WebSettings(index_folder=folder, **settings)).test_client()


def tag_of(client, address="/api/v1/search?q=hujan"):
    response = client.get(address)
    assert response.status_code == 200
    return response.headers["ETag"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_a_tag_that_saves_it(client, address):
    first = client.get(address)
    assert first.headers["ETag"].startswith('W/"')
    assert "Accept-Encoding" in first.headers["Vary"]
    for known in (first.headers["ETag"], f'"x", {first.headers["ETag"]}', "*"):
        again = client.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.data) == (304, b"")
        for name in ("ETag", "Vary", "Cache-Control"):
            assert again.headers[name] == first.headers[name]
    assert client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200


def test_any_tag_is_of_something_that_is_there(client):
    assert client.get("/api/v1/articles/tidak-ada", headers={"If-None-Match": "*"}).status_code == 404
    assert client.get("/api/v1/search?q=a&page=0", headers={"If-None-Match": "*"}).status_code == 400


def test_an_answer_is_made_once_and_from_one_generation(tmp_path):
    """Also if the index is changed while it is made: it would cost twice otherwise, or be of two archives."""
    search.index.build(one(), tmp_path)
    client, made = client_of(tmp_path), []
    answers = client.application.extensions["warta_answers"]
    with client.application.test_request_context("/"):
        index = current_index()

        def make():
            before = index.search("hujan").total_articles
            search.index.build([Article("dua", ("Hujan.",)), *one()], tmp_path)
            made.append((before, index.search("hujan").total_articles))
            return Body(b"isi")

        tag = answers.tag_of(index, ("kunci",))
        assert answers.answer(index, Asked(("kunci",), make), "") == (tag, Body(b"isi"))
    assert made == [(1, 1)]


def test_a_tag_is_of_the_content_not_of_a_number(tmp_path):
    """Built anew in an emptied folder, the first generation has its name again, and other content."""
    search.index.build(one(), tmp_path / "index")
    first = tag_of(client_of(tmp_path / "index"))
    assert tag_of(client_of(tmp_path / "index")) == first
    shutil.rmtree(tmp_path / "index")
    search.index.build(one("Hujan turun di Depok."), tmp_path / "index")
    client = client_of(tmp_path / "index")
    assert client.get("/api/v1/stats").get_json()["generation"] == "000001"
    assert tag_of(client) != first


def test_a_tag_is_of_the_day_and_of_where_warta_is_mounted(tmp_path):
    search.index.build(one(), tmp_path)
    tags = {
        tag_of(client_of(tmp_path, clock=lambda: date(2026, 1, 1)), "/?q=kemarin"),
        tag_of(client_of(tmp_path, clock=lambda: date(2026, 1, 2)), "/?q=kemarin"),
    }
    assert len(tags) == 2
    client = client_of(tmp_path)
    mounted = client.get("/?q=hujan", environ_overrides={"SCRIPT_NAME": "/arsip"})
    assert mounted.headers["ETag"] != tag_of(client, "/?q=hujan")
    assert 'href="/arsip/artikel/satu?q=hujan#p0"' in mounted.text
    assert 'href="/artikel' not in mounted.text


def test_an_answer_that_was_kept_is_never_of_another_generation(tmp_path):
    search.index.build(one(), tmp_path)
    client = client_of(tmp_path)
    index = client.application.extensions["warta"].index()

    def answer():
        return client.get("/api/v1/search?q=hujan").get_json()["total"]["articles"]

    assert [answer(), answer()] == [1, 1]
    update([Article("dua", ("Hujan reda.",))], tmp_path)
    while index.generation == "000001":  # it is opened in the background
        pass
    assert [answer(), answer()] == [2, 2]
    Generations(tmp_path).rollback()
    while index.generation != "000001":
        pass
    assert [answer(), answer()] == [1, 1]


def test_what_is_kept_is_what_is_made(index_folder):
    keeping, making = client_of(index_folder, kept_answers_mb=4), client_of(index_folder, kept_answers_mb=0)
    for address in (*STATES, *ADDRESSES):
        first, kept, made = keeping.get(address), keeping.get(address), making.get(address)
        assert first.status_code == kept.status_code == made.status_code
        assert first.data == kept.data
        assert first.headers.get("ETag") == kept.headers.get("ETag") == made.headers.get("ETag")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_body_is_sent_in_an_encoding_that_the_client_reads(client, address):
    plain = client.get(address)
    assert "Content-Encoding" not in plain.headers
    for accepted, encoding, decoded in (
        ("gzip, deflate, br", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "zstd", zstandard.decompress),
    ):
        response = client.get(address, headers={"Accept-Encoding": accepted})
        if len(plain.data) < 1_000:
            assert "Content-Encoding" not in response.headers
            continue
        assert response.headers["Content-Encoding"] == encoding
        assert int(response.headers["Content-Length"]) == len(response.data) < len(plain.data)
        assert len(decoded(response.data)) == pytest.approx(
            len(plain.data), abs=16
        )  # the time differs, and is shown if it is long
        assert response.headers["ETag"] == plain.headers["ETag"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""), ("*", ""), ("identity", ""), ("br", ""), ("gzip;q=0", ""), ("gzip;q=0.1, zstd;q=0", "gzip"),
        ("zstd;q=0.5, gzip;q=0.8", "gzip"), ("zstd, gzip", "zstd"), ("GZIP", "gzip"), (";;q=,,", ""),
        ("gzip;q=nan", ""), ("x" * 10_000, ""),
    ],
)  # fmt: skip
def test_the_encoding_is_the_one_that_is_preferred(accepted, encoding):
    assert encoding_of(accepted) == encoding


def test_assets_are_kept_for_ever_at_addresses_of_their_content(client, page):
    root = page("/")
    for link in (*root.all("link", rel="stylesheet"), *root.all("link", rel="icon"), *root.all("script")):
        address = link["href"] or link["src"]
        response = client.get(address)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        name, digest, suffix = address.rsplit("/")[-1].split(".")
        plain = client.get(f"/static/{name}.{suffix}")
        assert plain.data == response.data
        assert plain.headers["Cache-Control"] == "no-cache"
        assert (
            client.get(f"/static/{name}.{suffix}", headers={"If-None-Match": f'W/"{digest}"'}).status_code
            == 304
        )
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(packed.data) == response.data
        assert client.get(f"/static/{name}.000000000000.{suffix}").status_code == 404
    for address in ("/static/", "/static/../settings.py", "/static/%2e%2e/settings.py", "/static/%00"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_templates_say_what_they_say_in_jinjas_own_code(index_folder, monkeypatch, language):
    client = client_of(index_folder, kept_answers_mb=0)
    application = client.application

    def pages():
        monkeypatch.setattr("time.perf_counter", lambda: 0.0)
        asked = [f"{address}{'&' if '?' in address else '?'}lang={language}" for address in STATES]
        return [client.get(address).text for address in asked]

    direct = pages()
    with application.app_context():
        templates = current_templates()
    monkeypatch.setattr(templates, "_environments", {
        code: _as_jinja_does(environment) for code, environment in templates._environments.items()
    })  # fmt: skip
    for address, one, other in zip(STATES, pages(), direct, strict=True):
        assert one == other, address
    assert len(set(direct)) > 20


def _as_jinja_does(direct):
    environment = Environment(loader=direct.loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(direct.globals)
    environment.filters.update(direct.filters)
    return environment


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """Return a client over an archive with very many sources and sections, and copies."""
    folder = tmp_path_factory.mktemp("wide")
    text = " ".join(f"kata{number} tentang panen raya di desa ke-{number}" for number in range(60))
    articles = [
        Article(
            f"artikel-{number}", (f"{text} harga beras naik {number}",) * 4, f"Harga beras naik ke-{number}",
            f"Sumber Berita Nomor {number}", date(2000 + number % 25, 1, 1), f"Rubrik {number}",
            f"https://contoh.example/berita/{number}",
        )
        for number in range(600)
    ]  # fmt: skip
    search.index.build([*articles, *ARTICLES], folder)
    return client_of(folder)


LONG = "+".join(["harga", "beras", *("panen" for _ in range(148))])
MARKS = "beras" + 190 * "+%3Cb%3E%26"  # each link of a page repeats it, with every character encoded


@pytest.mark.parametrize(
    "address",
    [
        "/?q=beras",
        "/?q=harga+beras&collapse=false",
        f"/?q={LONG}&collapse=false",
        f"/?q={LONG}",
        f"/?q={MARKS}",
    ],
)
@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_page_of_results_weighs_little_whatever_the_archive_and_the_query(wide, page, address, encoding):
    packed = wide.get(address, headers={"Accept-Encoding": encoding})
    assert packed.headers["Content-Encoding"] == encoding
    assert len(packed.data) < 20_000
    assets = sum(
        len(wide.get(link["href"] or link["src"], headers={"Accept-Encoding": encoding}).data)
        for root in (page("/"),)
        for link in (*root.all("link", rel="stylesheet"), *root.all("link", rel="icon"), *root.all("script"))
    )
    assert len(packed.data) + assets < 50_000


@pytest.fixture(scope="module")
def wordy(tmp_path_factory):
    """Return a client over an archive whose every field is far too long and repeats nothing."""
    folder, chance = tmp_path_factory.mktemp("wordy"), random.Random(14)

    def words(count):
        return " ".join("".join(chance.choices(ascii_lowercase, k=9)) for _ in range(count))

    articles = [
        Article(
            f"{chance.getrandbits(800):x}", (f"Harga beras naik. {words(300)}",) * 3, f"Beras {words(300)}",
            words(100), date(2000 + number % 25, 1, 1), words(60), f"https://contoh.example/{words(1) * 300}",
            tags=(words(30), words(20)), authors=(words(50),), place=words(50),
        )
        for number in range(40)
    ]  # fmt: skip
    search.index.build(articles, folder)
    return client_of(folder)


@pytest.mark.parametrize("address", ["/", "/?q=beras", "/?q=beras&group=none", "/?q=beras&sort=newest"])
def test_a_page_weighs_little_whatever_stands_in_the_fields(wordy, address):
    answer = wordy.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert len(answer.data) < 20_000
    assert "…" in gzip.decompress(answer.data).decode(), "what is cut ends in an ellipsis"
