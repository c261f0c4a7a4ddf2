"""Safe links to articles, or to paragraphs of them, at their publishers."""

from __future__ import annotations

import re
from urllib.parse import quote

_NOT_IN_ADDRESSES = {ord(sign): quote(sign) for sign in '"<>\\^`{|}'}
_IN_FRAGMENTS = {code: quote(chr(code), safe="").replace("-", "%2D") for code in range(128)}
_FRAGMENT_WORDS = 6
# A host in brackets is an IPv6 address, which no publisher uses.
_PUBLISHED_AT = re.compile(r"https?://[^/?#\[\]]+(?:[/?#]|\Z)", re.IGNORECASE)


def source_url(url: str | None, paragraph: str | None = None) -> str | None:
    """Return the address of an article at its publisher; None unless it is http or https.

    Characters that an address must not contain (RFC 3986, 2) are encoded, as browsers do it. With
    ``paragraph``, a text fragment is added, so that the browser scrolls to the paragraph
    (https://wicg.github.io/scroll-to-text-fragment/).
    """
    if not url or " " in url or not url.isprintable() or not _PUBLISHED_AT.match(url):
        return None
    url = url.translate(_NOT_IN_ADDRESSES)
    if not paragraph:
        return url
    return f"{url}{'' if url.partition('#')[2] else '#'}:~:text={_text_directive(paragraph)}"


def _text_directive(paragraph: str) -> str:
    """Return a text fragment: the first and last words of a paragraph, or a short paragraph as a whole."""
    words = paragraph.split(None, 2 * _FRAGMENT_WORDS)
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return _fragment_quoted(words)
    last = paragraph.rsplit(None, _FRAGMENT_WORDS)[1:]
    return f"{_fragment_quoted(words[:_FRAGMENT_WORDS])},{_fragment_quoted(last)}"


def _fragment_quoted(words: list[str]) -> str:
    # A hyphen has a special meaning in text fragments, and quote() does not encode it.
    text = " ".join(words)
    return text.translate(_IN_FRAGMENTS) if text.isascii() else quote(text, safe="").replace("-", "%2D")
