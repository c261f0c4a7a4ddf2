"""The schemas of answers in JSON Schema 2020-12, which are ``components.schemas`` of the OpenAPI document."""

from __future__ import annotations

from search.values import COUNTED_FIELDS, VALUE_FIELDS
from web.openapi.json_schema import FLAG, NUMBER, SCORE, TEXT, Schema, array, described, optional, record, ref
from web.posted import MAX_IDS, MAX_LENGTH

_RANGE = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
_ARTICLE = {
    "id": TEXT,
    "title": optional(TEXT),
    "source": optional(TEXT),
    "published": described(optional(TEXT), "A day, or a moment of RFC 3339 if the time is known."),
    "category": optional(TEXT),
    "url": optional(TEXT),
    "paragraph_count": NUMBER,
    "authors": array(TEXT),
    "tags": array(TEXT),
    "place": optional(TEXT),
    "updated": described(optional(TEXT), "A day or a moment, as published."),
    "language": optional(TEXT),
    "image": optional(TEXT),
    "image_caption": optional(TEXT),
    "links": ref("Addresses"),
}
_STRETCH = {"oneOf": [ref("Stretch"), {"type": "null"}]}
_HIT = {
    "paragraph": described(NUMBER, "The number of the paragraph in its article, from 0."),
    "address": described(TEXT, "ARTICLEID#N"),
    "score": SCORE,
    "text": described(TEXT, "The whole paragraph."),
    "snippet": described(_RANGE, "The fragment that is shown: a half-open range of characters."),
    "snippet_html": described(TEXT, "This part as escaped HTML, with matches in <mark>."),
    "marks": described(array(_RANGE), "The matches in the text."),
    "quotations": described(array(ref("Quotation")), "The quotations in the paragraph, in order."),
    "explanation": ref("Explanation"),
}
_INDEX = record(
    "The generation that was searched.", {"generation": TEXT, "built_at": optional(TEXT)}, ("built_at",)
)
_ID = {**TEXT, "minLength": 1, "maxLength": MAX_LENGTH}
_COUNTS = {"type": "object", "additionalProperties": NUMBER}
_PAGES = {
    "self": TEXT,
    "next": optional(TEXT),
    "prev": optional(TEXT),
}

SCHEMAS: dict[str, Schema] = {
    "Article": record("The metadata of an article.", _ARTICLE, tuple(set(_ARTICLE) - {"id", "links"})),
    "Addresses": record("The addresses of an article and its page.", {"self": TEXT, "page": TEXT}),
    "Hit": record("A paragraph that matches.", _HIT, tuple(_HIT)),
    "Stretch": record(
        "A part of the text, as half-open range of characters.",
        {"start": NUMBER, "end": NUMBER, "text": TEXT},
    ),
    "Quotation": record(
        "A quotation: its words are from start to end, without quotation marks.",
        {
            "start": NUMBER,
            "end": NUMBER,
            "text": TEXT,
            "form": {"type": "string", "enum": ["direct", "reported"]},
            "whole": described(FLAG, "False if its first quotation mark is missing."),
            "speaker": described(optional(TEXT), "The full name of who says it, where that is certain."),
            "named_by": {"type": ["string", "null"], "enum": ["name", "pronoun", "description", None]},
            "by": described(_STRETCH, "What names the speaker."),
            "role": described(optional(TEXT), "The role as it is given there."),
            "verb": described(_STRETCH, "The verb of saying."),
            "day": described(optional(TEXT), "The day that is given with it."),
            "asked": described(FLAG, "Whether the search asks for what this speaker, or anybody, says."),
        },
    ),
    "Explanation": record(
        "A part of a score; it is the sum of its own parts.",
        {"label": TEXT, "code": TEXT, "value": SCORE, "parts": array(ref("Explanation"))},
    ),
    "Result": record(
        "An article with its matching paragraphs, the best first.",
        {
            "article": ref("Article"),
            "title_html": described(TEXT, "The headline as escaped HTML, with matches in <mark>."),
            "score": SCORE,
            "hits": array(ref("Hit")),
            "more_hits": described(NUMBER, "Matching paragraphs that are not in hits."),
            "duplicates": described(array(ref("Article")), "Copies of the article that match as well."),
            "more_duplicates": NUMBER,
        },
    ),
    "Query": record(
        "The interpretation of the query.",
        {
            "text": TEXT,
            "interpreted": TEXT,
            "corrections": array(TEXT),
            "mode": {"type": "string", "enum": ["all", "most", "any"]},
            "let_go": array(TEXT),
            "ignored": array(TEXT),
            "asking": array(TEXT),
            "expanded": array(
                record(
                    "A word that was searched in other forms.",
                    {"text": TEXT, "alternatives": array(TEXT), "kind": TEXT},
                )
            ),
            "dates": array(TEXT),
            "notes": array(TEXT),
            "note_codes": array(TEXT),
            "offers": array(
                record(
                    "Another search that may be meant.",
                    {"text": TEXT, "code": TEXT, "changes": {"type": "object"}},
                )
            ),
        },
    ),
    "Total": record(
        "Exact numbers over all pages.",
        {
            "articles": NUMBER,
            "paragraphs": NUMBER,
            "rows": described(NUMBER, "The places on all pages; copies of a text share one."),
            "exact": FLAG,
        },
    ),
    "FacetValue": record(
        "A value and the articles that have it.",
        {
            "value": TEXT,
            "count": NUMBER,
            "selected": FLAG,
            "excluded": FLAG,
            "by_year": described(_COUNTS, "The articles of a name by year, if a timeline is asked for."),
        },
        ("by_year",),
    ),
    "FacetTotals": record(
        "The totals of a facet.", {"values": NUMBER, "missing": NUMBER, "missing_selected": FLAG}
    ),
    "Timeline": record(
        "All matches by time of publication.",
        {
            "interval": {"type": "string", "enum": ["day", "month", "year"]},
            "buckets": array(
                record("A day, month or year.", {"start": TEXT, "articles": NUMBER, "paragraphs": NUMBER})
            ),
            "less_exact": array(
                record(
                    "Articles of which only this month or year is known.",
                    {"start": TEXT, "articles": NUMBER, "paragraphs": NUMBER},
                )
            ),
            "undated": record("Without a date.", {"articles": NUMBER, "paragraphs": NUMBER}),
        },
    ),
    "SearchAnswer": record(
        "A page of results.",
        {
            "query": ref("Query"),
            "total": ref("Total"),
            "page_count": described(NUMBER, "The pages of this size; results after 10,000 need a cursor."),
            "took_ms": described({"type": "number", "minimum": 0}, "Wall time of the search."),
            "facets": {"type": "object", "additionalProperties": array(ref("FacetValue"))},
            "facet_totals": {"type": "object", "additionalProperties": ref("FacetTotals")},
            "timeline": {"anyOf": [ref("Timeline"), {"type": "null"}]},
            "results": array(ref("Result")),
            "cursor": described(optional(TEXT), "The cursor of the next part of a walk, or null."),
            "links": ref("PageLinks"),
            "index": _INDEX,
        },
    ),
    "ParagraphsAnswer": record(
        "Single paragraphs, the best first.",
        {
            "searched": array(TEXT),
            "ignored": array(TEXT),
            "total": record("Exact.", {"paragraphs": NUMBER, "exact": FLAG}),
            "paragraphs": array(
                record("A paragraph with its article.", {**_HIT, "article": ref("Article")}, tuple(_HIT))
            ),
            "links": ref("PageLinks"),
            "index": _INDEX,
        },
    ),
    "WholeParagraph": record(
        "A paragraph of a whole article.",
        {"paragraph": NUMBER, "address": TEXT, "text": TEXT, "marks": array(_RANGE)},
    ),
    "ArticleAnswer": record(
        "A whole article.",
        {"article": ref("Article"), "paragraphs": array(ref("WholeParagraph")), "index": _INDEX},
        ("paragraphs",),
    ),
    "ArticlesAnswer": record(
        "Several articles, in the order of the ids.",
        {
            # With it tools recognise a list of articles; without it some take the POST for their maker.
            "total": record("The number of articles found.", {"articles": NUMBER}),
            "articles": array(
                record(
                    "An article, with its text if it is requested.",
                    {"article": ref("Article"), "paragraphs": array(ref("WholeParagraph"))},
                    ("paragraphs",),
                )
            ),
            "missing": described(array(TEXT), "The ids that the archive does not have."),
            "index": _INDEX,
        },
    ),
    "Ids": {
        **record(
            "The articles that are requested.",
            {
                "ids": {**array(_ID), "minItems": 1, "maxItems": MAX_IDS},
                "text": described(FLAG, "Whether all paragraphs are returned; the default is false."),
            },
            ("text",),
        ),
        "additionalProperties": False,
    },
    "SimilarAnswer": record(
        "Articles on the same subject, the most similar first.",
        {
            "results": array(record("A similar article.", {"article": ref("Article"), "score": SCORE})),
            "index": _INDEX,
        },
    ),
    "PageLinks": record("Other pages.", _PAGES),
    "ValueLinks": record("A search, in the API and as a page.", {"search": TEXT, "page": TEXT}),
    "ValuesAnswer": record(
        "The values of a field, the most frequent first.",
        {
            "field": {"type": "string", "enum": list(VALUE_FIELDS)},
            "values": array(
                record("A value.", {"value": TEXT, "count": NUMBER, "links": ref("ValueLinks")})
            ),
            "total": record("Exact.", {"values": NUMBER, "missing": NUMBER, "articles": NUMBER}),
            "links": ref("PageLinks"),
            "index": _INDEX,
        },
    ),
    "SuggestAnswer": record(
        "Completions of a query that is still being typed: words, then values, then headlines.",
        {
            "suggestions": array(
                record(
                    "A suggestion.",
                    {
                        "text": described(TEXT, "The completed query."),
                        "kind": {"type": "string", "enum": ["word", "headline", *COUNTED_FIELDS]},
                        "count": described(NUMBER, "Articles with the words in headlines or the value."),
                        "role": described(
                            optional(TEXT), "The role that a person is most often given."
                        ),
                        "article": described(optional(TEXT), "The id of the article with this headline."),
                        "links": described(ref("ValueLinks"), "The page of a headline is its article."),
                    },
                )
            ),
            "index": _INDEX,
        },
    ),
    "FeedAnswer": record(
        "A feed as JSON Feed 1.1; Atom and RSS have the same content.",
        {
            "version": TEXT,
            "title": TEXT,
            "home_page_url": TEXT,
            "feed_url": TEXT,
            "language": TEXT,
            "items": array(
                record(
                    "An article.",
                    {
                        "id": TEXT,
                        "url": TEXT,
                        "external_url": described(TEXT, "At its publisher."),
                        "title": TEXT,
                        "content_html": described(TEXT, "The best paragraph; matches are in <mark>."),
                        "date_published": TEXT,
                        "date_modified": TEXT,
                        "authors": array(record("An author, or the source.", {"name": TEXT})),
                        "tags": array(TEXT),
                        "language": TEXT,
                    },
                    (
                        "external_url", "title", "date_published", "date_modified", "authors", "tags",
                        "language",
                    ),
                )
            ),
        },
    ),
    "StatsAnswer": record(
        "The statistics of the archive.",
        {
            "generation": TEXT,
            "built_at": TEXT,
            "articles": NUMBER,
            "paragraphs": NUMBER,
            "terms": optional(NUMBER),
            "sources": _COUNTS,
            "categories": _COUNTS,
            "first_day": optional(TEXT),
            "last_day": optional(TEXT),
            "undated": NUMBER,
            "segments": NUMBER,
            "rejected": optional(NUMBER),
            "read": described(
                {"type": "object", "additionalProperties": _COUNTS}, "Counts of changed and dropped records."
            ),
            "bytes_on_disk": optional(NUMBER),
            "engine": TEXT,
        },
    ),
    "IndexAnswer": record(
        "The resources of the API.",
        {
            "name": TEXT,
            "resources": array(
                record(
                    "A resource.",
                    {
                        "name": TEXT,
                        "method": TEXT,
                        "path": described(TEXT, "The path, with its variables in braces."),
                        "summary": TEXT,
                        "example": optional(TEXT),
                    },
                )
            ),
            "links": record("Descriptions.", {"self": TEXT, "openapi": TEXT, "documentation": TEXT}),
            "index": _INDEX,
        },
    ),
    "Problem": record(
        "An error (RFC 9457).",
        {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "instance": TEXT,
            "code": described(TEXT, "The code by which programs distinguish problems."),
            "errors": array(
                record(
                    "An error of one parameter.",
                    {
                        "parameter": TEXT,
                        "position": optional({"type": "integer"}),
                        "code": TEXT,
                        "message": TEXT,
                    },
                )
            ),
        },
    ),
}  # fmt: skip
