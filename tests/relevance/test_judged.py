"""The judged set: what a searcher must find in corpus/, one phenomenon of Indonesian a row.

``judged.tsv`` has the columns query, phenomenon, expected, k and note. The marks in ``expected``:

    ID#N    a paragraph; one of those named is among the first k of the list of paragraphs
    ID      an article; one of those named is among the first k articles
    +ID#N   this one is among the first k, whatever else is
    !ID#N   this one is not found at all; !ID means no paragraph of the article
    -       nothing is found
    >text   "did you mean" offers this text, > alone that it offers nothing

k is "-" where nothing has to be found at a rank. Expectations come from reading the articles, not from
what the engine answers. Dates count from 22 March 2024, a Friday.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from search import Article, EmbeddedIndex
from search.index import build
from search.readers import Reject, read_articles

JUDGED = Path(__file__).parent / "judged.tsv"
CORPUS = Path(__file__).parents[2] / "corpus"
TODAY = date(2024, 3, 22)
COLUMNS = ["query", "phenomenon", "expected", "k", "note"]
_MARK = re.compile(r"(?P<sign>[+!]?)(?P<article>[^#\s]+)(?:#(?P<number>\d+))?")


@dataclass(frozen=True)
class Judgement:
    """One row of the set.

    any_of, all_of: found among the first ``k``; none_of: not found at all
    correction:     the text that has to be offered instead, "" for none, None where it does not matter
    finds_nothing:  the query has no result
    """

    line: int
    query: str
    phenomenon: str
    k: int
    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    correction: str | None = None
    finds_nothing: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.any_of + self.all_of + self.none_of


def read_judgements(path: Path) -> Iterator[Judgement]:
    """Yield the rows; raises ValueError naming file and line for one that is not of the form above."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines[0].split("\t") != COLUMNS:
        raise ValueError(f"{path.name}:1: the columns must be {', '.join(COLUMNS)}")
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise ValueError(f"{path.name}:{number}: {len(cells)} columns instead of {len(COLUMNS)}")
        yield _judgement(f"{path.name}:{number}", number, cells)


def _judgement(place: str, line: int, cells: list[str]) -> Judgement:
    query, phenomenon, expected, k, _ = cells
    if expected == "-":
        return Judgement(line, query, phenomenon, 0, finds_nothing=True)
    if expected.startswith(">"):
        return Judgement(line, query, phenomenon, 0, correction=expected[1:])
    marked: dict[str, list[str]] = {"": [], "+": [], "!": []}
    for mark in expected.split():
        match = _MARK.fullmatch(mark)
        if match is None:
            raise ValueError(f"{place}: {mark!r} is neither ID nor ID#N")
        marked[match["sign"]].append(mark.removeprefix(match["sign"]))
    ranked = bool(marked[""] or marked["+"])
    if ranked != k.isdigit():
        raise ValueError(f"{place}: k must be a number where something has to be found, else '-'")
    any_of, all_of, none_of = (tuple(marked[sign]) for sign in ("", "+", "!"))
    return Judgement(line, query, phenomenon, int(k) if ranked else 0, any_of, all_of, none_of)


JUDGEMENTS = list(read_judgements(JUDGED))


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    read = list(read_articles([str(CORPUS)]))
    found = {item.id: item for item in read if isinstance(item, Article)}
    rejected = [item for item in read if isinstance(item, Reject)]
    assert not rejected, "corpus/ holds something that is not a usable article"
    return found


@pytest.fixture(scope="module")
def index(articles: dict[str, Article], tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndex:
    folder = tmp_path_factory.mktemp("judged")
    build(articles.values(), folder)
    return EmbeddedIndex(folder, today=lambda: TODAY)


def paragraphs_found(index: EmbeddedIndex, query: str) -> list[str]:
    """Return the addresses of all paragraphs that a query finds, the best first."""
    found: list[str] = []
    number, pages = 1, 1
    while number <= pages:
        page = index.search(query, group="none", page=number, page_size=100, highlight=False, facets=())
        found.extend(f"{hit.article.id}#{hit.paragraphs[0].number}" for hit in page.articles)
        number, pages = number + 1, page.page_count
    return found


def articles_found(index: EmbeddedIndex, query: str) -> list[str]:
    """Return the ids of the first 100 articles that a query finds, the best first."""
    page = index.search(query, page_size=100, highlight=False, facets=())
    return [hit.article.id for hit in page.articles]


@pytest.mark.parametrize("judged", JUDGEMENTS, ids=lambda judged: f"{judged.phenomenon}: {judged.query}")
def test_query_finds_what_it_means(index: EmbeddedIndex, judged: Judgement) -> None:
    place = f"{JUDGED.name}:{judged.line}"
    if judged.correction is not None:
        offered = index.search(judged.query).interpretation.correction or ""
        assert offered.casefold() == judged.correction, place
        return
    paragraphs = paragraphs_found(index, judged.query)
    if judged.finds_nothing:
        assert paragraphs == [], place
        return
    articles = articles_found(index, judged.query)
    first = set(paragraphs[: judged.k]) | set(articles[: judged.k])
    if judged.any_of:
        assert first & set(judged.any_of), f"{place}: found instead {paragraphs[:5]}"
    assert set(judged.all_of) <= first, f"{place}: found instead {paragraphs[:5]}"
    wrong = (set(paragraphs) | set(articles)) & set(judged.none_of)
    assert not wrong, f"{place}: must not be found"


def test_every_address_is_in_the_corpus(articles: dict[str, Article]) -> None:
    paragraphs = {f"{a.id}#{number}" for a in articles.values() for number in range(len(a.paragraphs))}
    known = paragraphs | set(articles)
    unknown = [(j.line, address) for j in JUDGEMENTS for address in j.addresses if address not in known]
    assert unknown == []


def test_no_query_is_judged_twice() -> None:
    twice = [query for query, count in Counter(j.query for j in JUDGEMENTS).items() if count > 1]
    assert twice == []


def test_the_set_covers_the_language_and_the_whole_corpus(articles: dict[str, Article]) -> None:
    assert len(JUDGEMENTS) >= 120
    rows = Counter(judged.phenomenon for judged in JUDGEMENTS)
    assert min(rows.values()) >= 5, f"too few rows for {rows.most_common()[-1][0]}"
    asked = {address.partition("#")[0] for judged in JUDGEMENTS for address in judged.addresses}
    assert set(articles) <= asked, "articles that no row asks for"
