"""The module reads front matter, the fields that Jekyll, Hugo and others have at the top of an article.

It stands between two lines ``---``, in YAML, or ``+++``, in TOML: https://gohugo.io/content-management/front-matter/.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

import yaml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MOST_LINES = 1_000
#: Keys of Jekyll whose words are values each, and the key by which its articles are known.
_WORDS, _OF_JEKYLL = ("tags", "categories"), "layout"

#: A key and its value on a line, as in YAML that a person wrote and a colon or quotation mark broke.
_LINE = re.compile(r"([A-Za-z_][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*)|)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.+)")

Fields = dict[str, object]


class FrontMatter(NamedTuple):
    """The fields at the top of a text, and the lines below them.

    is_broken: whether it is no YAML, so that it is read line by line
    """

    fields: Fields
    below: list[str]
    is_broken: bool


def front_matter(lines: Sequence[str]) -> FrontMatter | None:
    """Return the fields at the top of a text, and the lines below them; None without front matter.

    >>> found = front_matter(["---", "title: 'Panen'", "tags:", "  - beras", "---", "Padi dipanen."])
    >>> found.fields, found.below
    ({'title': 'Panen', 'tags': ['beras']}, ['Padi dipanen.'])
    """
    mark = lines[0].lstrip("\ufeff").rstrip() if lines else ""
    if mark not in ("---", "+++"):
        return None
    ends = ("---", "...") if mark == "---" else ("+++",)
    end = next((at for at, line in enumerate(lines[1:_MOST_LINES], 1) if line.rstrip() in ends), None)
    if end is None:
        return None
    fields = _yaml(lines[1:end]) if mark == "---" else _toml(lines[1:end])
    is_broken = fields is None and mark == "---"
    if is_broken:
        fields = _by_lines(lines[1:end])
    return FrontMatter(fields, list(lines[end + 1 :]), is_broken) if fields else None


def _by_lines(lines: Sequence[str]) -> Fields | None:
    """Return the fields of lines with a key and a value each; None if another line is among them."""
    fields: Fields = {}
    last = ""
    for line in filter(str.strip, lines):
        if line.lstrip().startswith("#"):
            continue
        if found := _LINE.fullmatch(line.rstrip()):
            last, value = found[1], _unquoted(found[2] or "")
            inner = value[1:-1] if value.startswith("[") and value.endswith("]") else None
            fields[last] = value if inner is None else [*map(_unquoted, inner.split(","))]
        elif last and (item := _ITEM.fullmatch(line.rstrip())):
            before = fields[last]
            fields[last] = [
                *(before if isinstance(before, list) else filter(None, [before])),
                _unquoted(item[1]),
            ]
        elif last and line[0] in " \t" and isinstance(before := fields[last], str):
            fields[last] = f"{before} {_unquoted(line)}".strip()
        else:
            return None
    return fields or None


def _unquoted(text: str) -> str:
    """Return a value without the quotation marks around it; those of two quotations in it stay."""
    text = text.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" and text[0] not in text[1:-1]
    return text[1:-1] if is_quoted else text


def _toml(lines: Sequence[str]) -> Fields | None:
    try:
        return dict(tomllib.loads("\n".join(lines)))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _yaml(lines: Sequence[str]) -> Fields | None:
    """Return the fields of YAML, all values as texts; None if it is something else."""
    text = "\n".join(lines)
    try:
        if any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text, yaml.BaseLoader)):
            return None  # values that refer to others can be endless
        fields = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - this loader makes nothing but texts
    except (yaml.YAMLError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    if _OF_JEKYLL in fields:
        for name in _WORDS:
            if isinstance(words := fields.get(name), str) and not re.search("[,;]", words):
                fields[name] = words.split()
    return {name: value for name, value in fields.items() if isinstance(name, str)}
