"""The module reads front matter, the fields that Jekyll, Hugo and others have at the top of an article.

It stands between two lines ``---``, in YAML, or ``+++``, in TOML: https://gohugo.io/content-management/front-matter/.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEY = re.compile(r"([A-Za-z][\w .-]{0,40}):(?:\s+(.*))?")
_ITEM = re.compile(r"\s*-\s+(.*)")
_INNER = re.compile(r"(\s+)([A-Za-z][\w .-]{0,40}):(?:\s+(.*))?")
_BLOCK = re.compile(r"[>|][+-]?\d?")
_COMMENT = re.compile(r"\s+#[^'\"]*\Z")
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
    """Return the fields of the part of YAML that front matter is written in; None if it is something else."""
    fields: Fields = {}
    key = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if found := _KEY.fullmatch(line):
            key, value = found[1], _COMMENT.sub("", found[2] or "").strip()
            more = at
            while more < len(lines) and (not lines[more].strip() or lines[more][:1].isspace()):
                more += 1
            below, at = (lines[at:more], more) if value else ((), at)
            if value:
                fields[key] = _value(value, below)
        elif key and (item := _ITEM.fullmatch(line)):
            before = fields.setdefault(key, [])
            if isinstance(before, list):
                before.append(_unquoted(item[1]))
        elif key and (inner := _INNER.fullmatch(line)):
            of_key = fields.setdefault(key, {})
            if isinstance(of_key, dict) and (value := (inner[3] or "").strip()):
                of_key.setdefault(inner[2], _value(value, ()))
        elif line.strip() and not line.lstrip().startswith("#") and not (key and line[:1].isspace()):
            return None
    if _OF_JEKYLL in fields:
        for name in _WORDS:
            if isinstance(words := fields.get(name), str) and not re.search("[,;]", words):
                fields[name] = words.split()
    return fields


def _value(value: str, below: Sequence[str]) -> object:
    """Return a value that goes on in the lines below it."""
    if _BLOCK.fullmatch(value):
        return ("\n" if value[0] == "|" else " ").join(map(str.strip, below)).strip()
    value = " ".join([value, *filter(None, map(str.strip, below))])
    if value[:1] + value[-1:] == "[]":
        return [_unquoted(one) for one in value[1:-1].split(",") if one.strip()]
    return _unquoted(value)


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "'\"":
        return value
    inner = value[1:-1]
    return inner.replace("''", "'") if value[0] == "'" else inner.replace('\\"', '"')
