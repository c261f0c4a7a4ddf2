"""The pages, parsed as HTML, over a real index."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from html_document import parsed

EVERY_PAGE = [
    ("/", 200),
    ("/?q=harga+beras", 200),
    ("/?q=harga+beras&group=none&explain=true&page=2", 200),
    (
        "/?q=harga+beras&source=Harian+Contoh&from=2020&exact=true&expand=false&dates=false&headlines=false",
        200,
    ),
    ("/?q=harga+beras&page=900", 200),
    ("/?q=bakau", 200),
    ("/?q=hujan+lebat", 200),
    ("/?q=qqqq", 200),
    ("/bantuan", 200),
    ("/artikel/panen-2023", 200),
    ("/artikel/panen-2023?q=harga+gabah", 200),
    ("/artikel/tanpa-judul", 200),
    ("/artikel/%3Cb%3E/panjang%20id%3F%26%231", 200),
    ("/artikel/tidak-ada", 404),
    ("/tidak-ada", 404),
]


@pytest.mark.parametrize(("address", "status"), EVERY_PAGE)
def test_every_page_has_its_landmarks(page, address, status):
    root = page(address, status)
    assert root.one("html")["lang"] == "id"
    assert root.one("head").one("title").text
    assert len(root.all("h1")) == 1
    form = root.one("form", role="search")
    assert (form["method"], form["action"]) == ("get", "/")
    box = form.one("input", name="q")
    assert form.one("label", **{"for": box["id"]}).text
    assert root.one("main")["id"] == "isi"
    assert root.all("a", class_="skip")[0]["href"] == "#isi"
    root.one("footer")
    assert root.one("meta", name="viewport")["content"] == "width=device-width, initial-scale=1"


@pytest.mark.parametrize(("address", "status"), EVERY_PAGE)
def test_no_page_has_inline_code_or_links_that_run(page, address, status):
    root = page(address, status)
    for element in root.all():
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            target = element[name]
            if target is not None:
                assert re.match(r"(/|#|https?://contoh\.example/)", target), target
                if element.tag in ("script", "link", "img", "form"):
                    assert target.startswith("/")
    scripts = [script for script in root.all("script") if script["type"] != "application/ld+json"]  # data
    assert all(not script.text and script["src"] for script in scripts)
    assert not root.all("style")


@pytest.mark.parametrize(("address", "status"), EVERY_PAGE)
def test_every_page_speaks_english_on_request(page, address, status):
    root = page(address + ("&" if "?" in address else "?") + "lang=en", status)
    assert root.one("html")["lang"] == "en"
    assert root.one("form", role="search").one("button").text == "Search"


def results_of(root):
    return root.all("article", class_="result")


def follow(page, link):
    return page(link["href"].partition("#")[0])


def test_the_start_page_shows_the_numbers_of_the_archive(page):
    root = page("/")
    numbers = root.one("dl", class_="numbers").text
    for number in ("29", "61", "13 Januari 2020", "24 Desember 2023"):
        assert number in numbers
    assert root.one("link", rel="canonical")["href"] == "/"


def test_every_example_search_works(page):
    links = page("/").one("section", class_="examples").all("a")
    assert len(links) >= 5
    for link in links:
        assert follow(page, link).one("input", id="q")["value"] == link.text


def test_a_blank_query_is_the_start_page(page):
    assert page("/?q=+++").one("section", class_="examples")


def test_results_are_counted_in_indonesian(page):
    count = page("/?q=harga+beras").one("p", class_="count").text
    assert re.fullmatch(r"50 paragraf di 25 artikel( · \d+,\d\d dtk)?", count)
    count = page("/?q=harga+gabah&lang=en").one("p", class_="count").text
    assert re.fullmatch(r"6 paragraphs in 1 article( · \d+\.\d\d s)?", count)


def test_a_result_shows_what_is_known_of_the_article(page):
    root = page("/?q=harga+gabah")
    assert root.one("head").one("title").text == "harga gabah – 1 artikel – Warta"
    assert root.one("input", id="q")["value"] == "harga gabah"
    (result,) = results_of(root)
    time = result.one("time")
    assert (time["datetime"], time.text) == ("2023-02-22", "22 Februari 2023")
    assert result.one("span", class_="source").text == "Harian Contoh"
    assert result.one("span", class_="category").text == "Ekonomi"
    assert {mark.text.lower() for mark in result.all("mark")} <= {"harga", "gabah"}
    headline = result.one("h2").one("a")
    assert headline.text == "Panen raya dimulai, harga gabah turun"
    assert re.fullmatch(r"/artikel/panen-2023\?q=harga\+gabah#p\d", headline["href"])
    others = result.one("details", class_="others")
    assert others.one("summary").text == "5 paragraf lagi"
    assert len(others.all("p", class_="snippet")) == 2
    assert "3 paragraf lain" in others.text
    source = result.one("a", rel="external noopener")["href"]
    assert source.startswith("https://contoh.example/ekonomi/panen-raya?id=7#:~:text=")


def test_an_article_without_a_headline_is_named_by_its_first_words(page):
    (result,) = results_of(page("/?q=hujan+lebat"))
    assert result.one("h2").text == "Stasiun pengamatan mencatat hujan lebat di lereng gunung sejak…"
    assert page("/artikel/tanpa-judul").one("h1").text.startswith("Stasiun pengamatan")


def test_markup_in_an_article_stays_text(client):
    for address in ("/?q=bakau", "/artikel/%3Cb%3E/panjang%20id%3F%26%231?q=bakau"):
        html = client.get(address).text
        assert "<script>alert" not in html
        assert "<i>Pesisir" not in html
        assert "javascript:alert" not in html
        for markup in ("<b>Redaksi", "<i>Muara", "<img", "<u>id", '" onclick="x'):
            assert markup not in html
        root = parsed(html)
        assert "<script>alert('isi')</script> Warga menanam bakau" in root.one("main").text
        assert "<i>Pesisir</i> & Laut" in root.one("main").text


def test_markup_in_a_query_stays_text(client):
    html = client.get('/?q="><script>alert(1)</script>').text
    assert "<script>alert" not in html
    assert parsed(html).one("input", id="q")["value"] == '"><script>alert(1)</script>'


def test_facets_filter_and_can_be_taken_back(page):
    root = page("/?q=harga+beras")
    link = next(link for link in root.one("aside").all("a") if link.text == "Kabar Pasar 9")
    root = follow(page, link)
    assert len(results_of(root)) == 9
    chip = root.one("ul", class_="chips").one("a")
    assert chip.text == "Hapus saringan Sumber: Kabar Pasar ×"
    assert len(results_of(follow(page, chip))) == 10
    selected = next(link for link in root.one("aside").all("a") if link.text.startswith("Kabar Pasar 9"))
    assert selected["aria-current"] == "true"
    assert "source" not in parse_qs(urlsplit(selected["href"]).query)


def test_the_year_facet_filters_by_date(page):
    root = page("/?q=harga+beras")
    link = next(link for link in root.one("aside").all("a") if link.text == "2022 6")
    root = follow(page, link)
    assert {time["datetime"][:4] for time in root.one("ol", class_="results").all("time")} == {"2022"}
    assert root.one("ul", class_="chips").one("a").text == "Hapus saringan Tahun 2022 ×"
    assert root.one("form", class_="days").one("input", name="from")["value"] == "2022-01-01"


def test_the_date_form_keeps_the_rest_of_the_search(page):
    form = page("/?q=harga+beras&source=Kabar+Pasar&sort=newest&page=2&from=2020").one("form", class_="days")
    fields = [(field["name"], field["value"]) for field in form.all("input")]
    assert fields == [
        ("q", "harga beras"),
        ("sort", "newest"),
        ("source", "Kabar Pasar"),
        ("from", "2020-01-01"),
        ("to", ""),
    ]


def test_a_new_query_keeps_the_filters(page):
    form = page("/?q=harga+beras&source=Kabar+Pasar&page=2").one("form", role="search")
    assert [field["name"] for field in form.all("input")] == ["q", "source"]


def test_sorting(page):
    root = page("/?q=harga+beras")
    newest = next(link for link in root.one("nav", class_="orders").all("a") if link.text == "Terbaru")
    root = follow(page, newest)
    days = [time["datetime"] for time in root.one("ol", class_="results").all("time")]
    assert days == sorted(days, reverse=True)
    current = root.one("nav", class_="orders").all("a", aria_current="true")
    assert [link.text for link in current] == ["Terbaru", "Per artikel"]


def test_paging_forth_and_back(page):
    root = page("/?q=harga+beras")
    seen = []
    for number in (1, 2, 3):
        assert root.one("nav", class_="pages").one("span", class_="here").text == f"Halaman {number} dari 3"
        assert root.one("ol", class_="results")["start"] == str(number * 10 - 9)
        seen += [result.one("h2").text for result in results_of(root)]
        following = root.one("nav", class_="pages").all("a", rel="next")
        if number < 3:
            assert root.one("link", rel="next")["href"] == following[0]["href"]
            root = follow(page, following[0])
    assert not following
    assert len(set(seen)) == 25
    assert "page=2" in root.one("nav", class_="pages").one("a", rel="prev")["href"]


def test_a_page_that_is_not_there_leads_back(page):
    root = page("/?q=harga+beras&page=900")
    section = root.one("section", class_="empty")
    assert "Halaman 900 tidak ada" in section.text
    assert len(results_of(follow(page, section.one("a", rel="prev")))) == 5


def test_nothing_found_says_what_to_try(page):
    root = page("/?q=%22beras+harga+medium%22&source=Kabar+Pasar&category=Ekonomi")
    assert root.one("p", class_="count").text.startswith("Tidak ada hasil")
    section = root.one("section", class_="empty")
    assert "tanpa semua saringan" in section.text
    link = next(link for link in section.all("a") if link.text == "beras harga medium")
    assert results_of(follow(page, link))


def test_what_cannot_be_used_is_said_and_the_rest_answered(page):
    root = page("/?q=harga+beras&page=99999999999999999999&sort=foo&from=entahlah")
    notes = [note.text for note in root.all("p", class_="note")]
    assert len(notes) == 3
    assert len(results_of(root)) == 10


@pytest.mark.parametrize(
    "query_string",
    [
        "q=" + "a" * 10_000, "q=%00", "q=%FF%FE", "q=a&page=0", "q=a&page=-1", "q=a&page_size=9999",
        "%00=%00", "q=a&page=99999999999999999999", "q=a&sort=foo", "q=a&q=b", "q=%ED%A0%80",
        "&".join(["source=a"] * 500), "q=a&lang=xx", "q=a&from=32/1/2023&to=x", "q=a&source=%FF",
    ],
)  # fmt: skip
def test_no_address_breaks_the_page(page, query_string):
    page(f"/?{query_string}")


def test_an_article_is_read_at_its_paragraph(page):
    root = page("/artikel/panen-2023?q=harga+gabah&source=Harian+Contoh&utm_source=x")
    assert [p["id"] for p in root.one("div", class_="text").all("p")] == [f"p{number}" for number in range(7)]
    second = root.one("p", id="p1")
    assert [mark.text for mark in second.all("mark")] == ["Harga", "gabah"]
    address = second.one("a", class_="address")["href"]
    assert re.fullmatch(
        r"/artikel/panen-2023\?q=harga\+gabah&source=Harian\+Contoh&paragraph=1-(\w{8})#\1", address
    )
    assert root.one("link", rel="canonical")["href"] == "/artikel/panen-2023"
    back = root.one("nav", class_="back").all("a")[0]["href"]
    assert back == "/?q=harga+gabah&source=Harian+Contoh"


def test_an_article_says_who_wrote_it_where_and_about_what(page, client):
    shown = page("/artikel/panen-2023").one("article").text
    for said in (
        "Oleh Redaksi Panen, Tim Foto",
        "Indramayu",
        "Diperbarui 23 Februari 2023",
        "Gambar: Petani memanen padi.",
        "Tag: panen raya, Harga Gabah",
    ):
        assert said in shown
    assert "By Redaksi Panen" in page("/artikel/panen-2023?lang=en").one("article").text
    hostile = parsed(client.get("/artikel/%3Cb%3E/panjang%20id%3F%26%231").text).one("article").text
    for said in (
        "Oleh <b>Redaksi</b>, %(names)s & {{ kawan }}",
        "<i>Muara</i>",
        "<img src=x",
        '" onclick="x',
    ):
        assert said in hostile
    plain = page("/artikel/beras-01").one("article").text
    assert not any(said in plain for said in ("Oleh", "Diperbarui", "Gambar", "Tag"))


def test_an_article_without_a_query_is_plain(page):
    root = page("/artikel/panen-2023")
    assert not root.all("mark")
    assert not root.all("nav", class_="back")


def test_the_way_back_never_leaves_the_site(page):
    back = (
        page("/artikel/panen-2023?q=//jahat.example&next=//jahat.example")
        .one("nav", class_="back")
        .all("a")[0]
    )
    assert back["href"].startswith("/?q=")


def test_an_article_of_any_id_is_reached_from_its_result(page):
    link = results_of(page("/?q=bakau"))[0].one("h2").one("a")
    assert "Penanaman bakau" in follow(page, link).one("main").text


def test_head_answers_without_a_body(client):
    for address in ("/", "/?q=beras", "/artikel/panen-2023", "/healthz"):
        response = client.head(address)
        assert (response.status_code, response.data) == (200, b"")


def test_interpretation_can_be_undone(page):
    root = page("/?q=beras+sejak+2022")
    undo = root.one("ul", class_="interpretation").one("a", class_="undo")
    assert "sejak 2022" in root.one("ul", class_="interpretation").text
    assert "dates=false" in undo["href"]
    chips = follow(page, undo).one("ul", class_="chips").all("a")
    assert [chip.text for chip in chips] == ["Hapus saringan Tanggal dicari sebagai kata ×"]


def test_nothing_is_said_where_nothing_had_to_be_interpreted(page):
    assert not page("/?q=gabah").all("ul", class_="interpretation")


def test_results_make_sense_read_aloud(page):
    """What is heard alone has a name: articles, addresses of paragraphs, ways to sort, numbers."""
    root = page("/?q=harga+beras&page=2")
    for article in root.all("article", class_="result"):
        heading = article.one("h2")
        assert article["aria-labelledby"] == heading["id"]
        for address in article.all("a", class_="address"):
            assert address["aria-describedby"] == heading["id"]
    groups = root.one("nav", class_="orders").all("div", role="group")
    assert [group["aria-label"] for group in groups] == ["Urutkan", "Tampilkan"]
    assert root.one("aside").all("h3")[0].text == "Sumber, dengan jumlah artikel"
    assert "· halaman 2" in root.one("p", class_="count").text
    levels = [int(one.tag[1]) for one in root.all() if one.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
