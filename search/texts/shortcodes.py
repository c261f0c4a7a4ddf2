"""The module takes the shortcodes of WordPress out of texts: ``[caption]``, ``[gallery ids="1,2"]``."""

from __future__ import annotations

import re

from search.later import Pattern

CAPTION = Pattern(r"\[(wp_)?caption[^\]]*\](.*?)\[/(?:wp_)?caption\]", re.DOTALL)
#: Shortcodes whose content is no text, and all others: of plugins, with attributes, or closed again.
_WITH_CONTENT = Pattern(r"\[(embed|audio|video|playlist)\b[^\]]*\].*?\[/\1\]", re.DOTALL)
_SHORTCODE = Pattern(
    r"\[/?(?:caption|gallery|audio|video|playlist|embed|dropcap|[a-z]+(?:[_-][a-z0-9]+)+)\b[^\]]*\]"
    r"|\[[a-z][a-z0-9_-]*(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))+\s*/?\]"
)
_CLOSED = Pattern(r"\[([a-z][a-z0-9_-]*)\](.*?)\[/\1\]", re.DOTALL)


def without_shortcodes(text: str) -> str:
    """Return a text without shortcodes; only the content of those that stand around a text is kept.

    >>> without_shortcodes('Padi [gallery ids="1,2"]dipanen.[caption id="a"]<img src="b">Sawah[/caption]')
    'Padi dipanen.'
    """
    text = _WITH_CONTENT.sub("", CAPTION.sub("", text))
    return _CLOSED.sub(r"\2", _SHORTCODE.sub("", text))
