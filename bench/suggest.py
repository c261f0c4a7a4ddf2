"""Measures suggestions on an index: the rates of corrected errors and of wrong corrections, and the time.

    python bench/suggest.py INDEX [--queries 200] [--seed 1] [--foreign HEADLINES.txt] [--cases CASES.tsv]
                            [--show]

The queries are two to four neighbouring words of the archive's headlines. One word of each (with four letters
or more, no function word) gets an error: the next key, a doubled letter or a single one for a double, a
letter that sounds alike, a missing letter, an extra one, or two swapped ones. The error is corrected if the
suggestion equals the original query. Twice as many queries without an error should get no suggestion, and
neither should those of --foreign: headlines, one in each line, of articles that are not in the index, whose
unknown words are correct.

A line of --cases has the typed text, a tab, and the text that was meant, which is empty if no suggestion
should be made. Lines that begin with # are skipped. A case is right if the first suggestion is right, or if
the query has the same matches as the text that was meant.

The time is CPU time of making the suggestion; searches for corrected queries are timed separately.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from search import EmbeddedIndex, SearchRequest, WartaError
from search.indonesian import Analyzer
from search.indonesian.tokens import tokenise
from search.indonesian.variants import Variants
from search.query.expand import Expander
from search.query.interpret import understand
from search.ranking import RankingSettings
from search.ranking.articles import Collector, RankedQuery
from search.ranking.choose import searchers
from search.searcher.snapshot_words import SnapshotWords
from search.searcher.suggest import Outcome, Suggester

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ALIKE = (
    *(("f", "p"), ("p", "f"), ("v", "f"), ("f", "v"), ("z", "s"), ("s", "z"), ("z", "j"), ("y", "j")),
    *(("j", "y"), ("k", "q"), ("q", "k"), ("kh", "h"), ("h", ""), ("e", "i"), ("i", "e"), ("o", "u")),
    *(("u", "o"), ("ai", "e"), ("d", "t"), ("t", "d"), ("sy", "s")),
)
KINDS = ("next key", "doubled", "alike", "dropped", "too many", "swapped")


class Timed:
    """Makes suggestions for queries on one index, and measures the seconds of each, without searches."""

    def __init__(self, folder: str) -> None:
        self.snapshot = EmbeddedIndex(folder).snapshot
        self.analyzer = Analyzer(self.snapshot.analysis)
        chosen = searchers(self.snapshot, RankingSettings())
        self.articles_of = chosen.articles
        self.archive = SnapshotWords(self.snapshot, chosen.frequency)
        self.suggester = Suggester(self.snapshot, self.analyzer, self.archive)
        self.expander = Expander(self.analyzer, Variants.load(), self.archive.frequency, self.archive)
        self.suggesting: list[float] = []
        self.searching: list[float] = []

    def count(self, text: str) -> Outcome:
        """Return the outcome of a text."""
        started = time.thread_time()
        understood = understand(SearchRequest(text), self.analyzer, self.expander, date.today())
        searcher = self.articles_of()
        asked = RankedQuery(understood.tree, understood.words)
        top, let_go = searcher.search(asked, Collector()), ()
        if not top.anything:
            tree, let_go = searcher.relax(understood.tree)
            asked = replace(asked, tree=tree)
            top = searcher.search(asked, Collector()) if let_go else top
        self.articles = lambda: searcher.articles(asked).articles
        self.searching.append(time.thread_time() - started)
        return Outcome(top.articles, len(let_go))

    def finds_by_itself(self, typed: str, meant: str) -> bool:
        """Return whether a text has matches with all its words, as many as the text that was meant."""
        found = self.count(typed)
        return found.whole and found.total >= self.count(meant).total

    def correction(self, text: str) -> str | None:
        """Return the suggestion for a text."""
        found = self.count(text)
        request, self.searching = SearchRequest(text), []
        understood = understand(request, self.analyzer, self.expander, date.today())
        started = time.thread_time()
        corrected = self.suggester.correction(request, understood, found, self.articles, self.count)
        self.suggesting.append(time.thread_time() - started - sum(self.searching))
        return corrected


def near_keys(letter: str) -> list[str]:
    near = []
    for row, keys in enumerate(ROWS):
        if letter in keys:
            at = keys.index(letter)
            near += [keys[i] for i in (at - 1, at + 1) if 0 <= i < len(keys)]
            near += [ROWS[row + 1][i] for i in (at - 1, at) if row < 2 and 0 <= i < len(ROWS[row + 1])]
            near += [ROWS[row - 1][i] for i in (at, at + 1) if row and i < len(ROWS[row - 1])]
    return near


def slip(word: str, kind: str, draw: random.Random) -> str | None:  # noqa: PLR0911 - a table of kinds
    """Return a word with an error of one kind; None if the word cannot have it."""
    at = draw.randrange(len(word))
    if kind == "next key":
        return word[:at] + draw.choice(near_keys(word[at]) or [word[at]]) + word[at + 1 :]
    if kind == "doubled":
        double = [i for i in range(1, len(word)) if word[i] == word[i - 1]]
        return word[: double[0]] + word[double[0] + 1 :] if double else word[:at] + word[at] + word[at:]
    if kind == "alike":
        pairs = [pair for pair in ALIKE if pair[0] in word]
        if not pairs:
            return None
        one, other = draw.choice(pairs)
        return word.replace(one, other, 1)
    if kind == "dropped":
        return word[:at] + word[at + 1 :]
    if kind == "too many":
        return word[:at] + draw.choice(near_keys(word[at]) or [word[at]]) + word[at:]
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def like(surface: str, word: str) -> str:
    return word.upper() if surface.isupper() else word.capitalize() if surface[0].isupper() else word


def queries(headlines: list[str], draw: random.Random) -> Iterator[list[str]]:
    while True:
        words = [token.surface for token in tokenise(draw.choice(headlines))]
        size = draw.randint(2, 4)
        if len(words) >= size:
            start = draw.randint(0, len(words) - size)
            yield [word.lower() if len(words) % 3 else word for word in words[start : start + size]]


def with_slips(timed: Timed, headlines: list[str], draw: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield the kind of the error, the query with it, and the query without it."""
    for words in queries(headlines, draw):
        spelt = [at for at, word in enumerate(words) if len(word) > 3 and word.isascii() and word.isalpha()]
        fit = [at for at in spelt if not timed.analyzer.is_function_word(words[at])]
        if not fit:
            continue
        at, kind = draw.choice(fit), draw.choice(KINDS)
        wrong = slip(words[at].lower(), kind, draw)
        if wrong and wrong != words[at].lower():
            yield kind, " ".join([*words[:at], like(words[at], wrong), *words[at + 1 :]]), " ".join(words)


def report_slips(timed: Timed, headlines: list[str], draw: random.Random, size: int, show: bool) -> None:
    asked: Counter[str] = Counter()
    mended: Counter[str] = Counter()
    other = 0
    for kind, typed, meant in with_slips(timed, headlines, draw):
        got = timed.correction(typed)
        asked[kind] += 1
        mended[kind] += got == meant
        other += got not in (None, meant)
        if show and got != meant:
            print(f"  {typed!r} -> {got!r}, meant {meant!r}")
        if asked.total() == size:
            break
    kinds = ", ".join(f"{kind} {mended[kind]}/{asked[kind]}" for kind in KINDS)
    print(f"mended at first suggestion: {mended.total() / size:.1%} of {size}, otherwise {other / size:.1%}")
    print(f"  {kinds}")


def report_clean(timed: Timed, headlines: list[str], draw: random.Random, size: int, show: bool) -> None:
    texts = [" ".join(words) for words in islice(queries(headlines, draw), size)]
    corrected = [(text, got) for text in texts if (got := timed.correction(text))]
    print(f"without a slip, yet a suggestion: {len(corrected) / size:.2%} of {size}")
    if show:
        print(*(f"  {text!r} -> {got!r}" for text, got in corrected), sep="\n")


def report_cases(timed: Timed, path: Path, show: bool) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    cases = [line.partition("\t") for line in lines if line.strip() and not line.startswith("#")]
    slips = [(typed, meant) for typed, _, meant in cases if meant]
    good = [typed for typed, _, meant in cases if not meant]
    wrong = [
        (typed, got)
        for typed, meant in slips
        if (got := timed.correction(typed)) != meant
        and not (got is None and timed.finds_by_itself(typed, meant))
    ]
    offered = [(typed, got) for typed in good if (got := timed.correction(typed))]
    print(f"right at first offer: {len(slips) - len(wrong)} of {len(slips)}")
    print(f"without a slip, yet a suggestion: {len(offered)} of {len(good)}")
    if show:
        print(*(f"  {typed!r} -> {got!r}" for typed, got in wrong + offered), sep="\n")


def report_time(timed: Timed) -> None:
    median, slow = np.percentile(timed.suggesting, [50, 95]) * 1000
    print(f"  suggesting, searches apart: p50 {median:.2f} ms, p95 {slow:.2f} ms")
    timed.suggesting = []


def main() -> None:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("index")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--foreign", type=Path)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    try:
        timed = Timed(options.index)
    except WartaError as error:
        sys.exit(str(error))
    if options.cases:
        report_cases(timed, options.cases, options.show)
    draw = random.Random(options.seed)
    articles = range(timed.snapshot.doc_values.article_count)
    headlines = [title for article in articles if (title := timed.snapshot.metadata(article).title)]
    report_slips(timed, headlines, draw, options.queries, options.show)
    report_time(timed)
    print("headlines of the index:")
    report_clean(timed, headlines, draw, 2 * options.queries, options.show)
    report_time(timed)
    if options.foreign:
        foreign = options.foreign.read_text(encoding="utf-8").splitlines()
        print(f"headlines of {options.foreign}:")
        report_clean(timed, foreign, draw, options.queries, options.show)


if __name__ == "__main__":
    main()
