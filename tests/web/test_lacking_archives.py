"""Archives that lack dates, headlines or sources look whole; an empty list leads on to what is found."""

from datetime import date, datetime, timedelta, timezone

import pytest
from html_document import parsed

import search.index
from search.article import Article
from search.published import PartialDate
from web import WebSettings, create_app
from web.archive import first_words
from web.language import LANGUAGES
from web.source_links import source_url
from web.timeline import recent


def at(hour, minute, offset):
    return datetime(2023, 2, 22, hour, minute, tzinfo=timezone(timedelta(hours=offset)))


@pytest.fixture
def pages(tmp_path):
    """Return a function that serves articles and returns one that gets pages."""

    def served(*articles):
        search.index.build(articles, tmp_path / "index")
        settings = WebSettings(index_folder=tmp_path / "index", clock=lambda: date(2026, 3, 4))
        client = create_app(settings).test_client()

        def get(address):
            response = client.get(address)
            assert response.status_code == 200, address
            return parsed(response.text)

        return get

    return served


def test_without_dates_nothing_speaks_of_dates(pages):
    page = pages(
        *[Article(f"a{n}", (f"Banjir merendam {n} rumah.",), f"Banjir {n}", "Kabar") for n in range(9)]
    )
    start = page("/")
    assert start.one("h2", id="terbaru").text == "Dari arsip ini"
    assert "masa terbit" not in start.text
    assert not start.all("section", class_="timeline")
    found = page("/?q=banjir")
    assert not found.all("form", class_="days")
    assert not found.all("section", class_="timeline")
    assert "Terbit" not in found.one("aside").text
    assert found.all("article", class_="result")
    assert page("/?q=banjir&from=2020").all("form", class_="days"), "a day that is asked for can be changed"


def test_without_headlines_and_sources_first_words_stand_for_them(pages):
    page = pages(
        *[
            Article(f"a{n}", (f"Banjir merendam {n} rumah warga di tepi kali, - dan surut sore",))
            for n in range(3)
        ]
    )
    assert "Sumber" not in page("/").text
    root = page("/?q=banjir")
    assert {one.text for one in root.one("ol").all("h2")} == {
        f"Banjir merendam {n} rumah warga di tepi kali…" for n in range(3)
    }
    article = page(root.one("ol").all("h2")[0].one("a")["href"])
    assert article.one("h1").text.startswith("Banjir merendam")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Satu dua", "Satu dua"),
        (", - satu dua", "satu dua"),
        ("a b c d e f g h , j", "a b c d e f g h…"),
        ("a b c d e f g h i. j", "a b c d e f g h i…"),
        ("- - -", "- - -"),
        ("x" * 300, "x" * 120 + "…"),
    ],
)
def test_first_words(text, shown):
    assert first_words(text) == shown


@pytest.mark.parametrize(
    ("published", "indonesian", "english"),
    [
        (date(2023, 2, 22), "22 Februari 2023", "February 22, 2023"),
        (PartialDate(2023, 2), "Februari 2023", "February 2023"),
        (at(0, 0, 7), "22 Februari 2023", "February 22, 2023"),
        (at(5, 7, 7), "22 Februari 2023, 05.07 WIB", "February 22, 2023, 05:07 WIB"),
        (at(15, 7, 8), "22 Februari 2023, 15.07 WITA", "February 22, 2023, 15:07 WITA"),
        (at(0, 1, 9), "22 Februari 2023, 00.01 WIT", "February 22, 2023, 00:01 WIT"),
        (at(0, 1, 0), "22 Februari 2023, 00.01 UTC", "February 22, 2023, 00:01 UTC"),
        (at(0, 1, -5), "22 Februari 2023, 00.01 UTC-05", "February 22, 2023, 00:01 UTC-05"),
        (at(0, 1, 5.5), "22 Februari 2023, 00.01 UTC+05:30", "February 22, 2023, 00:01 UTC+05:30"),
    ],
)  # fmt: skip
def test_the_time_of_day_is_shown_where_it_is_known(published, indonesian, english):
    assert [LANGUAGES[code].moment(published) for code in ("id", "en")] == [indonesian, english]


def test_recent_periods_are_offered_where_they_may_hold_something():
    class Asked:
        @staticmethod
        def search(**changes):
            return str(changes["date_from"])

    today = date(2026, 3, 4)
    codes = [
        [code for code, _ in recent(today, Asked, newest)]
        for newest in (today, date(2026, 3, 3), date(2025, 6, 1), date(2019, 1, 1), None)
    ]
    assert codes == [["day", "week", "month", "year"], ["week", "month", "year"], ["year"], [], []]


def test_an_empty_list_leads_only_to_what_is_found(pages):
    page = pages(
        Article("a", ("Banjir merendam rumah.",), "Banjir", "Kabar", date(2020, 1, 1), "Daerah"),
        Article("b", ("Banjir surut.",), "Surut", "Kabar", date(2021, 1, 1), "Daerah"),
        Article("c", ("Cabai naik.",), "Cabai", "Pasar", date(2021, 1, 1), "Ekonomi"),
    )
    ways = page("/?q=banjir&source=Pasar&category=Ekonomi&from=2020").one("section", class_="empty")
    assert "Kategori: Ekonomi" not in ways.text, "without it there is still nothing"
    assert "Sumber: Pasar" not in ways.text
    assert "tanpa semua saringan" in ways.text
    ways = page("/?q=banjir&source=Pasar").one("section", class_="empty")
    assert "tanpa saringan “Sumber: Pasar” 2 artikel" in ways.text
    ways = page("/?q=%22cabai+surut%22").one("section", class_="empty")
    for link in (link for link in ways.all("a") if not link["type"]):
        assert not page(link["href"]).all("section", class_="empty"), link["href"]
    for link in page("/?q=qqqq+wwww").one("section", class_="empty").all("a", type=None):
        assert "Tidak ada hasil" not in page(link["href"]).text, link["href"]


def test_addresses_of_publishers_are_valid():
    assert source_url('https://a.example/?q=<b>"x"|{y}') == "https://a.example/?q=%3Cb%3E%22x%22%7C%7By%7D"
    assert source_url("https://a.example/x%20y?é") == "https://a.example/x%20y?é"


# --- links that lead to nothing are not offered ------------------------------------------------------------


def beside(root):
    return {link.text: link for link in root.one("aside").all("a")}


def test_where_nothing_matches_only_what_is_in_use_can_be_switched(pages):
    page = pages(Article("a", ("Banjir merendam rumah.",), "Banjir", "Kabar", date(2020, 1, 1)))
    assert {"persis seperti ditulis", "hanya dalam kutipan", "hanya di judul"} <= {
        *beside(page("/?q=banjir"))
    }
    nothing = page("/?q=qqqq+wwww")
    assert not beside(nothing)
    assert not nothing.all("form", class_="days")
    used = beside(page("/?q=qqqq&exact=true"))
    assert [(text, link["href"]) for text, link in used.items()] == [("persis seperti ditulis", "/?q=qqqq")]


def test_without_headlines_none_are_searched(pages):
    page = pages(Article("a", ("Banjir merendam rumah.",)))
    assert {*beside(page("/?q=banjir"))} >= {"persis seperti ditulis"}
    assert "hanya di judul" not in beside(page("/?q=banjir"))
    assert "hanya di judul" in beside(page("/?q=judul:(banjir)"))


def test_without_words_nothing_is_said_of_words(pages):
    page = pages(Article("a", ("Banjir merendam rumah.",), "Banjir", "Kabar"))
    assert "hanya di judul" not in beside(page("/?sort=newest"))
    assert "persis seperti ditulis" not in beside(page("/?sort=newest"))
    assert "hanya dalam kutipan" in beside(page("/?quotes=true")), "what is in use can be switched off"


def test_a_value_of_all_results_cannot_be_excluded(pages):
    page = pages(
        Article("a", ("Banjir merendam rumah.",), "Banjir", "Kabar", category="Daerah"),
        Article("b", ("Banjir surut.",), "Surut", "Kabar", category="Cuaca"),
    )
    signs = {text for text in beside(page("/?q=banjir")) if text.startswith("−")}
    assert signs == {"−bukan Daerah", "−bukan Cuaca"}
    assert not [text for text in beside(page("/?q=banjir&category=Daerah")) if text.startswith("−")]
    nothing = {text for text in beside(page("/?q=banjir&category=Ekonomi")) if text.startswith("−")}
    assert not nothing


def test_of_fields_with_several_values_another_one_can_be_excluded(pages):
    page = pages(
        Article("a", ("Banjir merendam rumah.",), "Banjir", category="Daerah", tags=("banjir", "rumah")),
        Article("b", ("Banjir surut.",), "Surut", category="Cuaca", tags=("banjir", "surut")),
    )
    signs = {text for text in beside(page("/?q=banjir&tag=banjir")) if text.startswith("−")}
    assert signs == {"−bukan Daerah", "−bukan Cuaca", "−bukan rumah", "−bukan surut"}
    signs = {text for text in beside(page("/?q=banjir&category=Cuaca")) if text.startswith("−")}
    assert not signs, "no result has another category, and all have these tags"


def test_undated_articles_can_be_hidden_where_others_remain(pages):
    banjir = [Article(f"a{n}", ("Banjir merendam rumah.",), "Banjir") for n in range(2)]
    page = pages(*banjir, Article("b", ("Banjir lagi di Kendal.",), "Surut", published=date(2020, 1, 1)))
    assert "Sembunyikan" in page("/?q=banjir&sort=newest").text
    assert "Sembunyikan" not in page("/?q=banjir+rumah&sort=newest").text


def test_a_way_out_is_offered_once(pages):
    page = pages(
        Article(
            "a", ('"Banjir akan surut," kata Gubernur Jawa Barat Ridwan Kamil.', "Cabai mahal."), "Banjir"
        )
    )
    links = page("/?q=cabai&speaker=Ridwan+Kamil").one("section", class_="empty").all("a", type=None)
    addresses = [link["href"] for link in links]
    assert len(addresses) == len(set(addresses))
    assert "/?q=cabai" in addresses


def test_beside_words_speakers_have_no_number(pages):
    """Words count only in what a speaker says, so that the articles in which he speaks are too many."""
    page = pages(
        Article(
            "a", ('"Banjir akan surut," kata Gubernur Jawa Barat Ridwan Kamil.', "Cabai mahal."), "Banjir"
        ),
        Article("b", ('"Cabai akan murah," kata Gubernur Jawa Barat Ridwan Kamil.',), "Cabai"),
    )

    def speakers(root):
        (section,) = (one for one in root.one("aside").all("section") if "Siapa bicara" in one.text)
        return [link.text for link in section.all("a") if "speaker" in link["href"]], section.one("h3").text

    assert speakers(page("/?q=cabai")) == (["Ridwan Kamil"], "Siapa bicara")
    assert speakers(page("/?sort=newest")) == (["Ridwan Kamil 2"], "Siapa bicara, dengan jumlah artikel")


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_example_of_the_start_page_finds_something(pages, language):
    page = pages(
        Article(
            "a", ("Rice prices fell in Ambon.",), "Rice: prices fell, 3 hurt", "Daily/One", date(2021, 1, 1)
        )
    )
    links = page(f"/?lang={language}").one("section", class_="examples").all("a")
    texts = [link.text for link in links]
    assert texts == [
        "fell prices",
        '"prices fell"',
        "prices OR fell",
        "prices sejak 2021",
        'sumber:"Daily/One"',
    ]
    for link in links:
        assert not page(link["href"]).all("section", class_="empty"), link.text


def test_without_any_example_there_is_no_list_of_them(pages):
    assert not pages(Article("a", ("1 2 3",)))("/").all("section", class_="examples")


def test_examples_of_dates_are_of_the_last_month_of_the_archive(pages):
    page = pages(Article("a", ("Gempa terasa di Ambon.",), "Gempa", published=date(2017, 8, 5)))
    texts = [link.text for link in page("/bantuan").one("main").all("a")]
    assert {"gempa tahun 2017", "banjir agustus 2017", "gempa sejak 2017"} <= {*texts}
    assert not [text for text in texts if "2022" in text]


# --- languages ---------------------------------------------------------------------------------------------


def test_texts_are_marked_with_the_language_that_they_are_written_in(pages):
    page = pages(
        Article("en", ("Floods hit Ambon.",), "Floods", language="en-GB"),
        Article("id", ("Banjir di Ambon.",), "Banjir"),
        Article("x", ("Banyu ing Ambon.",), "Banyu", language="<u>bahasa</u>"),
    )
    spoken = {
        one.one("h2").text: (one.one("h2")["lang"], one.one("p", class_="snippet")["lang"])
        for one in page("/?q=ambon").all("article", class_="result")
    }
    assert spoken == {"Floods": ("en", "en"), "Banjir": ("id", "id"), "Banyu": ("id", "id")}
    article = page("/artikel/en")
    assert (article.one("h1")["lang"], article.one("div", class_="text")["lang"]) == ("en", "en")


@pytest.mark.parametrize(
    ("language", "names", "chip"),
    [("id", {"Inggris 1", "Indonesia 1", "bar 1"}, "Bahasa: Inggris"),
     ("en", {"English 1", "Indonesian 1", "bar 1"}, "Language: English")],
)  # fmt: skip
def test_languages_are_shown_by_their_names(pages, language, names, chip):
    page = pages(
        Article("a", ("Floods hit Ambon.",), "Floods", language="en"),
        Article("b", ("Banjir di Ambon.",), "Banjir", language="id-ID"),
        Article("c", ("Banyu ing Ambon.",), "Banyu", language="bar"),
    )
    root = page(f"/?q=ambon&lang={language}")
    assert names <= {*beside(root)}
    chosen = page(f"/?q=ambon&language=en&lang={language}")
    assert chip in chosen.one("ul", class_="chips").text
    assert len(chosen.all("article", class_="result")) == 1
