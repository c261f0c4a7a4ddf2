"""Filters, facets and the timeline of all fields of values, counted again by plain loops over articles."""

import random
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from unicodedata import normalize

import pytest

import search
from search import Article, EmbeddedIndex, RequestError
from search.index import Deletion, build, update
from search.request import SearchRequest

FIELDS = ("source", "category", "author", "tag", "place", "language")
ATTRIBUTES = {"author": "authors", "tag": "tags"}
WIB = timezone(timedelta(hours=7))
NAMES = {
    "source": ["detik.com", "Detik.com", "news.detik.com", "Harian Contoh", None, None],
    "category": ["NEWS", "news", " News", "Olahraga", None],
    "author": ["Redaksi", "REDAKSI", "Tim Liputan", "Kontributor É", "Kontributor É", "<b>Redaksi</b>"],
    "tag": ["Pemilu", "pemilu", "banjir", "gempa", "harga beras", "gempa bumi"],
    "place": ["Jakarta", "JAKARTA", "Bogor", None, None],
    "language": ["id", "id-ID", "Indonesian", "en", "EN_us", None],
}
WORDS = ["banjir", "gempa", "hujan", "jalan", "pasar"]


def random_articles(chance, first, count):
    for number in range(first, first + count):
        values = {name: chance.choice(NAMES[name]) for name in ("source", "category", "place", "language")}
        for name in ("author", "tag"):
            values[ATTRIBUTES[name]] = tuple(chance.choices(NAMES[name], k=chance.choice([0, 1, 1, 2, 5])))
        day = date(chance.choice([2018, 2019]), chance.randint(1, 12), chance.randint(1, 28))
        moment = datetime(day.year, day.month, day.day, chance.randint(0, 23), tzinfo=WIB)
        texts = tuple(" ".join(chance.choices(WORDS, k=4)) for _ in range(chance.randint(1, 4)))
        yield Article(f"a{number}", texts, published=chance.choice([day, moment, None]), **values)


@pytest.fixture(scope="module")
def articles():
    """Return what is in the index: some articles were replaced by later versions, and some deleted."""
    chance = random.Random(4)
    kept = {one.id: one for one in random_articles(chance, 0, 80)}
    kept |= {one.id: one for one in random_articles(chance, 60, 40)}
    return [one for number, one in enumerate(kept.values()) if number % 11]


@pytest.fixture(scope="module", params=[1, 3])
def index(request, tmp_path_factory, articles):
    """Open the articles in one segment, and in three with deleted articles."""
    folder = tmp_path_factory.mktemp("values")
    if request.param == 1:
        build(articles, folder)
    else:
        chance = random.Random(4)
        first, later = list(random_articles(chance, 0, 80)), list(random_articles(chance, 60, 40))
        here = {one.id for one in articles}
        build(first, folder)
        update(later[:15], folder)
        update(later[15:], folder)
        gone = {one.id for one in (*first, *later)} - here
        update([Deletion(one) for one in gone], folder)
    return EmbeddedIndex(folder)


def form(field, value):
    """Return what a value is known by, written down once more."""
    plain = " ".join(normalize("NFKC", value).casefold().split())
    if field == "language":
        plain = {"indonesian": "id"}.get(plain, plain.replace("_", "-").split("-")[0])
    return plain


def forms(article, field):
    given = getattr(article, ATTRIBUTES.get(field, field))
    given = () if given is None else (given,) if isinstance(given, str) else given
    return {form(field, value) for value in given}


def passes(article, asked, ignored=None):
    missing, present = asked.get("missing", ()), asked.get("present", ())
    for field in FIELDS:
        here = forms(article, field)
        wanted = {form(field, one) for one in asked.get(field, ())}
        unwanted = {form(field, one) for one in asked.get(f"not_{field}", ())}
        is_wanted = bool(here & wanted) or (field in missing and not here)
        passing = is_wanted if wanted or field in missing else True
        passing = passing and not here & unwanted and (here or field not in present)
        if not passing and field != ignored:
            return False
    return ignored == "date" or passes_by_date(article, asked, "date" in missing, "date" in present)


def passes_by_date(article, asked, missing, present):
    first, last = asked.get("date_from"), asked.get("date_to")
    if article.published is None:
        return (missing or not (first or last)) and not present
    if not (first or last):
        return not missing
    day = date.fromisoformat(article.published.isoformat()[:10])
    return (first or date.min) <= day <= (last or date.max)


ASKED = [
    {},
    {"tag": ("PEMILU",)},
    {"tag": ("pemilu", "gempa"), "not_tag": ("banjir",)},
    {"author": ("kontributor é",), "not_source": ("DETIK.COM",)},
    {"not_author": ("Redaksi",), "present": ("author",)},
    {"missing": ("source",)},
    {"missing": ("source",), "source": ("Detik.Com",)},
    {"missing": ("tag", "date")},
    {"missing": ("date",), "date_from": date(2019, 3, 1)},
    {"present": ("date", "place"), "language": ("ID",)},
    {"present": ("tag",), "missing": ("tag",)},
    {"present": ("date",), "missing": ("date",)},
    {"category": ("news", "tidak ada"), "date_to": date(2018, 12, 31), "not_place": ("bogor",)},
    {"not_category": ("tidak ada",), "language": ("en-GB",)},
]


@pytest.mark.parametrize("asked", ASKED, ids=str)
@pytest.mark.parametrize("text", ["", "banjir", "gempa -hujan"])
def test_filters_facets_and_timeline_count_as_plain_loops_do(index, articles, text, asked):
    facets = (*FIELDS, "year", "month")
    page = index.search(text, facets=facets, timeline="month", page_size=100, **asked)
    words = [one for one in articles if matching(one, text)]
    hits = [one for one in words if passes(one, asked)]
    assert {hit.article.id for hit in page.articles} == {one.id for one in hits}
    assert page.total_articles == len(hits)
    for name in FIELDS:
        counted = [one for one in words if passes(one, asked, ignored=name)]
        counts = Counter(value for one in counted for value in forms(one, name))
        facet = page.facets[name]
        assert {form(name, one.value): one.count for one in facet.values if one.count} == counts
        assert facet.missing == sum(not forms(one, name) for one in counted)
        assert facet.total == len(counts)
        assert facet.missing_selected == (name in asked.get("missing", ()))
        for flag, key in (("selected", name), ("excluded", f"not_{name}")):
            flagged = {form(name, one.value) for one in facet.values if getattr(one, flag)}
            assert flagged == {form(name, one) for one in asked.get(key, ())}
    dated = [one for one in words if passes(one, asked, ignored="date")]
    for name, length in (("year", 4), ("month", 7)):
        counts = Counter(one.published.isoformat()[:length] for one in dated if one.published)
        assert [(one.value, one.count) for one in page.facets[name].values] == sorted(counts.items())
        assert page.facets[name].missing == sum(one.published is None for one in dated)
    assert_timeline(page.timeline, hits, text, 7)


def matching(article, text):
    wanted, _, unwanted = text.partition(" -")
    words = " ".join(article.paragraphs)
    return wanted in words and not (unwanted and unwanted in words)


def assert_timeline(timeline, hits, text, length):
    articles, paragraphs = Counter(), Counter()
    for one in hits:
        start = one.published.isoformat()[:length] if one.published else ""
        articles[start] += 1
        paragraphs[start] += sum(text.partition(" -")[0] in paragraph for paragraph in one.paragraphs)
    undated = timeline.undated
    assert (undated.articles, undated.paragraphs) == (articles.pop("", 0), paragraphs.pop("", 0))
    assert [(one.start, one.articles) for one in timeline.buckets] == sorted(articles.items())
    assert {one.start: one.paragraphs for one in timeline.buckets} == paragraphs


@pytest.mark.parametrize(("interval", "length"), [("day", 10), ("month", 7), ("year", 4)])
def test_a_timeline_by_day_month_and_year(index, articles, interval, length):
    for text in ("", "pasar"):
        timeline = index.search(text, timeline=interval).timeline
        assert timeline.interval == interval
        assert_timeline(timeline, [one for one in articles if matching(one, text)], text, length)


def test_a_timeline_chooses_its_interval(index):
    def interval(**asked):
        return index.search("banjir", timeline="auto", **asked).timeline.interval

    assert interval() == "month"
    assert interval(date_from="2019-03-01", date_to="2019-04-15") == "day"
    assert interval(missing=("date",)) == "year"
    assert index.search("banjir").timeline is None


def test_values_with_one_folded_form_are_one_value(index, articles):
    facet = index.search("", facets=FIELDS).facets
    assert len([one for one in facet["category"].values if form("category", one.value) == "news"]) == 1
    for name in FIELDS:
        shown = [form(name, one.value) for one in facet[name].values]
        assert len(shown) == len(set(shown))
        for one in facet[name].values:
            assert index.search("", **{name: one.value}).total_articles == one.count
            assert index.search("", **{f"not_{name}": one.value}).total_articles == len(articles) - one.count


def test_every_field_filters_in_the_text_too(index, articles):
    for text, count in {
        "penulis:redaksi": sum("redaksi" in forms(one, "author") for one in articles),
        "author:Tim": sum("tim liputan" in forms(one, "author") for one in articles),
        'tag:"harga beras"': sum("harga beras" in forms(one, "tag") for one in articles),
        "tempat:jakarta": sum("jakarta" in forms(one, "place") for one in articles),
        "bahasa:indonesia": sum("id" in forms(one, "language") for one in articles),
        "tanpa:tanggal": sum(one.published is None for one in articles),
        "tanpa:penulis": sum(not one.authors for one in articles),
        "-tag:banjir": sum("banjir" not in forms(one, "tag") for one in articles),
        "-tanpa:sumber": sum(one.source is not None for one in articles),
        "tag:pemilu tag:gempa": sum({"pemilu", "gempa"} <= forms(one, "tag") for one in articles),
    }.items():
        assert index.search(text).total_articles == count, text


def test_a_facet_is_limited_and_searched(index):
    every = index.search("", facets=("tag",)).facets["tag"]
    two = index.search("", facets=("tag",), facet_limit=2, tag="gempa bumi").facets["tag"]
    assert [one.value for one in two.values][:2] == [one.value for one in every.values][:2]
    assert [one.value for one in two.values if one.selected] == ["gempa bumi"]
    assert two.total == every.total == 5
    found = index.search("", facets=("tag",), facet_text="GEMPA").facets["tag"]
    assert {one.value for one in found.values} == {"gempa", "gempa bumi"} and found.total == 2
    assert not index.search("", facets=("tag",), facet_text="tidak ada").facets["tag"].values


def test_what_was_chosen_stays_listed_without_hits(index):
    asked = {"tag": "pemilu", "not_tag": "BANJIR", "facets": ("tag", "author")}
    facet = index.search("tidakadakataini", **asked).facets["tag"]
    assert {(one.value.casefold(), one.count, one.selected, one.excluded) for one in facet.values} == {
        ("pemilu", 0, True, False),
        ("banjir", 0, False, True),
    }
    facet = index.search("", source=("Tidak Ada", "tidak ada", "harian contoh")).facets["source"]
    strange = [one for one in facet.values if one.value.casefold() == "tidak ada"]
    assert [(one.count, one.selected) for one in strange] == [(0, True)]


@pytest.mark.parametrize("group", ["article", "none"])
def test_groups_count_alike(index, group):
    page = index.search("banjir", group=group, facets=("tag",), timeline="year", tag="pemilu")
    same = index.search("banjir", facets=("tag",), timeline="year", tag="pemilu")
    assert (page.facets, page.timeline) == (same.facets, same.timeline)


def test_paragraphs_take_the_same_filters(index, articles):
    found = index.paragraphs("banjir", count=1000, tag="pemilu", not_place="bogor", missing=("date",))
    wanted = [
        one
        for one in articles
        if passes(one, {"tag": ("pemilu",), "not_place": ("bogor",), "missing": ("date",)})
    ]
    assert found.total == sum("banjir" in text for one in wanted for text in one.paragraphs)


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"tag": 3}, "tag"),
        ({"not_author": [b"x"]}, "not_author"),
        ({"missing": ("title",)}, "missing"),
        ({"present": "judul"}, "present"),
        ({"facets": ("authors",)}, "facets"),
        ({"facet_limit": 0}, "facet_limit"),
        ({"facet_limit": 10_001}, "facet_limit"),
        ({"facet_text": None}, "facet_text"),
        ({"facet_text": "x" * 201}, "facet_text"),
        ({"timeline": "week"}, "timeline"),
    ],
)
def test_what_cannot_be_asked_is_named(asked, parameter):
    with pytest.raises(RequestError) as error:
        SearchRequest("", **asked)
    assert [problem.parameter for problem in error.value.problems] == [parameter]


@pytest.mark.parametrize("value", ["", " ", "*", "\ud800", "a" * 5000, "(", "[", "\\", "%s", "\n"])
def test_strange_values_find_nothing_and_break_nothing(index, value):
    for name in FIELDS:
        page = index.search("banjir", **{name: (value,)}, facets=FIELDS)
        assert page.total_articles == 0
        index.search("banjir", facet_text=value[:200], **{f"not_{name}": value})


def test_an_archive_without_such_fields(tmp_path):
    build([Article("a", ("Banjir.",))], tmp_path)
    index = search.open_index(tmp_path)
    page = index.search("banjir", facets=FIELDS, timeline="auto")
    assert [(facet.values, facet.missing) for facet in page.facets.values()] == [((), 1)] * 6
    assert (page.timeline.buckets, page.timeline.undated.articles) == ((), 1)
    assert index.search("banjir", tag="x").total_articles == 0
    assert index.search("banjir", not_tag="x", missing=("author", "date")).total_articles == 1
