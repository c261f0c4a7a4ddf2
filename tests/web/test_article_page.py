"""The page of an article: its paragraphs' addresses, ways on, versions, and how it is cited."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from html_document import parsed

import search.index
from search import Article
from search.article import fingerprint
from search.published import PartialDate
from web import WebSettings, create_app

LEAD = "Banjir merendam tiga kecamatan di Kabupaten Contoh setelah hujan deras semalam."
SECOND = "Warga mengungsi ke balai desa, kata kepala desa, dan menunggu bantuan pangan."
THIRD = "Air setinggi satu meter menutup jalan utama; jembatan lama tidak dapat dilalui."
FOURTH = "Badan penanggulangan bencana mengirim perahu karet dan tenda untuk pengungsi."
WIB = timezone(timedelta(hours=7))
ARTICLES = [
    Article(
        "awal", (LEAD, SECOND, THIRD, FOURTH), "Banjir rendam tiga kecamatan", "Harian Contoh",
        date(2024, 1, 5), "daerah", "https://contoh.example/banjir",
        authors=("Redaksi Satu", "Redaksi Dua"),
    ),
    Article(
        "salinan", (LEAD.replace("semalam", "kemarin"), SECOND, THIRD, FOURTH), None,
        "Kantor Berita Contoh", date(2024, 1, 5),
    ),
    Article(
        "lanjutan",
        ("Banjir di Kabupaten Contoh surut, pengungsi dari tiga kecamatan pulang.", "Jembatan diperbaiki."),
        "Banjir surut", "Harian Contoh", datetime(2024, 1, 9, 8, tzinfo=WIB),
    ),
    Article(
        "sebelum", ("Kabupaten Contoh bersiap menghadapi banjir, tiga kecamatan rawan didata.",),
        "Tiga kecamatan rawan banjir", "Kabar Contoh", PartialDate(2023, 12),
    ),
    Article(
        "a/b #1", ("Panen padi & <b>jagung</b> {naik} 5% di \\sawah.",),
        'Judul "kutip" </script><b>', "S & S",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def index_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("article") / "index"
    search.index.build(ARTICLES, folder)
    return folder


@pytest.fixture(scope="module")
def client(index_folder):
    return create_app(WebSettings(index_folder=index_folder, clock=lambda: date(2024, 2, 1))).test_client()


def test_an_address_of_a_paragraph_finds_it_where_it_is_now(page):
    name = fingerprint(THIRD)
    root = page(f"/artikel/awal?paragraph=2-{name}")
    assert root.one("p", class_="asked")["id"] == "p2"
    assert root.one("a", id=name).text == "Paragraf 2"
    assert root.all("p", class_="note") == []
    moved = page(f"/artikel/awal?paragraph=0-{name}")
    assert moved.one("p", class_="asked")["id"] == "p2"
    assert "dulu nomor 0, sekarang nomor 2" in moved.one("p", class_="note").text
    gone = page("/artikel/awal?paragraph=2-aaaaaaaa")
    assert gone.all("p", class_="asked") == []
    assert "sudah berubah" in gone.one("p", class_="note").text


def test_a_changed_comma_is_the_same_paragraph_and_a_changed_word_is_not():
    assert fingerprint("Harga beras naik, kata Bulog.") == fingerprint("HARGA beras naik – kata  Bulog")
    assert fingerprint("Harga beras naik.") != fingerprint("Harga beras turun.")


@pytest.mark.parametrize("wanted", ["x", "-", "99", "-5", "2-", "²-abc", "1" * 40, "0-%00", "%ff", "3-<b>"])
def test_no_address_of_a_paragraph_breaks_the_page(client, wanted):
    answered = client.get(f"/artikel/awal?paragraph={wanted}")
    assert answered.status_code == 200
    parsed(answered.text)


def test_people_and_addresses_count_alike(page):
    root = page("/artikel/awal?q=jembatan")
    for paragraph in root.one("div", class_="text").all("p"):
        assert paragraph["id"] == f"p{paragraph.one('a', class_='address').text.split()[-1]}"
    hit = page("/?q=jembatan").all("a", class_="address")[0]
    assert hit["href"].endswith(f"#p{hit.text.split()[-1]}")


def test_a_search_within_the_article_keeps_the_way_back(page):
    root = page("/artikel/awal?q=banjir&find=tenda")
    assert [mark.text for mark in root.one("div", class_="text").all("mark")] == ["tenda"]
    assert root.one("nav", class_="back").all("a")[0]["href"] == "/?q=banjir"
    form = root.one("form", class_="within")
    assert form.one("input", name="q")["value"] == "banjir"
    assert form.one("input", name="find")["value"] == "tenda"
    assert [link["href"] for link in root.one("nav", class_="matching").all("a")] == ["#p3"]
    nothing = page("/artikel/awal?find=zzz")
    assert "Tidak ada yang cocok dengan “zzz” di artikel ini." in nothing.one("article").text


def test_the_next_and_the_previous_hit_go_through_all_pages(client, page):
    listed = [page(f"/?q=banjir&collapse=false&page_size=1&page={number}") for number in (1, 2, 3)]
    first = [
        one.all("article", class_="result")[0].one("h2").one("a")["href"].partition("#")[0] for one in listed
    ]
    root = page(first[0])
    assert [link["rel"] for link in root.one("nav", class_="back").all("a")[1:]] == ["next"]
    assert root.one("a", rel="next")["href"] == first[1]
    middle = page(first[1])
    assert middle.one("a", rel="prev")["href"] == first[0]
    assert middle.one("a", rel="next")["href"] == first[2]


def test_an_article_that_is_no_hit_has_no_neighbours(page):
    assert page("/artikel/a~2Fb%20%231?q=banjir").all("a", rel="next") == []


def test_the_story_is_in_order_of_time(page):
    items = page("/artikel/awal?q=banjir").one("aside", class_="story").all("li")
    assert [item.one("time").text for item in items] == [
        "Desember 2023",
        "5 Januari 2024",
        "9 Januari 2024, 08.00 WIB",
    ]
    assert items[1]["aria-current"] == "true"
    assert items[2].one("a")["href"] == "/artikel/lanjutan?q=banjir"


def test_versions_and_what_differs(page):
    versions = page("/artikel/awal").one("aside", class_="versions")
    assert versions.all("a")[0].text.startswith(
        "Banjir merendam tiga kecamatan"
    )  # an untitled one, by its words
    compared = page("/artikel/awal?compare=salinan").one("div", class_="differences")
    assert [one.text for one in compared.all("del")] == ["kemarin."]
    assert [one.text for one in compared.all("ins")] == ["semalam."]
    assert len(compared.all("p")) == 4
    assert page("/artikel/awal?compare=tiada").all("div", class_="differences") == []


def test_citations_of_an_article(client):
    text = client.get("/kutipan/awal?format=text")
    assert text.content_type == "text/plain; charset=utf-8"
    assert text.text == (
        "Banjir rendam tiga kecamatan, Harian Contoh, 5 Januari 2024\nhttp://localhost/artikel/awal\n"
    )
    assert client.get("/kutipan/awal?format=apa&lang=en").text == (
        "Redaksi Satu, & Redaksi Dua. (2024, January 5). Banjir rendam tiga kecamatan. Harian Contoh."
        " http://localhost/artikel/awal\n"
    )
    ris = client.get("/kutipan/awal?format=ris").text.splitlines()
    assert ris[0] == "TY  - NEWS"
    assert "AU  - Redaksi Dua" in ris
    assert "DA  - 2024/01/05/" in ris
    assert ris[-1] == "ER  - "
    bibtex = client.get("/kutipan/awal?format=bibtex")
    assert bibtex.headers["Content-Disposition"] == 'inline; filename="kutipan.bib"'
    assert bibtex.text.startswith("@article{hariancontoh2024banjirrendam,\n  title = {Banjir rendam")
    assert "author = {{Redaksi Satu} and {Redaksi Dua}}" in bibtex.text


def test_a_citation_of_a_paragraph_has_its_words_and_its_address(client, page):
    name = fingerprint(SECOND)
    text = client.get(f"/kutipan/awal?format=text&paragraph=1-{name}").text
    assert text == (
        f"“{SECOND}”\nBanjir rendam tiga kecamatan, Harian Contoh, 5 Januari 2024, Paragraf 1\n"
        f"http://localhost/artikel/awal?paragraph=1-{name}#{name}\n"
    )
    shown = page(f"/artikel/awal?paragraph=1-{name}").one("details", id="kutip")
    assert shown.one("summary").text == "Kutip paragraf 1"
    assert SECOND in shown.all("pre")[0].text


def test_a_citation_escapes_what_its_format_needs(client):
    bibtex = client.get("/kutipan/a~2Fb%20%231?format=bibtex&paragraph=0").text
    assert "journal = {S \\& S}" in bibtex
    assert bibtex.count("{") - bibtex.count("\\{") == bibtex.count("}") - bibtex.count("\\}")
    assert client.get("/kutipan/awal?format=docx").status_code == 400
    assert client.get("/kutipan/tiada").status_code == 404


def test_what_other_programs_read_of_an_article(client, page):
    root = page("/artikel/awal")
    values = json.loads(root.one("script", type="application/ld+json").text)
    assert (values["@type"], values["headline"], values["datePublished"]) == (
        "NewsArticle", "Banjir rendam tiga kecamatan", "2024-01-05",
    )  # fmt: skip
    assert root.one("meta", property="og:url")["content"] == "http://localhost/artikel/awal"
    assert root.one("link", rel="canonical")["href"] == "/artikel/awal"
    hostile = client.get("/artikel/a~2Fb%20%231").text
    assert "</script><b>" not in hostile
    assert (
        json.loads(parsed(hostile).one("script", type="application/ld+json").text)["headline"]
        == ARTICLES[4].title
    )


@pytest.mark.parametrize("host", ['x"><script>', "a  b", "x\ny", ""])
def test_a_host_that_is_none_is_refused_and_not_repeated(client, host):
    answered = client.get("/artikel/awal", environ_overrides={"HTTP_HOST": host})
    assert answered.status_code == 400
    assert not host or host not in answered.text
