"""The module reads front matter, the fields that Jekyll, Hugo and others have at the top of an article.

It stands between two lines ``---``, in YAML, or ``+++``, in TOML: https://gohugo.io/content-management/front-matter/.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import yaml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_MOST_LINES = 1_000
#: Keys of Jekyll whose words are values each, and the key by which its articles are known.
_WORDS, _OF_JEKYLL = ("tags", "categories"), "layout"

Fields = dict[str, object]


def front_matter(lines: Sequence[str]) -> tuple[Fields, list[str]] | None:
    """Return the fields at the top of a text, and the lines below them; None without front matter.

    >>> front_matter(["---", "title: 'Panen'", "tags:", "  - beras", "---", "Padi dipanen."])
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
    return (fields, list(lines[end + 1 :])) if fields else None


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
