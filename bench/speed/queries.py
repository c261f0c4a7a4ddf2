"""The queries that are timed, class by class. Every engine gets the same words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.speed.corpus import Corpus, MissingFilesError

if TYPE_CHECKING:
    from search.indonesian import Analyzer

BODY = {"body": 1.0}
TWO_FIELDS = {"body": 1.0, "title": 2.0}
_SEED = 7
_DRAWN = 100  # queries in a class that is drawn at random
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PASTED = 150  # words
_LONGEST = 1_000  # characters of a query


@dataclass(frozen=True)
class Query:
    """A query without the syntax of any engine.

    kind:    "any" of the words, "all" of them, or "phrase"
    words:   the index terms
    fields:  the weight of each field; if there are several, a word may occur in any of them
    source:  the only publisher whose paragraphs match
    without: a term that matches must not contain
    count:   whether the exact number of matching paragraphs is returned too
    form:    the index that is searched: "terms", "deleted" (every tenth paragraph), "whole" (with stored
             text)
    text:    the query as typed; if ``form`` is "whole", the search starts from this string
    ignored: the words that a whole search ignores: function words beside others
    is_product: whether it is a search of the product, with articles, copies, facets, and three snippets each
    """

    kind: str
    words: tuple[str, ...]
    fields: dict[str, float] = field(default_factory=lambda: dict(BODY))
    source: str = ""
    without: str = ""
    count: bool = False
    form: str = "terms"
    text: str = ""
    ignored: tuple[str, ...] = ()
    is_product: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the query as JSON values, for a worker."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Query:
        """Return the query of JSON values that ``as_json`` has made."""
        return cls(**{**values, "words": tuple(values["words"]), "ignored": tuple(values["ignored"])})


@dataclass(frozen=True)
class QueryClass:
    """A class of queries, with a name for options and a title for tables."""

    name: str
    title: str
    queries: list[Query]


def read(path: Path, analyzer: Analyzer) -> list[Query]:
    """Return the queries of a file, one in each line.

    Quotation marks make a phrase, and the words beside it are ignored. Raises MissingFilesError.
    """
    if not path.is_file():
        raise MissingFilesError(f"{path}: the queries are not there; name their folder with --shared")
    return [_query(line.strip(), analyzer) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _query(line: str, analyzer: Analyzer) -> Query:
    if '"' in line:
        quoted = line.split('"')[1]
        return Query("phrase", tuple(analyzer.terms(quoted)), text=f'"{quoted}"')
    from search.query.plain import parse_plain  # noqa: PLC0415 (workers read queries without Warta)

    ignored = analyzer.terms(" ".join(parse_plain(line, analyzer).ignored))
    return Query("any", tuple(dict.fromkeys(analyzer.terms(line))), text=line, ignored=tuple(ignored))


def classes(asked: list[Query], corpus: Corpus) -> Iterator[QueryClass]:
    """Yield every class of queries. Random queries are drawn from the corpus, always the same ones."""
    facts = corpus.facts()
    several = [query for query in asked if query.kind == "any" and len(query.words) > 1]
    every = [replace(query, kind="all") for query in several]
    word = [query for query in asked if query.kind == "any" and len(query.words) == 1]
    phrase = [query for query in asked if query.kind == "phrase" and len(query.words) > 1]
    drawn = [Query("phrase", words) for words in _drawn_phrases(corpus)]
    five = _five_frequent(facts["frequent"])
    sources = facts["sources"]
    named = (
        ("or", "OR, several words", several),
        ("and", "AND", every),
        ("phrase", "phrase", phrase),
        ("phrase-drawn", "phrase of 2-4 words, drawn from the text", drawn),
        ("word", "one word", word),
    )
    for name, title, queries in named:
        yield QueryClass(name, title, queries)
        yield QueryClass(f"{name}-total", f"{title}, exact total", [replace(q, count=True) for q in queries])
    yield QueryClass("five-or", "five very frequent words, OR", [Query("any", words) for words in five])
    yield QueryClass("five-and", "five very frequent words, AND", [Query("all", words) for words in five])
    yield QueryClass("fields-or", "two fields, OR", [replace(q, fields=dict(TWO_FIELDS)) for q in several])
    yield QueryClass("fields-and", "two fields, AND", [replace(q, fields=dict(TWO_FIELDS)) for q in every])
    filtered = [replace(q, source=sources[i % len(sources)]) for i, q in enumerate(several)]
    yield QueryClass("filter", "OR, one publisher only", filtered)
    yield QueryClass("deleted", "OR, 10 % deleted", [replace(q, form="deleted") for q in several])
    yield QueryClass("not", "OR, without a frequent word", list(_without(several, facts["frequent"])))
    typed = [each for each in named if each[2] is not drawn]  # random queries have no typed text
    for name, title, queries in typed:
        whole = [replace(query, form="whole", count=True) for query in queries]
        yield QueryClass(f"whole-{name}", f"whole search: {title}", whole)
    for name, title, queries in typed:
        product = [replace(query, form="whole", count=True, is_product=True) for query in queries]
        yield QueryClass(f"product-{name}", f"search page: {title}", product)
    for name, title, texts in _costly(corpus):
        pages = [Query("all", (), form="whole", count=True, text=text, is_product=True) for text in texts]
        yield QueryClass(f"product-{name}", f"search page: {title}", pages)


def _costly(corpus: Corpus) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the texts with the highest cost for a results page. The cost is bounded, the text is not."""
    chance = random.Random(_SEED)
    frequent = corpus.facts()["frequent"]

    def beginnings(count: int) -> str:
        return " ".join(f"{''.join(chance.choices(_LETTERS, k=2))}*" for _ in range(count))

    def filled(words: Iterator[str]) -> str:
        text = ""
        while len(text) <= _LONGEST:
            text += f" {next(words)}"
        return text[1 : _LONGEST + 1]

    draws = range(_DRAWN)
    yield "beginnings", "two beginnings of two letters", [beginnings(2) for _ in draws]
    yield "66-beginnings", "66 beginnings of two letters", [beginnings(66) for _ in draws]
    yield "pasted", "150 words pasted from articles", list(_pasted(corpus, chance))
    at_random = iter(lambda: chance.choice(frequent), None)
    yield "1000", "1,000 characters of frequent words", [filled(at_random) for _ in draws]


def _pasted(corpus: Corpus, chance: random.Random) -> Iterator[str]:
    """Yield queries of 150 words, or as many as a query may have, of articles that were drawn at random."""
    paragraphs = corpus.facts()["paragraphs"]
    starts = set(chance.sample(range(paragraphs), min(_DRAWN, paragraphs)))
    begun: list[list[str]] = []
    for number, line in enumerate(corpus.lines("texts")):
        if number in starts:
            begun.append([])
        for words in begun:
            words.extend(line.split())
        yield from (" ".join(words[:_PASTED])[:_LONGEST] for words in begun if len(words) >= _PASTED)
        begun = [words for words in begun if len(words) < _PASTED]


def _five_frequent(frequent: list[str]) -> list[tuple[str, ...]]:
    chance = random.Random(_SEED)
    return [tuple(chance.sample(frequent, 5)) for _ in range(_DRAWN)]


def _without(queries: list[Query], frequent: list[str]) -> Iterator[Query]:
    chance = random.Random(_SEED)
    for query in queries:
        word = chance.choice(frequent)
        if word not in query.words:
            yield replace(query, without=word)


def _drawn_phrases(corpus: Corpus) -> list[tuple[str, ...]]:
    chance = random.Random(_SEED)
    wanted = set(chance.sample(range(corpus.facts()["paragraphs"]), 2 * _DRAWN))
    phrases = []
    for number, line in enumerate(corpus.lines("terms")):
        if number not in wanted:
            continue
        words = line.split()
        length = chance.randint(2, 4)
        if len(words) > length:
            start = chance.randrange(len(words) - length)
            phrases.append(tuple(words[start : start + length]))
    return phrases[:_DRAWN]
