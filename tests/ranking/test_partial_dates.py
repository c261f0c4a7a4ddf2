"""Articles of which only the month or the year is known: filters, facets, timeline, order, notes."""

from datetime import date

import pytest

from search import open_index
from search.article import Article
from search.index import build, update
from search.published import PartialDate

PUBLISHED = {
    "tahun": PartialDate(2019),
    "bulan": PartialDate(2019, 6),
    "hari": date(2019, 6, 20),
    "awal": date(2019, 6, 1),
    "nanti": PartialDate(2020, 2),
    "kosong": None,
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("partial")
    articles = [
        Article(name, (f"Panen padi {name}.",), published=published) for name, published in PUBLISHED.items()
    ]
    build(articles[:2], folder)  # a segment of partial dates, one without
    update(articles[2:], folder)
    return open_index(folder)


def found(index, text="panen", **asked):
    return {hit.article.id for hit in index.search(text, **asked).articles}


@pytest.mark.parametrize(
    ("first", "last", "wanted"),
    [
        ("2019-06-01", "2019-06-30", {"bulan", "hari", "awal"}),
        ("2019-06-01", "2019-06-01", {"awal"}),
        ("2019-06-15", None, {"hari", "nanti"}),
        ("2019-01-01", "2019-12-31", {"tahun", "bulan", "hari", "awal"}),
        (None, "2020-02-28", {"tahun", "bulan", "hari", "awal"}),
        (None, "2020-02-29", set(PUBLISHED) - {"kosong"}),
        ("2018-06-01", "2019-06-29", {"hari", "awal"}),
    ],
)
def test_a_month_or_a_year_passes_a_filter_that_has_all_of_it(index, first, last, wanted):
    days = {"date_from": first and date.fromisoformat(first), "date_to": last and date.fromisoformat(last)}
    assert found(index, **days) == wanted
    text = f"tanggal:[{first or '*'} TO {last or '*'}]"
    assert found(index, f"panen AND ({text} OR xyzzy)") == wanted  # the same within brackets


def test_what_is_left_out_for_that_is_said(index):
    page = index.search("panen", date_from=date(2019, 6, 15), date_to=date(2019, 12, 31))
    said = {one.code: one.values for one in page.interpretation.notes}
    assert said["inexact_left_out"] == {"count": 2}  # of the year, and of June
    page = index.search("panen", date_from=date(2019, 1, 1), date_to=date(2020, 12, 31))
    assert "inexact_left_out" not in {one.code for one in page.interpretation.notes}


def test_facets_count_what_a_filter_by_their_value_finds(index):
    page = index.search("panen", facets=("year", "month"))
    assert [(one.value, one.count) for one in page.facets["year"].values] == [("2019", 4), ("2020", 1)]
    assert [(one.value, one.count) for one in page.facets["month"].values] == [("2019-06", 3), ("2020-02", 1)]
    assert page.facets["year"].missing == 1


@pytest.mark.parametrize(
    ("interval", "buckets", "less_exact"),
    [
        ("day", {"2019-06-01": 1, "2019-06-20": 1}, {"2019": 1, "2019-06": 1, "2020-02": 1}),
        ("month", {"2019-06": 3, "2020-02": 1}, {"2019": 1}),
        ("year", {"2019": 4, "2020": 1}, {}),
    ],
)
def test_timeline_has_each_article_once(index, interval, buckets, less_exact):
    timeline = index.search("panen", timeline=interval).timeline
    assert {one.start: one.articles for one in timeline.buckets} == buckets
    assert {one.start: one.articles for one in timeline.less_exact} == less_exact
    assert timeline.undated.articles == 1


def test_order_by_date_takes_the_first_day_and_the_date_stays_as_it_is(index):
    hits = index.search("panen", sort="oldest").articles
    assert hits[0].article.published == PartialDate(2019)
    assert [hit.article.id for hit in hits][-2:] == ["nanti", "kosong"]
