"""Damaged posting lists in the kernel: an error or, where damage changes nothing, the right answer. No crash.

Through a snapshot, checksums tell. Where lists are given to the kernel as they are, whatever their bytes, it
must stay within its arrays: ``tests/sanitizers.sh`` runs these tests where leaving them is noticed.
"""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_lists import random_lists, write_index
from random_paragraph_queries import tree_of, word

from search.bm25 import length_norms
from search.errors import IndexDamagedError
from search.index import Snapshot
from search.index.format.sections import Sections
from search.ranking import RankingSettings
from search.ranking.compiled_paragraphs import CompiledParagraphs
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.kernel import article_weight as kernel
from search.ranking.kernel.counts import DocValues, Tally
from search.ranking.kernel.documents import ArticleSimilarity, Documents, Similarity
from search.ranking.kernel.paragraph_weight import PhraseWeight, TermsWeight, phrase
from search.ranking.kernel.postings import made_list, stored_list, union_lists
from search.ranking.weight import Weight

EXAMPLES = int(os.environ.get("WARTA_FUZZ_EXAMPLES", "150"))
# Together they have lists of a few postings, lists with impacts, and bitmaps, in two windows and a third that
# is not full.
TERMS = {"angin": 0.3, "banjir": 0.03, "cuaca": 0.01, "desa": 0.0002}
TREES = [
    tree_of([word("body", "angin"), word("body", "banjir"), word("title", "cuaca")]),
    tree_of([word("body", "angin"), word("body", "cuaca")], every=True),
    tree_of([word("body", "angin", "banjir"), word("body", "desa")], [word("body", "cuaca")]),
]


def compiled(snapshot, weights):
    return CompiledParagraphs(Weight(snapshot, weights))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    rng = np.random.default_rng(4)
    write_index(folder, [random_lists(rng, rng.integers(1, 9, 32_000).tolist(), TERMS)])
    return folder


def answers(snapshot, searcher):
    found = [searcher(snapshot, RankingSettings()).scorer(tree).top(10, count=True) for tree in TREES]
    return [(one.documents.tolist(), one.scores.tolist(), one.total) for one in found]


@pytest.fixture(scope="module")
def truth(folder):
    snapshot = Snapshot(folder, "000001")
    assert answers(snapshot, compiled) == answers(snapshot, ExhaustiveParagraphs)
    return answers(snapshot, compiled)


@pytest.fixture(scope="module")
def damaged_folder(folder, tmp_path_factory):
    """Return a copy of the index whose files may be changed."""
    return Path(shutil.copytree(folder, tmp_path_factory.mktemp("damaged") / "index"))


@st.composite
def places(draw, flat):
    """Draw a byte of the file, in any section, in header or table."""
    size = flat.stat().st_size
    sections = Sections(flat)
    start, end = draw(
        st.sampled_from([(0, 64), (size - 900, size)])
        | st.sampled_from([entry[:2] for entry in sections._entries.values()]).map(
            lambda e: (e[0], e[0] + e[1])
        )
    )
    return draw(st.integers(start, min(end, start + 3000) - 1) | st.integers(start, end - 1))


@pytest.mark.parametrize("searcher", [compiled, ExhaustiveParagraphs])
@settings(max_examples=min(EXAMPLES, 150), deadline=None)
@given(st.data())
def test_through_a_snapshot(folder, damaged_folder, truth, searcher, data):
    """A flipped bit, or a file cut short: an error that names the file, or the truth."""
    (flat,) = folder.glob("*.flat")
    contents = bytearray(flat.read_bytes())
    at = data.draw(places(flat))
    cut = data.draw(st.booleans())
    if cut:
        del contents[at:]
    else:
        contents[at] ^= 1 << data.draw(st.integers(0, 7))
    other = damaged_folder / flat.name
    other.unlink()  # what is mapped still lasts
    other.write_bytes(contents)
    try:
        answered = answers(Snapshot(damaged_folder, "000001"), searcher)
    except IndexDamagedError as error:
        assert flat.name in str(error)
    else:
        assert not cut
        assert answered == truth


class Raw:
    """The lists of a body field as they are kept, and what the kernel needs beside them."""

    def __init__(self, folder):
        snapshot = Snapshot(folder, "000001")
        (segment,) = snapshot.segments
        self.windows = len(segment.lengths) >> 16
        self.lengths, self.article_of = snapshot.body_length, snapshot.article_of
        self.norms = length_norms(np.arange(256), snapshot.average_body_length, 0.9, 0.4)
        self.first = snapshot.doc_values.first_paragraph
        self.articles = snapshot.doc_values.article_count
        field = segment.fields["body"]
        self.parts = [field.raw(field.find(term.encode())) for term in TERMS]
        self.similarities = {
            max_ratio: Similarity(self.lengths, self.norms, max_ratio, 1.0 / max_ratio)
            for max_ratio in (1.0, 1.3, 255.0)
        }
        same, norm = np.ones(self.articles, np.int32), (1.0, 0.0, 1.0)
        self.doc_values = DocValues([(same, 0, 1)] * 3, np.zeros(self.articles, bool))
        live = np.arange(self.articles) % 9 > 0
        self.documents = Documents(self.first, len(self.lengths), live)
        paragraphs = Documents(self.first, len(self.lengths)), self.similarities[1.0]
        self.similarity = ArticleSimilarity(*paragraphs, same, norm, same, norm, 2, 0.5)

    def lists(self, parts):
        return [stored_list([(0, *part, self.windows)]) for part in parts]

    def run_all(self, lists):
        """Run everything that the kernel can do with lists."""
        rng = np.random.default_rng(1)
        allowed = (rng.random(self.articles) < 0.7).astype(np.uint8)
        for excluded, mask, max_ratio in ([], None, 1.0), (lists[1:2], None, 1.3), ([], allowed, 255.0):
            words = [(one, 1.0 + number, self.similarities[max_ratio]) for number, one in enumerate(lists)]
            for some in (words, words[:2], words[2:3]):
                query = TermsWeight(some, excluded)
                for k in (1, 10, 500):
                    query.any(k, True, self.documents, mask)
                    query.any(k, False, self.documents, mask)
                    query.all(k, True, self.documents, mask)
                if len(some) > 2:
                    either = TermsWeight(some, excluded, [2, len(some) - 2])
                    either.all(10, True, self.documents, mask)
        for some in (lists, lists[:2], lists[1:3], lists[::-1]):
            phrase(some)
            phrase(some, 3)
            for count in (True, False):
                PhraseWeight(some).best(1.0, self.similarities[1.0], 10, count, self.documents, allowed)
            docs, sums = union_lists(some, np.ones(len(some)))
            assert np.all(np.diff(docs) > 0)
            made = made_list(docs, sums, self.article_of)
            TermsWeight([(made, 1.0, self.similarities[255.0])], []).any(10, True)
        for one in lists:
            assert len(union_lists([one], np.ones(1))[0]) == len(one)
        self.run_articles(lists)

    def run_articles(self, lists):
        numbers = range(len(lists))
        kinds = (kernel.BODY, kernel.EXACT)
        leaves = [(one, number, kind, 1.0, 1.0, 2.0) for kind in kinds for number, one in enumerate(lists)]
        rows = [([lists[n], lists[n + 1]], 3 << n, 0.25) for n in numbers[:-1]]
        nodes = [(kernel.WORD, number, (), True) for number in numbers]
        concepts = [(number, 1.0) for number in numbers]
        for kind in (kernel.ALL, kernel.ANY):
            tree = [*nodes, (kind, 0, tuple(numbers), True)]
            needed = [[number] for number in numbers[1:]] if kind == kernel.ALL else []
            found = [0] if kind == kernel.ALL else list(numbers)
            query = kernel.ArticleWeight(
                leaves, rows, tree, len(nodes), [], needed, found, concepts, 0.5, (1 << len(lists)) - 1, True,
                kind == kernel.ANY,
            )  # fmt: skip
            for wanted in (kernel.ARTICLES, kernel.PARAGRAPHS):
                query.collect(self.similarity, wanted)
            for k in (0, 1, 10, 500):
                tally = Tally(self.doc_values)
                assert len(query.survey(self.similarity, tally, k)) == min(k, tally.places)


@pytest.fixture(scope="module")
def raw(folder):
    made = Raw(folder)
    made.run_all(made.lists(made.parts))
    return made


@st.composite
def damage(draw, part):
    """Return a list as it is kept with some bytes of its streams changed, or some of them gone."""
    streams = list(part)
    for _ in range(draw(st.integers(1, 3))):
        number = draw(st.sampled_from([0, 0, 1]))
        stream = streams[number].copy()
        contents = stream.view(np.uint8)
        if not len(contents):
            continue
        # The head of a list says how all of it is read; frequencies are at its end.
        last = len(contents) - 1
        near = st.integers(0, min(last, 40)) | st.integers(max(0, last - 200), last)
        at = draw(near | st.integers(0, last))
        how = draw(st.sampled_from(["flip", "byte", "run", "cut"]))
        if how == "flip":
            contents[at] ^= 1 << draw(st.integers(0, 7))
        elif how == "byte":
            contents[at] = draw(st.sampled_from([0, 1, 0x7F, 0x80, 0xFF]))
        elif how == "run":
            contents[at : at + draw(st.integers(2, 600))] = draw(st.sampled_from([0, 0xFF, 0x80]))
        else:
            stream = stream[: at // stream.itemsize].copy()
        streams[number] = stream
    if draw(st.integers(0, 9)) == 0:
        streams[2] = max(0, streams[2] + draw(st.integers(-2, 2)))
    streams[4], streams[5] = draw(st.integers(0, 255)), draw(st.integers(0, 255))
    return tuple(streams)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.data())
def test_without_checksums(raw, data):
    """Damaged lists are refused, or read without leaving their arrays."""
    parts = list(raw.parts)
    for number in data.draw(st.sets(st.integers(0, len(parts) - 1), min_size=1, max_size=2)):
        parts[number] = data.draw(damage(parts[number]))
    try:
        lists = raw.lists(parts)
    except IndexDamagedError:
        return
    raw.run_all(lists)


@pytest.mark.parametrize("number", range(len(TERMS)))
def test_documents_out_of_order_are_refused(raw, number):
    docs, *rest = raw.parts[number]
    docs = docs.copy()
    start = 1 + 2 * int(docs[0])
    if int(docs[2]) + 1 <= 4096:
        docs[start], docs[start + 1] = docs[start + 1], docs[start]
    else:
        docs[start] ^= 1  # a document more or less than the bitmap should hold
    with pytest.raises(IndexDamagedError, match="impossible containers"):
        raw.lists([(docs, *rest)])
