"""Compares the answers of an index in a folder with those of the same index in a cluster of OpenSearch.

::

    python -m bench.parity warta-index opensearch://127.0.0.1:9200/warta --queries 500

Queries of all kinds are made of words and texts of the archive; ``--typed`` names a file with more of
them, one a line. Both indexes must have the same articles (``warta migrate`` makes the second one of the
first one). The program prints a table of what is the same, and every difference.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from search import Article, EmbeddedIndex, RequestError, WartaError, open_index
from search.backends.base import Index
from search.results import ResultPage

_SAME_SCORE = 1e-9
_FACETS = ("source", "category", "year", "month")
_SORTS = ("newest", "oldest", "arrived")
Asked = tuple[str, dict[str, Any]]


class Questions:
    """Makes queries of the words of an archive; the same ones for the same seed."""

    def __init__(self, index: EmbeddedIndex, seed: int) -> None:
        self._index, self._draw = index, random.Random(seed)
        self._first, self._last = index.stats().first_day, index.stats().last_day
        self.kinds: dict[str, Callable[[], Asked]] = {
            "words": lambda: (self._words(self._draw.randint(1, 5)), {}),
            "headline": lambda: (self._article().title or self._words(4), {}),
            "question": lambda: (f"{self._draw.choice(('apa', 'siapa', 'kapan'))} {self._row(5)}?", {}),
            "slip": lambda: (self._misspelt(), {}),
            "phrase": lambda: (f'"{self._row(self._draw.randint(2, 4))}"', {}),
            "near": lambda: (f'"{self._words(2, 40)}"~{self._draw.randint(1, 9)}', {}),
            "prefix": lambda: (f"{self._word()[: self._draw.randint(3, 6)]}* {self._word()}", {}),
            "pattern": self._pattern,
            "field": self._by_field,
            "excluded": lambda: (f"{self._words(2)} -{self._word()}", {}),
            "either": lambda: (f"({self._word()} ATAU {self._word()}) {self._word()}", {}),
            "date typed": lambda: (f"{self._word()} {self._when()}", {}),
            "dates": lambda: (self._words(1), self._dates()),
            "filter": self._filtered,
            "sort": lambda: (self._words(2), {"sort": self._draw.choice(_SORTS)}),
            "paragraphs": lambda: (self._words(2), {"group": "none"}),
            "any word": lambda: (self._words(4), {"match": "any"}),
            "one paragraph": lambda: (self._words(2), {"match": "paragraph"}),
            "exact": lambda: (self._words(2), {"exact": True}),
            "plain": lambda: (self._row(6), {"plain": True, "match": "any"}),
            "later page": lambda: (self._words(1), {"page": self._draw.randint(2, 30)}),
            "copies apart": lambda: (self._words(2), {"collapse": False}),
        }

    def drawn(self, count: int) -> Iterator[tuple[str, Asked]]:
        """Yield queries with their kinds, about as many of each kind."""
        names = list(self.kinds)
        for number in range(count):
            name = names[number % len(names)]
            yield name, self.kinds[name]()

    def _article(self) -> Article:
        snapshot = self._index.snapshot
        live = snapshot.live
        while True:
            number = self._draw.randrange(snapshot.doc_values.article_count)
            if live is None or live[number]:
                return snapshot.article(number)

    def _text(self) -> list[str]:
        while True:
            words = self._draw.choice(self._article().paragraphs).split()
            if len(words) > 6:
                return words

    def _row(self, count: int) -> str:
        """Return neighbouring words of a text."""
        words = self._text()
        at = self._draw.randrange(max(1, len(words) - count))
        return " ".join(words[at : at + count]).replace('"', "")

    def _words(self, count: int, within: int = 400) -> str:
        """Return some words of a text in their order, which are no more than ``within`` words apart."""
        words = [one for one in self._text()[:within] if one.isalpha() and len(one) > 2] or [self._word()]
        at = sorted(self._draw.sample(range(len(words)), min(count, len(words))))
        return " ".join(words[one] for one in at)

    def _word(self) -> str:
        while True:
            word = self._draw.choice(self._text()).strip(".,:;\"'()")
            if word.isalpha() and len(word) > 3:
                return word

    def _misspelt(self) -> str:
        word = self._word()
        at = self._draw.randrange(1, len(word))
        return f"{word[: at - 1]}{word[at]}{word[at - 1]}{word[at + 1 :]} {self._word()}"

    def _pattern(self) -> Asked:
        word = self._word()
        at = self._draw.randrange(1, len(word) - 1)
        return f"{word[:at]}{self._draw.choice('?*')}{word[at + 1 :]}", {}

    def _by_field(self) -> Asked:
        about = self._article()
        source, category = about.source or "antara", about.category or "nasional"
        forms = (
            f"judul:{self._word()}",
            f'isi:"{self._row(2)}"',
            f'sumber:"{source}" {self._word()}',
            f'kategori:"{category}" {self._words(2)}',
            f'sumber:"{source}" ATAU {self._word()}',
            f"id:{about.id}",
            f"tanpa:penulis {self._word()}",
        )
        return self._draw.choice(forms), {}

    def _day(self) -> date:
        first, last = self._first or date(2019, 1, 1), self._last or date(2019, 12, 31)
        return first + timedelta(days=self._draw.randrange((last - first).days + 1))

    def _when(self) -> str:
        day = self._day()
        months = "januari februari maret april mei juni juli agustus september oktober november desember"
        month = months.split()[day.month - 1]
        forms = (str(day.year), f"{month} {day.year}", f"{day.day} {month} {day.year}", f"sejak {day}")
        return self._draw.choice(forms)

    def _dates(self) -> dict[str, Any]:
        days = sorted((self._day(), self._day()))
        return {"date_from": days[0], "date_to": days[1], "timeline": "auto"}

    def _filtered(self) -> Asked:
        about = self._article()
        names = ("source", "category", "not_source", "not_category")
        name = self._draw.choice(names)
        value = about.source if name.endswith("source") else about.category
        return self._words(1), {name: (value,)} if value else {"missing": (name.removeprefix("not_"),)}


@dataclass
class Tally:
    """How many queries of a kind were asked, and how many of them were answered differently in what."""

    asked: int = 0
    different: dict[str, int] = field(default_factory=dict)
    greatest: float = 0.0
    seconds: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))


PARTS = ("totals", "facets", "first ten", "scores", "snippets", "rest")


def answered(index: Index, asked: Asked) -> tuple[ResultPage | str, float]:
    """Return the answer to a query, or the text of its error, and how long it took in seconds."""
    text, fields = asked
    facets = {} if "facets" in fields else {"facets": _FACETS}
    began = time.perf_counter()
    try:
        page: ResultPage | str = index.search(text, **fields, **facets)
    except RequestError as error:
        page = f"{error.code}: {error}"
    return page, time.perf_counter() - began


def differing(one: ResultPage | str, other: ResultPage | str) -> tuple[list[str], float]:
    """Return the parts in which two answers differ, and the greatest difference of two scores."""
    if isinstance(one, str) or isinstance(other, str):
        return ([] if one == other else ["rest"]), 0.0
    different, greatest = [], 0.0
    totals = [(p.total_articles, p.total_paragraphs, p.total_places) for p in (one, other)]
    if totals[0] != totals[1]:
        different.append("totals")
    if one.facets != other.facets or one.timeline != other.timeline:
        different.append("facets")
    places = [[_place(hit) for hit in p.articles] for p in (one, other)]
    if places[0] != places[1]:
        different.append("first ten")
    else:
        scores = [[s for hit in p.articles for s in _scores(hit)] for p in (one, other)]
        greatest = max((abs(a - b) for a, b in zip(*scores, strict=True)), default=0.0)
        if greatest > _SAME_SCORE:
            different.append("scores")
        snippets = [[_shown(hit) for hit in p.articles] for p in (one, other)]
        if snippets[0] != snippets[1]:
            different.append("snippets")
    if not different and _rest(one) != _rest(other):
        different.append("rest")
    return different, greatest


def _place(hit: Any) -> tuple[Any, ...]:
    return (hit.article.id, *(p.number for p in hit.paragraphs))


def _scores(hit: Any) -> list[float]:
    return [hit.score, *(p.score for p in hit.paragraphs)]


def _shown(hit: Any) -> list[Any]:
    return [hit.title_html, *(p.snippet_html for p in hit.paragraphs)]


def _rest(page: ResultPage) -> ResultPage:
    """Return a page without what was compared already, and what tells one index from another."""
    return replace(page, articles=(), took_ms=0.0, generation="", built_at=None)


def compare(
    folder: EmbeddedIndex, cluster: Index, questions: Iterator[tuple[str, Asked]]
) -> tuple[dict[str, Tally], list[str]]:
    """Ask both indexes everything; return what was counted by kind, and a line for each difference."""
    tallies: dict[str, Tally] = {}
    lines = []
    for kind, asked in questions:
        tally = tallies.setdefault(kind, Tally())
        tally.asked += 1
        one, first_took = answered(folder, asked)
        other, second_took = answered(cluster, asked)
        for seconds, took in zip(tally.seconds, (first_took, second_took), strict=True):
            seconds.append(took)
        different, greatest = differing(one, other)
        tally.greatest = max(tally.greatest, greatest)
        for part in different:
            tally.different[part] = tally.different.get(part, 0) + 1
        if different:
            lines.append(f"{kind}: {asked[0]!r} {asked[1]}: {', '.join(different)}")
    return tallies, lines


def table(tallies: dict[str, Tally]) -> list[str]:
    """Return the lines of a table in Markdown."""
    rows = [f"| kind of query | asked | {' | '.join(PARTS)} | greatest difference of scores |"]
    rows.append("|---" * (len(PARTS) + 3) + "|")
    total = Tally()
    for kind, tally in [*tallies.items(), ("all", total)]:
        same = [str(tally.asked - tally.different.get(part, 0)) for part in PARTS]
        rows.append(f"| {kind} | {tally.asked} | {' | '.join(same)} | {tally.greatest:.1e} |")
        total.asked += tally.asked
        total.greatest = max(total.greatest, tally.greatest)
        for part, count in tally.different.items():
            total.different[part] = total.different.get(part, 0) + count
    return rows


def times(tallies: dict[str, Tally]) -> list[str]:
    """Return the lines of a table of how long both indexes took, in milliseconds."""
    rows = ["| index | p50 | p95 | p99 |", "|---|---|---|---|"]
    for name, at in (("in a folder", 0), ("in the cluster", 1)):
        took = sorted(1000 * one for tally in tallies.values() for one in tally.seconds[at])
        shown = [f"{took[min(len(took) - 1, int(share * len(took)))]:.0f} ms" for share in (0.5, 0.95, 0.99)]
        rows.append(f"| {name} | {' | '.join(shown)} |")
    return rows


def main() -> int:
    """Compare two indexes. Returns 0 if all is the same, 1 if something differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.parity", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", help="an index in a folder")
    parser.add_argument("address", help="the address of the same index in a cluster")
    parser.add_argument("--queries", type=int, default=500, help="made of the archive (default 500)")
    parser.add_argument("--typed", type=Path, help="a file with more queries, one a line")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    try:
        folder, cluster = EmbeddedIndex(given.folder), open_index(given.address)
        counts = [(one.articles, one.paragraphs) for one in (folder.stats(), cluster.stats())]
        if counts[0] != counts[1]:
            sys.exit(f"these are not the same archive: {counts[0]} and {counts[1]} articles and paragraphs")
        questions = list(Questions(folder, given.seed).drawn(given.queries))
        if given.typed:
            questions += [("typed", (line, {})) for line in given.typed.read_text("utf-8").splitlines()]
        tallies, lines = compare(folder, cluster, iter(questions))
    except WartaError as error:
        sys.exit(str(error))
    print(*table(tallies), "", *times(tallies), "", *lines, sep="\n")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
