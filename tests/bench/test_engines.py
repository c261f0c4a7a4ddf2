"""Engines of the speed bench over the project's own articles: the same answers, however they are asked."""

import math
from collections import Counter
from pathlib import Path

import pytest

from bench.speed.corpus import Corpus, prepared
from bench.speed.engines import engine
from bench.speed.engines.base import K1, B, Found, Searcher
from bench.speed.queries import TWO_FIELDS, Query

ROOT = Path(__file__).resolve().parents[2]
K = 10


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Return the project's articles as a corpus of the bench."""
    folder = tmp_path_factory.mktemp("bench")
    articles = "".join(path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.jsonl")))
    (folder / "big10k.jsonl").write_text(articles, encoding="utf-8")
    return prepared("10k", folder, None, print)


@pytest.fixture(scope="module")
def queries(corpus: Corpus) -> list[Query]:
    """Return disjunctions and conjunctions of frequent, rare and unknown words."""
    frequent = corpus.facts()["frequent"]
    rare = sorted({word for line in corpus.lines("terms") for word in line.split()} - set(frequent))
    bags = [tuple(frequent[at : at + 3]) for at in range(0, 30, 3)]
    bags += [(frequent[at % 100], word) for at, word in enumerate(rare[::30])]
    bags += [("tidakada", frequent[0]), ("tidakada",)]
    return [Query(kind, words) for kind in ("any", "all") for words in bags]


def answered(searcher: Searcher, query: Query) -> Found:
    return searcher.found(searcher.run(searcher.prepare(query), K, query.count))


@pytest.fixture(scope="module")
def warta_index(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("search.ranking.kernel.paragraph_weight")
    folder = tmp_path_factory.mktemp("warta")
    engine("warta").build(corpus, folder, "terms")
    return folder


def test_warta_finds_the_same_from_words_from_new_words_and_prepared(
    warta_index: Path, queries: list[Query]
) -> None:
    words, new_words, ready = (
        engine(name).open(warta_index, "terms") for name in ("warta", "warta_new_words", "warta_prepared")
    )
    asked = [
        *queries,
        Query("phrase", queries[0].words[:2], count=True),
        Query("all", queries[0].words, fields=dict(TWO_FIELDS), count=True),
        Query("any", queries[1].words, without=queries[0].words[0]),
    ]
    for query in asked:
        assert answered(words, query) == answered(new_words, query) == answered(ready, query)
    assert any(answered(words, query).ids for query in queries if query.kind == "all")


@pytest.mark.parametrize(("name", "again"), [("warta", False), ("warta_new_words", True)])
def test_new_words_are_looked_up_each_time(
    warta_index: Path, queries: list[Query], monkeypatch: pytest.MonkeyPatch, name: str, again: bool
) -> None:
    searcher = engine(name).open(warta_index, "terms")
    asked = searcher.prepare(queries[0])
    fields, looked_up = searcher._snapshot.fields, []
    monkeypatch.setattr(searcher._snapshot, "fields", lambda field: looked_up.append(field) or fields(field))
    searcher.run(asked, K, False)
    assert len(looked_up) >= len(queries[0].words)
    looked_up.clear()
    answer = searcher.run(asked, K, False)
    assert (len(looked_up) >= len(queries[0].words)) is again
    assert (searcher.nanoseconds(answer) is not None) is again


def plain(corpus: Corpus, query: Query) -> list[float]:
    """Return the best scores by PISA's BM25, a paragraph and a word at a time."""
    texts = [Counter(line.split()) for line in corpus.lines("terms")]
    lengths = [sum(text.values()) for text in texts]
    average = sum(lengths) / len(texts)
    holding = Counter(word for text in texts for word in text)
    words = [word for word in query.words if word in holding]
    if query.kind == "all" and len(words) < len(query.words):
        return []
    scores = []
    for text, length in zip(texts, lengths, strict=True):
        held = [word for word in words if text[word]]
        if held and (query.kind == "any" or held == words):
            norm = K1 * (1 - B + B * length / average)
            idf = {
                word: math.log((len(texts) - holding[word] + 0.5) / (holding[word] + 0.5)) for word in held
            }
            weight = {word: max(1e-6, idf[word]) * (1 + K1) for word in held}
            scores.append(sum(weight[word] * text[word] / (text[word] + norm) for word in held))
    return sorted(scores, reverse=True)[:K]


def test_pisa_finds_what_scoring_every_paragraph_finds(
    corpus: Corpus, queries: list[Query], tmp_path: Path
) -> None:
    pytest.importorskip("bench.speed.engines.pisa", exc_type=ImportError)
    pisa = engine("pisa")
    pisa.build(corpus, tmp_path, "terms")
    searcher = pisa.open(tmp_path, "terms")
    for kind in ("any", "all"):
        asked = [query for query in queries if query.kind == kind]
        ready = [searcher.prepare(query) for query in asked]
        assert searcher.tune(ready, K).startswith(("ranked", "wand", "maxscore", "block_max"))
        for query, each in zip(asked, ready, strict=True):
            answer = searcher.run(each, K, False)
            assert searcher.found(answer).scores == pytest.approx(plain(corpus, query), rel=1e-4, abs=1e-5)
            assert searcher.nanoseconds(answer) > 0
    assert not any(
        pisa.supports(query)
        for query in (
            Query("phrase", ("a", "b")),
            Query("any", ("a",), count=True),
            Query("any", ("a",), source="x"),
            Query("any", ("a",), without="b"),
            Query("any", ("a",), form="deleted"),
            Query("all", ("a",), fields=dict(TWO_FIELDS)),
        )
    )
