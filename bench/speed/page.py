"""The page docs/speed.md: the method, the conclusions, and the tables of every size."""

from __future__ import annotations

from collections.abc import Sequence

from bench.speed import standing
from bench.speed.results import Result
from bench.speed.standing import running
from bench.speed.table import index_title, markdown, section

_BEGIN, _END = "<!-- Remarks: written by hand, kept when the page is made anew -->", "<!-- End of remarks -->"

_OPENING = """# How fast the search is

Made by `python -m bench.speed`; do not edit anything but the remarks at the end. The articles are not
part of the project: the bench reads them from a folder that is named by `--shared` (`bench/speed/corpus.py`
says what it looks for). What the engines need, and how they are installed, is in `bench/speed/__init__.py`.
"""

_METHOD = """## What is measured

Every engine is given the same analysed text, Warta's index terms separated by blanks, and the same query
terms; k = 10. Each runs in a process of its own, timed inside it, all on one core, interleaved query by
query; a query counts with the best of its passes. A query that takes less than 2 ms is run once untimed
directly before, so that nobody pays for caches that a neighbour has filled. Before each class everybody runs
its queries once or twice, Lucene twenty times, which Java needs to compile them. \\* marks an engine whose
time for the class was up before its passes were. A figure in brackets is the number of queries.

The engines do not start alike, so Warta is timed in three ways over one index, and each engine's clock is
described below. All others look their terms up within it: Warta *from words* is what they are to be compared
with, and what "Warta" means where nothing else is said. A bag of strings is made ahead, as the others have
their query objects, and looked up within the clock; but Warta keeps the posting lists of the last 20,000
words open, and a query of this bench, being repeated, finds its own there, as most of a running server do.
*New words* is the same where no word was ever asked for: each time the dictionary on disk is searched, and
every list opened, which is to read all of it once, lest a damaged one be believed. *Prepared* begins with a
query object whose lists are open, as a program has that asks again and again.

No engine has a cache of results or queries. A search page of Warta keeps the lists that it made of phrases
and of several forms of a word (16 MB): there a repeated query is cheaper than a new one, most of all a
phrase.

PISA is asked for what it can answer: any of several words, or all of them, in one field. It has no phrases,
filters, deletions, second fields or exact totals. Of its exact algorithms it is timed with the one that has
the least median in the class, tried out before the class is timed; one that did not find what scoring every
posting finds would be left out. Its BM25 has another idf and exact lengths, so its ten best are not compared
with those of others.

A whole search starts from a string and ends with the exact total, the ten stored texts and ten snippets in
HTML; Warta's is `Index.paragraphs`, over the index that `warta reindex` makes of the articles. Warta leaves
function words out of such a query, so tantivy is not asked for them either. tantivy's snippets are made of
stemmed text, because that is what it was given; a phrase is one of exact forms in Warta, of stems in tantivy,
which finds some more. Queries that find nothing are left out.

In a search page, the search of the product, articles are grouped and ranked in the context of the whole
article, copies are collapsed, and there are three snippets an article, facets by source, category and year,
and exact totals; its "AND" is met by the article. No other engine has such a page.

Totals are compared for every query; ten best paragraphs with scores, except those of more than 255 terms, one
in two thousand, which Warta takes as if they had 255.

"Size" is without stored text, positions included (bm25s and PISA have none). Deleted paragraphs are marked,
not merged away. "Memory of its own" is Private_Dirty, in a process with one index open. Building begins with
ready terms, but where it says "from JSONL": there it is `warta reindex`, with reading, analysis, all
postings, positions, stored text, columns, copies, spelling, checksums, verification and fsync. PISA is built
on two cores, for its indexer waits for ever on one; CPU seconds are those of both.
"""

_PLOT = """![p50 and p95 against the number of paragraphs](speed.svg)
"""


def page(results: Sequence[Result], subject: str, kept: str) -> str:
    """Return docs/speed.md, the largest size first; ``kept`` are the remarks."""
    parts = [_OPENING, _standings(results, subject), _PLOT, _METHOD, _clocks(results)]
    parts.append(_whole_builds(results, subject))
    if len(results) > 1:
        parts.append(_growth(results[-2], results[-1]))
    parts += [section(result, subject) for result in reversed(results)]
    return "\n".join([*parts, f"## Remarks\n\n{_BEGIN}\n{kept}{_END}\n"])


def remarks(page: str) -> str:
    """Return the text between the marks of a page, which is kept when the page is written again."""
    _, begin, rest = page.partition(f"{_BEGIN}\n")
    kept, end, _ = rest.partition(_END)
    return kept if begin and end else ""


def _standings(results: Sequence[Result], subject: str) -> str:
    """Return for every size the classes in which Warta is ahead of all others, and the other classes."""
    title = index_title(results[-1].engines[subject])
    percent = round(100 * standing.LEVEL - 100)
    parts = [
        f"## Where {title} is ahead, and where it is not",
        f"Reckoned from the figures below. A number is an engine's time over {title}'s: below 1 it is "
        f"faster. Within {percent} % of each other two engines are level. {title} is ahead in a class if it "
        "is so at p50, at p95 and at p99; else the least ratio is named.",
    ]
    for result in reversed(results):
        names = ", ".join(result.engines[name]["title"] for name in standing.peers(result, subject))
        parts.append(f"At {result.facts['paragraphs']:,} paragraphs, beside {names}:")
        parts.append(standing.sentences(result, subject))
    return "\n\n".join(parts) + "\n"


def _clocks(results: Sequence[Result]) -> str:
    """Return for each engine what is prepared before its timed search, and what the search does."""
    said = {
        facts["title"]: facts["clock"]
        for result in results
        for facts in result.engines.values()
        if facts.get("clock")
    }
    rows = [[title, clock] for title, clock in said.items()]
    return f"## What each engine's clock holds\n\n{markdown(['engine', 'clock'], rows)}\n"


def _whole_builds(results: Sequence[Result], subject: str) -> str:
    """Return the costs of text and index, of each engine at the largest size that it was given."""
    largest: dict[str, tuple[str, float, float]] = {}
    for result in results:
        for name, facts in result.engines.items():
            forms = {} if facts.get("same_index_as") else facts.get("builds", {})
            form = "whole" if name == subject and "whole" in forms else "stored"
            if form in forms:
                title = f"{index_title(facts)}, from JSONL" if form == "whole" else index_title(facts)
                built = forms[form]
                rate = result.facts["paragraphs"] / built["cpu_s"]
                largest[name] = (title, rate, result.facts["paragraphs"])
    if subject not in largest:
        return ""
    rows = [
        [title, f"{paragraphs:,}", f"{rate:,.0f}", f"{largest[subject][1] / rate:.2g}"]
        for title, rate, paragraphs in largest.values()
    ]
    head = ["", "paragraphs", "paragraphs a CPU second", f"{largest[subject][0]}: times faster"]
    lead = "With stored text; the others begin with ready terms."
    return f"## Building an index with its text\n\n{lead}\n\n{markdown(head, rows)}\n"


def _growth(smaller: Result, larger: Result) -> str:
    """Return the ratio of the times at two sizes: p95 of the larger divided by p95 of the smaller."""
    names = [name for name in running(larger) if name in running(smaller)]
    rows = []
    for query_class, title in larger.titles.items():
        pairs = [[result.percentile(query_class, name, 95) for result in (larger, smaller)] for name in names]
        rows.append([title, *(f"{long / short:.1f}" if long and short else "-" for long, short in pairs)])
    times = larger.facts["paragraphs"] / smaller.facts["paragraphs"]
    heading = (
        f"## Growth: p95 at {larger.label.replace('m', 'M')} over p95 at {smaller.label.replace('m', 'M')}, "
        f"which is {times:.0f} times the paragraphs"
    )
    return f"{heading}\n\n{markdown(['', *(larger.engines[name]['title'] for name in names)], rows)}\n"
