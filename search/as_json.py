"""The module makes plain values of results, for ``warta search --json`` and the HTTP API alike.

A page is::

    query    text, interpreted (the query in words), corrections (better queries, at most one), mode,
             let_go, ignored, asking, expanded, dates, notes (sentences), note_codes (the same for
             programs), offers (other searches that may be meant: text, code, changes of parameters)
    total    articles and paragraphs that match; rows: the places on all pages; exact: always true
    page_count  the number of pages of this size
    took_ms  wall time of the search in milliseconds
    facets   for each facet a list of {value, count, selected, excluded}; count is articles
    facet_totals  for each facet: values (the number that can be listed), missing (articles without a value),
             missing_selected
    timeline interval ("day", "month", "year"), buckets of {start, articles, paragraphs}, undated of
             {articles, paragraphs}; null if it was not asked for
    results  article (the metadata), title_html, score, hits, more_hits (matching paragraphs that are
             not in hits), duplicates (copies of the article that match as well, each as its metadata),
             more_duplicates (the number of copies that are not listed)
    hits     paragraph (its number from 0), address (ARTICLEID#N), score, text (all of it),
             snippet ([start, end] of the part shown), snippet_html (escaped, matches in <mark>),
             marks ([[start, end], ...]), quotations (start, end, text, form, whole, speaker, named_by, by,
             role, verb, day, asked); explanation if it was asked for: label, code, value, parts
    index    generation, built_at

Sentences are in the language that was asked for, "id" or "en".

All ranges are half-open and count characters (Unicode code points) of ``text``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from search.article import ArticleMetadata
from search.facets import Facet, Timeline
from search.interpretation import Interpretation
from search.names import ArticleNames, Name, Quotation
from search.parameters import HIT_FIELDS, LANGUAGES
from search.phrasing import in_words
from search.results import (
    ArticleHit,
    Explanation,
    FoundParagraph,
    FoundParagraphs,
    FoundQuotation,
    IndexStats,
    ParagraphHit,
    ResultPage,
    SimilarArticle,
)

Json = dict[str, Any]


def article_as_json(about: ArticleMetadata) -> Json:
    """Return the metadata of an article; dates are as they were given, in RFC 3339 if they have a time."""
    return {
        "id": about.id,
        "title": about.title,
        "source": about.source,
        "published": about.published.isoformat() if about.published else None,
        "category": about.category,
        "url": about.url,
        "paragraph_count": about.paragraph_count,
        "authors": list(about.authors),
        "tags": list(about.tags),
        "place": about.place,
        "updated": about.updated.isoformat() if about.updated else None,
        "language": about.language,
        "image": about.image,
        "image_caption": about.image_caption,
    }


def _values(facet: Facet) -> list[Json]:
    return [
        {
            "value": one.value,
            "count": one.count,
            "selected": one.selected,
            "excluded": one.excluded,
            **({"by_year": {str(year): count for year, count in one.by_year}} if one.by_year else {}),
        }
        for one in facet.values
    ]


def _totals(facet: Facet) -> Json:
    return {"values": facet.total, "missing": facet.missing, "missing_selected": facet.missing_selected}


def _timeline(timeline: Timeline) -> Json:
    buckets, less_exact = (
        [{"start": one.start, "articles": one.articles, "paragraphs": one.paragraphs} for one in some]
        for some in (timeline.buckets, timeline.less_exact)
    )
    undated = {"articles": timeline.undated.articles, "paragraphs": timeline.undated.paragraphs}
    return {
        "interval": timeline.interval,
        "buckets": buckets,
        "less_exact": less_exact,
        "undated": undated,
    }


def page_as_json(
    page: ResultPage,
    article: Callable[[ArticleMetadata], Json] = article_as_json,
    language: str = LANGUAGES[0],
) -> Json:
    """Return a result page.

    article: the function that returns the value of each article in it
    """
    fields = page.request.hit_fields
    return {
        "query": _query(page.request.text, page.interpretation, language),
        "total": {
            "articles": page.total_articles,
            "paragraphs": page.total_paragraphs,
            "rows": page.total_places,
            "exact": True,
        },
        "page_count": page.page_count,
        "took_ms": round(page.took_ms, 2),
        "facets": {name: _values(facet) for name, facet in page.facets.items()},
        "facet_totals": {name: _totals(facet) for name, facet in page.facets.items()},
        "timeline": _timeline(page.timeline) if page.timeline else None,
        "results": [result_as_json(hit, article, language, fields) for hit in page.articles],
        "index": {
            "generation": page.generation,
            "built_at": page.built_at.isoformat() if page.built_at else None,
        },
    }


def similar_as_json(
    similar: Iterable[SimilarArticle],
    generation: str,
    article: Callable[[ArticleMetadata], Json] = article_as_json,
) -> Json:
    """Return similar articles: ``results``, each with ``article`` (the metadata) and ``score``; ``index``."""
    results = [{"article": article(one.article), "score": one.score} for one in similar]
    return {"results": results, "index": {"generation": generation}}


def paragraphs_as_json(
    found: FoundParagraphs,
    article: Callable[[ArticleMetadata], Json] = article_as_json,
    hit_fields: tuple[str, ...] = HIT_FIELDS,
) -> Json:
    """Return the answer of a plain paragraph search.

    Its fields are ``searched`` (terms), ``ignored`` (words), ``total``, ``paragraphs`` (hits, each with its
    ``article``) and ``index``.
    """
    return {
        "searched": list(found.searched),
        "ignored": list(found.ignored),
        "total": {"paragraphs": found.total, "exact": True},
        "paragraphs": [_found(one, article, hit_fields) for one in found.paragraphs],
        "index": {"generation": found.generation},
    }


def _found(
    one: FoundParagraph, article: Callable[[ArticleMetadata], Json], hit_fields: tuple[str, ...]
) -> Json:
    about = one.article
    return {**_hit(about.id, one, LANGUAGES[0], hit_fields), "article": article(about)}


def stats_as_json(stats: IndexStats) -> Json:
    """Return the fields of ``IndexStats``; dates and moments in RFC 3339."""
    values = asdict(stats)
    for name in ("built_at", "first_day", "last_day"):
        values[name] = values[name].isoformat() if values[name] else None
    return values


def _query(text: str, interpretation: Interpretation, language: str) -> Json:
    return {
        "text": text,
        "interpreted": in_words(interpretation.query, language),
        "corrections": [interpretation.correction] if interpretation.correction else [],
        "mode": interpretation.mode,
        "let_go": list(interpretation.let_go),
        "ignored": list(interpretation.ignored),
        "asking": list(interpretation.asking),
        "expanded": [asdict(expanded) for expanded in interpretation.expanded],
        "dates": list(interpretation.dates),
        "notes": [note.said(language) for note in interpretation.notes],
        "note_codes": [note.code for note in interpretation.notes],
        "offers": [
            {"text": offer.said(language), "code": offer.code, "changes": dict(offer.changes)}
            for offer in interpretation.offers
        ],
    }


def result_as_json(
    hit: ArticleHit,
    article: Callable[[ArticleMetadata], Json],
    language: str,
    hit_fields: tuple[str, ...] = HIT_FIELDS,
) -> Json:
    """Return one of the ``results`` of a page."""
    return {
        "article": article(hit.article),
        "title_html": hit.title_html,
        "score": hit.score,
        "hits": [_hit(hit.article.id, one, language, hit_fields) for one in hit.paragraphs],
        "more_hits": hit.more,
        "duplicates": [article(copy) for copy in hit.duplicates],
        "more_duplicates": hit.more_duplicates,
    }


def _hit(article_id: str, hit: ParagraphHit | FoundParagraph, language: str, wanted: tuple[str, ...]) -> Json:
    shown: Json = {
        "paragraph": hit.number,
        "address": f"{article_id}#{hit.number}",
        "score": hit.score,
        "text": hit.text,
        "snippet": list(hit.snippet),
        "snippet_html": hit.snippet_html,
        "marks": [list(mark) for mark in hit.marks],
    }
    if isinstance(hit, ParagraphHit):
        shown["quotations"] = [_found_quotation(hit.text, one) for one in hit.quotations]
    if wanted is not HIT_FIELDS:
        shown = {name: value for name, value in shown.items() if name in wanted}
    if isinstance(hit, ParagraphHit) and hit.explanation:
        shown["explanation"] = _explanation(hit.explanation, language)
    return shown


def _found_quotation(text: str, said: FoundQuotation) -> Json:
    return {
        **_text_range(text, said.start, said.end),
        "form": said.form,
        "whole": said.whole,
        "speaker": said.speaker,
        "named_by": said.named_by,
        "by": _range_as_json(text, said.by),
        "role": said.role,
        "verb": _range_as_json(text, said.verb),
        "day": said.day.isoformat() if said.day else None,
        "asked": said.asked,
    }


def _explanation(explanation: Explanation, language: str) -> Json:
    return {
        "label": explanation.label.said(language),
        "code": explanation.label.code,
        "value": explanation.value,
        "parts": [_explanation(part, language) for part in explanation.parts],
    }


def names_as_json(paragraphs: Sequence[str], found: ArticleNames) -> Json:
    """Return the names and the quotations of each paragraph, with their ranges and the text of each range."""
    return {
        "paragraphs": [
            {
                "text": text,
                "names": [_name_as_json(text, name) for name in here.names],
                "quotations": [_quotation_as_json(text, quotation) for quotation in here.quotations],
            }
            for text, here in zip(paragraphs, found.paragraphs, strict=True)
        ]
    }


def _name_as_json(text: str, name: Name) -> Json:
    return {
        **_text_range(text, name.start, name.end),
        "kind": name.kind,
        "full": name.full,
        "role": _range_as_json(text, name.role),
    }


def _quotation_as_json(text: str, said: Quotation) -> Json:
    speaker = said.speaker
    return {
        **_text_range(text, said.start, said.end),
        "form": said.form,
        "whole": said.whole,
        "by": said.full,
        "speaker": speaker
        and {
            **_text_range(text, speaker.start, speaker.end),
            "named_by": speaker.by,
            "role": _range_as_json(text, speaker.role),
        },
        "verb": _range_as_json(text, said.verb),
        "day": said.day.isoformat() if said.day else None,
    }


def _range_as_json(text: str, where: tuple[int, int] | None) -> Json | None:
    return where and _text_range(text, *where)


def _text_range(text: str, start: int, end: int) -> Json:
    return {"start": start, "end": end, "text": text[start:end]}
