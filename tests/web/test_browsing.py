"""Looking through an archive without words: the start page, sections, sources, days, any article."""

from datetime import date

import pytest
from test_web_pages import follow, results_of

import search.index
from search import Article
from web import WebSettings, create_app


def test_the_start_page_shows_the_newest_and_ways_on(page):
    root = page("/")
    newest = root.one("section", class_="newest")
    first = newest.one("ul").all("a")[0]
    assert follow(page, first).one("h1").text
    days = [one["datetime"] for one in newest.all("time")]
    assert days == sorted(days, reverse=True)
    titles = [section.one("h2").text for section in root.one("div", class_="browse").all("section")]
    assert titles == ["Terbaru", "Sumber", "Kategori"]
    assert root.one("section", class_="timeline")


def test_a_section_a_source_and_a_month_have_a_page(page):
    for address, heading in (
        ("/?category=Ekonomi", "Kategori: Ekonomi"),
        ("/?source=Kabar+Pasar", "Sumber: Kabar Pasar"),
        ("/?from=2022-01-01&to=2022-12-31", "Tahun 2022"),
        ("/?missing=date", "tanpa tanggal"),
        ("/?sort=newest", "Semua artikel"),
    ):
        root = page(address)
        assert root.one("h1").text == heading
        assert root.one("head").one("title").text.startswith(heading)
        assert results_of(root)
        assert "Dipahami" not in root.one("main").text


def test_the_newest_come_first_without_words(page):
    days = [time["datetime"] for time in page("/?source=Kabar+Pasar").one("ol", class_="results").all("time")]
    assert days == sorted(days, reverse=True)
    assert len(days) > 3


def test_the_way_back_leads_to_the_list(page):
    result = results_of(page("/?source=Kabar+Pasar&page=1"))[0].one("h2").one("a")
    root = follow(page, result)
    back = root.one("nav", class_="back").all("a")
    assert (back[0].text, back[0]["href"]) == ("← Kembali ke daftar", "/?source=Kabar+Pasar")
    assert back[1]["rel"] == "next"


def test_nothing_in_a_section_says_so(page):
    root = page("/?category=Tiada")
    assert root.one("p", class_="count").text.startswith("Tidak ada hasil")
    assert root.one("section", class_="empty")


def test_any_article(client, page):
    seen = set()
    for _ in range(30):
        answered = client.get("/acak?lang=en")
        assert answered.status_code == 303
        assert answered.headers["Cache-Control"] == "no-store"
        seen.add(answered.headers["Location"])
    assert len(seen) > 5
    page(seen.pop())


@pytest.mark.parametrize(
    "articles",
    [
        [Article("a", ("Hujan turun di Bogor.",))],
        [Article(str(n), (f"Hujan turun {n} kali.",), None, None, date(2024, 1, 1 + n)) for n in range(3)],
        [Article(str(n), (f"Hujan {n}.",), "Hujan", "S", None, "K") for n in range(3)],
    ],
    ids=["nothing-known", "days-only", "no-days"],
)
def test_an_archive_without_dates_sources_or_headlines_looks_whole(tmp_path, page, articles):
    search.index.build(articles, tmp_path / "index")
    client = create_app(WebSettings(index_folder=tmp_path / "index")).test_client()
    for address in ("/", "/?q=hujan", "/?sort=oldest", f"/artikel/{articles[0].id}?q=hujan"):
        answered = client.get(address)
        assert answered.status_code == 200
        assert "None" not in answered.text
        assert 'datetime=""' not in answered.text


def test_what_an_article_has_leads_to_all_articles_that_have_it(page):
    root = page("/artikel/panen-2023?q=gabah&lang=en").one("article", class_="reading")
    links = {link.text: link["href"] for link in root.all("a")}
    assert links["Harian Contoh"] == "/?source=Harian+Contoh&lang=en"
    assert links["Ekonomi"] == "/?category=Ekonomi&lang=en"
    for value in (
        "Harian Contoh",
        "Ekonomi",
        "Redaksi Panen",
        "Tim Foto",
        "Indramayu",
        "panen raya",
        "Harga Gabah",
    ):
        titles = [one.text for one in page(f"{links[value]}&page_size=100").all("h2")]
        assert "Panen raya dimulai, harga gabah turun" in titles, value
