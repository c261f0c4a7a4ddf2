"""What matches: the masks against sets in plain Python, and against Whoosh's own searcher."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_twin import Twin
from random_archives import QUERIES, UNSTRUCTURED, archives
from whoosh import query
from whoosh.index import open_dir

from search.index import Generations, Snapshot, build
from search.indonesian import Analyzer
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import understand
from search.query.parse import QueryParser
from search.query.tree import AllWords, Words, positive_words
from search.ranking.match import Matcher
from search.request import SearchRequest

TODAY = date(2024, 3, 15)
ANALYZER = Analyzer()
VARIANTS = Variants.load()


def snapshot_of(articles, folder):
    build(articles, folder)
    generations = Generations(folder)
    name = generations.pointer().current
    return Snapshot(generations.path(name), name)


def understood(text, snapshot, **fields):
    expander = Expander(ANALYZER, VARIANTS, lambda word: snapshot.document_frequency("body_exact", word) > 0)
    return understand(SearchRequest(text, **fields), ANALYZER, expander, TODAY)


def as_sets(matches):
    return set(matches.paragraphs.nonzero()[0].tolist()), set(matches.articles.nonzero()[0].tolist())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("match")


@settings(max_examples=25, deadline=None)
@given(
    archives(), st.lists(QUERIES, min_size=15, max_size=15), st.sampled_from(["all", "any"]), st.booleans()
)
def test_matches_are_those_of_plain_python(folder, articles, texts, match, exact):
    snapshot = snapshot_of(articles, folder)
    twin, matcher = Twin(articles, ANALYZER), Matcher(snapshot)
    for text in texts:
        tree = understood(text, snapshot, match=match, exact=exact).tree
        found = matcher.match(tree)
        assert as_sets(found) == twin.match(tree), text
        assert as_sets(found)[1] == {int(snapshot.article_of[doc]) for doc in as_sets(found)[0]}, text


def without_all_words(tree):
    if isinstance(tree, AllWords | query.Not):
        return False
    return isinstance(tree, Words) or all(without_all_words(part) for part in tree.subqueries)


@settings(max_examples=12, deadline=None)
@given(archives(), st.lists(UNSTRUCTURED, min_size=15, max_size=15), st.booleans())
def test_paragraphs_are_those_of_whoosh(folder, articles, texts, exact):
    """Without AllWords a tree means to Whoosh what it means to us, paragraph by paragraph."""
    snapshot = snapshot_of(articles, folder)
    matcher = Matcher(snapshot)
    compared = 0
    with open_dir(str(snapshot.folder)).searcher() as searcher:
        for text in texts:
            tree = QueryParser(ANALYZER, TODAY, exact=exact).parse(text).tree
            if without_all_words(tree):
                expected = {hit.docnum for hit in searcher.search(tree, limit=None)}
                assert as_sets(matcher.match(tree))[0] == expected, text
                compared += 1
    assert compared or all("(" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("dukungan", {"perundingan"}),
        ("banjir", {"banjir-jakarta", "banjir-semarang"}),
        ("banjir jakarta", {"banjir-jakarta"}),
        ("banjir tenda", {"banjir-jakarta"}),  # in different paragraphs of one article
        ("banjir -jakarta", {"banjir-semarang"}),
        ("banjir | gempa", {"banjir-jakarta", "banjir-semarang", "tanpa-keterangan"}),
        ('"China-Rusia"', {"perundingan"}),
        ("rusia", {"perundingan"}),
        ("covid19", {"vaksinasi"}),
        ("covid-19", {"vaksinasi"}),
        ("ektp", {"vaksinasi"}),
        ("ktpel", {"vaksinasi"}),
        ("1500000", {"vaksinasi"}),
        ("jumat", {"tanda-khusus"}),
        ("anak", {"vaksinasi"}),
        ("kota", {"vaksinasi", "banjir-jakarta"}),
        ("judul:banjir", {"banjir-jakarta"}),
        ('sumber:"harian contoh"', {"banjir-jakarta", "perundingan"}),
        ("dari:2024", {"banjir-jakarta", "banjir-semarang"}),
        ("sampai:2021", {"vaksinasi"}),
        ("banjir -dari:2000", set()),
        ("-dari:2000", {"tanpa-keterangan"}),
        ("id:vaksinasi", {"vaksinasi"}),
        ('"hujan deras"', {"banjir-jakarta"}),
        ('"hujan turun"', set()),
        ('"hujan turun"~2', {"banjir-jakarta"}),
        ('"hujan turun"~1', set()),
        ("perund*", {"perundingan"}),
        ('"mendukung"', {"perundingan"}),
        ('"dukung"', set()),
    ],
)
def test_matching_articles(index, text, articles):
    snapshot = index.snapshot
    found = Matcher(snapshot).match(QueryParser(ANALYZER, TODAY).parse(text).tree)
    assert {snapshot.metadata(int(a)).id for a in found.articles.nonzero()[0]} == articles


def test_all_words_shows_the_paragraphs_with_any_of_them(index):
    tree = QueryParser(ANALYZER, TODAY).parse("banjir tenda").tree
    assert [word.text for word in positive_words(tree)] == ["banjir", "tenda"]
    docs = Matcher(index.snapshot).match(tree).paragraphs.nonzero()[0].tolist()
    assert docs == [0, 1, 2]


def test_a_tree_from_elsewhere_is_refused(index):
    with pytest.raises(TypeError, match="Wildcard"):
        Matcher(index.snapshot).match(query.Wildcard("body", "b*r"))
