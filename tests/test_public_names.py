"""The names and attributes that are relied on from outside."""

import inspect
from dataclasses import fields
from datetime import date

import pytest

import search
from search import ArticleHit, Index, ParagraphHit, RequestError, ResultPage, SearchRequest


def test_all_is_what_is_exported():
    assert all(getattr(search, name).__name__ == name for name in search.__all__)
    modules = {name for name, value in vars(search).items() if inspect.ismodule(value)}
    public = {name for name in vars(search) if not name.startswith("_")} - modules
    assert public - {"names", "annotations", "TYPE_CHECKING"} == set(search.__all__)
    assert list(search.__all__) == sorted(search.__all__)


def test_every_error_is_public_or_under_a_public_one():
    from search import errors

    raised = {
        value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, Exception)
    }
    assert all(issubclass(error, search.WartaError) for error in raised)
    public = {error.__name__ for error in raised if not error.__name__.endswith("_")}
    assert public <= set(search.__all__)


def test_results_have_what_is_promised():
    promised = {
        ResultPage: {"articles", "total_articles", "total_paragraphs"},
        ArticleHit: {"article", "paragraphs", "more"},
        ParagraphHit: {"number", "score", "snippet_html", "marks"},
    }
    for record, names in promised.items():
        assert names <= {field.name for field in fields(record)}


def test_a_search_from_the_front_door(index):
    opened = search.open_index(index.snapshot.folder.parent)
    page = opened.search(
        "banjir", page=1, page_size=1, sort="newest", source=["Harian Contoh", "Kabar Pesisir"]
    )
    assert isinstance(page, ResultPage)
    assert (page.total_articles, page.total_paragraphs, page.page_count) == (2, 3, 2)
    (hit,) = page.articles
    assert hit.article.id == "banjir-semarang"
    assert hit.article.published == date(2024, 3, 14)
    paragraph = hit.paragraphs[0]
    assert (paragraph.number, paragraph.marks) == (0, ((0, 6),))
    assert paragraph.snippet_html == "<mark>Banjir</mark> rob menggenangi pelabuhan Semarang."
    assert paragraph.score > 0
    assert hit.more == 0


@pytest.mark.parametrize("name", [field.name for field in fields(SearchRequest) if field.name != "text"])
def test_every_field_of_a_request_can_be_passed(index, name):
    default = next(field.default for field in fields(SearchRequest) if field.name == name)
    assert getattr(index.search("banjir", **{name: default}).request, name) == default


def test_wrong_fields_are_all_named(index):
    with pytest.raises(RequestError) as caught:
        index.search("banjir", page=0, page_size=1000, sort="random")
    assert {problem.parameter for problem in caught.value.problems} == {"page", "page_size", "sort"}


def test_the_embedded_index_answers_the_protocol():
    for name, promised in inspect.getmembers(Index, inspect.isfunction):
        if not name.startswith("_"):
            method = getattr(search.EmbeddedIndex, name)
            assert (
                inspect.signature(method).parameters.keys() == inspect.signature(promised).parameters.keys()
            )


def test_whole_articles_come_back_as_they_were_given(index, articles):
    for article in articles:
        assert index.article(article.id) == article
    with pytest.raises(search.NotFoundError, match="tidak-ada"):
        index.article("tidak-ada")
    with pytest.raises(search.NotFoundError):
        index.article("")


def test_stats_count_the_archive(index, articles):
    stats = index.stats()
    assert (stats.articles, stats.paragraphs) == (6, 15)
    assert stats.sources == {"Harian Contoh": 2, "Kabar <Pasar>": 1, "Kabar Dunia": 1, "Kabar Pesisir": 1}
    assert (stats.first_day, stats.last_day, stats.undated) == (date(2021, 7, 9), date(2024, 3, 14), 1)
    assert stats.paragraphs == sum(len(article.paragraphs) for article in articles)
    assert stats.bytes_on_disk > 1000


def test_dates_in_the_text_filter_and_are_never_dropped_unasked(index):
    yesterday = index.search("banjir kemarin")
    assert [hit.article.id for hit in yesterday.articles] == ["banjir-semarang"]
    assert yesterday.interpretation.dates == ("kemarin",)
    unfiltered = index.search("banjir kemarin", dates=False)
    assert unfiltered.interpretation.dates == ()
    none_then = index.search("gempa kemarin")
    assert none_then.total_articles == 0
    (offer,) = none_then.interpretation.offers
    assert offer.code == "without_dates"
    assert [hit.article.id for hit in index.search(**offer.changes).articles] == ["tanpa-keterangan"]
