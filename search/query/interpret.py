"""From a request to what is searched: dates lifted out, words parsed, abbreviations and variants added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from whoosh import query

from search.indonesian import Analyzer
from search.query.dates import DateExpression, DateRange, find_dates
from search.query.parse import Expander, QueryParser
from search.query.tree import AllWords, Words, asks_for_words, positive_words
from search.request import SearchRequest
from search.results import Expanded, Remark


@dataclass(frozen=True)
class Understood:
    """A request as it will be searched.

    tree:     what must match, dates in the text included
    words:    what is scored and marked, in query order
    concepts: the parts that an article should hold all of, each a word or a group
    ignored, notes: see Parsed
    expanded: what was searched under other forms
    dates:    date expressions of the text that became filters
    """

    tree: query.Query
    words: tuple[Words, ...]
    concepts: tuple[query.Query, ...]
    ignored: tuple[str, ...]
    notes: tuple[Remark, ...]
    expanded: tuple[Expanded, ...]
    dates: tuple[DateExpression, ...]


def understand(request: SearchRequest, analyzer: Analyzer, expander: Expander, today: date) -> Understood:
    """Turn a request into what is searched; never raises for whatever the text holds."""
    text = request.text
    found_dates = find_dates(text, today) if request.dates and not request.plain else []
    dates = _past(found_dates, today) if found_dates else ()
    for found in reversed(dates):
        text = f"{text[: found.start]} {text[found.end :]}"
    parser = QueryParser(
        analyzer,
        today,
        exact=request.exact,
        headlines=request.headlines,
        expander=expander if request.expand and not request.exact else None,
        plain=request.plain,
        any_word=request.match == "any",
    )
    parsed = parser.parse(text)
    tree = any_word(parsed.tree) if request.match == "any" else parsed.tree
    words = tuple(positive_words(tree))
    concepts = _concepts(parsed.tree)
    return Understood(
        _within(tree, dates) if dates else tree,
        words,
        concepts,
        parsed.ignored,
        parsed.notes,
        parsed.expanded,
        dates,
    )


def _concepts(tree: query.Query) -> tuple[query.Query, ...]:
    parts = tree.subqueries if isinstance(tree, AllWords) else [tree]
    return tuple(part for part in parts if isinstance(part, Words) or asks_for_words(part))


def any_word(tree: query.Query) -> query.Query:
    """Return the tree with its words joined by OR; exclusions and filters stay."""
    if not isinstance(tree, AllWords):
        return tree
    words = [part for part in tree.subqueries if asks_for_words(part)]
    others = [part for part in tree.subqueries if not asks_for_words(part)]
    if len(words) < 2:
        return tree
    return AllWords([query.Or(words), *others]) if others else query.Or(words)


def _past(found: list[DateExpression], today: date) -> tuple[DateExpression, ...]:
    """Leave future days out, which are no filter on an archive: *besok*, *tahun depan* stay words."""
    return tuple(date for date in found if date.range.first is None or date.range.first <= today)


def _within(tree: query.Query, dates: tuple[DateExpression, ...]) -> query.Query:
    """Return the tree restricted to the days that its text speaks of.

    One of several stretches of days will do; what is open on opposite sides (*sejak 2019*, *sebelum
    2021*) bounds one stretch together.
    """
    ranges = [found.range for found in dates]
    since = [days.first for days in ranges if days.first and not days.last]
    until = [days.last for days in ranges if days.last and not days.first]
    if since and until and max(since) <= min(until):
        ranges = [days for days in ranges if days.first and days.last]
        ranges.append(DateRange(max(since), min(until)))
    if not ranges:
        return tree
    terms = [
        query.TermRange(
            "published", days.first and days.first.isoformat(), days.last and days.last.isoformat()
        )
        for days in ranges
    ]
    wanted = terms[0] if len(terms) == 1 else query.Or(terms)
    if tree == query.NullQuery or isinstance(tree, query.Every):
        return AllWords([wanted])
    parts = tree.subqueries if isinstance(tree, AllWords) else [tree]
    return AllWords([*parts, wanted])
