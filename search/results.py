"""The records of results: ResultPage, ArticleHit, ParagraphHit and others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from search.article import ArticleMetadata
from search.facets import Facet, FacetValue, Timeline
from search.interpretation import Interpretation
from search.remarks import Remark
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
