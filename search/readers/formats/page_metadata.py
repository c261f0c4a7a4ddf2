"""The module reads the metadata of a web page for search engines and social networks.

Newspapers describe their articles to search engines as schema.org in JSON-LD
(https://schema.org/NewsArticle), and to social networks with meta elements of Open Graph
(https://ogp.me/#type_article). Both have the moment of publication; a date in the text has only the day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from search.addresses import is_address

ARTICLE_TYPES = frozenset(
    (
        *("article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle"),
        *("backgroundnewsarticle", "reviewnewsarticle", "blogposting", "liveblogposting", "report"),
        *("scholarlyarticle", "techarticle", "socialmediaposting", "advertisercontentarticle"),
    )
)
LISTING_TYPES = frozenset(
    ("collectionpage", "searchresultspage", "profilepage", "contactpage", "aboutpage", "itemlist")
)
_MAX_JSON_LENGTH = 500_000  # the maximum for one script; those of articles have some thousand characters
_MAX_NODES = 2_000

_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate")
_UPDATED = ("article:modified_time", "og:updated_time", "datemodified")
_AUTHORS = ("author", "article:author", "dcterms.creator", "dc.creator")
_SOURCES = ("og:site_name", "application-name")
_LISTS = (("tags", ("article:tag", "news_keywords", "keywords")), ("category", ("article:section",)))


@dataclass
class PageMetadata:
    """The metadata of a page.

    declared: True if the page declares that it is an article, False if it declares another type, None if
              neither
    fields:   fields of an article, without its text
    """

    declared: bool | None = None
    fields: dict[str, Any] = field(default_factory=dict)


def page_metadata(tree: Any) -> PageMetadata:
    """Return the metadata of a page, given its tree of lxml.html."""
    metas = _metas(tree)
    nodes = list(_nodes(tree))
    article = next((node for node in nodes if _types(node) & ARTICLE_TYPES), {})
    listing = any(_types(node) & LISTING_TYPES for node in nodes)
    kind = next(iter(metas.get("og:type", ())), "").lower()
    metadata = PageMetadata()
    if article or kind in ("article", "news", "newsarticle", "video.other"):
        metadata.declared = True
    elif listing or kind in ("website", "profile", "object"):
        metadata.declared = False
    values: dict[str, Any] = {
        "title": _text(article.get("headline")),
        "published": _text(article.get("datePublished")) or _first(metas, _PUBLISHED),
        "updated": _text(article.get("dateModified")) or _first(metas, _UPDATED),
        "authors": _names(article.get("author")) or _people(_all(metas, _AUTHORS)),
        "source": next(iter(_names(article.get("publisher"))), None) or _first(metas, _SOURCES),
        "language": _language(tree) or _text(article.get("inLanguage")),
        "image": _first(metas, ("og:image", "og:image:url", "twitter:image")) or _image(article),
        "image_caption": _first(metas, ("og:image:alt",)) or _caption(article),
        "url": _address(article.get("url")) or _address(article.get("mainEntityOfPage")),
        "category": next(iter(_names(article.get("articleSection"))), None) or _first(metas, _LISTS[1][1]),
        "tags": _keywords(article.get("keywords")) or _tags(metas),
    }
    metadata.fields = {name: value for name, value in values.items() if value}
    return metadata


def _metas(tree: Any) -> dict[str, list[str]]:
    """Return the contents of meta elements by their name, property or itemprop in lower case."""
    contents: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                contents.setdefault(name, []).append(content)
    for element in tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateModified']"):
        moment = element.get("datetime") or element.get("content")
        if moment:
            contents.setdefault(element.get("itemprop").lower(), []).append(moment.strip())
    return contents


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects with a type in the JSON-LD of a page."""
    left: list[Any] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        if len(text) > _MAX_JSON_LENGTH:
            continue
        try:
            left.append(json.loads(text, strict=False))
        except (ValueError, RecursionError):  # scripts are often broken
            continue
    for _ in range(_MAX_NODES):
        if not left:
            return
        node = left.pop(0)
        if isinstance(node, list):
            left.extend(node)
        elif isinstance(node, dict):
            if "@type" in node:
                yield node
            left.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _types(node: dict[str, Any]) -> set[str]:
    named = node.get("@type")
    return {str(name).rpartition("/")[2].lower() for name in (named if isinstance(named, list) else [named])}


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    return value.strip() or None if isinstance(value, str) else None


def _names(value: Any) -> list[str]:
    """Return the names of persons or organisations, which schema.org allows as objects or texts."""
    named: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        name = _text(one.get("name")) if isinstance(one, dict) else _text(one)
        if name:
            named.append(name)
    return _people(named)


def _people(named: Iterable[str]) -> list[str]:
    """Return names, without addresses, which some pages have instead."""
    return [name for name in dict.fromkeys(named) if "://" not in name and "@" not in name]


def _keywords(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    texts = (one.strip() for one in value if isinstance(one, str))
    return list(dict.fromkeys(text for text in texts if text and not text.startswith(("http:", "https:"))))


def _tags(metas: dict[str, list[str]]) -> list[str]:
    for name in _LISTS[0][1]:
        if name in metas:
            return [tag for text in metas[name] for tag in _keywords(text)]
    return []


def _image(article: dict[str, Any]) -> str | None:
    image = article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    return _text(image.get("url")) if isinstance(image, dict) else _text(image)


def _caption(article: dict[str, Any]) -> str | None:
    image = article.get("image")
    image = image[0] if isinstance(image, list) and image else image
    return _text(image.get("caption")) if isinstance(image, dict) else None


def _address(value: Any) -> str | None:
    """Return an address, which schema.org allows as a text or as the id of an object."""
    said = _text(value.get("@id") if isinstance(value, dict) else value)
    return said if is_address(said) else None


def _language(tree: Any) -> str | None:
    return (tree.get("lang") or "").strip() or None


def _all(metas: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return next((metas[name] for name in names if name in metas), [])


def _first(metas: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)
