"""The module makes plain text of Markdown, as it stands below the front matter of Jekyll and Hugo."""

from __future__ import annotations

import re

from search.later import Pattern

_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+[\"'][^\"'\n]*[\"'])?\)"
#: What goes: pictures, the tags of Hugo and Jekyll, rules, fences of code.
_GONE = Pattern(
    rf"!\[[^\]\n]{{0,500}}\]{_TARGET}|\{{\{{[<%].{{0,500}}?[>%]\}}\}}|\{{%.{{0,500}}?%\}}"
    r"|^[ ]{0,3}(?:[-*_][ ]*){3,}$|^[ ]{0,3}```.*$",
    re.MULTILINE,
)
_LINK = Pattern(rf"\[([^\[\]\n]+)\]{_TARGET}|<(https?://[^<>\s]+)>")
#: Marks in front of a line: of a headline, of a quotation.
_BEFORE_LINES = Pattern(r"^[ ]{0,3}(?:#{1,6}[ ]+|(?:>[ ]?)+)", re.MULTILINE)
_EMPHASIS = Pattern(r"(?<![\w*_\\])(\*{1,3}|_{1,3})(?=[^\s*_])(.{1,500}?)(?<=[^\s\\])\1(?![\w*_])")
_LONGEST = 1 << 20  # characters; a longer text is no article, and stays as it is
_ESCAPE = Pattern(r"\\([\\`*_{}\[\]()#+.!>-])")


def without_marks(text: str) -> str:
    r"""Return a text without the marks of Markdown.

    >>> without_marks("## Harga\n\nPetani memanen **padi** di [Subang](https://contoh.example/a_b).")
    'Harga\n\nPetani memanen padi di Subang.'
    """
    if len(text) > _LONGEST:
        return text
    text = _LINK.sub(lambda match: match[1] or match[2], _GONE.sub("", text))
    text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", _BEFORE_LINES.sub("", text)))
    return _ESCAPE.sub(r"\1", text)
