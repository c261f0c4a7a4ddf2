"""Text -> HTML with its matches in <mark>: escaped first, then marked, never the other way round."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """Return ``text`` as HTML with the half-open character ranges ``marks`` in <mark>.

    Ranges are in order; of overlapping ones the later is shortened. Ranges outside the text are cut.

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
