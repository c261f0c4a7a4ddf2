"""Plain paragraph search, against the obvious way: look at every paragraph, count, score, sort."""

import threading
from datetime import date
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query

from search import Article, IndexDamagedError, RequestError, SearchRequest
from search.query.plain import parse_plain
from search.query.tree import AllWords, positive_words
from search.ranking import RankingSettings
from search.ranking.exhaustive_paragraphs import ExhaustiveParagraphs
from search.searcher.paragraphs import ParagraphSearch
from search.snippets import Highlighter, choose_window, to_html

TEXT_OF_WORDS = """
    banjir Jakarta mendukung dukungan China-Rusia rusia COVID-19 covid19 di yang
    hujan deras kota-kota kota U-23 tiada
"""
WORDS = TEXT_OF_WORDS.split()
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
ARCHIVES = st.lists(st.lists(SENTENCES, min_size=1, max_size=4), min_size=1, max_size=6)
PHRASES = ['"hujan deras"', '"kota"', '"di Jakarta"', "«mendukung kota»", '-"hujan deras"']
PARTS = st.sampled_from(
    [*WORDS, *PHRASES, "-banjir", "-COVID-19", "(kota", "OR", "judul:rusia", "ban*", "-", '"']
)
QUERIES = st.lists(PARTS, max_size=5).map(" ".join)
SETTINGS = RankingSettings()


def obvious(index, text, *, every, allowed=lambda article: True):
    """Return every matching paragraph as (score, document), best first."""
    snapshot, analyzer = index.snapshot, index._opened.analyzer
    asked = parse_plain(text, analyzer, every=every)
    columns = [_columns(analyzer, snapshot.text(doc)) for doc in range(snapshot.paragraph_total)]

    def occurrences(doc, word):
        column, row = columns[doc][word.exact], terms_of(word)
        rows = [place for place, terms in column.items() if row[0] in terms]
        return sum(all(term in column.get(at + i, ()) for i, term in enumerate(row)) for at in rows)

    def idf(word):
        holding = [
            sum(any(term in terms for terms in column[word.exact].values()) for column in columns)
            for term in terms_of(word)
        ]
        return sum(log(1 + (len(columns) - n + 0.5) / (n + 0.5)) for n in holding)

    found = []
    for doc in range(len(columns)):
        counts = [occurrences(doc, word) for word in asked.words]
        holds = all(counts) if every else any(counts)
        if not counts or not holds or any(occurrences(doc, word) for word in excluded_of(asked)):
            continue
        if not allowed(snapshot.paragraph_of(doc)[0]):
            continue
        share = float(snapshot.body_length[doc]) / snapshot.average_body_length
        norm = SETTINGS.k1 * (1 - SETTINGS.b + SETTINGS.b * share)
        score = sum(idf(word) * tf / (tf + norm) for word, tf in zip(asked.words, counts, strict=True) if tf)
        found.append((score, doc))
    return sorted(found, key=lambda pair: (-round(pair[0], 9), pair[1]))


def terms_of(word):
    (form,) = word.forms
    assert word.fields == ("body",) and not word.prefix and not form.gap and word.boost == 1.0
    return form.exacts if word.exact else form.stems


def excluded_of(asked):
    """Return what the tree of a query excludes."""
    parts = asked.tree.subqueries if isinstance(asked.tree, AllWords) else ()
    return [part.query for part in parts if isinstance(part, query.Not)]


def _columns(analyzer, text):
    stems, exacts = {}, {}
    for _, word, position in analyzer.words(text):
        for offset, exact, stem in word.terms:
            stems.setdefault(position + offset, []).append(stem)
            exacts.setdefault(position + offset, []).append(exact)
    return stems, exacts


@settings(deadline=None, max_examples=60)
@given(ARCHIVES, st.lists(QUERIES, min_size=1, max_size=6), st.sampled_from(["any", "all"]))
def test_what_is_found_is_what_looking_at_every_paragraph_finds(make_index, archive, queries, match):
    index = make_index([Article(f"a{n}", tuple(texts)) for n, texts in enumerate(archive)])
    for text in queries:
        wanted = obvious(index, text, every=match == "all")
        found = index.paragraphs(text, 3, match=match)
        assert found.total == len(wanted)
        assert [one.document for one in found.paragraphs] == [doc for _, doc in wanted[:3]]
        assert [one.score for one in found.paragraphs] == pytest.approx([score for score, _ in wanted[:3]])


QUESTIONS = [
    "banjir",
    "banjir di Jakarta",
    '"hujan deras"',
    "covid-19 anak",
    "PBB -rusia",
    '"dukungan" rusia',
]


@pytest.mark.parametrize("match", ["any", "all"])
@pytest.mark.parametrize("text", QUESTIONS)
def test_without_a_compiler_the_same(index, text, match, monkeypatch):
    opened = index._opened
    slow = ParagraphSearch(opened.snapshot, opened.analyzer, ExhaustiveParagraphs(opened.snapshot, SETTINGS))
    fast = index.paragraphs(text, match=match)
    monkeypatch.setattr("search.searcher.paragraphs.highlighter", Highlighter)
    assert slow.best(text, 10, match) == fast


def test_a_paragraph_has_its_article_and_its_snippet(index, articles):
    found = index.paragraphs('"hujan deras" banjir')
    first = found.paragraphs[0]
    assert (first.address, first.number) == ("banjir-jakarta#2", 2)
    assert first.article == articles[0].metadata
    assert first.text == articles[0].paragraphs[2]
    assert [first.text[start:end] for start, end in first.marks] == ["Hujan deras", "banjir"]
    assert first.snippet == choose_window(first.text, first.marks)
    assert first.snippet_html == to_html(first.text, first.marks, first.snippet)
    assert [one.score for one in found.paragraphs] == sorted(
        (one.score for one in found.paragraphs), reverse=True
    )
    assert (found.total, found.searched, found.generation) == (3, ("hujan deras", "banjir"), index.generation)


@pytest.mark.parametrize(
    ("text", "every", "words", "excluded", "ignored"),
    [
        ("banjir di Jakarta", False, [("banjir",), ("jakarta",)], [], ("di",)),
        ("yang di", False, [("yang",), ("di",)], [], ()),
        ("yang -banjir", False, [("yang",)], [("banjir",)], ()),
        ("mendukung dukungan", False, [("dukung",)], [], ()),
        ('"di Jakarta"', False, [("di", "jakarta")], [], ()),
        ("“Hujan, deras” »PBB«", False, [("hujan", "deras"), ("pbb",)], [], ()),
        ('"hujan deras', False, [("hujan",), ("deras",)], [], ()),
        ('-"hujan deras" kota', True, [("kota",)], [("hujan", "deras")], ()),
        ("COVID-19", False, [("covid",), ("19",), ("covid19",)], [], ()),
        ("COVID-19", True, [("covid", "19")], [], ()),
        ("kota -COVID-19", True, [("kota",)], [("covid", "19"), ("covid19",)], ()),
        ("(banjir OR kota)", False, [("banjir",), ("or",), ("kota",)], [], ()),
        ("judul:banjir ban*", False, [("judul",), ("banjir",), ("ban",)], [], ()),
        ("kota - banjir --rob", False, [("kota",), ("banjir",), ("rob",)], [], ()),
        ("", False, [], [], ()),
        (' "" - ?', False, [], [], ()),
    ],
)
def test_a_query_is_read(index, text, every, words, excluded, ignored):
    asked = parse_plain(text, index._opened.analyzer, every=every)
    assert [terms_of(word) for word in asked.words] == words
    assert [terms_of(word) for word in excluded_of(asked)] == excluded
    assert asked.ignored == ignored
    wanted = list(positive_words(asked.tree)) if words else []
    assert wanted == list(asked.words)
    assert (asked.tree == query.NullQuery) == (not words)


@pytest.mark.parametrize("text", ["", "***", "tidakada", "-banjir", "\udcff"])
def test_what_finds_nothing(index, text):
    for match in ("any", "all"):
        found = index.paragraphs(text, match=match)
        assert (found.paragraphs, found.total) == ((), 0)


@pytest.mark.parametrize(
    "filters",
    [
        {"source": "Harian Contoh"},
        {"source": ("Kabar Pesisir", "Harian Contoh"), "date_from": date(2024, 1, 1)},
        {"category": ["nasional"], "date_to": date(2024, 2, 1)},
        {"source": "Tidak Ada"},
    ],
)
def test_filters(index, filters):
    request = SearchRequest("", **filters)

    def allowed(article):
        day = article.published and date.fromisoformat(article.published.isoformat()[:10])
        return (
            (not request.source or article.source in request.source)
            and (not request.category or (article.category or "").casefold() in request.category)
            and (not request.date_from or bool(day and day >= request.date_from))
            and (not request.date_to or bool(day and day <= request.date_to))
        )

    wanted = obvious(index, "banjir dukungan warga", every=False, allowed=allowed)
    found = index.paragraphs("banjir dukungan warga", **filters)
    assert found.total == len(wanted)
    assert [one.document for one in found.paragraphs] == [doc for _, doc in wanted]


def test_as_many_as_asked_for(index):
    everything = index.paragraphs("banjir jakarta warga", 1_000)
    assert everything.total == len(everything.paragraphs) > 2
    assert index.paragraphs("banjir jakarta warga", 2).paragraphs == everything.paragraphs[:2]
    assert index.paragraphs("banjir jakarta warga", 2).total == everything.total


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"count": 0}, "count: must be a whole number from 1 to 1,000"),
        ({"count": 1_001}, "count: must be"),
        ({"count": True}, "count: must be"),
        ({"count": "5"}, "count: must be"),
        ({"match": "most"}, "match: must be one of all, any"),
        ({"text": "a" * 1_001}, "q: at most 1,000 characters"),
        ({"sort": "newest"}, "sort: is no filter; there are source, category, author, "),
        ({"date_from": date(2024, 1, 2), "date_to": date(2024, 1, 1)}, "from: must not be later than 'to'"),
        ({"count": 0, "match": ""}, "count: .*; match: "),
    ],
)
def test_what_cannot_be_asked_is_said(index, arguments, problem):
    with pytest.raises(RequestError, match=problem):
        index.paragraphs(**{"text": "banjir", **arguments})


def test_threads_find_what_one_finds(index):
    wanted = {text: index.paragraphs(text) for text in QUESTIONS}
    wrong = []

    def ask(start):
        for turn in range(60):
            text = QUESTIONS[(start + turn) % len(QUESTIONS)]
            if index.paragraphs(text) != wanted[text]:
                wrong.append(text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_damage_is_said(make_index):
    index = make_index([Article("a", ("Banjir di Jakarta.", "Hujan deras."))])
    (docs,) = index.snapshot.folder.glob("*.docs")
    sound = docs.read_bytes()
    docs.write_bytes(sound.replace(b"Banjir di Jakarta.", b"Banjir di jakarta."))
    try:
        with pytest.raises(IndexDamagedError, match="document 0 changed since it was written"):
            type(index)(index.snapshot.folder.parent).paragraphs("banjir")
    finally:
        docs.write_bytes(sound)
