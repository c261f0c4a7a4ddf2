"""How an article's metadata is stored with its first paragraph: plain values, no class of ours.

Whoosh pickles stored values, so a class would make its module path part of the disk format.
"""

from __future__ import annotations

from datetime import date, datetime

from search.article import Article, ArticleMetadata

StoredMetadata = tuple[str, str | None, str | None, str | None, str | None, str | None]


def stored_metadata(article: Article) -> StoredMetadata:
    """Return id, title, source, published (ISO 8601), category and url."""
    published = article.published.isoformat() if article.published else None
    return article.id, article.title, article.source, published, article.category, article.url


def loaded_metadata(stored: StoredMetadata, paragraph_count: int) -> ArticleMetadata:
    """Return the record that ``stored_metadata`` came from."""
    article_id, title, source, published, category, url = stored
    return ArticleMetadata(
        article_id, title, source, _moment(published) if published else None, category, url, paragraph_count
    )


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
