"""A hit as a row: what a spreadsheet needs of an article and its best paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from search.article import ArticleMetadata
from search.results import ArticleHit

#: The columns in order. ``copies`` counts the other articles with the same text that match as well.
COLUMNS = (
    "id", "title", "source", "published", "category", "authors", "tags", "place", "url", "page", "paragraph",
    "text", "matching_paragraphs", "copies", "score",
)  # fmt: skip
_NUMBERS = frozenset(("paragraph", "matching_paragraphs", "copies", "score"))

Row = dict[str, Any]


def row_of(hit: ArticleHit, page_of: Callable[[ArticleMetadata, int | None], str]) -> Row:
    """Return the row of a hit: text, numbers and None by column.

    page_of: returns the address of an article, at a paragraph if there is one
    """
    about, best = hit.article, hit.paragraphs[0] if hit.paragraphs else None
    return {
        "id": about.id,
        "title": about.title,
        "source": about.source,
        "published": about.published.isoformat() if about.published else None,
        "category": about.category,
        "authors": "; ".join(about.authors) or None,
        "tags": "; ".join(about.tags) or None,
        "place": about.place,
        "url": about.url,
        "page": page_of(about, best.number if best else None),
        "paragraph": best.number if best else None,
        "text": best.text if best else None,
        "matching_paragraphs": len(hit.paragraphs) + hit.more,
        "copies": len(hit.duplicates) + hit.more_duplicates,
        "score": round(hit.score, 6),
    }


def is_number(column: str) -> bool:
    """Return whether a column has numbers."""
    return column in _NUMBERS
