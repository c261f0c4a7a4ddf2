"""What stands around the hits: the timeline, facets with what has no value, pages, switches."""

from datetime import date, timedelta

import pytest
from html_document import parsed
from test_web_pages import follow, results_of

import search.index
from search import Article
from search.facets import Timeline, TimelineBucket
from search.request import SearchRequest
from web import WebSettings, create_app
from web.links import Links
from web.timeline import HEIGHT, WIDTH, bars_of


def articles():
    for number in range(120):
        published = date(2021, 1, 1) + timedelta(days=9 * number) if number % 4 else None
        source = None if number % 5 == 0 else f"Media {number % 30}"
        yield Article(
            f"a{number}", (f"Harga cabai naik lagi di pasar nomor {number} kota Contoh.",), f"Harga {number}",
            source, published, "Ekonomi" if number % 2 else None,
        )  # fmt: skip


@pytest.fixture(scope="module")
def index_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("results") / "index"
    search.index.build(list(articles()), folder)
    return folder


@pytest.fixture(scope="module")
def client(index_folder):
    return create_app(WebSettings(index_folder=index_folder, clock=lambda: date(2024, 2, 1))).test_client()


def test_the_timeline_counts_all_hits_and_leads_to_them(page):
    root = page("/?q=cabai")
    rows = root.one("section", class_="timeline").one("tbody").all("tr")
    counts = {row.one("th").text: int(row.one("td").text) for row in rows}
    assert counts["tanpa tanggal"] == 30
    assert sum(counts.values()) == 120
    link = rows[0].one("a")
    narrowed = page(link["href"])
    assert narrowed.one("p", class_="count").text.split(" ·")[0].endswith(f"di {counts[link.text]} artikel")


def test_a_date_without_articles_can_be_left_out_with_the_number_of_articles_then(page):
    root = page("/?q=cabai+maret+2019")
    assert root.one("p", class_="count").text.startswith("Tidak ada hasil")
    (way,) = [one for one in root.one("section", class_="empty").all("li") if "tanpa tanggal" in one.text]
    assert way.text.endswith("(maret 2019) 120 artikel")
    assert page(way.one("a")["href"]).one("p", class_="count").text.split(" ·")[0].endswith("di 120 artikel")


@pytest.mark.parametrize(("parameter", "said"), [("source", "dipakai"), ("not_source", "dikecualikan")])
def test_a_value_in_use_is_marked_and_released_however_it_is_written(page, parameter, said):
    root = page(f"/?q=cabai&{parameter}=MEDIA++7")
    (link,) = [one for one in root.all("a", aria_current="true") if "Media 7" in one.text]
    assert said in link.text
    assert link["href"] == "/?q=cabai"
    assert not [one for one in root.all("a", class_="without") if one["title"] == "bukan Media 7"]


def test_the_drawing_shows_the_numbers_of_the_table(page):
    timeline = page("/?q=cabai").one("section", class_="timeline")
    drawn = timeline.one("svg").all("a")
    rows = timeline.one("tbody").all("tr")[:-1]
    assert [bar["href"] for bar in drawn] == [row.one("a")["href"] for row in rows]
    assert timeline.one("svg")["aria-hidden"] == "true"
    assert {bar["tabindex"] for bar in drawn} == {"-1"}


@pytest.mark.parametrize("interval", ["day", "month", "year"])
@pytest.mark.parametrize("span", [2, 61, 62, 63, 800, 4000])
def test_bars_stand_in_the_drawing_in_order_and_lose_nothing(interval, span):
    first = date(1999, 1, 1)
    length = {"day": 10, "month": 7, "year": 4}[interval]
    labels = sorted({(first + timedelta(days=7 * at)).isoformat()[:length] for at in range(span)})
    buckets = tuple(TimelineBucket(label, at + 1, 1) for at, label in enumerate(labels))
    drawn = bars_of(Timeline(interval, buckets, TimelineBucket("", 3, 3)), Links(SearchRequest("a")))
    if drawn is None:
        assert len(labels) < 2
        return
    assert sum(bar.articles for bar in drawn.bars) == sum(bucket.articles for bucket in buckets)
    assert drawn.undated == 3
    if drawn.interval != "year":
        assert len(drawn.bars) <= 62
    assert max(bar.height for bar in drawn.bars) == HEIGHT
    for bar, after in zip(drawn.bars, drawn.bars[1:], strict=False):
        assert bar.end < after.start
        assert bar.x + bar.width <= after.x + 2
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 2 for bar in drawn.bars)
    assert all(bar.y >= 0 and bar.height >= 20 for bar in drawn.bars)


def test_no_timeline_of_one_day_or_of_nothing(page):
    assert page("/?q=zzzz").all("section", class_="timeline") == []
    assert page("/?q=cabai&from=2021-01-10&to=2021-01-10").all("section", class_="timeline") == []


def test_what_has_no_value_is_counted_and_can_be_asked_for(page):
    root = page("/?q=cabai")
    links = {link.text: link for link in root.one("aside").all("a")}
    root = follow(page, links["tanpa sumber 24"])
    assert root.one("p", class_="count").text.split(" ·")[0].endswith("di 24 artikel")
    assert root.one("ul", class_="chips").one("a").text == "Hapus saringan tanpa sumber ×"
    undated = follow(page, links["tanpa tanggal 30"])
    assert undated.one("p", class_="count").text.split(" ·")[0].endswith("di 30 artikel")


def test_a_value_can_be_left_out(page):
    root = page("/?q=cabai")
    section = root.one("aside").all("section")[1]
    value, without = section.all("a")[:2]
    assert value.text == "Ekonomi 60"
    assert without["title"] == "bukan Ekonomi"
    root = follow(page, without)
    assert root.one("p", class_="count").text.split(" ·")[0].endswith("di 60 artikel")
    assert root.one("ul", class_="chips").one("a").text == "Hapus saringan bukan Kategori: Ekonomi ×"


def test_values_can_be_searched(page):
    names = [
        link.text for link in page("/?q=cabai&facet_text=media+2").one("aside").all("section")[0].all("a")
    ]
    assert all("Media 2" in name for name in names if name.startswith("Media"))
    assert any(name.startswith("Media 2") for name in names)


def test_pages_by_number(page):
    root = page("/?q=cabai&page=6")
    numbered = root.one("ul", class_="numbered")
    assert [item.text for item in numbered.all("li")] == [
        "Halaman 1", "…", "Halaman 4", "Halaman 5", "Halaman 6", "Halaman 7", "Halaman 8", "…", "Halaman 12",
    ]  # fmt: skip
    assert numbered.all("a", aria_current="page")[0].text == "Halaman 6"
    last = numbered.all("a")[-1]
    assert len(results_of(follow(page, last))) == 10
    jump = root.one("form", class_="jump")
    assert (jump.one("input", name="page")["max"], jump.one("input", name="q")["value"]) == ("12", "cabai")


def test_what_has_no_date_is_said_in_an_order_of_time(page):
    root = page("/?q=cabai&sort=oldest")
    said = root.one("p", class_="about")
    assert said.text.startswith("30 artikel tanpa tanggal berada di akhir urutan ini.")
    assert follow(page, said.one("a")).one("p", class_="count").text.split(" ·")[0].endswith("di 90 artikel")
    assert page("/?q=cabai").all("p", class_="about") == []
    assert page("/?q=cabai&sort=oldest&missing=date").all("p", class_="about") == [], (
        "all of them are undated"
    )


def test_paragraphs_of_one_article_repeat_its_headline_quietly(client, page):
    hits = client.get("/api/v1/search?q=cabai&group=none&page_size=20").get_json()["results"]
    ids = [hit["article"]["id"] for hit in hits]
    repeated = [one == before for one, before in zip(ids, [None, *ids], strict=False)]
    shown = page("/?q=cabai&group=none&page_size=20").all("article", class_="result")
    assert ["again" in one["class"].split() for one in shown] == repeated


def test_switches_for_headlines_and_exact_words(page):
    root = page("/?q=cabai")
    links = {link.text: link for link in root.one("aside").all("a")}
    assert follow(page, links["hanya di judul"]).one("p", class_="count").text.startswith("Tidak ada hasil")
    only = page("/?q=judul:(harga)")
    back = next(link for link in only.one("aside").all("a") if link.text == "hanya di judul")
    assert (back["aria-current"], back["href"]) == ("true", "/?q=harga")
    assert "exact=true" in links["persis seperti ditulis"]["href"]
    assert "from=2023-02-02&to=2024-02-01" in links["Setahun"]["href"]
    assert "30 hari" not in links, "the newest article is older"


def test_how_it_was_understood_is_said_only_where_it_says_something(page):
    assert page("/?q=naik+pasar").all("ul", class_="interpretation") == []
    assert "TANPA" in page("/?q=harga+-cabai").one("ul", class_="interpretation").text


def test_a_long_query_makes_no_heavy_page(client):
    words = " ".join(f"kata{number}" for number in range(100)) + " cabai"
    asked = {"q": words[-900:], "match": "any"}
    answered = client.get("/", query_string=asked, headers={"Accept-Encoding": "gzip"})
    assert answered.status_code == 200
    assert len(answered.data) < 20_000
    parsed(client.get("/", query_string=asked).text)


def test_words_are_asked_for_in_one_paragraph_by_a_switch(page):
    def switches(root):
        return [link for link in root.all("a") if link.text == "semua dalam satu paragraf"]

    (switch,) = switches(page("/?q=harga+pasar"))
    narrowed = page(switch["href"])
    assert "Semua kata dalam satu paragraf" in narrowed.one("ul", class_="chips").text
    (switch,) = switches(narrowed)
    assert (switch["aria-current"], switch["href"]) == ("true", "/?q=harga+pasar")
    assert not switches(page("/?q=harga"))
