"""The measures against an independent implementation, ir_measures, over random runs and judgements."""

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import RR, P, R, nDCG

from search.evaluate import articles_of, evaluate, read_queries, read_run, run_lines

DOCUMENTS = st.sampled_from([f"d{n}" for n in range(30)] + ["Ä", "ä", "é", "Z", "a", "\U0001f600", "\uffff"])
# Few different scores, so that ties are the rule; some differ by less than a 32-bit float can hold.
SCORES = st.sampled_from([0.0, 1.0, 1.0 + 1e-9, 1.0 + 1e-5, 2.5, 2.5 - 1e-12, -3.0, 1e-30, 1e30, 17])
QUERIES = st.sampled_from(["q1", "q2", "q3", "10"])
RUNS = st.dictionaries(QUERIES, st.dictionaries(DOCUMENTS, SCORES, min_size=1, max_size=37))
QRELS = st.dictionaries(
    QUERIES, st.dictionaries(DOCUMENTS, st.integers(0, 3), min_size=1, max_size=20), min_size=1
)


def reference(run, qrels):
    """Return the measures of ir_measures, which calls trec_eval.

    Its RR@10 comes from another tool that breaks ties differently, so it is taken from RR: the same where
    the first relevant document is among the first ten, else 0.
    """
    of_queries = {query: {} for query in qrels}
    for found in ir_measures.iter_calc([P @ 1, RR, nDCG @ 10, R @ 100], qrels, run):
        of_queries[found.query_id][str(found.measure)] = found.value
    means = []
    for name in ("P@1", "RR", "nDCG@10", "R@100"):
        values = [values.get(name, 0.0) for values in of_queries.values()]
        if name == "RR":
            values = [value if value >= 0.1 else 0.0 for value in values]
        means.append(sum(values) / len(values))
    return means


@settings(max_examples=150, deadline=None)
@given(RUNS, QRELS)
def test_the_measures_are_those_of_trec_eval(run, qrels):
    found = evaluate(run, qrels)
    ours = [found.p_at_1, found.mrr_at_10, found.ndcg_at_10, found.recall_at_100]
    assert ours == pytest.approx(reference(run, qrels), abs=1e-12)
    assert found.queries == len(qrels)


def test_cut_offs_at_ten_and_a_hundred():
    run = {"q": {f"d{n:03}": 1000.0 - n for n in range(150)}}
    for rank in (1, 10, 11, 100, 101):
        qrels = {"q": {f"d{rank - 1:03}": 1, "lost": 1}}
        found = evaluate(run, qrels)
        assert found.mrr_at_10 == (1 / rank if rank <= 10 else 0)
        assert (found.ndcg_at_10 > 0) == (rank <= 10)
        assert found.recall_at_100 == (0.5 if rank <= 100 else 0)
        assert found.p_at_1 == (rank == 1)


def test_equal_scores_are_ordered_by_document_descending():
    run = {"q": {"a": 1.0, "b": 1.0, "c": 1.0}}
    assert evaluate(run, {"q": {"c": 1}}).mrr_at_10 == 1
    assert evaluate(run, {"q": {"a": 1}}).mrr_at_10 == pytest.approx(1 / 3)


@given(RUNS, QRELS, QRELS)
def test_ignored_documents_are_as_if_the_run_lacked_them(run, qrels, ignore):
    left = {q: {d: s for d, s in of.items() if d not in ignore.get(q, {})} for q, of in run.items()}
    assert evaluate(run, qrels, ignore) == evaluate(left, qrels)


def test_paragraphs_against_articles():
    run = {"q": {"a#0": 3.0, "b#1": 2.0, "a#1": 1.0}}
    assert evaluate(run, {"q": {"b": 1}}).mrr_at_10 == 0.5
    assert evaluate({"q": {"a": 2.0, "b": 1.0}}, {"q": {"b#0": 1, "b#1": 0}}).mrr_at_10 == 0.5
    assert evaluate(run, {"q": {"a#1": 1}}).mrr_at_10 == pytest.approx(1 / 3)
    assert articles_of({"a#0": 1, "a#1": 3, "b": 2, "c#d#0": 4}) == {"a": 3, "b": 2, "c#d": 4}


def test_a_run_that_is_written_is_read_back(tmp_path):
    ranked = [("a#0", 3.25), ("b#1", 1 / 3), ("c", 1e-300)]
    (tmp_path / "run").write_text("\n".join(run_lines("q", ranked)) + "\n")
    assert read_run(tmp_path / "run") == {"q": dict(ranked)}


def test_queries_are_read_and_wrong_lines_named(tmp_path):
    path = tmp_path / "q.tsv"
    path.write_text("1\tsatu dua\n\n2 tiga\n1\tlagi\n x \t y\tz \n\tkosong\n")
    listed, wrong = read_queries(path)
    assert listed == [("1", "satu dua"), ("x", "y\tz")]
    assert [one.values["place"] for one in wrong] == [f"{path}:{n}" for n in (3, 4, 6)]
    assert [one.code for one in wrong] == ["no_query_line", "query_twice", "no_query_line"]
