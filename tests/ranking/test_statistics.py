"""The formula reads statistics, occurrences and values of what it scores: some articles, or all of them.

As a backend would use it that keeps its documents elsewhere and knows of the candidates only.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_archives import QUERIES, archives
from test_match_oracle import snapshot_of, understood

from search.ranking import RankingSettings
from search.ranking.lookup import ListLookup, Occurrences
from search.ranking.match import Matcher
from search.ranking.score import DocValues, Scorer, scorer_of
from search.ranking.statistics import statistics_of


class Candidates:
    """Some articles, numbered anew; where words occur among them, and in how many of all."""

    def __init__(self, snapshot, articles):
        numbers = snapshot.doc_values
        first = numbers.first_paragraph
        self.snapshot, self.articles = snapshot, np.array(sorted(articles), int)
        self.docs = np.concatenate([np.arange(first[a], first[a + 1]) for a in self.articles])
        counts = first[self.articles + 1] - first[self.articles]
        self.values = DocValues(
            np.repeat(np.arange(len(self.articles), dtype=np.int32), counts),
            np.append(0, np.cumsum(counts)),
            snapshot.body_length[self.docs],
            snapshot.article_length[self.articles],
            numbers.title_length[self.articles],
            numbers.day[self.articles],
        )

    def matching(self, tree):
        return Matcher(self.snapshot).match(tree).articles[self.articles]

    def words(self, words, field, *, exact):
        return self._here(ListLookup(self.snapshot).words(words, field, exact=exact))

    def form(self, form, name, *, exact):
        return self._here(ListLookup(self.snapshot).form(form, name, exact=exact))

    def _here(self, found):
        here = np.isin(found.docs, self.docs)
        holding = len(set(self.snapshot.article_of[found.docs].tolist()))
        docs = np.searchsorted(self.docs, found.docs[here])
        return Occurrences(docs, found.tf[here], len(found.docs), holding)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("statistics")


@settings(max_examples=15, deadline=None)
@given(archives(), st.lists(QUERIES, min_size=8, max_size=8), st.data())
def test_candidates_score_as_in_the_whole_archive(folder, articles, texts, data):
    snapshot = snapshot_of(articles, folder)
    chosen = data.draw(st.sets(st.integers(0, len(articles) - 1), min_size=1))
    candidates, statistics = Candidates(snapshot, chosen), statistics_of(snapshot)
    weights = RankingSettings(recency_weight=data.draw(st.sampled_from([0.0, 0.2])))
    for text in texts:
        asked = understood(text, snapshot)
        whole = scorer_of(snapshot, weights).score(asked.words, asked.concepts, recency=True)
        scorer = Scorer(statistics, weights, candidates.values, candidates, candidates.matching)
        some = scorer.score(asked.words, asked.concepts, recency=True)
        assert some.of_paragraphs.tolist() == whole.of_paragraphs[candidates.docs].tolist(), text
        for doc, at in enumerate(candidates.docs.tolist()):
            assert some.explain(doc) == whole.explain(at)


def test_statistics_count_everything(index):
    snapshot, found = index.snapshot, statistics_of(index.snapshot)
    counts = (snapshot.doc_values.paragraph_count, snapshot.doc_values.article_count)
    assert (found.paragraphs, found.articles) == counts
    assert found.document_frequency("body", "banjir") == 3
    assert found.of_field("title").total == found.of_field("title_exact").total == counts[1]
    assert found.newest_day == snapshot.doc_values.day.max()
    with pytest.raises(ValueError, match="'source' is no field with a score"):
        found.of_field("source")


def test_rarer_in_the_whole_archive_scores_more(index):
    """Whatever the candidates hold of a word, how many documents hold it is a matter of the statistics."""
    snapshot, weights = index.snapshot, RankingSettings()
    asked = understood("banjir", snapshot)
    candidates = Candidates(snapshot, [0])
    common = statistics_of(snapshot)
    rare = replace(common, paragraphs=1000, articles=500)
    scores = [
        Scorer(of, weights, candidates.values, candidates, candidates.matching)
        .score(asked.words)
        .of_paragraphs
        for of in (common, rare)
    ]
    assert (scores[1] > scores[0]).all()
