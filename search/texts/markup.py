"""The module makes plain text of HTML: blocks become paragraphs, entities characters, scripts nothing.

Only elements of HTML are tags: *harga < 5.000* and *<nama>* are not changed. An HTML parser cannot be used,
because it takes every ``<`` in front of a letter for a tag. Escaped HTML (``&lt;p&gt;``, ``&amp;nbsp;``),
which feeds contain, is decoded and read again.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from search.later import Pattern

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dir div dl dt en-note fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option"
    " p pre section summary table tbody tfoot thead tr ul"
)
_INLINE_NAMES = (
    "a abbr acronym amp-img audio b bdi bdo big br button cite code col colgroup data del dfn em embed font i"
    " img input ins kbd label link mark meta o:p object param picture q rp rt ruby s samp select small source"
    " span st1:city st1:country-region st1:place strike strong sub sup textarea time tt u var video wbr"
)
_HIDDEN_NAMES = "amp-ad head iframe noscript script style svg template title"

_BLOCKS, _CELLS = frozenset(_BLOCK_NAMES.split()), frozenset(("td", "th"))
_ENDS_LINE = _BLOCKS | {"br"}
#: The content of these elements is no text.
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
#: Only these elements may have nothing but attributes without a value; "<b dan c>" is no tag.
_WITH_BARE_ATTRIBUTES = frozenset(("audio", "iframe", "input", "option", "script", "select", "video"))

#: The names of all elements that are taken for HTML.
ELEMENTS = _BLOCKS | _CELLS | _HIDDEN | frozenset(_INLINE_NAMES.split())
_NAMES = "|".join(sorted(map(re.escape, ELEMENTS), key=len, reverse=True))
_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'<>]*)"""
_TAG = Pattern(
    rf"<(?P<close>/?)(?P<name>{_NAMES})(?P<attributes>(?:[\s/]+[^\s\"'<>/=]{{1,100}}(?:\s*=\s*{_VALUE})?)*)[\s/]*>"
    r"|<!\[CDATA\[|\]\]>|<!doctype[^<>]*>|<\?xml[^<>]*>",
    re.IGNORECASE,
)
_BLANKS = Pattern(r"[ \t\r\f]*\n[ \t\r\f]*\n\s*|[ \t\r\f\n]+")
_ENTITY = Pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MAX_ROUNDS = 3  # a text that was escaped more than twice remains escaped


def may_be_marked_up(text: str) -> bool:
    """Return, by a fast test, whether a text can contain tags or entities."""
    return "<" in text or "&" in text


def is_marked_up(text: str) -> bool:
    """Return whether a text contains tags, comments or entities."""
    if "&" in text and any(_decoded(entity) != entity[0] for entity in _ENTITY.finditer(text)):
        return True
    return "<" in text and _without_tags(text) is not None


def without_markup(text: str) -> tuple[str, bool, bool]:
    """Return a text without HTML, whether it had tags, and whether it had entities.

    A blank line separates paragraphs, and a newline the lines that ``<br>`` ends. If the text has no such
    tags, its lines are not changed.
    """
    tags = entities = False
    for _ in range(_MAX_ROUNDS):
        if "<" in text and (stripped := _without_tags(text)) is not None:
            text, tags = stripped, True
        decoded = _ENTITY.sub(_decoded, text) if "&" in text else text
        if decoded == text:
            break
        text, entities = decoded, True
    return text, tags, entities


def _decoded(match: re.Match[str]) -> str:
    entity = match[0]
    character = unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)
    return " " if character == "\xa0" else character  # a no-break blank only serves the layout


def _without_tags(text: str) -> str | None:
    """Return a text without tags and comments, or None if it has none."""
    uncommented = _without_comments(text)
    tags = [tag for tag in _TAG.finditer(uncommented) if _is_tag(tag)]
    if not tags:
        return uncommented if uncommented is not text else None
    blocks = any((tag["name"] or "").lower() in _ENDS_LINE for tag in tags)
    parts: list[str] = []
    at = 0
    never_closed: set[str] = set()
    for tag in tags:
        if tag.start() < at:  # the tag is inside a script
            continue
        parts.append(
            _BLANKS.sub(_blank, uncommented[at : tag.start()]) if blocks else uncommented[at : tag.start()]
        )
        at = tag.end()
        name = (tag["name"] or "").lower()
        if name in _HIDDEN and not tag["close"] and name not in never_closed:
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(uncommented, at)
            if end:
                at = end.end()
            else:  # the end tag is missing: the rest may be text
                never_closed.add(name)
        parts.append("\n\n" if name in _BLOCKS else "\n" if name == "br" else " " if name in _CELLS else "")
    parts.append(_BLANKS.sub(_blank, uncommented[at:]) if blocks else uncommented[at:])
    return "".join(parts)


def _blank(match: re.Match[str]) -> str:
    """Return one blank for white space between two tags, or a blank line if it contains one."""
    return "\n\n" if "\n" in match[0].partition("\n")[2] else " "


def _is_tag(match: re.Match[str]) -> bool:
    """Return whether the text in angle brackets is a tag; "<b dan c>" is none."""
    attributes = (match["attributes"] or "").strip(" /\t\r\n")
    return not attributes or "=" in attributes or match["name"].lower() in _WITH_BARE_ATTRIBUTES


def _without_comments(text: str) -> str:
    """Return the text without comments (``<!-- -->``); the same object if it has none.

    A comment without an end is text.
    """
    if "<!--" not in text:
        return text
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 2)) >= 0:
        parts.append(text[at:start])
        at = end + len("-->")
    return "".join([*parts, text[at:]]) if parts else text
