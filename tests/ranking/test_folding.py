"""Facets and filters share one folding: a value counts what its filter finds, however it was written."""

import pytest

from search import Article, EmbeddedIndex
from search.index import build

NEWS = ["NEWS", "news", "News ", "NEWS", "NEWS", "  news"]
SPORT = ["Olahraga", "OLAHRAGA", "olahraga", "olahraga"]
WRITINGS = [*NEWS, *SPORT, None]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("folding")
    articles = [
        Article(f"a{n}", ("Banjir di kota.",), source=writing, category=writing)
        for n, writing in enumerate(WRITINGS)
    ]
    build(articles, folder)
    return EmbeddedIndex(folder)


@pytest.mark.parametrize("name", ["source", "category"])
def test_a_value_counts_what_its_filter_finds(index, name):
    values = index.search("banjir").facets[name].values
    assert [(value.value, value.count) for value in values] == [("NEWS", 6), ("olahraga", 4)]
    for value in values:
        page = index.search("banjir", **{name: value.value})
        assert page.total_articles == value.count
        assert [each.value for each in page.facets[name].values if each.selected] == [value.value]


@pytest.mark.parametrize("written", ["news", "NEWS", " News", "nEWS "])
def test_every_writing_filters_alike_in_the_query_too(index, written):
    assert index.search("banjir", category=written).total_articles == 6
    assert index.search(f'banjir kategori:"{written.strip()}"').total_articles == 6
    assert index.search(f'banjir -kategori:"{written.strip()}"').total_articles == 5


def test_stats_count_values_as_facets_do(index):
    assert index.stats().categories == {"NEWS": 6, "olahraga": 4}
