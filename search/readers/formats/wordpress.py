"""The module reads exports of WordPress (WXR: RSS with elements of WordPress), of any length.

Only published posts are articles; pages, attachments, menus, drafts and posts with a password are counted.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from search.addresses import id_of_address, is_address
from search.readers.formats.passed_over import passed_over
from search.readers.formats.xml_stream import elements, local_name
from search.readers.records import Record, RecordError, Reject
from search.readers.streams import DamagedStreamError, TextStream
from search.readers.unpublished import NO_ARTICLES
from search.remarks import Remark
from search.texts.shortcodes import CAPTION, without_shortcodes

_BLOCK_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FIGURE_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>", re.DOTALL | re.IGNORECASE)
_IMAGE = re.compile(r"""<img[^>]*?\ssrc=["']([^"']+)["']""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"\s*</?(?:p|div|h[1-6]|ul|ol|li|table|blockquote|pre|figure|hr|section|article)\b", re.I)


def read_wordpress(file: str, stream: TextStream) -> Iterator[Record | Reject | Remark]:
    """Yield a record for each published post, and at the end a remark about the other items."""
    skipped: Counter[str] = Counter()
    names: dict[str, str] = {}
    site: dict[str, str] = {}
    number = 0
    try:
        for element in elements(stream.content(), ("item", "author"), roots=("rss",), code="no-feed"):
            if local_name(element) == "author":
                about = _texts(element)
                names[about.get("author_login", "")] = about.get("author_display_name", "")
                continue
            if not site:
                site = _texts(element.getparent())
            number += 1
            values = _texts(element)
            reason = _reason_to_pass(values)
            if reason:
                skipped[reason] += 1
            else:
                yield Record(_article(element, values, names, site), number)
    except RecordError as error:
        yield Reject(file, number + 1 if number else None, error.code, error.reason, "")
    except DamagedStreamError as error:
        yield Reject(file, number + 1, "damaged", Remark("rest_is_missing", {"damage": error.damage}), "")
    if skipped:
        yield passed_over(skipped)


def _texts(element: Any) -> dict[str, str]:
    """Return local name -> text of the first child of an element with this name."""
    texts: dict[str, str] = {}
    for child in element:
        text = (child.text or "").strip()
        if text:
            name = local_name(child)
            # "encoded" is in two namespaces: of content it is the text, of excerpt a summary.
            texts.setdefault("excerpt" if name == "encoded" and "excerpt" in child.tag else name, text)
    return texts


def _reason_to_pass(values: dict[str, str]) -> str | None:
    kind, status = values.get("post_type", "post"), values.get("status", "publish")
    if NO_ARTICLES.fullmatch(kind):
        return kind
    if status != "publish":
        return status
    return "password" if values.get("post_password") else None


def _article(
    element: Any, values: dict[str, str], names: dict[str, str], site: dict[str, str]
) -> dict[str, object]:
    categories = [
        (child.get("domain"), (child.text or "").strip()) for child in element.iterchildren("category")
    ]
    sections = [name for domain, name in categories if domain in ("category", None) and name]
    tags = [name for domain, name in categories if domain not in ("category", None) and name]
    link, creator = values.get("link"), values.get("creator", "")
    text, image = post_text(values.get("encoded", ""))
    return {
        "id": id_of_address(link) if is_address(link) else values.get("post_id"),
        "title": html.unescape(values.get("title", "")),
        "published": _moment(values, "post_date") or values.get("pubDate"),
        "updated": _moment(values, "post_modified"),
        "authors": [names.get(creator) or creator] if creator else [],
        "source": site.get("title"),
        "language": site.get("language"),
        "category": next(iter(sections), None),
        "tags": [*sections[1:], *tags],
        "url": link,
        "text": text,
        **image,
    }


def _moment(values: dict[str, str], name: str) -> str | None:
    """Return a time in the time zone of the site; its UTC offset is computed from the same time in UTC."""
    local, utc = values.get(name, ""), values.get(f"{name}_gmt", "")
    try:
        moment = datetime.fromisoformat(local)
        offset = moment - datetime.fromisoformat(utc)
    except (ValueError, TypeError):
        return None if local.startswith("0000") else local or None
    if abs(offset) >= timedelta(hours=24):
        return local
    minutes = round(offset.total_seconds() / 60)
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat()


def post_text(content: str) -> tuple[str, dict[str, object]]:
    """Return the HTML of a post without editor comments and shortcodes, and its first picture.

    The classic editor writes blank lines instead of paragraphs (``wpautop`` makes paragraphs of them in a
    page).
    """
    content = _BLOCK_COMMENT.sub("", content)
    image: dict[str, object] = {}
    captions = [*_FIGURE_CAPTION.findall(content), *(found[1] for found in CAPTION.findall(content))]
    if captions:
        image["image_caption"] = " ".join(html.unescape(_TAG.sub(" ", captions[0])).split())
    source = _IMAGE.search(content)
    if source:
        image["image"] = html.unescape(source[1])
    content = without_shortcodes(_FIGURE_CAPTION.sub("", content))
    parts = [part for part in re.split(r"\n\s*\n", content.replace("\r", "")) if part.strip()]
    return "\n".join(part if _BLOCK.match(part) else f"<p>{part}</p>" for part in parts), image
