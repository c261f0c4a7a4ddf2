"""Candidates are inverted as an index on disk is, whatever else the process has read before."""

import numpy as np
import pytest
from opensearch.archive import articles

from search import EmbeddedIndex
from search.backends.opensearch.inverting import Inverter
from search.index import build
from search.indonesian import AnalysisSettings
from search.indonesian.chain import shared_analyzer

FIELDS = ("body", "body_exact", "title", "title_exact")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("candidates") / "index"
    build(articles(40), folder, names=False)
    return EmbeddedIndex(folder).snapshot


def inverted(inverter, snapshot):
    found = [snapshot.article(number) for number in range(snapshot.doc_values.article_count)]
    texts = tuple(text for one in found for text in one.paragraphs)
    firsts = snapshot.doc_values.first_paragraph[:-1].tolist()
    return inverter.inverted(texts, firsts, tuple(one.title or "" for one in found))


@pytest.mark.parametrize("before", [(), ("Kata-kata lain 10 km HP-nya.", "dan lainnya"), None])
def test_candidates_have_the_postings_of_an_index_on_disk(snapshot, before):
    inverter = Inverter(shared_analyzer(snapshot.analysis))
    if before is None:
        inverted(inverter, snapshot)  # nothing is new the second time
    elif before:
        inverter.inverted(before, [0], ("Judul",))
    found = inverted(inverter, snapshot)
    assert np.minimum(found.lengths, 255).tolist() == snapshot.body_length[: len(found.lengths)].tolist()
    assert found.title_lengths.tolist() == snapshot.doc_values.title_length.tolist()
    for field in FIELDS:
        terms = dict(snapshot.terms(field))
        assert {found.terms.string(term) for term in found.rows[field].terms.tolist()} == set(terms)
        for term in [*terms, "takada", "judul"]:
            rows, right = found.rows[field].of(found.terms.number_of(term)), snapshot.postings(field, term)
            docs, tf = np.unique((rows >> np.uint64(16)).astype(np.int64), return_counts=True)
            assert docs.tolist() == right.docs.tolist()
            assert tf.tolist() == right.tf.tolist()
            assert (rows & np.uint64(0xFFFF)).tolist() == right.positions.tolist()


def test_what_an_inversion_costs_depends_on_its_own_texts():
    inverter = Inverter(shared_analyzer(AnalysisSettings()))
    inverter.inverted(tuple(f"kata{n} lagi" for n in range(5_000)), [0], ("Judul",))
    found = inverter.inverted(("banjir di kota",), [0], ("",))
    assert [len(found.rows[field].firsts) for field in FIELDS] == [4, 4, 1, 1]
    empty = inverter.inverted((), [], ())
    assert (len(empty.lengths), len(empty.rows["body"].rows)) == (0, 0)
