"""ResultPage, ArticleHit, ParagraphHit, Facet: what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from search.article import ArticleMetadata
from search.remarks import Remark as Remark  # noqa: PLC0414 - results are made of remarks
from search.request import SearchRequest

MAX_DUPLICATES = 20


@dataclass(frozen=True, slots=True)
class Explanation:
    """One part of a score: ``value`` is the sum of the parts' values where there are parts.

    label: "score", "paragraph", "article", "coverage" or "recency"; or with a ``text`` "word", "as_typed"
           (the word's exact form), "headline" or "pair" (two words in a row)
    """

    label: Remark
    value: float
    parts: tuple[Explanation, ...] = ()


@dataclass(slots=True)  # frozen ones take three times as long to make, and a page has many
class ParagraphHit:
    """A paragraph that matches.

    number:       the paragraph's number in its article, from 0
    score:        higher is better; comparable within one result only
    text:         the whole paragraph
    snippet_html: the part shown: HTML-escaped, matches in <mark>, "…" where text was cut
    marks:        half-open character ranges of the matches in ``text``, in order
    snippet:      half-open character range of the part shown in ``text``
    explanation:  the parts of the score, where they were asked for
    """

    number: int
    score: float
    text: str
    snippet_html: str
    marks: tuple[tuple[int, int], ...]
    snippet: tuple[int, int]
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article with its matching paragraphs, the best first.

    ``more`` counts the matching paragraphs that are not in ``paragraphs``.
    ``title_html`` is the headline, escaped, with matches in <mark>; empty without a headline.
    ``duplicates`` are copies of the article that match as well, in the order of the results, at most
    ``MAX_DUPLICATES`` of them; ``more_duplicates`` counts the rest.
    """

    article: ArticleMetadata
    score: float
    paragraphs: tuple[ParagraphHit, ...]
    more: int
    title_html: str
    duplicates: tuple[ArticleMetadata, ...] = ()
    more_duplicates: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a query that is still being typed may become.

    text:    the query with it
    kind:    "word" for words of headlines, "headline", or the name of a field of values
    count:   the articles with it: whose headlines have the words, or that have the value
    article: the id of the article whose headline it is, else None
    """

    text: str
    kind: str
    count: int
    article: str | None = None


@dataclass(slots=True)
class FoundParagraph:
    """A paragraph that a plain search found; what is known of its article is read when it is asked for.

    text:     the whole paragraph
    score:    plain BM25; comparable within one result only
    document: the paragraph's place in the index of this generation
    """

    text: str
    score: float
    _snippet: tuple[tuple[tuple[int, int], ...], tuple[int, int], str]
    document: int
    _paragraph_of: Callable[[int], tuple[ArticleMetadata, int]] = field(repr=False, compare=False)

    @property
    def marks(self) -> tuple[tuple[int, int], ...]:
        """Half-open character ranges of the matches in ``text``, in order."""
        return self._snippet[0]

    @property
    def snippet(self) -> tuple[int, int]:
        """Half-open character range of the part shown in ``text``."""
        return self._snippet[1]

    @property
    def snippet_html(self) -> str:
        """The part shown: HTML-escaped, matches in <mark>, "…" where text was cut."""
        return self._snippet[2]

    @property
    def article(self) -> ArticleMetadata:
        """What is known of the article. Raises IndexDamagedError."""
        return self._paragraph_of(self.document)[0]

    @property
    def number(self) -> int:
        """The paragraph's number in its article, from 0."""
        return self._paragraph_of(self.document)[1]

    @property
    def address(self) -> str:
        """The paragraph's address, ``ARTICLEID#N``."""
        article, number = self._paragraph_of(self.document)
        return f"{article.id}#{number}"


@dataclass(frozen=True, slots=True)
class FoundParagraphs:
    """The answer of a plain paragraph search.

    paragraphs: the best first; of equal scores the one earlier in the index
    total:      how many paragraphs match, exactly
    searched:   the terms that were looked for, those of a phrase with blanks between
    ignored:    function words that were left out, as written
    """

    paragraphs: tuple[FoundParagraph, ...]
    total: int
    searched: tuple[str, ...]
    ignored: tuple[str, ...]
    generation: str


@dataclass(frozen=True, slots=True)
class SimilarArticle:
    """An article on the subject of another one; the score is comparable within one list only."""

    article: ArticleMetadata
    score: float


@dataclass(slots=True)  # frozen ones take three times as long to make, and a page has many
class FacetValue:
    """A value of a facet and the number of matching articles that have it (exact).

    selected, excluded: whether the request asks for articles with this value, or for those without it
    """

    value: str
    count: int
    selected: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts over all matching articles: by count for fields of values, by time for year and month.

    An article with several values counts once for each of them.

    values:  not more than asked for, and what was selected or excluded in any case, even without an article
    total:   how many values could be listed
    missing: the matching articles without a value
    missing_selected: whether the request asks for those
    """

    name: str
    values: tuple[FacetValue, ...]
    total: int = 0
    missing: int = 0
    missing_selected: bool = False


@dataclass(slots=True)
class TimelineBucket:
    """A day, month or year, and the exact numbers of articles and matching paragraphs published then.

    start: "2019-09-10", "2019-09" or "2019"; empty for what is undated
    """

    start: str
    articles: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """All matching articles by time of publication.

    interval: "day", "month" or "year"
    buckets:  those with an article, in time order
    undated:  of the articles without a date
    less_exact: of articles of which only the month or the year is known, in months and years longer than the
              interval
    """

    interval: str
    buckets: tuple[TimelineBucket, ...]
    undated: TimelineBucket
    less_exact: tuple[TimelineBucket, ...] = ()


@dataclass(frozen=True, slots=True)
class Expanded:
    """A word or phrase of the query that was searched under other forms as well."""

    text: str
    alternatives: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Offer(Remark):
    """Another search that may be meant: the request with ``changes`` in its fields.

    ``code`` and ``values`` say what it would do, see ``Remark``.
    """

    changes: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """A query as it was understood, or a part of it.

    kind:  "word", "phrase", "filter" (``field`` is ``text``), "published" (between days), "all" or "any" of
           the parts, "name" (the parts are its words), "not" the one part, "everything", "nothing"
    text:  the word or phrase as typed, or the value of a filter
    field: of words "title" or "body" where only one is searched, else ""; of a filter a field of
           ``VALUE_FIELDS``, "article", or "missing" (``text`` names the field without a value)
    parts: the clauses below
    first, last: the days of "published" in ISO 8601, both included; "" where that side is open
    gap:   of a phrase, how many other words may stand between two of its words
    """

    kind: str
    text: str = ""
    field: str = ""
    parts: tuple[Clause, ...] = ()
    first: str = ""
    last: str = ""
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How the query text was understood; ``search.wording`` puts it in words.

    query:     the query, operators and fields resolved
    mode:      "all" (every word occurs in the article), "most" (some words were let go) or "any"
    let_go:    the words that were let go because no article has them all
    ignored:   function words that were not searched
    asking:    words that only ask or point, which an article need not have
    expanded:  words searched under other forms
    dates:     date expressions in the text that became a filter, as written
    notes:     what was tolerated, e.g. a quotation mark without its pair
    correction: a better query ("did you mean") or None
    offers:    other searches that may be meant, where there was a choice
    """

    query: Clause
    mode: str = "all"
    let_go: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    expanded: tuple[Expanded, ...] = ()
    dates: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = ()
    correction: str | None = None
    asking: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a walk through all results of a search goes on.

    generation: the digest of the generation that the walk began in, and stays in
    today:      the day that the walk began on, from which *kemarin* and its like count
    place:      how many places come before
    """

    generation: str
    today: date
    place: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of results with exact totals over all matches.

    ``articles`` holds at most ``request.page_size`` hits; with ``group="none"`` each holds one paragraph.
    ``total_articles`` and ``total_paragraphs`` are exact and count copies; ``total_places`` is the number
    of hits on all pages. ``timeline`` is there if it was asked for. ``took_ms`` is wall time in milliseconds.
    ``cursor`` is where a walk goes on; None after the last part, and on pages.
    """

    request: SearchRequest
    interpretation: Interpretation
    articles: tuple[ArticleHit, ...]
    total_articles: int
    total_paragraphs: int
    total_places: int
    facets: dict[str, Facet] = field(default_factory=dict)
    timeline: Timeline | None = None
    took_ms: float = 0.0
    generation: str = ""
    built_at: datetime | None = None
    cursor: Cursor | None = None

    @property
    def page_count(self) -> int:
        """Number of pages, 0 where nothing matches."""
        return -(-self.total_places // self.request.page_size)


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What is in an index: exact counts, the days covered, size on disk in bytes.

    terms, rejected, bytes_on_disk: None for somebody from whom articles are hidden, as these are of all
    """

    generation: str
    built_at: datetime
    articles: int
    paragraphs: int
    terms: int | None
    sources: dict[str, int]
    categories: dict[str, int]
    first_day: date | None
    last_day: date | None
    undated: int
    rejected: int | None
    bytes_on_disk: int | None
    segments: int
    engine: str
    read: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
