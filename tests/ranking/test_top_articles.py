"""The kernel's one pass against its oracle: totals, facets, months, the best places, under filters and sorts.

Over an archive in three segments with deletions and copies, large enough that the kernel leaves out most of
what cannot be among the best.
"""

import json
import random
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_archives import QUERIES, SOURCES, VOCABULARY

from search import Article, EmbeddedIndex, add, delete
from search.indexing import reindex
from search.query.interpret import understand
from search.query.tree import AllWords
from search.ranking import RankingSettings
from search.ranking.articles import Collector, RankedQuery
from search.ranking.compiled_articles import CompiledArticles, KernelColumns
from search.ranking.counting import column_of
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.filters import filters_of
from search.ranking.kernel.counts import DocValues
from search.ranking.weight import Weight
from search.request import SearchRequest

TODAY = date(2024, 3, 15)
TAGS = ["Banjir", "BANJIR", "banjir ", "gempa", "Pemilu", *(f"tag {n}" for n in range(20))]
PLACES = ["Jakarta", "JAKARTA", "Bogor", None, None]
WORDS = [*VOCABULARY, *(f"kata{n}" for n in range(30))]


def archive(chance, first, count):
    """Articles of which some share a long text; frequent words are much more frequent than rare ones."""
    wire = [" ".join(f"kawat{number}kata{n}" for n in range(60)) for number in range(4)]
    for number in range(first, first + count):
        texts = [
            " ".join(WORDS[int(len(WORDS) * chance.random() ** 2.5)] for _ in range(chance.randint(0, 25)))
            for _ in range(chance.choice([1, 1, 2, 3, 5, 70]))
        ]
        if chance.random() < 0.2:
            texts += [chance.choice(wire)] * 3
        day = chance.choice([None, date(chance.randint(2018, 2023), chance.randint(1, 12), 1 + number % 28)])
        title = texts[0][:40] if chance.random() < 0.7 else None
        tags = tuple(dict.fromkeys(chance.choice(TAGS) for _ in range(chance.choice([0, 0, 1, 3, 6]))))
        place = chance.choice(PLACES)
        yield Article(
            f"a{number}", tuple(texts), title, chance.choice(SOURCES), day, chance.choice("AB"),
            tags=tags, place=place,
        )  # fmt: skip


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("top")
    chance = random.Random(3)
    source = folder / "articles.jsonl"

    def written(articles):
        source.write_text("\n".join(map(as_json, articles)))
        return [str(source)]

    reindex(written(archive(chance, 0, 500)), folder / "index")
    add(written(archive(chance, 480, 120)), folder / "index")
    add(written(archive(chance, 590, 60)), folder / "index")
    delete([f"a{number}" for number in range(7, 640, 13)], folder / "index")
    index = EmbeddedIndex(folder / "index", today=lambda: TODAY)
    assert len(index.snapshot.segments) == 3 and index.snapshot.live is not None
    assert index.snapshot.has_copies.sum() > 50
    return index


def as_json(article):
    published_on = article.published.isoformat() if article.published else None
    return json.dumps(
        {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "published": published_on,
            "category": article.category,
            "paragraphs": article.paragraphs,
            "tags": article.tags,
            "place": article.place,
        }
    )


SELECTIONS = st.fixed_dictionaries(
    {
        "places": st.sampled_from([0, 1, 2, 10, 10, 40, 5000]),
        "sort": st.sampled_from(["relevance", "relevance", "newest", "oldest"]),
        "collapse": st.booleans(),
        "facets": st.sampled_from(
            [(), ("source", "category", "month"), ("month",), ("tag", "author"), ("place", "tag", "source")]
        ),
        "matches": st.booleans(),
    }
)
DAYS = [
    (date(2020, 1, 1), None),
    (None, date(2021, 6, 1)),
    (date(2019, 5, 1), date(2020, 5, 1)),
]
FIELDS = st.lists(st.sampled_from(["source", "category", "tag", "place", "author", "date"]), max_size=2)
FILTERS = st.fixed_dictionaries(
    {
        "source": st.sampled_from([(), (), ("Harian Contoh",), ("Kabar Dunia", "lain"), ("lain",)]),
        "category": st.sampled_from([(), (), ("A",)]),
        "tag": st.sampled_from([(), (), (), ("banjir",), ("gempa", "tag 3", "tidak ada")]),
        "place": st.sampled_from([(), (), (), ("jakarta",)]),
        "author": st.sampled_from([(), (), (), (), ("siapa",)]),
        "not_source": st.sampled_from([(), (), (), ("Harian Contoh", "lain")]),
        "not_tag": st.sampled_from([(), (), (), ("Banjir",), ("tag 1", "tag 2")]),
        "missing": st.just(()) | FIELDS.map(tuple),
        "present": st.just(()) | FIELDS.map(tuple),
        "days": st.sampled_from([(None, None), (None, None), *DAYS]),
    }
)
PLAIN = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
WEIGHTS = st.builds(
    RankingSettings,
    k1=st.sampled_from([0.9, 2.0]),
    b=st.sampled_from([0.0, 0.4, 1.0]),
    article_weight=st.sampled_from([0.0, 2.0, 2.0]),
    exact_weight=st.sampled_from([0.0, 0.4, 3.0]),
    headline_weight=st.sampled_from([0.0, 1.0]),
    proximity_weight=st.sampled_from([0.0, 0.25, 2.0]),
    coverage_weight=st.sampled_from([0.0, 0.5, 5.0]),
    recency_weight=st.sampled_from([0.0, 0.2, 5.0]),
)


def compiled(snapshot, weights):
    return CompiledArticles(KernelColumns(snapshot, Weight(snapshot, weights)))


def selected(snapshot, selection, filters):
    chosen = dict(filters)
    first, last = chosen.pop("days")
    request = SearchRequest("", date_from=first, date_to=last, **chosen)
    return Collector(filters_of(snapshot, request), **selection)


def asked_of(index, text, match, recency=True):
    opened = index._opened
    found = understand(SearchRequest(text, match=match), opened.analyzer, opened.expander, TODAY)
    return RankedQuery(found.tree, found.words, found.concepts, recency)


def assert_same(one, other):
    assert one[:4] == other[:4]
    assert [(place.article, place.paragraphs) for place in one.best] == [
        (place.article, place.paragraphs) for place in other.best
    ]
    scores = [place.score for place in other.best]
    assert [place.score for place in one.best] == pytest.approx(scores, rel=1e-9, abs=1e-9)
    assert plain(one.counts) == plain(other.counts)
    assert (one.matches is None) == (other.matches is None)
    if one.matches:
        assert [part.tolist() for part in one.matches] == [part.tolist() for part in other.matches]


def plain(counts):
    return {
        name: (dict(zip(one.values.tolist(), one.numbers.tolist(), strict=True)), one.without)
        for name, one in counts.items()
    }


@settings(max_examples=150, deadline=None)
@given(PLAIN | PLAIN | QUERIES, st.sampled_from(["all", "any", "paragraph"]), SELECTIONS, FILTERS, WEIGHTS)
def test_the_kernel_collects_as_its_oracle(index, text, match, selection, filters, weights):
    snapshot = index.snapshot
    asked = asked_of(index, text, match)
    wanted = selected(snapshot, selection, filters)
    found = compiled(snapshot, weights).search(asked, wanted)
    assert_same(found, ExhaustiveArticles(snapshot, weights).search(asked, wanted))


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["", "semua artikel", "mei 2020", "sumber:harian-contoh", "2019 tag:banjir"]),
    SELECTIONS | st.just({}),
    FILTERS,
)
def test_what_asks_for_no_word_is_collected_as_by_the_oracle(index, text, selection, filters):
    snapshot, weights = index.snapshot, RankingSettings()
    asked = asked_of(index, text, "all")
    wanted = selected(snapshot, selection, filters)
    found = compiled(snapshot, weights).search(asked, wanted)
    assert_same(found, ExhaustiveArticles(snapshot, weights).search(asked, wanted))


@settings(max_examples=40, deadline=None)
@given(PLAIN, SELECTIONS, FILTERS)
def test_words_that_were_let_go_still_score(index, text, selection, filters):
    """After a query was relaxed, what is scored is more than what must match."""
    snapshot = index.snapshot
    asked = asked_of(index, text, "all")
    if isinstance(asked.tree, AllWords):
        asked = RankedQuery(AllWords(asked.tree.subqueries[:1]), asked.words, asked.concepts, True)
    wanted = selected(snapshot, selection, filters)
    weights = RankingSettings()
    found = compiled(snapshot, weights).search(asked, wanted)
    assert_same(found, ExhaustiveArticles(snapshot, weights).search(asked, wanted))


@settings(max_examples=80, deadline=None)
@given(PLAIN | QUERIES)
def test_the_kernel_drops_the_terms_that_its_oracle_drops(index, text):
    snapshot = index.snapshot
    tree = asked_of(index, text, "all").tree
    weights = RankingSettings()
    assert compiled(snapshot, weights).relax(tree) == ExhaustiveArticles(snapshot, weights).relax(tree)


@settings(max_examples=60, deadline=None)
@given(
    PLAIN | QUERIES,
    st.sampled_from(["all", "any", "paragraph"]),
    st.sampled_from(["relevance", "newest", "oldest", "arrived"]),
    st.sampled_from([0, 1, 10, 5000]),
    FILTERS,
    WEIGHTS,
)
def test_the_best_paragraphs_are_those_of_the_oracle(index, text, match, sort, count, filters, weights):
    snapshot = index.snapshot
    asked = asked_of(index, text, match)
    articles = np.arange(len(snapshot.article_length), dtype=np.int32)
    for one in selected(snapshot, {}, filters).filters:
        articles = articles[one.passes(articles)]
    found, total = compiled(snapshot, weights).best_paragraphs(asked, articles, count, sort)
    expected, same = ExhaustiveArticles(snapshot, weights).best_paragraphs(asked, articles, count, sort)
    assert total == same
    assert [place.article for place in found] == [place.article for place in expected]
    scores = [place.score for place in expected]
    assert [place.score for place in found] == pytest.approx(scores, rel=1e-9, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(PLAIN | QUERIES, WEIGHTS)
def test_scores_are_explained_from_their_articles_alone(index, text, weights):
    snapshot = index.snapshot
    asked = asked_of(index, text, "any")
    found = compiled(snapshot, weights)
    docs = found.paragraphs(asked, None)[0].tolist()[-20:]
    assert found.explain(asked, docs) == ExhaustiveArticles(snapshot, weights).explain(asked, docs)


def test_of_very_many_sources_all_are_counted(index):
    """Beyond 65,535 values of a property those of all articles are kept in wider integers."""
    snapshot, counted = index.snapshot, ("source", "category", "month")
    asked, wanted = asked_of(index, "banjir jakarta kota", "any"), Collector((), counted, 10, collapse=True)
    columns = KernelColumns(snapshot, Weight(snapshot, RankingSettings()))
    narrow = CompiledArticles(columns).search(asked, wanted)
    (source, low, _), *others = [column_of(snapshot, name) for name in counted]
    far = np.where(source < low, source, source + 69_000)
    columns.doc_values = DocValues([(far, 0, 70_000), *others], snapshot.has_copies)
    wide = CompiledArticles(columns).search(asked, wanted)
    assert wide[:5] == narrow[:5]
    of_wide, of_narrow = plain(wide.counts), plain(narrow.counts)
    far_counts, without = of_wide.pop("source")
    near_counts, same_without = of_narrow.pop("source")
    assert of_wide == of_narrow
    assert far_counts == {69_000 + value: number for value, number in near_counts.items()}
    assert near_counts and without == same_without


def test_a_page_says_what_its_pages_before_and_after_say(index):
    """Places, whatever the page and its size, are those of one long list."""
    for sort in ("relevance", "newest"):
        every = index.search("banjir jakarta kota", match="any", sort=sort, page_size=100)
        ids = [hit.article.id for hit in every.articles]
        for size in (1, 7, 10):
            pages = [
                index.search("banjir jakarta kota", match="any", sort=sort, page_size=size, page=n)
                for n in (1, 2, 5)
            ]
            for page in pages:
                first = (page.request.page - 1) * size
                assert [hit.article.id for hit in page.articles] == ids[first : first + size]
                assert page.facets == every.facets
                assert page.total_places == every.total_places
