"""The table of resources of the API: their paths, parameters and answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.values import VALUE_FIELDS

JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Resource:
    """A resource of the API.

    name:     the name in the table of parameters, and of the operation
    path:     the path, with the names of its variables in braces
    answers:  for each media type the name of a schema; empty for text that no schema describes
    inside:   the values that a variable of the path can have; empty for any text
    method:   the HTTP method, in lower case
    body:     the name of the schema of the posted body
    problems: the statuses of problems, besides those of every resource
    tagged:   whether its answers have entity tags
    example:  a query string to try; the variables of the path then have their first values
    """

    name: str
    path: str
    answers: dict[str, str]
    inside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    method: str = "get"
    body: str = ""
    problems: tuple[int, ...] = (400,)
    tagged: bool = True
    example: str = ""

    @property
    def tried(self) -> str:
        """The path and query string of the example; empty if there is none."""
        if not self.example:
            return ""
        return (
            f"{self.path.format(**{name: values[0] for name, values in self.inside.items()})}?{self.example}"
        )


RESOURCES = (
    Resource("index", "/api/v1", {JSON: "IndexAnswer"}),
    Resource(
        "search", "/api/v1/search", {JSON: "SearchAnswer"}, problems=(400, 404, 409, 410),
        example="q=gempa+bumi",
    ),
    Resource(
        "paragraphs", "/api/v1/paragraphs", {JSON: "ParagraphsAnswer"}, problems=(400, 409),
        example="q=korban+gempa",
    ),
    Resource("articles", "/api/v1/articles", {JSON: "ArticlesAnswer"}),
    Resource(
        "articles_post", "/api/v1/articles", {JSON: "ArticlesAnswer"}, method="post", body="Ids",
        problems=(400, 413, 415), tagged=False,
    ),
    Resource("article", "/api/v1/articles/{id}", {JSON: "ArticleAnswer"}, {"id": ()}, problems=(400, 404)),
    Resource(
        "similar", "/api/v1/articles/{id}/similar", {JSON: "SimilarAnswer"}, {"id": ()}, problems=(400, 404)
    ),
    Resource(
        "values", "/api/v1/values/{field}", {JSON: "ValuesAnswer"}, {"field": tuple(VALUE_FIELDS)},
        problems=(400, 404, 409), example="page_size=20",
    ),
    Resource(
        "export", "/api/v1/export", {"text/csv": "", "application/x-ndjson": "", XLSX: ""},
        problems=(400, 409), tagged=False, example="q=gempa&format=ndjson",
    ),
    Resource(
        "feed", "/feed.{kind}",
        {"application/atom+xml": "", "application/rss+xml": "", "application/feed+json": "FeedAnswer"},
        {"kind": ("atom", "rss", "json")}, problems=(400, 404, 409), example="q=gempa",
    ),
    Resource("suggest", "/api/v1/suggest", {JSON: "SuggestAnswer"}, example="q=gem"),
    Resource("stats", "/api/v1/stats", {JSON: "StatsAnswer"}),
)  # fmt: skip
