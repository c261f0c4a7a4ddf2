"""The module has the records of results: ResultPage, ArticleHit, ParagraphHit, Facet and others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from search.article import ArticleMetadata
from search.remarks import Remark as Remark  # noqa: PLC0414 - results contain remarks
from search.request import SearchRequest

MAX_DUPLICATES = 20


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score or a part of one; ``value`` is the sum of the parts' values, if there are parts.

    label: "score", "paragraph", "article", "coverage" or "recency"; or with a ``text`` "word", "as_typed"
           (the word's exact form), "headline" or "pair" (two neighbouring words)
    """

    label: Remark
    value: float
    parts: tuple[Explanation, ...] = ()


@dataclass(slots=True)  # frozen ones take three times as long to make, and a page has many
class FoundQuotation:
    """A quotation in a paragraph. Ranges are half-open and count characters of its text.

    start, end: the words, without quotation marks
    form:       "direct" (in quotation marks) or "reported" (in the words of the article)
    whole:      False if its first quotation mark is missing
    speaker:    the full name of who says it if that is certain, else None
    by:         the range of what names the speaker, or None
    named_by:   what that is: "name", "pronoun" or "description"; None if nobody is named
    role:       the speaker's role as it is given there, or None
    verb:       the range of the verb of saying, or None
    day:        the day that is given with it, or None
    asked:      whether the search asks for what this speaker, or anybody, says
    """

    start: int
    end: int
    form: str
    whole: bool
    speaker: str | None
    by: tuple[int, int] | None
    named_by: str | None
    role: str | None
    verb: tuple[int, int] | None
    day: date | None
    asked: bool = False


@dataclass(slots=True)  # frozen ones take three times as long to make, and a page has many
class ParagraphHit:
    """A matching paragraph.

    number:       the paragraph's number in its article, from 0
    score:        higher is better; comparable only in one result
    text:         the whole paragraph
    snippet_html: the part that is shown: HTML-escaped, matches in <mark>, "…" where text was cut
    marks:        half-open character ranges of the matches in ``text``, in order
    snippet:      half-open character range of the part that is shown
    explanation:  the parts of the score, if they were asked for
    quotations:   the quotations in it, in the order of the text
    """

    number: int
    score: float
    text: str
    snippet_html: str
    marks: tuple[tuple[int, int], ...]
    snippet: tuple[int, int]
    explanation: Explanation | None = None
    quotations: tuple[FoundQuotation, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article with its matching paragraphs, the best first.

    more:       the number of matching paragraphs that are not in ``paragraphs``
    title_html: the headline, escaped, with matches in <mark>; "" without a headline
    duplicates: copies of the article that match as well, in the order of the results, at most
                ``MAX_DUPLICATES``
    more_duplicates: the number of the other copies
    """

    article: ArticleMetadata
    score: float
    paragraphs: tuple[ParagraphHit, ...]
    more: int
    title_html: str
    duplicates: tuple[ArticleMetadata, ...] = ()
    more_duplicates: int = 0


@dataclass(frozen=True, slots=True)
class NamedAs:
    """A role that stands in front of a name: in how many articles, and the first and the last day of them."""

    role: str
    articles: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class NameProfile:
    """What an archive has of one person or organisation.

    name:       in full, as it is written most often; forms: other forms that certainly are the same
    kind:       "person" or "organisation"
    articles, paragraphs: how many mention the name
    quotations: how many are of it
    roles:      that stand in front of the name, those of the last days first
    timeline:   the articles that mention it by time
    others:     people and organisations that stand out in these articles, with the number of articles
    latest:     the paragraphs with its latest quotations, one in each hit
    """

    name: str
    kind: str
    forms: tuple[str, ...]
    articles: int
    paragraphs: int
    quotations: int
    roles: tuple[NamedAs, ...]
    timeline: Timeline
    others: tuple[FacetValue, ...]
    latest: tuple[ArticleHit, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion of a query that is still being typed.

    text:    the completed query
    kind:    "word" for words of headlines, "headline", or the name of a field of ``COUNTED_FIELDS``
    count:   the number of articles whose headlines have the words, or that have the value
    article: the id of the article with this headline, else None
    role:    the role that a person is most often given, else None
    """

    text: str
    kind: str
    count: int
    article: str | None = None
    role: str | None = None


@dataclass(slots=True)
class FoundParagraph:
    """A matching paragraph of a plain search; the metadata of its article is read when it is used.

    text:     the whole paragraph
    score:    plain BM25; comparable only in one result
    document: the number of the paragraph in the index of this generation
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
        """The metadata of the article. Raises IndexDamagedError."""
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

    paragraphs: the paragraphs, the best first; of equal scores the one that is earlier in the index
    total:      the exact number of matching paragraphs
    searched:   the terms that were searched; those of a phrase have blanks between them
    ignored:    function words that were left out, as they were typed
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
    """A value of a facet, and the exact number of matching articles that have it.

    selected, excluded: whether the request asks for articles with this value, or for those without it
    by_year: of a name that stands out, the number of these articles in each year that has any
    """

    value: str
    count: int
    selected: bool = False
    excluded: bool = False
    by_year: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """The counts over all matching articles: in order of count, or of time for year and month.

    An article with several values counts once for each of them.

    values:  at most as many as asked for; selected and excluded values are always among them, even without an
             article
    total:   the number of values that can be listed
    missing: the number of matching articles without a value
    missing_selected: whether the request asks for these
    """

    name: str
    values: tuple[FacetValue, ...]
    total: int = 0
    missing: int = 0
    missing_selected: bool = False


@dataclass(slots=True)
class TimelineBucket:
    """A day, month or year, and the exact numbers of articles and matching paragraphs published in it.

    start: "2019-09-10", "2019-09" or "2019"; "" for undated articles
    """

    start: str
    articles: int
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The matching articles by time of publication.

    interval: "day", "month" or "year"
    buckets:  those with an article, in the order of time
    undated:  the matching articles without a date
    less_exact: the articles of which only the month or the year is known, in months and years longer than the
              interval
    """

    interval: str
    buckets: tuple[TimelineBucket, ...]
    undated: TimelineBucket
    less_exact: tuple[TimelineBucket, ...] = ()


@dataclass(frozen=True, slots=True)
class Expanded:
    """A word or phrase of the query, and the other forms by which it was searched as well."""

    text: str
    alternatives: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Offer(Remark):
    """Another search that may be meant: the request with ``changes`` in its fields.

    ``code`` and ``values`` describe it, see ``Remark``.
    """

    changes: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """A query as it was understood, or a part of it.

    kind:  "word", "phrase", "filter" (``field`` is ``text``), "published" (between days), "all" or "any" of
           the parts, "name" (the parts are its words), "not" the one part, "everything", "nothing"
    text:  the word or phrase as it was typed, or the value of a filter
    field: for words "title" or "body" if only one is searched, "quotation" if they count only in quotations,
           else ""; for a filter a field of ``VALUE_FIELDS``, "article", "missing" (``text`` names the field
           without a value), "speaker" (the words beside it count only in what they say), or "name" (who or
           what is mentioned)
    parts: the parts of the clause
    first, last: the days of "published" in ISO 8601, both included; "" for an open side
    gap:   for a phrase, the number of other words that may be between two of its words
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
    """The interpretation of the query text; ``search.wording`` puts it into words.

    query:     the query, with operators and fields resolved
    mode:      "all" (every word occurs in the article), "most" (some words were dropped) or "any"
    let_go:    the words that were dropped, because no article has all words
    ignored:   function words that were not searched
    asking:    words that only ask or point, which an article need not have
    expanded:  words that were searched in other forms as well
    dates:     dates in the text that became a filter, as they were typed
    notes:     remarks about the text, such as a quotation mark without its pair
    correction: a better query ("did you mean") or None
    offers:    other searches that may be meant
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
    """The position of a walk through all results of a search.

    generation: the digest of the generation in which the walk began and stays
    today:      the day on which the walk began, from which relative dates such as *kemarin* are computed
    place:      the number of places before this position
    """

    generation: str
    today: date
    place: int


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One page of results with exact totals over all matches.

    articles:   at most ``request.page_size`` hits; with ``group="none"`` each has one paragraph
    total_articles, total_paragraphs: the exact numbers of matches, with copies
    total_places: the number of hits on all pages
    timeline:   None if it was not asked for
    took_ms:    the wall time in milliseconds
    cursor:     where a walk goes on; None after the last part, and on pages
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
        """The number of pages; 0 if nothing matches."""
        return -(-self.total_places // self.request.page_size)


@dataclass(frozen=True, slots=True)
class IndexStats:
    """The contents of an index: exact counts, the first and last day, the size on disk in bytes.

    terms, rejected, bytes_on_disk: None for a reader from whom articles are hidden, because they count all
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
