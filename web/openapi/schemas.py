"""What answers look like, as JSON Schema 2020-12: the ``components.schemas`` of the OpenAPI document."""

from __future__ import annotations

from typing import Any

from search.values import VALUE_FIELDS
from web.posted import MAX_IDS, MAX_LENGTH

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
SCORE: Schema = {"type": "number"}
FLAG: Schema = {"type": "boolean"}


def optional(schema: Schema) -> Schema:
    """Return the schema of a value that may be null."""
    return {**schema, "type": [schema["type"], "null"]}


def array(items: Schema) -> Schema:
    """Return the schema of an array."""
    return {"type": "array", "items": items}


def ref(name: str) -> Schema:
    """Return a reference to a schema of this module."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(description: str, properties: dict[str, Schema], left_out: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object. left_out: the properties that may be missing."""
    required = [name for name in properties if name not in left_out]
    return {"type": "object", "description": description, "properties": properties, "required": required}


def told(schema: Schema, description: str) -> Schema:
    """Return a schema with a description."""
    return {**schema, "description": description}


_RANGE = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
_ARTICLE = {
    "id": TEXT,
    "title": optional(TEXT),
    "source": optional(TEXT),
    "published": told(optional(TEXT), "A day, or a moment of RFC 3339 if the time is known."),
    "category": optional(TEXT),
    "url": optional(TEXT),
    "paragraph_count": NUMBER,
    "authors": array(TEXT),
    "tags": array(TEXT),
    "place": optional(TEXT),
    "updated": told(optional(TEXT), "A day or a moment, as published."),
    "language": optional(TEXT),
    "image": optional(TEXT),
    "image_caption": optional(TEXT),
    "links": ref("Addresses"),
}
_HIT = {
    "paragraph": told(NUMBER, "The number of the paragraph in its article, from 0."),
    "address": told(TEXT, "ARTICLEID#N"),
    "score": SCORE,
    "text": told(TEXT, "The whole paragraph."),
    "snippet": told(_RANGE, "The part of the text that is shown, as half-open range of characters."),
    "snippet_html": told(TEXT, "That part as HTML, escaped, with matches in <mark>."),
    "marks": told(array(_RANGE), "The matches in the text."),
    "explanation": ref("Explanation"),
}
_INDEX = record("What was searched.", {"generation": TEXT, "built_at": optional(TEXT)}, ("built_at",))
_ID = {**TEXT, "minLength": 1, "maxLength": MAX_LENGTH}
_COUNTS = {"type": "object", "additionalProperties": NUMBER}
_PAGES = {
    "self": TEXT,
    "next": optional(TEXT),
    "prev": optional(TEXT),
}

SCHEMAS: dict[str, Schema] = {
    "Article": record("What is known of an article.", _ARTICLE, tuple(set(_ARTICLE) - {"id", "links"})),
    "Addresses": record("Where the article is, in the API and as a page.", {"self": TEXT, "page": TEXT}),
    "Hit": record("A paragraph that matches.", _HIT, tuple(_HIT)),
    "Explanation": record(
        "A part of a score; its parts add up to it.",
        {"label": TEXT, "code": TEXT, "value": SCORE, "parts": array(ref("Explanation"))},
    ),
    "Result": record(
        "An article with its matching paragraphs, the best first.",
        {
            "article": ref("Article"),
            "title_html": told(TEXT, "The headline, escaped, with matches in <mark>."),
            "score": SCORE,
            "hits": array(ref("Hit")),
            "more_hits": told(NUMBER, "Matching paragraphs that are not in hits."),
            "duplicates": told(array(ref("Article")), "Copies of the article that match as well."),
            "more_duplicates": NUMBER,
        },
    ),
    "Query": record(
        "How the query was understood.",
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
            "rows": told(NUMBER, "Results on all pages: copies of one text are one."),
            "exact": FLAG,
        },
    ),
    "FacetValue": record(
        "A value and the articles that have it.",
        {"value": TEXT, "count": NUMBER, "selected": FLAG, "excluded": FLAG},
    ),
    "FacetTotals": record(
        "What a facet does not list.", {"values": NUMBER, "missing": NUMBER, "missing_selected": FLAG}
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
            "page_count": told(NUMBER, "Pages of this size; those beyond result 10,000 need a cursor."),
            "took_ms": told({"type": "number", "minimum": 0}, "Wall time of the search."),
            "facets": {"type": "object", "additionalProperties": array(ref("FacetValue"))},
            "facet_totals": {"type": "object", "additionalProperties": ref("FacetTotals")},
            "timeline": {"anyOf": [ref("Timeline"), {"type": "null"}]},
            "results": array(ref("Result")),
            "cursor": told(optional(TEXT), "Where a walk goes on; null on pages and after its last part."),
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
            "articles": array(
                record(
                    "An article, with its text if that was asked for.",
                    {"article": ref("Article"), "paragraphs": array(ref("WholeParagraph"))},
                    ("paragraphs",),
                )
            ),
            "missing": told(array(TEXT), "The ids that the archive does not have."),
            "index": _INDEX,
        },
    ),
    "Ids": {
        **record(
            "The articles that are asked for.",
            {
                "ids": {**array(_ID), "minItems": 1, "maxItems": MAX_IDS},
                "text": told(FLAG, "Whether all paragraphs come along; false if it is left out."),
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
        "What a query that is still being typed may become: words, then values, then headlines.",
        {
            "suggestions": array(
                record(
                    "A suggestion.",
                    {
                        "text": told(TEXT, "The query with it."),
                        "kind": {"type": "string", "enum": ["word", "headline", *VALUE_FIELDS]},
                        "count": told(NUMBER, "Articles whose headlines have the words, or with the value."),
                        "article": told(optional(TEXT), "The id of the article with this headline."),
                        "links": told(ref("ValueLinks"), "The page of a headline is its article."),
                    },
                )
            ),
            "index": _INDEX,
        },
    ),
    "FeedAnswer": record(
        "A feed as JSON Feed 1.1; Atom and RSS say the same.",
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
                        "external_url": told(TEXT, "At its publisher."),
                        "title": TEXT,
                        "content_html": told(TEXT, "The best paragraph, matches in <mark>."),
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
        "What is in the archive.",
        {
            "generation": TEXT,
            "built_at": TEXT,
            "articles": NUMBER,
            "paragraphs": NUMBER,
            "terms": NUMBER,
            "sources": _COUNTS,
            "categories": _COUNTS,
            "first_day": optional(TEXT),
            "last_day": optional(TEXT),
            "undated": NUMBER,
            "segments": NUMBER,
            "rejected": NUMBER,
            "read": told(
                {"type": "object", "additionalProperties": _COUNTS}, "What else became of records."
            ),
            "bytes_on_disk": NUMBER,
            "engine": TEXT,
        },
    ),
    "IndexAnswer": record(
        "What there is in the API.",
        {
            "name": TEXT,
            "resources": array(
                record(
                    "A resource.",
                    {
                        "name": TEXT,
                        "method": TEXT,
                        "path": told(TEXT, "With names in braces for what is to be filled in."),
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
        "What is wrong (RFC 9457).",
        {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "instance": TEXT,
            "code": told(TEXT, "What programs tell problems apart by."),
            "errors": array(
                record(
                    "What is wrong with a parameter.",
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
