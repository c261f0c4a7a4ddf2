"""The sitemap (sitemaps.org): the pages of all articles, in parts that are sent while they are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, request

from search.article import ArticleMetadata
from search.published import day_of
from web import paths
from web.answers import current_answers
from web.archive import current_index
from web.resources import base_of
from web.turns import in_turns

blueprint = Blueprint("sitemap", __name__)

#: A part has so many articles, deleted ones included, because the protocol allows so many addresses.
PART = 50_000
_AT_ONCE = 500
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ONE_HOUR = "public, max-age=3600"

Listed = tuple[ArticleMetadata, datetime]


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """Answer with the index of the parts."""
    base = escape(base_of("absolute"))
    with current_index().pinned():
        parts = "".join(
            f"<sitemap><loc>{base}/sitemap-{number + 1}.xml</loc></sitemap>\n" for number in range(_parts())
        )
        return _answered(0, f'{_HEAD}<sitemapindex xmlns="{_SCHEMA}">\n{parts}</sitemapindex>\n')


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """Answer with a part: the pages of articles, and the days on which these arrived or were changed."""
    with current_index().pinned():
        if not 1 <= number <= _parts():
            abort(404)
        listed = current_index().listed((number - 1) * PART, number * PART)
        return _answered(number, in_turns(_pieces(listed, base_of("absolute"))))


def _parts() -> int:
    return max(1, -(-current_index().numbers // PART))


def _pieces(listed: Iterator[Listed], base: str) -> Iterator[bytes]:
    yield f'{_HEAD}<urlset xmlns="{_SCHEMA}">\n'.encode()
    while some := list(islice(listed, _AT_ONCE)):
        yield "".join(_entry(about, arrived, base) for about, arrived in some).encode()
    yield b"</urlset>\n"


def _entry(about: ArticleMetadata, arrived: datetime, base: str) -> str:
    changed = max(day_of(about.updated), arrived.date()) if about.updated else arrived.date()
    address = escape(paths.article_path(about.id, base))
    return f"<url><loc>{address}</loc><lastmod>{changed.isoformat()}</lastmod></url>\n"


def _answered(number: int, content: str | Iterator[bytes]) -> Response:
    """Answer a part, or 304 to who has it. number: of the part, 0 for the index."""
    response = Response(content, content_type="application/xml; charset=utf-8")
    response.headers["Cache-Control"] = _ONE_HOUR
    response.headers["Vary"] = "Host"
    key = "sitemap", str(number), base_of("absolute")
    response.set_etag(current_answers().tag_of(current_index(), key), weak=True)
    response.make_conditional(request)
    return response
