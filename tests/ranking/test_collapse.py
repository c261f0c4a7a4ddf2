"""Copies in one place: pages against a plain walk down the ranking in which every article has its own."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_archives import DAYS, SENTENCES, SOURCES

from search import Article, EmbeddedIndex, SearchRequest
from search.index import build
from search.published import day_of
from search.results import MAX_DUPLICATES

TODAY = date(2024, 3, 15)
NUMBERS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")


def wire_text(number):
    """One of the texts that outlets copy: fifty words that no other one has, and a few to search for."""
    words = [f"{tens}{ones}{'abc'[number]}" for tens in NUMBERS[:5] for ones in NUMBERS]
    return [*words[:25], "banjir", "rusia", *words[25:], *("kota", "hujan")[: number + 1]]


@st.composite
def wire_archives(draw):
    """Articles, each with the number of the text it copies: None where it has a (short) text of its own."""
    drawn = []
    for number in range(draw(st.integers(1, 9))):
        copied = draw(st.sampled_from([None, 0, 0, 1, 1, 2]))
        paragraphs = [draw(SENTENCES)]
        if copied is not None:
            words = wire_text(copied)
            cut = draw(st.integers(1, len(words) - 1))
            paragraphs = [" ".join(words[:cut]), " ".join(words[cut:])]
            if own := draw(st.sampled_from(["", "banjir", "kota rusia"])):
                paragraphs.append(own)
        source, day = draw(st.sampled_from(SOURCES)), draw(st.sampled_from(DAYS))
        drawn.append((Article(f"a{number}", tuple(paragraphs), None, source, day), copied))
    return drawn


REQUESTS = st.fixed_dictionaries(
    {
        "sort": st.sampled_from(["relevance", "newest", "oldest"]),
        "source": st.sampled_from([(), ("Harian Contoh",), ("Kabar Dunia",)]),
        "date_from": st.sampled_from([None, date(2023, 1, 1)]),
        "hits_per_article": st.sampled_from([1, 3]),
    }
)
QUERIES = st.sampled_from(
    ["banjir", "kota | rusia", "banjir -kota", "hujan", "", "tidakada", "deras", "rusia kota"]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("collapse")


def opened(articles, folder):
    build(articles, folder)
    return EmbeddedIndex(folder, today=lambda: TODAY)


def collapsed(hits, copied_by):
    """Walk down a ranking: the first of the copies of a text takes the place, the later ones go below it."""
    places, leading = [], {}
    for hit in hits:
        text = copied_by[hit.article.id]
        if text is not None and text in leading:
            leading[text][1].append(hit.article)
            continue
        place = (hit, [])
        places.append(place)
        leading[text] = place
    return places


def in_order(hits, sort):
    """Sort the hits of articles anew; a hit's number in the archive is in its id."""

    def rank(hit):
        published = hit.article.published
        day = 0 if published is None else day_of(published).toordinal()
        moment = (0, 0) if sort == "relevance" else (published is None, day)
        return (moment[0], -moment[1] if sort == "newest" else moment[1], -hit.score, hit.article.id)

    return sorted(hits, key=rank)


def everything_but_copies(hit):
    return hit.article, hit.score, hit.paragraphs, hit.more, hit.title_html


@settings(max_examples=12, deadline=None)
@given(wire_archives(), st.lists(st.tuples(QUERIES, REQUESTS), min_size=5, max_size=5))
def test_pages_are_slices_of_a_plain_walk(folder, drawn, asked):
    index = opened([article for article, _ in drawn], folder)
    copied_by = {article.id: copied for article, copied in drawn}
    for text, request in asked:
        apart = index.search(text, collapse=False, page_size=100, **request)
        sort = "newest" if request["sort"] == "relevance" and not text else request["sort"]  # browsing
        places = collapsed(in_order(apart.articles, sort), copied_by)
        for size in (2, 100):
            pages = [index.search(text, page=n + 1, page_size=size, **request) for n in range(-(-10 // size))]
            shown = [hit for page in pages for hit in page.articles]
            assert [everything_but_copies(hit) for hit in shown] == [
                everything_but_copies(hit) for hit, _ in places
            ]
            assert [list(hit.duplicates) for hit in shown] == [copies for _, copies in places]
            for page in pages:
                assert len(page.articles) <= size
                assert (page.total_articles, page.total_paragraphs, page.facets) == (
                    apart.total_articles,
                    apart.total_paragraphs,
                    apart.facets,
                )
                assert (page.total_places, page.page_count) == (len(places), -(-len(places) // size))
        assert apart.total_places == apart.total_articles == len(apart.articles)
        assert all(hit.duplicates == () for hit in apart.articles)


@settings(max_examples=8, deadline=None)
@given(wire_archives(), QUERIES)
def test_paragraphs_and_runs_are_not_collapsed(folder, drawn, text):
    index = opened([article for article, _ in drawn], folder)
    for collapse in (True, False):
        paragraphs = index.search(text, group="none", collapse=collapse, page_size=100)
        assert paragraphs.total_places == paragraphs.total_paragraphs == len(paragraphs.articles)
        assert all(hit.duplicates == () for hit in paragraphs.articles)
        run = index.rank(SearchRequest(text, collapse=collapse), 100)
        assert len(run) == index.search(text).total_articles


def copies(count, text=0, **about):
    words = " ".join(wire_text(text))
    return [Article(f"salinan{n:02}", (words,), source=f"Kantor {n:02}", **about) for n in range(count)]


def test_a_copy_in_the_chosen_source_is_shown(make_index):
    """Also where another outlet has the article that leads without the filter."""
    index = make_index(copies(4))
    (hit,) = index.search("banjir").articles
    assert hit.article.id == "salinan00"
    assert [copy.id for copy in hit.duplicates] == ["salinan01", "salinan02", "salinan03"]
    for request in ({"source": "Kantor 02"}, {"text": 'banjir sumber:"kantor 02"'}):
        page = index.search(**{"text": "banjir", **request})
        (hit,) = page.articles
        assert (hit.article.id, hit.duplicates) == ("salinan02", ())
        assert (page.total_articles, page.total_places) == (1, 1)


def test_a_copy_that_does_not_match_is_not_listed(make_index):
    words = " ".join(wire_text(0))
    index = make_index([Article("a", (words,)), Article("b", (words, "gempa")), Article("c", (words,))])
    (hit,) = index.search("gempa").articles
    assert (hit.article.id, hit.duplicates) == ("b", ())


def test_the_sort_decides_which_copy_leads(make_index):
    words = " ".join(wire_text(0))
    days = {"tengah": date(2022, 1, 2), "akhir": date(2022, 1, 3), "tanpa": None, "awal": date(2022, 1, 1)}
    index = make_index([Article(name, (words,), published=day) for name, day in days.items()])
    for sort, expected in (
        ("newest", ["akhir", "tengah", "awal", "tanpa"]),
        ("oldest", ["awal", "tengah", "akhir", "tanpa"]),
    ):
        (hit,) = index.search("banjir", sort=sort).articles
        assert [hit.article.id, *(copy.id for copy in hit.duplicates)] == expected


def test_copies_beyond_the_listed_ones_are_counted(make_index):
    index = make_index(copies(MAX_DUPLICATES + 4))
    page = index.search("banjir")
    (hit,) = page.articles
    assert (len(hit.duplicates), hit.more_duplicates) == (MAX_DUPLICATES, 3)
    assert (page.total_articles, page.total_places, page.page_count) == (MAX_DUPLICATES + 4, 1, 1)


def test_other_articles_move_up(make_index):
    """What the collapsing is for: the second text is on the first page."""
    other = Article("lain", (" ".join(wire_text(1)) + " dan seterusnya" * 20,))
    index = make_index([*copies(12), other])
    assert [hit.article.id for hit in index.search("banjir").articles] == ["salinan00", "lain"]
    assert "lain" not in [hit.article.id for hit in index.search("banjir", collapse=False).articles]
