"""Text to HTML with matches in <mark>. The text is escaped before it is marked, never after."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """Return ``text`` as HTML with the half-open character ranges ``marks`` in <mark>.

    The ranges must be in order. If two overlap, the later one is shortened. They are cut at the ends of the
    text.

    >>> marked("a < b", [(0, 1)])
    Markup('<mark>a</mark> &lt; b')
    """
    parts: list[Markup] = []
    done = 0
    for first, last in marks:
        start, end = max(first, done), min(last, len(text))
        if start < end:
            parts.append(escape(text[done:start]))
            parts.append(Markup("<mark>%s</mark>") % text[start:end])
            done = end
    parts.append(escape(text[done:]))
    return Markup("").join(parts)
