"""Scores, explanations, order, pages, totals and facets, each against a slow and obvious twin."""

from collections import Counter
from dataclasses import replace
from datetime import date
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_twin import Twin
from random_archives import QUERIES, archives

from search.article import Article
from search.backends.embedded import EmbeddedIndex
from search.index import build
from search.indonesian import Analyzer
from search.indonesian.variants import Variants
from search.published import day_of, instant_of
from search.query.expand import Expander
from search.query.interpret import understand
from search.query.tree import speaks_of_dates
from search.ranking import RankingSettings
from search.ranking.exhaustive import ExhaustiveArticles
from search.ranking.score import scorer_of
from search.request import SearchRequest

TODAY = date(2024, 3, 15)
ANALYZER = Analyzer()
VARIANTS = Variants.load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("score")


def opened(articles, folder):
    build(articles, folder)
    return EmbeddedIndex(folder, today=lambda: TODAY)


def words_of(text, snapshot):
    expander = Expander(ANALYZER, VARIANTS, lambda word: snapshot.document_frequency("body_exact", word) > 0)
    return understand(SearchRequest(text), ANALYZER, expander, TODAY)


def matched(snapshot, tree):
    """Return what is found, words let go where no article has them all."""
    ranker = ExhaustiveArticles(snapshot, RankingSettings())
    found = ranker.matcher.match(tree)
    return found if found.articles.any() else ranker.matcher.match(ranker.relax(tree)[0])


def assert_adds_up(explanation):
    if explanation.parts:
        total = 0.0
        for part in explanation.parts:
            assert_adds_up(part)
            total += part.value
        assert total == explanation.value, explanation


WEIGHTS = st.builds(
    RankingSettings,
    k1=st.sampled_from([0.9, 1.2]),
    b=st.sampled_from([0.0, 0.4, 1.0]),
    article_k1=st.sampled_from([0.9, 2.0]),
    article_b=st.sampled_from([0.4, 0.75]),
    article_weight=st.sampled_from([0.0, 2.0]),
    exact_weight=st.sampled_from([0.0, 0.4]),
    headline_weight=st.sampled_from([0.0, 1.0]),
    proximity_weight=st.sampled_from([0.0, 0.25]),
    lead_paragraphs=st.sampled_from([1, 2]),
    later_weight=st.sampled_from([0.5, 1.0]),
    coverage_weight=st.sampled_from([0.0, 1.0]),
)


@settings(max_examples=12, deadline=None)
@given(archives(), st.lists(QUERIES, min_size=12, max_size=12), WEIGHTS)
def test_scores_are_those_of_the_formula(folder, articles, texts, weights):
    snapshot, twin = opened(articles, folder).snapshot, Twin(articles, ANALYZER)
    for text in texts:
        found = words_of(text, snapshot)
        scores = scorer_of(snapshot, weights).score(found.words, found.concepts)
        assert scores.of_paragraphs.tolist() == pytest.approx(
            twin.scores(found.words, found.concepts, weights), rel=1e-9, abs=1e-12
        )
        for doc, score in enumerate(scores.of_paragraphs.tolist()):
            explanation = scores.explain(doc)
            assert explanation.value == score
            assert_adds_up(explanation)


REQUESTS = st.fixed_dictionaries(
    {
        "sort": st.sampled_from(["relevance", "newest", "oldest"]),
        "group": st.sampled_from(["article", "none"]),
        "source": st.sampled_from([(), ("Harian Contoh",), ("harian contoh", "Kabar Dunia"), ("lain",)]),
        "category": st.sampled_from([(), ("Dunia",)]),
        "date_from": st.sampled_from([None, date(2023, 1, 1)]),
        "hits_per_article": st.sampled_from([1, 2, 20]),
        "match": st.sampled_from(["all", "any"]),
    }
)


def lets_through(article, request, but=None):
    """Whether an article passes the filters of a request, one of them aside."""
    source, category = (article.source or "").casefold(), (article.category or "").casefold()
    day = day_of(article.published) if article.published else None
    passes = {
        "source": not request["source"] or source in {value.casefold() for value in request["source"]},
        "category": not request["category"]
        or category in {value.casefold() for value in request["category"]},
        "date": not request["date_from"] or (day is not None and day >= request["date_from"]),
    }
    return all(passed for name, passed in passes.items() if name != but)


def month_of(published):
    """Return the month in which an article was published; None if only the year is known."""
    written = published.isoformat()[:7]
    return written if len(written) == len("2019-09") else None


def moment(article, sort):
    if sort == "relevance":
        return (0, 0)
    if article.published is None:
        return (1, 0)
    return (0, instant_of(article.published) * (-1 if sort == "newest" else 1))


@settings(max_examples=5, deadline=None)
@given(archives(), st.lists(st.tuples(QUERIES, REQUESTS), min_size=8, max_size=8))
def test_pages_are_slices_of_an_exhaustive_sort(folder, articles, asked):
    index, twin = opened(articles, folder), Twin(articles, ANALYZER)
    for text, request in asked:
        found = words_of_request(text, request, index.snapshot)
        if found.dates:
            continue
        recency = not (request["date_from"] or speaks_of_dates(found.tree))
        scorer = scorer_of(index.snapshot, RankingSettings())
        scores = scorer.score(found.words, found.concepts, recency=recency).of_paragraphs.tolist()
        kept = matched(index.snapshot, found.tree)
        docs = kept.paragraphs.nonzero()[0].tolist()
        docs = [doc for doc in docs if lets_through(articles[twin.docs[doc][0]], request)]
        browsing = request["sort"] == "relevance" and not found.words  # the newest come first
        ranking = exhaustive(docs, scores, twin, request | {"sort": "newest"} if browsing else request)
        for size in (2, 5, 100):
            pages = [index.search(text, page=n, page_size=size, **request) for n in range(1, 2 + 24 // size)]
            shown = [shown_of(hit) for page in pages for hit in page.articles]
            assert shown == ranking, (text, request, size)
            for page in pages:
                assert page.total_paragraphs == len(docs)
                assert page.total_articles == len({twin.docs[doc][0] for doc in docs})
                assert len(page.articles) <= size
            assert pages[0].page_count == -(-len(ranking) // size)
            assert_exact_scores(pages, scores, articles, twin)


def words_of_request(text, request, snapshot):
    expander = Expander(ANALYZER, VARIANTS, lambda word: snapshot.document_frequency("body_exact", word) > 0)
    return understand(SearchRequest(text, match=request["match"]), ANALYZER, expander, TODAY)


def shown_of(hit):
    return hit.article.id, [paragraph.number for paragraph in hit.paragraphs], hit.more


def exhaustive(docs, scores, twin, request):
    """Return the whole ranking by sorting everything: (article id, paragraph numbers shown, more)."""
    groups = {}
    for doc in sorted(docs, key=lambda doc: (-scores[doc], doc)):
        key = doc if request["group"] == "none" else twin.docs[doc][0]
        groups.setdefault(key, []).append(doc)

    def rank(item):
        first = item[1][0]
        article = twin.articles[twin.docs[first][0]]
        return (moment(article, request["sort"]), -scores[first], item[0])

    depth = 1 if request["group"] == "none" else request["hits_per_article"]
    return [
        (
            twin.articles[twin.docs[held[0]][0]].id,
            [twin.docs[doc][1] for doc in held[:depth]],
            len(held) - len(held[:depth]),
        )
        for _, held in sorted(groups.items(), key=rank)
    ]


def assert_exact_scores(pages, scores, articles, twin):
    numbers = {article.id: n for n, article in enumerate(articles)}
    for hit in (hit for page in pages for hit in page.articles):
        assert hit.score == max(paragraph.score for paragraph in hit.paragraphs)
        for paragraph in hit.paragraphs:
            doc = twin.docs.index((numbers[hit.article.id], paragraph.number))
            assert paragraph.score == scores[doc]
            assert paragraph.text == articles[numbers[hit.article.id]].paragraphs[paragraph.number]


@settings(max_examples=12, deadline=None)
@given(archives(), st.lists(st.tuples(QUERIES, REQUESTS), min_size=12, max_size=12))
def test_facets_count_every_article(folder, articles, asked):
    index = opened(articles, folder)
    for text, request in asked:
        found = words_of_request(text, request, index.snapshot)
        if found.dates:
            continue
        kept = matched(index.snapshot, found.tree).articles.nonzero()[0].tolist()
        page = index.search(text, facets=("source", "category", "year", "month"), **request)
        for name, value_of in (
            ("source", lambda article: article.source),
            ("category", lambda article: article.category),
            ("year", lambda article: article.published and article.published.isoformat()[:4]),
            ("month", lambda article: article.published and month_of(article.published)),
        ):
            own = "date" if name in ("year", "month") else name
            counted = Counter(
                value_of(articles[a]) for a in kept if lets_through(articles[a], request, but=own)
            )
            counted.pop(None, None)
            facet = page.facets[name]
            listed = {value.value: value.count for value in facet.values if value.count}
            assert listed == counted, (text, request, name)
            by_count = name in ("source", "category")
            order = [(-v.count, v.value) if by_count else v.value for v in facet.values if v.count]
            assert order == sorted(order)


def test_hit_scores_are_explained(index):
    for text in (
        "mendukung perundingan",
        "banjir jakarta",
        '"hujan deras"',
        "PBB",
        "perund*",
        "judul:banjir",
    ):
        page = index.search(text, explain=True, page_size=100, hits_per_article=20)
        assert page.articles
        for hit in (hit for article in page.articles for hit in article.paragraphs):
            assert hit.explanation.value == hit.score
            assert_adds_up(hit.explanation)
            leaves = [leaf.value for part in hit.explanation.parts for leaf in part.parts]
            assert fsum(leaves) == pytest.approx(hit.score)
    assert index.search("banjir").articles[0].paragraphs[0].explanation is None


def test_the_word_as_typed_counts_more(make_index):
    index = make_index(
        [Article("bentuk-lain", ("para pendukung",)), Article("seperti-diketik", ("para dukungan",))]
    )
    assert [hit.article.id for hit in index.search("dukungan").articles] == ["seperti-diketik", "bentuk-lain"]


def test_what_was_typed_is_not_what_was_expanded(make_index):
    """The bonus for a word as typed belongs to the typed form, not to an abbreviation of it."""
    filling = [Article(f"lain{n}", ("sesuatu yang lain sama sekali",)) for n in range(8)]
    index = make_index([Article("singkatan", ("sidang PBB dibuka",)), *filling])
    page = index.search("Perserikatan Bangsa-Bangsa", explain=True)
    assert page.interpretation.expanded
    own = page.articles[0].paragraphs[0].explanation.parts[0]
    assert [part for part in own.parts if part.label.code == "as_typed"] == []


def test_equal_scores_come_in_index_order(make_index):
    index = make_index([Article(f"a{n:02}", ("banjir di sini", "banjir di sini")) for n in range(40)])
    for group, expected in (("article", [f"a{n:02}" for n in range(40)]), ("none", None)):
        ids = []
        for page in range(1, 90):
            hits = index.search("banjir", page=page, page_size=7, group=group).articles
            ids += [(hit.article.id, hit.paragraphs[0].number) for hit in hits]
        assert ids == sorted(ids)
        assert expected is None or [article for article, _ in ids] == expected
        assert len(ids) == (40 if group == "article" else 80)


def test_a_weight_of_zero_switches_a_part_off(make_index):
    articles = [Article("a", ("banjir jakarta", "lain"), "Jakarta"), Article("b", ("jakarta jakarta",))]
    weights = RankingSettings(
        article_weight=0, exact_weight=0, headline_weight=0, proximity_weight=0, coverage_weight=0
    )
    index = make_index(articles, ranking=weights)
    for hit in index.search("banjir jakarta", match="any", explain=True).articles:
        own, context = hit.paragraphs[0].explanation.parts
        assert context.value == 0.0
        assert {part.label.values["text"] for part in own.parts} <= {"banjir", "jakarta"}
    assert replace(weights, exact_weight=0.4) != weights


def test_the_year_facet_shows_the_years_beside_the_chosen_ones(index):
    """As source and category do: otherwise the page offers no way to another year."""
    page = index.search("", date_from=date(2024, 1, 1), date_to=date(2024, 12, 31), facets=("year", "source"))
    assert [value.value for value in page.facets["year"].values] == ["2021", "2022", "2023", "2024"]


def test_newer_articles_get_a_little_more_unless_dates_are_asked_for(make_index):
    articles = [
        Article("lama", ("banjir di kota",), published=date(2020, 1, 1)),
        Article("baru", ("banjir di kota",), published=date(2024, 1, 1)),
        Article("tanpa-hari", ("banjir di kota",)),
    ]
    index = make_index(articles)
    assert [hit.article.id for hit in index.search("banjir").articles] == ["baru", "lama", "tanpa-hari"]
    for text, fields in (
        ("banjir sejak 2019", {}),
        ("banjir dari:2019", {}),
        ("banjir", {"date_from": date(2019, 1, 1)}),
    ):
        page = index.search(text, explain=True, **fields)
        assert [hit.article.id for hit in page.articles] == ["lama", "baru"], text
        labels = [part.label.code for part in page.articles[0].paragraphs[0].explanation.parts[1].parts]
        assert "recency" not in labels
    context = index.search("banjir", explain=True).articles[1].paragraphs[0].explanation.parts[1]
    recency = {part.label.code: part.value for part in context.parts}["recency"]
    assert recency == pytest.approx(0.2 * 0.5 ** (1461 / 365))


def test_a_paragraph_of_more_than_255_terms_counts_as_one_of_255(make_index):
    """Lengths are kept in a byte; only how long a paragraph is beyond that is forgotten."""
    lengths = (254, 255, 256, 400)
    articles = [Article(f"a{n}", (" ".join(["banjir", *["lain"] * (n - 1)]),)) for n in lengths]
    index = make_index(articles, ranking=RankingSettings(article_weight=0, coverage_weight=0))
    scores = {hit.article.id: hit.score for hit in index.search("banjir", collapse=False).articles}
    assert scores["a254"] > scores["a255"] == scores["a256"] == scores["a400"]


def test_a_pair_is_as_rare_as_its_rarer_word(make_index):
    filling = [Article(f"lain{n}", ("kota di tepi sungai",)) for n in range(6)]
    index = make_index([Article("a", ("banjir kota",)), *filling])
    own = index.search("banjir kota", explain=True).articles[0].paragraphs[0].explanation.parts[0]
    values = {part.label.said("id"): part.value for part in own.parts}
    assert values["banjir kota"] == pytest.approx(0.25 * values["banjir"])
    assert values["banjir"] > values["kota"]
