"""A hundred threads over one index get what one thread gets."""

import random
import sys
import threading
from dataclasses import replace

import pytest
from random_archives import DAYS, SOURCES, VOCABULARY
from random_paragraph_queries import tree_of, word

from search.article import Article
from search.ranking import RankingSettings
from search.ranking.compiled_paragraphs import CompiledParagraphs
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.ranking.weight import Weight

THREADS = 100


def random_text(source, longest=12):
    return " ".join(source.choice(VOCABULARY) for _ in range(source.randint(1, longest)))


@pytest.fixture(scope="module")
def archive(make_index):
    source = random.Random(5)
    return make_index(
        [
            Article(
                f"a{number}",
                tuple(random_text(source, 40) for _ in range(source.randint(1, 6))),
                random_text(source),
                source.choice(SOURCES),
                source.choice(DAYS),
            )
            for number in range(600)
        ]
    )


def same_in_threads(questions, answer):
    """Assert that ``answer`` gives each question's answer in every thread, whatever the others ask."""
    wanted = [answer(question) for question in questions]
    wrong, started = [], threading.Barrier(THREADS)

    def ask(number):
        started.wait()
        for at in random.Random(number).sample(range(len(questions)), len(questions) // 4):
            if answer(questions[at]) != wanted[at]:
                wrong.append(questions[at])

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(THREADS)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert wrong == []


def test_searches(archive):
    source = random.Random(6)
    words = [*VOCABULARY, '"hujan deras"', "dukung*", "-pbb", "judul:kota", "dari:2023", '"banjir jakarta"~2']
    texts = [" ".join(source.sample(words, source.randint(1, 4))) for _ in range(40)]
    same_in_threads(texts, lambda text: replace(archive.search(text), took_ms=0.0))


def compiled(snapshot, weights):
    return CompiledParagraphs(Weight(snapshot, weights))


@pytest.mark.parametrize("searcher", [compiled, ExhaustiveParagraphs])
def test_paragraphs(archive, searcher):
    snapshot = archive.snapshot
    terms = [term for term, _ in snapshot.terms("body")]
    shared = searcher(snapshot, RankingSettings())
    source = random.Random(7)

    def drawn():
        return word(source.choice(["body", "title"]), *source.sample(terms, source.randint(1, 2)))

    trees = [
        tree_of(
            [drawn() for _ in range(source.randint(1, 6))],
            [drawn() for _ in range(source.randint(0, 1))],
            source.random() < 0.4,
        )
        for _ in range(60)
    ]

    def answer(tree):
        found = shared.scorer(tree).top(20, count=True)
        return found.documents.tolist(), found.scores.tolist(), found.total

    assert any(answer(tree)[2] for tree in trees)
    same_in_threads(trees, answer)
