"""SearchRequest: what was asked, validated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from search.errors import Problem, RequestError

MAX_PAGE_SIZE = 100
MAX_TEXT_LENGTH = 1_000
MAX_WINDOW = 10_000
SORTS = ("relevance", "newest", "oldest")
GROUPS = ("article", "none")
MATCHES = ("all", "any")
FACETS = ("source", "category", "year", "month")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What was asked; raises ``RequestError`` naming every unusable parameter.

    text:        the query as typed, at most 1,000 characters
    page:        result page, from 1; ``page * page_size`` stays within 10,000 articles
    page_size:   articles on a page (paragraphs with ``group="none"``), 1 to 100
    sort:        "relevance", "newest" or "oldest" (undated articles come last in both)
    source:      only these sources, any of them; the same for ``category``
    date_from, date_to: published on these days or between them, both included
    group:       "article" (best paragraph first, more below it) or "none" (a list of paragraphs)
    hits_per_article: paragraphs shown for each article, 1 to 20
    facets:      which of "source", "category", "year", "month" to count
    exact:       words match as they are written, not in other forms
    expand:      abbreviations and spelling variants are searched along
    dates:       dates written in the query text filter by publication date
    headlines:   headlines are searched along with the text
    highlight:   snippets carry <mark>
    explain:     every score comes with its parts
    plain:       the text is nothing but words: no operators, quotes, fields or dates in it
    collapse:    copies of one text take one place in the results; nothing changes with ``group="none"``
    match:       "all" words in one article, stepping down only where none has them all; or "any" word
    """

    text: str
    page: int = 1
    page_size: int = 10
    sort: str = "relevance"
    source: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    group: str = "article"
    hits_per_article: int = 3
    facets: tuple[str, ...] = ("source", "category", "year")
    exact: bool = False
    expand: bool = True
    dates: bool = True
    headlines: bool = True
    highlight: bool = True
    explain: bool = False
    plain: bool = False
    collapse: bool = True
    match: str = "all"

    def __post_init__(self) -> None:
        for name in ("source", "category", "facets"):
            value = getattr(self, name)
            if value is None or isinstance(value, str):  # none or one is a natural thing to pass
                object.__setattr__(self, name, () if value is None else (value,))
            elif not isinstance(value, tuple):
                object.__setattr__(self, name, tuple(value))
        problems = list(self._problems())
        if problems:
            raise RequestError(*problems)

    def _problems(self) -> Iterator[Problem]:
        is_paged = self.page >= 1 and 1 <= self.page_size <= MAX_PAGE_SIZE
        if len(self.text) > MAX_TEXT_LENGTH:
            yield Problem("q", f"at most {MAX_TEXT_LENGTH:,} characters")
        if self.page < 1:
            yield Problem("page", "must be 1 or more")
        if not 1 <= self.page_size <= MAX_PAGE_SIZE:
            yield Problem("page_size", f"must be 1 to {MAX_PAGE_SIZE}")
        if not 1 <= self.hits_per_article <= 20:
            yield Problem("hits_per_article", "must be 1 to 20")
        if is_paged and self.page * self.page_size > MAX_WINDOW:
            yield Problem(
                "page", f"results beyond number {MAX_WINDOW:,} cannot be paged to; narrow the search"
            )
        if self.sort not in SORTS:
            yield Problem("sort", f"must be one of {', '.join(SORTS)}")
        if self.group not in GROUPS:
            yield Problem("group", f"must be one of {', '.join(GROUPS)}")
        if self.match not in MATCHES:
            yield Problem("match", f"must be one of {', '.join(MATCHES)}")
        for facet in self.facets:
            if facet not in FACETS:
                yield Problem("facets", f"{facet!r} is not one of {', '.join(FACETS)}")
        if self.date_from and self.date_to and self.date_from > self.date_to:
            yield Problem("from", "must not be later than 'to'")
